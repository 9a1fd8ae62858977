"""How long the staff's own data is kept, where `keep_days` sets an end to it; without it, until somebody removes it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete

from ingest.errors import FinsamError
from ui.journal import record, unexpected_text
from ui.workplace_schema import audit, brief_drafts, conversations, jobs, opinions

if TYPE_CHECKING:
    from ui.workplace_store import WorkplaceStore

Clock = Callable[[], datetime]
# When a row was written or changed last. Turns go with their conversation.
_LAST_TOUCHED = (conversations.c.changed_at, brief_drafts.c.changed_at, opinions.c.at, audit.c.at, jobs.c.at)
_EVERY_S = 6 * 3600.0
_END_S = 3.0


def _now() -> datetime:
    return datetime.now(UTC)


def remove_old(store: WorkplaceStore, days: int, now: Clock = _now) -> int:
    """Removes what nobody has touched for so many days; how many rows. Raises what `WorkplaceStore.transaction` raises."""
    oldest = (now() - timedelta(days=days)).isoformat(timespec="seconds")
    with store.transaction() as connection:
        return sum(connection.execute(delete(at.table).where(at < oldest)).rowcount for at in _LAST_TOUCHED)


class Retention:
    """Removes at the start and then every six hours, in a thread of its own."""

    def __init__(self, store: WorkplaceStore, days: int) -> None:
        self._store, self._days = store, days
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._remove_on, name="retention", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._ending.set()
        self._thread.join(_END_S)

    def _remove_on(self) -> None:
        while True:
            try:
                if self._store.exists():
                    remove_old(self._store, self._days)
            except FinsamError as exc:
                record(exc)
            except Exception as exc:  # the thread must live on
                unexpected_text(exc)
            if self._ending.wait(_EVERY_S):
                return
