"""The rows of one table under proof by their own sums, differences and shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.tables_grid import Grid
from ingest.tables_readings import COLUMN_UNCERTAIN, OpenRow, Option, is_share
from ingest.tables_relations import count_holding, find_relations, strength_of
from ingest.tables_shares import prove_by_shares
from ingest.tables_sums import Budget, Fit, Sum, find_sums, fit

# So many more digits must agree than the number of readings would let agree by chance: in every column, in some
# columns only (a report's own total may be wrong in the others), or for a reading against the rules of print.
MIN_STRENGTH = 1.0
MIN_STRENGTH_IN_PART = 2.0
MIN_STRENGTH_WIDER = 4.0
# A row's own difference or shares are one place to look, not one of many sums.
MIN_STRENGTH_OF_ROW = 2.5
MAX_ROUNDS = 3
ROW_DIFFERENCE = "the row's difference confirms it"


@dataclass(slots=True)
class TableProof:
    """A table's rows as they are being proven; `values` are those that are no headings."""

    grid: Grid
    rows: Sequence[OpenRow]
    budget: Budget = field(default_factory=Budget)
    values: list[OpenRow] = field(init=False)
    tolerance: int = field(init=False)

    def __post_init__(self) -> None:
        self.values = [o for o in self.rows if not o.row.is_heading]
        self.tolerance = _tolerance(self.values)

    def prove(self, in_part: bool = False) -> None:
        """Settle what the readings by the rules of print settle; with `in_part` by sums too that hold in some columns."""
        values = self.values
        self._prove_by_columns(values)
        for _ in range(MAX_ROUNDS if self.budget.left > 0 else 0):
            before = _count_unsettled(values)
            for held in find_sums(values) if before else ():
                if any(o.is_open or o.is_doubtful for o in held.rows):
                    self.prove_sum(held, in_part)
            if _count_unsettled(values) == before:
                break

    def prove_wider(self) -> None:
        """Settle rows by readings against the rules of print: where one alone makes a difference, a share or a sum hold."""
        values = self.values
        self._prove_wider_by_columns(values)
        prove_by_shares(values, MIN_STRENGTH_OF_ROW)
        for held in find_sums(values):
            if held.sure and self.budget.left > 0:
                self.prove_wider_sum(held)
        self.prove()

    def prove_sum(self, held: Sum, in_part: bool = False) -> None:
        """Settle the rows of a sum that holds in every column; with `in_part`, of one that holds in some."""
        found = self._fit(held, [o.options for o in held.rows])
        if found is None or found.strength < (MIN_STRENGTH if found.whole else MIN_STRENGTH_IN_PART):
            return
        for opened, kept in zip(held.rows, found.kept, strict=True):
            if found.whole and not opened.is_open:
                opened.confirmed = True
            elif found.whole and len(kept) == 1:
                opened.choose(next(iter(kept)), held.words_for(opened))
            elif in_part and opened.is_open and len(kept) == 1:
                opened.settle(found.columns, next(iter(kept)), held.words_for(opened))

    def prove_wider_sum(self, held: Sum) -> None:
        """Settle the rows of a sum that holds only with a wider reading of one of them, and of no other."""
        if not any(o.is_doubtful for o in held.rows) or self._fit_whole(held, None) is not None:
            return
        tried = [self._fit_whole(held, doubtful) for doubtful in held.rows if doubtful.is_doubtful]
        solved = [found for found in tried if found is not None and found.strength >= MIN_STRENGTH_WIDER]
        if len(solved) == 1:
            for opened, kept in zip(held.rows, solved[0].kept, strict=True):
                if (opened.is_open or opened.is_doubtful) and len(kept) == 1:
                    opened.choose(next(iter(kept)), held.words_for(opened))

    def _fit_whole(self, held: Sum, doubtful: OpenRow | None) -> Fit | None:
        """How the sum holds in every column, with the wider readings of one row or of none."""
        found = self._fit(held, [[*o.options, *o.wider] if o is doubtful else o.options for o in held.rows])
        return found if found is not None and found.whole else None

    def _fit(self, held: Sum, options: Sequence[Sequence[Option]]) -> Fit | None:
        placed = COLUMN_UNCERTAIN in held.total.row.flags
        shares = _columns_of_shares([own[0].texts for own in options])
        return fit(options[:-1], options[-1], shares, placed, self.tolerance, self.budget)

    def _prove_by_columns(self, values: Sequence[OpenRow]) -> None:
        """Columns that make up another in each row prove the row they stand in."""
        relations = find_relations(self.grid.columns)
        for opened in values if relations else ():
            if opened.is_open:
                held = {o.amounts: count_holding(o.amounts, relations) for o in opened.options}
                most = max(held.values())
                fitting = [amounts for amounts, count in held.items() if count == most]
                if len(fitting) == 1 and (most == len(relations) or most > 1):
                    opened.choose(fitting[0], ROW_DIFFERENCE)

    def _prove_wider_by_columns(self, values: Sequence[OpenRow]) -> None:
        relations = find_relations(self.grid.columns)
        for opened in values if relations else ():
            if opened.is_doubtful and not any(count_holding(o.amounts, relations) == len(relations) for o in opened.options):
                holding = {o.amounts for o in opened.wider if count_holding(o.amounts, relations) == len(relations)}
                amounts = holding.pop() if len(holding) == 1 else None
                if amounts and strength_of(amounts, relations, len(opened.wider)) >= MIN_STRENGTH_OF_ROW:
                    opened.choose(amounts, ROW_DIFFERENCE)


def _count_unsettled(rows: Sequence[OpenRow]) -> int:
    return sum(o.is_open or o.is_doubtful for o in rows)


def _tolerance(rows: Sequence[OpenRow]) -> int:
    """How far a total may be from its parts: shares are rounded each by itself, so they make a hundred or nearly so."""
    texts = [text for o in rows for text in o.options[0].texts if text]
    return 1 if texts and all(is_share(text) for text in texts) else 0


def _columns_of_shares(texts: Sequence[tuple[str, ...]]) -> frozenset[int]:
    """The columns of shares beside columns of amounts: a total of shares is a share of the whole, not their sum."""
    filled = [[text for text in column if text] for column in zip(*texts, strict=True)]
    found = frozenset(c for c, column in enumerate(filled) if column and all(is_share(text) for text in column))
    return found if len(found) < sum(map(bool, filled)) else frozenset()
