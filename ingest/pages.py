"""Page marks of a text export: form feeds, or the single blank that some converters left in their place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from statistics import mean, median

from ingest.contents import Contents, read_contents
from ingest.domain import Line

# The one-blank convention is believed when marks are at least so many, lie as far apart as pages do (in lines; cells
# printed one a line make long pages), and are rare among all lines. Measured: the two samples with marks have 26 and 27,
# median gaps 47 and 54, .02 of the lines; indented text in the others has 0 to 3, a few lines apart.
_MIN_MARKS = 3
_MIN_MARKS_WITHOUT_FIRST_LINE = 5
_PAGE_LINES = (15, 150)
_MARK_SHARE = 0.08

_ONE_BLANK = re.compile(r" (?=\S)")
# A page may begin with a table cell that has a leading blank of its own.
_TWO_BLANKS = re.compile(r"  (?=[A-ZÅÄÖ])")
# A row of years below its caption is a table head with an empty corner cell, not a new page.
_YEARS = re.compile(r"\s*(?:19|20)\d\d(?:\s+(?:19|20)\d\d)+\s*")
_HEADING = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)\.\s?(?P<title>[^\W\d_].{2,})")
_MARKED_HEADING = re.compile(f" {_HEADING.pattern}")
_LEADER = re.compile(r"\.{4}|…")
# Printed page numbers of a contents may lag a page behind the text; two marks too few or too many show as more.
_MAX_DRIFT = 1


def mark_pages(texts: Sequence[str]) -> tuple[tuple[Line, ...], int]:
    """Lines with their physical pages, counted from 1 at the file's start, and the number of pages.

    Without page marks every `page` is None and the count is 0.
    """
    if any("\f" in text for text in texts):
        return _by_form_feed(texts)
    starts = frozenset(_one_blank_starts(texts))
    if not starts:
        return tuple(Line(number, text) for number, text in enumerate(texts, 1)), 0
    page, lines = 1, []
    for index, text in enumerate(texts):
        if index in starts and index > 0:
            page += 1
        lines.append(Line(index + 1, text, page))
    return tuple(lines), page


def _by_form_feed(texts: Sequence[str]) -> tuple[tuple[Line, ...], int]:
    page, last_with_text, begun, lines = 1, 1, False, []
    for number, text in enumerate(texts, 1):
        before, *after = text.split("\f")
        marks = len(after)
        if marks and not begun and not before.strip():
            marks -= 1  # a mark before any text opens page 1
            begun = True
        # A mark inside a line: what stands before it still belongs to the old page, and so does the line's place.
        own = page if before.strip() else page + marks
        clean = before + (" " if before.strip() and "".join(after).strip() else "") + "".join(after)
        lines.append(Line(number, clean, own))
        page += marks
        if clean.strip():
            begun = True
            last_with_text = page if "".join(after).strip() or not after else own
    # Converters end the last page with a mark too; nothing follows it, so it opens none.
    return tuple(Line(x.number, x.text, min(x.page or 1, last_with_text)) for x in lines), last_with_text


def _one_blank_starts(texts: Sequence[str]) -> list[int]:
    """Indexes of lines that open a page under the one-blank convention; [] where the file does not use it."""
    candidates = [i for i, text in enumerate(texts) if _opens(i, texts, _ONE_BLANK) and not _YEARS.fullmatch(text)]
    least = _MIN_MARKS if candidates[:1] == [0] else _MIN_MARKS_WITHOUT_FIRST_LINE
    filled = sum(1 for text in texts if text.strip())
    if len(candidates) < least or len(candidates) > _MARK_SHARE * filled or not _lie_apart(candidates, texts):
        return []
    indented = [i for i in range(len(texts)) if _opens(i, texts, _TWO_BLANKS)]
    if len(indented) <= len(candidates) // 10:  # otherwise two blanks are this file's indent
        candidates = sorted({*candidates, *indented})
    marked = (i for i, text in enumerate(texts) if _MARKED_HEADING.match(text) and not _LEADER.search(text))
    with_headings = sorted({*candidates, *marked})
    best = min((candidates, with_headings), key=lambda starts: _drift(texts, starts))
    return best if _drift(texts, best) <= _MAX_DRIFT else []


def _lie_apart(candidates: Sequence[int], texts: Sequence[str]) -> bool:
    """Whether the lines lie as far apart as pages do. A short report has many short pages: a cover, the contents, chapters;
    there most marks must stand before a heading, while headings inside pages have none."""
    gaps = [after - before for before, after in zip(candidates, [*candidates[1:], len(texts)], strict=True)]
    if max(gaps) > max(_PAGE_LINES[1], len(texts) / 2):
        return False
    if _PAGE_LINES[0] <= median(gaps) <= _PAGE_LINES[1]:
        return True
    before_headings = sum(1 for i in candidates if _MARKED_HEADING.match(texts[i]))
    inside_pages = sum(1 for text in texts if _HEADING.match(text) and not _LEADER.search(text))
    return before_headings * 2 > len(candidates) and inside_pages >= _MIN_MARKS and mean(gaps) >= _PAGE_LINES[0]


def _drift(texts: Sequence[str], starts: Sequence[int]) -> int:
    """How much the distance between the pages that begin at these indexes and those printed in the contents varies.

    0 where there is no table of contents, or too few of its headings are found to tell.
    """
    lines = [Line(number, text) for number, text in enumerate(texts, 1)]
    printed = _printed_pages(lines, read_contents(lines))
    distances = [page - bisect_right(starts, index) for index, page in printed.items()]
    return max(distances) - min(distances) if len(distances) >= _MIN_MARKS else 0


def _printed_pages(lines: Sequence[Line], contents: Contents) -> dict[int, int]:
    """Where the headings of the contents stand in the text, by index, with their printed pages."""
    found: dict[int, int] = {}
    seen: set[int | None] = {None}
    for index, line in enumerate(lines):
        match = _HEADING.fullmatch(line.text.strip())
        if match is None or contents.holds(line.number):
            continue
        entry = contents.find(match["number"], match["title"].strip())
        page = contents.entries[entry].page if entry is not None else None
        if page is not None and entry not in seen:
            found[index] = page
        seen.add(entry)
    return found


def _opens(index: int, texts: Sequence[str], start: re.Pattern[str]) -> bool:
    return start.match(texts[index]) is not None and (index == 0 or bool(texts[index - 1].strip()))
