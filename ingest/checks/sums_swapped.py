"""Two values of one row printed in each other's columns: the sums of both columns break, by the same amount and opposite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from ingest.checks.severity import severity_of
from ingest.checks.sheets import Sheet
from ingest.checks.sums_grid import Grid, Guess, digits_in, lay_grid
from ingest.checks.sums_groups import find_groups
from ingest.checks.sums_totals import Closing, closings, find_plain_rows, guesses_at, says_other_scope
from ingest.checks.verdict import places_of
from ingest.checks.words import say_label, say_value
from ingest.domain import Certainty, Figure, Finding, FindingKind, Report

# Digits that must agree in the two columns once the values are exchanged: for all rows before a labelled total, and for others.
_DIGITS_LABELLED, _DIGITS_OTHERS = 3.0, 5.0


@dataclass(frozen=True, slots=True)
class _Swap:
    """A row whose values in two columns must change places for `guess` to hold in both. `strength`: digits that then agree."""

    row: int
    columns: tuple[int, int]
    guess: Guess
    strength: float


def swapped_row_findings(report: Report, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """One finding for each row whose two values stand in each other's columns."""
    for sheet in sheets:
        grid = lay_grid(sheet)
        if grid is None or len(sheet.columns) < 2:
            continue
        plain = find_plain_rows(grid)
        seen: set[tuple[int, tuple[int, int]]] = set()
        for closing in closings(grid, find_groups(grid, plain), plain):
            swap = _swap_at(grid, closing)
            if swap is not None and (swap.row, swap.columns) not in seen:
                seen.add((swap.row, swap.columns))
                yield from _finding(report, grid, swap)


def _swap_at(grid: Grid, closing: Closing) -> _Swap | None:
    """The one exchange that mends a total; None where it holds in one of the columns by other rows, or where several would."""
    labelled = grid.is_total(closing.row)
    if not (labelled or grid.is_result(closing.row)) or says_other_scope(grid, closing.row):
        return None
    guesses = guesses_at(grid, closing)
    if closing.found is not None:
        guesses = tuple(dict.fromkeys((closing.found[0].guess, *guesses)))
    holding = {column for guess in guesses for column in grid.try_out(guess).held}
    found: list[_Swap] = []
    for guess in guesses:
        whole = labelled and len(guess.terms) == len(closing.before)
        known = closing.found is not None and closing.found[0].guess == guess
        enough = _DIGITS_LABELLED if whole or known else _DIGITS_OTHERS
        for columns in combinations([c for c in grid.sheet.columns if c not in holding], 2):
            found += [swap for row in (*guess.rows, guess.total) if (swap := _exchange(grid, guess, row, columns)) is not None]
        found = [swap for swap in found if swap.strength >= enough or swap.guess != guess]
    rows = {(swap.row, swap.columns) for swap in found}
    return max(found, key=lambda swap: swap.strength) if len(rows) == 1 else None


def _exchange(grid: Grid, guess: Guess, row: int, columns: tuple[int, int]) -> _Swap | None:
    """The exchange, where the sum is broken in both columns and holds in both after it."""
    one, other = (grid.figure(row, column) for column in columns)
    relations = [grid.relation(guess, column) for column in columns]
    if one is None or other is None or one.unit != other.unit or one.value == other.value:
        return None
    factor = -1 if row == guess.total else dict(guess.terms)[row]
    apart = (other.value - one.value) * factor
    strength = 0.0
    for relation, moved in zip(relations, (apart, -apart), strict=True):
        if relation is None or relation.holds or relation.stated.unit != one.unit or len(relation.terms) < 2:
            return None
        if abs(relation.residual - moved) > relation.room:
            return None
        strength += digits_in(relation)
    return _Swap(row, columns, guess, strength)


def _finding(report: Report, grid: Grid, swap: _Swap) -> Iterator[Finding]:
    figures = [grid.figure(swap.row, column) for column in swap.columns]
    totals = [grid.figure(swap.guess.total, column) for column in swap.columns]
    terms = [f for row in swap.guess.rows for column in swap.columns if (f := grid.figure(row, column)) is not None]
    one, other = (figure for figure in figures if figure is not None)
    shown: list[Figure] = [one, other, *(figure for figure in totals if figure is not None), *terms]
    names = " och ".join(grid.sheet.table.columns[column].strip() or "utan rubrik" for column in swap.columns)
    printed = f"{say_value(one.value, one.unit)} och {say_value(other.value, other.unit)}"
    total = say_label(grid.sheet.rows[swap.guess.total].label)
    yield Finding(
        id="",
        report=report.id,
        kind=FindingKind.SUM,
        severity=severity_of(FindingKind.SUM, one.value, other.value, one.unit),
        certainty=Certainty.CERTAIN,
        what=(
            f"Raden {say_label(one.row)} har {printed} i kolumnerna {names}, men först när de byter plats stämmer {total} i båda."
        ),
        places=places_of(shown, {report.id: report.document.source_file}),
        period=one.period,
        stated=one.value,
        computed=other.value,
        unit=one.unit,
        cause="värdena står i varandras kolumner",
        figures=(one.key, other.key),
    )
