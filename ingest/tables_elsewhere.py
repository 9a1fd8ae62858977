"""Proof of a row by another table: the same line in a statement and its note, in kronor and in thousands, or the
closing balance that this year opens with."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ingest.language import fold
from ingest.periods import parse_period
from ingest.tables_grid import Grid, GridRow
from ingest.tables_readings import COLUMN_BY_ANOTHER_TABLE, Amounts, OpenRow, Option, is_share
from ingest.tables_sums import Sum
from ingest.tables_within import TableProof

# A match is proof where so many digits agree beyond what as many rows would let agree by chance.
MIN_STRENGTH = 3.0
MIN_STRENGTH_WIDER = 4.5
MIN_AMOUNT = 100
ADDS_UP = "the rows add up to an amount in another table"
SAME_AMOUNTS = "the same amounts stand in another table"
_NOT_OUTCOME = re.compile(r"budget|avvik|differens|\bdiff\b|skillnad|prognos|plan\b|\bmal")
_CLOSING = re.compile(r"\b(vid (?:arets|periodens) )?(slut|utgaende)\b")
_OPENING = {"slut": "borjan", "utgaende": "ingaende"}


@dataclass(frozen=True, slots=True)
class _Place:
    """An amount that stands in a row of another table. `row` numbers the rows of all tables."""

    row: int
    column: int
    year: int | None
    kind: str


@dataclass(frozen=True, slots=True)
class _Match:
    """How a reading agrees with one row of another table: in which of its own columns, and how strongly."""

    columns: frozenset[int]
    strength: float


class KnownAmounts:
    """The amounts of all rows of a report that can be read in one way only, by table."""

    def __init__(self, tables: Sequence[TableProof]) -> None:
        self._places: dict[Decimal, list[_Place]] = defaultdict(list)
        self._thousands: dict[int, list[tuple[Decimal, _Place]]] = defaultdict(list)
        self._labels: list[str] = []
        self._grids: list[int] = []
        self._named: dict[str, list[int]] = defaultdict(list)
        for at, table in enumerate(tables):
            for opened in table.values:
                if not opened.is_open:
                    self._add(opened, table.grid, at)

    def _add(self, opened: OpenRow, grid: Grid, at: int) -> None:
        label = fold(opened.row.label)
        self._add_row(opened.options[0], label, grid, at, 0)
        if _CLOSING.search(label):
            # what a year closes with the next one opens with, in the same table too
            opening = re.sub(r"slut|utgaende", lambda m: _OPENING[m.group()], label)
            self._add_row(opened.options[0], opening, grid, -1, 1)

    def _add_row(self, option: Option, label: str, grid: Grid, at: int, years_on: int) -> None:
        number = len(self._labels)
        self._labels.append(label)
        self._grids.append(at)
        self._named[label].append(at)
        for column, amount in enumerate(option.amounts):
            if amount and abs(amount) >= MIN_AMOUNT and not is_share(option.texts[column]):
                year, kind = _meaning(grid.columns[column], label)
                if year is None and years_on:
                    continue
                place = _Place(number, column, year + years_on if year is not None else None, kind)
                self._places[abs(amount)].append(place)
                for thousand in {int(abs(amount)) // 1000, int(abs(amount)) // 1000 + 1} - {0}:
                    self._thousands[thousand].append((abs(amount), place))

    def best_match(self, option: Option, grid: Grid, at: int, label: str) -> _Match:
        """The strongest agreement of a reading with one row of another table than `at`."""
        same_label = sum(other != at for other in self._named.get(label, ()))
        best = _Match(frozenset(), 0.0)
        for exact in (True, False):
            found: dict[int, dict[int, int]] = defaultdict(dict)
            for column, amount in enumerate(option.amounts):
                if not amount or abs(amount) < MIN_AMOUNT:
                    continue
                year, kind = _meaning(grid.columns[column], label)
                for place in self._standing(abs(amount), exact):
                    agree = place.kind == kind and (year is None or place.year is None or year == place.year)
                    if agree and self._grids[place.row] != at and place.column not in found[place.row].values():
                        found[place.row].setdefault(column, place.column)
            for row, columns in found.items():
                digits = sum(float(abs(option.amounts[c] or Decimal(1)).log10()) for c in columns)
                rivals = same_label if self._labels[row] == label else len(self._labels)
                match = _Match(frozenset(columns), digits - float(Decimal(max(rivals, 1)).log10()))
                best = max(best, match, key=lambda m: m.strength)
        return best

    def _standing(self, amount: Decimal, exact: bool) -> Iterable[_Place]:
        if exact:
            return self._places.get(amount, ())
        if amount != int(amount):
            return ()
        return (place for full, place in self._thousands.get(int(amount), ()) if abs(full / 1000 - amount) < 1)

    def rows_under(self, grid: Grid, at: int) -> list[Amounts]:
        """The rows of other tables than `at` that state an amount under each of a table's columns, by year; either sign."""
        wanted = [_meaning(column, "") for column in grid.columns]
        if len(set(wanted)) < len(wanted) or any(year is None for year, _ in wanted):
            return []
        found: dict[int, dict[int, Decimal]] = defaultdict(dict)
        for amount, places in self._places.items():
            for place in places:
                if self._grids[place.row] not in (at, -1) and (place.year, place.kind) in wanted:
                    found[place.row][wanted.index((place.year, place.kind))] = amount
        stated = {tuple(row[c] for c in range(len(wanted))) for row in found.values() if len(row) == len(wanted)}
        return [amounts for one in sorted(stated) for amounts in (one, tuple(-a for a in one))]


@lru_cache(maxsize=10_000)
def _meaning(column: str, label: str) -> tuple[int | None, str]:
    """The year that a column's header names, and the word there or in the row's label that tells it from an outcome."""
    span = parse_period(column)
    word = _NOT_OUTCOME.search(fold(column)) or _NOT_OUTCOME.match(label)
    return (span.end.year if span is not None else None), (word.group()[:5] if word else "")


def prove_elsewhere(table: TableProof, at: int, known: KnownAmounts) -> None:
    """Take the reading whose amounts all stand in one row of another table, under columns of the same years."""
    for opened in table.values:
        if opened.is_open:
            match, option = _best(opened, opened.options, table.grid, at, known)
            if match.strength >= MIN_STRENGTH and option and match.columns >= _stated(option):
                opened.choose(option.amounts, SAME_AMOUNTS, COLUMN_BY_ANOTHER_TABLE)
        elif opened.is_doubtful:
            match, option = _best(opened, opened.options, table.grid, at, known)
            opened.confirmed = match.strength >= MIN_STRENGTH and option is not None and match.columns >= _stated(option)


def prove_wider_elsewhere(table: TableProof, at: int, known: KnownAmounts) -> None:
    """The same for readings against the rules of print, of more than one amount."""
    for opened in table.values:
        if opened.is_doubtful:
            several = [o for o in opened.wider if len(_stated(o)) > 1]
            match, option = _best(opened, several, table.grid, at, known)
            if match.strength >= MIN_STRENGTH_WIDER and option and match.columns >= _stated(option):
                opened.choose(option.amounts, SAME_AMOUNTS, COLUMN_BY_ANOTHER_TABLE)


def prove_in_part_elsewhere(table: TableProof, at: int, known: KnownAmounts) -> None:
    """Take the one reading of all the printed digits in which what is damaged stands elsewhere, if not all of the row."""
    for opened in table.values:
        if opened.is_open:
            whole = max(len(_digits(option)) for option in (*opened.options, *opened.wider))
            options = [option for option in opened.options if len(_digits(option)) == whole]
            match, option = _best(opened, options, table.grid, at, known)
            if match.strength >= MIN_STRENGTH and option:
                opened.settle(match.columns, option.amounts, SAME_AMOUNTS, COLUMN_BY_ANOTHER_TABLE)


def sum_of_all(table: TableProof, at: int, known: KnownAmounts) -> Sum | None:
    """The sum of a note that prints no total, or one: its parts make up an amount of another table. None without parts."""
    parts = [o for o in table.values if o.row.label and not o.row.is_total]
    stated = known.rows_under(table.grid, at) if len(parts) > 1 else []
    if not stated:
        return None
    whole = OpenRow(GridRow("", (), parts[-1].row.lines, ""), [Option(tuple(map(str, a)), a) for a in stated])
    return Sum(tuple(parts), whole, ADDS_UP)


def _best(opened: OpenRow, options: Sequence[Option], grid: Grid, at: int, known: KnownAmounts) -> tuple[_Match, Option | None]:
    """The strongest match of a row's readings, and the reading if no other matches as well."""
    label = fold(opened.row.label)
    matches = [(known.best_match(option, grid, at, label), option) for option in options]
    strongest = max((match for match, _ in matches), key=lambda m: m.strength, default=_Match(frozenset(), 0.0))
    best = [option for match, option in matches if match.strength == strongest.strength]
    return strongest, best[0] if len({option.amounts for option in best}) == 1 else None


def _stated(option: Option) -> frozenset[int]:
    return frozenset(c for c, amount in enumerate(option.amounts) if amount)


def _digits(option: Option) -> str:
    return re.sub(r"\D", "", "".join(option.texts))
