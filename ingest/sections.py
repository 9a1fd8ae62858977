"""Headings become sections: a stack of numbered headings, unnumbered ones below the innermost of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.contents import Contents
from ingest.domain import Document, Section
from ingest.headings import Heading, find_headings
from ingest.language import fold

PAGE_FROM_CONTENTS = "page-from-toc"
LABEL_SEPARATOR = " › "
# A section shorter than a quarter of a printed page is taken to end on the page it begins on.
_SHORT_SECTION_CHARS = 800


def find_sections(document: Document) -> tuple[Section, ...]:
    """Sections in order that together cover every line once; the text before the first heading has level 0."""
    headings, contents, _ = find_headings(document)
    if document.layout is not None:
        return _printed_sections(headings, len(document.lines))
    last_line = len(document.lines)
    sections: list[Section] = []
    if not headings or headings[0].line_first > 1:
        end = headings[0].line_first - 1 if headings else last_line
        sections.append(Section(0, "", "", "", 0, None, 1, end))
    entries: list[int | None] = [None] * len(sections)
    for heading, after in zip(headings, (*headings[1:], None), strict=False):
        end = after.line_first - 1 if after is not None else last_line
        sections.append(_place(heading, end, sections, entries, contents))
        entries.append(heading.entry)
    if contents.entries and not document.page_count:
        return _with_pages(document, sections, entries, contents)
    return tuple(sections)


def _printed_sections(headings: Sequence[Heading], last_line: int) -> tuple[Section, ...]:
    """Sections by the levels that the layout sets; a number that goes on with that of a section above stands below it."""
    end = headings[0].line_first - 1 if headings else last_line
    sections = [Section(0, "", "", "", 0, None, 1, end)] if end else []
    above: list[tuple[int, Section]] = []
    for heading, after in zip(headings, (*headings[1:], None), strict=False):
        by_number = [i for i, (_, s) in enumerate(above) if s.number and heading.number.startswith(f"{s.number}.")]
        by_level = [i for i, (level, _) in enumerate(above) if level < (heading.level or 1)]
        above = above[: by_number[-1] + 1 if by_number else by_level[-1] + 1 if by_level else 0]
        parent = above[-1][1] if above else None
        own = f"{heading.number} {heading.title}".strip()
        label = own if heading.number or parent is None else parent.label + LABEL_SEPARATOR + own
        end = after.line_first - 1 if after is not None else last_line
        index = parent.index if parent is not None else None
        section = Section(len(sections), heading.number, heading.title, label, len(above) + 1, index, heading.line_first, end)
        sections.append(section)
        above.append((heading.level or 1, section))
    return tuple(sections)


def _place(heading: Heading, end: int, sections: Sequence[Section], entries: Sequence[int | None], contents: Contents) -> Section:
    parent = _parent(heading, sections, entries, contents)
    level = sections[parent].level + 1 if parent is not None else 1
    own = f"{heading.number} {heading.title}".strip()
    label = own
    if heading.number:
        level = heading.number.count(".") + 1
    elif parent is not None:
        label = sections[parent].label + LABEL_SEPARATOR + own
    return Section(len(sections), heading.number, heading.title, label, level, parent, heading.line_first, end)


def _parent(heading: Heading, sections: Sequence[Section], entries: Sequence[int | None], contents: Contents) -> int | None:
    """Index of the section above: by number for a numbered heading, else the innermost one that can hold others."""
    if heading.number:
        parts = heading.number.split(".")
        for size in range(len(parts) - 1, 0, -1):
            prefix = ".".join(parts[:size])
            for section in reversed(sections):
                if section.number == prefix:
                    return section.index
        return None
    if _is_top(heading.title, heading.entry, contents):
        return None
    for section in reversed(sections):
        if section.level and (section.number or section.parent is None) and _holds_others(section, entries, contents):
            return section.index
    return None


def _holds_others(section: Section, entries: Sequence[int | None], contents: Contents) -> bool:
    return bool(section.number) or _is_top(section.title, entries[section.index], contents)


def _is_top(title: str, entry: int | None, contents: Contents) -> bool:
    """An unnumbered heading of the first order: an appendix, or one that the table of contents lists without a number."""
    if fold(title).startswith(("bilaga ", "bilagor")) or fold(title) == "bilaga":
        return True
    return entry is not None and not contents.entries[entry].number


def _with_pages(
    document: Document, sections: Sequence[Section], entries: Sequence[int | None], contents: Contents
) -> tuple[Section, ...]:
    paged: list[Section] = []
    for section in sections:
        entry = entries[section.index]
        page = contents.entries[entry].page if entry is not None else None
        label: str | None = None
        if page is not None:
            label = _page_label(page, _next_page(section.index, entries, contents), _size(document, section, sections))
        elif section.parent is not None:
            label = paged[section.parent].page_label
        flags = (PAGE_FROM_CONTENTS,) if label is not None else ()
        paged.append(replace(section, page_label=label, flags=flags))
    return tuple(paged)


def _next_page(index: int, entries: Sequence[int | None], contents: Contents) -> int | None:
    """The page of the next heading in the text that the table of contents has a page for."""
    for entry in entries[index + 1 :]:
        if entry is not None and contents.entries[entry].page is not None:
            return contents.entries[entry].page
    return None


def _size(document: Document, section: Section, sections: Sequence[Section]) -> int:
    """Characters from the heading to the next section that is not below it."""
    after = (s.line_first for s in sections[section.index + 1 :] if s.parent != section.index)
    end = next(after, len(document.lines) + 1)
    return sum(len(line.text) for line in document.lines[section.line_first - 1 : end - 1])


def _page_label(page: int, next_page: int | None, size: int) -> str:
    if next_page is None or next_page <= page or (next_page == page + 1 and size < _SHORT_SECTION_CHARS):
        return str(page)
    return f"{page}–{next_page}"
