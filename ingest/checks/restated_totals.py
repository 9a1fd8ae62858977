"""Two tables that divide the same people in two ways: by activity and by reason, with the same columns and one total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from ingest.checks.facts import TOTAL_LABEL
from ingest.checks.relation import Relation, Term, is_counted
from ingest.checks.sheets import Sheet
from ingest.domain import Figure, FindingKind
from ingest.lexicon import fold_label

# A count that two tables share by chance is small.
_MEANS_LITTLE = 10
_MIN_AGREEING = 2


def total_relations(sheets: Sequence[Sheet]) -> Iterator[Relation]:
    """The totals of two tables, column by column, where most of the columns agree, so that they count the same."""
    totals = [(sheet, figures) for sheet in sheets if (figures := _totals(sheet))]
    for (one, ones), (other, others) in combinations(totals, 2):
        if len(one.table.columns) != len(other.table.columns):
            continue
        pairs = [(a, b) for a, b in zip(ones, others, strict=True) if a is not None and b is not None and _are_of_one_time(a, b)]
        agreeing = sum(a.value == b.value and abs(a.value) >= _MEANS_LITTLE for a, b in pairs)
        if agreeing >= _MIN_AGREEING and agreeing * 2 > len(pairs):
            for earlier, later in pairs:
                yield Relation(FindingKind.CONTRADICTION, later, (Term(earlier),), f"totalen i {one.table.title}")


def _totals(sheet: Sheet) -> list[Figure | None]:
    """The counts of the last row that calls itself a total, a column each; none for a table without."""
    for row in range(len(sheet.rows) - 1, -1, -1):
        label = fold_label(sheet.rows[row].label)
        if label and TOTAL_LABEL.match(label):
            figures = [sheet.amount(row, column) for column in sheet.columns]
            return [figure if figure is not None and is_counted(figure.unit) else None for figure in figures]
    return []


def _are_of_one_time(one: Figure, other: Figure) -> bool:
    return one.period is not None and (one.period, one.scenario, one.unit) == (other.period, other.scenario, other.unit)
