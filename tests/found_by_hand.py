"""Contradictions that people found by reading, or planted, beside those that the checks find."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from ingest.domain import Finding, Severity

FOLDER = Path(__file__).parent / "findings"
# Readers print what they computed to a unit or two.
_ROOM = Decimal("1.01")


@dataclass(frozen=True, slots=True)
class HandFound:
    """`lines` has the place of the wrong print first; numbers are None where it is no matter of numbers."""

    id: str
    kind: str
    severity: Severity
    lines: tuple[tuple[int, int], ...]
    stated: Decimal | None
    computed: Decimal | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the hand-found ones of a severity were found, and how many there are."""

    found: int
    all: int


def load(name: str) -> tuple[HandFound, ...]:
    """The list of one report, by the report's file name without its ending."""
    rows = [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    return tuple(
        HandFound(
            row["id"],
            row["kind"],
            Severity(row["severity"]),
            tuple((first, last) for first, last in row["lines"]),
            _number(row["stated"]),
            _number(row["computed"]),
        )
        for row in rows
    )


def count(listed: Sequence[HandFound], findings: Sequence[Finding], severity: Severity) -> Count:
    of_severity = [one for one in listed if one.severity is severity]
    return Count(sum(any(tells_of(finding, one) for finding in findings) for one in of_severity), len(of_severity))


def tells_of(finding: Finding, listed: HandFound) -> bool:
    """Whether a finding is the listed one: the same numbers at one of its places, or its kind where no number tells."""
    places = [place.locator.lines for place in finding.places if place.locator.lines]
    at_wrong_print = any(_overlap(place, listed.lines[0]) for place in places)
    touched = sum(any(_overlap(place, lines) for place in places) for lines in listed.lines)
    pairs = ((finding.stated, listed.stated), (finding.computed, listed.computed), (finding.computed, listed.stated))
    same_number = any(_agree(one, other) for one, other in pairs)
    if same_number:
        return at_wrong_print or touched > 1
    without_number = finding.stated is None or listed.stated is None
    first = bool(places) and _overlap(places[0], listed.lines[0])
    return without_number and finding.kind == listed.kind and (first or touched > 1)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _agree(one: Decimal | None, other: Decimal | None) -> bool:
    return one is not None and other is not None and abs(abs(one) - abs(other)) < _ROOM


def _number(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text.replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return None
