"""Figures by the fact that they state: prints that only repeat another one are further sources, not further figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.amounts import KRONOR, base_unit, size
from assistant.choose import same_column, same_row
from assistant.evidence import FigureEvidence


@dataclass(frozen=True, slots=True)
class Fact:
    """`best` states it, and so do all `prints`, itself among them."""

    best: FigureEvidence
    prints: tuple[FigureEvidence, ...]


def facts_of(figures: Sequence[FigureEvidence]) -> tuple[Fact, ...]:
    """The facts in the order of their first prints. What differs in amount is another fact, whatever its name."""
    facts: list[list[FigureEvidence]] = []
    for e in figures:
        known = next((prints for prints in facts if _repeats(e, prints[0])), None)
        if known is None:
            facts.append([e])
        else:
            known.append(e)
    return tuple(Fact(prints[0], tuple(prints)) for prints in facts)


def _repeats(one: FigureEvidence, other: FigureEvidence) -> bool:
    return are_of_one_thing(one, other) and _agree(one, other)


def are_of_one_thing(one: FigureEvidence, other: FigureEvidence) -> bool:
    """Whether two prints are about the same thing: association, time, kind, and the row and column or what it means."""
    a, b = one.stored, other.stored
    same_time = a.figure.period == b.figure.period and a.figure.scenario is b.figure.scenario
    same_concept = a.figure.concept is not None and a.figure.concept == b.figure.concept
    same_name = same_concept or (same_row(one, other) and same_column(one, other))
    return a.report.association == b.report.association and base_unit(one) == base_unit(other) and same_time and same_name


def is_repaired(evidence: FigureEvidence) -> bool:
    """Whether the print is damaged and had to be read against a sum or another table."""
    return any(flag.startswith("repaired") for flag in evidence.stored.figure.flags)


def _agree(one: FigureEvidence, other: FigureEvidence) -> bool:
    """The same amount, within the rounding of the coarser print."""
    coarsest = max(KRONOR.get(e.stored.figure.unit, Decimal(0)) for e in (one, other))
    return abs(size(one) - size(other)) <= coarsest
