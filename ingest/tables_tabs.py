"""Tables printed as one row a line with tabs between the cells, the way vision models and Word exports give them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from ingest.card_keys import KeyKind, holds_no_figure, kind_of
from ingest.domain import Box, Document, Line, PrintedLayout
from ingest.language import fold
from ingest.numerals import parse_cell, parse_counted
from ingest.periods import is_period, parse_period
from ingest.tables_blocks import Block, find_blocks, is_contents, is_data, is_header, is_tab_row, split_cells
from ingest.tables_grid import Grid, GridRow, clean, is_value, quote_lines
from ingest.tables_headers import is_header_word
from ingest.unit_words import MONEY_UNITS

LAYOUT = "tabs"
CARD_LAYOUT = "card"
MAX_HEADER_LINES = 3
# A table of words needs this many rows where nothing else says that it is one.
MIN_WORD_ROWS = 3
MIN_TEXT_KEYS = 2
_MOST_READINGS = 16
_REFERENCE = re.compile(r"\d{1,2}")
# A label that ends in one of these goes on, whatever the next line begins with.
_UNFINISHED = re.compile(r"\b(enligt|och|i|av|for|fran|till|med|samt|pa|inkl)$|[-/,]$")


def read_tab_tables(document: Document, boundaries: frozenset[int], noise: frozenset[int]) -> list[Grid]:
    """The tables in tab layout, in order. `boundaries` are lines where a numbered section or note starts."""
    grids = []
    for block in find_blocks(document, boundaries, noise):
        if not is_contents(block.lines):
            grid = _read_block(document, block)
            if grid is not None:
                grids.append(grid)
    return grids


def read_printed_tables(document: Document, layout: PrintedLayout, noise: frozenset[int]) -> list[Grid]:
    """The tables that the layout of a file sets as such, in order: each row is one line, and which rows head the columns
    is known."""
    grids = []
    for table in layout.tables:
        lines = [
            line
            for line in document.lines[table.line_first - 1 : table.line_last]
            if line.number not in noise and line.text.strip()
        ]
        heads, body = lines[: table.header_rows], lines[table.header_rows :]
        if not body:
            continue
        span = (table.line_first, table.line_last)
        caption = ""
        while heads and len({cell for cell in split_cells(heads[0]) if cell}) == 1:
            caption = caption or next(cell for cell in split_cells(heads[0]) if cell)  # one cell over all columns
            heads = heads[1:]
        values = [is_value(c) for line in body for c in split_cells(line)[1:] if c]
        if not heads and (not any(values) or _is_fact_card(body)):
            if not any(values) and len(body) < MIN_WORD_ROWS:
                continue
            grids.append(_read_card(document, Block(lines=body, caption=caption), body, span))
        else:
            grids.append(replace(_read_grid(document, heads, body, span, is_printed=True), caption=caption))
    return grids


# --- a block as header and rows --------------------------------------------------------------------------------------


def _read_block(document: Document, block: Block) -> Grid | None:
    while not is_tab_row(block.lines[-1]):
        block.lines.pop()
    heads = _header_lines(block.lines)
    body = [line for line in block.lines if line not in heads]
    rows = [line for line in body if is_tab_row(line)]
    values = [is_value(c) for line in rows for c in split_cells(line)[1:] if c]
    if not heads and not block.caption and not any(values) and len(rows) < MIN_WORD_ROWS or not rows:
        return None
    span = (block.lines[0].number, block.lines[-1].number)
    printed = [line for line in block.lines if is_tab_row(line)]
    if block.caption or _is_fact_card(printed) or (not heads and sum(values) < 0.5 * len(values)):
        return _read_card(document, block, printed, span)
    return _read_grid(document, heads, body, span)


def _is_fact_card(rows: list[Line]) -> bool:
    """Whether two columns hold keys and what they announce: texts, or heads beside money, and no column of one thing."""
    pairs = [split_cells(line) for line in rows]
    if len(rows) < MIN_WORD_ROWS or not all(cells[0] and not any(cells[2:]) for cells in pairs):
        return False
    keys = [(cells[0], kind_of(cells[0]), cells[1]) for cells in pairs]
    if is_header(rows[0]) and not holds_no_figure(*pairs[0][:2]):
        return False
    values = [cells[1][:1].isdigit() for cells in pairs]
    if not values[0] and all(values[1:]) and keys[0][1] is not KeyKind.TEXT:
        return False  # words over values: they head them
    texts = sum(kind is KeyKind.TEXT and not is_value(text) or holds_no_figure(key, text) for key, kind, text in keys)
    heads = any(kind is KeyKind.COUNT for _, kind, _ in keys)
    money = any(numeral.unit in MONEY_UNITS for _, _, text in keys for numeral in parse_cell(text))
    return texts >= MIN_TEXT_KEYS or heads and money


def _header_lines(lines: list[Line]) -> list[Line]:
    """The leading lines that head the columns: before the first row with data, a time among them or only one line."""
    leading: list[Line] = []
    for line in lines:
        cells = [c for c in split_cells(line)[1:] if c]
        if any(is_data(c) and not is_period(c) for c in cells):
            break
        leading.append(line)
    if len(leading) == len(lines):
        return _text_header(lines)
    heads = [line for line in leading if is_tab_row(line) and any(split_cells(line)[1:])]
    timed = any(parse_period(c) for line in heads for c in split_cells(line))
    wide = max((len(split_cells(line)) for line in lines), default=0) > 2
    worded = len(heads) == 1 and (wide or all(map(is_header_word, " ".join(split_cells(heads[0])[1:]).split())))
    return heads if len(heads) <= MAX_HEADER_LINES and (timed or worded) else []


def _text_header(lines: list[Line]) -> list[Line]:
    """The header of a table of words: short cells over long ones, or an empty corner."""
    first, rest = split_cells(lines[0]), [c for line in lines[1:] for c in split_cells(line) if c]
    if not rest or not is_tab_row(lines[0]):
        return []
    if is_header(lines[0]):
        return [lines[0]]
    if len(first) >= 3 and not first[0] and all(first[1:]):
        return [lines[0]]
    if len(first) < 3 or not all(first) or any(len(c) > 40 for c in first):
        return []
    long_below = sum(len(c) for c in rest) / len(rest) > 2 * max(len(c) for c in first)
    digits_below = sum(any(ch.isdigit() for ch in c) for c in rest) > 0.5 * len(rest)
    return [lines[0]] if long_below or (digits_below and not any(ch.isdigit() for c in first for ch in c)) else []


def _read_card(document: Document, block: Block, body: list[Line], span: tuple[int, int]) -> Grid:
    """Rows of words without a header: key and text, or a list of people and their roles."""
    width = max(len(split_cells(line)) for line in body) - 1
    rows = []
    for line in body:
        cells = split_cells(line)
        texts = cells[1:] + ("",) * (width - len(cells) + 1)
        number = (line.number, line.number)
        flags, boxes = _of_cells(line, range(1, width + 1))
        rows.append(GridRow(cells[0], (texts,), number, quote_lines(document, *number), cell_flags=flags, cell_boxes=boxes))
    return Grid(("",) * width, "", tuple(rows), span, CARD_LAYOUT if width == 1 else LAYOUT, block.caption)


@dataclass(frozen=True, slots=True)
class _Header:
    columns: tuple[str, ...]
    positions: tuple[int, ...]
    width: int
    corner: str
    note: int | None


def _read_header(heads: list[Line], body: list[Line]) -> _Header:
    if not heads:
        widths = [len(split_cells(line)) for line in body if is_tab_row(line)]
        count = max((sum(1 for c in split_cells(line)[1:] if c) for line in body), default=1)
        return _Header(("",) * count, tuple(range(1, count + 1)), max(widths, default=2), "", None)
    cells = [split_cells(line) for line in heads]
    base = max(cells, key=lambda row: (sum(1 for c in row[1:] if c), len(row)))
    note = next((i for row in cells for i, c in enumerate(row) if i and re.fullmatch(r"not(er)?\.?", fold(c))), None)
    first = 0 if _no_label_column(body) else 1
    positions = tuple(i for i, c in enumerate(base) if i >= first and c and i != note)
    columns = [[] for _ in positions]  # type: list[list[str]]
    for row in cells:
        printed = [(i, c) for i, c in enumerate(row) if c and i != note and (i >= first or is_period(c))]
        for at, position in enumerate(positions):
            if len(printed) == len(positions):
                columns[at].append(printed[at][1])
            else:
                above = [c for i, c in printed if i <= position]
                columns[at].extend(above[-1:])
    corner = " ".join(row[0] for row in cells if row[0] and first and not (is_period(row[0]) and len(cells) > 1))
    return _Header(tuple(" ".join(c) for c in columns), positions, len(base), corner, note)


def _no_label_column(body: list[Line]) -> bool:
    rows = [split_cells(line) for line in body if is_tab_row(line)]
    return len(rows) >= 2 and all(cells[0] and is_data(cells[0]) and not is_period(cells[0]) for cells in rows)


def _read_grid(
    document: Document, heads: list[Line], body: list[Line], span: tuple[int, int], *, is_printed: bool = False
) -> Grid:
    """The grid of these lines. What is printed as a row of its own, by a layout that is known, goes on with no other."""
    header = _read_header(heads, body)
    tab_rows = [line for line in body if is_tab_row(line)]
    positional = all(len(split_cells(line)) == header.width for line in tab_rows)
    labelled = not _no_label_column(body)
    rows: list[GridRow] = []
    waiting: list[Line] = []
    for line in body:
        cells = split_cells(line)
        label = cells[0] if labelled else ""
        if not any(cells[1:]) and labelled:
            if rows and not is_printed and _goes_on(rows[-1], label):
                rows[-1] = _append_label(document, rows[-1], label, line)
            else:
                waiting.append(line)
            continue
        if rows and not is_printed and not label and not any(is_data(c) for c in cells) and _lower_start(cells):
            rows[-1] = _append_cells(document, rows[-1], cells[1:], line)
            continue
        texts, flags = _place(cells, header, positional, labelled)
        first = line.number
        if not label and labelled and waiting:
            first, label = waiting[-1].number, clean(waiting.pop().text)
        rows.extend(_heading(document, w, len(header.columns)) for w in waiting)
        waiting = []
        number = (first, line.number)
        cell_lines = ((line.number, line.number),) * len(texts)
        label = label if labelled else _common_word(texts)
        quote = quote_lines(document, *number)
        cell_flags, cell_boxes = _of_cells(line, header.positions)
        readings = _readings(texts, line, header.positions)
        rows.append(GridRow(label, readings, number, quote, cell_lines, flags, _indent(line), cell_flags, cell_boxes))
    return Grid(header.columns, header.corner, tuple(rows), span, LAYOUT)


def _readings(texts: tuple[str, ...], line: Line, positions: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    """The row as read, then with further readings of its cells, as many as a proof can try."""
    if not any(cell.others for cell in line.cells) or len(positions) != len(texts):
        return (texts,)
    choices = [(text, *line.cells[at].others) for text, at in zip(texts, positions, strict=True)]
    return tuple(islice(product(*choices), _MOST_READINGS))


def _of_cells(line: Line, positions: Sequence[int]) -> tuple[tuple[tuple[str, ...], ...], tuple[Box | None, ...]]:
    """The flags and the boxes of a printed row's cells under the columns; both empty for a line of text."""
    if not line.cells:
        return (), ()
    cells = [line.cells[at] for at in positions if at < len(line.cells)]
    return tuple(cell.flags for cell in cells), tuple(cell.box for cell in cells)


def _place(cells: tuple[str, ...], header: _Header, positional: bool, labelled: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The row's cells under the columns. Word exports drop and add tabs: there the cells are aligned from the right."""
    used = list(cells)
    if not positional:
        while used and not used[-1] and len(used) > header.width:
            used.pop()
        trimmed = list(used)
        while trimmed and not trimmed[-1]:
            trimmed.pop()
        if len(trimmed) != header.width and len(used) != header.width or len(trimmed) < header.width:
            values = [c for c in (trimmed[1:] if labelled else trimmed) if c]
            missing = len(header.columns) - len(values)
            if missing > 0 and len(used) != header.width:
                return (*values, *("",) * missing), ("column-uncertain",)
            if missing <= 0:
                # more cells than columns: what is left over in front is the reference to a note, or nothing can be placed
                over = values[: -missing if missing < 0 else 0]
                placed = all(_REFERENCE.fullmatch(cell) for cell in over)
                return tuple(values[len(over) :]), () if placed else ("column-uncertain",)
    return tuple(used[i] if i < len(used) else "" for i in header.positions), ()


def _goes_on(row: GridRow, label: str) -> bool:
    return label[:1].islower() or label.startswith("(") or bool(_UNFINISHED.search(fold(row.label).strip()))


def _lower_start(cells: tuple[str, ...]) -> bool:
    first = next((c for c in cells if c), "")
    return first[:1].islower()


def _append_label(document: Document, row: GridRow, label: str, line: Line) -> GridRow:
    span = (row.lines[0], line.number)
    return GridRow(
        f"{row.label} {label}".strip(), row.readings, span, quote_lines(document, *span), row.cell_lines, row.flags, row.indent
    )


def _append_cells(document: Document, row: GridRow, cells: tuple[str, ...], line: Line) -> GridRow:
    """A row of words cut by a page break: the second half begins in lower case under an empty label."""
    texts = tuple(f"{a} {b}".strip() for a, b in zip(row.texts, cells + ("",) * len(row.texts), strict=False))
    span = (row.lines[0], line.number)
    return GridRow(row.label, (texts,), span, quote_lines(document, *span), (span,) * len(texts), row.flags)


def _heading(document: Document, line: Line, columns: int) -> GridRow:
    number = (line.number, line.number)
    quote = quote_lines(document, *number)
    return GridRow(clean(line.text), (("",) * columns,), number, quote, (number,) * columns, indent=_indent(line))


def _indent(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip(" \u00a0"))


def _common_word(texts: tuple[str, ...]) -> str:
    """The word that the cells of a row without a label share ("2 kvinnor", "11 kvinnor", "0 kvinna" → "kvinnor")."""
    counted = [parse_counted(text) for text in texts if text]
    found = [c[1] for c in counted if c is not None]
    if not found or len(found) < len(counted):
        return ""
    return max(found, key=found.count)
