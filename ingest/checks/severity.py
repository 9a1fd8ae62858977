"""How much a finding matters: whether a reader would take away something wrong about money, people or goals.

Measured on 200 contradictions that careful readers found and graded by hand in the sample reports.
"""

from __future__ import annotations

from decimal import Decimal

from ingest.domain import Certainty, FindingKind, Severity
from ingest.unit_words import MONEY_UNITS

# What a printed relation itself disproves misleads whatever its size; the same thing stated twice does by its size.
_ALWAYS_MATERIAL = {FindingKind.SUM, FindingKind.DIFFERENCE, FindingKind.SIGN, FindingKind.SEX_SPLIT}
_ALWAYS_MINOR = {FindingKind.MISPRINT, FindingKind.OUTLINE, FindingKind.PERIOD}
_MISLEADING_PERCENT = Decimal(1)
# Of a relation that is only likely to be meant.
_MISLEADING_IF_MEANT = Decimal(10)
_MISLEADING_POINTS = Decimal(5)


def severity_of(
    kind: FindingKind,
    stated: Decimal | None,
    computed: Decimal | None,
    unit: str,
    certainty: Certainty = Certainty.CERTAIN,
) -> Severity:
    """For what is beyond rounding. Numbers are in `unit`."""
    if kind in _ALWAYS_MINOR:
        return Severity.MINOR
    if stated is None or computed is None:
        return Severity.MATERIAL if certainty is Certainty.CERTAIN else Severity.MINOR
    apart, size = abs(stated - computed), max(abs(stated), abs(computed))
    if unit in ("%", "procentenheter"):
        return Severity.MATERIAL if apart > _MISLEADING_POINTS else Severity.MINOR
    by_relation = kind in _ALWAYS_MATERIAL and certainty is Certainty.CERTAIN
    if unit in MONEY_UNITS and by_relation:
        return Severity.MATERIAL
    misleading = apart * 100 >= _MISLEADING_PERCENT * size
    if kind in _ALWAYS_MATERIAL and certainty is Certainty.INTERPRETATION:
        return Severity.MATERIAL if apart * 100 >= _MISLEADING_IF_MEANT * size else Severity.MINOR
    return Severity.MATERIAL if misleading and certainty is Certainty.CERTAIN else Severity.MINOR
