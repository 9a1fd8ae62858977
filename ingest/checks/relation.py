"""A relation: one printed figure and the printed figures that it must follow from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ingest.domain import Certainty, Figure, FindingKind
from ingest.unit_words import MONEY_UNITS

# One of each unit in the base unit of its kind.
# Units of what is measured, averaged or divided, and so rounded.
_MEASURED = frozenset("% procentenheter ‰ timmar dagar veckor månader år poäng årsarbetare andel".split())
_BASE = {"kr": Decimal(1), "tkr": Decimal(1_000), "mnkr": Decimal(1_000_000)}


@dataclass(frozen=True, slots=True)
class Term:
    """A figure and what it is multiplied by; 1 and -1 for sums and differences in one unit."""

    figure: Figure
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Relation:
    """`stated` must be the sum of the `terms`, each times its factor, to within `slack` (in the unit of `stated`).

    `rule` names the other side in Swedish, to stand before "är" or "ger": "summan av raderna ovanför", "utfall minus
    budget", "samma uppgift i not 3". `kind` and `certainty` are those of the finding that a break makes.
    One that `needs_witness` is only likely to be meant: its break counts where another relation confirms the stated figure.
    """

    kind: FindingKind
    stated: Figure
    terms: tuple[Term, ...]
    rule: str
    certainty: Certainty = Certainty.CERTAIN
    slack: Decimal | None = None
    needs_witness: bool = False

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (self.stated, *(term.figure for term in self.terms))

    @property
    def expected(self) -> Decimal:
        """What `stated` should be by its terms, in its unit."""
        return sum((term.figure.value * term.factor for term in self.terms), Decimal(0))

    @property
    def residual(self) -> Decimal:
        return self.stated.value - self.expected

    @property
    def room(self) -> Decimal:
        """What rounding may explain: one in the last printed unit for each addend, nothing where people are counted."""
        return self.slack if self.slack is not None else rounding_room(self)

    @property
    def holds(self) -> bool:
        return abs(self.residual) <= self.room

    @property
    def is_empty(self) -> bool:
        """Whether nothing but nil stands in it, so that its holding says nothing."""
        return not any(figure.value for figure in self.figures)


def rounding_room(relation: Relation) -> Decimal:
    if is_counted(relation.stated.unit):
        return Decimal(0)
    steps = [step_of(relation.stated), *(step_of(term.figure) * abs(term.factor) for term in relation.terms)]
    if len(relation.terms) == 1:
        # one fact in two places: rounded only where one is printed coarser than the other
        return max(steps) if steps[0] != steps[1] else Decimal(0)
    return max(steps) * len(relation.terms)


def step_of(figure: Figure) -> Decimal:
    """One in the last printed place: 1 for "5 612 774", 0.1 for "50,7"."""
    exponent = figure.value.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(1)


def is_counted(unit: str) -> bool:
    """Whether a unit counts things that are never rounded: people, cases, meetings."""
    return unit not in MONEY_UNITS and unit not in _MEASURED


def factor_to(unit: str, figure: Figure) -> Decimal | None:
    """What a figure's value is multiplied by to be in `unit`; None where the units are of different kinds."""
    if figure.unit == unit:
        return Decimal(1)
    if unit in _BASE and figure.unit in _BASE:
        return _BASE[figure.unit] / _BASE[unit]
    return None


def in_base_unit(value: Decimal, unit: str) -> Decimal:
    """Money in kr, everything else as it is."""
    return value * _BASE.get(unit, Decimal(1))
