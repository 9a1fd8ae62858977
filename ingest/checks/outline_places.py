"""Places of a report's text, and the findings that point to them: for what is wrong with words rather than with figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.contents import Contents, read_contents
from ingest.domain import Certainty, Figure, Finding, FindingKind, Line, Locator, Place, Report, Section, Severity

# Prose has 4 to 5 Swedish letters in a hundred; a scan read in another language has none.
_SOUND_SHARE = 0.01
_MAX_QUOTE = 300
_SENTENCE_END = re.compile(r"(?<=[a-zåäö0-9)”\"%][.!?])\s+(?=[A-ZÅÄÖ\d”\"])")
_BOOKMARK = re.compile(r"\[(?:bookmark|footnoteRef):[^\]]*\]\s*")


@dataclass(frozen=True, slots=True)
class Spot:
    """Lines of a report (1-based, inclusive) and the words in them that a finding is about."""

    lines: tuple[int, int]
    quote: str


@dataclass(frozen=True, slots=True)
class Text:
    """A report's lines for the checks of words: which belong to the table of contents or a table, and whether letters lie."""

    report: Report
    contents: Contents
    is_damaged: bool
    in_tables: frozenset[int] = field(default=frozenset())

    @classmethod
    def of(cls, report: Report) -> Text:
        lines = report.document.lines
        letters = [c for line in lines for c in line.text.lower() if c.isalpha()]
        damaged = sum(c in "åäö" for c in letters) < _SOUND_SHARE * len(letters)
        spans = [table.locator.lines for table in report.tables if table.locator.lines]
        in_tables = frozenset(number for first, last in spans for number in range(first, last + 1))
        return cls(report, read_contents(lines), damaged, in_tables)

    @property
    def certainty(self) -> Certainty:
        """How sure a finding is that hangs on letters alone."""
        return Certainty.INTERPRETATION if self.is_damaged else Certainty.CERTAIN

    def body(self) -> Iterator[Line]:
        """The lines outside the table of contents, blank ones left out."""
        return (line for line in self.report.document.lines if line.text.strip() and not self.contents.holds(line.number))

    def spot(self, line: int, last: int | None = None) -> Spot:
        """Whole lines as a place."""
        texts = [self.report.document.lines[number - 1].text for number in range(line, (last or line) + 1)]
        return Spot((line, last or line), _BOOKMARK.sub("", " ".join(" | ".join(_cells(text)) for text in texts if text.strip())))

    def place(self, spot: Spot) -> Place:
        report, (first, _) = self.report, spot.lines
        section = section_at(report.sections, first)
        page = report.document.lines[first - 1].page
        label = section.page_label if section is not None and page is None else None
        locator = Locator(section.label if section is not None else "", page, label, spot.lines)
        return Place(report.id, report.document.source_file, locator, " ".join(spot.quote.split()))

    def figure_place(self, figure: Figure) -> Place:
        return Place(self.report.id, self.report.document.source_file, figure.locator, figure.quote)

    def finding(
        self,
        kind: FindingKind,
        what: str,
        spots: Iterable[Spot | Figure],
        certainty: Certainty = Certainty.CERTAIN,
        severity: Severity = Severity.MINOR,
        cause: str = "",
        consequences: Sequence[str] = (),
    ) -> Finding:
        """A finding without numbers; `spots` has what is in doubt first."""
        found = [self.place(spot) if isinstance(spot, Spot) else self.figure_place(spot) for spot in spots]
        places = tuple({(place.locator.lines, place.quote): place for place in found}.values())
        return Finding(
            id="",
            report=self.report.id,
            kind=kind,
            severity=severity,
            certainty=certainty,
            what=what,
            places=places,
            period=self.report.metadata.period,
            cause=cause,
            consequences=tuple(consequences),
        )


def section_at(sections: Sequence[Section], line: int) -> Section | None:
    """The innermost section that holds a line."""
    return next((s for s in reversed(sections) if s.line_first <= line <= s.line_last), None)


def spot_around(line: Line, start: int, end: int) -> Spot:
    """The sentence or table cell of a line around the characters from `start` to `end`."""
    text = line.text
    left = text.rfind("\t", 0, start) + 1
    right = text.find("\t", end)
    cell, offset = text[left : right if right >= 0 else len(text)], left
    for mark in _SENTENCE_END.finditer(cell):
        if offset + mark.start() <= start:
            left = offset + mark.end()
        elif offset + mark.start() >= end:
            cell_end = offset + mark.start()
            return _short(line, left, cell_end, start, end)
    return _short(line, left, offset + len(cell), start, end)


def _short(line: Line, left: int, right: int, start: int, end: int) -> Spot:
    quote = line.text[left:right]
    if len(quote) > _MAX_QUOTE:
        left = max(left, start - _MAX_QUOTE // 2)
        while left and not line.text[left - 1].isspace() and left < start:
            left += 1
        right = min(right, end + _MAX_QUOTE // 2)
        while right < len(line.text) and not line.text[right].isspace():
            right += 1
        quote = line.text[left:right]
    return Spot((line.number, line.number), _BOOKMARK.sub("", " ".join(quote.split())))


def _cells(text: str) -> list[str]:
    return [" ".join(cell.split()) for cell in text.split("\t") if cell.strip()]


def listed(items: Sequence[str]) -> str:
    """ "a", "a och b", "a, b och c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} och {items[-1]}"
