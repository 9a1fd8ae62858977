"""A page as the blocks it is read in: lines of running text, and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.formats.page_cells import TableLine
from ingest.formats.page_columns import TableColumn
from ingest.formats.page_columns_of_text import in_reading_order
from ingest.formats.page_lines import Piece, PrintLine, print_lines
from ingest.formats.page_ruled import RuledTable, find_ruled_tables
from ingest.formats.page_tables import FoundTable, find_tables
from ingest.formats.page_words import PageWords, Span, span_of
from ingest.formats.table_headers import count_header_rows


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table: its rows, the first `header_rows` of which head the columns. `columns` is empty where cells are drawn."""

    rows: tuple[TableLine, ...]
    header_rows: int
    columns: tuple[TableColumn, ...] = ()


Block = PrintLine | TableBlock


def page_blocks(page: PageWords, running: frozenset[int]) -> tuple[Block, ...]:
    """The blocks of a page in reading order. `running` are indexes among `print_lines` of its words, left out here."""
    left_out = {id(word) for i, line in enumerate(print_lines(page.words)) if i in running for word in line.words}
    words = tuple(word for word in page.words if id(word) not in left_out)
    ruled = find_ruled_tables(PageWords(page.number, page.width, page.height, words, page.rulings))
    in_cells = {word for table in ruled for word in table.words}
    lines = print_lines([word for word in words if id(word) not in in_cells])
    blocks: list[Block] = []
    at = 0
    for table in ruled:
        above = [i for i in range(at, len(lines)) if lines[i].baseline < table.span.y0 + 2]
        end = above[-1] + 1 if above else at
        blocks += _unruled_blocks(lines[at:end], page.width)
        blocks.append(_ruled_block(table))
        at = end
    return (*blocks, *_unruled_blocks(lines[at:], page.width))


def _unruled_blocks(lines: Sequence[PrintLine], width: float) -> list[Block]:
    blocks: list[Block] = []
    for group in in_reading_order(lines, width):
        at = 0
        for table in find_tables(group):
            blocks += group[at : table.first]
            blocks += _lines_above(table.above)
            blocks.append(_table_block(table))
            at = table.last + 1
        blocks += group[at:]
    return blocks


def _lines_above(pieces: Sequence[Piece]) -> list[PrintLine]:
    """What heads a table, the pieces that stand on one line together."""
    lines: list[PrintLine] = []
    for piece in pieces:
        baseline = piece.words[0].baseline
        if lines and abs(baseline - lines[-1].baseline) < 0.6 * piece.size:
            lines[-1] = PrintLine((*lines[-1].pieces, piece), lines[-1].baseline, max(lines[-1].size, piece.size))
        else:
            lines.append(PrintLine((piece,), baseline, piece.size))
    return lines


def _table_block(table: FoundTable) -> TableBlock:
    heads = (table.header,) if table.header is not None else ()
    return TableBlock((*heads, *table.rows), len(heads), table.columns)


def _ruled_block(table: RuledTable) -> TableBlock:
    return TableBlock(table.rows, count_header_rows([tuple(cell.text for cell in row.cells) for row in table.rows]))


def row_span(row: TableLine) -> Span | None:
    """What the words of a row take; None for an empty one."""
    words = [word for cell in row.cells for word in cell.words]
    return span_of(words) if words else None
