"""The rows of a table from its lines: labels over several lines, with the values on any of them; cells that go on below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.formats.page_cells import TableCell, TableLine, join_words
from ingest.formats.page_columns import TableColumn, cells_of, column_of
from ingest.formats.page_lines import Piece, PrintLine
from ingest.formats.page_words import Word

# Lines so much further apart than the closest of the table are two rows.
_TIGHT = 1.35
_LEAST_PITCH = 0.8
_UNFINISHED = re.compile(r"(?:\b(?:och|av|i|för|till|med|från|på|samt|eller|upplåten|totala|före|enligt|vid)|[-/,–])$")
LOWER_START = re.compile(r"[(\[]?[a-zåäö]|\(|\d")
_BRACKETED = re.compile(r"\(.*\)?|.*\)")


@dataclass(slots=True)
class _Open:
    """A row being read: the words of its label, its cells, and the line it was read from last."""

    label: list[Word]
    cells: list[list[Word]]
    line: PrintLine
    has_values: bool


def read_rows(body: Sequence[PrintLine], columns: tuple[TableColumn, ...], label_right: float) -> list[TableLine]:
    pitch = _pitch(body)
    in_lower = _begins_in_lower(body)
    rows: list[_Open] = []
    waiting: list[_Open] = []  # lines with a label only, not yet given to a row
    for line in body:
        read = _open(line, columns, label_right)
        if rows and not waiting and _continues_cells(rows[-1], read, pitch):
            rows[-1].label += read.label
            for cell, more in zip(rows[-1].cells, read.cells, strict=True):
                cell += more
            rows[-1].line = line
            continue
        if not read.has_values:
            if rows and not waiting and _continues_label(rows[-1], read, pitch):
                rows[-1].label += read.label
                rows[-1].line = line
            else:
                waiting.append(read)
            continue
        taken = _take_wrapped(waiting, read, pitch, in_lower)
        rows += waiting[: len(waiting) - taken]
        label = [word for part in waiting[len(waiting) - taken :] for word in part.label]
        waiting = []
        rows.append(replace(read, label=[*label, *read.label]))
    rows += waiting
    return [_close(row) for row in rows]


def _close(row: _Open) -> TableLine:
    return TableLine((TableCell(tuple(row.label)), *(TableCell(tuple(c)) for c in row.cells)))


def _open(line: PrintLine, columns: tuple[TableColumn, ...], label_right: float) -> _Open:
    cells: list[list[Word]] = [[] for _ in columns]
    label: list[Word] = []
    in_columns = cells_of(line, label_right)
    for piece in line.pieces:
        if piece not in in_columns:
            kept, rest = _cut_label(piece, columns)
            label += kept
            if rest:
                _put(rest, columns, cells, label)
        else:
            _put(piece.words, columns, cells, label)
    return _Open(label, cells, line, any(cells))


def _cut_label(piece: Piece, columns: Sequence[TableColumn]) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The words of a label, and those of a value that stands only a blank behind it."""
    for at in range(1, len(piece.words)):
        rest = Piece(piece.words[at:])
        if rest.is_value and any(abs(rest.x1 - c.x1) < 0.4 * piece.size and rest.x0 > c.x0 - piece.size for c in columns):
            return piece.words[:at], rest.words
    return piece.words, ()


def _put(words: tuple[Word, ...], columns: tuple[TableColumn, ...], cells: list[list[Word]], label: list[Word]) -> None:
    piece = Piece(words)
    over = [i for i, c in enumerate(columns) if c.covers(piece) > 0.5 * piece.size]
    if len(over) > 1 and not piece.is_value:
        for word in words:  # two values a blank apart
            cells[min(over, key=lambda i: _distance(word, columns[i]))].append(word)
        return
    own = column_of(piece, columns)
    if own is None:
        label += words
    else:
        cells[own] += words


def _distance(word: Word, column: TableColumn) -> float:
    """How far the middle of a word lies outside a column, in points."""
    return max(column.x0 - 1 - word.middle, word.middle - column.x1 - 1, 0.0)


def _begins_in_lower(body: Sequence[PrintLine]) -> bool:
    """Whether most labels of the table begin with a small letter, so that one says nothing."""
    labels = [line.pieces[0].text for line in body if not line.pieces[0].is_value]
    return sum(label[:1].islower() for label in labels) * 2 > len(labels)


def _pitch(body: Sequence[PrintLine]) -> float:
    pairs = zip(body, body[1:], strict=False)
    gaps = [b.baseline - a.baseline for a, b in pairs if b.baseline - a.baseline > _LEAST_PITCH * b.size]
    if not gaps:
        return 2.0 * body[0].size if body else 20.0
    ordered = sorted(gaps)
    return ordered[len(ordered) // 4]


def _continues_cells(row: _Open, read: _Open, pitch: float) -> bool:
    """Whether a line goes on with the cells of the row above: all that it prints below them is bracketed or words."""
    if not row.has_values or not read.has_values or read.line.baseline - row.line.baseline > _TIGHT * pitch:
        return False
    added = [(cell, more) for cell, more in zip(row.cells, read.cells, strict=True) if more]
    bracketed = all(_BRACKETED.fullmatch(join_words(more)) or not _has_digit(more) for _, more in added)
    label = not read.label or bool(LOWER_START.match(read.label[0].text))
    return label and bracketed and all(cell and not _BRACKETED.fullmatch(join_words(cell)) for cell, _ in added)


def _has_digit(words: Sequence[Word]) -> bool:
    return any(c.isdigit() for word in words for c in word.text)


def _continues_label(row: _Open, read: _Open, pitch: float) -> bool:
    """Whether a line without values goes on with the label of the row above it."""
    near = read.line.baseline - row.line.baseline <= _TIGHT * pitch
    return row.has_values and near and bool(row.label) and goes_on(row.label, read.label)


def goes_on(label: Sequence[Word], below: Sequence[Word]) -> bool:
    if not below or not _alike(label, below):
        return False
    if label[-1].text.endswith("-"):
        return True
    return bool(LOWER_START.match(below[0].text)) and not label[0].text[:1].islower()


def _take_wrapped(waiting: Sequence[_Open], read: _Open, pitch: float, in_lower: bool) -> int:
    """How many of the waiting label lines are the beginning of this row's label."""
    taken, below = 0, read
    for part in reversed(waiting):
        gap = below.line.baseline - part.line.baseline
        if gap > _TIGHT * pitch + 0.5 or not part.label:
            break
        opens_lower = not below.label or not in_lower and bool(LOWER_START.match(below.label[0].text))
        unfinished = _UNFINISHED.search(part.label[-1].text) is not None
        if not (opens_lower or unfinished) or (below.label and not _alike(part.label, below.label)):
            break
        if not below.label and gap > 0.8 * pitch:
            break  # a sum without a label, not a label in two lines around its value
        taken, below = taken + 1, part
    return taken


def _alike(a: Sequence[Word], b: Sequence[Word]) -> bool:
    return a[0].is_bold == b[0].is_bold and abs(a[0].size - b[0].size) < 0.8
