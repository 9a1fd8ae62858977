"""A public page's address with a slash too many, as people write it by hand: led to the page, not to the staff's login."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from ui.api.public_paths import PAGES

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class WithoutSlash:
    """ASGI middleware in front of who may come in. Method and query stay; it leads to the pages in `PAGES` and nowhere else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        page = path.rstrip("/")
        if path == page or page not in PAGES:
            await self._app(scope, receive, send)
            return
        from starlette.responses import Response

        query = scope["query_string"].decode("latin-1")
        # without a host: that of a server in front need not be the one told here
        headers = {"Location": f"{page}?{query}" if query else page, "Cache-Control": "no-store"}
        await Response(status_code=HTTPStatus.PERMANENT_REDIRECT, headers=headers)(scope, receive, send)
