"""The part of the year that a chapter's numbers cover, where its text says so ("Siffrorna avser 1 januari - 30 juni")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.domain import Document, Section
from ingest.language import fold
from ingest.periods_parts import DAY_TO_DAY, MONTH_TO_MONTH, day_and_month, months_as_days

MAX_CAPTION_CHARS = 90
_SAYS_SO = re.compile(rf"\bavser\s+(?:perioden\s+|tiden\s+)?{DAY_TO_DAY}(?!\s*(?:19|20)\d\d)")
_MANY_YEARS = re.compile(r"\b(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d\b")
_MONTHS = re.compile(MONTH_TO_MONTH)


def part_of_year(document: Document, sections: Sequence[Section], section: Section | None) -> str:
    """ "01-01/06-30" where the numbered chapter around a section says that its numbers of all years cover that part.

    "" where it says nothing, or two different parts.
    """
    if section is None:
        return ""
    first, last = _chapter(sections, section)
    found = {part for line in document.lines[first - 1 : last] if (part := _said_in(fold(line.text)))}
    return found.pop() if len(found) == 1 else ""


def _chapter(sections: Sequence[Section], section: Section) -> tuple[int, int]:
    """The lines of the numbered section that a section is in, of its own where none is numbered."""
    top = section
    while not top.number and top.parent is not None:
        top = sections[top.parent]
    last = next((s.line_first - 1 for s in sections[top.index + 1 :] if s.level <= top.level), sections[-1].line_last)
    return top.line_first, last


def _said_in(text: str) -> str:
    if match := _SAYS_SO.search(text):
        return f"{day_and_month(match[1], match[2])}/{day_and_month(match[3], match[4])}"
    # a caption over a row of years: "Antal avslutade jan-juni 2010-2021"
    if len(text) <= MAX_CAPTION_CHARS and _MANY_YEARS.search(text) and (match := _MONTHS.search(text)):
        return months_as_days(match[1], match[2])
    return ""
