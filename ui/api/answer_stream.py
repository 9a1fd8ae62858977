"""An answer as server-sent events: `status` while it is found, its text in pieces as `delta`, then `answer`; or `error`.

What a language model phrases is sent while it is being written, each sentence once it has been let through.

Each event's data is one JSON object. While nothing happens a comment is sent now and then, so that no server in between
takes the connection for dead.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING

from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.responses import StreamingResponse

from assistant.answer import Answer
from assistant.answer_json import to_json
from ui.told_text import ToldText

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from fastapi import Response
    from starlette.types import Receive, Scope, Send

EVENT_STREAM = "text/event-stream"
READING = "Läser rapporterna …"
# Servers in between commonly give up after 30 or 60 seconds of silence.
HEARTBEAT_SECONDS = 10.0
# After the end of a sentence or a line, before what follows; the blanks stay with what they follow.
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?:…]\s)(?=\S)|(?<=\n)(?=[^\n])")
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Accel-Buffering": "no",  # nginx would collect the events
    "Vary": "Accept",
}


_log = logging.getLogger(__name__)


class Listening:
    """What the answering thread tells, for the event loop that this is made in: `news` is set whenever there is more."""

    def __init__(self) -> None:
        self.news = asyncio.Event()
        loop = asyncio.get_running_loop()
        self.told = ToldText(partial(loop.call_soon_threadsafe, self.news.set))


class AnswerStream(StreamingResponse):
    """The response. When the client leaves, the answer is no longer waited for, and its place is free."""

    def __init__(self, answering: asyncio.Task[Answer | Response], listening: Listening) -> None:
        self._answering = answering
        self._events = events(answering, listening)
        super().__init__(self._events, headers=_HEADERS, media_type=EVENT_STREAM)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with aclosing(self._events):
                await super().__call__(scope, receive, send)
        finally:
            self._answering.cancel()


async def events(answering: asyncio.Task[Answer | Response], listening: Listening) -> AsyncGenerator[bytes, None]:
    """The events of an answer that is being found, as bytes."""
    yield _event("status", {"text": READING})
    answering.add_done_callback(lambda _: listening.news.set())
    sent = ""
    while not answering.done():
        if not await _is_told(listening.news):
            yield KEEPALIVE_COMMENT
        text = listening.told.text()
        if text != sent:
            yield _event("delta", {"text": text[len(sent) :]})
            sent = text
    told = answering.result()
    if isinstance(told, Answer):
        for piece in pieces(_rest(told.text, sent)):
            yield _event("delta", {"text": piece})
        yield format_sse_event(event="answer", data_str=to_json(told))
    else:
        yield format_sse_event(event="error", data_str=bytes(told.body).decode())


async def _is_told(news: asyncio.Event) -> bool:
    """Waits for news, which then are none any more; False when there were none for so long that a sign of life is due."""
    try:
        async with asyncio.timeout(HEARTBEAT_SECONDS):
            await news.wait()
    except TimeoutError:
        return False
    news.clear()
    return True


def _rest(text: str, sent: str) -> str:
    """What is still to be sent of a text. What has been sent is never taken back, so it begins the text."""
    if not text.startswith(sent):
        _log.error("an answer does not begin with what was told of it")
        return ""  # the whole answer follows, and counts
    return text[len(sent) :]


def pieces(text: str) -> list[str]:
    """The text sentence by sentence; joined they are the text, character for character."""
    return [piece for piece in _BETWEEN_SENTENCES.split(text) if piece]


def _event(name: str, data: dict[str, str]) -> bytes:
    return format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False))
