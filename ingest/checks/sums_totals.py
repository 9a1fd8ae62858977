"""Which rows above a total make it up: one set for each total, by what its label says and by what most columns bear out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import product

from ingest.checks.sums_by_meaning import balance_requirement, by_meaning, of_capital_alone
from ingest.checks.sums_grid import Grid, Guess, Trial, is_part, looks_like_a_slip

_MAX_WINDOW = 25
_MAX_SIGNED = 4
# Digits that must agree, over all columns where a sum holds, for rows that call themselves totals and for others.
_DIGITS_LABELLED = 1.5
_DIGITS_OTHERS = 5.0
_OVER_THE_YEAR = re.compile(r"^(?:arets|periodens) resultat")
# The steps of an income or cash flow statement, which start from its first row.
_STEP = re.compile(r"^verksamhetens (?:netto|result)|^resultat (?:fore|efter)|^(?:arets|periodens) (?:resultat|kassaflode)$")
_FINANCE = re.compile(r"finans|rant")
_BARE = re.compile(
    r"^(?:summa|totalt?|total summa|summa totalt|sammanlagt|redovisat varde.*|bokfort varde.*|(?:arets )?balanskravsresultat)$"
)
_SUM_WORD = re.compile(r"^(?:del)?summa |^totala? |^totalt ")
# Persons may be counted once in the total and several times above it.
_NOT_ADDED = re.compile(r"\bunik|\bexkl|\binkl|\bsnitt|genomsnitt|medel(?:tal|varde)")


class Standing(Enum):
    """What speaks for a total's terms: that they make it in other columns, its label, or only that they stand above it."""

    PROVEN = "proven"
    LABELLED = "labelled"
    LIKELY = "likely"


@dataclass(slots=True)
class _Open:
    """The rows that no total has taken yet, and after which of them a heading without amounts stands."""

    rows: list[int] = field(default_factory=list)
    headings: dict[str, int] = field(default_factory=dict)
    by_numbers: bool = False

    def heading(self, label: str) -> None:
        self.headings[label] = len(self.rows)

    def close(self, count: int, total: int) -> None:
        """The last `count` rows are the total's."""
        if count:
            del self.rows[-count:]
        self.headings = {label: at for label, at in self.headings.items() if at <= len(self.rows)}
        self.rows.append(total)


def find_plain_rows(grid: Grid) -> frozenset[int]:
    """The rows that a labelled total adds up one by one, so that none of them is the sum of the others."""
    found: set[int] = set()
    for row in range(len(grid.labels)):
        if not grid.is_total(row) or not grid.has_amounts(row):
            continue
        above: list[int] = []
        for at in range(row - 1, -1, -1):
            if grid.is_total(at) and grid.has_amounts(at):
                break
            if grid.has_amounts(at) and not is_part(grid.labels[at]):
                above.insert(0, at)
        trials = [grid.try_out(guess) for guess in _windows(row, above) if len(guess.terms) > 1]
        good = [t for t in trials if t.held and len(t.held) >= len(t.broken) and t.strength >= _DIGITS_LABELLED]
        if good:
            found.update(max(good, key=lambda t: (len(t.held), len(t.guess.terms))).guess.rows)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Closing:
    """A row with amounts and, in order, the rows before it that no total has taken; what it is the sum of, if any."""

    row: int
    before: tuple[int, ...]
    found: tuple[Trial, Standing] | None


def find_totals(grid: Grid, groups: Sequence[Trial], plain: Collection[int]) -> Iterator[tuple[Trial, Standing]]:
    """The totals with their terms, in order."""
    for closing in closings(grid, groups, plain):
        if closing.found is not None:
            trial, standing = closing.found
            yield trial, standing
            yield from ((t, Standing.PROVEN) for t in of_capital_alone(grid, trial))


def closings(grid: Grid, groups: Sequence[Trial], plain: Collection[int]) -> Iterator[Closing]:
    """Every row with amounts that is no part of a group or of another row, in order."""
    members = {row for trial in groups for row in trial.guess.rows}
    now = _Open()
    for row, label in enumerate(grid.labels):
        if row in members:
            continue
        if not grid.has_amounts(row):
            if not grid.is_words(row):
                now.heading(label)
            continue
        if is_part(label):
            continue
        found = None if row in plain else _terms_of(grid, row, now) or _likely(grid, row, now)
        yield Closing(row, tuple(now.rows), found)
        if found is None:
            now.rows.append(row)
            continue
        now.by_numbers |= not (grid.is_total(row) or grid.is_result(row) or not label)
        now.close(len(found[0].guess.terms), row)


def guesses_at(grid: Grid, closing: Closing) -> tuple[Guess, ...]:
    """What a row may be made up of: the last rows before it, costs taken away where it is a result."""
    signed = _signed_windows(grid, closing.row, closing.before) if grid.is_result(closing.row) else ()
    return (*(guess for guess in _windows(closing.row, closing.before) if len(guess.terms) > 1), *signed)


def _likely(grid: Grid, row: int, now: _Open) -> tuple[Trial, Standing] | None:
    """The rows that a total closes when none of its columns adds up, as where a row is lost: those since the last total."""
    is_step = _STEP.search(grid.labels[row]) is not None
    if not (grid.is_total(row) or is_step) or says_other_scope(grid, row):
        return None
    since = 0 if is_step else 1 + max((i for i, r in enumerate(now.rows) if grid.is_total(r)), default=-1)
    rows = now.rows[since:]
    if len(rows) < 2 or len(rows) > _MAX_WINDOW or any(says_other_scope(grid, r) or grid.is_gappy(r) for r in (row, *rows)):
        return None
    trial = grid.try_out(Guess(row, tuple((r, 1) for r in rows)))
    return (trial, Standing.LIKELY) if trial.broken and not trial.held else None


def _terms_of(grid: Grid, row: int, now: _Open) -> tuple[Trial, Standing] | None:
    forced = by_meaning(grid, row, now.rows)
    if forced is not None:
        return forced, Standing.PROVEN
    guesses = [*_windows(row, now.rows)]
    if grid.is_result(row):
        guesses += _signed_windows(grid, row, now.rows)
    labelled = grid.is_total(row) or grid.is_result(row) or not grid.labels[row]
    enough = _DIGITS_LABELLED if labelled else _DIGITS_OTHERS
    good = [t for t in map(grid.try_out, guesses) if t.held and _is_borne_out(grid, t, labelled, enough)]
    if good:
        since = now.headings.get(_SUM_WORD.sub("", grid.labels[row]))
        under = now.rows[since:] if since is not None else None
        return max(good, key=lambda t: _rank(t, under)), Standing.PROVEN
    required = balance_requirement(grid, row, now.rows)
    if required is not None:
        return required, Standing.LABELLED
    stated = _by_label(grid, row, now) if grid.is_total(row) and not now.by_numbers else None
    return (stated, Standing.LABELLED) if stated is not None else None


def _rank(trial: Trial, under: Sequence[int] | None) -> tuple[bool, int, bool, int]:
    """The rows under the heading that the total names come first, then what most columns bear out, then the longest plain sum."""
    rows = list(trial.guess.rows)
    return rows == under, len(trial.held) - len(trial.broken), trial.guess.is_plain, len(rows)


def _is_borne_out(grid: Grid, trial: Trial, labelled: bool, enough: float) -> bool:
    """Enough columns hold; a row alone is another's total only where a label says so."""
    if not trial.guess.is_plain:
        return trial.strength >= _DIGITS_OTHERS and (len(trial.held) >= len(trial.broken) or lacks_finance(grid, trial.guess))
    if trial.strength < enough:
        return False
    if len(trial.guess.terms) == 1:
        return labelled and len(trial.held) >= len(trial.broken)
    if labelled:
        return len(trial.held) * 2 >= len(trial.broken)
    several = any(sum(bool(f and f.value) for f in (grid.figure(r, c) for r in trial.guess.rows)) > 1 for c in trial.held)
    return several and len(trial.held) >= len(trial.broken)


def lacks_finance(grid: Grid, guess: Guess) -> bool:
    """Whether a result for the year stands after income and cost alone: interest may lie between them, unsaid."""
    after = _OVER_THE_YEAR.match(grid.labels[guess.total]) is not None
    return after and len(guess.terms) > 1 and not any(_FINANCE.search(grid.labels[row]) for row in guess.rows)


def _windows(row: int, rows: Sequence[int]) -> Iterator[Guess]:
    for count in range(1, min(len(rows), _MAX_WINDOW) + 1):
        yield Guess(row, tuple((r, 1) for r in rows[-count:]))


def _signed_windows(grid: Grid, row: int, rows: Sequence[int]) -> Iterator[Guess]:
    """Some rows added and some taken away: costs that are printed positive. What is printed negative is added as it is."""
    negative = {r for r in rows if grid.is_negative(r)}
    for count in range(2, min(len(rows), _MAX_SIGNED) + 1):
        for signs in product((1, -1), repeat=count):
            if 1 in signs and -1 in signs and not any(s < 0 and r in negative for r, s in zip(rows[-count:], signs, strict=True)):
                yield Guess(row, tuple(zip(rows[-count:], signs, strict=True)))


def says_other_scope(grid: Grid, row: int) -> bool:
    """Whether a total says that it leaves something out, counts something once, or is no sum at all."""
    return bool(_NOT_ADDED.search(grid.labels[row]))


def _by_label(grid: Grid, row: int, now: _Open) -> Trial | None:
    """What a row that calls itself a sum must be the sum of, though no column bears it out."""
    label = grid.labels[row]
    if says_other_scope(grid, row) or len(grid.sheet.columns) > 1 and not any(grid.sheet.table.columns):
        return None
    start = now.headings.get(_SUM_WORD.sub("", label))
    is_bare = _BARE.match(label) is not None
    if start is None and (is_bare or _is_only_total(grid, row)):
        start = max((at for at in now.headings.values() if at < len(now.rows)), default=0)
    rows = now.rows[start:] if start is not None else []
    if len(rows) < 2 or any(says_other_scope(grid, r) for r in rows):
        return None
    trial = grid.try_out(Guess(row, tuple((r, 1) for r in rows)))
    only_slips = not is_bare or any(grid.is_gappy(r) for r in (row, *rows))
    return trial if trial.broken and _is_plausible(grid, trial, only_slips) else None


def _is_only_total(grid: Grid, row: int) -> bool:
    """Whether a table ends in its one total."""
    return not any(grid.has_amounts(r) and (r > row or grid.is_total(r)) for r in range(len(grid.labels)) if r != row)


def _is_plausible(grid: Grid, trial: Trial, only_slips: bool) -> bool:
    """A slip in one figure, or a row that the print has lost: the same direction and less than half in every column."""
    relations = [relation for c in trial.broken if (relation := grid.relation(trial.guess, c)) is not None]
    if all(looks_like_a_slip(relation) for relation in relations):
        return True
    return not only_slips and all(
        0 < relation.residual / relation.stated.value < 1 for relation in relations if relation.stated.value
    )
