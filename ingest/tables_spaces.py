"""Tables whose cells are set apart by blanks alone, a row on one line or its values over several lines.

The header tells how many columns there are; a row is complete when it has as many values. Which digits belong
together is often open ("4 562 942 432 759"): every reading is kept, and proof picks one later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import combinations

from ingest.domain import Document, Line
from ingest.language import fold
from ingest.numerals import fewest_values, split_columns, split_tail
from ingest.tables_blanks import blanks_around, columns_from_blanks, readings_with_gaps
from ingest.tables_grid import Grid, GridRow, clean, is_blank, quote_lines
from ingest.tables_headers import SpaceHeader
from ingest.tables_space_headers import UNIT_CAPTION, header_at, words_header
from ingest.tables_space_rows import extend_last_cell, indent_of, make_heading, relabel, wide_reading
from ingest.tables_stacked import last_paragraph, read_stack

LAYOUT = "spaces"
STACKED = "stacked"
MAX_LABEL_CHARS = 75
MAX_BLANKS = 5
MAX_LABEL_LINES = 12
MIN_ROWS = 2
_PROSE = re.compile(r"[.;:!?]$|^[•*»o]\s|^- [a-zåäö]")
_YEAR = r"(?:19|20)\d\d"
_MONTH = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?"
_YEARS = re.compile(rf"{_YEAR}(\s+{_YEAR})*")
_OPEN_DATE = re.compile(rf"\b(?:{_MONTH}|helar|\d{{1,2}}/\d{{1,2}})$")
_UNFINISHED = re.compile(r"\b(enligt|och|i|av|for|fran|till|med|samt|pa|inkl|vid|fore)$|[-/,]$")


def read_space_tables(document: Document, boundaries: frozenset[int], noise: frozenset[int], taken: frozenset[int]) -> list[Grid]:
    """The tables in blank-separated layout, in order, outside the lines already `taken`."""
    lines, grids, at = document.lines, [], 0
    while at < len(lines):
        header = None if lines[at].number in taken or "\t" in lines[at].text else header_at(lines, at)
        if header is None:
            at += 1
            continue
        body = _Body(document, header, boundaries, noise, taken)
        grid = body.read(at)
        grids.extend([grid] if grid else [])
        at = grid.lines[1] if grid else at + 1
    return grids


def _split_row(text: str) -> tuple[str, str]:
    """A printed line as its label and its values; the year that ends a date or names a time is no value."""
    label, tail = split_tail(text)
    if tail and _YEARS.fullmatch(tail.strip()) and _OPEN_DATE.search(fold(clean(label))):
        return text, ""
    return label, tail


@dataclass(slots=True)
class _Body:
    """The rows below a header, read line by line."""

    document: Document
    header: SpaceHeader
    boundaries: frozenset[int]
    noise: frozenset[int]
    taken: frozenset[int]
    rows: list[GridRow] = field(default_factory=list)
    labels: list[Line] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    value_lines: list[tuple[int, int]] = field(default_factory=list)
    row_label: str = ""
    row_first: int = 0
    row_gaps: tuple[int, ...] = ()

    def read(self, at: int) -> Grid | None:
        lines, first = self.document.lines, self.document.lines[at].number
        index, blanks, stacked = self.header.last + 1, 0, False
        while index < len(lines):
            line = lines[index]
            if line.number in self.boundaries or line.number in self.taken or blanks > MAX_BLANKS or "\t" in line.text.strip():
                break
            if is_blank(line) or line.number in self.noise:
                blanks += line.text == ""
                index += 1
                continue
            labels = last_paragraph(self.document, self.labels)
            rows, after = read_stack(self.document, labels, index, len(self.header.columns))
            if rows:
                self._add_headings(self.labels[: len(self.labels) - len(labels)])
                self.rows.extend(rows)
                self.labels, index, blanks, stacked = [], after, 0, True
                continue
            if not self._take(line, index):
                break
            blanks = 0
            index += 1
        self._flush()
        rows = list(self.rows)
        while rows and rows[-1].is_heading:
            rows.pop()
        if sum(not row.is_heading for row in rows) < MIN_ROWS:
            return None
        headless = self.header.columns == ("",)
        span = (first + 1 if headless else first, rows[-1].lines[1])
        return Grid(self.header.columns, self.header.corner, tuple(rows), span, STACKED if stacked else LAYOUT)

    # --- one line -------------------------------------------------------------------------------------------------

    def _take(self, line: Line, index: int) -> bool:
        """Take a line into the table; False where the table is over."""
        text = line.text.replace("|", " ") if "|" in line.text else line.text
        label, tail = _split_row(text)
        if UNIT_CAPTION.search(fold(clean(text))):
            return False
        if not tail:
            return self._take_words(line, index)
        if len(clean(label)) > MAX_LABEL_CHARS or re.search(r"[.!?] ", clean(label)) and len(clean(label)) > 50:
            return False
        if clean(label):
            self._start_row(line, clean(label))
        elif not self.values and not self.row_label:
            self._start_row(line, "")
        return self._take_values(line, text[len(label) :], label)

    def _take_words(self, line: Line, index: int) -> bool:
        text = clean(line.text)
        if re.fullmatch(r"\([^)]*\)", text) and self.values:
            self.values[-1] = f"{self.values[-1]} {text}"
            self.value_lines[-1] = (self.value_lines[-1][0], line.number)
            return True
        if re.fullmatch(r"\([^)]*\)", text) and not self.labels and self.rows and len(set(self.rows[-1].cell_lines)) > 1:
            self.rows[-1] = extend_last_cell(self.document, self.rows[-1], text, line.number)
            return True
        if len(text) > MAX_LABEL_CHARS or _PROSE.search(text) or len(self.labels) >= MAX_LABEL_LINES:
            return False
        if self._ends_above(index) or words_header(self.document.lines, index) is not None:
            return False
        self._flush()
        if self.rows and not self.labels and self._continues_row(text):
            last = self.rows[-1]
            span = (last.lines[0], line.number)
            self.rows[-1] = relabel(last, f"{last.label} {text}", span, quote_lines(self.document, *span))
            return True
        self.labels.append(line)
        return True

    def _ends_above(self, index: int) -> bool:
        """Whether the words are the title of what comes below: a header follows before any value."""
        lines = self.document.lines
        for below in range(index + 1, min(index + 5, len(lines))):
            if is_blank(lines[below]):
                continue
            return header_at(lines, below) is not None or lines[below].number in self.boundaries
        return True

    def _continues_row(self, text: str) -> bool:
        """Whether words after a row's values belong to its label."""
        last = self.rows[-1]
        if last.is_heading or not last.label:
            return False
        if text[:1].islower() or text.startswith("(") or _UNFINISHED.search(fold(last.label)):
            return True
        # two rows with one name: the next line tells them apart
        named_before = any(fold(r.label).startswith(fold(last.label)) for r in self.rows[:-1])
        return last.lines[0] == last.lines[1] and (named_before or self._named_again(last))

    def _named_again(self, last: GridRow) -> bool:
        """Whether a row a few lines below has the very same name."""
        below = self.document.lines[last.lines[1] : last.lines[1] + 6]
        return any(clean(label) == last.label for label, tail in (split_tail(line.text) for line in below) if tail)

    def _start_row(self, line: Line, label: str) -> None:
        self._flush()
        waiting = self.labels
        joins = bool(waiting) and (not label or label[:1].islower() or bool(_UNFINISHED.search(fold(clean(waiting[-1].text)))))
        if joins:
            keep = last_paragraph(self.document, waiting)
            self._add_headings(waiting[: len(waiting) - len(keep)])
            label = " ".join([*(clean(w.text) for w in keep), label]).strip()
            self.row_first = keep[0].number
        else:
            self._add_headings(waiting)
            self.row_first = line.number
        self.row_label, self.labels = label, []

    def _add_headings(self, lines: list[Line]) -> None:
        self.rows.extend(make_heading(self.document, line, len(self.header.columns)) for line in lines)

    def _take_values(self, line: Line, tail: str, label: str) -> bool:
        columns = len(self.header.columns)
        # an empty note cell prints as a second blank
        has_note = self.header.has_note and not self.values and len(label) - len(label.rstrip()) < 2
        missing = columns - len(self.values)
        goes_on = not clean(label) and self._more_values(line.number, missing - fewest_values(tail))
        readings = () if goes_on else wide_reading(tail, missing, self.header.has_note) or split_columns(tail, missing, has_note)
        if self.values:
            readings = tuple(r for r in readings if not r.relaxed)
        if readings:
            self.value_lines.extend([(line.number, line.number)] * missing if self.values else [])
            before = tuple(self.values)
            with_gaps = () if before or has_note else readings_with_gaps(line.text, label, tail, columns)
            cells = [*((*before, *r.values) for r in readings), *with_gaps]
            self._emit(tuple(dict.fromkeys(cells)), line.number, ())
            return True
        count = fewest_values(tail)
        if len(self.values) + count > columns:
            return False
        pieces = next((r.values for r in split_columns(tail, count, False) if not r.relaxed), ())
        self.row_gaps = blanks_around(line.text, label, pieces) if not self.values else ()
        self.values.extend(pieces)
        self.value_lines.extend([(line.number, line.number)] * count)
        return True

    def _more_values(self, number: int, room: int) -> bool:
        """Whether the next line with anything but a bracket holds values alone, no more than there is room for."""
        for line in self.document.lines[number : number + 8]:
            label, tail = split_tail(line.text)
            if not is_blank(line) and not re.fullmatch(r"\([^)]*\)", clean(line.text)):
                return bool(tail) and not clean(label) and fewest_values(tail) <= room
        return False

    # --- one row --------------------------------------------------------------------------------------------------

    def _flush(self) -> None:
        """A row that did not get all its values: the blanks tell its columns, or nothing does."""
        if not self.values:
            return
        columns = len(self.header.columns)
        one_line = len(set(self.value_lines)) == 1
        placed = columns_from_blanks(tuple(self.values), self.row_gaps, columns, self.header.has_note)
        if placed is not None and one_line:
            self._emit((placed,), self.value_lines[-1][1], ("column-from-blanks",))
            return
        readings = []
        for at in combinations(range(columns), len(self.values)):
            cells = [""] * columns
            for position, value in zip(at, self.values, strict=True):
                cells[position] = value
            readings.append(tuple(cells))
        self._emit(tuple(readings), self.value_lines[-1][1], ("column-uncertain",))

    def _emit(self, readings: tuple[tuple[str, ...], ...], last: int, flags: tuple[str, ...]) -> None:
        span = (self.row_first or last, last)
        cell_lines = tuple(self.value_lines)
        if len(cell_lines) != len(readings[0]):
            cell_lines = (span,) * len(readings[0])
        quote = quote_lines(self.document, *span)
        if len(set(cell_lines)) > 1:
            quote = " | ".join([self.row_label, *(text for text in readings[0] if text)])
        self.rows.append(GridRow(self.row_label, readings, span, quote, cell_lines, flags, indent_of(self.document, span[0])))
        self.values, self.value_lines, self.row_label, self.row_first, self.row_gaps = [], [], "", 0, ()
