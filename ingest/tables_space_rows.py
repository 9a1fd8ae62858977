"""Single rows of a table set apart by blanks: their readings, headings among them, labels and cells that go on below."""

from __future__ import annotations

import re

from ingest.domain import Document, Line
from ingest.numerals import Reading, is_nil, parse_cell
from ingest.tables_grid import GridRow, clean, quote_lines
from ingest.tables_space_headers import WIDE_GAP


def wide_reading(tail: str, columns: int, has_note: bool) -> tuple[Reading, ...]:
    """The one reading of a line whose cells stand two blanks or more apart; none where they do not."""
    cells = tuple(WIDE_GAP.split(tail.strip()))
    note = ""
    if has_note and len(cells) == columns + 1 and re.fullmatch(r"\d{1,2}", cells[0]):
        note, cells = cells[0], cells[1:]
    fits = len(cells) == columns > 1 and all(parse_cell(cell) or is_nil(cell) for cell in cells)
    return (Reading(cells, note),) if fits else ()


def extend_last_cell(document: Document, row: GridRow, text: str, line: int) -> GridRow:
    """The row with a bracket below its last value joined to that cell."""
    readings = tuple((*r[:-1], f"{r[-1]} {text}") for r in row.readings)
    span = (row.lines[0], line)
    cell_lines = (*row.cell_lines[:-1], (row.cell_lines[-1][0], line))
    quote = f"{row.quote} {text}" if " | " in row.quote else quote_lines(document, *span)
    return GridRow(row.label, readings, span, quote, cell_lines, row.flags, row.indent)


def relabel(row: GridRow, label: str, lines: tuple[int, int], quote: str) -> GridRow:
    return GridRow(label, row.readings, lines, quote, row.cell_lines, row.flags, row.indent)


def make_heading(document: Document, line: Line, columns: int) -> GridRow:
    number = (line.number, line.number)
    indent = indent_of(document, line.number)
    return GridRow(clean(line.text), (("",) * columns,), number, clean(line.text), (number,) * columns, (), indent)


def indent_of(document: Document, number: int) -> int:
    text = document.lines[number - 1].text
    return len(text) - len(text.lstrip(" \u00a0"))
