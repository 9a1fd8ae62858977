"""Every request gets its person before anything looks at it, and without one reaches only what is public.

This stands in front of the whole application: the page, its queue and files, the addresses of our own, and whatever is added
later, however its path is written.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from ingest.errors import FinsamError, NotAllowedError
from ui.access.gate import Gate
from ui.access.person import LOCAL, PERSON_KEY, Person
from ui.access.sites import at_this_machine, is_own
from ui.api.public_paths import is_public
from ui.journal import unexpected_text
from ui.problem import problem

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import HTTPConnection
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

NOT_SIGNED_IN = "Du är inte inloggad, eller så har tiden gått ut. Ladda om sidan och logga in."
ONLY_HERE = (
    "Det här visas bara på datorn där programmet körs, så länge det inte finns några konton. "
    "Gör ett konto där: finsam user add NAMN"
)
FROM_ELSEWHERE = "Det här går bara att göra från programmets egen sida. Öppna den och försök igen."
_THREADS = 4
_Result = TypeVar("_Result")
_TEXT = "text/plain; charset=utf-8"
_POLICY_VIOLATED = 1008
# For pages that are somebody's own: not kept by the browser, not shown inside another page.
_PRIVATE_HEADERS = (
    (b"cache-control", b"no-store"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
)


class Identify:
    """ASGI middleware: leaves the person in the scope, where `person_of` finds it, or answers itself."""

    def __init__(self, app: ASGIApp, gate: Gate | None = None) -> None:
        self._app = app
        self._gate = gate
        # Of its own, so that nobody waits to be known until slow answers to others leave a thread.
        self._threads = ThreadPoolExecutor(_THREADS, "identity")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        from starlette.requests import HTTPConnection

        connection = HTTPConnection(scope)
        scope.pop(PERSON_KEY, None)
        public = is_public(scope["path"], scope.get("method", ""))  # a socket has no method
        person, refusal = await self._asked(connection, public)
        if refusal is not None:
            await _refuse(refusal, scope, receive, send)
            return
        if person is not None:
            scope[PERSON_KEY] = person
        await self._app(scope, receive, send if public else _privately(send))

    async def _asked(self, connection: HTTPConnection, public: bool) -> tuple[Person | None, Response | None]:
        """The person, if any, and the answer to give instead of the one that was asked for."""
        own = is_own(connection)
        if not own:  # a page from elsewhere gets what everybody gets
            return None, None if public else _told(connection, HTTPStatus.FORBIDDEN, FROM_ELSEWHERE)
        try:
            person = await self._aside(self._person, connection)
            if person is not None or public:
                return person, None
            return None, await self._aside(self._refusal, connection)
        except NotAllowedError as exc:
            return None, None if public else _told(connection, HTTPStatus.FORBIDDEN, exc.message_sv)
        except FinsamError as exc:
            return None, None if public else _told(connection, HTTPStatus.SERVICE_UNAVAILABLE, exc.message_sv)
        except Exception as exc:
            return None, _told(connection, HTTPStatus.INTERNAL_SERVER_ERROR, unexpected_text(exc))

    async def _aside(self, work: Callable[[HTTPConnection], _Result], connection: HTTPConnection) -> _Result:
        """Off the event loop, since the database may have to wait for a writer."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, connection)

    def _person(self, connection: HTTPConnection) -> Person | None:
        if self._gate is None:
            return LOCAL if at_this_machine(connection) else None
        return self._gate.person(connection)

    def _refusal(self, connection: HTTPConnection) -> Response:
        from starlette.responses import RedirectResponse

        if self._gate is None or not self._gate.is_guarded():
            return _told(connection, HTTPStatus.FORBIDDEN, ONLY_HERE)
        if not _opens_a_page(connection):
            return problem(HTTPStatus.UNAUTHORIZED, NOT_SIGNED_IN)
        query = connection.scope["query_string"].decode("latin-1")
        target = connection.scope["path"] + (f"?{query}" if query else "")
        return RedirectResponse(
            f"/logga-in?nasta={quote(target, safe='/')}" if target != "/" else "/logga-in", 303, {"Cache-Control": "no-store"}
        )


def _told(connection: HTTPConnection, status: HTTPStatus, line: str) -> Response:
    """One line: as text to somebody who opens a page, else as a problem that programs read."""
    from starlette.responses import Response

    if not _opens_a_page(connection):
        return problem(status, line)
    return Response(line, int(status), {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}, _TEXT)


def _opens_a_page(connection: HTTPConnection) -> bool:
    reading = connection.scope.get("method") in ("GET", "HEAD")
    return reading and "text/html" in connection.headers.get("accept", "")


async def _refuse(refusal: Response, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()  # the beginning, which is answered by the end
        await send({"type": "websocket.close", "code": _POLICY_VIOLATED, "reason": ""})
    else:
        await refusal(scope, receive, send)


def _privately(send: Send) -> Callable[[Message], Awaitable[None]]:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", []))
            named = {name.lower(): value for name, value in headers}
            if named.get(b"content-type", b"").startswith(b"text/html"):
                headers += [(name, value) for name, value in _PRIVATE_HEADERS if name not in named]
                message = {**message, "headers": headers}
        await send(message)

    return sent
