"""Rows that may lack cells: fewer values than columns, or values that may be one larger value beside an empty cell.

The blanks of the row tell, where the table counts them; else every placing is kept for arithmetic to choose, and a
row that nothing settles says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.domain import Document
from ingest.numerals import parse_cell
from ingest.numerals_runs import Reading, fewest_values
from ingest.tables_blanks import BlankHabit, Print, find_habit
from ingest.tables_grid import GridRow
from ingest.tables_readings import COLUMN_FROM_BLANKS, COLUMN_UNCERTAIN
from ingest.tables_runs import unlikeness
from ingest.tables_space_rows import under_any_columns

MAX_READINGS = 60
# With more columns there are more places for empty cells than sums can weigh; then only one is looked for.
MAX_COLUMNS_TO_DOUBT = 3
# So many rows tell how long the amounts of a column are; with fewer only a row's own amounts are compared.
MIN_ROWS_TO_COMPARE = 3
# "1 | 200 000": amounts of one row that differ by so many digits are suspected to be one amount.
UNLIKE_DIGITS = 3
# The longest amount believed where no other row tells: thousands of millions are not printed in kronor.
MAX_DIGITS = 9


def settle_empty_cells(
    document: Document,
    rows: Sequence[GridRow],
    prints: Mapping[int, Print],
    fewest: Mapping[int, tuple[str, ...]],
    columns: int,
    note_column: bool,
) -> list[GridRow]:
    """The rows with their readings weighed, those on one line by `prints`, those over several lines by `fewest`: their
    values where each line holds as few as it can. Both are keyed by the row's place."""
    if columns < 2:
        return list(rows)
    table = _Table(document, rows, prints, columns, note_column)
    return [
        table.settle(at) if at in prints else table.doubt(at, fewest[at]) if at in fewest else row for at, row in enumerate(rows)
    ]


@dataclass(frozen=True, slots=True)
class _Table:
    document: Document
    rows: Sequence[GridRow]
    prints: Mapping[int, Print]
    columns: int
    note_column: bool

    def settle(self, at: int) -> GridRow:
        """A row on one line."""
        row, printed = self.rows[at], self.prints[at]
        full, fewer = printed.cuts(self.columns), list(self._fewer(printed, MAX_DIGITS))
        if not fewer or not full and COLUMN_UNCERTAIN not in row.flags:
            return row
        habit = self._habit(at)
        placed = self._placed(habit, printed, fewer)
        whole = any(habit.place(printed, reading, self.columns) for reading in full)
        if placed and not whole:
            return self._by_blanks(at, placed, row.readings if full else ())
        if whole or not habit.tells:
            fewer = [r for r in fewer if max(map(_digits, r.values)) <= self._most_digits(at)]
        if not full or not printed.label.strip() and self._prints_a_value_a_line():
            return self._anywhere(row, fewer, row.readings if full else ())
        placed = self._placed(habit, printed, fewer)
        return self._weigh(at, fewer, placed, whole and habit.tells and not placed)

    def _placed(self, habit: BlankHabit, printed: Print, fewer: list[Reading]) -> tuple[tuple[str, ...], ...]:
        found = (habit.place(printed, reading, self.columns) for reading in fewer)
        return tuple(dict.fromkeys(cells for cells in found if cells))

    def _weigh(self, at: int, fewer: list[Reading], placed: tuple[tuple[str, ...], ...], whole: bool) -> GridRow:
        """A row that has all its cells, unless it has fewer: `whole` where its blanks say so."""
        row = self.rows[at]
        unlike = self._is_unlike(at, _likeliest(row))
        if self.columns > MAX_COLUMNS_TO_DOUBT and not unlike:
            fewer = [reading for reading in fewer if len(reading.values) == self.columns - 1]
        if not fewer or whole and not unlike:
            return row
        if placed:
            return replace(row, readings=(*row.readings, *placed))
        if unlikeness(_likeliest(row)) >= UNLIKE_DIGITS:
            return self._anywhere(row, fewer, row.readings)
        return replace(row, readings=(*row.readings, *self._everywhere(fewer))[:MAX_READINGS])

    def doubt(self, at: int, fewest: tuple[str, ...]) -> GridRow:
        """A full row over several lines, which may print fewer values than it has columns."""
        row = self.rows[at]
        if len(fewest) == self.columns or max(map(_digits, fewest)) > self._most_digits(at):
            return row
        return self._anywhere(row, [Reading(fewest)], row.readings)

    def _by_blanks(self, at: int, placed: tuple[tuple[str, ...], ...], full: tuple[tuple[str, ...], ...]) -> GridRow:
        """The blanks leave room for an empty cell; of several placings those with amounts like the others' count."""
        row = self.rows[at]
        like = tuple(cells for cells in placed if not self._is_unlike(at, cells)) or placed
        if len(like) > 1:
            return replace(row, readings=(*like, *full), flags=(COLUMN_UNCERTAIN,))
        return replace(row, readings=(*like, *full), flags=(COLUMN_FROM_BLANKS,))

    def _anywhere(self, row: GridRow, fewer: list[Reading], full: tuple[tuple[str, ...], ...]) -> GridRow:
        """Nothing tells the columns of the values."""
        flags = row.flags if COLUMN_UNCERTAIN in row.flags else (*row.flags, COLUMN_UNCERTAIN)
        return replace(row, readings=(*self._everywhere(fewer), *full)[:MAX_READINGS], flags=flags)

    def _everywhere(self, fewer: list[Reading]) -> Iterator[tuple[str, ...]]:
        """Each reading in every choice of columns, those with the fewest values first."""
        for reading in fewer:
            yield from under_any_columns(reading.values, self.columns)

    def _fewer(self, printed: Print, most_digits: int) -> Iterator[Reading]:
        for count in range(fewest_values(printed.tail), self.columns):
            for reading in printed.cuts(count):
                if max(map(_digits, reading.values)) <= most_digits:
                    yield reading

    # --- what the other rows tell ---------------------------------------------------------------------------------

    def _others(self, at: int) -> list[GridRow]:
        return [r for i, r in enumerate(self.rows) if i != at and not r.is_heading and COLUMN_UNCERTAIN not in r.flags]

    def _most_digits(self, at: int) -> int:
        """How long an amount of this row may be, for a likely one."""
        own = _likeliest(self.rows[at])
        rows = [own, *(_likeliest(row) for row in self._others(at))] if self._others(at) else []
        longest = max((_digits(text) for texts in rows for text in texts), default=MAX_DIGITS)
        return longest + 1

    def _is_unlike(self, at: int, texts: Iterable[str]) -> bool:
        """Whether an amount is longer or shorter than all others of its column."""
        cells = tuple(texts)
        sure = [row for row in self._others(at) if all(row.texts) and len(row.readings) == 1]
        if len(sure) < MIN_ROWS_TO_COMPARE:
            return unlikeness(cells) >= UNLIKE_DIGITS
        for column, text in enumerate(cells):
            lengths = [n for row in sure if (n := _digits(row.texts[column]))]
            if lengths and _digits(text) and not min(lengths) <= _digits(text) <= max(lengths):
                return True
        return False

    def _prints_a_value_a_line(self) -> bool:
        """Whether every full row over several lines has a line for each of its values."""
        spread = [row for at, row in enumerate(self.rows) if at not in self.prints and row.texts and all(row.texts)]
        return bool(spread) and all(len(set(row.cell_lines)) == self.columns for row in spread)

    def _habit(self, at: int) -> BlankHabit:
        sure: list[tuple[Print, Reading]] = []
        after: list[int] = []
        for i, row in enumerate(self.rows):
            if i == at or row.is_heading or COLUMN_UNCERTAIN in row.flags or self._may_lack(i):
                continue
            after.extend({_blanks_after(self.document, place[1]) for place in row.cell_lines})
            cuts = self.prints[i].cuts(self.columns) if i in self.prints else ()
            if len(cuts) == 1 and self.prints[i].label.strip():
                sure.append((self.prints[i], cuts[0]))
        habit = find_habit(sure, after, self.note_column)
        # where rows go over several lines, an empty cell may leave no blank
        return replace(habit, tells=False) if any(len(set(row.cell_lines)) > 1 for row in self.rows) else habit

    def _may_lack(self, at: int) -> bool:
        return at in self.prints and any(self._fewer(self.prints[at], self._most_digits(at)))


def _likeliest(row: GridRow) -> tuple[str, ...]:
    return min(row.readings, key=unlikeness)


def _digits(text: str) -> int:
    """The digits before the decimal comma; 0 for nothing, nil and zero."""
    found = parse_cell(text)
    return max(found[0].value.adjusted(), 0) + 1 if found and found[0].value else 0


def _blanks_after(document: Document, number: int) -> int:
    text = document.lines[number - 1].text
    return len(text) - len(text.rstrip())
