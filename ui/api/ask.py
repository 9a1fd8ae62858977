"""`POST /api/ask`: a question becomes the contract's answer object, whole or in a stream of events."""

from __future__ import annotations

import asyncio
import time
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi import Request, Response

from assistant.answer import Answer
from assistant.answer_json import to_json
from assistant.limits import NO_LIMITS, Limits
from ingest.errors import EmptyStoreError, UsageError
from ui.accepts import weight
from ui.access.proxies import Proxies
from ui.api.answer_stream import EVENT_STREAM, AnswerStream, Listening
from ui.api.errors import problem_of, reason_of
from ui.api.leaving import CLIENT_LEFT, is_done
from ui.api.question_body import read_question
from ui.api.rates import caller_of
from ui.api.visitors import scope_of
from ui.problem import problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.api.capacity import Capacity
    from ui.api.models import Question
    from ui.desk import Desk
    from ui.operations.metrics import Metrics
    from ui.told_text import ToldText
    from vectorstore.entries import Scope

JSON = "application/json"
_NO_SUCH_ASSOCIATION = "Det finns inget förbund med det namnet. Namnen står i /api/reports."
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Vary": "Accept"}


class AskApi:
    """Takes questions. `Capacity` says how many are answered at once, the desk answers."""

    def __init__(self, desk: Desk, capacity: Capacity, metrics: Metrics) -> None:
        self._desk, self._capacity, self._metrics = desk, capacity, metrics
        self._proxies = Proxies.of(desk.settings)

    async def ask(self, request: Request) -> Response:
        """The answer as JSON, or as events where `Accept` would rather have these; else the problem."""
        wanted = _wanted(request.headers.get("accept") or "*/*")
        if wanted is None:
            self._metrics.refused("invalid")
            return problem(HTTPStatus.NOT_ACCEPTABLE, "Svaret finns som application/json och som text/event-stream.")
        question = await read_question(request)
        if isinstance(question, Response):
            self._metrics.refused("invalid")
            return question
        listening = Listening()
        asker = scope_of(request), caller_of(request, self._proxies)
        answering = asyncio.create_task(self._answered(question, *asker, listening.told))
        await asyncio.sleep(0)  # what is refused at once, as when it is too busy, is refused with a status in either form
        if wanted == EVENT_STREAM and not _is_refused(answering):
            return AnswerStream(answering, listening)
        if not await is_done(answering, request):
            return Response(status_code=CLIENT_LEFT)
        return _whole(answering.result())

    async def _answered(self, question: Question, scope: Scope, caller: str, told: ToldText) -> Answer | Response:
        """The answer or the problem; never raises but when it is cancelled, so that nobody need listen to it."""
        begun = time.monotonic()
        try:
            asked = self._desk.checked(question.question)
            history = self._desk.checked_history(question.history)
            limited = question.association, scope
            answer = await self._capacity.run(lambda: self._answer(asked, history, *limited, told), caller)
        except Exception as exc:
            self._metrics.refused(reason_of(exc))
            return problem_of(exc)
        finally:
            told.leave()  # also when it took too long, or whoever asked has gone: a model need not write on
        self._metrics.answered(answer, time.monotonic() - begun, "api")
        return answer

    def _answer(self, question: str, history: Sequence[str], association: str | None, scope: Scope, told: ToldText) -> Answer:
        """Raises `EmptyStoreError` also where there are only reports that the visitor may not know of."""
        seen = self._desk.library().reports(scope)
        if not seen:
            raise EmptyStoreError("", "no report in the visitor's scope")
        if association and association not in {entry.association for entry in seen}:
            raise UsageError(_NO_SUCH_ASSOCIATION)
        limits = Limits(association) if association else NO_LIMITS
        return self._desk.answer(question, history, limits, scope, told.tell)


def _wanted(accepted: str) -> str | None:
    """The form to answer in; None when neither is taken. JSON where both are wanted alike."""
    best = max((JSON, EVENT_STREAM), key=lambda media_type: weight(accepted, media_type))
    return best if weight(accepted, best) > 0 else None


def _is_refused(answering: asyncio.Task[Answer | Response]) -> bool:
    return answering.done() and isinstance(answering.result(), Response)


def _whole(told: Answer | Response) -> Response:
    return Response(to_json(told), HTTPStatus.OK, _HEADERS, JSON) if isinstance(told, Answer) else told
