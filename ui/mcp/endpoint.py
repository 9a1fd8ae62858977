"""`/mcp`: the address that other assistants are given, its guards, and the page for a person who opens it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from ui.access.sites import is_own
from ui.api.bodies import given_whole
from ui.api.leaving import is_done
from ui.api.origins import NOT_ALLOWED, normal_origin, read_origins
from ui.api.public_paths import MCP_PATH
from ui.mcp.page_html import PAGE_POLICY, mcp_page
from ui.mcp.protocol import speaking
from ui.mcp.tool_calls import ToolCalls
from ui.operations.metrics import program_version
from ui.problem import problem
from ui.same_machine import is_loopback

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from fastapi import FastAPI
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ingest.settings import Settings
    from ui.api.capacity import Capacity
    from ui.desk import Desk
    from ui.operations.metrics import Metrics

ONLY_POST = "Adressen är till för andra assistenter och tar bara emot POST, enligt MCP (streamable HTTP)."
STARTING = "Programmet startar. Försök igen om en liten stund."
_ALLOW = {"Allow": "GET, HEAD, POST"}


def add_mcp(app: FastAPI, desk: Desk, capacity: Capacity, metrics: Metrics) -> FastAPI:
    """Adds the address; it answers from when the application starts to when it stops. Not in the API's document, as it is
    described by itself."""
    calls, endpoint = ToolCalls(desk, capacity, metrics), McpEndpoint(desk.settings)
    lasting = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(running: FastAPI) -> AsyncIterator[Mapping[str, Any]]:
        async with speaking(calls, program_version(), desk.settings.public_url) as answering, lasting(running) as state:
            endpoint.answering = answering
            yield state or {}

    app.router.lifespan_context = lifespan
    app.router.routes.append(Route(MCP_PATH, endpoint, include_in_schema=False))
    return app


class McpEndpoint:
    """ASGI application behind the guards of `ui.api.guard`. `answering` is there while the application runs."""

    def __init__(self, settings: Settings) -> None:
        known = read_origins(settings.allowed_origins, "allowed_origins")
        own = normal_origin(settings.public_url.rstrip("/")) if settings.public_url else None
        self._origins = frozenset((*known, own) if own else known)
        self.answering: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        refusal = self._refusal(request)
        if refusal is not None:
            await refusal(scope, receive, send)
        elif self.answering is not None:
            await _answer(self.answering, request, send)

    def _refusal(self, request: Request) -> Response | None:
        """The page or the problem to answer with; None for what MCP answers."""
        if request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", ""):
            return HTMLResponse(mcp_page(), headers={"Content-Security-Policy": PAGE_POLICY, "Cache-Control": "no-cache"})
        if request.method != "POST":
            # also to GET by an assistant: there is no session whose events it could hear
            return problem(HTTPStatus.METHOD_NOT_ALLOWED, ONLY_POST, _ALLOW)
        if not self._may_ask(request):
            return problem(HTTPStatus.FORBIDDEN, NOT_ALLOWED)
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, STARTING, {"Retry-After": "5"}) if self.answering is None else None

    def _may_ask(self, request: Request) -> bool:
        """Whether no web page asks, or one that is known. The page of a host name that somebody else made lead here (DNS
        rebinding) has our host, so being asked by our own host is not enough: its name must be one that we know."""
        said = request.headers.getlist("origin")
        if not said:
            return True
        origin = normal_origin(said[0]) if len(said) == 1 else None
        if origin is None:
            return False
        return origin in self._origins or (is_own(request) and is_loopback(urlsplit(origin).hostname or ""))


async def _answer(answering: ASGIApp, request: Request, send: Send) -> None:
    """Has a request answered; when the caller leaves meanwhile, its place in the queue is free at once."""
    try:
        body = await request.body()
    except ClientDisconnect:
        return
    task = asyncio.ensure_future(answering(request.scope, given_whole(body, _nothing_more), send))
    if await is_done(task, request):
        task.result()
        return
    with suppress(asyncio.CancelledError):
        await task


async def _nothing_more() -> Message:
    """Whether the caller leaves is watched outside."""
    await asyncio.Event().wait()
    return {"type": "http.disconnect"}
