"""What the layout readers hand over: a block of the text as header and rows, before anything is proven or named."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.domain import Box, Document, Line
from ingest.language import fold
from ingest.numerals import is_nil, parse_cell

_BOOKMARK = re.compile(r"\[bookmark: [^\]]*\]")
_TOTAL = re.compile(r"^(summa|totalt?a?|delsumma|total)\b|^[a-z ]{0,30}\bsumma$")
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>")


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row as read. `readings` are the ways its print can be cut into one cell a column, the first one in force.

    A row that is only a heading inside the table has no cells with text.
    """

    label: str
    readings: tuple[tuple[str, ...], ...]
    lines: tuple[int, int]
    quote: str
    cell_lines: tuple[tuple[int, int], ...] = ()
    flags: tuple[str, ...] = ()
    indent: int = 0
    cell_flags: tuple[tuple[str, ...], ...] = ()
    cell_boxes: tuple[Box | None, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        return self.readings[0] if self.readings else ()

    @property
    def is_heading(self) -> bool:
        return not any(self.texts)

    @property
    def is_total(self) -> bool:
        return bool(_TOTAL.match(fold(self.label).strip()))


@dataclass(frozen=True, slots=True)
class Grid:
    """A block read as a table: `corner` is the printed header of the label column, `columns` of the value columns."""

    columns: tuple[str, ...]
    corner: str
    rows: tuple[GridRow, ...]
    lines: tuple[int, int]
    layout: str
    caption: str = ""


def clean(text: str) -> str:
    """A printed piece without bookmarks and markup, white space folded to one blank."""
    return " ".join(_MARKUP.sub(" ", _BOOKMARK.sub("", text)).split())


def is_value(text: str) -> bool:
    """Whether a cell holds a number or a printed nil."""
    return bool(parse_cell(text)) or is_nil(text)


def is_blank(line: Line) -> bool:
    return not line.text.strip()


def quote_lines(document: Document, first: int, last: int) -> str:
    """The lines as they may be cited: tab cells joined by " | ", lines joined by a blank."""
    parts = []
    for line in document.lines[first - 1 : last]:
        cells = [" ".join(cell.split()) for cell in line.text.split("\t")]
        text = " | ".join(cell for cell in cells if cell)
        if text:
            parts.append(text)
    return " ".join(parts)
