"""What changed from one printed time of a measure to the next, for every row of a comparison."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from assistant.compare import Entry
from assistant.comparison_budget import has_percentage
from assistant.evidence import Calculation
from assistant.series import span_of
from assistant.timespans import length_of
from assistant.trend import change_between


@dataclass(frozen=True, slots=True)
class ChangeBetween:
    """From one entry's figure to that of a later one; the values as in `assistant.trend.Change`."""

    first: Entry
    last: Entry
    difference: Calculation | None
    percent: Calculation | None
    refused: str


def changes(entries: Sequence[Entry]) -> tuple[ChangeBetween, ...]:
    """Of each measure and association in the order given, from each time with a figure to the next of the same length.

    Half a year is never held against a year. Fewer by one than the figures of each length; none of a single one.
    """
    rows: dict[object, list[Entry]] = defaultdict(list)
    for entry in entries:
        span = span_of(entry.choice.best) if entry.choice is not None else None
        if span is not None:
            rows[entry.measure, entry.association, length_of(span)].append(entry)
    return tuple(_between(one, following) for row in rows.values() for one, following in pairwise(sorted(row, key=_end)))


def _end(entry: Entry) -> date:
    assert entry.span is not None  # it has a figure
    return entry.span.end


def _between(one: Entry, following: Entry) -> ChangeBetween:
    assert one.choice is not None and following.choice is not None
    if one.choice.best.key == following.choice.best.key:
        return ChangeBetween(one, following, None, None, "Det är samma siffra.")
    change = change_between(one.choice, following.choice)
    percent = change.percent if has_percentage(one.choice.best, following.choice.best) else None
    return ChangeBetween(one, following, change.difference, percent, change.refused)
