"""Two tables that print the same amounts column by column must print the same times over them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ingest.checks.outline_places import Spot, Text
from ingest.checks.periods_said_headers import head_of
from ingest.checks.relation import in_base_unit
from ingest.checks.sheets import Sheet, lay_out
from ingest.domain import Certainty, Figure, Finding, FindingKind, Scenario
from ingest.language import fold
from ingest.periods import Span, parse_period, shift
from ingest.unit_words import MONEY_UNITS

_NO_COLUMNS = ("card", "named")
# Smaller amounts, and those that stand in more than one column, may be the same by chance or from year to year.
_MIN_PROOF_KR = 10_000
_MIN_SWAPPED = 2
# What a year begins with is what the year before ended with.
_OPENING = re.compile(r"^ingaende|\bvid \S+ (?:borjan|ingang)|\bborjan\b|foregaende|balanserat|^ib\b")
_OUTCOMES = (Scenario.OUTCOME,)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of outcomes under a time, with the amounts that stand in no other column of its table, in kr."""

    index: int
    header: str
    span: Span
    amounts: Mapping[Decimal, Figure]

    def shared(self, other: _Column) -> list[Decimal]:
        return sorted(self.amounts.keys() & other.amounts.keys(), reverse=True)


@dataclass(frozen=True, slots=True)
class _Timed:
    """A table and those of its columns that stand under a time; at least two of them."""

    sheet: Sheet
    columns: tuple[_Column, ...]


def sibling_findings(text: Text) -> Iterator[Finding]:
    """A column whose time the tables beside contradict, and two whose times are exchanged."""
    tables = [timed for sheet in lay_out(text.report.tables, text.report.figures) if (timed := _timed(sheet)) is not None]
    for table in tables:
        found = next(_exchanged(text, table, tables), None) or next(_other_time(text, table, tables), None)
        if found is not None:
            yield found


def _timed(sheet: Sheet) -> _Timed | None:
    if sheet.table.layout in _NO_COLUMNS:
        return None
    amounts = [dict(_amounts(sheet, column)) for column in sheet.columns]
    columns: list[_Column] = []
    for index, header in enumerate(sheet.table.columns):
        span = parse_period(header)
        if span is not None:
            others = {amount for at, column in enumerate(amounts) if at != index for amount in column}
            own = {amount: figure for amount, figure in amounts[index].items() if amount not in others}
            columns.append(_Column(index, header, span, own))
    return _Timed(sheet, tuple(columns)) if len(columns) > 1 else None


def _amounts(sheet: Sheet, column: int) -> Iterator[tuple[Decimal, Figure]]:
    for row in range(len(sheet.rows)):
        if _OPENING.search(fold(sheet.rows[row].label)):
            continue
        figure = sheet.amount(row, column)
        if figure is not None and figure.unit in MONEY_UNITS and figure.scenario in _OUTCOMES:
            amount = abs(in_base_unit(figure.value, figure.unit))
            if amount >= _MIN_PROOF_KR:
                yield amount, figure


def _differ(one: Span, other: Span) -> bool:
    """Whether two times cannot be meant alike: another year, or other days where both print days or months.

    A bare year may stand for the part of it that a report covers, and a year for its last day.
    """
    if one.end.year != other.end.year:
        return True
    return (one.start is None) == (other.start is None) and one != other


# --- one column -------------------------------------------------------------------------------------------------------


def _other_time(text: Text, table: _Timed, tables: Sequence[_Timed]) -> Iterator[Finding]:
    """The first columns agree in amounts and time, the second in amounts alone."""
    for sibling in tables:
        if sibling is table:
            continue
        anchor = next(_agreeing(table, sibling), None)
        if anchor is None:
            continue
        own, their = anchor
        for column in table.columns:
            for beside in sibling.columns:
                if column is own or beside is their or not column.shared(beside) or not _differ(column.span, beside.span):
                    continue
                if _is_bare_year(column) != _is_bare_year(beside) and column.span.end.year == beside.span.end.year:
                    continue
                if _has_time(sibling, column.span) or _has_time(table, beside.span):
                    continue
                if _stands_elsewhere(column, table, tables) or not _is_the_odd_one(own, column, beside, tables):
                    continue
                amount = column.amounts[column.shared(beside)[0]]
                what = (
                    f"I ”{table.sheet.table.title}” har kolumnen rubriken {column.header}, men beloppet {amount.raw} står under "
                    f"{beside.header} i ”{sibling.sheet.table.title}”."
                )
                spots: list[Spot | Figure] = [head_of(text, table.sheet.table), amount, beside.amounts[column.shared(beside)[0]]]
                yield text.finding(FindingKind.PERIOD, what, spots, cause="rubriken är kvar från en annan rapport")


def _agreeing(table: _Timed, sibling: _Timed) -> Iterator[tuple[_Column, _Column]]:
    return ((a, b) for a in table.columns for b in sibling.columns if a.shared(b) and not _differ(a.span, b.span))


def _has_time(timed: _Timed, span: Span) -> bool:
    return any(not _differ(column.span, span) for column in timed.columns)


def _is_bare_year(column: _Column) -> bool:
    return column.span.is_year and fold(column.header).strip(" :").isdigit()


def _stands_elsewhere(column: _Column, table: _Timed, tables: Sequence[_Timed]) -> bool:
    """Whether another table prints an amount of the column under the same time, which a bare year for a span does not tell."""
    return any(
        column.shared(other) and not _differ(column.span, other.span) and _is_bare_year(other) <= _is_bare_year(column)
        for timed in tables
        if timed is not table
        for other in timed.columns
    )


def _is_the_odd_one(anchor: _Column, column: _Column, beside: _Column, tables: Sequence[_Timed]) -> bool:
    """Whether more tables of the report print the other time, or as many and only that is the same days the year before."""
    ours, theirs = (sum(_prints(timed, one) for timed in tables) for one in (column, beside))
    year_before = shift(anchor.span, -1)
    regular = year_before is not None and not _differ(year_before, beside.span) and _differ(year_before, column.span)
    return ours < theirs or ours == theirs and regular


def _prints(timed: _Timed, column: _Column) -> bool:
    """Whether a table prints the same time, and no bare year for it where the column says more."""
    return any(c.span == column.span and _is_bare_year(c) <= _is_bare_year(column) for c in timed.columns)


# --- two columns ------------------------------------------------------------------------------------------------------


def _exchanged(text: Text, table: _Timed, tables: Sequence[_Timed]) -> Iterator[Finding]:
    """Two columns whose amounts stand under each other's times in another table, and under their own in none."""
    for sibling in tables:
        if sibling is table:
            continue
        for at, one in enumerate(table.columns):
            for other in table.columns[at + 1 :]:
                crossed = [
                    (a, b)
                    for a in sibling.columns
                    for b in sibling.columns
                    if a is not b and not _differ(one.span, b.span) and not _differ(other.span, a.span)
                    if len(one.shared(a)) >= _MIN_SWAPPED
                    and len(other.shared(b)) >= _MIN_SWAPPED
                    and _differ(one.span, other.span)
                ]
                straight = any(_stands_elsewhere(column, table, tables) for column in (one, other))
                if not crossed or straight or not _is_less_usual(table, sibling, one, other, tables):
                    continue
                figure, twin = (column.amounts[one.shared(crossed[0][0])[0]] for column in (one, crossed[0][0]))
                what = (
                    f"I ”{table.sheet.table.title}” har kolumnerna {one.header} och {other.header} bytt plats: beloppen står "
                    f"under varandras rubriker i ”{sibling.sheet.table.title}”."
                )
                spots: list[Spot | Figure] = [head_of(text, table.sheet.table), figure, twin]
                certainty = Certainty.INTERPRETATION
                yield text.finding(FindingKind.PERIOD, what, spots, certainty, cause="kolumnrubrikerna är omkastade")


def _is_less_usual(table: _Timed, sibling: _Timed, one: _Column, other: _Column, tables: Sequence[_Timed]) -> bool:
    """Whether a third table bears out the sibling's times, or its order of times is the report's and this table's is not."""
    others = [timed for timed in tables if timed is not table and timed is not sibling]
    if any(next(_agreeing(sibling, timed), None) for timed in others):
        return True
    falling = sum(_is_falling(timed) for timed in others)
    usual = falling * 2 >= len(others)
    return _is_falling(table) != usual


def _is_falling(timed: _Timed) -> bool:
    ends: list[date] = [column.span.end for column in timed.columns]
    return ends == sorted(ends, reverse=True)
