"""The same quantity elsewhere in a report: which amounts stand on the same line, and in which unit two of them agree."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.domain import Figure
from ingest.lexicon import fold_label

MIN_DIGITS = 2
MIN_DIGITS_ALONE = 3
MIN_SAME_SUM = 100
MIN_SAME_LINE = 10
_SCALE = {"kr": Decimal(1), "tkr": Decimal(1000), "mnkr": Decimal(1_000_000)}
_SUM = re.compile(r"^(summa|totalt?)\b")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The amounts of all tables but the one at this place, by the lines they stand on."""

    at: int
    by_line: Mapping[str, Sequence[tuple[int, Figure]]]

    def like(self, figure: Figure) -> list[Figure]:
        """The amounts of the same line: of the same concept, or under the same label."""
        return [other for line in _lines(figure) for at, other in self.by_line.get(line, ()) if at != self.at]

    def all(self) -> list[Figure]:
        """Every amount, once for each line that it stands on."""
        return [other for found in self.by_line.values() for at, other in found if at != self.at]


def by_line_of(figures: Iterable[tuple[int, Figure]]) -> dict[str, list[tuple[int, Figure]]]:
    """Figures, each with the place of its table, by the lines that they stand on."""
    found: dict[str, list[tuple[int, Figure]]] = defaultdict(list)
    for at, figure in figures:
        for line in _lines(figure):
            found[line].append((at, figure))
    return found


def _lines(figure: Figure) -> tuple[str, ...]:
    return (fold_label(figure.row), *((f"= {figure.concept}",) if figure.concept else ()))


def count_matches(figures: Iterable[Figure], unit: str, elsewhere: Elsewhere) -> int:
    """How many figures, were they in the unit, stand elsewhere with the same amount."""
    return sum(any(_agrees(figure, unit, other, MIN_DIGITS) for other in elsewhere.like(figure)) for figure in figures)


def matches_alone(figures: Iterable[Figure], unit: str, elsewhere: Elsewhere) -> bool:
    """Whether one amount of the same time is as long as to prove the unit alone."""
    return any(
        (figure.period, figure.scenario) == (a.period, a.scenario) and _agrees(figure, unit, a, MIN_DIGITS_ALONE)
        for figure in figures
        for a in elsewhere.like(figure)
    )


def _agrees(figure: Figure, unit: str, other: Figure, digits: int) -> bool:
    """Whether a figure, were it in the unit, is the same amount as the other, as far as both are printed."""
    mine, theirs = abs(figure.value), abs(other.value)
    if _SCALE[unit] == _SCALE[other.unit]:
        return mine == theirs and _digits(mine) >= max(digits, MIN_DIGITS_ALONE)
    coarse, scale = (mine, _SCALE[unit]) if _SCALE[unit] > _SCALE[other.unit] else (theirs, _SCALE[other.unit])
    place = Decimal(1).scaleb(min(0, int(coarse.as_tuple().exponent)))
    return _digits(coarse) >= digits and abs(mine * _SCALE[unit] - theirs * _SCALE[other.unit]) <= scale * place


def _digits(amount: Decimal) -> int:
    return len(str(amount).replace(".", "").lstrip("0"))


def is_repeated(figure: Figure, elsewhere: Elsewhere, unit: str) -> bool:
    """Whether an amount is printed elsewhere in the unit for the same period: on the same line, or as a sum."""
    amount = abs(figure.value)
    of_line = elsewhere.like(figure) if amount >= MIN_SAME_LINE else []
    is_sum = amount >= MIN_SAME_SUM and _SUM.match(fold_label(figure.row.rpartition(" › ")[2]))
    return any(
        (amount, unit, figure.period, figure.scenario) == (abs(other.value), other.unit, other.period, other.scenario)
        for other in (elsewhere.all() if is_sum else of_line)
    )
