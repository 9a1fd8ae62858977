"""A report's text for a reader: the page texts, and the part around a cited place."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ingest.domain import Line, Page, PageSource, Section
from ingest.errors import UsageError
from vectorstore.entries import ReportEntry

if TYPE_CHECKING:
    from vectorstore.library import Library

# A section longer than this is shown in part: a reader looks for the cited lines, not for forty screens.
MOST_LINES_AROUND = 60


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The lines around a cited place: the whole section, or the `MOST_LINES_AROUND` lines on either side of the place.

    `cited` is the first and last cited line; `cut_before` and `cut_after` tell whether the section goes on.
    """

    entry: ReportEntry
    section: str
    lines: tuple[Line, ...]
    cited: tuple[int, int]
    cut_before: bool
    cut_after: bool


def report_text(library: Library, report: str, page: int | None) -> str:
    """The text of a report or of one physical page. Raises `UsageError` for a report or page that does not exist."""
    entry = find_report(library, report)
    if page is not None and not entry.pages:
        raise UsageError(f"{report} har inga sidmarkeringar. Skriv ut hela texten: finsam text {report}")
    if page is not None and not 1 <= page <= entry.pages:
        raise UsageError(f"{report} har sidorna 1–{entry.pages}; sidan {page} finns inte.")
    return library.page_text(report, page)


def page_notes(library: Library, report: str, page: int | None) -> tuple[str, ...]:
    """What a reader of the text must know of its pages, or of the one page: which could not be read and why.

    Notes on how a page was read are told of that page alone.
    """
    if page is None:
        unread = [one for one in library.pages(report) if one.source is PageSource.UNREAD]
        return tuple(page_note(one, f"Sidan {one.number}") for one in unread)
    return tuple(note for one in library.pages(report) if one.number == page and (note := page_note(one)))


def page_note(page: Page, name: str = "Sidan") -> str:
    """What a reader must know of a page: that it was not read and why, or how it was read; "" for most."""
    if page.source is not PageSource.UNREAD:
        return page.note
    return f"{name} gick inte att läsa: {page.note}" if page.note else f"{name} gick inte att läsa."


def find_report(library: Library, report: str) -> ReportEntry:
    """The catalogue row of a report id. Raises `UsageError` with the nearest name when there is none."""
    entries = {entry.report: entry for entry in library.reports()}
    if report in entries:
        return entries[report]
    near = get_close_matches(report, list(entries), n=1, cutoff=0.4)
    hint = f"Menade du {near[0]}?" if near else "Namnen visas av finsam reports."
    raise UsageError(f"Det finns ingen inläst rapport som heter {report}. {hint}")


def excerpt(library: Library, report: str, cited: tuple[int, int]) -> Excerpt:
    """The part of a report around cited lines. Raises `UsageError` when the report is no longer there."""
    entry = find_report(library, report)
    section = _section_of(library.sections(report), cited[0])
    section_first, section_last = (section.line_first, max(section.line_last, cited[1])) if section else cited
    first = max(section_first, cited[0] - MOST_LINES_AROUND)
    last = min(section_last, cited[1] + MOST_LINES_AROUND)
    return Excerpt(
        entry=entry,
        section=section.label if section else "",
        lines=library.lines(report, first, last),
        cited=cited,
        cut_before=first > section_first,
        cut_after=last < section_last,
    )


def _section_of(sections: tuple[Section, ...], line: int) -> Section | None:
    return next((section for section in sections if section.line_first <= line <= section.line_last), None)
