"""Whether a table's unit can be true: compared with the same quantity elsewhere in the report."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from ingest.domain import Figure, Table
from ingest.language import fold
from ingest.lexicon import fold_label

UNIT_ASSUMED = "unit-assumed"
MIN_MATCHES = 2
MIN_AMOUNT = 1000
MIN_SAME_SUM = 100
MIN_SAME_LINE = 10
MIN_POSTS = 3
MAX_POSTS = 20
POSTS_IN_PERCENT = "unit-contradiction: % is printed, the rows are full-time posts"
_STAFF = re.compile(r"tjanst|coach|handlagg|medarbetar|personal|bemann|arsarbet")
_MONEY = ("kr", "tkr", "mnkr")
_KRONOR = re.compile(r"\b(kr|kronor|sek)\b|:-")
_SUM = re.compile(r"^(summa|totalt?)\b")


def settle_units(tables: tuple[Table, ...], figures: tuple[tuple[Figure, ...], ...]) -> tuple[tuple[Figure, ...], ...]:
    """The figures of each table, in the unit that the report's other tables prove.

    A header that says tkr over amounts printed to the krona is overruled (`unit-contradiction`); a table without a
    unit whose rows are the thousandth part of rows in kronor is in tkr (`unit-inferred`), and so is one that repeats
    an amount of a table in tkr. Without such proof, kronor are flagged (`unit-assumed`) where the report only says tkr.
    """
    settled = []
    for at, table in enumerate(tables):
        if _are_posts(table, figures[at]):
            settled.append(_relabel(figures[at], "%", "årsarbetare", POSTS_IN_PERCENT))
            continue
        if table.unit not in (None, "tkr"):
            settled.append(figures[at])
            continue
        others = [f for i, group in enumerate(figures) if i != at and tables[i].unit != "tkr" for f in group if f.unit == "kr"]
        mine = [f for f in figures[at] if f.unit in _MONEY]
        same, thousandth = _compare(mine, others)
        if table.unit == "tkr" and same >= MIN_MATCHES and same > thousandth:
            settled.append(_relabel(figures[at], "tkr", "kr", "unit-contradiction: header says tkr"))
        elif table.unit is None and thousandth >= MIN_MATCHES and not same:
            settled.append(_relabel(figures[at], "kr", "tkr", "unit-inferred: tkr (the same rows stand in kr elsewhere)"))
        else:
            settled.append(figures[at])
    return _settle_silent(tables, tuple(settled))


def _are_posts(table: Table, figures: tuple[Figure, ...]) -> bool:
    """Whether "1,75 %" stands for full-time posts: in a table about staff, parts of a few hundredths that add up to no 100."""
    if len(figures) < MIN_POSTS or not _STAFF.search(fold(table.title)) or any(f.unit != "%" for f in figures):
        return False
    *parts, total = (f.value for f in figures)
    small = all(0 < v <= MAX_POSTS and v.as_tuple().exponent == -2 for v in (*parts, total))
    return small and sum(parts) == total


def _settle_silent(tables: tuple[Table, ...], figures: tuple[tuple[Figure, ...], ...]) -> tuple[tuple[Figure, ...], ...]:
    """The amounts of tables that state no unit, in a report whose money tables all state tkr."""
    stated = [f for table, group in zip(tables, figures, strict=True) if table.unit == "tkr" for f in group if f.unit == "tkr"]
    if not stated or any(_says_kronor(table, group) for table, group in zip(tables, figures, strict=True)):
        return figures
    return tuple(
        _settle_one(group, stated) if table.unit is None else group for table, group in zip(tables, figures, strict=True)
    )


def _settle_one(figures: tuple[Figure, ...], stated: list[Figure]) -> tuple[Figure, ...]:
    mine = [f for f in figures if f.unit == "kr"]
    if _compare(stated, mine)[1]:
        return figures
    if any(_is_repeated(figure, other) for figure in mine for other in stated):
        return _relabel(figures, "kr", "tkr", "unit-inferred: tkr (the same amount stands in tkr elsewhere)")
    return _relabel(figures, "kr", "kr", UNIT_ASSUMED)


def _says_kronor(table: Table, figures: tuple[Figure, ...]) -> bool:
    """Whether a table with amounts in kronor names them, in its heading, a header, a label or beside an amount."""
    printed = (table.title, table.locator.section, *table.columns, *(row.label for row in table.rows), *(f.raw for f in figures))
    return table.unit == "kr" or any(f.unit == "kr" for f in figures) and any(_KRONOR.search(fold(text)) for text in printed)


def _is_repeated(figure: Figure, other: Figure) -> bool:
    """Whether an amount is one printed elsewhere for the same period: of the same line, or as a sum."""
    amount = abs(figure.value)
    if amount != abs(other.value) or (figure.period, figure.scenario) != (other.period, other.scenario):
        return False
    is_sum = bool(_SUM.match(fold(figure.row.rpartition(" › ")[2])))
    return (is_sum and amount >= MIN_SAME_SUM) or (amount >= MIN_SAME_LINE and _same_line(figure, other))


def _compare(mine: list[Figure], others: list[Figure]) -> tuple[int, int]:
    same = thousandth = 0
    for figure in mine:
        amounts = {abs(other.value) for other in others if _same_line(figure, other)}
        same += abs(figure.value) >= MIN_AMOUNT and abs(figure.value) in amounts
        thousandth += any(
            amount >= MIN_AMOUNT * 10 and abs(abs(amount) / 1000 - abs(figure.value)) <= Decimal(1) for amount in amounts
        )
    return same, thousandth


def _same_line(one: Figure, other: Figure) -> bool:
    if one.concept is not None and one.concept == other.concept:
        return True
    return fold_label(one.row) == fold_label(other.row)


def _relabel(figures: tuple[Figure, ...], old: str, new: str, flag: str) -> tuple[Figure, ...]:
    return tuple(replace(f, unit=new, flags=(*f.flags, flag)) if f.unit == old else f for f in figures)
