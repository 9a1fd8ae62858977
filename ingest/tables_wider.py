"""Readings of a damaged row beyond the rules of print, for proof to choose from: blanks in the wrong places, lost
cells, letters for digits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, islice

from ingest.numerals_damaged import cut_freely, respell
from ingest.numerals_runs import pieces_of
from ingest.tables_damaged import as_printed
from ingest.tables_grid import Grid, GridRow
from ingest.tables_notes import printed_values
from ingest.tables_readings import COLUMN_UNCERTAIN

# A row has so many further readings at most; one with more cannot be proven anyway.
MAX_WIDER = 400
_NOTE = re.compile(r"\d{1,2}")
_SHARE = re.compile(r"\([^()]*%\s?\)")
MIN_FULL_ROWS = 2


def wider_readings(row: GridRow, notes: bool) -> tuple[tuple[str, ...], ...]:
    """Every way to read the digits of a row printed on one line, as one to all of its cells; none where too many.

    With `notes` the first number may be a reference to a note.
    """
    columns = len(row.texts)
    if columns < 2 or row.is_heading or len(set(row.cell_lines)) != 1 or "column-from-blanks" in row.flags:
        return ()
    printed = printed_values(row)
    tokens = pieces_of(respell(printed))
    starts = (0, 1) if notes and len(tokens) > 1 and _NOTE.fullmatch(tokens[0]) else (0,)
    found = list(islice((r for start in starts for r in _placed(tokens[start:], columns)), MAX_WIDER + 1))
    if len(found) > MAX_WIDER:
        found = list(islice((r for start in starts for r in cut_freely(tokens[start:], columns)), MAX_WIDER + 1))
    if len(found) > MAX_WIDER:
        return ()
    own = set(row.readings)
    printed_so = dict.fromkeys(as_printed(reading, printed) for reading in found)
    return tuple(reading for reading in printed_so if reading not in own)


def _placed(tokens: tuple[str, ...], columns: int) -> Iterator[tuple[str, ...]]:
    for count in range(columns, 0, -1):
        for values in cut_freely(tokens, count):
            yield from _in_columns(values, columns)


def _in_columns(values: Sequence[str], columns: int) -> Iterator[tuple[str, ...]]:
    """The values in every choice of columns, in their order."""
    for at in combinations(range(columns), len(values)):
        cells = dict(zip(at, values, strict=True))
        yield tuple(cells.get(column, "") for column in range(columns))


# --- rows cut otherwise ----------------------------------------------------------------------------------------------


def cells_have_shares(grid: Grid) -> bool:
    """Whether the table prints a share in brackets behind every amount, by the rows that have as many as columns."""
    rows = [row for row in grid.rows if not row.is_heading]
    full = [row for row in rows if _count_shares(row) == len(grid.columns)]
    return len(full) >= MIN_FULL_ROWS and 2 * len(full) >= len(rows) and len(grid.columns) > 1


def with_lost_cells(row: GridRow, shares: bool) -> GridRow:
    """In a table of amounts with shares, a row with fewer shares than columns as so many cells of unknown columns."""
    columns, count = len(row.texts), _count_shares(row)
    if not shares or not 0 < count < columns or len(set(row.cell_lines)) != 1:
        return row
    printed = printed_values(row)
    found = [as_printed(c, printed) for c in cut_freely(pieces_of(respell(printed)), count) if all(t.endswith(")") for t in c)]
    readings = tuple(reading for cut in found for reading in _in_columns(cut, columns))
    return replace(row, readings=readings, flags=(*row.flags, COLUMN_UNCERTAIN)) if readings else row


def _count_shares(row: GridRow) -> int:
    return len(_SHARE.findall(" ".join(row.texts)))
