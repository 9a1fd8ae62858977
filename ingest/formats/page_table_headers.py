"""What heads a table: the lines above its first row, which column each of their pieces names, and what names the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.formats.page_cells import TableCell, TableLine
from ingest.formats.page_columns import TableColumn, column_of, columns_under
from ingest.formats.page_lines import Piece, PrintLine
from ingest.formats.page_words import Word
from ingest.language import fold

# Between a header and the row or label below it, in sizes of type; the times on a note's line may stand further off.
_HEADER_GAP = 4.6
_FAR_HEADER_GAP = 6.0
_MOST_HEADER_LINES = 7
_LONGEST_HEADER = 60
_BESIDE = 0.8
_OFF_MIDDLE = 0.2
NOTE = re.compile(r"not(?:er)?\s*\d{1,2}\b")
_NOTES = re.compile(r"not(?:er)?\.?")
ENDS_SENTENCE = re.compile(r"[^.]{30,}[.:]$")
# Type so much larger than the columns' is a title.
HEADING_SIZE = 1.12


def is_times(line: PrintLine) -> bool:
    """Whether a line prints times over the columns, and at most the number of a note beside them."""
    values = [p for p in line.pieces if p.is_value]
    times = sum(p.is_time for p in line.pieces)
    beside = line.pieces[0].is_time and times == 1 and len(values) > 0  # a year down the side, and counts
    return times > 0 and not beside and all(p.is_reference for p in values)


def header_lines(
    lines: Sequence[PrintLine], first: int, floor: int, columns: Sequence[TableColumn], label_right: float
) -> list[int]:
    """The lines above the first row that head the columns, with any labels between them and the row."""
    heads: list[int] = []
    at, below = first - 1, lines[first]
    while at >= floor and first - at <= _MOST_HEADER_LINES + 3:
        line = lines[at]
        heads_from_afar = opens_note(line) or is_times(line) or all(p.is_reference for p in line.pieces)
        limit = (_FAR_HEADER_GAP if heads_from_afar else _HEADER_GAP) * max(below.size, line.size)
        if below.baseline - line.baseline > limit or any(p.is_value and not p.is_reference for p in line.pieces):
            break
        over = [p for at, p in enumerate(line.pieces) if _is_over(p, columns, label_right, is_first=at == 0)]
        others = [p for p in line.pieces[1:] if p not in over and not _NOTES.fullmatch(fold(p.text))]
        stray = others if not opens_note(line) else []
        if over and not stray and (len(line.pieces) > len(over) or not _is_prose(line, columns)):
            if len(heads) >= _MOST_HEADER_LINES:
                break
            heads.append(at)
            if opens_note(line):
                break
        elif (heads or _is_prose(line, columns)) and not _stands_within(lines, at, floor, below):
            break
        below = line
        at -= 1
    return sorted(heads)


def _stands_within(lines: Sequence[PrintLine], at: int, floor: int, below: PrintLine) -> bool:
    """Whether a line beside the labels stands between the lines of a header: a title in large type, a group of rows below
    the times."""
    line = lines[at]
    if below.baseline - line.baseline <= _BESIDE * line.size:
        return True
    above = lines[at - 1] if at > floor else None
    return above is not None and len(line.pieces) == 1 and is_times(above) and line.baseline - above.baseline < 2 * line.size


def opens_note(line: PrintLine) -> bool:
    return NOTE.match(fold(line.pieces[0].text)) is not None


def _is_over(piece: Piece, columns: Sequence[TableColumn], label_right: float, *, is_first: bool) -> bool:
    """Whether a piece stands over the columns, and not over the labels."""
    column = column_of(piece, columns)
    if column is None or len(piece.text) > _LONGEST_HEADER or piece.x1 < columns[0].x0 - 2 * piece.size:
        return False
    # a header may be wider than the values below it, and begin where labels may
    return not is_first or piece.x0 > label_right - 2 or columns[column].covers(piece) > 0.6 * columns[column].width


def _is_prose(line: PrintLine, columns: Sequence[TableColumn]) -> bool:
    piece = line.pieces[0]
    return len(line.pieces) == 1 and (piece.x1 - piece.x0 > 250 or ENDS_SENTENCE.search(piece.text) is not None)


def read_header(
    heads: Sequence[PrintLine], columns: tuple[TableColumn, ...], label_right: float
) -> tuple[TableLine | None, tuple[Piece, ...]]:
    """The header cells, line under line, and the pieces that head the whole table."""
    cells: list[list[Word]] = [[] for _ in range(len(columns) + 1)]
    above: list[Piece] = []
    for line in heads:
        groups = _groups_under(line, columns, label_right)
        for at, piece in enumerate(line.pieces):
            if piece in groups:
                under = groups[piece]
            else:
                under = columns_under(piece, columns) if _is_over(piece, columns, label_right, is_first=at == 0) else ()
            if under and (not opens_note(line) or piece.is_time):
                for column in under:
                    cells[column + 1] += piece.words
            elif at == 0 and not _is_title(piece, line):
                cells[0] += piece.words
            elif not _NOTES.fullmatch(fold(piece.text)):  # over a column of references that holds none here
                above.append(piece)
    if not any(cells[1:]):
        return None, tuple(above)
    # the note on the principles, referred to below the head of the column of references
    cells = [cell[:1] if len(cell) == 2 and _NOTES.fullmatch(fold(cell[0].text)) else cell for cell in cells]
    return TableLine(tuple(TableCell(tuple(c)) for c in cells)), tuple(above)


def _groups_under(line: PrintLine, columns: tuple[TableColumn, ...], label_right: float) -> dict[Piece, tuple[int, ...]]:
    """The columns under each piece of a line that heads groups of them, each set over the middle of its group."""
    over = [p for at, p in enumerate(line.pieces) if _is_over(p, columns, label_right, is_first=at == 0)]
    if len(over) < 2 or len(columns) <= len(over):
        return {}
    # numbers stand at the right of their columns, which begin where the ones before end
    pitch = min(b.x1 - a.x1 for a, b in zip(columns, columns[1:], strict=False))
    lefts = [columns[0].x1 - pitch, *(column.x1 for column in columns[:-1])]
    middles = [(left + column.x1) / 2 for left, column in zip(lefts, columns, strict=True)]
    centres = [(piece.x0 + piece.x1) / 2 for piece in over]
    nearest = [min(range(len(over)), key=lambda i: abs(centres[i] - middle)) for middle in middles]
    found: dict[Piece, tuple[int, ...]] = {}
    for at, piece in enumerate(over):
        group = tuple(i for i, own in enumerate(nearest) if own == at)
        if not group:
            return {}
        left, right = lefts[group[0]], columns[group[-1]].x1
        if len(group) > 1 and abs(centres[at] - (left + right) / 2) > _OFF_MIDDLE * (right - left):
            return {}
        found[piece] = group
    return found


def _is_title(piece: Piece, line: PrintLine) -> bool:
    """Whether what stands above the labels names the whole table: a note, larger type, or a line of its own."""
    others = [p.size for p in line.pieces[1:]]
    return len(line.pieces) == 1 or NOTE.match(fold(piece.text)) is not None or piece.size > HEADING_SIZE * min(others)


def header_of_note(lines: Sequence[PrintLine], first: int, floor: int, columns: Sequence[TableColumn]) -> TableLine | None:
    """The times on the line of the note's title, where text stands between it and the table."""
    note = next((lines[i] for i in range(first - 1, floor - 1, -1) if opens_note(lines[i])), None)
    times = [piece for piece in note.pieces if piece.is_time] if note is not None else []
    cells: list[tuple[Word, ...]] = [()] * (len(columns) + 1)
    for piece in times:
        column = column_of(piece, columns)
        if column is not None:
            cells[column + 1] = piece.words
    return TableLine(tuple(TableCell(c) for c in cells)) if sum(map(bool, cells)) == len(times) > 0 else None


def wraps_title(title: Piece, line: PrintLine) -> bool:
    """Whether a line goes on with a title above it: the same type, at the same left edge, directly below."""
    piece = line.pieces[0]
    same = piece.font == title.font and abs(piece.size - title.size) < 0.3 and abs(piece.x0 - title.x0) < 3
    near = 0 < line.baseline - title.words[0].baseline < 1.5 * title.size
    return len(line.pieces) == 1 and same and near and title.text.isupper() == piece.text.isupper()
