"""A figure under suspicion: the value that would mend what is broken, and what speaks for it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ingest.checks.causes import is_telling, likely_cause
from ingest.checks.relation import Relation
from ingest.domain import Certainty, Figure


@dataclass(frozen=True, slots=True)
class Suspect:
    """A figure, the value that would mend `mended`, and how many holding relations that value would break.

    `twins` are the keys of the figures that change with it. `is_open`: one of several figures is wrong and nothing tells
    which; the one named is the total, which `is_confirmed` where another relation holds for it.
    """

    figure: Figure
    value: Decimal
    mended: tuple[Relation, ...]
    harmed: int
    twins: tuple[str, ...] = ()
    is_open: bool = False
    is_confirmed: bool = False

    @property
    def is_stated(self) -> bool:
        return any(relation.stated.key == self.figure.key for relation in self.mended)

    @property
    def is_sure(self) -> bool:
        """Whether more than one relation, or the digits, say that it is this figure and this value."""
        return not self.is_open and (len(self.mended) > 1 or is_telling(self.cause))

    @property
    def cause(self) -> str:
        return likely_cause(self.figure.value, self.value)

    @property
    def certainty(self) -> Certainty:
        certain = any(relation.certainty is Certainty.CERTAIN for relation in self.mended)
        return Certainty.CERTAIN if certain else Certainty.INTERPRETATION

    @property
    def weight(self) -> tuple[int, bool, bool, bool]:
        """How much speaks for it: what it mends, a cause that the digits tell, that it is stated to follow from the rest."""
        likely = is_telling(self.cause) or (self.is_stated and bool(self.cause))
        return len(self.mended) - self.harmed, likely, self.is_stated, bool(self.figure.value)

    @property
    def main(self) -> Relation:
        """The mended relation that says most plainly what is wrong: it shows the value, states the figure, and is certain."""

        def distance(relation: Relation) -> tuple[bool, bool, bool]:
            stated = relation.stated.key == self.figure.key
            return not self.shows(relation), not stated, relation.certainty is not Certainty.CERTAIN

        return min(self.mended, key=distance)

    def shows(self, relation: Relation) -> bool:
        """Whether the relation gives the value from what is printed, no other figure corrected first."""
        factor = factor_in(relation, self.figure)
        return abs(self.figure.value - relation.residual / factor - self.value) <= relation.room if factor else False


def factor_in(relation: Relation, figure: Figure) -> Decimal:
    """By how much the relation's residual grows when the figure grows by one."""
    of_terms = sum((term.factor for term in relation.terms if term.figure.key == figure.key), Decimal(0))
    return (Decimal(1) if relation.stated.key == figure.key else Decimal(0)) - of_terms
