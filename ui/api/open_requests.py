"""How many requests one address may have open at once: also those whose body never comes, which are counted nowhere else."""

from __future__ import annotations

from collections import Counter
from http import HTTPStatus
from typing import TYPE_CHECKING

from ui.access.proxies import Proxies
from ui.api.public_paths import is_public
from ui.api.rates import caller_of
from ui.api.refusals import refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from ingest.settings import Settings

# A browser has six at most; an office behind one address has several browsers.
MOST_OPEN = 20
TOO_MANY = "Det är för många anrop samtidigt från din adress. Vänta en stund och försök igen."


class OpenRequests:
    """ASGI middleware for what is public; where questions are not limited by address, neither is this. Runs on the event loop
    alone, so it needs no lock."""

    def __init__(self, app: ASGIApp, settings: Settings, most: int = MOST_OPEN) -> None:
        self._app, self._most = app, most
        self._proxies = Proxies.of(settings)
        self._limited = settings.rate_per_minute > 0
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._limited or scope["type"] != "http" or not is_public(scope["path"], scope["method"]):
            await self._app(scope, receive, send)
            return
        from starlette.requests import HTTPConnection

        connection = HTTPConnection(scope)
        caller = caller_of(connection, self._proxies)
        if self._open[caller] >= self._most:
            # its body is not waited for
            told = refusal(connection, HTTPStatus.TOO_MANY_REQUESTS, TOO_MANY, {"Retry-After": "5", "Connection": "close"})
            await told(scope, receive, send)
            return
        self._open[caller] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._open[caller] -= 1
            if not self._open[caller]:
                del self._open[caller]
