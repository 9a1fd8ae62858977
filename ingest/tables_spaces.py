"""Tables whose cells are set apart by blanks alone, a row on one line or its values over several lines.

The header tells how many columns there are; a row is complete when it has as many values. Which digits belong
together is often open ("4 562 942 432 759"): every reading is kept, and proof picks one later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.domain import Document, Line
from ingest.language import fold
from ingest.tables_blanks import Print
from ingest.tables_damaged import cut_behind_shares, read_lookalikes
from ingest.tables_empty import settle_empty_cells
from ingest.tables_find_header import find_header
from ingest.tables_grid import Grid, GridRow, clean, is_blank, quote_lines
from ingest.tables_headers import SpaceHeader
from ingest.tables_readings import AMBIGUOUS, COLUMN_FROM_BLANKS, COLUMN_UNCERTAIN
from ingest.tables_runs import Values, choose_few, choose_values, read_run, spreads_rows
from ingest.tables_space_headers import UNIT_CAPTION, caption_at, words_header
from ingest.tables_space_rows import (
    continues_row,
    is_table,
    is_unfinished,
    make_heading,
    make_row,
    prints_years,
    read_one_line,
    relabel,
    split_row,
    under_any_columns,
)
from ingest.tables_stacked import is_broken_stack, last_paragraph, read_stack
from ingest.tables_turns import header_again, is_continued_title
from ingest.tables_wide import WideLayout, WideRow, find_layout
from ingest.tables_word_line import read_word_line

LAYOUT = "spaces"
STACKED = "stacked"
MAX_LABEL_CHARS = 75
MAX_BLANKS = 5
MAX_LABEL_LINES = 30
_PROSE = re.compile(r"[.;:!?]$|^[•*»o]\s|^- [a-zåäö]")


def read_space_tables(document: Document, boundaries: frozenset[int], noise: frozenset[int], taken: frozenset[int]) -> list[Grid]:
    """The tables in blank-separated layout, in order, outside the lines already `taken`."""
    lines, grids, at = document.lines, [], 0
    while at < len(lines):
        header = None
        if lines[at].number not in taken and "\t" not in lines[at].text:
            header = find_header(lines, at) or caption_at(lines, at)
        if header is None:
            at += 1
            continue
        stops = boundaries | taken
        layout = find_layout(lines, header.last + 1, len(header.columns), header.has_note, stops)
        spreads = spreads_rows(lines, header.last + 1, len(header.columns), stops)
        grid = _Body(document, header, stops, noise, layout, spreads).read(at)
        grids.extend([grid] if grid else [])
        at = grid.lines[1] if grid else at + 1
    return grids


@dataclass(slots=True)
class _Body:
    """The rows below a header, read line by line. `prints` are the rows printed on one line, by their place, `fewest` the
    values of those over several lines where each line holds as few as it can."""

    document: Document
    header: SpaceHeader
    stops: frozenset[int]
    noise: frozenset[int]
    layout: WideLayout | None
    spreads: bool
    rows: list[GridRow] = field(default_factory=list)
    labels: list[Line] = field(default_factory=list)
    prints: dict[int, Print] = field(default_factory=dict)
    fewest: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def read(self, at: int) -> Grid | None:
        lines, first = self.document.lines, self.document.lines[at].number
        index: int | None = self.header.last + 1
        blanks, stacked = 0, False
        while index is not None and index < len(lines):
            line = lines[index]
            if line.number in self.stops or blanks > MAX_BLANKS or "\t" in line.text.strip():
                break
            if is_blank(line) or line.number in self.noise:
                blanks += line.text == ""
                index += 1
                continue
            blanks = 0
            labels = last_paragraph(self.document.lines, self.labels)
            rows, after = read_stack(lines, labels, index, len(self.header.columns))
            if rows:
                self._add_headings(self.labels[: len(self.labels) - len(labels)])
                self.rows.extend(rows)
                self.labels, index, stacked = [], after, True
            elif is_broken_stack(lines, labels, index):
                break
            else:
                index = self._take(line, index, at)
        columns, has_note = len(self.header.columns), self.header.has_note
        rows = settle_empty_cells(self.document, self.rows, self.prints, self.fewest, columns, has_note)
        while rows and rows[-1].is_heading:
            rows.pop()
        if not is_table(rows):
            return None
        headless = self.header.columns == ("",)
        span = (first + 1 if headless else first, rows[-1].lines[1])
        return Grid(self.header.columns, self.header.corner, tuple(rows), span, STACKED if stacked else LAYOUT)

    # --- one line -------------------------------------------------------------------------------------------------

    def _take(self, line: Line, index: int, at: int) -> int | None:
        """Take what starts at this line into the table: the index after it, None where the table is over."""
        lines = self.document.lines
        may_turn = bool(self.rows) and (not self.labels or self._turns(index))
        again = header_again(lines, at, self.header.last, index) if may_turn else None
        if again is not None:
            return again
        text = line.text.replace("|", " ")
        label, tail = split_row(lines, index, len(self.header.columns), self.rows)
        if UNIT_CAPTION.search(fold(clean(text))):
            return None
        wide = self.layout.read(text) if self.layout and tail else None
        if wide and wide.values:
            return self._take_wide(line, wide)
        damaged = None if wide else read_lookalikes(lines, index, text, len(self.header.columns), self.header.has_note)
        if damaged is not None:
            label, first = self._name_row(line, clean(damaged[0]))
            self.rows.append(make_row(self.document, label, damaged[1], (first, line.number), (), ()))
            return index + 1
        if not tail or wide:
            if is_continued_title(lines, at, self.header.last, index):
                return index + 1
            return index + 1 if self._take_words(line, index) else None
        if len(clean(label)) > MAX_LABEL_CHARS or re.search(r"[.!?] ", clean(label)) and len(clean(label)) > 50:
            return None
        if prints_years(tail) and find_header(lines, index) is not None:
            return None
        # an empty note cell prints as a second blank
        has_note = self.header.has_note and len(label) - len(label.rstrip()) < 2
        return self._take_row(line, index, Print(text, label, tail, has_note))

    def _turns(self, index: int) -> bool:
        """Whether the page turns between the last words above and the line at this index."""
        between = self.document.lines[self.labels[-1].number : index + 1]
        return any(line.number in self.noise or line.page != self.labels[-1].page for line in between)

    def _take_words(self, line: Line, index: int) -> bool:
        text = clean(line.text)
        if len(text) > MAX_LABEL_CHARS or _PROSE.search(text) or len(self.labels) >= MAX_LABEL_LINES:
            return False
        lines = self.document.lines
        if self._ends_above(index) or words_header(lines, index) is not None or read_word_line(lines, index) is not None:
            return False
        if len(self.header.columns) > 1 and caption_at(lines, index) is not None:
            return False
        if self.rows and not self.labels and continues_row(lines, self.rows, text):
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
            return find_header(lines, below) is not None or lines[below].number in self.stops
        return True

    # --- one row --------------------------------------------------------------------------------------------------

    def _take_wide(self, line: Line, row: WideRow) -> int | None:
        """A row of a table that keeps its layout: a blank never parts two of its cells."""
        columns = len(self.header.columns)
        if len(row.values) > columns:
            return None
        label, first = self._name_row(line, clean(row.label))
        flags: tuple[str, ...] = () if len(row.values) == columns else (COLUMN_FROM_BLANKS if row.cells else COLUMN_UNCERTAIN,)
        readings = (row.cells,) if row.cells else under_any_columns(row.values, columns)
        self.rows.append(make_row(self.document, label, readings, (first, line.number), (), flags))
        return line.number

    def _take_row(self, line: Line, index: int, printed: Print) -> int | None:
        columns, labelled = len(self.header.columns), bool(clean(printed.label))
        run = read_run(self.document.lines, index, printed.tail, self.stops, self.noise)
        if not (labelled or self.labels or any(not row.is_heading for row in self.rows)):
            return None  # the first row has a name, or this is none
        values = choose_values(run, columns, labelled, self.spreads, printed.has_note)
        flags: tuple[str, ...] = (
            (AMBIGUOUS,) if (values and values.doubtful) or not (labelled or self.labels) and self._doubts() else ()
        )
        if values and not values.on_one_line:
            readings = values.readings
        else:
            readings = read_one_line(self.document.lines, index, printed, columns, self.header.has_note)
        if readings and set(readings[0]) <= set(self.header.columns):
            return None  # the header of another table
        if not readings:
            values = choose_few(run, columns)
            printed_values = values.readings[0] if values else cut_behind_shares(printed.tail)
            if not 0 < len(printed_values) <= columns or not (labelled or self.labels):
                return None
            readings, flags = under_any_columns(printed_values, columns), (COLUMN_UNCERTAIN,)
        values = values or Values(readings, (), (line.number, line.number))
        label, first = self._name_row(line, clean(printed.label))
        if values.on_one_line and values.lines[0] == values.lines[1]:
            self.prints[len(self.rows)] = printed
        few = None if values.on_one_line else choose_few(run[: values.size], columns)
        if few and COLUMN_UNCERTAIN not in flags:
            self.fewest[len(self.rows)] = few.readings[0]
        places = () if values.on_one_line else values.places
        self.rows.append(make_row(self.document, label, readings, (first, values.lines[1]), places, flags))
        return values.lines[1]

    def _doubts(self) -> bool:
        """Whether the row above may have had the values of this one."""
        return bool(self.rows) and AMBIGUOUS in self.rows[-1].flags

    def _name_row(self, line: Line, label: str) -> tuple[str, int]:
        """The row's whole label and its first line: the words waiting above join it, or are headings."""
        waiting, self.labels = self.labels, []
        if waiting and (not label or label[:1].islower() or is_unfinished(clean(waiting[-1].text))):
            own = last_paragraph(self.document.lines, waiting)
            while len(own) < len(waiting) and is_unfinished(clean(waiting[-len(own) - 1].text)):
                own = waiting[-len(own) - 1 :]
            self._add_headings(waiting[: len(waiting) - len(own)])
            return " ".join([*(clean(w.text) for w in own), label]).strip(), own[0].number
        self._add_headings(waiting)
        return label, line.number

    def _add_headings(self, lines: list[Line]) -> None:
        self.rows.extend(make_heading(self.document, line, len(self.header.columns)) for line in lines)
