"""Tables printed one cell a line, each line starting with a tab: the way a Word table without borders is exported.

Blank lines stand between rows in one export and inside rows in another. So a row ends where the number of columns says,
or where every blank line parts cells of one and the same number; a run of cells that fits neither is no table.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.card_keys import KeyKind, kind_of
from ingest.domain import Document, Line
from ingest.periods import is_period
from ingest.tables_grid import Grid, GridRow, clean, is_blank, is_value
from ingest.tables_tabs import CARD_LAYOUT

LAYOUT = "cells"
MAX_BLANKS = 3
MAX_COLUMNS = 12
MIN_CELLS = 6
MIN_KEYS = 3
MAX_KEY_CHARS = 60
MAX_PARAGRAPHS = 4

_Cells = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """Cells in a row, as the blank lines between them part them."""

    groups: tuple[_Cells, ...]

    @property
    def cells(self) -> _Cells:
        return tuple(line for group in self.groups for line in group)


def read_cell_tables(document: Document, boundaries: frozenset[int], noise: frozenset[int]) -> list[Grid]:
    """The tables in one-cell-a-line layout, in order."""
    return [grid for run in _find_runs(document, boundaries, noise) for grid in _read_run(run)]


def _find_runs(document: Document, boundaries: frozenset[int], noise: frozenset[int]) -> list[_Run]:
    runs: list[list[list[Line]]] = [[[]]]
    blanks = 0
    for line in document.lines:
        if line.number in noise:
            continue
        if _is_cell(line) and line.number not in boundaries:
            if blanks and runs[-1][-1]:
                runs[-1].append([])
            runs[-1][-1].append(line)
            blanks = 0
        elif is_blank(line) and "\t" not in line.text and blanks < MAX_BLANKS:
            blanks += 1
        else:
            runs.append([[]])
            blanks = 0
    found = [_Run(tuple(tuple(group) for group in run if group)) for run in runs]
    return [run for run in found if len(run.cells) >= MIN_CELLS]


def _is_cell(line: Line) -> bool:
    return line.text.startswith("\t") and "\t" not in line.text[1:].rstrip("\t ")[:-1] and not line.text.startswith("\t\t")


def _read_run(run: _Run) -> list[Grid]:
    keys = _keys_and_texts(run)
    if keys:
        return [_card(keys)]
    cells = run.cells
    width = _find_width(cells)
    if width:
        return [_grid([cells[i : i + width] for i in range(0, len(cells), width)])]
    rows = _rows_of_groups(run)
    return [_grid(rows)] if rows else []


# --- tables ----------------------------------------------------------------------------------------------------------


def _find_width(run: _Cells) -> int:
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


def _rows_of_groups(run: _Run) -> list[_Cells]:
    """The rows where blank lines part cells of one number: under a header, or labels with one value each."""
    groups = [group for group in run.groups if any(clean(line.text) for line in group)]
    sizes = {len(group) for group in groups}
    texts = [[clean(line.text) for line in group] for group in groups]
    if len(sizes) != 1 or len(groups) < MIN_KEYS or not 2 <= len(groups[0]) <= MAX_COLUMNS:
        return []
    if any(is_value(row[0]) or not row[0] for row in texts[1:]):
        return []
    headed = _heads_columns(texts[0]) and any(is_value(c) for row in texts[1:] for c in row[1:])
    return groups if headed or sizes == {2} and all(_is_row(row) for row in texts) else []


def _grid(rows: list[_Cells]) -> Grid:
    """A table of rows of equal length. Its first row heads the columns unless it holds a value itself."""
    texts = [[clean(line.text) for line in row] for row in rows]
    headed = _heads_columns(texts[0])
    made = [
        GridRow(
            label=cells[0],
            readings=(tuple(cells[1:]),),
            lines=(lines[0].number, lines[-1].number),
            quote=" | ".join(text for text in cells if text),
            cell_lines=tuple((line.number, line.number) for line in lines[1:]),
        )
        for cells, lines in zip(texts[headed:], rows[headed:], strict=True)
        if any(cells)
    ]
    columns = tuple(texts[0][1:]) if headed else ("",) * (len(texts[0]) - 1)
    span = (rows[0][0].number, rows[-1][-1].number)
    return Grid(columns, texts[0][0] if headed else "", tuple(made), span, LAYOUT)


# --- fact cards ------------------------------------------------------------------------------------------------------


def _keys_and_texts(run: _Run) -> list[tuple[Line, _Cells]]:
    """The keys of a fact card, each with the paragraphs of its text; empty where the run is none."""
    pairs = [(group[0], group[1:]) for group in run.groups]
    if not all(1 <= len(texts) <= MAX_PARAGRAPHS for _, texts in pairs):
        # no blank line parts a key and its text from the next: then every key must be known by its words
        cells = run.cells
        pairs = [(cells[i], cells[i + 1 : i + 2]) for i in range(0, len(cells) - 1, 2)]
        if len(cells) % 2 or any(_kind(line) is KeyKind.OTHER for line, _ in pairs) or any(_is_key(t[0]) for _, t in pairs):
            return []
    kinds = [_kind(line) for line, _ in pairs]
    tells = any(kind in (KeyKind.COUNT, KeyKind.MONEY) for kind in kinds)
    named = all(_is_name(line) for line, _ in pairs) and not is_period(clean(pairs[0][1][0].text))
    return pairs if len(pairs) >= MIN_KEYS and tells and named and kinds[0] is not KeyKind.OTHER else []


def _kind(line: Line) -> KeyKind:
    return kind_of(clean(line.text))


def _is_name(line: Line) -> bool:
    text = clean(line.text)
    return bool(text) and len(text) <= MAX_KEY_CHARS and not text.endswith((".", "!", "?")) and text[0].isalpha()


def _is_key(line: Line) -> bool:
    return _is_name(line) and _kind(line) is not KeyKind.OTHER


def _card(pairs: list[tuple[Line, _Cells]]) -> Grid:
    rows = []
    for key, texts in pairs:
        printed = [text for text in (clean(line.text) for line in texts) if text]
        place = (texts[0].number, texts[-1].number)
        label = clean(key.text)
        quote = " | ".join([label, *printed])
        rows.append(GridRow(label.rstrip(" :"), ((" ".join(printed),),), (key.number, place[1]), quote, (place,)))
    return Grid(("",), "", tuple(rows), (pairs[0][0].number, pairs[-1][1][-1].number), CARD_LAYOUT)
