"""Meetings: how many there were against the dates listed, and a meeting's date that is not among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.checks.claims_findings import claim_finding
from ingest.checks.number_words import SPELLED_OR_DIGITS, number_of
from ingest.domain import Certainty, Finding, Report, Severity, TextUnit
from ingest.language import fold
from ingest.periods_parts import month_number

_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_DAY = r"(?:den )?\d{1,2}(?: ?- ?\d{1,2})?"
_NAMED = rf"{_DAY}(?: (?:{_MONTHS}))?(?: (?:19|20)\d\d)?"
_DATE = rf"(?:(?:19|20)\d\d-\d\d-\d\d|{_DAY}/\d{{1,2}}(?: (?:19|20)\d\d)?|{_NAMED})"
_AND = r"(?:,? (?:och|samt) |, ?)"
# "sju gånger: 10 februari, 24 mars och 8 december." The list of dates is all that follows.
_COUNTED = re.compile(
    rf"\b(?P<count>{SPELLED_OR_DIGITS}) (?:[a-z]+a )?(?:ganger|tillfallen|[a-z]*(?:moten|sammantraden|traffar|dagar))\b"
    rf"[^.:(\d]{{0,60}}(?:: ?|\()(?P<dates>{_DATE}(?:{_AND}{_DATE})+)\)?(?=\.?$|\.? [a-z]|,? )"
)
_BOARD = re.compile(r"\bstyrelse")
_ONE_DATE = re.compile(rf"(?P<day>\d{{1,2}})(?: ?- ?\d{{1,2}})?(?: (?P<month>{_MONTHS}))?")
# "Beslutet togs på sammanträdet den 22 september 2022"
_HELD = re.compile(
    rf"\b(?:pa|vid) (?:styrelsens |sitt |sina |ett |styrelse)?(?:mote|sammantrade)t? (?:den )?(?P<day>\d{{1,2}}) "
    rf"(?P<month>{_MONTHS})(?: (?P<year>(?:19|20)\d\d))?\b"
)
_OTHER_BODY = re.compile(
    r"\b(?:beredning\w*|arbetsutskott\w*|presidi\w*|medlemssamrad\w*|kommunfullmaktige|arbetsgrupp\w*|styrgrupp\w*)"
)
_NEAR_DAYS = 10


@dataclass(frozen=True, slots=True)
class _Meetings:
    """The dates at which the board met in the report's year, as (month, day)."""

    unit: TextUnit
    dates: frozenset[tuple[int, int]]


def meeting_findings(report: Report, sections: Sequence[Sequence[TextUnit]]) -> Iterator[Finding]:
    listed: list[_Meetings] = []
    for units in sections:
        for unit in units:
            folded = " ".join(fold(unit.text).split())
            for match in _COUNTED.finditer(folded):
                yield from _counted(report, unit, match)
                dates = _dates_of(match["dates"])
                if dates is not None and _BOARD.search(folded[: match.start()]) and not _OTHER_BODY.search(folded):
                    listed.append(_Meetings(unit, dates))
    if len(listed) == 1:
        for units in sections:
            yield from _not_among(report, units, listed[0])


def _counted(report: Report, unit: TextUnit, match: re.Match[str]) -> Iterator[Finding]:
    said, printed = number_of(match["count"]), len(re.findall(_DATE, match["dates"]))
    if said is not None and said != printed:
        what = f"Texten säger {said} möten, men räknar upp {printed} datum."
        yield claim_finding(report, unit, what, Certainty.CERTAIN, Severity.MINOR, stated=said, computed=printed, unit="möten")


def _dates_of(listed: str) -> frozenset[tuple[int, int]] | None:
    """The dates of a list by month and day; "3 och 17 mars" are two of March. None where one has no month."""
    found: list[tuple[int, int]] = []
    month = 0
    for match in reversed(list(_ONE_DATE.finditer(re.sub(r"\b(?:19|20)\d\d\b", "", listed)))):
        month = month_number(match["month"][:3]) if match["month"] else month
        found.append((month, int(match["day"])))
    return None if any(one == 0 for one, _ in found) or "/" in listed or re.search(r"\d-\d", listed) else frozenset(found)


def _not_among(report: Report, units: Sequence[TextUnit], meetings: _Meetings) -> Iterator[Finding]:
    """The board's meeting on a day that the list does not have, though it has one a few days off in the same month."""
    period = report.metadata
    for n, unit in enumerate(units):
        folded = " ".join(fold(unit.text).split())
        match = _HELD.search(folded)
        if match is None or unit.text == meetings.unit.text:
            continue
        before = " ".join(fold(units[n - 1].text).split()) if n else ""
        if not _BOARD.search(f"{before} {folded}") or _OTHER_BODY.search(f"{before} {folded}"):
            continue
        if match["year"] and int(match["year"]) != period.period_end.year:
            continue
        month, day = month_number(match["month"][:3]), int(match["day"])
        near = sorted((other for other in meetings.dates if other[0] == month), key=lambda other: abs(other[1] - day))
        in_period = (
            (period.period_start.month, period.period_start.day)
            <= (month, day)
            <= (period.period_end.month, period.period_end.day)
        )
        if in_period and (month, day) not in meetings.dates and near and abs(near[0][1] - day) <= _NEAR_DAYS:
            what = f"Ett möte den {day} {match['month']} nämns, men styrelsens möte den månaden anges till den {near[0][1]}."
            yield claim_finding(
                report, unit, what, Certainty.INTERPRETATION, Severity.MINOR, against=[meetings.unit], unit="datum"
            )
