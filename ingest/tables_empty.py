"""Rows that may lack cells: fewer values than columns, or values that may be one larger value beside an empty cell.

The blanks of the row tell, where the table counts them; else every placing is kept for arithmetic to choose, and a
row that nothing settles says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.domain import Document
from ingest.numerals_runs import Reading, fewest_values
from ingest.tables_blanks import BlankHabit, Print, find_habit
from ingest.tables_grid import GridRow
from ingest.tables_lengths import MAX_DIGITS, UNLIKE_DIGITS, Lengths, likeliest
from ingest.tables_readings import AMBIGUOUS, COLUMN_FROM_BLANKS, COLUMN_UNCERTAIN
from ingest.tables_runs import digits, unlikeness
from ingest.tables_space_rows import under_any_columns

MAX_READINGS = 60
# With more columns there are more places for empty cells than sums can weigh; then only one is looked for.
MAX_COLUMNS_TO_DOUBT = 3


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
    if columns < 2 or not prints and not fewest:
        return list(rows)
    lengths = Lengths(rows, columns)

    def may_lack(at: int) -> bool:
        return at in prints and any(_fewer(prints[at], columns, lengths.most_digits(at)))

    table = _Table(rows, prints, columns, lengths, _Habits(document, rows, prints, columns, note_column, may_lack))
    return [
        table.settle(at) if at in prints else table.doubt(at, fewest[at]) if at in fewest else row for at, row in enumerate(rows)
    ]


@dataclass(frozen=True, slots=True)
class _Table:
    rows: Sequence[GridRow]
    prints: Mapping[int, Print]
    columns: int
    lengths: Lengths
    habits: _Habits

    def settle(self, at: int) -> GridRow:
        """A row on one line."""
        row, printed = self.rows[at], self.prints[at]
        full, fewer = printed.cuts(self.columns), list(_fewer(printed, self.columns, MAX_DIGITS))
        if not fewer or not full and COLUMN_UNCERTAIN not in row.flags:
            return replace(row, flags=(*row.flags, AMBIGUOUS)) if self.lengths.is_misplaced(at) else row
        habit = self.habits.without(at)
        placed = self._placed(habit, printed, fewer)
        whole = any(habit.place(printed, reading, self.columns) for reading in full)
        if placed and not whole:
            return self._by_blanks(at, placed, row.readings if full else ())
        if whole or not habit.tells:
            fewer = [r for r in fewer if max(map(digits, r.values)) <= self.lengths.most_digits(at)]
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
        unlike = self.lengths.is_unlike(at, likeliest(row))
        if self.columns > MAX_COLUMNS_TO_DOUBT and not unlike:
            fewer = [reading for reading in fewer if len(reading.values) == self.columns - 1]
        if not fewer or whole and not unlike:
            return row
        if placed:
            return replace(row, readings=(*row.readings, *placed))
        if unlikeness(likeliest(row)) >= UNLIKE_DIGITS:
            return self._anywhere(row, fewer, row.readings)
        return replace(row, readings=(*row.readings, *self._everywhere(fewer))[:MAX_READINGS])

    def doubt(self, at: int, fewest: tuple[str, ...]) -> GridRow:
        """A full row over several lines, which may print fewer values than it has columns."""
        row = self.rows[at]
        if len(fewest) == self.columns or max(map(digits, fewest)) > self.lengths.most_digits(at):
            return row
        if self._prints_a_value_a_line(but=at):
            return self._anywhere(row, [Reading(fewest)], row.readings)
        return replace(row, readings=(*row.readings, *self._everywhere([Reading(fewest)]))[:MAX_READINGS])

    def _by_blanks(self, at: int, placed: tuple[tuple[str, ...], ...], full: tuple[tuple[str, ...], ...]) -> GridRow:
        """The blanks leave room for an empty cell; of several placings those with amounts like the others' count."""
        row = self.rows[at]
        like = tuple(cells for cells in placed if not self.lengths.is_unlike(at, cells)) or placed
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

    def _prints_a_value_a_line(self, but: int = -1) -> bool:
        """Whether every other full row over several lines has a line for each of its values."""
        spread = [row for i, row in enumerate(self.rows) if i != but and i not in self.prints and row.texts and all(row.texts)]
        return bool(spread) and all(len(set(row.cell_lines)) == self.columns for row in spread)


def _fewer(printed: Print, columns: int, most_digits: int) -> Iterator[Reading]:
    """The readings with fewer values than columns, none with an amount of more digits than these."""
    for count in range(fewest_values(printed.tail), columns):
        for reading in printed.cuts(count):
            if max(map(digits, reading.values)) <= most_digits:
                yield reading


class _Habits:
    """How a table prints its blanks, as its other rows show: those with all their cells for sure."""

    def __init__(
        self,
        document: Document,
        rows: Sequence[GridRow],
        prints: Mapping[int, Print],
        columns: int,
        note_column: bool,
        may_lack: Callable[[int], bool],
    ) -> None:
        self._note_column = note_column
        # where rows go over several lines, an empty cell may leave no blank
        self._spread = any(len(set(row.cell_lines)) > 1 for row in rows)
        self._apart: dict[int, bool] = {}
        self._ends: dict[int, Counter[int]] = {}
        plain = BlankHabit(note_column)
        for at, row in enumerate(rows):
            if row.is_heading or COLUMN_UNCERTAIN in row.flags or may_lack(at):
                continue
            self._ends[at] = Counter({_blanks_after(document, place[1]) for place in row.cell_lines})
            cuts = prints[at].cuts(columns) if at in prints and prints[at].label.strip() else ()
            if len(cuts) == 1:
                self._apart[at] = plain.keeps_one_apart(prints[at], cuts[0])
        self._all_ends = sum(self._ends.values(), Counter[int]())
        self._irregular = sum(not apart for apart in self._apart.values())

    def without(self, at: int) -> BlankHabit:
        """The habit that the rows but this one show."""
        irregular = self._irregular - (self._apart.get(at) is False)
        ends = self._all_ends - self._ends.get(at, Counter())
        habit = find_habit(len(self._apart) - (at in self._apart), not irregular, ends, self._note_column)
        return replace(habit, tells=habit.tells and not self._spread)


def _blanks_after(document: Document, number: int) -> int:
    text = document.lines[number - 1].text
    return len(text) - len(text.rstrip())
