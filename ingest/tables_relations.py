"""What the columns of one row must be to each other: income and cost make a net, outcome and budget a deviation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ingest.language import fold
from ingest.tables_readings import Amounts

_DIFFERENCE = re.compile(r"\b(avvik\w*|differens\w*|diff|skillnad)")
_INCOME, _COST, _NET = re.compile(r"\bintakt"), re.compile(r"\bkostn"), re.compile(r"\bnetto")

Relation = tuple[int, int, int]  # two columns and the one that states what they make


def find_relations(columns: Sequence[str]) -> tuple[Relation, ...]:
    """The columns that state the sum or the difference of two others, by what the headers say."""
    names = [fold(column) for column in columns]
    found: list[Relation] = []
    for at in range(2, len(names)):
        one, other, stated = at - 2, at - 1, at
        is_net = _INCOME.search(names[one]) and _COST.search(names[other]) and _NET.search(names[stated])
        if is_net or _DIFFERENCE.search(names[stated]):
            found.append((one, other, stated))
    return tuple(found)


def count_holding(amounts: Amounts, relations: Sequence[Relation]) -> int:
    """How many relations hold in a row, up to sign: costs may be printed positive or negative. Nothing of nothing holds not."""
    return sum(_holds(amounts, relation) for relation in relations)


def strength_of(amounts: Amounts, relations: Sequence[Relation], rivals: int) -> float:
    """How many digits agree in relations that hold, beyond those that so many rival readings would let agree by chance."""
    middle = [sorted(abs(amounts[i] or Decimal(0)) for i in relation)[1] for relation in relations]
    return sum(float(m.log10()) for m in middle if m > 1) - float(Decimal(rivals).log10())


def _holds(amounts: Amounts, relation: Relation) -> bool:
    one, other, stated = (amounts[i] for i in relation)
    if not stated and not (one and other) or stated is None:
        return False
    a, b = one or Decimal(0), other or Decimal(0)
    return abs(stated) in (abs(a - b), abs(a + b))
