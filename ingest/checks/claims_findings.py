"""A claim in words that the figures, or other words of the report, contradict: as a finding."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ingest.domain import Certainty, Figure, Finding, FindingKind, Locator, Place, Report, Severity, TextUnit


def claim_finding(
    report: Report,
    said: TextUnit,
    what: str,
    certainty: Certainty,
    severity: Severity,
    *,
    against: Sequence[Figure | TextUnit | tuple[str, Locator]] = (),
    stated: Decimal | int | None = None,
    computed: Decimal | int | None = None,
    unit: str = "",
    kind: FindingKind = FindingKind.CONTRADICTION,
    cause: str = "",
    consequences: tuple[str, ...] = (),
) -> Finding:
    """`said` is the sentence in doubt, `against` what contradicts it. `stated` and `computed` are in `unit`."""
    places = [Place(report.id, report.document.source_file, said.locator, said.text)]
    for other in against:
        quote, locator = _place_of(other)
        places.append(Place(report.id, report.document.source_file, locator, quote))
    return Finding(
        id="",
        report=report.id,
        kind=kind,
        severity=severity,
        certainty=certainty,
        what=what,
        places=tuple({(place.locator.lines, place.quote): place for place in places}.values()),
        period=report.metadata.period,
        stated=None if stated is None else Decimal(stated),
        computed=None if computed is None else Decimal(computed),
        unit=unit,
        cause=cause,
        consequences=consequences,
        terms=tuple(other.key for other in against if isinstance(other, Figure)),
    )


def _place_of(other: Figure | TextUnit | tuple[str, Locator]) -> tuple[str, Locator]:
    if isinstance(other, Figure):
        return other.quote, other.locator
    if isinstance(other, TextUnit):
        return other.text, other.locator
    return other


def cite(text: str, length: int = 110) -> str:
    """A sentence short enough to stand within one of ours."""
    text = " ".join(text.split()).strip(" .:")
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"
