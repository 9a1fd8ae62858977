"""What a reader keeps in memory of one published state: read once, given out until something is published."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Hashable
from typing import TypeVar, cast

from sqlalchemy import Connection, Row, Table, select

from vectorstore.published import Published

T = TypeVar("T")

# So many things are kept at most, from one line count to all the figures of a report; then it begins anew.
_MOST = 10_000


class Kept:
    """Things that were read of a published state, by what was asked for. They never change; safe to use from threads."""

    def __init__(self, published: Published) -> None:
        self.published = published
        self._found: dict[Hashable, object] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, read: Callable[[], T]) -> T:
        """What is kept under the key; where nothing is, what `read` gives, which is kept from now on."""
        with self._lock:
            if key in self._found:
                return cast(T, self._found[key])
        value = read()
        with self._lock:
            if len(self._found) >= _MOST:
                self._found.clear()
            self._found[key] = value
        return value


def rows_with(
    connection: Connection, kept: Kept, table: Table, read: Callable[[Row[tuple[object, ...]]], T], pks: Collection[int]
) -> dict[int, T]:
    """What the table's rows with these keys hold, by key; a key of no row is left out."""
    known = kept.get(f"{table.name} by key", dict[int, T])
    missing = [pk for pk in pks if pk not in known]
    if missing:
        known.update({row.pk: read(row) for row in connection.execute(select(table).where(table.c.pk.in_(missing)))})
    return {pk: known[pk] for pk in pks if pk in known}
