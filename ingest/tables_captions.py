"""Lists of single amounts under a caption, without any header of columns: taken for a table where they add up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ingest.domain import Line
from ingest.language import fold
from ingest.numerals import Numeral, parse_cell, parse_relaxed
from ingest.numerals_damaged import MAX_DIGITS
from ingest.numerals_runs import split_columns, split_tail
from ingest.tables_grid import clean, is_blank

MAX_CAPTION_CHARS = 80
MAX_LABEL_CHARS = 75
MAX_LINES = 24
MAX_BLANKS = 2
MIN_ROWS = 2
MIN_TOTAL = 1000
_CLOSING = re.compile(r"^(=\s*)?(summa|total|arets|periodens|balanskrav|resultat|netto|kvar|utgaende|eget kapital)|resultat$")
_PROSE = re.compile(r"[.;!?]$|[.!?] ")


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    printed: str
    amount: Decimal


def heads_closed_list(lines: tuple[Line, ...], at: int) -> bool:
    """Whether the line is the caption of a list of single amounts whose last row says that it is their sum, and is."""
    caption = clean(lines[at].text)
    if not caption or not caption[0].isupper() or len(caption) > MAX_CAPTION_CHARS or _PROSE.search(caption):
        return False
    if split_tail(caption)[1] and not re.search(r"\b(?:19|20)\d\d$", caption):
        return False
    rows = _rows_below(lines, at)
    return any(_is_closed(rows[:count]) for count in range(len(rows), MIN_ROWS, -1))


def _is_closed(rows: list[_Row]) -> bool:
    *parts, total = rows
    if not _CLOSING.search(fold(total.label)) or abs(total.amount) < MIN_TOTAL:
        return False
    if sum(part.amount for part in parts) != total.amount:
        return False
    # two columns of amounts add up as if they were one, where their digits carry nothing over
    return not all(any(not r.relaxed for r in split_columns(row.printed, 2, has_note=False)) for row in rows)


def _rows_below(lines: tuple[Line, ...], at: int) -> list[_Row]:
    """The labels and amounts of the lines below, up to one that is neither a row nor part of a label."""
    rows: list[_Row] = []
    label, blanks = "", 0
    for line in lines[at + 1 : at + 1 + MAX_LINES]:
        text = clean(line.text)
        if is_blank(line):
            blanks += 1
            if blanks > MAX_BLANKS:
                break
            continue
        blanks = 0
        words, tail = split_tail(text)
        if _PROSE.search(words) or len(words) > MAX_LABEL_CHARS or "\t" in line.text.strip():
            break
        label = f"{label} {clean(words)}".strip()
        if tail:
            amount = _one_amount(tail)
            if amount is None or not label or abs(amount.value) >= 10**MAX_DIGITS:
                break
            rows.append(_Row(label, tail, amount.value))
            label = ""
    return rows


def _one_amount(tail: str) -> Numeral | None:
    found = parse_cell(tail)
    return found[0] if len(found) == 1 and found[0].unit != "%" else parse_relaxed(tail)
