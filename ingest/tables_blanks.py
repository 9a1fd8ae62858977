"""Columns told by blanks: a PDF prints an empty cell as one more blank between its neighbours."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from ingest.numerals_runs import Reading, split_columns

MIN_COLUMNS = 3
_WIDE_GAP = re.compile(r"(?<=\S)\s{2,}(?=\S)")
ONE_AFTER = frozenset({1})
ONE_OR_TWO_AFTER = frozenset({1, 2})
MIN_ENDS = 4
MIN_FULL_ROWS = 2


@dataclass(frozen=True, slots=True)
class Print:
    """A row of values as printed on one line: `label` and `tail` make up `text`; `has_note` where a note may stand first."""

    text: str
    label: str
    tail: str
    has_note: bool = False

    def cuts(self, columns: int) -> tuple[Reading, ...]:
        """The strict ways to read so many values, each with the note in front of them if there is one."""
        return tuple(r for r in split_columns(self.tail, columns, self.has_note) if not r.relaxed)


@dataclass(frozen=True, slots=True)
class BlankHabit:
    """How a table prints its blanks: the counts after its last cells, whether all its full rows keep cells one apart, and
    whether there are such rows enough, each with a blank behind its last cell, so that one more blank would be seen."""

    note_column: bool
    regular: bool = True
    after: frozenset[int] = ONE_AFTER
    tells: bool = False

    def place(self, printed: Print, reading: Reading, columns: int) -> tuple[str, ...] | None:
        """The values under their columns; None unless the count of blanks gives every column of the table."""
        gaps = self._gaps(printed, reading)
        if not self.regular or not gaps or min(gaps[:-1]) < 1:
            return None
        before = [gap - 1 for gap in gaps[:-1]]
        at_end = columns - len(reading.values) - sum(before)
        if at_end < 0 or gaps[-1] - at_end not in self.after:
            return None
        cells: list[str] = []
        for value, empty in zip(reading.values, before, strict=True):
            cells.extend([*[""] * empty, value])
        return (*cells, *[""] * at_end)

    def keeps_one_apart(self, printed: Print, reading: Reading) -> bool:
        """Whether no blank of the row hints at an empty cell between or before its values."""
        gaps = self._gaps(printed, reading)
        return bool(gaps) and set(gaps[:-1]) == {1}

    def _gaps(self, printed: Print, reading: Reading) -> tuple[int, ...]:
        """Blanks before, between and after the values; an empty note cell counts as none of them."""
        pieces = (reading.note, *reading.values) if reading.note else reading.values
        gaps = blanks_around(printed.text, printed.label, pieces)
        if not gaps or not self.note_column:
            return gaps
        return gaps[1:] if reading.note else (gaps[0] - 1, *gaps[1:])


def find_habit(full_rows: int, regular: bool, after: Counter[int], note_column: bool) -> BlankHabit:
    """The habit that so many rows with all their cells on one line show, `regular` where all keep cells one blank apart;
    `after` counts the blanks at the ends of full lines.

    A few lines do not show every count of blanks that a converter leaves at an end: one or two.
    """
    seen = frozenset(+after) or ONE_AFTER
    if seen <= ONE_OR_TWO_AFTER and after.total() < MIN_ENDS:
        seen |= ONE_OR_TWO_AFTER
    return BlankHabit(note_column, regular, seen, regular and min(seen) > 0 and full_rows >= MIN_FULL_ROWS)


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


def readings_with_gaps(printed: Print, columns: int) -> tuple[tuple[str, ...], ...]:
    """The readings of a row that take each wider blank between its values for an empty cell.

    They stand beside the readings without empty cells, for arithmetic to choose. A table of two columns prints wider
    blanks for no reason.
    """
    empties = sum(len(gap) - 1 for gap in _WIDE_GAP.findall(printed.tail.strip()))
    if columns < MIN_COLUMNS or not 0 < empties < columns:
        return ()
    ended = Print(printed.text.rstrip() + " ", printed.label, printed.tail)
    placed = (BlankHabit(False).place(ended, reading, columns) for reading in ended.cuts(columns - empties))
    return tuple(dict.fromkeys(cells for cells in placed if cells is not None))
