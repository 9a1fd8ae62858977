"""How the server ends: no more questions, those under way are answered, streams are not just cut.

A signal stops it; a second one ends the process at once.
"""

from __future__ import annotations

import asyncio
import json
import os
import threading
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, NoReturn

from ui.problem import problem

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# For answers under way. Docker kills what has not ended after ten seconds.
ANSWER_SECONDS = 7
# For all: the answers, an upload that is broken off, what is written at the end. Then a thread that hangs no longer counts.
ALL_SECONDS = 20
STOPPED = "Programmet stängs av eller startas om. Försök igen om en liten stund."


class Stopping:
    """Whether the server is stopping, and what is to be done then."""

    def __init__(self) -> None:
        self.begun = False
        self._at_begin: list[Callable[[], None]] = []
        self._at_end: list[Callable[[], None]] = []

    def at_begin(self, work: Callable[[], None]) -> None:
        """Has `work` done in the event loop when the stop begins; it must not wait."""
        self._at_begin.append(work)

    def at_end(self, work: Callable[[], None]) -> None:
        """Has `work` done when the last answer has gone out."""
        self._at_end.append(work)

    def announce(self) -> None:
        """From here on no question is taken, and the program ends within `ALL_SECONDS`, whatever hangs."""
        if not self.begun:
            self.begun = True
            limit = threading.Timer(ALL_SECONDS, end_at_once, (0,))
            limit.daemon = True
            limit.start()

    def begin(self) -> None:
        """Does what is to be done when the stop begins."""
        self.announce()
        for work in self._at_begin:
            work()

    def end(self) -> None:
        for work in self._at_end:
            work()


def end_at_once(code: int) -> NoReturn:
    """Without waiting for any thread; what is stored bears it, as it bears a power cut."""
    os._exit(code)


def end_idle_streams(app: Starlette) -> None:
    """Ends the stream that each open page of Gradio's holds for as long as it is open; its own server would do the same."""
    for route in app.routes:
        event = getattr(getattr(route, "app", None), "stop_event", None)
        if isinstance(event, asyncio.Event):
            event.set()


class EndCalmly:
    """ASGI middleware: an answer that the server breaks off since it stops says so: as a problem, or as a stream's last event."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send)
        try:
            await self._app(scope, receive, answer.send)
        except asyncio.CancelledError:
            # Nobody cancels a request but the server that stops; it sends what still comes and then closes.
            if not answer.begun:
                await problem(HTTPStatus.SERVICE_UNAVAILABLE, STOPPED)(scope, receive, send)
            elif answer.is_open_stream:
                await send({"type": "http.response.body", "body": _last_event()})
            else:
                raise


class _Answer:
    """One answer on its way out, as far as it has come."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = self.is_open_stream = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            types = [value for name, value in message.get("headers", ()) if name.lower() == b"content-type"]
            self.is_open_stream = any(value.startswith(b"text/event-stream") for value in types)
        elif not message.get("more_body", False):
            self.is_open_stream = False
        await self._send(message)


def _last_event() -> bytes:
    told = json.loads(bytes(problem(HTTPStatus.SERVICE_UNAVAILABLE, STOPPED).body))
    return f"event: error\ndata: {json.dumps(told, ensure_ascii=False)}\n\n".encode()
