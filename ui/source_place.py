"""A place in a report as it is asked for by address: checked, and found in what is stored."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.domain import Box, Line, Page
from ingest.errors import NoSuchPlaceError, UsageError
from ui.reading import excerpt
from vectorstore.entries import ReportEntry

if TYPE_CHECKING:
    from vectorstore.library import Library

MOST_PAGES = 3  # a place over more pages than that is shown on its first ones
_LAST_LINE = 10_000_000
_WHOLE = re.compile(r"[1-9]\d{0,8}")
_LINES = re.compile(r"([1-9]\d{0,8})(?:-([1-9]\d{0,8}))?")
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,9})?")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address names: any of page, lines and box."""

    page: int | None = None
    lines: tuple[int, int] | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """What there is to show. `pages` are the numbers of the pages shown, none for a text without pages; `cited` is the first
    and last cited line, None where no place is named; `boxes` are what is marked on the images."""

    entry: ReportEntry
    section: str
    pages: tuple[int, ...]
    lines: tuple[Line, ...]
    cited: tuple[int, int] | None
    boxes: tuple[Box, ...]
    cut_before: bool = False
    cut_after: bool = False

    @property
    def has_images(self) -> bool:
        return self.entry.format == "pdf" and bool(self.pages)


def read_asked(query: Mapping[str, str]) -> Asked:
    """What `page`, `lines` and `box` name. Raises `UsageError` for what cannot be read or contradicts itself."""
    asked = Asked(_page(query.get("page", "")), _lines(query.get("lines", "")), _box(query.get("box", "")))
    if asked.box is not None and asked.page not in (None, asked.box.page):
        raise UsageError(f"box ligger på sidan {asked.box.page}, men page är {asked.page}. Ange samma sida.")
    return asked


def find_place(library: Library, entry: ReportEntry, asked: Asked) -> Place:
    """The page or the part of the text around what is asked for.

    Raises `NoSuchPlaceError` for a page or line that does not exist, `UsageError` for a box outside its page.
    """
    page = asked.page if asked.box is None else asked.box.page
    if page is not None and not 1 <= page <= entry.pages:
        there = f"{entry.report} har sidorna 1–{entry.pages}" if entry.pages else f"{entry.report} har inga sidmarkeringar"
        raise NoSuchPlaceError(f"{there}; sidan {page} finns inte.")
    if asked.lines is not None and not library.lines(entry.report, asked.lines[0], asked.lines[0]):
        raise NoSuchPlaceError(f"{entry.report} har ingen rad {asked.lines[0]}.")
    if page is None and asked.lines is not None:
        page = library.lines(entry.report, asked.lines[0], asked.lines[0])[0].page
    if page is None and entry.format == "pdf" and entry.pages:
        page = 1
    if asked.box is not None:
        _refuse_outside(asked.box, library.pages(entry.report))
    return _unpaged(library, entry, asked) if page is None else _paged(library, entry, asked, page)


def _unpaged(library: Library, entry: ReportEntry, asked: Asked) -> Place:
    if asked.lines is None:
        return Place(entry, "", (), library.lines(entry.report, 1, _LAST_LINE), None, ())
    shown = excerpt(library, entry.report, asked.lines)
    return Place(entry, shown.section, (), shown.lines, asked.lines, (), shown.cut_before, shown.cut_after)


def _paged(library: Library, entry: ReportEntry, asked: Asked, page: int) -> Place:
    every = library.lines(entry.report, 1, _LAST_LINE)
    cited = asked.lines or _lines_under(asked.box, every)
    within = [line for line in every if cited is not None and cited[0] <= line.number <= cited[1]]
    if asked.lines is not None and page not in {line.page for line in within}:
        raise NoSuchPlaceError(f"Raden {asked.lines[0]} står inte på sidan {page} i {entry.report}.")
    last = max((line.page for line in within if line.page is not None), default=page)
    pages = tuple(range(page, min(max(last, page), page + MOST_PAGES - 1) + 1))
    boxes = (asked.box,) if asked.box is not None else tuple(line.box for line in within if line.box is not None)
    shown = tuple(line for line in every if line.page in pages)
    section = next((s for s in library.sections(entry.report) if cited and s.line_first <= cited[0] <= s.line_last), None)
    return Place(entry, section.label if section else "", pages, shown, cited, boxes)


def _lines_under(box: Box | None, every: Sequence[Line]) -> tuple[int, int] | None:
    """The first and last line of the page that lie in the box by more than half of their height."""
    if box is None:
        return None
    under = [line.number for line in every if line.box is not None and _lies_under(line.box, box)]
    return (min(under), max(under)) if under else None


def _lies_under(line: Box, box: Box) -> bool:
    height = min(line.y1, box.y1) - max(line.y0, box.y0)
    beside = min(line.x1, box.x1) - max(line.x0, box.x0)
    return line.page == box.page and beside > 0 and height > 0.5 * max(min(line.y1 - line.y0, box.y1 - box.y0), 0.1)


def _refuse_outside(box: Box, pages: Sequence[Page]) -> None:
    page = next((one for one in pages if one.number == box.page), None)
    if page is None or not (page.width and page.height):
        raise NoSuchPlaceError("Sidorna i den rapporten har inga mått, så box går inte att visa. Ange lines i stället.")
    if box.x0 >= page.width or box.y0 >= page.height:
        raise UsageError(f"box ligger utanför sidan {box.page}, som är {page.width:.0f} × {page.height:.0f} punkter.")


def _page(text: str) -> int | None:
    if not text:
        return None
    if not _WHOLE.fullmatch(text):
        raise UsageError("page ska vara sidans nummer i filen, till exempel page=3.")
    return int(text)


def _lines(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    match = _LINES.fullmatch(text)
    if match is None or int(match[2] or match[1]) < int(match[1]):
        raise UsageError("lines ska vara första och sista raden, till exempel lines=12-14.")
    return int(match[1]), int(match[2] or match[1])


def _box(text: str) -> Box | None:
    if not text:
        return None
    page, *corners = text.split(",")
    if not _WHOLE.fullmatch(page) or len(corners) != 4 or not all(map(_NUMBER.fullmatch, corners)):
        raise UsageError(
            "box ska vara sida,x0,y0,x1,y1 i punkter från sidans övre vänstra hörn, till exempel box=3,70,120,420,133."
        )
    x0, y0, x1, y1 = map(float, corners)
    if x1 <= x0 or y1 <= y0:
        raise UsageError("box ska ha x0 till vänster om x1 och y0 ovanför y1.")
    return Box(int(page), x0, y0, x1, y1)
