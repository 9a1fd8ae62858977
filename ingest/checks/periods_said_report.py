"""What a report says about its own time: which span its figures cover, and when it was adopted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from ingest.checks.outline_places import Spot, Text, spot_around
from ingest.domain import Certainty, Finding, FindingKind, Line, ReportKind, Severity
from ingest.language import fold
from ingest.periods import Span, parse_period
from ingest.periods_parts import MONTH

_DAY = rf"\d{{1,2}}\s*{MONTH}"
_YEAR = r"(?:19|20)\d\d"
_SPAN = (
    rf"(?:{_DAY}(?:\s*{_YEAR})?\s*(?:[-–—]|till(?: och med)?|t\.?o\.?m\.?)\s*{_DAY}\s*{_YEAR}"
    rf"|{MONTH}(?:\s*{_YEAR})?\s*(?:[-–—]|till(?: och med)?|t\.?o\.?m\.?)\s*{MONTH}\s*{_YEAR}"
    rf"|{_YEAR}-\d\d-\d\d\s*(?:[-–—]+|till(?: och med)?|t\.?o\.?m\.?)\s*{_YEAR}-\d\d-\d\d)"
)
_OWN = (
    r"(?:denna|detta|den har)?\s*(?:rapporten|rapport|delarsrapporten|delarsrapport|arsredovisningen|arsredovisning"
    r"|delarsbokslutet|bokslutet|redovisningen|verksamhetsberattelsen)"
)
_NUMBERS = r"(?:alla |samtliga )?(?:siffrorna|uppgifterna|beloppen|siffror|uppgifter|belopp)(?: i (?:rapporten|redovisningen))?"
_SAID = re.compile(
    rf"(?:^|(?<=[.!?:] ))(?:(?P<own>{_OWN})|(?P<numbers>{_NUMBERS}))\s+(?:avser|omfattar|galler|tacker|redovisar|speglar)\s+"
    rf"(?:(?:tiden|perioden|manaderna)\s+)?(?P<span>{_SPAN})"
)
# "Siffrorna" under a table are that table's; these words make them the report's.
_ALL_OF_THEM = re.compile(r"\s*,?\s*(?:om (?:inte|ej) annat|dar (?:inte|ej) annat|savida)")
_TILL = re.compile(r"\s*(?:till(?: och med)?|t\.?o\.?m\.?)\s*")
_ADOPTED = re.compile(
    r"(?:antagen|antaget|faststalld|faststallt|godkand|godkant|beslutad|beslutat|undertecknad|behandlad)\b"
    r"(?:\s+(?:av|vid|i|pa)\s+[^\d.;]{3,60}?)?[\s,:]+(?:den\s+)?"
    rf"(?P<date>{_YEAR}-\d\d-\d\d|\d{{1,2}}\s+{MONTH}\s+{_YEAR})\.?"
)
_SIGNED = re.compile(rf"[^\W\d_][^\d.,;:]{{1,30}}?,?\s+(?:den\s+)?(?P<date>{_YEAR}-\d\d-\d\d|\d{{1,2}}\s+{MONTH}\s+{_YEAR})\.?")
_SIGNATURES = re.compile(r"underskrift|undertecknande")
_COVER_LINES = 25
_ACCOUNTS = (ReportKind.ANNUAL_REPORT, ReportKind.INTERIM_REPORT)


def own_period_findings(text: Text) -> Iterator[Finding]:
    yield from _other_span(text)
    yield from _adopted_too_early(text)


def _other_span(text: Text) -> Iterator[Finding]:
    """A sentence that tells which time the whole report covers, within the same year and to other days."""
    metadata = text.report.metadata
    lines = [line for line in text.body() if line.number not in text.in_tables]
    for index, line in enumerate(lines):
        joined = fold(" ".join([line.text.strip(), *(below.text.strip() for below in lines[index + 1 : index + 2])]))
        for match in _SAID.finditer(joined):
            if match.start() > len(line.text.strip()):
                continue
            span = parse_period(_TILL.sub("-", match["span"]))
            for_all = match["own"] is not None or _ALL_OF_THEM.match(joined, match.end()) is not None
            if span is None or not for_all or not _contradicts(span, metadata.period_start, metadata.period_end):
                continue
            said, own = _days(span), _days(Span(metadata.period_start, metadata.period_end))
            what = f"Texten säger att siffrorna eller rapporten avser {said}, men rapporten gäller {own}."
            last = lines[index + 1].number if match.end() > len(line.text.strip()) and index + 1 < len(lines) else line.number
            spots = [text.spot(line.number, last), *_title_spot(text)]
            yield text.finding(FindingKind.PERIOD, what, spots, severity=Severity.MATERIAL, cause="en annan rapports mall")


def _contradicts(span: Span, start: date, end: date) -> bool:
    return span.start is not None and span.end.year == end.year and span.start == start and span.end != end


def _days(span: Span) -> str:
    return f"{span.start}–{span.end}"


def _title_spot(text: Text) -> list[Spot]:
    """The first line of the cover that prints the report's own period."""
    for line in _cover(text):
        span = parse_period(line.text)
        if span is not None and span.end == text.report.metadata.period_end:
            return [text.spot(line.number)]
    return []


def _cover(text: Text) -> Sequence[Line]:
    """The lines that stand before the contents and the first numbered heading."""
    numbered = next((section.line_first for section in text.report.sections if section.number), len(text.report.document.lines))
    first = min(text.contents.line_first or numbered, numbered, _COVER_LINES)
    return [line for line in text.report.document.lines[: max(first - 1, 0)] if line.text.strip()]


def _adopted_too_early(text: Text) -> Iterator[Finding]:
    """Accounts are adopted and signed when their time is over."""
    report = text.report
    if report.metadata.kind not in _ACCOUNTS:
        return
    end = report.metadata.period_end
    signed = list(_signed(text))
    for line, start, stop, day in (*_adopted(text), *signed):
        if day >= end:
            continue
        what = f"Rapporten sägs vara antagen eller undertecknad {day}, men dess period slutar {end}."
        other = [spot_around(at, a, b) for at, a, b, when in signed if when >= end][:1]
        spots = [spot_around(line, start, stop), *other]
        certainty = text.certainty if other else Certainty.INTERPRETATION
        yield text.finding(FindingKind.PERIOD, what, spots, certainty, cause="datumet är kvar från en annan rapport")


def _adopted(text: Text) -> Iterator[tuple[Line, int, int, date]]:
    """Lines of the cover that begin by saying when the report was adopted."""
    for line in _cover(text):
        folded = fold(line.text)
        match = _ADOPTED.fullmatch(folded.strip())
        day = _day(match["date"]) if match is not None else None
        if day is not None and len(folded) == len(line.text):
            yield line, 0, len(line.text), day


def _signed(text: Text) -> Iterator[tuple[Line, int, int, date]]:
    """Place and date over the signatures."""
    section = next((s for s in reversed(text.report.sections) if _SIGNATURES.search(fold(s.title))), None)
    if section is None:
        return
    for line in text.report.document.lines[section.line_first : section.line_last]:
        match = _SIGNED.fullmatch(fold(line.text).strip())
        day = _day(match["date"]) if match is not None else None
        if day is not None:
            yield line, 0, len(line.text), day


def _day(printed: str) -> date | None:
    span = parse_period(printed)
    return span.end if span is not None and span.start is None else None
