"""How long what people leave is kept: the staff's own data for `keep_days`, where set, statistics for `statistics_days`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete

from ingest.errors import FinsamError
from ui.journal import record, unexpected_text
from ui.workplace_schema import audit, brief_drafts, conversations, jobs, opinions, question_statistics

if TYPE_CHECKING:
    from ingest.settings import Settings
    from ui.workplace_store import WorkplaceStore

Clock = Callable[[], datetime]
# When a row was written or changed last. Turns go with their conversation.
_LAST_TOUCHED = (conversations.c.changed_at, brief_drafts.c.changed_at, opinions.c.at, audit.c.at, jobs.c.at)
_EVERY_S = 6 * 3600.0
_END_S = 3.0


def _now() -> datetime:
    return datetime.now(UTC)


def remove_old(store: WorkplaceStore, settings: Settings, now: Clock = _now) -> int:
    """Removes what has been kept for long enough; how many rows. No statistics are kept where none are asked for.

    Raises what `WorkplaceStore.transaction` raises.
    """
    # statistics have the hour of this machine's own clock
    counted_since = (now().astimezone() - timedelta(days=settings.statistics_days)).strftime("%Y-%m-%d %H")
    statistics = delete(question_statistics)
    removals = [statistics.where(question_statistics.c.hour < counted_since) if settings.statistics_days else statistics]
    if settings.keep_days:
        oldest = (now() - timedelta(days=settings.keep_days)).isoformat(timespec="seconds")
        removals += [delete(at.table).where(at < oldest) for at in _LAST_TOUCHED]
    with store.transaction() as connection:
        return sum(connection.execute(removal).rowcount for removal in removals)


class Retention:
    """Removes at the start and then every six hours, in a thread of its own."""

    def __init__(self, store: WorkplaceStore, settings: Settings) -> None:
        self._store, self._settings = store, settings
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
                    remove_old(self._store, self._settings)
            except FinsamError as exc:
                record(exc)
            except Exception as exc:  # the thread must live on
                unexpected_text(exc)
            if self._ending.wait(_EVERY_S):
                return
