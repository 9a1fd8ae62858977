"""The used cells of a sheet as tables and lines of text: blank rows and columns part them, unless the table goes on behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.formats.line_writer import Block, Paragraph
from ingest.formats.span_tables import SpanCell, SpanRow, lay_out
from ingest.formats.table_headers import heads_columns, names_times
from ingest.tables_blocks import MAX_LABEL_CHARS, is_data

_MAX_GAP = 1  # blank rows inside a table


@dataclass(frozen=True, slots=True)
class SheetRow:
    """The cells with text of one row by their column, with how many columns each takes; `number` counts shown rows."""

    number: int
    cells: dict[int, SpanCell]


def sheet_blocks(rows: Sequence[SheetRow]) -> tuple[Block, ...]:
    """The tables of a sheet, and as paragraphs the lines that stand alone, in order."""
    blocks: list[Block] = []
    for group in _part_by_rows(rows):
        for part in _part_by_columns(group):
            blocks += _blocks_of(part)
    return tuple(blocks)


def _part_by_rows(rows: Sequence[SheetRow]) -> list[list[SheetRow]]:
    groups: list[list[SheetRow]] = []
    for index, row in enumerate(rows):
        gap = row.number - rows[index - 1].number - 1 if index else 0
        if groups and (gap == 0 or gap <= _MAX_GAP and _goes_on(groups[-1], rows[index:])):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _goes_on(group: Sequence[SheetRow], rest: Sequence[SheetRow]) -> bool:
    """Whether the rows behind a blank one belong to the table: under its columns, no header of their own."""
    columns = {column for row in group for column in row.cells}
    if len(columns) < 2 or not any(_holds_numbers(row) for row in group):
        return False
    first = min(columns)
    for row in rest[:3]:
        texts = _texts(row, first, max(columns))
        if not set(row.cells) <= columns or names_times(texts) or heads_columns(texts):
            return False
        if _holds_numbers(row):
            return True
    return False


def _part_by_columns(group: Sequence[SheetRow]) -> list[list[SheetRow]]:
    """Tables side by side: a blank column parts them where labels of their own stand to the right of it."""
    used = sorted({column + at for row in group for column, cell in row.cells.items() for at in range(cell.columns)})
    starts = [
        column
        for before, column in pairwise(used)
        if column - before > 1 and sum(1 for c in used if c < column) >= 2 and _is_label_column(group, column)
    ]
    bounds = [used[0] if used else 0, *starts, (used[-1] if used else 0) + 1]
    parts = []
    for first, end in pairwise(bounds):
        rows = [
            SheetRow(row.number, {column: cell for column, cell in row.cells.items() if first <= column < end}) for row in group
        ]
        parts.append([row for row in rows if row.cells])
    return [part for part in parts if part]


def _is_label_column(group: Sequence[SheetRow], column: int) -> bool:
    texts = [row.cells[column].text for row in group if column in row.cells]
    beside = any(c > column for row in group for c in row.cells)
    return beside and len(texts) >= 2 and sum(not is_data(text) for text in texts) * 2 > len(texts)


def _blocks_of(rows: Sequence[SheetRow]) -> list[Block]:
    """Lines of one cell above and below a table are its caption and its notes."""
    origin = min(column for row in rows for column in row.cells)
    in_table = [index for index, row in enumerate(rows) if not _is_line(row, origin)]
    if not in_table:
        return [_line(row) for row in rows]
    first, end = in_table[0], in_table[-1] + 1
    spans = [SpanRow({column - origin: cell for column, cell in row.cells.items()}) for row in rows[first:end]]
    return [*map(_line, rows[:first]), lay_out(spans), *map(_line, rows[end:])]


def _is_line(row: SheetRow, origin: int) -> bool:
    """Whether the row is one cell at the left, or too long a text for a cell; a lone year further right heads its column."""
    return len(row.cells) == 1 and all(column == origin or len(cell.text) > MAX_LABEL_CHARS for column, cell in row.cells.items())


def _line(row: SheetRow) -> Paragraph:
    return Paragraph((" ".join(cell.text for cell in row.cells.values()),))


def _holds_numbers(row: SheetRow) -> bool:
    return any(is_data(cell.text) for cell in list(row.cells.values())[1:])


def _texts(row: SheetRow, first: int, last: int) -> list[str]:
    return [row.cells[column].text if column in row.cells else "" for column in range(first, last + 1)]
