"""Headers of words set one blank apart on a line of their own: "Kommun Invånare Andel Belopp kr"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.domain import Line
from ingest.numerals_runs import fewest_values, split_columns
from ingest.tables_grid import clean, is_blank
from ingest.tables_header_cells import heads_labels, rows_fit
from ingest.tables_headers import MAX_COLUMNS, SpaceHeader, is_header_word
from ingest.tables_space_rows import split_row

MIN_ROWS = 2
MIN_COLUMNS = 2
MAX_ROWS = 40
MAX_CHARS = 120
_WORD = re.compile(r"\(?[^\W\d_][^\W\d_.:/-]*(?:[./-][^\W\d_]+)*\.?\)?|%|\(%\)|/")


def read_word_line(lines: Sequence[Line], at: int) -> SpaceHeader | None:
    """The header on this line: capitalised words, each with the small ones behind it, for the values that all rows print.

    The rows tell how many columns there are: so many that each row can hold them, and no row fewer.
    """
    text = clean(lines[at].text)
    words = text.split()
    if len(words) < 2 or len(text) > MAX_CHARS or not all(_WORD.fullmatch(word) for word in words) or not words[0][0].isupper():
        return None
    heads = column_heads(words)
    header = SpaceHeader(tuple(heads[1:]), heads[0], False, at)
    if heads_labels(heads[0]) and MIN_COLUMNS <= len(heads) - 1 <= MAX_COLUMNS and rows_fit(lines, header):
        return header
    rows = _rows_below(lines, at + 1)
    columns = max(map(fewest_values, rows), default=0)
    if len(rows) < MIN_ROWS or columns > MAX_COLUMNS:
        return None
    if not all(any(not r.relaxed for r in split_columns(tail, columns, False)) for tail in rows):
        return None
    if len(heads) == columns + 1 and (columns > 1 or heads_labels(heads[0])):
        return header
    if len(heads) == columns > 1 and all(is_header_word(word) for head in heads for word in head.split()):
        return SpaceHeader(tuple(heads), "", False, at)
    return None


def column_heads(words: Sequence[str]) -> list[str]:
    """The words of a header line as its cells: each capitalised word with the small ones behind it."""
    heads: list[str] = []
    for word in words:
        if word[0].isupper() or not heads:
            heads.append(word)
        else:
            heads[-1] = f"{heads[-1]} {word}"
    return heads


def _rows_below(lines: Sequence[Line], index: int) -> list[str]:
    """The values of the rows directly below, each behind its label on one line."""
    tails: list[str] = []
    for line in lines[index : index + MAX_ROWS]:
        if is_blank(line):
            continue
        label, tail = split_row(lines, line.number - 1, 2, ())
        if not tail or not clean(label) or "\t" in line.text.strip():
            break
        tails.append(tail)
    return tails
