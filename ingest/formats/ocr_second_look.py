"""A second look at the numbers of a scanned table: the doubtful cells alone, cut out and set one below the other.

Whole pages are read as prose, where a lone "0", a number between two rules or one with initials written across it is
easily lost. Once the columns are known, so is where each number must stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from statistics import median
from typing import TYPE_CHECKING

from ingest.formats.page_cells import TableLine
from ingest.formats.page_columns import TableColumn
from ingest.formats.page_lines import Piece, print_lines
from ingest.formats.page_tables import FoundTable, find_tables
from ingest.formats.page_words import Span, Word, span_of
from ingest.numerals import is_nil, parse_cell

if TYPE_CHECKING:
    from PIL.Image import Image

# Below this confidence (of 100) a number is looked at again.
_SURE = 88.0
_AGREED = 95.0
_CORRECTED = 60.0
# A column is one of numbers where so many of its rows print one.
_MOSTLY = 0.4
_MOST_CELLS = 150
_MARGIN = 2.0
_LINE_GAP = 26
# Numbers end where most of their column do, within this share of the type's size; one that ends further off lacks digits.
_SAME_EDGE = 0.6
_MOST_EDGES = 0.7
_OFF_EDGE = 1.1
_LOST_BLANK = re.compile(r"([-–−+]?)(\d{4,6}) (\d{3}(?: \d{3})*)")
_SPECK = re.compile(r"(?<=\d)[.:;](?=\d{3}(?!\d))")
_DIGITS = re.compile(r"[^0-9,.%+−–-]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORT = 8  # characters of a label that may be a misread year

# The strip of cells to its text lines, each with its middle (pixels from the top) and its confidence.
ReadStrip = Callable[["Image"], Sequence[tuple[str, float, float]]]


class Asked(Enum):
    """What must stand in a cell that is looked at again."""

    NUMBER = auto()
    PERCENTAGE = auto()
    YEAR = auto()


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A cell to look at again: its words as read (none where it seems empty), and where it must stand, in points.

    `falls_short`: what was read ends off the edge where its column's numbers end, so that digits may be missing.
    """

    words: tuple[Word, ...]
    span: Span
    baseline: float
    size: float
    falls_short: bool = False
    of: Asked = Asked.NUMBER


def look_again(words: tuple[Word, ...], image: Image, scale: float, read_strip: ReadStrip) -> tuple[Word, ...]:
    """The words, the doubtful numbers of tables as a second look has them.

    `scale` is the image's pixels a point. A number that both looks read alike is sure; where they differ the other
    reading comes along in `others`; one that only the second look sees is there with little confidence.
    """
    tables = find_tables(print_lines(words))
    doubts = [doubt for table in tables for doubt in (*_doubtful_years(table), *_doubts_of(table))][:_MOST_CELLS]
    if not doubts:
        return words
    strip, middles = _strip(image, scale, doubts)
    seen = _by_cell(read_strip(strip), middles)
    replaced: set[int] = set()
    added: list[Word] = []
    for doubt, (text, confidence) in zip(doubts, seen, strict=True):
        word = _decide(doubt, text, confidence)
        if word is not None:
            replaced.update(id(w) for w in doubt.words)
            added.append(word)
    return (*(word for word in words if id(word) not in replaced), *added)


# --- what is doubtful ------------------------------------------------------------------------------------------------


def _doubts_of(table: FoundTable) -> list[_Doubt]:
    body = table.rows
    found: list[_Doubt] = []
    for at, column in enumerate(table.columns, 1):
        values = [row for row in body if row.cells[at].is_value]
        if len(values) < max(2, _MOSTLY * sum(not row.is_heading for row in body)) or _is_references(values, at):
            continue
        edge = _common_edge([row.cells[at].words for row in values])
        percentages = sum("%" in row.cells[at].text for row in values) >= _MOSTLY * len(values)
        asked = Asked.PERCENTAGE if percentages else Asked.NUMBER
        for row in body:
            if not row.is_heading:
                falls_short = _falls_short(row, at, edge)
                if falls_short or _is_doubtful(row, at, edge is not None and asked is Asked.PERCENTAGE):
                    found.append(replace(_doubt(row, at, column), falls_short=falls_short, of=asked))
    return found


def _doubtful_years(table: FoundTable) -> list[_Doubt]:
    """Labels beside values that are empty or short and read with doubt, in a table whose rows are labelled by years."""
    rows = [row for row in table.rows if not row.is_heading]
    years = [row.cells[0].words for row in rows if _YEAR.fullmatch(row.cells[0].text)]
    if not years:
        return []
    found: list[_Doubt] = []
    around = span_of(word for words in years for word in words)
    for row in rows:
        words, size = row.cells[0].words, years[0][0].size
        sure = bool(words) and min(word.confidence for word in words) >= _SURE
        text = row.cells[0].text
        may_be_one = len(years) > 1 or sum(c.isdigit() for c in text) >= 4
        if sure or not may_be_one or len(text) > _SHORT or _YEAR.fullmatch(text):
            continue
        beside = [word for cell in row.cells[1:] for word in cell.words]
        y0, y1 = min(w.y0 for w in beside), max(w.y1 for w in beside)
        at = Span(around.x0 - 0.4 * size, y0 - _MARGIN, around.x1 + 0.4 * size, y1 + _MARGIN)
        found.append(_Doubt(words, at, beside[0].baseline, size, of=Asked.YEAR))
    return found


def _is_references(rows: Sequence[TableLine], at: int) -> bool:
    return all(len(row.cells[at].text) <= 3 for row in rows) and any(
        len(row.cells[at + 1].text) > 3 for row in rows if at + 1 < len(row.cells)
    )


def _common_edge(cells: Sequence[tuple[Word, ...]]) -> float | None:
    """Where the numbers of a column end, None where they end at different places."""
    edges = [words[-1].x1 for words in cells]
    edge, size = median(edges), median(words[-1].size for words in cells)
    near = sum(abs(x - edge) < _SAME_EDGE * size for x in edges)
    return edge if near >= _MOST_EDGES * len(edges) else None


def _falls_short(row: TableLine, at: int, edge: float | None) -> bool:
    words = row.cells[at].words
    return edge is not None and bool(words) and abs(words[-1].x1 - edge) > _OFF_EDGE * words[-1].size


def _is_doubtful(row: TableLine, at: int, unlabelled_too: bool) -> bool:
    """Whether a cell seems empty beside filled ones, prints no number or one read with doubt."""
    cell = row.cells[at]
    if not cell.words:
        return (unlabelled_too or bool(row.cells[0].words)) and sum(bool(c.words) for c in row.cells[1:]) * 2 >= len(
            row.cells
        ) - 1
    return not cell.is_value or min(word.confidence for word in cell.words) < _SURE


def _doubt(row: TableLine, at: int, column: TableColumn) -> _Doubt:
    around = span_of(word for cell in row.cells for word in cell.words)
    words = row.cells[at].words
    beside = [word for cell in row.cells[1:] for word in cell.words] or list(row.cells[0].words)
    reference = words or beside
    y0, y1 = min(w.y0 for w in reference), max(w.y1 for w in reference)
    size = max(word.size for word in beside)
    if y1 - y0 < 0.5 * size:  # a lone dash
        y0, y1 = around.y0, around.y1
    baseline = beside[0].baseline if not words else words[0].baseline
    width = max(column.width, 4 * size)
    return _Doubt(
        words, Span(column.x1 - width - _MARGIN, y0 - _MARGIN, column.x1 + _MARGIN + 0.1 * size, y1 + _MARGIN), baseline, size
    )


# --- the strip -------------------------------------------------------------------------------------------------------


def _strip(image: Image, scale: float, doubts: Sequence[_Doubt]) -> tuple[Image, list[float]]:
    """The cells below each other on white, and the middle of each."""
    from PIL import Image as pillow
    from PIL import ImageOps

    crops = []
    for doubt in doubts:
        span = doubt.span
        box = (round(span.x0 * scale), round(span.y0 * scale), round(span.x1 * scale), round(span.y1 * scale))
        crops.append(ImageOps.autocontrast(image.convert("L").crop(box), cutoff=2))
    width = max(crop.width for crop in crops) + 2 * _LINE_GAP
    strip = pillow.new("L", (width, sum(crop.height + _LINE_GAP for crop in crops) + _LINE_GAP), 255)
    middles: list[float] = []
    top = _LINE_GAP
    for crop in crops:
        strip.paste(crop, (width - crop.width - _LINE_GAP, top))
        middles.append(top + crop.height / 2)
        top += crop.height + _LINE_GAP
    return strip, middles


def _by_cell(lines: Sequence[tuple[str, float, float]], middles: Sequence[float]) -> list[tuple[str, float]]:
    """What was read of each cell, with its confidence; "" and 0 where nothing was."""
    seen: list[list[tuple[str, float]]] = [[] for _ in middles]
    for text, middle, confidence in lines:
        nearest = min(range(len(middles)), key=lambda i: abs(middles[i] - middle))
        if abs(middles[nearest] - middle) < 1.5 * _LINE_GAP:
            seen[nearest].append((text, confidence))
    return [found[0] if len(found) == 1 else ("", 0.0) for found in seen]


# --- which reading ---------------------------------------------------------------------------------------------------


def _decide(doubt: _Doubt, text: str, confidence: float) -> Word | None:
    """The cell as one word where the second look says something; None where the first stands as it is."""
    second = _numeral(text)
    if doubt.of is Asked.YEAR:
        return _word(doubt, second, min(confidence, _CORRECTED), ()) if _YEAR.fullmatch(second) else None
    if not parse_cell(second):
        seen = Piece(doubt.words).text if doubt.falls_short else ""
        return _word(doubt, seen, _CORRECTED, ()) if parse_cell(seen) else None
    if not doubt.words:
        return _word(doubt, second, min(confidence, _CORRECTED), ())
    first = Piece(doubt.words).text
    if is_nil(first):
        return None
    cleaned = _numeral(first)
    if _amount(cleaned) == _amount(second):
        return _word(doubt, second if parse_cell(first) == () else first, _AGREED, ())
    if not parse_cell(first):
        others = (cleaned,) if parse_cell(cleaned) else ()
        return _word(doubt, second, min(confidence, _CORRECTED), others)
    confidence = min(_CORRECTED, confidence, *(word.confidence for word in doubt.words))
    if doubt.of is Asked.PERCENTAGE and "%" not in first and second.endswith("%") and first.startswith(second[:-1]):
        return _word(doubt, second, confidence, ())  # the sign had been read as digits
    if _amount(second).startswith(_amount(first)):
        return _word(doubt, second, confidence, (first,))  # its end had been lost
    return _word(doubt, first, confidence, (second,))


def _numeral(text: str) -> str:
    """What of a reading can be a number; a point or colon before three digits is the grain of the paper."""
    kept = " ".join(_DIGITS.sub(" ", _SPECK.sub(" ", text)).split()).rstrip(".,")
    lost_blank = _LOST_BLANK.fullmatch(kept)
    return f"{lost_blank[1]}{int(lost_blank[2]):,}".replace(",", " ") + f" {lost_blank[3]}" if lost_blank else kept


def _amount(text: str) -> str:
    return re.sub(r"\s", "", text).replace("–", "-").replace("−", "-")


def _word(doubt: _Doubt, text: str, confidence: float, others: tuple[str, ...]) -> Word:
    if doubt.words:
        around = span_of(doubt.words)
        return replace(doubt.words[0], text=text, x0=around.x0, x1=around.x1, confidence=confidence, others=others)
    width = 0.55 * doubt.size * len(text)
    right = doubt.span.x1 - _MARGIN
    top = doubt.baseline - 0.8 * doubt.size
    return Word(text, right - width, top, right, doubt.baseline, doubt.baseline, doubt.size, confidence=confidence, others=others)
