"""The table of contents against the body: titles, numbers, pages, and what stands in only one of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from ingest.checks.outline_places import Spot, Text, listed
from ingest.contents import Entry
from ingest.domain import Certainty, Finding, FindingKind, Section
from ingest.furniture import printed_page_numbers
from ingest.language import fold

_FIELD_CODE = re.compile(r"\s*PAGEREF\s+\S+(?:\s+\\h)?", re.IGNORECASE)
# A heading over a statement may carry its unit ("3 Balansräkning, tkr"); no table of contents repeats it.
_UNIT_SAID = re.compile(
    r"\s*(?:,|\(|\bi\b)\s*(?:i\s+)?(?:kr|tkr|kkr|mnkr|kronor|tusental kronor|belopp i t?kr)\)?$", re.IGNORECASE
)
_APPENDIX = re.compile(r"bilaga\s+(\d{1,2}|[a-z])\s*[,.:–-]?\s*", re.IGNORECASE)
_SAME_TITLE = 80
_SAME_NUMBERED_TITLE = 55
# A body line that is printed like this is the heading, even where the reader did not take it for one.
_PRINTED_TITLE = 88
# A scan without å ä ö loses up to this share of a title's letters.
_NOISE_SHARE = 0.1
_MIN_PAGED, _PAGES_AGREE = 4, 0.7


@dataclass(frozen=True, slots=True)
class Match:
    """An entry of the table of contents with the section of the body that it announces, None where there is none."""

    entry: Entry
    spot: Spot
    section: Section | None

    @property
    def printed(self) -> str:
        return f"{self.entry.number} {plain_title(self.entry.title)}".strip()


def plain_title(title: str) -> str:
    return " ".join(_FIELD_CODE.sub("", title).split())


@lru_cache(maxsize=4096)
def comparable(title: str) -> str:
    """A title without case, accents, blanks and marks: what must agree."""
    return re.sub(r"[^a-z0-9]", "", fold(_UNIT_SAID.sub("", plain_title(title))))


def same_title(one: str, other: str, damaged: bool) -> bool:
    a, b = comparable(one), comparable(other)
    return a == b or (damaged and OSA.distance(a, b) <= _NOISE_SHARE * max(len(a), len(b)))


def match_contents(text: Text) -> tuple[Match, ...]:
    """Every entry in order; each section answers to one entry at most."""
    sections = [section for section in text.report.sections if section.level]
    lines = text.report.document.lines[text.contents.line_first - 1 : text.contents.line_last] if text.contents.entries else ()
    taken: set[int] = set()
    found: dict[int, Section] = {}
    for tells in (_same_number_and_title, _same_words, _same_number):
        for index, entry in enumerate(text.contents.entries):
            candidates = [s for s in sections if s.index not in taken and tells(entry, s)]
            if index not in found and candidates:
                found[index] = max(candidates, key=lambda s: _likeness(entry, s))
                taken.add(found[index].index)
    matches: list[Match] = []
    for index, entry in enumerate(text.contents.entries):
        wanted = comparable(entry.title)
        at = next((line.number for line in lines if wanted in comparable(line.text)), text.contents.line_first)
        matches.append(Match(entry, text.spot(at), found.get(index)))
    return tuple(matches)


def _likeness(entry: Entry, section: Section) -> float:
    return fuzz.ratio(fold(plain_title(entry.title)), fold(_APPENDIX.sub("", section.title)))


def _same_number_and_title(entry: Entry, section: Section) -> bool:
    return bool(entry.number) and entry.number == section.number and _likeness(entry, section) >= _SAME_NUMBERED_TITLE


def _same_words(entry: Entry, section: Section) -> bool:
    return (entry.number.count(".") == section.number.count(".")) and _likeness(entry, section) >= _SAME_TITLE


def _same_number(entry: Entry, section: Section) -> bool:
    return "." in entry.number and entry.number == section.number


def contents_findings(text: Text, matches: tuple[Match, ...], otherwise_said: frozenset[int]) -> Iterator[Finding]:
    """`otherwise_said` are the heading lines whose difference another check speaks of (a year, a number)."""
    for match in matches:
        if match.section is None:
            yield from _missing(text, match)
        elif match.section.line_first not in otherwise_said:
            yield from _differs(text, match, match.section)
    yield from _appendices_without_number(text, matches)
    yield from _not_listed(text, matches)
    yield from _other_pages(text, matches)


def _missing(text: Text, match: Match) -> Iterator[Finding]:
    wanted = comparable(match.entry.title)
    for line in text.body():
        bare = re.sub(r"^\s*[\d.]+\s*", "", line.text)
        if comparable(bare).startswith(wanted) or fuzz.ratio(wanted, comparable(bare)) >= _PRINTED_TITLE:
            return
    what = f"Innehållsförteckningen har ”{match.printed}”, men rubriken finns inte i texten."
    yield text.finding(FindingKind.OUTLINE, what, [match.spot], text.certainty)


def _differs(text: Text, match: Match, section: Section) -> Iterator[Finding]:
    entry_title, title = plain_title(match.entry.title), section.title
    appendix = _APPENDIX.match(title)
    if appendix is not None and _APPENDIX.match(entry_title) is None:
        title = title[appendix.end() :]
    if same_title(entry_title, title, text.is_damaged):
        return
    what = f"Innehållsförteckningen har ”{match.printed}”, men rubriken i texten är ”{printed_heading(section)}”."
    apart = OSA.distance(comparable(entry_title), comparable(title))
    shorter, longer = sorted((comparable(entry_title), comparable(title)), key=len)
    cause = "skrivfel" if apart <= 2 and not longer.startswith(shorter) else ""
    yield text.finding(FindingKind.OUTLINE, what, [heading_spot(text, section), match.spot], text.certainty, cause=cause)


def printed_heading(section: Section) -> str:
    return f"{section.number} {section.title}".strip()


def heading_spot(text: Text, section: Section) -> Spot:
    spot = text.spot(section.line_first)
    if comparable(section.title) in comparable(spot.quote):
        return spot
    return text.spot(section.line_first, min(section.line_first + 1, section.line_last))


def _appendices_without_number(text: Text, matches: tuple[Match, ...]) -> Iterator[Finding]:
    bare = [
        (match, match.section)
        for match in matches
        if match.section is not None
        and _APPENDIX.match(match.section.title) is not None
        and _APPENDIX.match(plain_title(match.entry.title)) is None
    ]
    if bare:
        names = listed([f"”{match.printed}”" for match, _ in bare])
        titles = listed([f"”{section.title}”" for _, section in bare])
        what = f"Innehållsförteckningen har {names} utan bilagenummer, men i texten är rubrikerna {titles}."
        spots = [spot for match, section in bare for spot in (match.spot, heading_spot(text, section))]
        yield text.finding(FindingKind.OUTLINE, what, spots, Certainty.INTERPRETATION)


def _not_listed(text: Text, matches: tuple[Match, ...]) -> Iterator[Finding]:
    """Headings of a level that the table of contents lists: one finding, for the cause is one list out of date."""
    if not matches:
        return
    listed_already = {match.section.index for match in matches if match.section is not None}
    depth = max(match.entry.number.count(".") for match in matches)
    lost = {match.entry.number for match in matches if match.section is None}
    unlisted = [
        section
        for section in text.report.sections
        if section.number
        and section.number.count(".") <= depth
        and section.index not in listed_already
        and section.number not in lost
        and not _stands_in(text, section.title)
    ]
    if not unlisted:
        return
    names = [f"”{printed_heading(section)}”" for section in unlisted]
    head = "Rubriken" if len(names) == 1 else "Rubrikerna"
    what = f"{head} {listed(names)} finns i texten men inte i innehållsförteckningen."
    spots = [*(heading_spot(text, section) for section in unlisted), text.spot(text.contents.line_first)]
    yield text.finding(FindingKind.OUTLINE, what, spots, text.certainty)


def _stands_in(text: Text, title: str) -> bool:
    """Whether some line of the table of contents, or just below it, prints the title after all."""
    first, last = text.contents.line_first, text.contents.line_last
    near = text.report.document.lines[first - 1 : last + 2]
    return any(comparable(title) in comparable(line.text) for line in near)


def _other_pages(text: Text, matches: tuple[Match, ...]) -> Iterator[Finding]:
    """Against the pages of the print; how far their numbers are from those printed is what most entries say."""
    pages = _pages_of(text)
    paged: Mapping[int, int] = {
        index: match.entry.page - page
        for index, match in enumerate(matches)
        if match.section is not None and match.entry.page is not None and (page := pages(match.section.line_first)) is not None
    }
    if len(paged) < _MIN_PAGED:
        return
    offset, count = Counter(paged.values()).most_common(1)[0]
    if count < _PAGES_AGREE * len(paged):
        return
    for index, own in paged.items():
        section = matches[index].section
        if own == offset or section is None:
            continue
        page = (pages(section.line_first) or 0) + offset
        entry = f"Innehållsförteckningen anger sidan {matches[index].entry.page} för ”{matches[index].printed}”"
        what = f"{entry}, men rubriken står på sidan {page}."
        yield text.finding(
            FindingKind.OUTLINE, what, [matches[index].spot, heading_spot(text, section)], Certainty.INTERPRETATION
        )


def _pages_of(text: Text) -> Callable[[int], int | None]:
    """The page that a line stands on: as the file marks it, else by the page numbers that the text prints in order.

    Whether these stand at the foot or at the head of their page only shifts all of them by one.
    """
    lines = text.report.document.lines
    if any(line.page is not None for line in lines):
        return lambda number: lines[number - 1].page
    marks = printed_page_numbers(text.report.document)
    if len(marks) < _MIN_PAGED or any(b[1] - a[1] != 1 for a, b in pairwise(marks)):
        return lambda number: None
    numbers = [number for number, _ in marks]
    return lambda number: marks[0][1] - 1 + bisect_left(numbers, number)
