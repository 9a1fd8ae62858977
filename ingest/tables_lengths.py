"""How long the amounts of a table are, a row set against the others: what tells an amount that was cut wrongly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ingest.tables_grid import GridRow
from ingest.tables_readings import COLUMN_UNCERTAIN
from ingest.tables_runs import digits, unlikeness

# So many rows tell how long the amounts of a column are; with fewer only a row's own amounts are compared.
MIN_ROWS_TO_COMPARE = 3
# "1 | 200 000": amounts of one row that differ by so many digits are suspected to be one amount.
UNLIKE_DIGITS = 3
# The longest amount believed where no other row tells: thousands of millions are not printed in kronor.
MAX_DIGITS = 9


class Lengths:
    """The digits of a table's amounts. Every question about a row leaves that row out of the comparison."""

    def __init__(self, rows: Sequence[GridRow], columns: int) -> None:
        self._own = [tuple(map(digits, likeliest(row))) for row in rows]
        self._known = [not row.is_heading and COLUMN_UNCERTAIN not in row.flags for row in rows]
        self._full = [known and all(likeliest(row)) for row, known in zip(rows, self._known, strict=True)]
        self._sure = [full and len(row.readings) == 1 for row, full in zip(rows, self._full, strict=True)]
        self._longest = Counter(max(own) for own, known in zip(self._own, self._known, strict=True) if known and own)
        self._in_full = _by_column(self._own, self._full, columns)
        self._in_sure = _by_column(self._own, self._sure, columns)

    def most_digits(self, at: int) -> int:
        """How long an amount of this row may be, for a likely one: a digit more than any of the table's."""
        others = self._longest - Counter([max(self._own[at])] if self._known[at] else [])
        return max((*others, *self._own[at])) + 1 if others else MAX_DIGITS

    def is_unlike(self, at: int, cells: Iterable[str]) -> bool:
        """Whether an amount of these cells is longer or shorter than all others of its column."""
        texts = tuple(cells)
        if sum(self._sure) - self._sure[at] < MIN_ROWS_TO_COMPARE:
            return unlikeness(texts) >= UNLIKE_DIGITS
        for column, text in enumerate(texts):
            lengths = +(self._in_sure[column] - Counter([self._own[at][column]] if self._sure[at] else []))
            if digits(text) and lengths and not min(lengths) <= digits(text) <= max(lengths):
                return True
        return False

    def is_misplaced(self, at: int) -> bool:
        """Whether the row's one reading has an amount far longer than any in its column and than its neighbours: a blank
        was lost or misplaced ("98 | 8 407 941 336")."""
        own = self._own[at]
        apart = [length for length in own if length] or [0]
        if not self._sure[at] or sum(self._full) - 1 < MIN_ROWS_TO_COMPARE or max(apart) - min(apart) < UNLIKE_DIGITS:
            return False
        others = [self._in_full[column] - Counter([length]) for column, length in enumerate(own)]
        return any(length > max(other, default=0) + 1 for length, other in zip(own, others, strict=True))


def likeliest(row: GridRow) -> tuple[str, ...]:
    """The reading of a row whose amounts are most of one size."""
    return min(row.readings, key=unlikeness)


def _by_column(own: Sequence[tuple[int, ...]], wanted: Sequence[bool], columns: int) -> list[Counter[int]]:
    """For each column how often an amount has so many digits; nothing and zero have none."""
    rows = [lengths for lengths, want in zip(own, wanted, strict=True) if want]
    return [Counter(row[column] for row in rows if row[column]) for column in range(columns)]
