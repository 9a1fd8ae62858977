"""Every request gets an id, which its answer carries and every line of the log that belongs to it.

This stands outermost; an error that nobody foresaw is made an answer by `ui.api.headers`, right inside it.
"""

from __future__ import annotations

import logging
import re
import secrets
import string
import time
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection

from ui.journal import ACCESS_LOG
from ui.operations.log_lines import REQUEST_ID
from ui.operations.masking import masked

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ui.access.proxies import Proxies

HEADER = "X-Request-ID"
_ID_CHARS = 16
_SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
_MAX_PATH_CHARS = 200
# Asked for every few seconds by what watches the program.
_WATCHED = frozenset({"/healthz", "/readyz", "/metrics"})
_log = logging.getLogger(ACCESS_LOG)


class RequestIds:
    """ASGI middleware. The id is the one that a believed server in front gave, else one of our own.

    A line for each request tells its method, path, status and time: no address and no query, which is where questions and
    what people search for stand. It is written only where the log goes to stderr as JSON (`journal.log_to_stderr`).
    """

    def __init__(self, app: ASGIApp, proxies: Proxies) -> None:
        self._app, self._proxies = app, proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        request_id = self._id_of(HTTPConnection(scope))
        # Not set back: a request has a task of its own, and what the server logs of it afterwards belongs to it too.
        REQUEST_ID.set(request_id)
        answer = _Answer(send, request_id)
        began = time.perf_counter()
        try:
            await self._app(scope, receive, answer.send)
        finally:
            _note(scope, answer.status, time.perf_counter() - began)

    def _id_of(self, connection: HTTPConnection) -> str:
        given = connection.headers.get(HEADER, "")
        if self._proxies.believed(connection) and _SANE.fullmatch(given) and masked(given) == given:
            return given
        # Letters alone: digits could by chance look like a personal identity number, and be masked.
        return "".join(secrets.choice(string.ascii_lowercase) for _ in range(_ID_CHARS))


class _Answer:
    """One answer on its way out; `status` is None until it has begun."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send, self._request_id = send, request_id
        self.status: int | None = None

    async def send(self, message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.accept"):
            self.status = message.get("status", HTTPStatus.SWITCHING_PROTOCOLS)
            message = {**message, "headers": list(message.get("headers", ()))}
            MutableHeaders(scope=message)[HEADER] = self._request_id
        await self._send(message)


def _note(scope: Scope, status: int | None, seconds: float) -> None:
    if scope["path"] in _WATCHED or not _log.isEnabledFor(logging.INFO):
        return
    told = {
        "method": scope.get("method", "WEBSOCKET"),
        "path": scope["path"][:_MAX_PATH_CHARS],
        "status": None if status is None else int(status),
        "milliseconds": round(seconds * 1000),
    }
    _log.info("request", extra=told)
