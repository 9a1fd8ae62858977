"""How often anybody may ask: so many questions a minute from one address and from all, and more of what costs little.

The counts are this process's own. The package `limits` keeps every address it ever saw in memory and goes through all of
them in a thread of its own, so the window is ours (`Recent`).
"""

from __future__ import annotations

import ipaddress
import math
import time
from http import HTTPStatus
from typing import TYPE_CHECKING

from ui.access.proxies import Proxies
from ui.api.public_paths import asks, is_counted
from ui.api.recent import Recent
from ui.api.refusals import refusal
from ui.api.visitors import scope_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import HTTPConnection
    from starlette.types import ASGIApp, Receive, Scope, Send

    from ingest.settings import Settings
    from ui.operations.metrics import Reason

# A page of the website fetches lists and sources along with each question.
READS_FOR_A_QUESTION = 10
QUESTIONS, READS = "questions", "reads"
EVERYBODY = "everybody"
_NETWORK_BITS = 64  # one customer's at the least, who may change address within it at will
_UNREADABLE = "unreadable"


class Rates:
    """ASGI middleware for what is public; who is signed in is not counted. Stands behind `Identify`, which tells who is."""

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        refused: Callable[[Reason], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app, self._refused = app, refused
        self._proxies = Proxies.of(settings)
        self._one, self._all = settings.rate_per_minute, settings.rate_per_minute_all
        self._recent = Recent(clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not is_counted(scope["path"], scope["method"]):
            await self._app(scope, receive, send)
            return
        from starlette.requests import HTTPConnection

        connection = HTTPConnection(scope)
        held_off = self._recent.let_through(self._limits(connection)) if scope_of(connection).public_only else None
        if held_off is None:
            await self._app(scope, receive, send)
            return
        (_, who), seconds = held_off
        is_question = asks(scope["path"], scope["method"])
        if is_question and self._refused is not None:
            self._refused("rate")
        wait = max(1, math.ceil(seconds))
        line = _line("frågor" if is_question else "anrop", who, wait)
        told = refusal(connection, HTTPStatus.TOO_MANY_REQUESTS, line, {"Retry-After": str(wait)})
        await told(scope, receive, send)

    def _limits(self, connection: HTTPConnection) -> dict[tuple[str, str], int]:
        scope = connection.scope
        kind = QUESTIONS if asks(scope["path"], scope["method"]) else READS
        times = 1 if kind == QUESTIONS else READS_FOR_A_QUESTION
        limits = {(kind, caller_of(connection, self._proxies)): self._one, (kind, EVERYBODY): self._all}
        return {key: limit * times for key, limit in limits.items() if limit}


def caller_of(connection: HTTPConnection, proxies: Proxies) -> str:
    """Whom a request counts as."""
    return counted_address(proxies.client(connection))


def counted_address(address: str) -> str:
    """What an address is counted as: itself, of IPv6 its network. What is no address is all counted as one."""
    host = address.strip()
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:  # some servers in front write the port too
        host = host.partition(":")[0]
    try:
        parsed = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return _UNREADABLE
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((int(parsed) >> _NETWORK_BITS << _NETWORK_BITS, _NETWORK_BITS)))


def _line(what: str, who: str, wait: int) -> str:
    seconds = f"{wait}\u00a0sekund{'er' if wait != 1 else ''}"
    if who == EVERYBODY:
        return f"Många använder assistenten just nu. Vänta {seconds} och försök igen."
    return f"Det kom många {what} på kort tid från din adress. Vänta {seconds} och försök igen."
