"""What `finsam statistics` writes: the anonymous statistics by day, or that they are gone."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, TextIO

from ui.operations.statistics import DayCount, counts_per_day, forget
from ui.operations.statistics_options import StatisticsFormat
from ui.workplace_store import WorkplaceStore

if TYPE_CHECKING:
    from ingest.settings import Settings


NOTHING = "Ingen statistik är sparad. Den förs bara när inställningen statistics_days är större än 0."
_KINDS = {"computed": "uträknat", "figures": "siffror", "text": "text", "none": "inget"}
_OUTCOMES = {"answered": "besvarad", "declined": "utan svar i rapporterna", "clarify": "motfråga"}
_HEADER = ("Dag", "Utfall", "Svaret byggt av", "Frågor", "Medeltid (ms)")


def kept_counts(settings: Settings) -> tuple[DayCount, ...]:
    """What is kept in the data directory; nothing is made there. Raises the store's errors."""
    store = WorkplaceStore(settings.data_dir)
    try:
        return counts_per_day(store) if store.exists() else ()
    finally:
        store.close()


def forget_statistics(settings: Settings) -> str:
    """Removes everything; a line that says so. Raises the store's errors."""
    store = WorkplaceStore(settings.data_dir)
    try:
        gone = forget(store) if store.exists() else 0
    finally:
        store.close()
    return f"Statistiken är borttagen ({gone} rader)." if gone else "Det fanns ingen statistik att ta bort."


def print_counts(counts: Sequence[DayCount], form: StatisticsFormat, out: TextIO) -> None:
    """One row for each day, outcome and kind; as csv and JSON with the names of `DayCount`."""
    if form is StatisticsFormat.JSONL:
        out.writelines(json.dumps(asdict(count), ensure_ascii=False) + "\n" for count in counts)
    elif form is StatisticsFormat.CSV:
        writer = csv.DictWriter(out, [field.name for field in fields(DayCount)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(map(asdict, counts))
    else:
        shown = [_shown(count) for count in counts]
        widths = [max(map(len, column)) for column in zip(_HEADER, *shown, strict=True)]
        for row in (_HEADER, *shown):
            out.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n")


def _shown(count: DayCount) -> tuple[str, ...]:
    told = _OUTCOMES.get(count.outcome, count.outcome), _KINDS.get(count.kind, count.kind)
    return count.day, *told, str(count.questions), str(count.milliseconds)
