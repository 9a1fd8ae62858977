"""The API's addresses, put up in one place: questions, lists, and the document that describes them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from fastapi.responses import JSONResponse

from ui.api.answer_stream import EVENT_STREAM
from ui.api.ask import AskApi
from ui.api.border import add_border
from ui.api.document import DOCUMENT_PATH, openapi_document
from ui.api.errors import add_error_answers
from ui.api.list_items import FIGURES, FINDINGS, REPORTS
from ui.api.lists import list_of
from ui.api.models import Answer, FigureList, FindingList, ReportList
from ui.api.problem_docs import problems

if TYPE_CHECKING:
    from fastapi import FastAPI
    from fastapi.responses import Response
    from pydantic import BaseModel

    from ui.api.capacity import Capacity
    from ui.desk import Desk
    from ui.operations.metrics import Metrics

_STREAM = {
    "schema": {"type": "string"},
    "example": 'event: status\ndata: {"text": "Läser rapporterna …"}\n\nevent: delta\ndata: {"text": "…"}\n\n'
    "event: answer\ndata: {…}\n\n",
}
_QUESTION = {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Question"}}}}
_ASK = (
    "Svarar på en fråga ur rapporterna. Med `Accept: text/event-stream` kommer svaret som händelser, var och en med ett "
    "JSON-objekt: `status` (vad som görs), `delta` (en bit av texten), sist `answer` (hela svaret) eller `error` (problemet)."
)


def add_api(app: FastAPI, desk: Desk, capacity: Capacity, metrics: Metrics) -> FastAPI:
    """Adds the addresses and what answers where there is none; it may be called before or after others add theirs."""
    app.add_api_route(
        "/api/ask",
        AskApi(desk, capacity, metrics).ask,
        methods=["POST"],
        summary="Ställ en fråga",
        description=_ASK,
        tags=["Frågor"],
        response_model=None,
        responses={
            200: {"description": "Svaret.", "model": Answer, "content": {EVENT_STREAM: _STREAM}},
            **problems(400, 403, 406, 408, 413, 415, 422, 429, 500, 503, 504),
        },
        openapi_extra={"requestBody": _QUESTION},
    )
    _add_list(app, "/api/reports", list_of(desk, REPORTS), ReportList, "Rapporter", "Alla rapporter, efter förbund och period.")
    _add_list(app, "/api/figures", list_of(desk, FIGURES), FigureList, "Siffror", "Alla siffror i tabeller, som de är tryckta.")
    _add_list(
        app,
        "/api/findings",
        list_of(desk, FINDINGS),
        FindingList,
        "Fynd",
        "Var rapporterna säger emot sig själva eller varandra.",
    )
    _add_document(app, desk)
    return add_border(add_error_answers(app))


def _add_list(app: FastAPI, path: str, handler: Any, model: type[BaseModel], tag: str, description: str) -> None:
    app.add_api_route(
        path,
        handler,
        methods=["GET"],
        summary=tag,
        description=description,
        tags=[tag],
        response_model=None,
        responses={200: {"description": "En del av listan.", "model": model}, **problems(403, 422, 429, 500, 503)},
        operation_id=f"list{path.replace('/', '_')}",
    )


def _add_document(app: FastAPI, desk: Desk) -> None:
    @cache
    def document() -> dict[str, Any]:
        return openapi_document(app, desk.settings)

    def show() -> Response:
        return JSONResponse(document(), headers={"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"})

    app.add_api_route(DOCUMENT_PATH, show, methods=["GET"], include_in_schema=False)
