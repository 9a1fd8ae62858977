"""The border of the API: an address or a method that is not there is answered here, and never by the page behind.

Also refused are the descriptions of addresses that FastAPI and Gradio would give of themselves.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Match, Mount

from ui.access.identity import Identify
from ui.api.bodies import Bodies
from ui.problem import problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI
    from starlette.applications import Starlette
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

API_ROOT = "/api"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
NO_SUCH_ADDRESS = "Adressen finns inte. Vilka som finns står i /api/openapi.json."
DESCRIPTIONS = frozenset({"/openapi.json", "/docs", "/docs/oauth2-redirect", "/redoc", "/gradio_api/openapi.json"})


def add_border(app: FastAPI) -> FastAPI:
    """Puts up the border: inside what says which website may ask, and outside what reads bodies and who is asking."""
    inside: frozenset[object] = frozenset({Bodies, Identify})
    found = (index for index, one in enumerate(app.user_middleware) if one.cls in inside)
    app.user_middleware.insert(next(found, len(app.user_middleware)), Middleware(ApiBorder))
    return app


class ApiBorder:
    """ASGI middleware in front of who may come in: which addresses there are is no secret, they are in the document."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        refusal: Response | None = None
        if path.rstrip("/") in DESCRIPTIONS:
            refusal = problem(HTTPStatus.NOT_FOUND, NO_SUCH_ADDRESS)
        elif path == API_ROOT or path.startswith(API_ROOT + "/"):
            refusal = _refusal(scope)
            if refusal is None and scope["method"] == "HEAD" and not _answers(scope, "HEAD"):
                scope, send = {**scope, "method": "GET"}, _without_body(send)
        await (refusal or self._app)(scope, receive, send)


def _refusal(scope: Scope) -> Response | None:
    """None where there is such an address that takes the method."""
    allowed = tuple(_allowed(scope))
    if not allowed:
        return problem(HTTPStatus.NOT_FOUND, NO_SUCH_ADDRESS)
    if scope["method"] in allowed:
        return None
    headers = {"Allow": ", ".join((*allowed, "OPTIONS"))}
    if scope["method"] == "OPTIONS":
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)
    told = f"Adressen tar bara emot {' och '.join(allowed)}."
    return problem(HTTPStatus.METHOD_NOT_ALLOWED, told, headers)


def _allowed(scope: Scope) -> Iterator[str]:
    for method in METHODS:
        if _answers(scope, method) or (method == "HEAD" and _answers(scope, "GET")):
            yield method


def _answers(scope: Scope, method: str) -> bool:
    """Whether an address of our own takes the method; the page, which is mounted under all others, does not count."""
    routes: list[BaseRoute] = cast("Starlette", scope["app"]).routes
    asked = {**scope, "method": method}
    return any(route.matches(asked)[0] is Match.FULL for route in routes if not isinstance(route, Mount))


def _without_body(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return sent
