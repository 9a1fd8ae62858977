"""Where sums may stand in a table, and which readings of their rows make them hold.

The work is bounded: a table has at most `MAX_WINDOW` sums a row, each step of a sum keeps at most `MAX_PARTIAL`
different partial sums, and a `Budget` ends all proof in a table after so many additions. What is not proven by then
stays open.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.language import fold
from ingest.tables_readings import SCALE, Amounts, OpenRow, Option

MAX_WINDOW = 20
MAX_SUBTOTALS = 5
MAX_PARTIAL = 20_000
# Ten times what the busiest table of the sample reports takes.
MAX_ADDITIONS = 300_000
_RESULT = re.compile(r"resultat|kassaflode|^medel fran|likvida medel|netto")
_SUM_LINE = "the sum in line {line} confirms it"
_SAME_TOTAL = "the same total in line {line} confirms it"
_DIFFERENCE = "the column's difference confirms it"
_APART = 10**24


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
    parts: Sequence[Sequence[Option]],
    totals: Sequence[Option],
    shares: frozenset[int],
    placed: bool,
    tolerance: int,
    budget: Budget,
) -> Fit | None:
    """The readings of the parts and of the total that make the sum hold to within so many units, None where none do.

    `shares` are columns that need not add up; with `placed` every column of the total must.
    """
    stated = [c for c in range(len(totals[0].amounts)) if any(total.amounts[c] is not None for total in totals)]
    if not budget.spend(sum(map(len, parts)) * len(stated)):
        return None
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
    parts: Sequence[Sequence[Option]], totals: Sequence[Option], checked: Sequence[int], tolerance: int, budget: Budget
) -> Iterator[_OneFit]:
    """One fit for each set of columns that the readings of the total state."""

    def columns_of(total: Option) -> tuple[int, ...]:
        return tuple(c for c in checked if total.amounts[c] is not None)

    for columns, same in groupby(sorted(totals, key=columns_of), key=columns_of):
        sums = _partial_sums(parts, columns, budget) if columns else None
        if sums is None:
            continue
        meant = {total: _near(_packed(total, columns), sums[-1], len(columns), tolerance) for total in same}
        targets = {vector for found in meant.values() for vector in found}
        if targets:
            right = [total for total, found in meant.items() if found]
            chance = math.log10(len(sums[-1]) * len(totals))
            strength = min(_digits_in(total, columns, tolerance) for total in right) - chance
            kept = _kept(parts, columns, sums, targets)
            yield _OneFit((*kept, frozenset(total.amounts for total in right)), columns, strength)


def _holds_alone(
    parts: Sequence[Sequence[Option]], totals: Sequence[Option], column: int, tolerance: int, budget: Budget
) -> bool:
    if all(option.amounts[column] is None for options in parts for option in options):
        return False
    stated = [total.scaled[column] for total in totals if total.amounts[column] is not None]
    room = tolerance * SCALE
    least = sum(min(option.scaled[column] for option in options) for options in parts) - room
    most = sum(max(option.scaled[column] for option in options) for options in parts) + room
    within = [amount for amount in stated if least <= amount <= most]
    sums = _partial_sums(parts, (column,), budget) if within else None
    return sums is not None and any(_near(amount, sums[-1], 1, tolerance) for amount in within)


def _partial_sums(parts: Sequence[Sequence[Option]], columns: tuple[int, ...], budget: Budget) -> list[set[int]] | None:
    """All sums of the first part, of the first two, and so on, packed; None where there are too many."""
    sums: list[set[int]] = [{0}]
    for options in parts:
        vectors = {_packed(option, columns) for option in options}
        if not budget.spend(len(sums[-1]) * len(vectors)):
            return None
        sums.append({one + other for one in sums[-1] for other in vectors})
        if len(sums[-1]) > MAX_PARTIAL:
            return None
    return sums


def _kept(
    parts: Sequence[Sequence[Option]], columns: tuple[int, ...], sums: list[set[int]], targets: set[int]
) -> list[frozenset[Amounts]]:
    """The readings of each part that some way to one of the targets passes through."""
    kept: list[frozenset[Amounts]] = []
    for at in range(len(parts) - 1, -1, -1):
        used: set[Amounts] = set()
        before: set[int] = set()
        for option in parts[at]:
            vector = _packed(option, columns)
            reached = {target - vector for target in targets} & sums[at]
            if reached:
                used.add(option.amounts)
                before |= reached
        kept.insert(0, frozenset(used))
        targets = before
    return kept


def _digits_in(total: Option, columns: Sequence[int], tolerance: int) -> float:
    room = [abs(total.scaled[c]) / SCALE / (2 * tolerance + 1) for c in columns]
    return sum(math.log10(r) for r in room if r > 1)


# --- the amounts of several columns as one number, each far enough from the next that no sum reaches it ----------------


def _packed(option: Option, columns: tuple[int, ...]) -> int:
    vector = 0
    for column in columns:
        vector = vector * _APART + option.scaled[column]
    return vector


def _unpacked(vector: int, count: int) -> list[int]:
    amounts = []
    for _ in range(count):
        amount = (vector + _APART // 2) % _APART - _APART // 2
        amounts.append(amount)
        vector = (vector - amount) // _APART
    return amounts


def _near(vector: int, sums: set[int], count: int, tolerance: int) -> set[int]:
    if not tolerance:
        return {vector} & sums
    wanted = _unpacked(vector, count)
    return {s for s in sums if all(abs(a - b) <= tolerance * SCALE for a, b in zip(_unpacked(s, count), wanted, strict=True))}
