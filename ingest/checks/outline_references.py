"""Words that point elsewhere in the report ("se not 7", "avsnitt 5.2", "sid 27"): what they point to must be there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.checks.outline_contents import Match, printed_heading, same_title
from ingest.checks.outline_numbers import Caption
from ingest.checks.outline_places import Text, spot_around
from ingest.domain import Certainty, Finding, FindingKind, Line
from ingest.language import fold

_NOTE = re.compile(
    r"(?<![a-zåäö])(?:se|i|enligt|och|jfr|jämför)\s+not(?:en)?\s+(\d{1,2})(?!\d|[.,]\d)|\(not\s+(\d{1,2})\)", re.IGNORECASE
)
_SECTION = re.compile(r"\bavsnitt(?:et)?\s+(\d{1,2}(?:\.\d{1,2}){0,3})(?!\d)", re.IGNORECASE)
_PAGE = re.compile(r"\b(?:se|på|här på|tabell)\s+sid(?:an|a|or)?\.?\s*(\d{1,3})(?!\d)", re.IGNORECASE)
_TABLE = re.compile(r"\b(?:se|i|av|enligt)\s+(tabell|bilaga)\s+(\d{1,2})(?!\d)", re.IGNORECASE)
_HEADING = re.compile(
    r"\bse\s+(?:avsnitt\s+)?(\d{1,2}(?:\.\d{1,2})*)\.?\s+([A-ZÅÄÖ][a-zåäö]+(?:\s[a-zåäö]+)*?)\s*(?:,|\.|\)|sid|$)", re.IGNORECASE
)
# An appendix that is said to belong to the report: "den bifogade statistikbilagan", "se bilaga".
_APPENDIX = re.compile(
    r"\bbifoga(?:d|de|s|t)\b[^.;]{0,20}?\b(?P<with>[a-z]*bilag(?:a|an|or|orna))\b"
    r"|\bse (?P<see>[a-z]*bilag(?:a|an|or|orna))\b(?! ?\d)"
    r"|\bhor (?:ocksa |aven )?en (?P<has>[a-z]*bilaga)\b"
)
_EMPTY = re.compile(r"\s*(?:dnr|diarienr|diarienummer|diarienr\.|arendenummer|beslutsdatum|datum)\s*:\s*")
_COVER_LINES = 25
# What stands in a law or another paper has its own numbers.
_ELSEWHERE = re.compile(r"\blag(?:en)?\b|forordning|rkr|rekommendation|kap\.|protokoll|\butredning|\brapporten\b|forbundsordning")
_TOTAL_PAGES = re.compile(r"\s*(?:sida|sid\.?)\s*\d{1,3}\s*(?:av|\(|/)\s*(\d{1,3})\)?\s*", re.IGNORECASE)
# Covers may not be counted among the numbered pages.
_UNCOUNTED_PAGES = 2
_MIN_SECTIONS = 3


def reference_findings(
    text: Text, matches: Sequence[Match], captions: Sequence[Caption], missing: frozenset[int]
) -> Iterator[Finding]:
    """`missing` are the numbers of notes that another finding has said are not there."""
    last_page = _last_page(text)
    yield from _appendices(text)
    yield from _left_empty(text)
    for line in text.body():
        if _ELSEWHERE.search(fold(line.text)):
            continue
        yield from _notes(text, line, captions, missing)
        yield from _sections(text, line, matches)
        yield from _titles(text, line)
        yield from _tables(text, line, captions)
        for match in _PAGE.finditer(line.text):
            if last_page and int(match[1]) > last_page + _UNCOUNTED_PAGES:
                what = f"Texten hänvisar till sidan {match[1]}, men rapporten har {last_page} sidor."
                yield _pointing(text, line, match, what)


def _appendices(text: Text) -> Iterator[Finding]:
    """Pointers to an appendix where no heading or line begins with one: as one finding."""
    if any(re.match(r"\W*(?:\d+\W+)?[a-z]*bilag(?:a|or)\b", fold(line.text)) for line in text.body()):
        return
    spots, names = [], []
    for line in text.body():
        folded = fold(line.text)
        match = _APPENDIX.search(folded) if len(folded) == len(line.text) else None
        if match is not None:
            group = next(group for group in ("with", "see", "has") if match[group])
            names.append(line.text[match.start(group) : match.end(group)])
            spots.append(spot_around(line, match.start(), match.end()))
    if spots:
        what = f"Texten hänvisar till en bilaga (”{names[0]}”), men rapporten har ingen."
        yield text.finding(FindingKind.OUTLINE, what, spots, Certainty.INTERPRETATION)


def _left_empty(text: Text) -> Iterator[Finding]:
    """A field of the cover that is named and not filled in, neither beside its name nor in the line below."""
    lines = [line for line in text.body() if line.number <= _COVER_LINES]
    for line, below in zip(lines, lines[1:], strict=False):
        if _EMPTY.fullmatch(fold(line.text)) and not below.text.strip()[:1].isdigit():
            what = f"”{line.text.strip()}” är inte ifyllt."
            yield text.finding(FindingKind.OUTLINE, what, [spot_around(line, 0, len(line.text))], Certainty.INTERPRETATION)


def _pointing(text: Text, line: Line, match: re.Match[str], what: str) -> Finding:
    return text.finding(FindingKind.OUTLINE, what, [spot_around(line, match.start(), match.end())], text.certainty)


def _notes(text: Text, line: Line, captions: Sequence[Caption], missing: frozenset[int]) -> Iterator[Finding]:
    notes = {caption.number for caption in captions if caption.series == "not"}
    for match in _NOTE.finditer(line.text):
        number = int(match[1] or match[2])
        if len(notes) > 1 and number not in notes | missing and number:
            yield _pointing(text, line, match, f"Texten hänvisar till not {number}, men någon sådan not finns inte.")


def _sections(text: Text, line: Line, matches: Sequence[Match]) -> Iterator[Finding]:
    known = {section.number for section in text.report.sections if section.number} | {m.entry.number for m in matches}
    if len(known) < _MIN_SECTIONS:
        return
    for match in _SECTION.finditer(line.text):
        if match[1] not in known and not _is_printed(text, match[1]):
            yield _pointing(text, line, match, f"Texten hänvisar till avsnitt {match[1]}, men något sådant avsnitt finns inte.")


def _is_printed(text: Text, number: str) -> bool:
    pattern = re.compile(rf"\s*{re.escape(number)}\.?\s+\S")
    return any(pattern.match(line.text) for line in text.body())


def _titles(text: Text, line: Line) -> Iterator[Finding]:
    by_number = {section.number: section for section in text.report.sections if section.number}
    for match in _HEADING.finditer(line.text):
        section = by_number.get(match[1])
        if section is None or not match[2][0].isupper() or same_title(match[2], section.title, text.is_damaged):
            continue
        if not fold(section.title).startswith(fold(match[2])[:4]):
            continue
        what = f"Texten hänvisar till ”{match[1]} {match[2]}”, men avsnittet heter ”{printed_heading(section)}”."
        spots = [spot_around(line, match.start(), match.end()), text.spot(section.line_first)]
        yield text.finding(FindingKind.OUTLINE, what, spots, text.certainty)


def _tables(text: Text, line: Line, captions: Sequence[Caption]) -> Iterator[Finding]:
    for match in _TABLE.finditer(line.text):
        series, number = fold(match[1]), int(match[2])
        own = {caption.number for caption in captions if caption.series == series}
        if len(own) > 1 and number > max(own):
            what = f"Texten hänvisar till {series} {number}, men den sista som finns är {series} {max(own)}."
            spot = spot_around(line, match.start(), match.end())
            yield text.finding(FindingKind.OUTLINE, what, [spot], Certainty.INTERPRETATION)


def _last_page(text: Text) -> int:
    """The report's last page where its print tells; 0 where it does not."""
    printed = [int(m[1]) for m in (_TOTAL_PAGES.fullmatch(line.text) for line in text.body()) if m is not None]
    listed = [entry.page for entry in text.contents.entries if entry.page is not None]
    if not printed and not listed:
        return 0
    return max([*printed, *listed, text.report.document.page_count])
