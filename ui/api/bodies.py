"""What anybody sends must be there soon and be short, before anything else looks at it.

The server itself waits for the rest of a body for ever and takes any length.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING

from ui.api.public_paths import READING, is_public
from ui.api.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import HTTPConnection
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ui.operations.metrics import Reason

# A question with its history, in the longest way to write each character, has room.
MAX_BODY_BYTES = 256 * 1024
BODY_SECONDS = 10.0
TOO_LONG = "Det som skickades är för långt. Ställ en kortare fråga."
TOO_LATE = "Frågan kom inte fram i tid. Kontrollera anslutningen och försök igen."
TWO_LENGTHS = "Anropet säger sin längd på två sätt. Skicka antingen Content-Length eller Transfer-Encoding."
# The rest of the body is not waited for.
_HANG_UP = {"Connection": "close"}


class Bodies:
    """ASGI middleware: what is sent to a public address is read whole first, within a time and a length."""

    def __init__(
        self,
        app: ASGIApp,
        refused: Callable[[Reason], None] | None = None,
        seconds: float = BODY_SECONDS,
        max_bytes: int = MAX_BODY_BYTES,
    ) -> None:
        self._app, self._seconds, self._max_bytes = app, seconds, max_bytes
        self._refused = refused or (lambda reason: None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        from starlette.requests import HTTPConnection

        connection = HTTPConnection(scope)
        if "transfer-encoding" in connection.headers and "content-length" in connection.headers:
            # RFC 9112, 6.1: a server in front may believe the other one, and take what follows for a request of somebody else's
            await refusal(connection, HTTPStatus.BAD_REQUEST, TWO_LENGTHS, _HANG_UP)(scope, receive, send)
            return
        if scope["method"] in READING or not is_public(scope["path"], scope["method"]):
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._seconds):
                body = None if self._says_too_long(connection) else await read_whole(receive, self._max_bytes)
        except TimeoutError:
            self._refused("invalid")
            await refusal(connection, HTTPStatus.REQUEST_TIMEOUT, TOO_LATE, _HANG_UP)(scope, receive, send)
            return
        except GoneError:
            return
        if body is None:
            self._refused("invalid")
            await refusal(connection, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LONG, _HANG_UP)(scope, receive, send)
            return
        await self._app(scope, given_whole(body, receive), send)

    def _says_too_long(self, connection: HTTPConnection) -> bool:
        length = connection.headers.get("content-length", "")
        return length.isdecimal() and int(length[:20]) > self._max_bytes


class GoneError(Exception):
    """Nobody is there any more to be answered."""


async def read_whole(receive: Receive, most: int) -> bytes | None:
    """The whole body; None when it has more than so many bytes. Raises `GoneError` when the sender hangs up."""
    parts: list[bytes] = []
    left = most
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise GoneError
        part = message.get("body", b"")
        left -= len(part)
        if left < 0:
            return None
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def given_whole(body: bytes, receive: Receive) -> Callable[[], Awaitable[Message]]:
    """Gives the body in one piece, then what the server says further on: that the asker has gone."""
    given = False

    async def receiving() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receiving
