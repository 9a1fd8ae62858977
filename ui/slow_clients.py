"""Connections that are held open without use are cut: a request that does not get on, an answer that nobody takes.

uvicorn waits without end for the rest of a request's head, and for somebody who reads slowly. Its other parser, httptools,
also takes heads of any length; h11 stops at some 64 kB that do not come at once.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10.0
# Within it a reader must take what stands in the way of the next piece (some 50 kB).
READ_SECONDS = 60.0
# Of all that the server takes, so that two or three who hold connections open leave some to others. A server in front, which
# passes many people's on, counts itself (`ui.api.open_requests` counts them by the address it tells).
MOST_OF_ONE = 200


class ImpatientProtocol(H11Protocol):
    """HTTP/1.1 on one connection, with an end to waiting."""

    head_seconds, read_seconds = HEAD_SECONDS, READ_SECONDS
    most_of_one = MOST_OF_ONE
    _open: ClassVar[Counter[str]] = Counter()
    _counted = ""
    _head_timer: asyncio.TimerHandle | None = None
    _read_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait_for_head()
        self._counted = self.client[0] if self.client else ""
        self._open[self._counted] += 1
        if self._open[self._counted] > self.most_of_one and not self.passes_on(self._counted):
            transport.abort()

    @classmethod
    def passes_on(cls, address: str) -> bool:
        """Whether a server in front connects from there."""
        return False

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._head_is_there()
        else:
            self._wait_for_head()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._read_timer = self._read_timer or self.loop.call_later(self.read_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._read_timer is not None:
            self._read_timer.cancel()
            self._read_timer = None

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._head_is_there()
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_is_there()
        self.resume_writing()
        self._open[self._counted] -= 1
        if not self._open[self._counted]:
            del self._open[self._counted]
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        """The time runs from the connection on, or from the answer before; further bytes do not lengthen it."""
        self._head_timer = self._head_timer or self.loop.call_later(self.head_seconds, self.transport.abort)

    def _head_is_there(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None
