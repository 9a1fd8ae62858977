"""Amounts under a caption that names them, outside of any frame: "Budgetmål:" and below it "Teamet - 143 000:-"."""

from __future__ import annotations

import re

from ingest.card_keys import KeyKind, kind_of
from ingest.card_labels import plain
from ingest.domain import Document, Line
from ingest.language import fold
from ingest.numerals import parse_cell
from ingest.tables_grid import Grid, GridRow, clean, is_blank

LAYOUT = "named"
MAX_LABEL_CHARS = 60
MAX_CAPTION_CHARS = 40
_CAPTION = re.compile(r"(budget|kostnad|finansiering|beviljade medel|ersattning)[^:.]*:")
# The dash between a label and its amount is no minus.
_NAMED = re.compile(
    r"(?:(?P<label>[^\W\d][^:]*?)\s*[-–:]\s+)?(?P<amount>\d[\d\s]*(?:kr|tkr|mnkr|:-)(?:\s?\(\d+(?:,\d+)?\s?%\))?)\.?",
    re.IGNORECASE,
)


def read_named_lists(document: Document, boundaries: frozenset[int], taken: frozenset[int]) -> list[Grid]:
    """The captions outside the lines already `taken` with a list of names and amounts below, in order."""
    return [grid for grid in _read(document, boundaries, taken) if any(row.indent for row in grid.rows)]


def read_named_amounts(document: Document, boundaries: frozenset[int], taken: frozenset[int]) -> list[Grid]:
    """The captions outside the lines already `taken` with one amount of their own below, in order."""
    return [grid for grid in _read(document, boundaries, taken) if not any(row.indent for row in grid.rows)]


def _read(document: Document, boundaries: frozenset[int], taken: frozenset[int]) -> list[Grid]:
    grids = []
    for line in document.lines:
        caption = clean(line.text)
        if line.number in taken or len(caption) > MAX_CAPTION_CHARS or not _CAPTION.fullmatch(fold(caption)):
            continue
        rows = _rows_below(document, line, boundaries | taken)
        if rows:
            grids.append(Grid(("",), "", tuple(rows), (line.number, rows[-1].lines[1]), LAYOUT, caption.rstrip(": ")))
    return grids


def _rows_below(document: Document, caption: Line, stops: frozenset[int]) -> list[GridRow]:
    key = clean(caption.text).rstrip(": ")
    rows: list[GridRow] = []
    for at in range(caption.number, len(document.lines)):
        line = document.lines[at]
        text = plain(line)
        match = _NAMED.fullmatch(text)
        if is_blank(line) or line.number in stops or match is None or not parse_cell(match["amount"]):
            break
        label, place = (match["label"] or "").strip(), (line.number, line.number)
        # "Budget: 400 000 kr" below "Kostnad:" is the next of a card's keys
        if len(label) > MAX_LABEL_CHARS or (not label and rows) or (label and kind_of(label) is not KeyKind.OTHER):
            break
        if label and not rows:
            above = (caption.number, caption.number)
            rows.append(GridRow(key, (("",),), above, clean(caption.text), (above,)))
        lines = place if label else (caption.number, line.number)
        quote = text if label else f"{clean(caption.text)} | {text}"
        rows.append(GridRow(label or key, ((match["amount"].strip(),),), lines, quote, (place,), indent=1 if label else 0))
    return rows
