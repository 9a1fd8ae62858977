"""Rows that a scan has damaged: letters for digits in their numerals, blanks that group no thousands.

They are cut in every way that gives each column a value. What a letter or a loose blank stands in is no number until
arithmetic proves it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from ingest.domain import Line
from ingest.numerals_damaged import cut_freely, is_lookalike, respell
from ingest.numerals_runs import pieces_of, split_columns, split_tail

MAX_READINGS = 240
# Rows of small numbers that do not fit belong to no table of amounts.
_THOUSANDS = re.compile(r"\d{4}|\d\s\d{3}(?!\d)")
LINES_NEAR = 5
_DIGITS = re.compile(r"[-\u2212\u2013+]?\d[\d.]*(?:,\d+)?%?|\([^()]*%\)")

Readings = tuple[tuple[str, ...], ...]


def cut_damaged(lines: Sequence[Line], index: int, tail: str, columns: int, has_note: bool) -> Readings:
    """The ways to join the digits of a row to so many amounts, wherever its blanks stand ("5 29 1 044 98 856").

    None where no line near prints amounts in as many columns: then the row does not belong to the table.
    """
    pieces = pieces_of(tail)
    if columns < 2 or len(pieces) <= columns or not _prints_amounts_near(lines, index, columns):
        return ()
    starts = (1, 0) if has_note and re.fullmatch(r"\d{1,2}", pieces[0]) else (0,)
    return tuple(islice((cut for start in starts for cut in cut_freely(pieces[start:], columns)), MAX_READINGS))


def cut_behind_shares(tail: str) -> tuple[str, ...]:
    """The values of a row that may lack cells where each ends in its share ("1 092736 (39%)"); none where one has none."""
    values: list[list[str]] = [[]]
    for piece in pieces_of(tail):
        values[-1].append(piece)
        if piece.startswith("("):
            values.append([])
    return () if values.pop() else tuple(" ".join(value) for value in values)


def _prints_amounts_near(lines: Sequence[Line], index: int, columns: int) -> bool:
    tails = (split_tail(line.text)[1] for line in lines[max(index - LINES_NEAR, 0) : index + LINES_NEAR + 1])
    return any(len(pieces_of(tail)) >= columns and _THOUSANDS.search(tail) for tail in tails)


def read_lookalikes(lines: Sequence[Line], index: int, text: str, columns: int, has_note: bool) -> tuple[str, Readings] | None:
    """The label and the readings of a line whose values hold letters for digits ("Rehab 12 10 l1 13"), else None.

    The letters stay as printed. Numbers at the end of the label are left to it where the values come out as many as the
    columns only without them.
    """
    label, tail = split_tail(respell(text))
    if not label.strip() or text.endswith(tail):
        return None
    while tail.strip():
        printed = text[len(text) - len(tail) :]
        if not any(map(is_lookalike, printed.split())):
            return None
        noted = has_note and not is_lookalike(printed.split()[0])
        readings = tuple(reading.values for reading in split_columns(tail, columns, noted))
        readings = readings or cut_damaged(lines, index, tail, columns, noted)
        if readings:
            return text[: len(text) - len(tail)], tuple(dict.fromkeys(as_printed(values, printed) for values in readings))
        tail = re.sub(r"^\s*\S+", "", tail)
    return None


def as_printed(values: Sequence[str], printed: str) -> tuple[str, ...]:
    """The values, which are the end of the print, with its characters: letters for digits and all."""
    wanted = sum(len(re.sub(r"\s", "", value)) for value in values)
    characters = iter(re.sub(r"\s", "", printed)[-wanted:])
    return tuple("".join(c if c.isspace() else next(characters) for c in value) for value in values)


def hides_numerals(label: str) -> bool:
    """Whether a label ends in numerals that a letter or a mark has kept from being cells ("Bidrag 5 4S1")."""
    words = label.split()
    hidden = words[len(words) - _hidden_words(words) :]
    mixed = bool(words) and bool(re.search(r"\d", words[-1]) and re.search(r"[^\W\d]", words[-1]))
    return any(map(is_lookalike, hidden)) or any("%" in word for word in hidden) or mixed and _hidden_words(words[:-1]) > 0


def _hidden_words(words: Sequence[str]) -> int:
    """How many words at the end are numerals, letters for digits among them."""
    count = 0
    while count < len(words) and (_DIGITS.fullmatch(words[-1 - count]) or is_lookalike(words[-1 - count])):
        count += 1
    return count
