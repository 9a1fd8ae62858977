"""How often anybody may ask: so many questions a minute from one address and from all, and more of what costs little.

The counts are this process's own. The package `limits` keeps every address it ever saw in memory and goes through all of
them in a thread of its own, so the window is ours (`Recent`).
"""

from __future__ import annotations

import ipaddress
import math
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from ui.access.proxies import Proxies
from ui.api.public_paths import MCP_PATH, asks, is_counted
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
# In the scope of a request to `MCP_PATH`: what `held_off_question` calls.
_COUNT_KEY = "finsam.count_question"
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
        counted = scope_of(connection).public_only
        is_question = asks(scope["path"], scope["method"])
        held_off = self._held_off(connection, QUESTIONS if is_question else READS) if counted else None
        if held_off is None:
            if counted and scope["path"] == MCP_PATH:
                scope = {**scope, _COUNT_KEY: lambda: self._held_off(connection, QUESTIONS)}
            await self._app(scope, receive, send)
            return
        if is_question and self._refused is not None:
            self._refused("rate")
        line, wait = held_off
        told = refusal(connection, HTTPStatus.TOO_MANY_REQUESTS, line, {"Retry-After": str(wait)})
        await told(scope, receive, send)

    def _held_off(self, connection: HTTPConnection, kind: str) -> tuple[str, int] | None:
        """Counts one; where that is one too many, the line that says so and the seconds to wait."""
        held_off = self._recent.let_through(self._limits(connection, kind))
        if held_off is None:
            return None
        (_, who), seconds = held_off
        wait = max(1, math.ceil(seconds))
        return _line("frågor" if kind == QUESTIONS else "anrop", who, wait), wait

    def _limits(self, connection: HTTPConnection, kind: str) -> dict[tuple[str, str], int]:
        times = 1 if kind == QUESTIONS else READS_FOR_A_QUESTION
        limits = {(kind, caller_of(connection, self._proxies)): self._one, (kind, EVERYBODY): self._all}
        return {key: limit * times for key, limit in limits.items() if limit}


def held_off_question(connection: HTTPConnection) -> str | None:
    """Counts a question that only shows inside a request to `MCP_PATH`, of which several make up one question; where it is one
    too many, the line that says so. None too for who is signed in."""
    count = cast("Callable[[], tuple[str, int] | None] | None", connection.scope.get(_COUNT_KEY))
    held_off = count() if count is not None else None
    return None if held_off is None else held_off[0]


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
