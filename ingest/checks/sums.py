"""Totals and the rows that make them up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from ingest.checks.relation import Relation, is_counted
from ingest.checks.sheets import Sheet
from ingest.checks.sums_grid import Content, Grid, Guess, Trial, lay_grid, looks_like_a_slip
from ingest.checks.sums_groups import find_groups
from ingest.checks.sums_totals import Standing, find_plain_rows, find_totals, lacks_finance, says_other_scope
from ingest.domain import Certainty

# What interest gives or costs in a year is less than this part of the income, as is what a rounding of it hides.
_FINANCE_PERCENT = 1
_HUNDRED = 100


def column_sums(sheets: Sequence[Sheet]) -> Iterator[Relation]:
    """Every total of a column with the rows that it must be the sum of, one set for each total, whether it holds or not."""
    for sheet in sheets:
        grid = lay_grid(sheet)
        if grid is not None:
            yield from _sums_of(grid)


def _sums_of(grid: Grid) -> Iterator[Relation]:
    plain = find_plain_rows(grid)
    groups = find_groups(grid, plain)
    for trial in groups:
        yield from _relations(grid, trial, Standing.PROVEN)
    for trial, standing in find_totals(grid, groups, plain):
        yield from _relations(grid, trial, standing)


def _relations(grid: Grid, trial: Trial, standing: Standing) -> Iterator[Relation]:
    for column in grid.sheet.columns:
        relation = grid.relation(trial.guess, column)
        if relation is None or relation.is_empty:
            continue
        if relation.holds:
            yield relation
        elif grid.is_result(trial.guess.total) and grid.is_deviation(column):
            yield from _of_deviations(grid, trial.guess, column)
        elif _is_fair(grid, trial, column, relation):
            if standing is Standing.PROVEN or standing is Standing.LABELLED and looks_like_a_slip(relation):
                yield relation
            else:
                is_likely = standing is Standing.LIKELY and not _lacks_a_row(grid, trial)
                yield replace(relation, certainty=Certainty.INTERPRETATION, needs_witness=is_likely)


def _lacks_a_row(grid: Grid, trial: Trial) -> bool:
    """Whether a row that calls itself a sum is more than the rows above it in each of several columns, as where one is lost."""
    broken = [relation for column in trial.broken if (relation := grid.relation(trial.guess, column)) is not None]
    more = [relation for relation in broken if relation.stated.value and 0 < relation.residual / relation.stated.value < 1]
    return grid.is_total(trial.guess.total) and len(broken) > 1 and len(more) == len(broken)


def _is_fair(grid: Grid, trial: Trial, column: int, relation: Relation) -> bool:
    """Whether the print gives grounds to call a sum that does not hold wrong."""
    has_gap = any(grid.contents[row][column] is Content.EMPTY for row in trial.guess.rows)
    if (has_gap or _may_be_a_mean(relation)) and not looks_like_a_slip(relation) or says_other_scope(grid, trial.guess.total):
        return False
    if not trial.held and any(grid.is_gappy(row) for row in (trial.guess.total, *trial.guess.rows)):
        return looks_like_a_slip(relation)
    if lacks_finance(grid, trial.guess):
        largest = max(abs(figure.value) for figure in relation.figures)
        return looks_like_a_slip(relation) and abs(relation.residual) * _HUNDRED > _FINANCE_PERCENT * largest
    return True


def _may_be_a_mean(relation: Relation) -> bool:
    """Whether a total lies between its terms or repeats them all, as a rate or a mean does."""
    values = [term.figure.value * term.factor for term in relation.terms]
    between = min(values) <= relation.stated.value < max(values) or {relation.stated.value} == set(values)
    return len(values) > 1 and min(values) > 0 and between and not is_counted(relation.stated.unit)


def _of_deviations(grid: Grid, guess: Guess, column: int) -> Iterator[Relation]:
    """Deviations add up by their own signs: more income and less cost may both be printed as gains."""
    for signs in product((1, -1), repeat=len(guess.terms)):
        relation = grid.relation(Guess(guess.total, tuple(zip(guess.rows, signs, strict=True))), column)
        if relation is not None and relation.holds:
            yield relation
            return
    together = grid.relation(Guess(guess.total, tuple((row, 1) for row in guess.rows)), column)
    if not guess.is_plain and together is not None and looks_like_a_slip(together):
        yield together
