"""Rows that are the sum of the rows below them: "Administration" and what it consists of, with or without indent."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ingest.checks.sums_grid import Grid, Guess, Trial, is_part

# Digits that must agree where nothing but the numbers tells that rows below make up a row.
_MIN_DIGITS = 6.0
_MAX_BELOW = 15


def find_groups(grid: Grid, plain: Collection[int]) -> tuple[Trial, ...]:
    """The groups of a sheet. Where one group is proven, others that the reader took for groups count too.

    `plain` are rows that a total below adds up as they are.
    """
    found: list[Trial] = []
    unproven: list[Trial] = []
    taken: set[int] = set()
    for row in range(len(grid.labels)):
        if row in taken or row in plain or not grid.has_amounts(row) or grid.is_total(row):
            continue
        below = _children(grid, row)
        trial = grid.try_out(Guess(row, tuple((child, 1) for child in below))) if below else _by_numbers(grid, row)
        if trial is None:
            continue
        if trial.held and trial.strength > 1:
            found.append(trial)
            taken.update(trial.guess.rows)
        elif below and trial.broken:
            unproven.append(trial)
    if found:
        found += [trial for trial in unproven if not taken & set(trial.guess.rows) and not _has_gaps(grid, trial)]
    return tuple(found)


def _children(grid: Grid, row: int) -> list[int]:
    """The rows that the reader has put under a row with amounts of its own."""
    above = grid.sheet.rows[row].row
    path = (*above.parents, above.label)
    found: list[int] = []
    for at in range(row + 1, len(grid.labels)):
        if grid.sheet.rows[at].row.parents != path:
            break
        if grid.has_amounts(at) and not is_part(grid.labels[at]):
            found.append(at)
    return found


def _by_numbers(grid: Grid, row: int) -> Trial | None:
    """The rows directly below that make up a row in at least two columns."""
    best: Trial | None = None
    below: list[int] = []
    for at in range(row + 1, min(len(grid.labels), row + 1 + _MAX_BELOW)):
        if not grid.has_amounts(at) or grid.is_total(at) or grid.is_result(at):
            break
        below.append(at)
        if len(below) > 1:
            trial = grid.try_out(Guess(row, tuple((r, 1) for r in below)))
            better = best is None or (len(trial.held), -len(trial.broken)) > (len(best.held), -len(best.broken))
            if len(trial.held) > max(1, len(trial.broken)) and trial.strength >= _MIN_DIGITS and better and _is_many(grid, trial):
                best = trial
    return best


def _is_many(grid: Grid, trial: Trial) -> bool:
    """Whether more than one row adds something: a row equal to the one below it is a twin."""
    return any(_adding(grid, trial.guess.rows, column) > 1 for column in trial.held)


def _adding(grid: Grid, rows: Sequence[int], column: int) -> int:
    figures = [grid.figure(row, column) for row in rows]
    return sum(figure is not None and bool(figure.value) for figure in figures)


def _has_gaps(grid: Grid, trial: Trial) -> bool:
    return any(grid.is_gappy(row) for row in (trial.guess.total, *trial.guess.rows))
