"""uvicorn, ended by a signal calmly: answers under way go out and the exit code is 0; a second signal ends it at once."""

from __future__ import annotations

import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import redirect_stderr
from typing import TYPE_CHECKING

import uvicorn

from ui.journal import record
from ui.operations.masking import MaskedStream
from ui.operations.stopping import Stopping, end_at_once

if TYPE_CHECKING:
    from types import FrameType


class CalmServer(uvicorn.Server):
    """`started_up` is called when it listens."""

    def __init__(self, config: uvicorn.Config, stopping: Stopping, started_up: Callable[[], None]) -> None:
        super().__init__(config)
        self._stopping, self._started_up = stopping, started_up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._started_up()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """uvicorn would raise the signal once more at the end, and the process would be said to have died of it."""
        if self.should_exit:
            end_at_once(128 + signal.Signals(sig))
        self.should_exit = True
        self._stopping.announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping.begin()
        await super().shutdown(sockets)

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serves until a signal. Raises `SystemExit` when the address cannot be had."""
        # What ends a thread unforeseen would go to stderr as it is, with whatever was being asked in it.
        usual, threading.excepthook = threading.excepthook, _log_unforeseen
        try:
            # Gradio prints the stack of an error that it did not expect, past every log.
            with redirect_stderr(MaskedStream(sys.stderr)):
                super().run(sockets)
                self._stopping.end()
        finally:
            threading.excepthook = usual


def _log_unforeseen(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None and not isinstance(ended.exc_value, SystemExit):
        record(ended.exc_value)
