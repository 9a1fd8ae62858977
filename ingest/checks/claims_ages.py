"""One target group with two ages: an abbreviation that stands beside different ranges of years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.checks.claims_findings import claim_finding
from ingest.domain import Certainty, Finding, Report, Severity, TextUnit

_GROUP = r"(?<![A-ZÅÄÖ])(?P<group>[A-ZÅÄÖ]{3,}[a-zåäö]?)(?![a-zåäö])"
_AGES = r"(?P<first>\d{2}) ?[-–—] ?(?P<last>\d{2})(?!\d)(?! ?%)(?P<years> ?år)?"
_NAMED = re.compile(rf"{_GROUP}[^.;\d]{{0,30}}?{_AGES}")
_YOUNGEST, _OLDEST = 13, 70


def age_findings(report: Report, sections: Sequence[Sequence[TextUnit]]) -> Iterator[Finding]:
    """The later of two ranges for one group against the earlier."""
    first: dict[str, tuple[TextUnit, tuple[int, int]]] = {}
    told: set[str] = set()
    for unit in (unit for section in sections for unit in section):
        for match in _NAMED.finditer(unit.text):
            ages = int(match["first"]), int(match["last"])
            # "UVAs" and "UVAS" are one abbreviation
            group = match["group"].upper()
            if not _YOUNGEST <= ages[0] < ages[1] <= _OLDEST:
                continue
            earlier, before = first.setdefault(group, (unit, ages))
            if before != ages and group not in told:
                told.add(group)
                what = (
                    f"Åldrarna för {group} anges till {ages[0]}–{ages[1]} på ett ställe och {before[0]}–{before[1]} på ett annat."
                )
                yield claim_finding(report, unit, what, Certainty.INTERPRETATION, Severity.MINOR, against=[earlier])
