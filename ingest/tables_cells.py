"""Tables printed one cell a line, each line starting with a tab: the way a Word table without borders is exported.

Blank lines stand between some rows, inside others, so only the number of columns tells where a row ends.
"""

from __future__ import annotations

from ingest.domain import Document, Line
from ingest.periods import is_period
from ingest.tables_grid import Grid, GridRow, clean, is_blank, is_value

LAYOUT = "cells"
MAX_BLANKS = 3
MAX_COLUMNS = 12
MIN_CELLS = 6


def read_cell_tables(document: Document, boundaries: frozenset[int]) -> list[Grid]:
    """The tables in one-cell-a-line layout, in order. A run of cells that fits no number of columns is no table."""
    grids = []
    for run in _find_runs(document, boundaries):
        width = _find_width(run)
        if width:
            grids.append(_read_run(run, width))
    return grids


def _is_cell(line: Line) -> bool:
    return line.text.startswith("\t") and "\t" not in line.text[1:]


def _find_runs(document: Document, boundaries: frozenset[int]) -> list[list[Line]]:
    runs: list[list[Line]] = [[]]
    blanks = 0
    for line in document.lines:
        if _is_cell(line) and line.number not in boundaries:
            runs[-1].append(line)
            blanks = 0
        elif is_blank(line) and "\t" not in line.text and blanks < MAX_BLANKS:
            blanks += 1
        elif runs[-1]:
            runs.append([])
            blanks = 0
    return [run for run in runs if len(run) >= MIN_CELLS]


def _find_width(run: list[Line]) -> int:
    """The number of cells a row: the first one under which every row is a label and values, or wholly empty."""
    texts = [clean(line.text) for line in run]
    for width in range(2, MAX_COLUMNS + 1):
        if len(texts) % width or len(texts) < 2 * width:
            continue
        rows = [texts[i : i + width] for i in range(0, len(texts), width)]
        if _heads_columns(rows[0]) and all(_is_row(row) for row in rows[1:]):
            return width
    return 0


def _heads_columns(row: list[str]) -> bool:
    return all(row[1:]) and not is_value(row[0]) and all(is_period(c) or not is_value(c) for c in row[1:])


def _is_row(row: list[str]) -> bool:
    if not row[0]:
        return not any(row)
    return not is_value(row[0]) and all(not c or is_value(c) for c in row[1:])


def _read_run(run: list[Line], width: int) -> Grid:
    texts = [clean(line.text) for line in run]
    rows = []
    for at in range(width, len(run), width):
        if not any(texts[at : at + width]):
            continue
        lines = run[at : at + width]
        rows.append(
            GridRow(
                label=texts[at],
                readings=(tuple(texts[at + 1 : at + width]),),
                lines=(lines[0].number, lines[-1].number),
                quote=" | ".join(text for text in texts[at : at + width] if text),
                cell_lines=tuple((line.number, line.number) for line in lines[1:]),
            )
        )
    return Grid(tuple(texts[1:width]), texts[0], tuple(rows), (run[0].number, run[-1].number), LAYOUT)
