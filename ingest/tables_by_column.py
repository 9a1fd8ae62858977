"""Tables that a PDF exported column by column: all labels, then for each column its header and all its values."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.domain import Document, Line
from ingest.tables_grid import Grid, GridRow, clean, is_blank, is_value
from ingest.tables_header_cells import heads_column, heads_labels
from ingest.tables_headers import MAX_COLUMNS, is_corner
from ingest.tables_space_rows import goes_on

LAYOUT = "stacked"
MIN_COLUMNS = 2
MIN_ROWS = 2
MAX_BLANKS = 3
MAX_HEADER_LINES = 3
MAX_LABEL_CHARS = 80
_WORD = re.compile(r"[A-ZÅÄÖ][^\W\d_]+(?: (?:kr|tkr|%))?")


@dataclass(frozen=True, slots=True)
class _Column:
    header: str
    values: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Label:
    text: str
    first: int
    last: int
    opens_paragraph: bool


def read_column_tables(document: Document, boundaries: frozenset[int], taken: frozenset[int]) -> list[Grid]:
    """The tables of this kind outside the lines already `taken`, in order.

    Every column must hold as many values as there are labels: where one lacks a cell, nothing tells which.
    """
    grids: list[Grid] = []
    lines, stops, at = document.lines, boundaries | taken, 0
    while at < len(lines):
        columns = _columns_from(lines, at, stops) if _heads(lines, at, clean(lines[at].text)) else []
        grid = _make_grid(lines, at, columns, stops) if len(columns) >= MIN_COLUMNS else None
        grids.extend([grid] if grid else [])
        at = grid.lines[1] if grid else at + 1
    return grids


def _columns_from(lines: tuple[Line, ...], at: int, stops: frozenset[int]) -> list[_Column]:
    """The columns of one length that stand below each other from this index on."""
    columns: list[_Column] = []
    column = _read_column(lines, at, stops)
    while column and len(columns) < MAX_COLUMNS and (not columns or len(column.values) == len(columns[0].values)):
        columns.append(column)
        column = _read_column(lines, column.values[-1].number, stops)
    return columns


def _read_column(lines: tuple[Line, ...], at: int, stops: frozenset[int]) -> _Column | None:
    """The header at or below this index and the values under it, all in one paragraph."""
    header, values, blanks, ended = "", list[Line](), 0, False
    for line in lines[at:]:
        text = clean(line.text)
        if line.number in stops or "\t" in line.text or blanks > MAX_BLANKS or (values and line.text == ""):
            break
        blanks = blanks + 1 if is_blank(line) else 0
        ended = ended or bool(header) and line.text == ""
        if not text:
            continue
        if not values and not ended and _heads(lines, line.number - 1, f"{header} {text}".strip()):
            header = f"{header} {text}".strip()
        elif header and is_value(text) and not heads_column(text):
            values.append(line)
        else:
            break
    return _Column(header, tuple(values)) if len(values) >= MIN_ROWS else None


def _heads(lines: tuple[Line, ...], index: int, text: str) -> bool:
    """Whether a text heads a column: a time, a scenario, a sex, or one capitalised word that opens a paragraph."""
    opens = index == 0 or lines[index - 1].text == ""
    return heads_column(text) or opens and bool(_WORD.fullmatch(text))


def _make_grid(lines: tuple[Line, ...], at: int, columns: list[_Column], stops: frozenset[int]) -> Grid | None:
    count = len(columns[0].values)
    found = _labels_above(lines, at, stops)
    labels = found[-count:]
    opens = bool(labels) and (labels[0].opens_paragraph or len(found) > count and is_corner(found[-count - 1].text))
    if len(labels) < count or not opens:
        return None
    corner = found[-count - 1] if len(found) > count and _is_corner(found[-count - 1].text) else None
    rows = []
    for i, label in enumerate(labels):
        cells = [column.values[i] for column in columns]
        texts = tuple(clean(cell.text) for cell in cells)
        quote = " | ".join([label.text, *texts])
        places = tuple((cell.number, cell.number) for cell in cells)
        rows.append(GridRow(label.text, (texts,), (label.first, cells[-1].number), quote, places))
    span = ((corner or labels[0]).first, rows[-1].lines[1])
    return Grid(tuple(c.header for c in columns), corner.text if corner else "", tuple(rows), span, LAYOUT)


def _is_corner(text: str) -> bool:
    return is_corner(text) or heads_labels(text)


def _labels_above(lines: tuple[Line, ...], at: int, stops: frozenset[int]) -> list[_Label]:
    """The words above the first column, a label each; a line that goes on with the one above it is part of its label."""
    found: list[_Label] = []
    blanks, below = 0, at
    for index in range(at - 1, -1, -1):
        line, text = lines[index], clean(lines[index].text)
        if line.number in stops or "\t" in line.text or blanks > MAX_BLANKS or len(text) > MAX_LABEL_CHARS or is_value(text):
            break
        blanks = blanks + 1 if not text else 0
        if not text:
            continue
        opens = index == 0 or is_blank(lines[index - 1])
        if found and below == index + 1 and goes_on(text, found[0].text):
            found[0] = _Label(f"{text} {found[0].text}", line.number, found[0].last, opens)
        else:
            found.insert(0, _Label(text, line.number, line.number, opens))
        below = index
    return found
