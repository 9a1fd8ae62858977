"""Anonymous statistics on public questions, where `statistics_days` asks for them. `ui.operations.retention` removes them.

A row holds no text, no address and no id, its time is the hour, and latency is rounded: nobody can be told from it, not by
setting it beside another log either.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from ingest.errors import FinsamError
from ui.journal import record, unexpected_text
from ui.workplace_schema import question_statistics

if TYPE_CHECKING:
    from assistant.answer import Answer
    from ui.workplace_store import WorkplaceStore

Clock = Callable[[], datetime]
_PUBLIC_CHANNEL = "api"
# So many rows wait at most to be written; more, while the database is held, are not counted.
_MOST_WAITING = 10_000
_ROUNDED_TO_MS = 50
_END_S = 3.0
_Row = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class DayCount:
    """Questions of one day (local time, "2026-11-22"), of one kind, that ended in one way; `milliseconds` is their mean."""

    day: str
    kind: str
    outcome: str
    questions: int
    milliseconds: int


class Statistics:
    """Takes down answers, in a thread of its own so that nobody waits for the disk."""

    def __init__(self, store: WorkplaceStore, now: Clock = datetime.now) -> None:
        self._store, self._now = store, now
        self._waiting: queue.Queue[_Row | None] = queue.Queue(_MOST_WAITING)
        self._thread = threading.Thread(target=self._write_on, name="statistics", daemon=True)
        self._thread.start()

    def note(self, answer: Answer, seconds: float, channel: str) -> None:
        """Takes down a public answer; those on the staff's page are not counted. Never waits, never raises."""
        if channel != _PUBLIC_CHANNEL:
            return
        row: _Row = {
            "hour": self._now().strftime("%Y-%m-%d %H"),
            "kind": kind_of(answer),
            "outcome": answer.status.value,
            "milliseconds": max(1, round(seconds * 1000 / _ROUNDED_TO_MS)) * _ROUNDED_TO_MS,
        }
        if not self._waiting.full():
            self._waiting.put_nowait(row)

    def close(self) -> None:
        """Writes what still waits."""
        self._waiting.put(None)
        self._thread.join(_END_S)

    def _write_on(self) -> None:
        while True:
            rows = [self._waiting.get()]
            while not self._waiting.empty():
                rows.append(self._waiting.get_nowait())
            told = [row for row in rows if row is not None]
            if told:
                self._store_rows(told)
            if None in rows:
                return

    def _store_rows(self, rows: Sequence[_Row]) -> None:
        """What cannot be written is left out: it is told in the log, and no question waits for it."""
        try:
            with self._store.transaction() as connection:
                connection.execute(insert(question_statistics), rows)
        except FinsamError as exc:
            record(exc)
        except Exception as exc:  # the thread must live on
            unexpected_text(exc)


def kind_of(answer: Answer) -> str:
    """What the answer was made of: `computed` figures, printed `figures`, `text`, or `none`."""
    if any(figure.expression is not None for figure in answer.figures):
        return "computed"
    if answer.figures:
        return "figures"
    return "text" if answer.citations else "none"


def counts_per_day(store: WorkplaceStore) -> tuple[DayCount, ...]:
    """The oldest day first. Raises what `WorkplaceStore.transaction` raises."""
    table = question_statistics.c
    its_day = func.substr(table.hour, 1, 10)
    wanted = (
        select(its_day, table.kind, table.outcome, func.count(), func.avg(table.milliseconds))
        .group_by(its_day, table.kind, table.outcome)
        .order_by(its_day, table.outcome, table.kind)
    )
    with store.transaction() as connection:
        rows = connection.execute(wanted).all()
    return tuple(DayCount(day, kind, outcome, questions, round(mean)) for day, kind, outcome, questions, mean in rows)


def forget(store: WorkplaceStore) -> int:
    """Removes all of it and says how many rows there were. Raises what `WorkplaceStore.transaction` raises."""
    with store.transaction() as connection:
        return connection.execute(delete(question_statistics)).rowcount
