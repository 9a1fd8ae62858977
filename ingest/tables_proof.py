"""Which reading of a row is the true one: proven by sums, differences and the same amounts elsewhere, or left open.

A row printed with lost columns or broken numerals has several readings. One is taken only where arithmetic tells;
otherwise the likeliest strict reading stands with the flag `ambiguous`, and a broken numeral stays unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import product

from ingest.language import fold
from ingest.tables_grid import Grid
from ingest.tables_readings import COLUMN_UNCERTAIN, Amounts, OpenRow, close_row, open_row
from ingest.tables_relations import count_holding, find_relations

MAX_WINDOW = 20
MAX_SUBTOTALS = 40
MAX_COMBINATIONS = 20_000
# One matching column is weaker proof than all of them: fewer readings may compete, and the total must be long.
MAX_COMBINATIONS_ONE_COLUMN = 200
MIN_TOTAL_ONE_COLUMN = 10_000
# Where a report's own total is wrong in one column, so many matching others are proof enough.
MIN_COLUMNS_OF_MANY = 3
MIN_SHARED_AMOUNT = 1_000
_RESULT = re.compile(r"resultat|kassaflode|^medel fran|likvida medel|netto")


def settle(grids: list[Grid]) -> list[Grid]:
    """The grids with one reading a row. First each table by its own sums, then by the amounts of the others."""
    opened = [[open_row(row, grid) for row in grid.rows] for grid in grids]
    for grid, rows in zip(grids, opened, strict=True):
        _prove_within(grid, rows)
    for at, rows in enumerate(opened):
        others = {a for i, group in enumerate(opened) if i != at for o in group if not o.is_open for a in _shared(o)}
        _prove_elsewhere(rows, others)
        _prove_by_whole(rows, others)
    for grid, rows in zip(grids, opened, strict=True):
        _prove_within(grid, rows)
    return [replace(g, rows=tuple(close_row(o) for o in rows)) for g, rows in zip(grids, opened, strict=True)]


# --- proof within the table ------------------------------------------------------------------------------------------


def _prove_within(grid: Grid, rows: list[OpenRow]) -> None:
    values = [o for o in rows if not o.row.is_heading]
    _prove_by_columns(grid, values)
    tolerance = Decimal(1) if _all_shares(values) else Decimal(0)
    for _ in range(3):
        waiting = {id(o) for o in values if o.is_open}
        for terms, total, words in _sums(values) if waiting else ():
            if not waiting.isdisjoint(map(id, (*terms, total))):
                _prove_sum(terms, total, words, tolerance)
        if sum(o.is_open for o in values) == len(waiting):
            break


def _all_shares(rows: list[OpenRow]) -> bool:
    texts = [text for o in rows for text in o.options[0][0] if text]
    return bool(texts) and all(text.endswith("%") for text in texts)


def _prove_by_columns(grid: Grid, rows: list[OpenRow]) -> None:
    """Columns that make up another in each row prove the row they stand in."""
    relations = find_relations(grid.columns)
    for opened in rows if relations else ():
        if opened.is_open:
            held = {amounts: count_holding(amounts, relations) for _, amounts in opened.options}
            most = max(held.values())
            fitting = [amounts for amounts, count in held.items() if count == most]
            if len(fitting) == 1 and (most == len(relations) or most > 1):
                opened.choose(fitting[0], "the row's difference confirms it")


def _sums(rows: list[OpenRow]) -> Iterator[tuple[list[OpenRow], OpenRow, str]]:
    """Every place where a total may stand: below its parts, below its subtotals, beside its twin; surest first."""
    totals = [i for i, o in enumerate(rows) if o.row.is_total or not o.row.label or _RESULT.search(fold(o.row.label))]
    for i in totals:
        for j in range(i - 2, max(-1, i - MAX_WINDOW), -1):
            yield rows[j:i], rows[i], "the sum in line {line} confirms it"
    for at, i in enumerate(totals):
        subtotals = [rows[k] for k in totals[max(0, at - MAX_SUBTOTALS) : at]]
        for count in range(2, min(5, len(subtotals) + 1)):
            yield subtotals[-count:], rows[i], "the sum in line {line} confirms it"
        for twin in subtotals:
            yield [twin], rows[i], "the same total in line {line} confirms it"
        if i and rows[i].row.is_total | (not rows[i].row.label):
            yield [rows[i - 1]], rows[i], "the sum in line {line} confirms it"
    for i in range(len(rows) - 2):
        # a result below what it is the difference of: income, cost, result
        yield [rows[i + 1], rows[i + 2]], rows[i], "the column's difference confirms it"
        if i + 3 < len(rows) and not all(rows[i + 2].row.texts):
            yield [rows[i + 1], rows[i + 3]], rows[i], "the column's difference confirms it"
    others = set(range(2, len(rows))) - set(totals)
    for i in range(2, len(rows)):
        if i in others:
            for j in range(i - 2, max(-1, i - MAX_WINDOW), -1):
                yield rows[j:i], rows[i], "the sum in line {line} confirms it"


def _prove_sum(terms: list[OpenRow], total: OpenRow, words: str, tolerance: Decimal) -> None:
    count = 1
    for opened in (*terms, total):
        count *= len(opened.options)
    if count > MAX_COMBINATIONS:
        return
    combos = list(product(*(o.options for o in terms), total.options))
    columns = range(len(combos[0][-1][1]))
    matched = [[_matches(combo, column, tolerance) for column in columns] for combo in combos]
    possible = [any(row[c] for row in matched) for c in columns]
    # a total of shares is a share of the whole, not their sum
    wanted = [c for c in columns if any(row[c] is not None for row in matched) and not _is_share(combos[0], c)]
    if not any(possible[c] for c in wanted or columns):
        return
    placed = COLUMN_UNCERTAIN in total.row.flags  # then every column that a reading gives the total must match
    whole = placed or all(possible[c] for c in wanted)
    several = max(sum(hit is True for hit in row) for row in matched)
    if not whole and several >= MIN_COLUMNS_OF_MANY:
        fitting = [combo for combo, row in zip(combos, matched, strict=True) if sum(hit is True for hit in row) == several]
    elif not whole and (count > MAX_COMBINATIONS_ONE_COLUMN or not _long_total(combos, possible)):
        return
    else:
        fitting = [
            combo
            for combo, row in zip(combos, matched, strict=True)
            if any(row) and not any(row[c] is False for c in columns if possible[c] or placed)
        ]
    for at, opened in enumerate((*terms, total)):
        found = {combo[at][1] for combo in fitting}
        if opened.is_open and len(found) == 1:
            line = total.row.lines[0] if opened is not total else terms[-1].row.lines[0]
            opened.choose(found.pop(), words.format(line=line))


_Combo = tuple[tuple[tuple[str, ...], Amounts], ...]


def _matches(combo: _Combo, column: int, tolerance: Decimal) -> bool | None:
    """Whether the parts make the total in this column; None where the reading gives it no total, or where a single part
    equals it: one part is no sum."""
    stated = combo[-1][1][column]
    if stated is None:
        return None
    known = [p for p in (o[1][column] for o in combo[:-1]) if p is not None]
    if len(known) == 1 and len(combo) > 2 and known[0] == stated:
        return None
    return bool(known) and abs(sum(known, Decimal(0)) - stated) <= tolerance


def _is_share(combo: _Combo, column: int) -> bool:
    texts = [o[0][column] for o in combo if o[0][column]]
    return bool(texts) and all("%" in t for t in texts) and not all("%" in t for o in combo for t in o[0] if t)


def _long_total(combos: list[_Combo], possible: list[bool]) -> bool:
    totals = [combo[-1][1][c] for combo in combos for c, hit in enumerate(possible) if hit]
    return all(t is not None and abs(t) >= MIN_TOTAL_ONE_COLUMN for t in totals)


# --- proof by another table ------------------------------------------------------------------------------------------


def _shared(opened: OpenRow) -> list[Decimal]:
    return [abs(a) for a in opened.options[0][1] if a is not None and abs(a) >= MIN_SHARED_AMOUNT]


def _prove_elsewhere(rows: list[OpenRow], known: set[Decimal]) -> None:
    for opened in rows:
        if opened.is_open:
            fitting = {a for _, a in opened.options if _all_known(a, known)}
            if len(fitting) == 1:
                opened.choose(fitting.pop(), "the same amounts stand in another table")


def _prove_by_whole(rows: list[OpenRow], known: set[Decimal]) -> None:
    """A note without a total adds up to an amount that stands in another table."""
    parts = [o for o in rows if not o.row.is_heading and o.row.label and not o.row.is_total]
    count = 1
    for opened in parts:
        count *= len(opened.options)
    if len(parts) < 2 or count > MAX_COMBINATIONS or not any(o.is_open for o in parts):
        return
    fitting = []
    for combo in product(*(o.options for o in parts)):
        sums = [sum((o[1][c] or Decimal(0) for o in combo), Decimal(0)) for c in range(len(combo[0][1]))]
        if all(abs(s) in known for s in sums):
            fitting.append(combo)
    for at, opened in enumerate(parts):
        found = {combo[at][1] for combo in fitting}
        if opened.is_open and len(found) == 1:
            opened.choose(found.pop(), "the rows add up to an amount in another table")


def _all_known(amounts: Amounts, known: set[Decimal]) -> bool:
    stated = [abs(a) for a in amounts if a]
    return bool(stated) and all(a in known for a in stated)
