"""Columns told by blanks: a PDF prints an empty cell as one more blank between its neighbours."""

from __future__ import annotations

import re

from ingest.numerals import split_columns

MIN_COLUMNS = 3
_WIDE_GAP = re.compile(r"(?<=\S)\s{2,}(?=\S)")


def blanks_around(text: str, label: str, pieces: tuple[str, ...]) -> tuple[int, ...]:
    """Blanks before, between and after the values of a line, as printed; empty where they cannot be counted."""
    at = len(label.rstrip())
    gaps: list[int] = []
    for piece in pieces:
        pattern = r"\s+".join(re.escape(part) for part in piece.split())
        match = re.compile(pattern).search(text, at)
        if match is None:
            return ()
        gaps.append(match.start() - at)
        at = match.end()
    return (*gaps, len(text) - at)


def columns_from_blanks(values: tuple[str, ...], gaps: tuple[int, ...], columns: int, has_note: bool) -> tuple[str, ...] | None:
    """The values under their columns; None unless the count of blanks gives every column of the table."""
    first = 1 if has_note else 0
    if len(gaps) != len(values) + 1:
        return None
    empties = [max(gap - 1, 0) for gap in gaps]
    if sum(empties) + len(values) != columns + first or empties[0] < first:
        return None
    cells: list[str] = [""] * (empties[0] - first)
    for value, after in zip(values, empties[1:], strict=True):
        cells.extend([value, *[""] * after])
    return tuple(cells) if len(cells) == columns else None


def readings_with_gaps(text: str, label: str, tail: str, columns: int) -> tuple[tuple[str, ...], ...]:
    """The readings of a row that take each wider blank between its values for an empty cell.

    They stand beside the readings without empty cells, for arithmetic to choose. A table of two columns prints wider
    blanks for no reason.
    """
    empties = sum(len(gap) - 1 for gap in _WIDE_GAP.findall(tail.strip()))
    if columns < MIN_COLUMNS or not 0 < empties < columns:
        return ()
    found = []
    for reading in split_columns(tail, columns - empties, False):
        placed = columns_from_blanks(reading.values, blanks_around(text.rstrip() + " ", label, reading.values), columns, False)
        if placed is not None and not reading.relaxed:
            found.append(placed)
    return tuple(dict.fromkeys(found))
