"""A table of a web page as rows with one cell a column, merged cells spread as in Word's tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from ingest.formats.line_writer import TableBlock, one_line
from ingest.formats.span_tables import MAX_COLUMNS, SpanRow, lay_out

MAX_ROWS = 100_000
_HEAD_CELL = "th"


def read_table(table: etree._Element, is_shown: Callable[[etree._Element], bool]) -> TableBlock | None:
    """The table; None where no cell of it has text. Header rows are those of <thead>, or that hold <th> only."""
    rows: list[SpanRow] = []
    taken: dict[int, int] = {}  # how many more rows a merged cell from above takes a column
    for row, in_head in _rows(table, is_shown):
        found = SpanRow()
        cells = [cell for cell in row if cell.tag in ("td", _HEAD_CELL) and is_shown(cell)]
        at, below = 0, {column: left - 1 for column, left in taken.items() if left > 1}
        for cell in cells:
            while taken.get(at, 0) > 0:
                at += 1
            columns, height = _span(cell, "colspan", MAX_COLUMNS), _span(cell, "rowspan", MAX_ROWS)
            found.add(at, cell_text(cell, is_shown), columns)
            if height > 1:
                below |= dict.fromkeys(range(at, at + columns), height - 1)
            at += columns
        found.heads = bool(cells) and (in_head or all(cell.tag == _HEAD_CELL for cell in cells))
        rows.append(found)
        taken = below
    block = lay_out(rows)
    return block if block.rows else None


def cell_text(cell: etree._Element, is_shown: Callable[[etree._Element], bool]) -> str:
    """The text of a cell on one line."""
    parts: list[str] = []
    stack: list[tuple[bool, etree._Element]] = [(True, cell)]
    while stack:
        enters, element = stack.pop()
        if enters and (element is cell or is_shown(element)):
            parts.append(element.text or "")
            for child in reversed(element):
                stack += [(False, child), (True, child)]
        if enters and element.tag in ("br", "p", "div", "li"):
            parts.append(" ")
        if not enters:
            parts.append((" " if element.tag in ("p", "div", "li") else "") + (element.tail or ""))
    return one_line("".join(parts))


def _rows(table: etree._Element, is_shown: Callable[[etree._Element], bool]) -> Iterator[tuple[etree._Element, bool]]:
    """The rows in the order shown, and whether each stands in the table's head; the foot comes last wherever it is written."""
    parts = [part for part in table if isinstance(part.tag, str) and is_shown_part(part, is_shown)]
    foot = [part for part in parts if part.tag == "tfoot"]
    for part in [*(part for part in parts if part.tag != "tfoot"), *foot]:
        if part.tag == "tr":
            yield part, False
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from ((row, part.tag == "thead") for row in part.iterchildren("tr") if is_shown(row))


def is_shown_part(part: etree._Element, is_shown: Callable[[etree._Element], bool]) -> bool:
    return part.tag in ("tr", "thead", "tbody", "tfoot") and is_shown(part)


def _span(cell: etree._Element, name: str, most: int) -> int:
    text = cell.get(name, "1").strip()
    return max(1, min(int(text), most)) if text.isdecimal() and len(text) < 10 else 1
