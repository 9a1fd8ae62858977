"""How many people are said to be missing to a goal in percent, against those counted and those who left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, Decimal

from ingest.checks.goals_blocks import Spot, goal_finding
from ingest.checks.goals_words import outcomes_in, targets_in
from ingest.domain import Certainty, Finding, Report, Severity, TextUnit
from ingest.language import fold

_PEOPLE = r"(?:individer|deltagare|personer)"
_MISSING = re.compile(rf"\b(?:saknas|fattas) (?P<count>\d+) {_PEOPLE}\b")
_COUNTED = re.compile(rf"^(?P<count>\d+) {_PEOPLE}\b")
_LEFT = re.compile(rf"\b(?P<count>\d+) (?:\w+ )?{_PEOPLE} (?:har )?(?:skrevs ut|skrivits ut|avslutades|avslutats)\b")
_REACH = 4
_MOST_COUNTS = 8


def missing_findings(report: Report, sections: Sequence[Sequence[TextUnit]]) -> Iterator[Finding]:
    for units in sections:
        for n, unit in enumerate(units):
            if match := _MISSING.search(fold(unit.text)):
                yield from _missing(report, sections, units, n, int(match["count"]))


def _missing(
    report: Report, sections: Sequence[Sequence[TextUnit]], units: Sequence[TextUnit], at: int, said: int
) -> Iterator[Finding]:
    """45 % aimed at, 40 % reached by 13 + 8 + 4 of those who left: how many more would have made it."""
    aims = [t for unit in units[max(0, at - _REACH) : at] for t in targets_in(unit.text, is_goal=False) if t.unit == "%"]
    told = next(
        (n for n in range(at + 1, min(at + _REACH, len(units))) if any(o.unit == "%" for o in outcomes_in(units[n].text))), None
    )
    if not aims or told is None:
        return
    reached = next(outcome.value for outcome in outcomes_in(units[told].text) if outcome.unit == "%")
    counted = 0
    for unit in units[told + 1 : told + 1 + _MOST_COUNTS]:
        match = _COUNTED.match(fold(unit.text))
        if match is None:
            break
        counted += int(match["count"])
    wholes = {
        (int(match["count"]), other)
        for other_units in sections
        for other in other_units
        if other.locator.section.split(" › ")[0] == units[at].locator.section.split(" › ")[0]
        for match in _LEFT.finditer(fold(other.text))
    }
    fitting = [(whole, unit) for whole, unit in wholes if whole and round(Decimal(counted * 100) / whole) == reached]
    if not counted or len({whole for whole, _ in fitting}) != 1:
        return
    whole, where = fitting[0]
    needed = int((aims[-1].value * whole / 100).to_integral_value(ROUND_CEILING)) - counted
    if needed != said and needed > 0:
        what = (
            f"Till målet {aims[-1].value} % sägs {said} saknas, men {counted} av {whole} är nådda och {counted + needed} behövs:"
        )
        what += f" {needed} saknas."
        spots = tuple(Spot(unit.text, unit.locator) for unit in (units[at], units[told], where))
        yield goal_finding(report, spots, what, said, needed, "personer", Certainty.INTERPRETATION, Severity.MINOR)
