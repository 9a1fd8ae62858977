"""Where a table set apart by blanks begins: a header of times and scenarios, of words over values, or in pieces."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.domain import Line
from ingest.language import fold
from ingest.numerals import is_nil, parse_cell
from ingest.tables_captions import heads_closed_list
from ingest.tables_grid import clean, is_blank
from ingest.tables_header_pairs import join_lines
from ingest.tables_headers import MAX_COLUMNS, SpaceHeader, is_header_word, read_header
from ingest.tables_pieces import read_pieces

UNIT_CAPTION = re.compile(r"\((?:i\s+)?(?:t?kr|mnkr)\)$")
WIDE_GAP = re.compile(r"\s{2,}")
# Words that end this near each other on two lines head one column.
MAX_SHIFT = 4
_MONTH = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?"
_YEAR = r"(?:19|20)\d\d"
_TIME = re.compile(rf"\b(?:(?:{_MONTH}(?:\s?-\s?{_MONTH})?|helar|ar)\s)?{_YEAR}\b(?!-)")
_HEADER_WORDS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,3}")


def header_at(lines: tuple[Line, ...], at: int) -> SpaceHeader | None:
    """The header that starts at this index, None where no table does."""
    header = read_header(lines, at)
    if header is not None:
        return _with_times_below(lines, header, at)
    header = read_pieces(lines, at)
    if header is not None:
        return header
    if UNIT_CAPTION.search(fold(clean(lines[at].text))):
        # a list of amounts under a caption that names the unit has no header of its own
        return SpaceHeader(("",), "", False, at)
    return words_header(lines, at)


def caption_at(lines: tuple[Line, ...], at: int) -> SpaceHeader | None:
    """A caption that does for a header: below it single amounts add up to the last of them."""
    return SpaceHeader(("",), "", False, at) if heads_closed_list(lines, at) else None


def words_header(lines: tuple[Line, ...], at: int) -> SpaceHeader | None:
    """Words set wide apart, one for each of the values that the next two rows print, with or without one for the labels."""
    words = WIDE_GAP.split(lines[at].text.strip())
    if not 2 <= len(words) <= MAX_COLUMNS or not all(_HEADER_WORDS.fullmatch(word) and word[0].isupper() for word in words):
        return None
    counts = {_count_values(line.text) for line in [below for below in lines[at + 1 : at + 5] if not is_blank(below)][:2]}
    count = counts.pop() if len(counts) == 1 else 0
    if count < 2 or len(words) - count not in (0, 1):
        return None
    corner = words[0] if len(words) > count else ""
    return SpaceHeader(tuple(words[-count:]), corner, False, at)


def _count_values(text: str) -> int:
    """How many values set wide apart stand behind a label; 0 where anything else does."""
    label, *cells = WIDE_GAP.split(text.strip())
    return len(cells) if not parse_cell(label) and all(parse_cell(cell) or is_nil(cell) for cell in cells) else 0


def _with_times_below(lines: tuple[Line, ...], header: SpaceHeader, at: int) -> SpaceHeader:
    """The header with a second row that holds times alone, each joined to the column that it stands under."""
    if header.last != at or at + 1 >= len(lines) or any(_TIME.search(fold(c)) for c in header.columns):
        return header
    text = fold(lines[at + 1].text)
    times = list(_TIME.finditer(text))
    if len(times) < 2 or _TIME.sub("", text).strip():
        return header
    columns = list(header.columns)
    ends = _column_ends(lines[at].text, header.columns)
    if len(times) == len(columns):
        under = list(range(len(columns)))
    elif not ends:
        return replace(header, columns=join_lines(columns, clean(lines[at + 1].text)) or header.columns, last=at + 1)
    else:
        under = [min(range(len(ends)), key=lambda i: abs(ends[i] - t.end())) for t in times]
    for column, time in zip(under if len(set(under)) == len(times) else (), times, strict=False):
        columns[column] = f"{columns[column]} {clean(lines[at + 1].text[time.start() : time.end()])}"
    return replace(header, columns=tuple(columns), last=at + 1)


def _column_ends(text: str, columns: tuple[str, ...]) -> list[int]:
    """Where each column header ends on its line; empty where the line does not keep its layout."""
    ends: list[int] = []
    for column in columns:
        at = text.find(column, ends[-1] if ends else 0)
        if at < 0:
            return []
        ends.append(at + len(column))
    return ends if len(WIDE_GAP.split(text.strip())) >= len(columns) else []


def with_words_above(lines: tuple[Line, ...], at: int, header: SpaceHeader) -> SpaceHeader | None:
    """A header whose columns have one name twice, told apart by the line above: "Utfall Budget Utfall" over years.

    A word a column is joined in order; fewer words belong to the columns that they end above. None where that tells
    them not apart.
    """
    above = next((lines[i].text for i in range(at - 1, max(at - 3, -1), -1) if lines[i].text.strip()), "")
    text = above.strip()
    words = WIDE_GAP.split(text) if WIDE_GAP.search(text) else text.split()
    if not words or not all(is_header_word(part.replace("–", "-")) for word in words for part in word.split()):
        return None
    columns, under = list(header.columns), list(range(len(words)))
    if len(words) != len(columns):
        ends, own = _column_ends(above, tuple(words)), _column_ends(lines[at].text, header.columns)
        under = [min(range(len(own)), key=lambda i: abs(own[i] - end)) for end in ends] if own else []
        if len(set(under)) != len(words) or any(abs(own[i] - end) > MAX_SHIFT for i, end in zip(under, ends, strict=True)):
            return None
    for column, word in zip(under, words, strict=True):
        columns[column] = f"{word} {columns[column]}"
    return replace(header, columns=tuple(columns)) if len(set(columns)) == len(columns) else None
