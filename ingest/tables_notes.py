"""References to notes in front of a row's values: they rise down a statement, which tells some readings to be wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.tables_grid import Grid, GridRow
from ingest.tables_readings import OpenRow

MIN_KNOWN = 2
# From one reference to the next hardly more are left out: the groups of a statement have notes of their own.
MAX_NOTES_ON = 5


def has_notes(grid: Grid) -> bool:
    """Whether some row prints a number between its label and its cells."""
    return any(not row.is_heading and all(_reference(row, texts) for texts in row.readings) for row in grid.rows)


def printed_values(row: GridRow) -> str:
    """The values of a row as one run, with the reference in front where it has one."""
    own = max((" ".join(text for text in texts if text) for texts in row.readings), key=len)
    behind = row.quote[len(row.label) :].strip() if row.quote.startswith(row.label) else ""
    return behind if re.sub(r"\s", "", behind).endswith(re.sub(r"\s", "", own)) else own


def drop_by_notes(rows: Sequence[OpenRow]) -> None:
    """Leave out readings that take a number for a reference that does not rise; a row left with none is no fact.

    Where the number is the one after the last reference above, it is more likely a reference than not.
    """
    found = [{_reference(o.row, option.texts) for option in o.options} for o in rows]
    known = _rising([(at, next(iter(notes))) for at, notes in enumerate(found) if len(notes) == 1 and notes != {0}])
    if len(known) < MIN_KNOWN:
        return
    for at, opened in enumerate(rows):
        least = max((note for place, note in known if place < at), default=1)
        most = min((note for place, note in known if place > at), default=known[-1][1] + MAX_NOTES_ON)
        if opened.is_unproven:
            # a total has the reference of no row above it
            first = least + (opened.row.is_total and bool(known[0][0] < at))
            fitting = [o for o in opened.options if _fits(_reference(opened.row, o.texts), first, most)]
            opened.absurd |= not fitting
            opened.options = fitting or opened.options
            following = [o for o in fitting if o.is_strict and _reference(opened.row, o.texts) == least + 1]
            if len(following) == 1 and known[0][0] < at:
                opened.likeliest = following[0]


def _fits(note: int, least: int, most: int) -> bool:
    return not note or least <= note <= most


def _reference(row: GridRow, texts: tuple[str, ...]) -> int:
    """The number that a reading leaves in front of its values; 0 where it leaves none."""
    printed, own = (re.sub(r"\D", "", text) for text in (printed_values(row), "".join(texts)))
    rest = printed[: len(printed) - len(own)]
    return int(rest) if printed.endswith(own) and 0 < len(rest) <= 2 else 0


def _rising(notes: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest series of references that rises down the table."""
    best: list[list[tuple[int, int]]] = []
    for place, note in notes:
        before = [series for series in best if series[-1][1] <= note <= series[-1][1] + MAX_NOTES_ON]
        best.append([*max(before, key=len, default=[]), (place, note)])
    return max(best, key=len, default=[])
