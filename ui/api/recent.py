"""Who asked how often during the last minute, in memory that stays small however many ask."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping

WINDOW_SECONDS = 60.0
MOST_KEYS = 20_000


class Recent:
    """The times of what was let through, by key, in a window that moves along.

    Of more keys than `most_keys` the one that was let through longest ago is forgotten. Safe to share between threads.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, most_keys: int = MOST_KEYS) -> None:
        self._clock, self._most_keys = clock, most_keys
        self._times: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()  # who was let through last comes last
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._times)

    def let_through(self, limits: Mapping[tuple[str, str], int]) -> tuple[tuple[str, str], float] | None:
        """Counts one for every key and gives None; where one has reached its limit, counts nothing and gives the key that has
        to wait longest, with the seconds."""
        with self._lock:
            now = self._clock()
            self._forget(now)
            waits = {key: self._wait(key, limit, now) for key, limit in limits.items()}
            longest = max(waits, key=lambda key: waits[key], default=None)
            if longest is not None and waits[longest] > 0:
                return longest, waits[longest]
            for key in limits:
                self._times.setdefault(key, deque()).append(now)
                self._times.move_to_end(key)
            return None

    def _wait(self, key: tuple[str, str], limit: int, now: float) -> float:
        times = self._times.get(key)
        if times is None:
            return 0.0
        while times and times[0] <= now - WINDOW_SECONDS:
            times.popleft()
        return times[-limit] + WINDOW_SECONDS - now if len(times) >= limit else 0.0

    def _forget(self, now: float) -> None:
        """Drops whoever was let through longest ago: out of the window, or one too many."""
        while self._times:
            times = next(iter(self._times.values()))
            if len(self._times) < self._most_keys and times and times[-1] > now - WINDOW_SECONDS:
                return
            self._times.popitem(last=False)
