"""Guessing passwords is slowed: each sign-in that fails lengthens the wait before the next is looked at.

Failures are counted for the address, for the name, and for the two together. Somebody who guesses from one address soon
waits long there; the owner, who comes from another, is held up only when very many guess, and then for a minute at most.
Nobody is ever locked out for good.
"""

from __future__ import annotations

import hashlib
import ipaddress
import time
from dataclasses import dataclass

from sqlalchemy import Row, case, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from ui.access.accounts import Clock
from ui.access.names import name_key
from ui.workplace_schema import refusals
from ui.workplace_store import WorkplaceStore

FORGOTTEN_AFTER_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class _Patience:
    """`free` failures cost nothing; then the wait doubles from one second up to `longest_s`."""

    what: str
    free: int
    longest_s: int

    def wait_s(self, failures: int) -> int:
        over = failures - self.free
        return 0 if over < 0 else min(self.longest_s, 2 ** min(over, 30))


_PAIR = _Patience("par", 4, 900)
_ADDRESS = _Patience("adress", 20, 900)  # an office behind one address has more people who mistype
_NAME = _Patience("namn", 50, 60)


class Slowing:
    """Remembers failures over restarts."""

    def __init__(self, store: WorkplaceStore, clock: Clock = time.time) -> None:
        self._store = store
        self._clock = clock

    def admit(self, name: str, address: str) -> int:
        """0 when a sign-in may be tried now, which is then counted as failed until `forgive`; else the seconds to wait.

        Counting before the password is looked at is what holds when many are tried at once.
        """
        now = int(self._clock())
        keys = _keys(name, address)
        with self._store.transaction() as connection:
            connection.execute(delete(refusals).where(refusals.c.last_at <= now - FORGOTTEN_AFTER_S))
            wanted = select(refusals).where(refusals.c.key.in_([key for _, key in keys]))
            known = {row.key: row for row in connection.execute(wanted)}
            wait = max((_left_s(patience, known[key], now) for patience, key in keys if key in known), default=0)
            if wait == 0:
                rows = [{"key": key, "failures": 1, "last_at": now} for _, key in keys]
                more = insert(refusals).on_conflict_do_update(["key"], set_={"failures": refusals.c.failures + 1, "last_at": now})
                connection.execute(more, rows)
        return wait

    def forgive(self, name: str, address: str) -> None:
        """After a sign-in that succeeded: the pair starts anew, the others lose only this one attempt."""
        keys = {patience.what: key for patience, key in _keys(name, address)}
        one_less = case((refusals.c.failures > 0, refusals.c.failures - 1), else_=0)
        with self._store.transaction() as connection:
            connection.execute(delete(refusals).where(refusals.c.key == keys[_PAIR.what]))
            shared = refusals.c.key.in_([keys[_ADDRESS.what], keys[_NAME.what]])
            connection.execute(update(refusals).where(shared).values(failures=one_less))


def wait_text(seconds: int) -> str:
    """How long, in words."""
    if seconds < 60:
        return "1 sekund" if seconds == 1 else f"{seconds} sekunder"
    minutes = -(-seconds // 60)
    return "1 minut" if minutes == 1 else f"{minutes} minuter"


def _left_s(patience: _Patience, row: Row[tuple[str, int, int]], now: int) -> int:
    """The seconds left of a wait. A clock that was set back makes nobody wait longer than the whole of it."""
    failures, last_at = int(row.failures), int(row.last_at)
    whole = patience.wait_s(failures)
    return max(0, min(whole, last_at + whole - now))


def _keys(name: str, address: str) -> tuple[tuple[_Patience, str], ...]:
    folded, network = name_key(name), _network(address)
    named = ((_PAIR, f"{folded}\n{network}"), (_ADDRESS, network), (_NAME, folded))
    return tuple((patience, _digest(f"{patience.what}\n{text}")) for patience, text in named)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _network(address: str) -> str:
    """An address, of IPv6 the network that one subscriber has."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:100]
    if parsed.version == 4:
        return str(parsed)
    mapped = parsed.ipv4_mapped
    return str(mapped) if mapped else str(ipaddress.ip_network((int(parsed), 64), strict=False))
