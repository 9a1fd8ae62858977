"""The same "N av M" of one thing told twice with two N."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.checks.claims_findings import claim_finding
from ingest.checks.number_words import SPELLED_OR_DIGITS, number_of
from ingest.domain import Certainty, Finding, Report, Severity, TextUnit
from ingest.language import fold, stem, words

_PART = re.compile(
    rf"(?<![\d,])(?<!\d )\b(?P<part>{SPELLED_OR_DIGITS}) av (?:(?:de|dem|alla|vara|samtliga|totalt|[a-z]+s) )?"
    rf"(?P<whole>{SPELLED_OR_DIGITS}) (?:[a-z]+(?:a|de) )?(?P<noun>[a-z]{{8,}})\b"
)
# What is left, denied, planned or of a group is another part of the same whole.
_OTHER_PART = re.compile(
    r"\b(?:aterstar|kvar|inte|ej|utan|saknar|saknade|saknas|planer\w*|ska|skall|kommer|vantas|forvantas|mal(?:et)?|minst|hogst|tidigare"
    r"|forra|fjol\w*|foregaende|kvinnor\w*|man|mannen|varav|dessa|dem|battre|samre|okat|minskat|nya|delvis|(?:19|20)\d\d)\b"
)
# Wholes of which many different parts are told.
_COMMON = {
    stem(word)
    for word in "deltagare deltagarna personer personerna individer svarande avslutade kommuner kommunerna medlemmar medlemmarna "
    "ledamoter ordinarie insatser insatserna indikatorer remisser enkater avslutades deltagande inskrivna ungdomar tillfrågade "
    "respondenter intervjuade aktiviteter kvinnorna utskrivna".split()
}
_LEAST_WHOLE = 3


@dataclass(frozen=True, slots=True)
class _Part:
    unit: TextUnit
    part: int
    around: frozenset[str]


def part_findings(report: Report, sections: Sequence[Sequence[TextUnit]]) -> Iterator[Finding]:
    """Parts of a whole that only one thing has, in sentences whose surroundings share a telling word."""
    told: dict[tuple[int, str], list[_Part]] = {}
    for units in sections:
        for n, unit in enumerate(units):
            folded = " ".join(fold(unit.text).split())
            for match in _PART.finditer(folded):
                part, whole = number_of(match["part"]), number_of(match["whole"])
                noun = stem(match["noun"])
                if part is None or whole is None or whole < _LEAST_WHOLE or noun in _COMMON or _OTHER_PART.search(folded):
                    continue
                around = _telling(units[max(0, n - 1) : n + 1]) - {noun}
                told.setdefault((whole, noun), []).append(_Part(unit, part, around))
    for (whole, _), parts in told.items():
        first = parts[0]
        other = next((one for one in parts[1:] if one.part != first.part and one.around & first.around), None)
        if other is not None and len({one.part for one in parts}) == 2:
            yield _finding(report, first, other, whole)


def _telling(units: Sequence[TextUnit]) -> frozenset[str]:
    """The stems of the names and long words of a sentence and the one before."""
    found = (word for unit in units for word in words(unit.text) if len(word) >= 8 and not word.isdigit())
    return frozenset(stem(word) for word in found)


def _finding(report: Report, first: _Part, other: _Part, whole: int) -> Finding:
    what = f"På ett ställe anges {first.part} av {whole} och på ett annat {other.part} av {whole} om samma sak."
    return claim_finding(
        report,
        first.unit,
        what,
        Certainty.INTERPRETATION,
        Severity.MATERIAL,
        against=[other.unit],
        stated=first.part,
        computed=other.part,
        unit="antal",
    )
