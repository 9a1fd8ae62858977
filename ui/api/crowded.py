"""More connections than the server holds well: whoever comes on top is told so at once, and hangs up."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from ui.api.public_paths import asks
from ui.api.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Receive, Scope, Send
    from uvicorn.server import ServerState

    from ui.operations.metrics import Reason

# A process may have 1024 files open, connections included.
MOST_CONNECTIONS = 500
CROWDED = "Det är för många anslutna just nu. Vänta en stund och försök igen."


class Crowded:
    """ASGI middleware. `app.state.server_state` is the server's own count, of connections and of requests under way; without it,
    as long as none serves, nobody is turned away. uvicorn's own limit would answer in English, past every header of ours."""

    def __init__(self, app: ASGIApp, refused: Callable[[Reason], None] | None = None, most: int = MOST_CONNECTIONS) -> None:
        self._app, self._refused, self._most = app, refused, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        state: ServerState | None = getattr(scope["app"].state, "server_state", None) if scope["type"] == "http" else None
        if state is None or (len(state.connections) < self._most and len(state.tasks) <= self._most):
            await self._app(scope, receive, send)
            return
        from starlette.requests import HTTPConnection

        if self._refused is not None and asks(scope["path"], scope["method"]):
            self._refused("busy")
        headers = {"Retry-After": "5", "Connection": "close"}
        await refusal(HTTPConnection(scope), HTTPStatus.SERVICE_UNAVAILABLE, CROWDED, headers)(scope, receive, send)
