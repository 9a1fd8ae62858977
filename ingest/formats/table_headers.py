"""How many rows head a table, where the file does not say so: told by what the cells hold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.numerals import is_nil
from ingest.periods import is_period, parse_period
from ingest.tables_blocks import MAX_LABEL_CHARS, is_data
from ingest.tables_grid import is_value

MAX_HEADER_ROWS = 4
_UNIT = re.compile(
    r"\(?\s*(?:i\s+|belopp\s+(?:i\s+)?)?(?:t?kr|kkr|mn?kr|tsek|sek|msek|kronor|tusental\s+kronor|%|procent|antal)\.?\s*\)?",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
# A column of prose below a word: its cells are so many times as long as the word, and longer than any label.
_PROSE_CHARS = 40
_TIMES_LONGER = 3


def count_header_rows(rows: Sequence[Sequence[str]]) -> int:
    """The leading rows whose value cells are words or times, over rows that hold numbers; 0 where nothing tells.

    The first cell of a row is its label. A row with nothing but a label counts where a header row follows it. Over rows
    without numbers one row of words is told by the prose or the dates below it.
    """
    data_first = next((index for index, row in enumerate(rows) if _holds_data(row)), None)
    if data_first is None:
        return 1 if _heads_text(rows) else 0
    count = 0
    for index, row in enumerate(rows[: min(data_first, MAX_HEADER_ROWS)]):
        if _heads(row) and (count == 0 or _continues_header(row)):
            count = index + 1
        elif any(row[1:]):
            break
    return count if count == 0 or _is_borne_out(rows, count) else 0


def heads_columns(row: Sequence[str]) -> bool:
    """Whether the cells after the first are times or short words, at least one of them, and none a number."""
    return _heads(row) and all(len(cell) <= MAX_LABEL_CHARS or _is_time(cell) for cell in row[1:])


def names_times(row: Sequence[str]) -> bool:
    """Whether the cells after the first are times or short words, at least one of them a time: surely a header."""
    return heads_columns(row) and any(_is_time(cell) for cell in row[1:] if cell)


def _heads(row: Sequence[str]) -> bool:
    """As `heads_columns`; the columns of a row without a label may be headed by whole questions."""
    cells = [cell for cell in row[1:] if cell]
    asks = not row[0] and len(cells) == len(row) - 1
    return bool(cells) and all(_is_time(cell) or not is_data(cell) and (asks or len(cell) <= MAX_LABEL_CHARS) for cell in cells)


def _continues_header(row: Sequence[str]) -> bool:
    """Below a header row: a row without a label, of times, or of units. A row with a label and words may be text of the body."""
    return not row[0] or any(_is_time(cell) for cell in row[1:]) or any(_UNIT.fullmatch(cell) for cell in row if cell)


def _is_borne_out(rows: Sequence[Sequence[str]], count: int) -> bool:
    """Whether a header of two columns without a time stands over numbers mostly: "Syfte | Stöd" is a row of a card."""
    if len(rows[0]) > 2 or any(_is_time(cell) for row in rows[:count] for cell in row[1:]):
        return True
    return sum(map(_holds_data, rows[count:])) * 2 >= len(rows) - count


def _heads_text(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns of a table without numbers: a word over prose in each column, the first
    included, or words over dates."""
    if len(rows) < 2 or not all(rows[0]) or any(len(cell) > _PROSE_CHARS or _DIGIT.search(cell) for cell in rows[0]):
        return False
    labels = [row[0] for row in rows[1:] if row[0]]
    if labels and all(len(label) > max(_PROSE_CHARS, _TIMES_LONGER * len(rows[0][0])) for label in labels):
        return True
    values = [cell for row in rows[1:] for cell in row[1:] if cell]
    return len(rows[0]) > 2 and sum(bool(_DIGIT.search(cell)) for cell in values) * 2 > len(values)


def _holds_data(row: Sequence[str]) -> bool:
    return any(is_data(cell) and not is_nil(cell) and not _is_time(cell) for cell in row[1:])


def _is_time(cell: str) -> bool:
    return is_period(cell) or (parse_period(cell) is not None and not is_value(cell))
