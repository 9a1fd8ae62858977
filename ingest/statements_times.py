"""When what a number of a sentence tells was so: the times that the sentence names, and which of them is the number's."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.periods import Span, parse_period
from ingest.statements_numbers import MONTH, YEAR
from ingest.statements_words import Sentence

_ISO = rf"{YEAR}-\d\d-\d\d"
_TO = r"(?: ?-+ ?| till och med | t\.?o\.?m\.? | till | och )"
_DAY = rf"\d{{1,2}}(?::e)? {MONTH}"
_MONTH_OF = rf"{MONTH}(?: manad)?"
_DATED = re.compile(
    "|".join(
        (
            rf"(?P<span>{_ISO}{_TO}{_ISO}|{_DAY}(?: {YEAR})?{_TO}{_DAY} {YEAR}|{_MONTH_OF}(?: {YEAR})?{_TO}{_MONTH_OF} {YEAR})",
            rf"(?P<last>(?:sista|siste) (?:i )?{MONTH} {YEAR})",
            rf"(?P<day>{_ISO}|(?:den )?{_DAY} {YEAR})",
            rf"(?P<half>(?:forsta|andra) (?:halvaret|halvan)(?:(?: av| ar)* {YEAR})?)",
            rf"(?P<part>(?:kvartal|tertial) [1-4],? {YEAR})",
            rf"(?P<season>(?:varen|hosten|sommaren|vintern|vt|ht|(?:halv)?arsskiftet)[ -]?(?:ar )?{YEAR}?(?:/\d\d(?:\d\d)?)?)",
            rf"(?P<month>{_MONTH_OF} {YEAR})",
            rf"(?P<years>{YEAR} ?[-/] ?{YEAR}(?!-)|{YEAR}/\d\d(?!\d))",
            rf"(?P<year>(?<![\d-]){YEAR}(?!\d|:\d|-\d\d-))",
            r"(?P<report>\b(?:i ar|under aret|arets|hittills|under (?:perioden|delaret)|delarets|periodens)\b)",
            r"(?P<before>\b(?:forra aret|foregaende ar|aret (?:innan|fore|dessforinnan)|i fjol|fjolarets?)\b)",
            r"(?P<other>\b(?:varje ar|arligen|genom aren|over tid|tidigare ar(?:en)?|(?:de )?senaste (?:\w+ )?aren|under pandemin"
            r"|sedan start\w*|sedan (?:projekt|insats)\w* start|kommande ar\w*|nasta ar|framover|(?:vid|fran) starten)\b)",
        )
    )
)
_RELATIVE = ("report", "before")
_SINCE = re.compile(r"\b(?:sedan|sen|fr\.?o\.?m\.?|fran och med|alltsedan)(?: ar)?(?: den)? ?$")
# A time that something else is held against is not the number's.
_HELD_AGAINST = re.compile(
    r"\b(?:jamfor\w*(?: med)?|an|mot|jmf(?: med)?|liksom|fran)(?: ar| under| samma| period| perioden| motsvarande)* ?$"
)
_BEFORE_A_YEAR = re.compile(r"\binfor(?: ar)? ?$")
_SAME_PERIOD = re.compile(r"\b(?:samma|motsvarande) period(?: ar| under)* ?$")
_UP_TO = re.compile(r"\b(?:till och med|t\.?o\.?m\.?|fram till)(?: den)? ?$")
_ELSEWHERE = re.compile(r"[,;:]|\b(?:da|eftersom|som|men|vilket)\b")
_SOURCE = re.compile(rf"\({YEAR}\)")


@dataclass(frozen=True, slots=True)
class NamedTime:
    """A time at its place. `span` is None where another time is meant that cannot be told ("hösten 2021", "sedan 2019").

    `exact`: printed to the day; `since`: something has been so, or has changed, from then on.
    """

    start: int
    end: int
    span: Span | None
    exact: bool = False
    since: bool = False


def find_times(sentence: Sentence, report: Span) -> tuple[NamedTime, ...]:
    """The times that the numbers of a sentence can have, in order. Outside brackets "i år" and "förra året" count only
    where no date is printed."""
    sources = [match.start() + 1 for match in _SOURCE.finditer(sentence.folded)]
    matches = [m for m in _DATED.finditer(sentence.folded) if m.start() not in sources and _is_own(sentence, m, report)]
    dated = any(m.lastgroup not in _RELATIVE and sentence.bracket_at(m.start()) is None for m in matches)
    return tuple(
        _named(sentence.folded, match, report)
        for match in matches
        if not dated or match.lastgroup not in _RELATIVE or sentence.bracket_at(match.start()) is not None
    )


def _is_own(sentence: Sentence, match: re.Match[str], report: Span) -> bool:
    """Whether a time can be that of a number: in a bracket always, else unless something is held against it.

    "Inför 2023" is a time of its own in the report of an earlier year, else it tells what was prepared then.
    """
    before = sentence.folded[: match.start()]
    if sentence.bracket_at(match.start()) is not None:
        return True
    if _BEFORE_A_YEAR.search(before):
        return match.lastgroup == "year" and int(match.group()) > report.end.year
    if match.lastgroup == "other" and before.endswith("fran "):
        return True
    # "ska från 2022 betala" begins then; "från föregående år" and "från 2020 till" compare
    return _HELD_AGAINST.search(before) is None or (match.lastgroup == "year" and before.endswith(("kommer fran ", "ska fran ")))


def _named(folded: str, match: re.Match[str], report: Span) -> NamedTime:
    before = folded[: match.start()]
    since = _SINCE.search(before) is not None
    span = None if since else _span(match, before, report)
    return NamedTime(match.start(), match.end(), span, match.lastgroup in ("span", "day"), since)


def _span(match: re.Match[str], before: str, report: Span) -> Span | None:
    kind, printed = match.lastgroup, match.group().replace(" manad", "")
    if kind in ("season", "other"):
        return None
    if kind == "report":
        return report
    if kind == "before":
        return _years_back(report, 1) if report.is_year or _SAME_PERIOD.search(before) else None
    if kind == "half":
        year = re.search(YEAR, printed)
        whole = report.start is None or report.start.year == report.end.year
        half = " ".join(printed.split()[:2]).replace("halvan", "halvaret")
        return parse_period(f"{half} {year.group() if year else report.end.year}") if year or whole else None
    span = parse_period(printed.split(" ", 1)[1].removeprefix("i ") if kind == "last" else printed)
    if span is not None and span.is_year and _SAME_PERIOD.search(before):
        return _years_back(report, report.end.year - span.end.year)
    if span is not None and (span.start is None or kind == "last"):
        # "till och med" a day is the time from the year's begin
        return Span(date(span.end.year, 1, 1) if _UP_TO.search(before) else None, span.end)
    return span


def _years_back(span: Span, years: int) -> Span:
    """The same months of an earlier year."""
    last = min(span.end.day, monthrange(span.end.year - years, span.end.month)[1])
    start = date(span.start.year - years, span.start.month, min(span.start.day, 28)) if span.start else None
    return Span(start, date(span.end.year - years, span.end.month, last))


def time_of(sentence: Sentence, times: Sequence[NamedTime], start: int, end: int) -> NamedTime | None:
    """The time of the number that stands between two places, None where the sentence names none.

    In a bracket its own times count, the one before the number first ("(2022 - 43 %)"). Outside, the one time there is;
    of several the one right after the number or else the nearest before it, and if there is none before, an unknown one.
    """
    bracket = sentence.bracket_at(start)
    if bracket is not None:
        inside = [time for time in times if bracket[0] <= time.start < bracket[1]]
        before = [time for time in inside if time.end <= start]
        if inside:
            return before[-1] if before else inside[0]
    outside = [
        time
        for time in times
        if sentence.bracket_at(time.start) is None
        # "90 tkr …, eftersom medel fanns från tidigare år" tells that of something else
        and not (time.span is None and not time.since and _ELSEWHERE.search(sentence.folded[end : time.start]))
    ]
    if len({time.span for time in outside}) <= 1:
        return outside[0] if outside else None
    behind = [
        time for time in outside if time.start >= end and re.fullmatch(r" ?(?:\w+ )?(?:ar )?", sentence.folded[end : time.start])
    ]
    before = [time for time in outside if time.end <= start]
    if behind:
        return behind[0]
    return before[-1] if before else NamedTime(start, end, None)
