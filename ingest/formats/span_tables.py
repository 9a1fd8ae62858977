"""Tables whose cells may take several columns, as rows with one cell a column: common to Word files and web pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.formats.line_writer import TableBlock, TableRow
from ingest.formats.table_headers import count_header_rows

# More columns than any printed table has; a hostile span may claim billions.
MAX_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class SpanCell:
    """A printed cell: its text and how many columns it takes."""

    text: str
    columns: int = 1


@dataclass(slots=True)
class SpanRow:
    """A row before its spans are spread: cells by the column that they begin in, and whether the file calls it a header."""

    cells: dict[int, SpanCell] = field(default_factory=dict)
    page: int | None = None
    heads: bool = False

    def add(self, at: int, text: str, columns: int) -> None:
        """Puts a cell into a column; what stands beyond the last possible column goes to that one."""
        at = min(at, MAX_COLUMNS - 1)
        before = f"{self.cells[at].text} " if at in self.cells else ""
        self.cells[at] = SpanCell(f"{before}{text}".strip(), min(columns, MAX_COLUMNS - at))


def lay_out(rows: Sequence[SpanRow]) -> TableBlock:
    """The table with the same number of cells in each row; the text of a merged cell stands once in a body row, and over
    each of its columns in a header row, unless it takes them all. Columns and rows without any text are left out."""
    filled = [row for row in rows if any(cell.text for cell in row.cells.values())]
    width = max((at + cell.columns for row in filled for at, cell in row.cells.items()), default=0)
    once = [tuple(row.cells[at].text if at in row.cells else "" for at in range(width)) for row in filled]
    header_rows = _header_rows(filled, once)
    used = _used_columns(filled, once, header_rows, width)
    texts = [_spread(row, width) if index < header_rows else once[index] for index, row in enumerate(filled)]
    cells = (tuple(row[at] for at in used) for row in texts)
    return TableBlock(tuple(TableRow(row, source.page) for row, source in zip(cells, filled, strict=True)), header_rows)


def _header_rows(rows: Sequence[SpanRow], texts: Sequence[tuple[str, ...]]) -> int:
    """The leading rows marked as header; where none is, or every one, as many as the content tells."""
    marked = next((index for index, row in enumerate(rows) if not row.heads), len(rows))
    return marked if 0 < marked < len(rows) else count_header_rows(texts)


def _used_columns(rows: Sequence[SpanRow], texts: Sequence[tuple[str, ...]], header_rows: int, width: int) -> list[int]:
    """The columns with text in the body, and those that a header names alone: a merged header over a value column and the
    narrow one that parts it from the next names one column."""
    filled = {at for row in texts[header_rows:] for at in range(width) if row[at]}
    for row in rows[:header_rows]:
        for at, cell in row.cells.items():
            if cell.text and filled.isdisjoint(range(at, at + cell.columns)):
                filled.add(at)
    return sorted(filled)


def _spread(row: SpanRow, width: int) -> tuple[str, ...]:
    texts = [""] * width
    for at, cell in row.cells.items():
        last = at + (1 if cell.columns >= width else cell.columns)
        texts[at:last] = [cell.text] * (last - at)
    return tuple(texts)
