"""The addresses of the public chat: `/widget.js`, `/api/about`, and the page `/fraga` with its style."""

from __future__ import annotations

import asyncio
import json
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated

from fastapi import Query, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from ingest.errors import FinsamError
from ui.access.proxies import Proxies
from ui.api.errors import problem_of, reason_of
from ui.api.leaving import CLIENT_LEFT, is_done
from ui.api.models import About as AboutModel
from ui.api.problem_docs import problems
from ui.api.public_paths import ABOUT_PATH, ASK_PAGE, ASK_STYLE, WIDGET_SCRIPT
from ui.api.rates import caller_of
from ui.widget.about import About, about
from ui.widget.page_html import PAGE_HEADERS, PageView, public_page
from ui.widget.question_form import read_form_question
from ui.widget.script import SCRIPT_TYPE, packed, send_packed, widget_asset, widget_script
from ui.widget.tried_examples import TriedExamples
from vectorstore.entries import PUBLIC

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.answer import Answer
    from ui.api.capacity import Capacity
    from ui.desk import Desk
    from ui.operations.metrics import Metrics

STYLE_TYPE = "text/css; charset=utf-8"
_Association = Annotated[str, Query(description="Förbundets namn, precis som i /api/reports. Då gäller svaret bara det.")]
# A page elsewhere shows the newest version after five minutes at the latest, and asks only whether there is one.
_SCRIPT_HEADERS = {
    "Cache-Control": "public, max-age=300, must-revalidate",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_STYLE_HEADERS = {"Cache-Control": "public, max-age=300, must-revalidate", "Cross-Origin-Resource-Policy": "same-origin"}


def add_widget(app: FastAPI, desk: Desk, capacity: Capacity, metrics: Metrics) -> FastAPI:
    """Adds them, for anybody: what they show is public whoever asks, as everybody is shown the same."""
    public = PublicChat(desk, capacity, metrics)
    style = packed(widget_asset("fraga.css"))
    app.add_route(WIDGET_SCRIPT, lambda request: send_packed(request, widget_script(), SCRIPT_TYPE, _SCRIPT_HEADERS))
    app.add_route(ASK_STYLE, lambda request: send_packed(request, style, STYLE_TYPE, _STYLE_HEADERS))
    app.add_api_route(
        ABOUT_PATH,
        public.tell,
        methods=["GET"],
        summary="Vad assistenten kan svara ur",
        description="Förbund och perioder med publika rapporter, frågor att börja med, och vad som sparas.",
        tags=["Frågor"],
        response_model=None,
        responses={200: {"description": "Det som widgeten visar först.", "model": AboutModel}, **problems(403, 429, 500, 503)},
    )
    app.add_route(ASK_PAGE, public.show, methods=["GET"])
    app.add_route(ASK_PAGE, public.ask, methods=["POST"])
    return app


class PublicChat:
    """What is answered at the addresses; `Capacity` says how many questions at once."""

    def __init__(self, desk: Desk, capacity: Capacity, metrics: Metrics) -> None:
        self._desk, self._capacity, self._metrics = desk, capacity, metrics
        self._tried = TriedExamples(desk)
        self._proxies = Proxies.of(desk.settings)

    def tell(self, association: _Association = "") -> Response:
        """`About` as JSON, of all public reports or of one association's."""
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        try:
            told = about(self._desk, self._tried, association)
        except Exception as exc:
            return problem_of(exc)
        return Response(told.to_json(), headers=headers, media_type="application/json")

    def show(self, _: Request) -> Response:
        """The page before anything is asked."""
        return _page(PageView(self._about()))

    async def ask(self, request: Request) -> Response:
        """The page with the answer, or with a calm line and the question to be asked again."""
        begun, question = time.monotonic(), ""
        try:
            question = await read_form_question(request)
            asked = self._desk.checked(question)
            caller = caller_of(request, self._proxies)
            answering = asyncio.create_task(self._capacity.run(lambda: self._answer(asked), caller))
            if not await is_done(answering, request):
                return Response(status_code=CLIENT_LEFT)
            answer = answering.result()
        except Exception as exc:
            self._metrics.refused(reason_of(exc))
            return await run_in_threadpool(self._refused, question, exc)
        self._metrics.answered(answer, time.monotonic() - begun, "api")
        return await run_in_threadpool(lambda: _page(PageView(self._about(), asked, answer)))

    def _answer(self, question: str) -> Answer:
        return self._desk.answer(question, scope=PUBLIC)

    def _refused(self, question: str, error: Exception) -> Response:
        """The problem that the API would answer with, as the page."""
        told = problem_of(error)
        line = json.loads(bytes(told.body))["detail"]
        wait = {"Retry-After": told.headers["Retry-After"]} if "Retry-After" in told.headers else {}
        return _page(PageView(self._about(), question, problem=line), HTTPStatus(told.status_code), wait)

    def _about(self) -> About | None:
        """None where the reports cannot be read now: whoever asks is told so."""
        try:
            return about(self._desk, self._tried)
        except FinsamError:
            return None


def _page(view: PageView, status: HTTPStatus = HTTPStatus.OK, headers: dict[str, str] | None = None) -> Response:
    return HTMLResponse(public_page(view), int(status), {**PAGE_HEADERS, **(headers or {})})
