"""The table of contents: which page each heading is printed on, where a text export has lost its pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ingest.domain import Line
from ingest.language import fold

_TITLE = re.compile(r"(?:innehallsforteckning|innehall|sammanstallning over innehall)(?:\s+(?:sida|sidor|sid\.?))?:?")
_ENTRY = re.compile(
    r"(?:(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\.?[\s\t]+)?(?P<title>[^\W\d_].*?)(?P<leader>[\s.…_]*)(?P<page>\d{1,3}|[ivxl]{1,6})?",
)
_MAX_TITLE = 120
_MIN_ENTRIES = 3
_MAX_BLANKS = 3
_LEADER_LINES = 4
_LEADER_CHARS = 60
# A body title may differ from its entry by a letter or an inflection ("Styrelsen"/"Styrelse", "Revison"/"Revision").
_SAME_TITLE = 80
_SAME_NUMBERED_TITLE = 55


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a table of contents. `number` is "" and `page` None where not printed."""

    number: str
    title: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents with the lines it takes, its title included; no entries and no lines when there is none."""

    entries: tuple[Entry, ...] = ()
    line_first: int = 0
    line_last: int = -1

    def holds(self, line_number: int) -> bool:
        """Whether the line belongs to the table of contents."""
        return self.line_first <= line_number <= self.line_last

    def find(self, number: str, title: str) -> int | None:
        """Index of the entry that a body heading answers to, or None."""
        wanted = fold(title)
        best, best_score = None, 0.0
        for index, entry in enumerate(self.entries):
            score = fuzz.ratio(wanted, fold(entry.title))
            if number and number == entry.number and score >= _SAME_NUMBERED_TITLE:
                return index
            if not number and not entry.number and wanted.startswith("bilaga "):
                score = max(score, fuzz.partial_ratio(fold(entry.title), wanted))
            if score >= _SAME_TITLE and score > best_score and bool(number) == bool(entry.number):
                best, best_score = index, score
        return best


def read_contents(lines: Sequence[Line]) -> Contents:
    """The table of contents under its title ("Innehåll…"), or the first run of lines with dot leaders."""
    for index, line in enumerate(lines):
        text = line.text.strip()
        if _TITLE.fullmatch(fold(text)):
            contents = _read_entries(lines, index, index + 1)
        elif _has_leader(text) and all(_has_leader(x.text) for x in lines[index : index + _LEADER_LINES]):
            contents = _read_entries(lines, index, index)
        else:
            continue
        if contents.entries:
            return contents
    return Contents()


def _has_leader(text: str) -> bool:
    end = text.rstrip()[-_LEADER_CHARS:]  # a leader and a page number; a whole line of dots would take its square in time
    return re.search(r"(?:\.{4,}|…{2,}|(?:\. ){4,})\s*\d{1,3}$", end) is not None


def _read_entries(lines: Sequence[Line], first: int, at: int) -> Contents:
    entries: list[Entry] = []
    kept, last_index, last_page, blanks = 0, first, 0, 0
    seen: set[str] = set()
    for index in range(at, len(lines)):
        text = lines[index].text.strip()
        if not text:
            blanks += 1
            if blanks > _MAX_BLANKS:
                break
            continue
        blanks = 0
        entry = _read_entry(text)
        if entry is None or fold(entry.title) in seen:
            break  # the body begins: prose, or the first title again
        is_back = entry.page is not None and entry.page < last_page
        if is_back and not (entries and _follows(entries[-1].number, entry.number)):
            break  # numbers that are no pages
        seen.add(fold(entry.title))
        entries.append(entry)
        if entry.page is not None:
            kept, last_index, last_page = len(entries), index, entry.page
    if kept < _MIN_ENTRIES:
        return Contents()
    return Contents(tuple(entries[:kept]), lines[first].number, lines[last_index].number)


def _follows(number: str, other: str) -> bool:
    """Whether a section number comes right after another one, so that a page before its own is a slip ("2 … 13", "3 … 12")."""
    if not number or not other:
        return False
    before, after = number.split("."), other.split(".")
    deeper = after == [*before, "1"]
    return deeper or any(
        after == [*before[:depth], str(int(part) + 1)] for depth, part in enumerate(before) if len(after) == depth + 1
    )


def _read_entry(text: str) -> Entry | None:
    match = _ENTRY.fullmatch(text)
    if match is None or len(text) > _MAX_TITLE:
        return None
    page, leader = match["page"] or "", match["leader"]
    title = match["title"].strip(" .\t")
    if page and not leader:
        title, page = title + page, ""  # "Bilaga2", "vi": part of the word
    if not page and match["title"].endswith((".", ":", ",")):
        return None
    return Entry(match["number"] or "", title, int(page) if page.isdigit() else None)
