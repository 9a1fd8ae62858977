"""Where sums may stand in a table, and which readings of their rows make them hold.

The work is bounded: a table has at most `MAX_WINDOW` sums a row, each step of a sum keeps at most `MAX_PARTIAL`
different partial sums, and a `Budget` ends all proof in a table after so many additions. What is not proven by then
stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from ingest.language import fold
from ingest.tables_readings import Amounts, OpenRow

MAX_WINDOW = 20
MAX_SUBTOTALS = 5
MAX_PARTIAL = 5_000
MAX_ADDITIONS = 300_000
_RESULT = re.compile(r"resultat|kassaflode|^medel fran|likvida medel|netto")
_SUM_LINE = "the sum in line {line} confirms it"
_SAME_TOTAL = "the same total in line {line} confirms it"
_DIFFERENCE = "the column's difference confirms it"
_ZERO = Decimal(0)

Vector = tuple[Decimal, ...]


@dataclass(slots=True)
class Budget:
    """How many additions are left for the proof of one table."""

    left: int = MAX_ADDITIONS

    def spend(self, additions: int) -> bool:
        self.left -= additions
        return self.left >= 0


@dataclass(frozen=True, slots=True)
class Sum:
    """Rows that may make up another. `sure` tells a row that calls itself a total from one that only might be one."""

    terms: tuple[OpenRow, ...]
    total: OpenRow
    words: str
    sure: bool = True

    @property
    def rows(self) -> tuple[OpenRow, ...]:
        return (*self.terms, self.total)

    def words_for(self, opened: OpenRow) -> str:
        """The proof of one of its rows, as the flag tells it: for the total by its terms, for a term by the total."""
        line = self.total.row.lines[0] if opened is not self.total else self.terms[-1].row.lines[0]
        return self.words.format(line=line)


@dataclass(frozen=True, slots=True)
class Fit:
    """What makes a sum hold: the amounts left to each row, the total's last, and the columns in which it surely holds.

    `whole` says that no column contradicts; `strength` is how many digits match beyond what the choice of readings
    would let match by chance.
    """

    kept: tuple[frozenset[Amounts], ...]
    columns: frozenset[int]
    whole: bool
    strength: float


def find_sums(rows: Sequence[OpenRow]) -> Iterator[Sum]:
    """Every place where a total may stand: below its parts, below its subtotals, beside its twin; surest first."""
    totals = [i for i, o in enumerate(rows) if o.row.is_total or not o.row.label or _RESULT.search(fold(o.row.label))]
    for i in totals:
        for j in range(i - 2, max(-1, i - MAX_WINDOW), -1):
            yield Sum(tuple(rows[j:i]), rows[i], _SUM_LINE)
    for i in totals:
        subtotals = [rows[k] for k in totals if k < i][-MAX_WINDOW:]
        for count in range(2, min(MAX_SUBTOTALS, len(subtotals) + 1)):
            yield Sum(tuple(subtotals[-count:]), rows[i], _SUM_LINE)
        for twin in subtotals:
            yield Sum((twin,), rows[i], _SAME_TOTAL)
        if i and rows[i].row.is_total | (not rows[i].row.label):
            yield Sum((rows[i - 1],), rows[i], _SUM_LINE)
    for i in range(len(rows) - 2):
        # a result below what it is the difference of: income, cost, result, the cost printed positive
        yield Sum((rows[i + 1], rows[i + 2]), rows[i], _DIFFERENCE)
        yield Sum((rows[i], rows[i + 2]), rows[i + 1], _DIFFERENCE)
        if i + 3 < len(rows) and not all(rows[i + 2].row.texts):
            yield Sum((rows[i + 1], rows[i + 3]), rows[i], _DIFFERENCE)
    for i in range(2, len(rows)):
        if i not in totals:
            for j in range(i - 2, max(-1, i - MAX_WINDOW), -1):
                yield Sum(tuple(rows[j:i]), rows[i], _SUM_LINE, sure=False)


def fit(
    parts: Sequence[Sequence[Amounts]],
    totals: Sequence[Amounts],
    shares: frozenset[int],
    placed: bool,
    tolerance: Decimal,
    budget: Budget,
) -> Fit | None:
    """The readings of the parts and of the total that make the sum hold, None where none do.

    `shares` are columns that need not add up; with `placed` every column of the total must.
    """
    stated = [c for c in range(len(totals[0])) if any(t[c] is not None for t in totals)]
    possible = [c for c in stated if _holds_alone(parts, totals, c, tolerance, budget)]
    wanted = [c for c in stated if c not in shares] or stated
    if not set(possible) & set(wanted):
        return None
    fits = list(_fits(parts, totals, stated if placed else possible, tolerance, budget))
    if not fits:
        return None
    common = frozenset(fits[0].columns).intersection(*(found.columns for found in fits))
    kept = [frozenset().union(*(found.kept[i] for found in fits)) for i in range(len(parts) + 1)]
    weakest = min(found.strength for found in fits)
    return Fit(tuple(kept), common, placed or set(wanted) <= set(possible), weakest)


@dataclass(frozen=True, slots=True)
class _OneFit:
    kept: tuple[frozenset[Amounts], ...]
    columns: tuple[int, ...]
    strength: float


def _fits(
    parts: Sequence[Sequence[Amounts]], totals: Sequence[Amounts], checked: Sequence[int], tolerance: Decimal, budget: Budget
) -> Iterator[_OneFit]:
    """One fit for each set of columns that the readings of the total state."""

    def columns_of(total: Amounts) -> tuple[int, ...]:
        return tuple(c for c in checked if total[c] is not None)

    for columns, same in groupby(sorted(totals, key=columns_of), key=columns_of):
        group = list(same)
        sums = _partial_sums(parts, columns, budget) if columns else None
        if sums is None:
            continue
        meant = {total: _near(_project(total, columns), sums[-1], tolerance) for total in group}
        targets = {vector for found in meant.values() for vector in found}
        if targets:
            kept = _kept(parts, columns, sums, targets)
            right = frozenset(total for total, found in meant.items() if found)
            chance = len(sums[-1]) * len(totals)
            yield _OneFit((*kept, right), columns, min(_strength(_project(t, columns), chance, tolerance) for t in right))


def _holds_alone(
    parts: Sequence[Sequence[Amounts]], totals: Sequence[Amounts], column: int, tolerance: Decimal, budget: Budget
) -> bool:
    if all(o[column] is None for options in parts for o in options):
        return False
    sums = _partial_sums(parts, (column,), budget)
    return sums is not None and any(
        _near((stated,), sums[-1], tolerance) for total in totals if (stated := total[column]) is not None
    )


def _partial_sums(parts: Sequence[Sequence[Amounts]], columns: tuple[int, ...], budget: Budget) -> list[set[Vector]] | None:
    """All sums of the first part, of the first two, and so on; None where there are too many."""
    sums: list[set[Vector]] = [{(_ZERO,) * len(columns)}]
    for options in parts:
        vectors = {_project(o, columns) for o in options}
        if not budget.spend(len(sums[-1]) * len(vectors)):
            return None
        sums.append({_add(one, other) for one in sums[-1] for other in vectors})
        if len(sums[-1]) > MAX_PARTIAL:
            return None
    return sums


def _kept(
    parts: Sequence[Sequence[Amounts]], columns: tuple[int, ...], sums: list[set[Vector]], targets: set[Vector]
) -> list[frozenset[Amounts]]:
    """The readings of each part that some way to one of the targets passes through."""
    kept: list[frozenset[Amounts]] = []
    for at in range(len(parts) - 1, -1, -1):
        used: set[Amounts] = set()
        before: set[Vector] = set()
        for option in parts[at]:
            vector = _project(option, columns)
            reached = {rest for target in targets if (rest := _subtract(target, vector)) in sums[at]}
            if reached:
                used.add(option)
                before |= reached
        kept.insert(0, frozenset(used))
        targets = before
    return kept


def _strength(total: Vector, chance: int, tolerance: Decimal) -> float:
    room = [abs(amount) / (2 * tolerance + 1) for amount in total]
    return sum(float(r.log10()) for r in room if r > 1) - float(Decimal(chance).log10())


def _near(vector: Vector, sums: set[Vector], tolerance: Decimal) -> set[Vector]:
    if not tolerance:
        return {vector} & sums
    return {s for s in sums if all(abs(a - b) <= tolerance for a, b in zip(s, vector, strict=True))}


def _project(amounts: Amounts, columns: tuple[int, ...]) -> Vector:
    return tuple(amounts[c] or _ZERO for c in columns)


def _add(one: Vector, other: Vector) -> Vector:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _subtract(one: Vector, other: Vector) -> Vector:
    return tuple(a - b for a, b in zip(one, other, strict=True))
