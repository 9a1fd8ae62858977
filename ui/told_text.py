"""An answer's text on its way from the thread that finds it to whoever shows it while it grows."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Generic, TypeVar

from ingest.errors import FinsamError

Tell = Callable[[str], None]
_Result = TypeVar("_Result")


class AskerLeftError(FinsamError):
    """Nobody waits for the answer any more. Raised into the thread that finds it, to end that; no person meets it."""

    def __init__(self) -> None:
        super().__init__("Den som frågade väntar inte längre.", "whoever asked has left")


class ToldText:
    """The text that has been let through so far. It is one text however slowly it is read, so that it never outgrows the answer.

    Safe to share between threads. `changed` is called, in the thread that tells, whenever there is more.
    """

    def __init__(self, changed: Callable[[], object]) -> None:
        self._changed = changed
        self._lock = threading.Lock()
        self._text = ""
        self._left = False

    def tell(self, piece: str) -> None:
        """Adds a piece; never waits for the one who reads. Raises `AskerLeftError` when nobody does any more."""
        with self._lock:
            if self._left:
                raise AskerLeftError
            self._text += piece
        self._changed()

    def text(self) -> str:
        """All that has been told."""
        with self._lock:
            return self._text

    def leave(self) -> None:
        """Nobody reads any more: the next piece ends the work on the answer, whose place is then free."""
        with self._lock:
            self._left = True


class Growing(Generic[_Result]):
    """Work that tells text, done in a thread of its own; it goes on to its end also when nobody looks any more."""

    def __init__(self, work: Callable[[Tell], _Result]) -> None:
        self._news = threading.Event()
        self._told = ToldText(self._news.set)
        self._outcome: Future[_Result] = Future()
        self._outcome.add_done_callback(lambda _: self._news.set())
        context = contextvars.copy_context()  # the request's id goes along into the log
        threading.Thread(target=lambda: context.run(self._do, work), name="growing-answer", daemon=True).start()

    def texts(self) -> Iterator[str]:
        """The text so far, each time that there is more of it, until the work is done."""
        shown = ""
        while not self._outcome.done():
            self._news.wait()
            self._news.clear()  # before the text is read, so that what comes meanwhile is not missed
            text = self._told.text()
            if text != shown:
                shown = text
                yield text

    def result(self) -> _Result:
        """What the work gave, once it is done. Raises what it raised."""
        return self._outcome.result()

    def _do(self, work: Callable[[Tell], _Result]) -> None:
        # BaseException too: whoever waits must hear of it.
        try:
            self._outcome.set_result(work(self._told.tell))
        except BaseException as exc:
            self._outcome.set_exception(exc)
