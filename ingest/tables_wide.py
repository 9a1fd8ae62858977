"""Tables that keep the layout of the print: cells two blanks or more apart, each standing under its column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.domain import Line
from ingest.numerals_runs import split_tail
from ingest.tables_grid import is_value

MIN_ROWS = 2
MAX_LINES = 60
MAX_BLANKS = 5
# Amounts of one column end at one place, or begin there; a tab that became blanks may shift them a little.
MAX_SHIFT = 2
_PIECE = re.compile(r"\S+(?:\s\S+)*")
_NOTE = re.compile(r"\d{1,2}")


@dataclass(frozen=True, slots=True)
class WideRow:
    """A printed line cut at its wide blanks: the label, and its values under the columns; `cells` is empty where a value
    stands between two columns or under both, and holds only "" where none stands under any."""

    label: str
    values: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WideLayout:
    """Where each column of a table stands on its lines: first and last place, counted from 0."""

    columns: tuple[tuple[int, int], ...]
    has_note: bool

    def read(self, text: str) -> WideRow:
        """The line under the table's columns."""
        pieces = list(_PIECE.finditer(text))
        cells: dict[int, str] = {}
        aligned = True
        while pieces and is_value(pieces[-1].group()) and pieces[-1].end() > self.columns[0][0] - MAX_SHIFT:
            piece = pieces.pop()
            under = [i for i, (first, last) in enumerate(self.columns) if piece.start() <= last and piece.end() > first]
            aligned = aligned and len(under) == 1 and under[0] not in cells
            cells[under[0] if aligned else -len(cells)] = piece.group()
        if self.has_note and len(pieces) > 1 and _NOTE.fullmatch(pieces[-1].group()):
            pieces.pop()
        label = " ".join(piece.group() for piece in pieces)
        values = tuple(reversed(cells.values()))
        if self.has_note and len(values) == len(self.columns) + 1 and _NOTE.fullmatch(values[0]):
            values, aligned = values[1:], False  # the note of a full row stands near the first column
        return WideRow(label, values, tuple(cells.get(i, "") for i in range(len(self.columns))) if aligned else ())


def find_layout(lines: Sequence[Line], first: int, columns: int, has_note: bool, stops: frozenset[int]) -> WideLayout | None:
    """The layout that the rows from index `first` on show; None where cells stand one blank apart or out of line."""
    spans: list[tuple[int, int]] = []
    rows, blanks = 0, 0
    for line in lines[first : first + MAX_LINES]:
        if columns < 2 or line.number in stops or "\t" in line.text.strip() or blanks > MAX_BLANKS:
            break
        blanks = blanks + 1 if line.text == "" else 0
        cells = _cells(line, columns, has_note)
        joined = _join(spans, cells) if cells else spans
        if cells is None or joined is None:
            if rows < MIN_ROWS:
                return None
            break
        rows += bool(cells)
        spans = joined
    apart = all(before[1] < after[0] for before, after in zip(spans, spans[1:], strict=False))
    return WideLayout(tuple(spans), has_note) if rows >= MIN_ROWS and apart else None


def _cells(line: Line, columns: int, has_note: bool) -> list[tuple[int, int]] | None:
    """The places of the cells of a full row, none for any other line; None where cells stand one blank apart."""
    label, tail = split_tail(line.text)
    pieces = list(_PIECE.finditer(line.text, len(label))) if tail else []
    if not all(is_value(piece.group()) for piece in pieces):
        return None
    if has_note and len(pieces) == columns + 1:
        pieces = pieces[1:]
    return [(piece.start(), piece.end() - 1) for piece in pieces] if len(pieces) == columns else []


def _join(spans: list[tuple[int, int]], cells: list[tuple[int, int]]) -> list[tuple[int, int]] | None:
    """The columns with one more row; None where a cell neither begins nor ends where the others of its column do."""
    for (first, last), (start, end) in zip(spans, cells, strict=bool(spans)):
        if min(abs(first - start), abs(last - end)) > MAX_SHIFT:
            return None
    if not spans:
        return cells
    return [(min(a[0], b[0]), max(a[1], b[1])) for a, b in zip(spans, cells, strict=True)]
