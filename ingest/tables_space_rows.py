"""Single rows of a table set apart by blanks: their readings, their labels over several lines, headings among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from ingest.domain import Document, Line
from ingest.language import fold
from ingest.numerals import is_nil, parse_cell
from ingest.numerals_runs import Reading, split_columns, split_tail
from ingest.tables_blanks import Print, readings_with_gaps
from ingest.tables_damaged import cut_damaged
from ingest.tables_grid import GridRow, clean, quote_lines
from ingest.tables_space_headers import WIDE_GAP

MAX_LINES_TO_NEXT = 3
MAX_LINES_TO_NAMESAKE = 6
MIN_ROWS = 2
_YEAR = r"(?:19|20)\d\d"
_MONTH = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?"
_YEARS = re.compile(rf"{_YEAR}(?:\s+{_YEAR})*")
_ONE_YEAR = re.compile(_YEAR)
_OPEN_DATE = re.compile(rf"\b(?:{_MONTH}|helar|\d{{1,2}}/\d{{1,2}})$")
_UNFINISHED = re.compile(r"\b(enligt|och|i|av|for|fran|till|med|samt|pa|inkl|vid|fore)$|[-/,]$")
_LEADING_NUMBER = re.compile(r"\s*(\d{1,2})[.:]?(?=\s+\S)")
_UNGROUPED = re.compile(r"(?<![\d ])\d{4,}")


def split_row(lines: Sequence[Line], index: int, columns: int, rows: Sequence[GridRow]) -> tuple[str, str]:
    """A printed line as its label and its values; a year that ends a date, a title or a name is no value, nor is the
    number that tells a row from those of the same name beside it ("Delmål 1 200 000", "Delmål 2 310 000")."""
    text = lines[index].text.replace("|", " ")
    label, tail = split_tail(text)
    name, years = clean(label), tail.strip()
    if not name or not years:
        return label, tail
    if _YEARS.fullmatch(years) and _OPEN_DATE.search(fold(name)):
        return text, ""
    if _ONE_YEAR.fullmatch(years) and not (columns == 1 and _prints_ungrouped(rows)):
        return text, ""
    number = _LEADING_NUMBER.match(tail)
    if number and _is_numbered(lines, index, name, int(number[1])):
        return label + number[0], tail[number.end() :]
    return label, tail


def _is_numbered(lines: Sequence[Line], index: int, name: str, number: int) -> bool:
    """Whether the row before or after this one has the same name and the number before or after this one's."""
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(lines) and abs(at - index) <= MAX_LINES_TO_NEXT and not lines[at].text.strip():
            at += step
        label, tail = split_tail(lines[at].text) if 0 <= at < len(lines) else ("", "")
        other = _LEADING_NUMBER.match(tail)
        if other and clean(label) == name and int(other[1]) == number + step:
            return True
    return False


def prints_years(tail: str) -> bool:
    """Whether the values of a line are years side by side, as a header prints them."""
    return len(tail.split()) > 1 and bool(_YEARS.fullmatch(tail.strip()))


def _prints_ungrouped(rows: Sequence[GridRow]) -> bool:
    """Whether amounts of a thousand and more stand in these rows without a blank."""
    return any(_UNGROUPED.search(text) for row in rows for text in row.texts)


def is_unfinished(label: str) -> bool:
    """Whether a label goes on below by its own words: it ends in "och", "av", a hyphen."""
    return bool(_UNFINISHED.search(fold(label)))


def goes_on(label: str, text: str) -> bool:
    """Whether a line below a label is part of it: it begins small or with a bracket, or the label is unfinished."""
    return text[:1].islower() or text.startswith("(") or is_unfinished(label)


def continues_row(lines: Sequence[Line], rows: Sequence[GridRow], text: str) -> bool:
    """Whether words after the last row's values belong to its label."""
    last = rows[-1]
    if last.is_heading or not last.label:
        return False
    if goes_on(last.label, text):
        return True
    # two rows with one name: the next line tells them apart
    named_before = any(fold(row.label).startswith(fold(last.label)) for row in rows[:-1])
    return last.lines[0] == last.lines[1] and (named_before or _is_named_again(lines, last))


def _is_named_again(lines: Sequence[Line], row: GridRow) -> bool:
    """Whether a row a few lines below has the very same name."""
    below = lines[row.lines[1] : row.lines[1] + MAX_LINES_TO_NAMESAKE]
    return any(clean(label) == row.label for label, tail in (split_tail(line.text) for line in below) if tail)


def read_one_line(
    lines: Sequence[Line], index: int, printed: Print, columns: int, note_column: bool
) -> tuple[tuple[str, ...], ...]:
    """The ways to read a full row from its one line, those with broken numerals last."""
    found = _wide_reading(printed.tail, columns, note_column) or split_columns(printed.tail, columns, printed.has_note)
    with_gaps = readings_with_gaps(printed, columns) if found and not printed.has_note else ()
    readings = tuple(dict.fromkeys([*(reading.values for reading in found), *with_gaps]))
    return readings or cut_damaged(lines, index, printed.tail, columns, printed.has_note)


def _wide_reading(tail: str, columns: int, note_column: bool) -> tuple[Reading, ...]:
    """The one reading of a line whose cells stand two blanks or more apart; none where they do not."""
    cells = tuple(WIDE_GAP.split(tail.strip()))
    note = ""
    if note_column and len(cells) == columns + 1 and re.fullmatch(r"\d{1,2}", cells[0]):
        note, cells = cells[0], cells[1:]
    fits = len(cells) == columns > 1 and all(parse_cell(cell) or is_nil(cell) for cell in cells)
    return (Reading(cells, note),) if fits else ()


def under_any_columns(values: Sequence[str], columns: int) -> tuple[tuple[str, ...], ...]:
    """The values, in their order, under every choice of so many columns."""
    found = []
    for places in combinations(range(columns), len(values)):
        at = dict(zip(places, values, strict=True))
        found.append(tuple(at.get(column, "") for column in range(columns)))
    return tuple(found)


def relabel(row: GridRow, label: str, lines: tuple[int, int], quote: str) -> GridRow:
    return GridRow(label, row.readings, lines, quote, row.cell_lines, row.flags, row.indent)


def make_row(
    document: Document,
    label: str,
    readings: tuple[tuple[str, ...], ...],
    span: tuple[int, int],
    places: tuple[tuple[int, int], ...],
    flags: tuple[str, ...],
) -> GridRow:
    """The row with its place and quote; `places` are the lines of each cell, none where all stand on the row's lines."""
    cell_lines = places if len(places) == len(readings[0]) else (span,) * len(readings[0])
    quote = quote_lines(document, *span)
    if len(set(cell_lines)) > 1:
        quote = " | ".join([label, *(text for text in readings[0] if text)])
    return GridRow(label, readings, span, quote, cell_lines, flags, indent_of(document, span[0]))


def make_heading(document: Document, line: Line, columns: int) -> GridRow:
    number = (line.number, line.number)
    indent = indent_of(document, line.number)
    return GridRow(clean(line.text), (("",) * columns,), number, clean(line.text), (number,) * columns, (), indent)


def indent_of(document: Document, number: int) -> int:
    text = document.lines[number - 1].text
    return len(text) - len(text.lstrip(" \u00a0"))


def is_table(rows: Sequence[GridRow]) -> bool:
    """Whether the rows bear out the header they were read under: two at least, one of them with all its cells, and not
    each followed by one without a label, for then they have more columns than the header gave them."""
    filled = [row for row in rows if not row.is_heading]
    followed = sum(bool(row.label) and not below.label for row, below in zip(filled, filled[1:], strict=False))
    too_few_columns = followed >= MIN_ROWS and followed == sum(bool(row.label) for row in filled)
    return len(filled) >= MIN_ROWS and any(all(reading) for row in filled for reading in row.readings) and not too_few_columns
