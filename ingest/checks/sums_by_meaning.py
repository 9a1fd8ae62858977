"""Sums that the meaning of a row tells, whatever else would fit: cash flows, and the result that the law asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from ingest.checks.sums_grid import Grid, Guess, Trial, has_false_sign

_OPERATING = re.compile(r"kassaflode\S* .*lopande")
_YEARS_FLOW = re.compile(r"^(?:arets|periodens|manadernas) kassaflode")
_BEFORE_CAPITAL = re.compile(r"^medel\b|resultat")
_OVER_THE_YEAR = re.compile(r"^(?:arets|periodens) resultat")
_REQUIREMENT = re.compile(r"^(?:arets )?balanskravsresultat")
_MAX_ADJUSTMENTS = 4


def by_meaning(grid: Grid, row: int, rows: Sequence[int]) -> Trial | None:
    """The cash flow of the operations starts with what they gave, the year's adds the parts: whatever else would fit."""
    label = grid.labels[row]
    if _OPERATING.search(label) and len(rows) > 1 and _BEFORE_CAPITAL.search(grid.labels[rows[0]]):
        wanted = rows
    elif _YEARS_FLOW.match(label) and any(_OPERATING.search(grid.labels[r]) for r in rows):
        first = next(i for i, r in enumerate(rows) if _OPERATING.search(grid.labels[r]))
        wanted = rows[first:]
    else:
        return None
    trial = grid.try_out(Guess(row, tuple((r, 1) for r in wanted)))
    return trial if trial.held or trial.broken else None


def of_capital_alone(grid: Grid, flow: Trial) -> Iterator[Trial]:
    """The cash flow of the operations as a table means it that leaves out what the operations gave: where the other columns
    say so and a false sign breaks one."""
    if not _OPERATING.search(grid.labels[flow.guess.total]) or len(flow.guess.terms) < 3:
        return
    trial = grid.try_out(Guess(flow.guess.total, flow.guess.terms[1:]))
    relations = [relation for c in trial.broken if (relation := grid.relation(trial.guess, c)) is not None]
    if trial.held and relations and all(has_false_sign(relation) for relation in relations):
        yield replace(trial, held=())


def balance_requirement(grid: Grid, row: int, rows: Sequence[int]) -> Trial | None:
    """What the law makes of the year's result, plus or minus what is printed under it; broken in every column."""
    first = next((i for i, r in enumerate(rows) if _OVER_THE_YEAR.match(grid.labels[r])), None)
    if first is None or not _REQUIREMENT.search(grid.labels[row]) or not 1 < len(rows) - first <= _MAX_ADJUSTMENTS + 1:
        return None
    others = rows[first + 1 :]
    for signs in product((1, -1), repeat=len(others)):
        if grid.try_out(Guess(row, ((rows[first], 1), *zip(others, signs, strict=True)))).held:
            return None
    trial = grid.try_out(Guess(row, tuple((r, 1) for r in rows[first:])))
    return trial if trial.broken else None
