"""Tables with a row a year whose headers stand above as paragraphs, a column each: questionnaires exported from a PDF.

Such a table says nowhere how many columns it has; the rows do, and the header must have as many paragraphs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.domain import Document, Line
from ingest.numerals_runs import fewest_values, split_columns, split_tail
from ingest.tables_grid import Grid, GridRow, clean, is_blank
from ingest.tables_header_cells import heads_labels
from ingest.tables_word_line import column_heads

LAYOUT = "years"
MIN_ROWS = 3
MIN_COLUMNS = 2
MAX_BLANKS = 6
MAX_HEADER_LINES = 12
MAX_HEADER_CHARS = 160
_YEAR_ROW = re.compile(r"\s*((?:19|20)\d\d)(?:\s+(.*\S))?\s*")


@dataclass(slots=True)
class _YearRow:
    label: str
    first: int
    values: list[str]
    lines: list[int]


def read_year_tables(document: Document, boundaries: frozenset[int], taken: frozenset[int]) -> list[Grid]:
    """The tables of this kind outside the lines already `taken`, in order."""
    grids: list[Grid] = []
    stops, at = boundaries | taken, 0
    while at < len(document.lines):
        rows = _rows_from(document.lines, at, stops)
        at = max(at + 1, rows[-1].lines[-1] if rows else 0)
        if len(rows) < MIN_ROWS or len({len(row.values) for row in rows}) != 1 or len(rows[0].values) < MIN_COLUMNS:
            continue
        header = _header_above(document.lines, rows[0].first, len(rows[0].values), stops)
        if header:
            columns, first = header
            grid = Grid(columns, "", tuple(_grid_row(row) for row in rows), (first, rows[-1].lines[-1]), LAYOUT)
            grids.append(grid)
            stops |= frozenset(range(grid.lines[0], grid.lines[1] + 1))
    return grids


def _rows_from(lines: tuple[Line, ...], at: int, stops: frozenset[int]) -> list[_YearRow]:
    """The rows that start at this line; none where it is no year with values behind or below."""
    rows: list[_YearRow] = []
    blanks = 0
    for index in range(at, len(lines)):
        line = lines[index]
        if line.number in stops or "\t" in line.text or blanks > MAX_BLANKS:
            break
        if is_blank(line):
            blanks += 1
            if not rows:
                break
            continue
        found = _year_and_values(line)
        values = found[1] if found else _values(line.text) if rows else None
        if values is None or (found and not found[1] and rows and not rows[-1].values):
            break
        if found:
            rows.append(_YearRow(found[0], line.number, [], [line.number]))
        rows[-1].values.extend(values)
        rows[-1].lines.extend([line.number] * len(values))
        blanks = 0
    while rows and not rows[-1].values:
        rows.pop()
    return rows


def _year_and_values(line: Line) -> tuple[str, tuple[str, ...]] | None:
    match = _YEAR_ROW.fullmatch(line.text)
    if match is None:
        return None
    values = _values(match[2]) if match[2] else ()
    return (match[1], values) if values is not None else None


def _values(text: str) -> tuple[str, ...] | None:
    """The values of a line that holds nothing else."""
    label, tail = split_tail(text)
    if clean(label) or not tail:
        return None
    readings = split_columns(tail, fewest_values(tail), has_note=False)
    return readings[0].values if readings and not readings[0].relaxed else None


def _header_above(lines: tuple[Line, ...], first: int, count: int, stops: frozenset[int]) -> tuple[tuple[str, ...], int] | None:
    """The columns and the line their header starts at: one line of words directly above the rows, or a paragraph each."""
    paragraphs: list[list[Line]] = [[]]
    for line in reversed(lines[: first - 1]):
        if line.number in stops or (line.text.strip() and split_tail(line.text)[1]):
            break
        if line.text == "":
            if paragraphs[-1]:
                if len(paragraphs) == count + 1:
                    break
                paragraphs.append([])
        elif line.text.strip():
            paragraphs[-1].append(line)
    found = [paragraph[::-1] for paragraph in reversed(paragraphs) if paragraph]
    return _on_one_line(found[-1][-1], count) or _in_paragraphs(found, count) if found else None


def _on_one_line(line: Line, count: int) -> tuple[tuple[str, ...], int] | None:
    """The words of one line, a column each, with or without the word that heads the years."""
    heads = column_heads(clean(line.text).split())
    if len(heads) == count + 1 and heads_labels(heads[0]):
        heads = heads[1:]
    return (tuple(heads), line.number) if len(heads) == count else None


def _in_paragraphs(found: list[list[Line]], count: int) -> tuple[tuple[str, ...], int] | None:
    own = found[-count:]
    columns = tuple(" ".join(clean(line.text) for line in paragraph) for paragraph in own)
    if len(columns) != count or any(len(c) > MAX_HEADER_CHARS for c in columns) or any(len(p) > MAX_HEADER_LINES for p in own):
        return None
    above = found[-count - 1] if len(found) > count else own[0]
    return columns, above[0].number if len(above) == 1 and heads_labels(clean(above[0].text)) else own[0][0].number


def _grid_row(row: _YearRow) -> GridRow:
    cell_lines = tuple((number, number) for number in row.lines[1:])
    parts = [row.label, *row.values]
    quote = " ".join(parts) if len(set(row.lines)) == 1 else " | ".join(parts)
    return GridRow(row.label, (tuple(row.values),), (row.first, row.lines[-1]), quote, cell_lines)
