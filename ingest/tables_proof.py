"""Which reading of a row is the true one: proven by sums, differences and the same amounts elsewhere, or left open.

A row printed with lost columns or broken numerals has several readings. One is taken only where arithmetic tells, more
than chance would; otherwise the likeliest strict reading stands with the flag `ambiguous`, a broken numeral stays
unread, and so does a row whose readings are all absurd.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.tables_damaged import hides_numerals
from ingest.tables_elsewhere import KnownAmounts, prove_elsewhere, prove_in_part_elsewhere, prove_wider_elsewhere, sum_of_all
from ingest.tables_grid import Grid, GridRow
from ingest.tables_notes import drop_by_notes, has_notes
from ingest.tables_readings import OpenRow, close_row, columns_of_shares, open_row
from ingest.tables_scale import drop_absurd
from ingest.tables_spaces import LAYOUT, STACKED
from ingest.tables_wider import cells_have_shares, wider_readings, with_lost_cells
from ingest.tables_within import TableProof

# No statement is so long; what is open in a longer table stays open.
MAX_ROWS = 500


def settle(grids: list[Grid]) -> list[Grid]:
    """The grids with one reading a row: the surest proofs first, those of damaged rows and in part of a row last."""
    tables = [TableProof(grid, _open(grid)) for grid in grids]
    for table in filter(_is_provable, tables):
        table.prove()
    _prove_by_others(tables)
    _prove_damaged(tables)
    return [replace(table.grid, rows=tuple(close_row(o) for o in table.rows)) for table in tables]


def _prove_by_others(tables: list[TableProof]) -> None:
    known = KnownAmounts(tables)
    for at, table in _provable(tables):
        prove_elsewhere(table, at, known)
        table.prove()
        whole = sum_of_all(table, at, known)
        if whole is not None:
            table.prove_sum(whole)


def _prove_damaged(tables: list[TableProof]) -> None:
    known = KnownAmounts(tables)
    for at, table in _provable(tables):
        prove_wider_elsewhere(table, at, known)
        table.prove()
        whole = sum_of_all(table, at, known)
        if whole is not None:
            table.prove_sum(whole)
            table.prove_wider_sum(whole)
        table.prove_wider()
        table.prove(in_part=True)
        prove_in_part_elsewhere(table, at, known)
        if _is_blank_separated(table.grid):
            drop_by_notes(table.values)
            drop_absurd(table.values)


def _provable(tables: list[TableProof]) -> Iterator[tuple[int, TableProof]]:
    return ((at, table) for at, table in enumerate(tables) if _is_provable(table))


def _is_provable(table: TableProof) -> bool:
    return len(table.rows) <= MAX_ROWS


def _is_blank_separated(grid: Grid) -> bool:
    return grid.layout in (LAYOUT, STACKED)


def _open(grid: Grid) -> list[OpenRow]:
    shares = columns_of_shares(grid)
    if not _is_blank_separated(grid):
        return [open_row(row, shares) for row in grid.rows]
    notes, with_shares = has_notes(grid), cells_have_shares(grid)
    return [_open_blank_separated(with_lost_cells(row, with_shares), shares, notes) for row in grid.rows]


def _open_blank_separated(row: GridRow, shares: Sequence[bool], notes: bool) -> OpenRow:
    opened = open_row(row, shares, wider_readings(row, notes))
    possible = [o for o in opened.options if o.is_possible]
    opened.options = possible or opened.options
    opened.absurd = not possible or hides_numerals(row.label)
    return opened
