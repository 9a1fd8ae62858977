"""What two checks both found is told once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from ingest.domain import Certainty, Finding, FindingKind, Place, Severity

_BY_WEIGHT = (Severity.MATERIAL, Severity.MINOR, Severity.ROUNDING)
# A number printed wrong is one thing, whether it is told as a slip or against the table.
_ONE_SLIP = {FindingKind.CONTRADICTION, FindingKind.MISPRINT}


def without_repeats(findings: Iterable[Finding]) -> list[Finding]:
    """The findings less those that say of a place what another says of it: the same numbers, or the same words.

    The one that stays is the more certain, then the weightier, then the one that knows a cause; it has the places of both.
    """
    kept: list[Finding] = []
    for finding in sorted(findings, key=_rank):
        same = next((at for at, other in enumerate(kept) if _repeats(finding, other)), None)
        if same is None:
            kept.append(finding)
        else:
            places = tuple(dict.fromkeys((*kept[same].places, *finding.places)))
            kept[same] = replace(kept[same], places=places, figures=tuple(dict.fromkeys((*kept[same].figures, *finding.figures))))
    return kept


def _rank(finding: Finding) -> tuple[bool, int, bool, int]:
    return finding.certainty is not Certainty.CERTAIN, _BY_WEIGHT.index(finding.severity), not finding.cause, -len(finding.terms)


def _repeats(one: Finding, other: Finding) -> bool:
    if not any(_overlap(a, b) for a in one.places[:1] for b in other.places):
        return False
    if one.what == other.what:
        return True
    numbers, others = _numbers(one), _numbers(other)
    if None not in numbers and set(numbers) == set(others) and (one.kind is other.kind or {one.kind, other.kind} == _ONE_SLIP):
        return True
    # the same doubt at the same places, whatever each holds against it: 4,8 and 4,85 for 4,2
    return one.kind is other.kind and numbers[:1] == others[:1] and _places(one) == _places(other) and _tells(one, other)


def _tells(one: Finding, other: Finding) -> bool:
    return one.stated is not None or (one.computed is not None and one.computed == other.computed)


def _numbers(finding: Finding) -> tuple[Decimal | None, Decimal | None]:
    stated, computed = finding.stated, finding.computed
    return None if stated is None else abs(stated), None if computed is None else abs(computed)


def _places(finding: Finding) -> set[tuple[str, tuple[int, int] | None]]:
    return {(place.report, place.locator.lines) for place in finding.places}


def _overlap(one: Place, other: Place) -> bool:
    if one.report != other.report or one.locator.lines is None or other.locator.lines is None:
        return False
    return one.locator.lines[0] <= other.locator.lines[1] and other.locator.lines[0] <= one.locator.lines[1]
