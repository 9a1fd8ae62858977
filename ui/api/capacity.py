"""How many answers are computed at once, how many questions wait for their turn, and for how long.

Answers are Python's own work and share one interpreter: more threads would make all of them slower. A thread that computes
keeps its slot until it is done, also when the one who asked has gone or was told that it took too long, so that slow
questions never pile up beyond the pool.
"""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from ingest.errors import BusyError, FinsamError, TooSlowError
from ui.journal import record

if TYPE_CHECKING:
    from ingest.settings import Settings

BUSY = "Upptaget just nu: många frågar samtidigt. Försök igen om en liten stund."
TOO_SLOW = "Svaret tog för lång tid och avbröts. Försök igen om en liten stund, eller ställ en kortare fråga."
CLOSING = "Programmet stängs just nu. Försök igen om en liten stund."
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    """One piece of work and the place where its outcome is left."""

    caller: str
    work: Callable[[], Any]
    outcome: Future[Any] = field(default_factory=Future)


class Capacity:
    """A pool of threads with a short queue in front of it; used from any event loop.

    The queue is shared between callers (addresses, say): they take turns, each one's questions in the order they came. When
    all places are taken, whoever waits with most gives up the latest of them to somebody with clearly fewer.
    """

    def __init__(self, settings: Settings) -> None:
        self._at_once, self._places = settings.answers_at_once, settings.answers_waiting
        self._seconds = settings.answer_seconds
        self._threads = ThreadPoolExecutor(self._at_once, "answer")
        self._lock = threading.Lock()  # held for a few steps only, so the event loop may take it
        self._waiting: OrderedDict[str, deque[_Question]] = OrderedDict()  # by caller, whose turn it is first
        self._running = 0
        self._closed = False

    async def run(self, work: Callable[[], _Result], caller: str = "") -> _Result:
        """What `work` gives, computed in a thread of the pool; it raises what `work` raises.

        Raises `BusyError` at once when too many wait already (or later, when the place goes to somebody with fewer),
        `TooSlowError` after `answer_seconds`, waiting included. A task that is cancelled gives its place up at once.
        """
        context = contextvars.copy_context()  # the request's id goes along into the log
        question = _Question(caller, lambda: context.run(work))
        self._join(question)
        answered: asyncio.Future[_Result] = asyncio.wrap_future(question.outcome)
        try:
            done, _ = await asyncio.wait({answered}, timeout=self._seconds)
            if not done:
                raise TooSlowError(TOO_SLOW)
            return answered.result()
        finally:
            if not answered.done():
                self._leave(question)
                answered.cancel()
                question.outcome.add_done_callback(_log_failure)

    def load(self) -> tuple[int, int]:
        """How many answers are being computed and how many questions wait."""
        with self._lock:
            return self._running, self._held()

    def close(self) -> None:
        """Takes no more questions, tells those that wait to come again, and waits for answers that are being computed."""
        with self._lock:
            self._closed = True
            left = [question for queue in self._waiting.values() for question in queue]
            self._waiting.clear()
        for question in left:
            _refuse(question, CLOSING)
        self._threads.shutdown(wait=True)

    def _join(self, question: _Question) -> None:
        with self._lock:
            if self._closed:
                raise BusyError(CLOSING)
            if self._running < self._at_once:
                self._start(question)
                return
            given_up = self._make_room(question.caller) if self._held() >= self._places else None
            self._waiting.setdefault(question.caller, deque()).append(question)
        if given_up is not None:
            _refuse(given_up, BUSY)

    def _make_room(self, caller: str) -> _Question:
        """Takes a place from whoever holds most. Raises `BusyError` where that would not be fairer than it is."""
        most = max(self._waiting, key=lambda one: len(self._waiting[one]), default=None)
        if most is None or len(self._waiting[most]) < len(self._waiting.get(caller, ())) + 2:
            raise BusyError(BUSY)
        return self._waiting[most].pop()  # two at least, so that the caller keeps one

    def _leave(self, question: _Question) -> None:
        """Frees the place of a question that still waits."""
        with self._lock:
            queue = self._waiting.get(question.caller)
            if queue is not None and question in queue:
                queue.remove(question)
                if not queue:
                    del self._waiting[question.caller]

    def _start(self, question: _Question) -> None:
        """Raises `RuntimeError` when the system gives no thread; then the slot stays free."""
        self._threads.submit(self._compute, question)
        self._running += 1

    def _compute(self, question: _Question) -> None:
        wanted = question.outcome.set_running_or_notify_cancel()
        tell = _outcome(question) if wanted else None
        try:
            with self._lock:
                self._running -= 1
                if self._waiting:
                    self._start(self._next())
        finally:
            if tell is not None:
                tell()

    def _next(self) -> _Question:
        """The first question of the caller whose turn it is, who then goes last."""
        caller, queue = self._waiting.popitem(last=False)
        question = queue.popleft()
        if queue:
            self._waiting[caller] = queue
        return question

    def _held(self) -> int:
        return sum(map(len, self._waiting.values()))


def _outcome(question: _Question) -> Callable[[], None]:
    """Does the work; what is given tells the one who asked."""
    # BaseException too: whoever waits must hear of it, and the slot must come free.
    try:
        return partial(question.outcome.set_result, question.work())
    except BaseException as exc:
        return partial(question.outcome.set_exception, exc)


def _log_failure(outcome: Future[Any]) -> None:
    """For work whose asker has gone: nobody else would hear that it failed."""
    error = None if outcome.cancelled() else outcome.exception()
    if error is not None and not isinstance(error, FinsamError):
        record(error)


def _refuse(question: _Question, line: str) -> None:
    # False for one whose caller has gone in between.
    if question.outcome.set_running_or_notify_cancel():
        question.outcome.set_exception(BusyError(line))
