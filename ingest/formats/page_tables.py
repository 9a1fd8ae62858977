"""The tables of a page that no drawn cells enclose: lines with values in the same columns, their headers and wrapped labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.formats.page_cells import TableLine
from ingest.formats.page_close_values import part_close_values
from ingest.formats.page_columns import TableColumn, cells_of, column_of, find_columns
from ingest.formats.page_lines import Piece, PrintLine
from ingest.formats.page_table_headers import (
    ENDS_SENTENCE,
    HEADING_SIZE,
    NOTE,
    header_lines,
    header_of_note,
    is_times,
    opens_note,
    read_header,
    wraps_title,
)
from ingest.formats.page_table_rows import LOWER_START, goes_on, read_rows
from ingest.language import fold
from ingest.numerals import is_nil

# Between two rows of one table, in sizes of its type: statements leave up to three and a half for a new group.
_MOST_GAP = 4.6
# From a line to the next one of the same cell, in sizes of its type; what is in brackets is no header, so it may be further.
_CLOSE, _CLOSE_IN_BRACKETS = 1.6, 2.0
_MOST_INNER_LINES = 4
_MOST_BETWEEN = 3


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table of a page: its first and last line (indexes), the header (one line or none) and the rows.

    `above` are pieces of its header lines that head the table and not a column: a note's title on the line of its years.
    """

    first: int
    last: int
    columns: tuple[TableColumn, ...]
    header: TableLine | None
    rows: tuple[TableLine, ...]
    above: tuple[Piece, ...] = ()


def find_tables(lines: Sequence[PrintLine]) -> tuple[FoundTable, ...]:
    """The tables among a page's lines, from the top."""
    lines = part_close_values(lines)
    tables: list[FoundTable] = []
    at = 0
    while at < len(lines):
        if not _is_data(lines[at]):
            at += 1
            continue
        rows = _gather(lines, at)
        table = _read_table(lines, rows, tables[-1] if tables else None)
        if table is not None:
            tables.append(table)
        at = rows[-1] + 1 if table is None else table.last + 1
    return tuple(tables)


def _is_data(line: PrintLine) -> bool:
    """Whether a line prints a label and values, or values side by side."""
    if is_times(line):
        return False
    values = [p for p in line.pieces if p.is_value]
    return bool(values) and len(line.pieces) > 1 and not NOTE.match(fold(line.pieces[0].text))


def _gather(lines: Sequence[PrintLine], first: int) -> list[int]:
    """The indexes of a table's lines from its first row with values to its last."""
    found = [first]
    edges = [p.x1 for p in lines[first].pieces if p.is_value]
    at = first + 1
    inner: list[int] = []
    while at < len(lines):
        line, before = lines[at], lines[at - 1]
        size = max(lines[first].size, 1.0)
        if line.baseline - before.baseline > _MOST_GAP * size or len(inner) > _MOST_INNER_LINES:
            break
        if _continues(line, edges, size):
            if inner and _heads_anew(lines, inner, at, edges, size):
                break
            found += [*inner, at]
            inner = []
            edges += [p.x1 for p in line.pieces if p.is_value]
        elif _is_inner(line, lines[first], edges) or _is_rest(line, edges, line.baseline - before.baseline):
            inner.append(at)
        else:
            break
        at += 1
    trailing = _trailing_label(lines, found[-1], inner)
    return found + trailing


def _continues(line: PrintLine, edges: Sequence[float], size: float) -> bool:
    """Whether a line is a further row: values, at least one of them below one of the table's."""
    if NOTE.match(fold(line.pieces[0].text)):
        return False
    values = [p for p in line.pieces if p.is_value]
    if not values:
        return False
    aligned = any(abs(p.x1 - edge) < size for p in values for edge in edges)
    return aligned or (len(line.pieces) > 1 and any(p.x0 < edge < p.x1 + size for p in values for edge in edges))


def _is_inner(line: PrintLine, row: PrintLine, edges: Sequence[float]) -> bool:
    """Whether a line without values may stand among rows: a label that ends before the values begin."""
    if NOTE.match(fold(line.pieces[0].text)) or any(p.is_time for p in line.pieces):
        return False
    if len(line.pieces) > 1:
        return False
    piece = line.pieces[0]
    return piece.x0 < min(edges) and piece.x1 <= max(edges) and not ENDS_SENTENCE.search(piece.text)


def _is_rest(line: PrintLine, edges: Sequence[float], gap: float) -> bool:
    """Whether a line without values goes on with the cells above it: words in brackets or in small letters under them."""
    under = all(any(p.x0 < edge < p.x1 + line.size for edge in edges) for p in line.pieces)
    close = _CLOSE_IN_BRACKETS if all(p.text.startswith("(") for p in line.pieces) else _CLOSE
    return under and gap < close * line.size and all(LOWER_START.match(p.text) and not p.is_time for p in line.pieces)


def _heads_anew(lines: Sequence[PrintLine], inner: Sequence[int], at: int, edges: Sequence[float], size: float) -> bool:
    """Whether the labels before a row are the title of another table: larger type, set off, and not over the same columns."""
    first = lines[inner[0]]
    gap = first.baseline - lines[inner[0] - 1].baseline
    larger = first.size > 1.05 * size and first.pieces[0].size > 1.05 * lines[at].size
    below = [p for p in lines[at].pieces if p.is_value and any(abs(p.x1 - edge) < size for edge in edges)]
    return larger and gap > 2.2 * size and len(below) < 2


def _trailing_label(lines: Sequence[PrintLine], last: int, inner: Sequence[int]) -> list[int]:
    """The line after the last row where it goes on with that row's label."""
    if not inner or inner[0] != last + 1 or lines[last].pieces[0].is_value:
        return []
    return [inner[0]] if goes_on(lines[last].pieces[0].words, lines[inner[0]].words) else []


def _read_table(lines: Sequence[PrintLine], rows: Sequence[int], above_table: FoundTable | None) -> FoundTable | None:
    floor = above_table.last + 1 if above_table is not None else 0
    body = [lines[i] for i in rows]
    data = [line for line in body if any(p.is_value for p in line.pieces)]
    label_right = _label_right(data)
    columns = find_columns(data, label_right)
    if not columns:
        return None
    heads = header_lines(lines, rows[0], floor, columns, label_right)
    head_lines = [lines[i] for i in heads]
    header, above = read_header(head_lines, columns, label_right)
    columns, header = _without_sign_columns(data, columns, header, label_right)
    first = heads[0] if heads else rows[0]
    # a title beside a header of several lines stands on a line between them
    above += tuple(p for i in range(first, heads[-1]) if i not in heads for p in lines[i].pieces) if heads else ()
    between = [lines[i] for i in range(heads[-1] + 1, rows[0])] if heads else []
    while between and above and wraps_title(above[-1], between[0]):
        above = (*above, *between.pop(0).pieces)
    if header is None:
        header = header_of_note(lines, rows[0], floor, columns) or _header_above(lines, rows[0], columns, above_table)
    found = read_rows([*between, *body], columns, label_right)
    if header is None and len(data) < 2 and len(columns) < 2 and not above:
        return None  # one amount beside a label: a line of text
    return FoundTable(first, rows[-1], columns, header, tuple(found), above)


def _without_sign_columns(
    data: Sequence[PrintLine], columns: tuple[TableColumn, ...], header: TableLine | None, label_right: float
) -> tuple[tuple[TableColumn, ...], TableLine | None]:
    """The columns without those that only hold the minus signs of the next one, set apart at its left edge."""
    cells = [(column_of(p, columns), p) for line in data for p in cells_of(line, label_right)]
    heads = list(header.cells) if header is not None else []
    kept = list(columns)
    for at in range(len(columns) - 2, -1, -1):
        own = [p for column, p in cells if column == at]
        named = bool(heads) and bool(heads[at + 1].words)
        if own and not named and all(is_nil(p.text) for p in own):
            kept[at : at + 2] = [TableColumn(columns[at].x0, kept[at + 1].x1)]
            del heads[at + 1 : at + 2]
    return tuple(kept), TableLine(tuple(heads)) if header is not None else None


def _header_above(
    lines: Sequence[PrintLine], first: int, columns: Sequence[TableColumn], above: FoundTable | None
) -> TableLine | None:
    """The header of the table just above, where this one goes on with its columns after a line or two of something else."""
    if above is None or above.header is None or len(above.columns) != len(columns):
        return None
    between = lines[above.last + 1 : first]
    larger = any(line.size > HEADING_SIZE * lines[first].size or opens_note(line) for line in between)
    same = all(abs(a.x1 - b.x1) < lines[first].size for a, b in zip(above.columns, columns, strict=True))
    return above.header if same and not larger and len(between) <= _MOST_BETWEEN else None


def _label_right(data: Sequence[PrintLine]) -> float:
    """The left edge of the leftmost column: labels begin before it."""
    starts = [line.pieces[0].x0 for line in data if not line.pieces[0].is_value]
    if not starts:
        return 0.0
    left = min(starts)
    after = [p.x0 for line in data for p in line.pieces[1:]] + [
        line.pieces[0].x0 for line in data if line.pieces[0].is_value and line.pieces[0].x0 > left + 40
    ]
    labels = [x for x in starts if x < left + 60]
    return max(max(labels) + 1, min(min(after), left + 200) if after else left + 1)
