"""Every request gets its person before anything looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.access.person import LOCAL, PERSON_KEY

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class Identify:
    """ASGI middleware: leaves the person in the scope, where `person_of` finds it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            scope[PERSON_KEY] = LOCAL
        await self._app(scope, receive, send)
