"""The rows and cells of a Word table, and which columns each cell takes."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ingest.formats.word_styles import W, is_set
from ingest.formats.word_text import WRAPPERS, is_taken_out


def table_rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows (w:tr) of a table, those in content controls included, those deleted or hidden left out."""
    for row in _children(table, f"{W}tr"):
        properties = row.find(f"{W}trPr")
        if not is_taken_out(properties) and not is_set(properties, "hidden"):
            yield row


def row_cells(row: etree._Element) -> Iterator[tuple[int, int, bool, etree._Element]]:
    """The cells (w:tc) of a row with the column that each begins in, how many it takes, and whether it goes on from above."""
    properties = row.find(f"{W}trPr")
    at = _number(properties, "gridBefore", 0)
    for cell in _children(row, f"{W}tc"):
        look = cell.find(f"{W}tcPr")
        span = max(_number(look, "gridSpan", 1), 1)
        merge = None if look is None else look.find(f"{W}vMerge")
        goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        yield at, span, goes_on, cell
        at += span


def repeats_as_header(row: etree._Element) -> bool:
    """Whether Word repeats the row at the top of each page."""
    return bool(is_set(row.find(f"{W}trPr"), "tblHeader"))


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in parent.iterchildren():
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from _children(child, tag)


def _number(properties: etree._Element | None, name: str, otherwise: int) -> int:
    element = None if properties is None else properties.find(f"{W}{name}")
    text = "" if element is None else element.get(f"{W}val", "")
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise
