"""A model that fails again and again is left alone for a while, so that nobody waits for it with every question."""

from __future__ import annotations

import threading
import time

# So many failures in a row, and for how long it is left alone then.
FAILURES = 3
PAUSE_SECONDS = 60.0


class Breaker:
    """Counts the failures in a row. Safe to share between threads."""

    def __init__(self, pause_seconds: float = PAUSE_SECONDS) -> None:
        self._pause = pause_seconds
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_until = 0.0

    def admits(self) -> bool:
        """Whether the model may be asked. After a pause one question tries it; the others wait for what comes of that."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            now = time.monotonic()
            if now < self._closed_until:
                return False
            self._closed_until = now + self._pause
            return True

    def told(self, *, failed: bool) -> None:
        """Counts how a call ended."""
        with self._lock:
            self._failures = self._failures + 1 if failed else 0
            if self._failures >= FAILURES:
                self._closed_until = time.monotonic() + self._pause
