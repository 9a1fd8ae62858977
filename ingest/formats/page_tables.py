"""The tables of a page that no drawn cells enclose: lines with values in the same columns, their headers and wrapped labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.formats.page_close_values import part_close_values
from ingest.formats.page_columns import TableColumn, cells_of, column_of, columns_under, find_columns
from ingest.formats.page_lines import Piece, PrintLine
from ingest.formats.page_words import Word
from ingest.language import fold
from ingest.numerals import is_nil

# Between two rows of one table, in sizes of its type: statements leave up to three and a half for a new group.
_MOST_GAP = 4.6
_MOST_INNER_LINES = 4
_HEADER_GAP = 4.6
_FAR_HEADER_GAP = 6.0
_MOST_HEADER_LINES = 7
_TIGHT = 1.35
_LEAST_PITCH = 0.8
_NOTE = re.compile(r"not(?:er)?\s*\d{1,2}\b")
_NOTES = re.compile(r"not(?:er)?\.?")
_UNFINISHED = re.compile(r"(?:\b(?:och|av|i|för|till|med|från|på|samt|eller|upplåten|totala|före|enligt|vid)|[-/,–])$")
_LOWER_START = re.compile(r"[(\[]?[a-zåäö]|\(|\d")
_ENDS_SENTENCE = re.compile(r"[^.]{30,}[.:]$")
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*-$", re.IGNORECASE)
_BRACKETED = re.compile(r"\(.*\)?|.*\)")
_HEADING_SIZE = 1.12
_LONGEST_HEADER = 60
_BESIDE = 0.8
_MOST_BETWEEN = 3
_OFF_MIDDLE = 0.2


@dataclass(frozen=True, slots=True)
class TableCell:
    """The words of a cell, line by line from the left; none where the cell is empty."""

    words: tuple[Word, ...] = ()

    @property
    def text(self) -> str:
        return join_words(self.words)

    @property
    def is_value(self) -> bool:
        return bool(self.words) and Piece(self.words).is_value


@dataclass(frozen=True, slots=True)
class TableLine:
    """A row: its label and one cell a column."""

    cells: tuple[TableCell, ...]

    @property
    def is_heading(self) -> bool:
        return not any(cell.words for cell in self.cells[1:])


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table of a page: its first and last line (indexes), the header (one line or none) and the rows.

    `above` are pieces of its header lines that head the table and not a column: a note's title on the line of its years.
    """

    first: int
    last: int
    columns: tuple[TableColumn, ...]
    header: TableLine | None
    rows: tuple[TableLine, ...]
    above: tuple[Piece, ...] = ()


def join_words(words: Sequence[Word]) -> str:
    """The words' text, a word divided at the end of its line put together."""
    text = ""
    for before, word in zip((None, *words), words, strict=False):
        divided = before is not None and text.endswith("-") and word.baseline > before.baseline + 1
        if divided and _MONTH.search(text):
            text += word.text  # "jan-" over "aug 2021"
        elif divided and (before is not None and before.ends_in_hyphen) and word.text[:1].islower():
            text = text[:-1] + word.text
        else:
            text = f"{text} {word.text}" if text else word.text
    return text


def find_tables(lines: Sequence[PrintLine]) -> tuple[FoundTable, ...]:
    """The tables among a page's lines, from the top."""
    lines = part_close_values(lines)
    tables: list[FoundTable] = []
    at = 0
    while at < len(lines):
        if not _is_data(lines[at]):
            at += 1
            continue
        rows = _gather(lines, at)
        table = _read_table(lines, rows, tables[-1] if tables else None)
        if table is not None:
            tables.append(table)
        at = rows[-1] + 1 if table is None else table.last + 1
    return tuple(tables)


# --- which lines ----------------------------------------------------------------------------------------------------


def _is_data(line: PrintLine) -> bool:
    """Whether a line prints a label and values, or values side by side."""
    if _is_times(line):
        return False
    values = [p for p in line.pieces if p.is_value]
    return bool(values) and len(line.pieces) > 1 and not _NOTE.match(fold(line.pieces[0].text))


def _is_times(line: PrintLine) -> bool:
    """Whether a line prints times over the columns, and at most the number of a note beside them."""
    values = [p for p in line.pieces if p.is_value]
    times = sum(p.is_time for p in line.pieces)
    beside = line.pieces[0].is_time and times == 1 and len(values) > 0  # a year down the side, and counts
    return times > 0 and not beside and all(p.is_reference for p in values)


def _gather(lines: Sequence[PrintLine], first: int) -> list[int]:
    """The indexes of a table's lines from its first row with values to its last."""
    found = [first]
    edges = [p.x1 for p in lines[first].pieces if p.is_value]
    at = first + 1
    inner: list[int] = []
    while at < len(lines):
        line, before = lines[at], lines[at - 1]
        size = max(lines[first].size, 1.0)
        if line.baseline - before.baseline > _MOST_GAP * size or len(inner) > _MOST_INNER_LINES:
            break
        if _continues(line, edges, size):
            if inner and _heads_anew(lines, inner, at, edges, size):
                break
            found += [*inner, at]
            inner = []
            edges += [p.x1 for p in line.pieces if p.is_value]
        elif _is_inner(line, lines[first], edges) or _is_rest(line, edges, line.baseline - before.baseline):
            inner.append(at)
        else:
            break
        at += 1
    trailing = _trailing_label(lines, found[-1], inner)
    return found + trailing


def _continues(line: PrintLine, edges: Sequence[float], size: float) -> bool:
    """Whether a line is a further row: values, at least one of them below one of the table's."""
    if _NOTE.match(fold(line.pieces[0].text)):
        return False
    values = [p for p in line.pieces if p.is_value]
    if not values:
        return False
    aligned = any(abs(p.x1 - edge) < size for p in values for edge in edges)
    return aligned or (len(line.pieces) > 1 and any(p.x0 < edge < p.x1 + size for p in values for edge in edges))


def _is_inner(line: PrintLine, row: PrintLine, edges: Sequence[float]) -> bool:
    """Whether a line without values may stand among rows: a label that ends before the values begin."""
    if _NOTE.match(fold(line.pieces[0].text)) or any(p.is_time for p in line.pieces):
        return False
    if len(line.pieces) > 1:
        return False
    piece = line.pieces[0]
    return piece.x0 < min(edges) and piece.x1 <= max(edges) and not _ENDS_SENTENCE.search(piece.text)


def _is_rest(line: PrintLine, edges: Sequence[float], gap: float) -> bool:
    """Whether a line without values goes on with the cells above it: words in brackets or in small letters under them."""
    under = all(any(p.x0 < edge < p.x1 + line.size for edge in edges) for p in line.pieces)
    return under and gap < 1.6 * line.size and all(_LOWER_START.match(p.text) and not p.is_time for p in line.pieces)


def _heads_anew(lines: Sequence[PrintLine], inner: Sequence[int], at: int, edges: Sequence[float], size: float) -> bool:
    """Whether the labels before a row are the title of another table: larger type, set off, and not over the same columns."""
    first = lines[inner[0]]
    gap = first.baseline - lines[inner[0] - 1].baseline
    larger = first.size > 1.05 * size and first.pieces[0].size > 1.05 * lines[at].size
    below = [p for p in lines[at].pieces if p.is_value and any(abs(p.x1 - edge) < size for edge in edges)]
    return larger and gap > 2.2 * size and len(below) < 2


def _trailing_label(lines: Sequence[PrintLine], last: int, inner: Sequence[int]) -> list[int]:
    """The line after the last row where it goes on with that row's label."""
    if not inner or inner[0] != last + 1 or lines[last].pieces[0].is_value:
        return []
    return [inner[0]] if _goes_on(lines[last].pieces[0].words, lines[inner[0]].words) else []


# --- a table -----------------------------------------------------------------------------------------------------------


def _read_table(lines: Sequence[PrintLine], rows: Sequence[int], above_table: FoundTable | None) -> FoundTable | None:
    floor = above_table.last + 1 if above_table is not None else 0
    body = [lines[i] for i in rows]
    data = [line for line in body if any(p.is_value for p in line.pieces)]
    label_right = _label_right(data)
    columns = find_columns(data, label_right)
    if not columns:
        return None
    heads = _header_lines(lines, rows[0], floor, columns, label_right)
    head_lines = [lines[i] for i in heads]
    header, above = _read_header(head_lines, columns, label_right)
    columns, header = _without_sign_columns(data, columns, header, label_right)
    first = heads[0] if heads else rows[0]
    # a title beside a header of several lines stands on a line between them
    above += tuple(p for i in range(first, heads[-1]) if i not in heads for p in lines[i].pieces) if heads else ()
    between = [lines[i] for i in range(heads[-1] + 1, rows[0])] if heads else []
    while between and above and _wraps_title(above[-1], between[0]):
        above = (*above, *between.pop(0).pieces)
    if header is None:
        header = _header_of_note(lines, rows[0], floor, columns) or _header_above(lines, rows[0], columns, above_table)
    found = _rows([*between, *body], columns, label_right)
    if header is None and len(data) < 2 and len(columns) < 2 and not above:
        return None  # one amount beside a label: a line of text
    return FoundTable(first, rows[-1], columns, header, tuple(found), above)


def _without_sign_columns(
    data: Sequence[PrintLine], columns: tuple[TableColumn, ...], header: TableLine | None, label_right: float
) -> tuple[tuple[TableColumn, ...], TableLine | None]:
    """The columns without those that only hold the minus signs of the next one, set apart at its left edge."""
    cells = [(column_of(p, columns), p) for line in data for p in cells_of(line, label_right)]
    heads = list(header.cells) if header is not None else []
    kept = list(columns)
    for at in range(len(columns) - 2, -1, -1):
        own = [p for column, p in cells if column == at]
        named = bool(heads) and bool(heads[at + 1].words)
        if own and not named and all(is_nil(p.text) for p in own):
            kept[at : at + 2] = [TableColumn(columns[at].x0, kept[at + 1].x1)]
            del heads[at + 1 : at + 2]
    return tuple(kept), TableLine(tuple(heads)) if header is not None else None


def _wraps_title(title: Piece, line: PrintLine) -> bool:
    """Whether a line goes on with a title above it: the same type, at the same left edge, directly below."""
    piece = line.pieces[0]
    same = piece.font == title.font and abs(piece.size - title.size) < 0.3 and abs(piece.x0 - title.x0) < 3
    near = 0 < line.baseline - title.words[0].baseline < 1.5 * title.size
    return len(line.pieces) == 1 and same and near and title.text.isupper() == piece.text.isupper()


def _header_of_note(lines: Sequence[PrintLine], first: int, floor: int, columns: Sequence[TableColumn]) -> TableLine | None:
    """The times on the line of the note's title, where text stands between it and the table."""
    note = next((lines[i] for i in range(first - 1, floor - 1, -1) if _opens_note(lines[i])), None)
    times = [piece for piece in note.pieces if piece.is_time] if note is not None else []
    cells: list[tuple[Word, ...]] = [()] * (len(columns) + 1)
    for piece in times:
        column = column_of(piece, columns)
        if column is not None:
            cells[column + 1] = piece.words
    return TableLine(tuple(TableCell(c) for c in cells)) if sum(map(bool, cells)) == len(times) > 0 else None


def _header_above(
    lines: Sequence[PrintLine], first: int, columns: Sequence[TableColumn], above: FoundTable | None
) -> TableLine | None:
    """The header of the table just above, where this one goes on with its columns after a line or two of something else."""
    if above is None or above.header is None or len(above.columns) != len(columns):
        return None
    between = lines[above.last + 1 : first]
    larger = any(line.size > _HEADING_SIZE * lines[first].size or _opens_note(line) for line in between)
    same = all(abs(a.x1 - b.x1) < lines[first].size for a, b in zip(above.columns, columns, strict=True))
    return above.header if same and not larger and len(between) <= _MOST_BETWEEN else None


def _label_right(data: Sequence[PrintLine]) -> float:
    """The left edge of the leftmost column: labels begin before it."""
    starts = [line.pieces[0].x0 for line in data if not line.pieces[0].is_value]
    if not starts:
        return 0.0
    left = min(starts)
    after = [p.x0 for line in data for p in line.pieces[1:]] + [
        line.pieces[0].x0 for line in data if line.pieces[0].is_value and line.pieces[0].x0 > left + 40
    ]
    labels = [x for x in starts if x < left + 60]
    return max(max(labels) + 1, min(min(after), left + 200) if after else left + 1)


def _header_lines(
    lines: Sequence[PrintLine], first: int, floor: int, columns: Sequence[TableColumn], label_right: float
) -> list[int]:
    """The lines above the first row that head the columns, with any labels between them and the row."""
    heads: list[int] = []
    at, below = first - 1, lines[first]
    while at >= floor and first - at <= _MOST_HEADER_LINES + 3:
        line = lines[at]
        heads_from_afar = _opens_note(line) or _is_times(line) or all(p.is_reference for p in line.pieces)
        limit = (_FAR_HEADER_GAP if heads_from_afar else _HEADER_GAP) * max(below.size, line.size)
        if below.baseline - line.baseline > limit or any(p.is_value and not p.is_reference for p in line.pieces):
            break
        over = [p for at, p in enumerate(line.pieces) if _is_over(p, columns, label_right, is_first=at == 0)]
        others = [p for p in line.pieces[1:] if p not in over and not _NOTES.fullmatch(fold(p.text))]
        stray = others if not _opens_note(line) else []
        if over and not stray and (len(line.pieces) > len(over) or not _is_prose(line, columns)):
            if len(heads) >= _MOST_HEADER_LINES:
                break
            heads.append(at)
            if _opens_note(line):
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
    return above is not None and len(line.pieces) == 1 and _is_times(above) and line.baseline - above.baseline < 2 * line.size


def _opens_note(line: PrintLine) -> bool:
    return _NOTE.match(fold(line.pieces[0].text)) is not None


def _is_over(piece: Piece, columns: Sequence[TableColumn], label_right: float, *, is_first: bool) -> bool:
    """Whether a piece stands over the columns, and not over the labels."""
    column = column_of(piece, columns)
    if column is None or len(piece.text) > _LONGEST_HEADER or piece.x1 < columns[0].x0 - 2 * piece.size:
        return False
    # a header may be wider than the values below it, and begin where labels may
    return not is_first or piece.x0 > label_right - 2 or columns[column].covers(piece) > 0.6 * columns[column].width


def _is_prose(line: PrintLine, columns: Sequence[TableColumn]) -> bool:
    piece = line.pieces[0]
    return len(line.pieces) == 1 and (piece.x1 - piece.x0 > 250 or _ENDS_SENTENCE.search(piece.text) is not None)


def _read_header(
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
            if under and (not _opens_note(line) or piece.is_time):
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
    return len(line.pieces) == 1 or _NOTE.match(fold(piece.text)) is not None or piece.size > _HEADING_SIZE * min(others)


# --- rows ---------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Open:
    """A row being read: the words of its label, its cells, and the line it was read from last."""

    label: list[Word]
    cells: list[list[Word]]
    line: PrintLine
    has_values: bool


def _rows(body: Sequence[PrintLine], columns: tuple[TableColumn, ...], label_right: float) -> list[TableLine]:
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
        rows.append(replace_label(read, [*label, *read.label]))
    rows += waiting
    return [_close(row) for row in rows]


def replace_label(row: _Open, label: list[Word]) -> _Open:
    return _Open(label, row.cells, row.line, row.has_values)


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


def _style(words: Sequence[Word]) -> tuple[bool, str]:
    return (words[0].is_bold, words[0].font) if words else (False, "")


def _continues_cells(row: _Open, read: _Open, pitch: float) -> bool:
    """Whether a line goes on with the cells of the row above: all that it prints below them is bracketed or words."""
    if not row.has_values or not read.has_values or read.line.baseline - row.line.baseline > _TIGHT * pitch:
        return False
    added = [(cell, more) for cell, more in zip(row.cells, read.cells, strict=True) if more]
    bracketed = all(_BRACKETED.fullmatch(join_words(more)) or not _has_digit(more) for _, more in added)
    label = not read.label or bool(_LOWER_START.match(read.label[0].text))
    return label and bracketed and all(cell and not _BRACKETED.fullmatch(join_words(cell)) for cell, _ in added)


def _has_digit(words: Sequence[Word]) -> bool:
    return any(c.isdigit() for word in words for c in word.text)


def _continues_label(row: _Open, read: _Open, pitch: float) -> bool:
    """Whether a line without values goes on with the label of the row above it."""
    near = read.line.baseline - row.line.baseline <= _TIGHT * pitch
    return row.has_values and near and bool(row.label) and _goes_on(row.label, read.label)


def _goes_on(label: Sequence[Word], below: Sequence[Word]) -> bool:
    if not below or not _alike(label, below):
        return False
    if label[-1].text.endswith("-"):
        return True
    return bool(_LOWER_START.match(below[0].text)) and not label[0].text[:1].islower()


def _take_wrapped(waiting: Sequence[_Open], read: _Open, pitch: float, in_lower: bool) -> int:
    """How many of the waiting label lines are the beginning of this row's label."""
    taken, below = 0, read
    for part in reversed(waiting):
        gap = below.line.baseline - part.line.baseline
        if gap > _TIGHT * pitch + 0.5 or not part.label:
            break
        opens_lower = not below.label or not in_lower and bool(_LOWER_START.match(below.label[0].text))
        unfinished = _UNFINISHED.search(part.label[-1].text) is not None
        if not (opens_lower or unfinished) or (below.label and not _alike(part.label, below.label)):
            break
        if not below.label and gap > 0.8 * pitch:
            break  # a sum without a label, not a label in two lines around its value
        taken, below = taken + 1, part
    return taken


def _alike(a: Sequence[Word], b: Sequence[Word]) -> bool:
    return a[0].is_bold == b[0].is_bold and abs(a[0].size - b[0].size) < 0.8
