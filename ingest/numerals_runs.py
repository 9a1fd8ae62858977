"""A run of numerals that stands for several columns, cut into one value a column.

Which digits belong together is often open ("4 562 942 432 759"): every reading is kept. A strict value is one that
`parse_cell` reads, or a dash for nothing; a relaxed one ("3272 655") has lost a blank, and is for the caller to prove.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from ingest.numerals import BLANKS, DASHES, MONEY_UNIT, SIGN, UNIT, is_nil, parse_cell

_TOKEN = re.compile(
    rf"(?<!\S)(?:\([^()]*\)|{SIGN}?[0-9][0-9.]*(?:,[0-9]+)?{UNIT}?|[{DASHES}]{UNIT}?|{SIGN})(?!\S)", re.IGNORECASE
)
_GLUED = re.compile(rf"(?:{SIGN}[{BLANKS}]?)?[1-9][0-9]*(?:[{BLANKS}](?:[0-9]{{3}})+)+{MONEY_UNIT}?", re.IGNORECASE)
_LOOSE_DASH = re.compile(rf"\s[{DASHES}]$")
# Blanks that print sets inside a number: no-break, figure, thin, hair and narrow no-break.
_KEEPING = frozenset("\u00a0\u2007\u2009\u200a\u202f")
MAX_READINGS = 60
# Twelve columns of grouped amounts have fewer; a longer run is no row.
MAX_TOKENS = 80


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to cut a run of numerals into values, as printed; `note` is the reference cut off in front."""

    values: tuple[str, ...]
    note: str = ""
    relaxed: bool = False


def split_tail(text: str) -> tuple[str, str]:
    """A printed line as its label and the run of numerals at its end ("" where it ends in words)."""
    start = at = len(text)
    for token in reversed(list(_TOKEN.finditer(text))):
        if text[token.end() : at].strip():
            break
        at = token.start()
        if not token.group().startswith("("):  # a bracket in front belongs to the label
            start = at
    run = _TOKEN.findall(text[start:])
    has_value = any(re.search(r"[0-9]", token) for token in run) or (bool(run) and all(is_nil(token) for token in run))
    return (text[:start], text[start:]) if has_value else (text, "")


def split_columns(text: str, columns: int, has_note: bool) -> tuple[Reading, ...]:
    """Every way to read a run of numerals as exactly so many values, at most 60, strict readings first.

    Empty where the text holds anything else. A leading one- or two-digit number may be a note reference only where the
    header has such a column. A no-break blank parts columns only where nothing else gives so many values.
    """
    return _readings(pieces_of(text), columns, has_note) or _readings(_tokens(text), columns, has_note)


def fewest_values(text: str) -> int:
    """The smallest number of values that a run of numerals can strictly be; the number of its pieces where it is none."""
    tokens = _tokens(text)
    return next((n for n in range(1, len(tokens) + 1) if _cut(tokens, n, False)), len(text.split()))


def _tokens(text: str) -> tuple[str, ...]:
    """The printed pieces of a run in order; none where it holds anything but numerals, signs and brackets."""
    tokens = tuple(_TOKEN.findall(text))
    return tokens if len(tokens) <= MAX_TOKENS and not _TOKEN.sub("", text).strip() else ()


def pieces_of(text: str) -> tuple[str, ...]:
    """The pieces of a run of numerals, those joined that one no-break blank joins; none where it holds anything else."""
    tokens = _tokens(text)
    if not tokens:
        return ()
    gaps = _TOKEN.sub("\0", text).strip().split("\0")[1:-1]
    pieces = [tokens[0]]
    for token, gap in zip(tokens[1:], gaps, strict=True):
        if gap in _KEEPING:
            pieces[-1] += gap + token
        else:
            pieces.append(token)
    return tuple(pieces)


def _readings(tokens: tuple[str, ...], columns: int, has_note: bool) -> tuple[Reading, ...]:
    if not tokens or columns < 1:
        return ()
    starts = [(tokens, "")]
    if has_note and len(tokens) > columns and re.fullmatch(r"[0-9]{1,2}", tokens[0]):
        starts.insert(0, (tokens[1:], tokens[0]))
    strict = [(values, note) for rest, note in starts for values in _cut(rest, columns, False)]
    broken = [(values, note) for rest, note in starts for values in _cut(rest, columns, True) if (values, note) not in strict]
    readings = [Reading(*found) for found in strict] + [Reading(*found, relaxed=True) for found in broken]
    return tuple(readings[:MAX_READINGS])


@lru_cache(maxsize=20_000)
def _cut(tokens: tuple[str, ...], columns: int, relaxed: bool) -> tuple[tuple[str, ...], ...]:
    """The ways to read all the pieces as so many values, the shortest first values first, no more than anyone weighs."""
    if not columns or len(tokens) < columns:
        return () if tokens or columns else ((),)
    ways = (
        (value, *rest)
        for length in range(1, len(tokens) - columns + 2)
        if _is_strict(value := " ".join(tokens[:length])) or (relaxed and _GLUED.fullmatch(value))
        for rest in _cut(tokens[length:], columns - 1, relaxed)
    )
    return tuple(islice(ways, MAX_READINGS))


@lru_cache(maxsize=50_000)
def _is_strict(text: str) -> bool:
    """Whether the pieces make one value. A bracket belongs to the amount before it, a loose dash to the next column."""
    if text.startswith("("):
        return False
    return is_nil(text) or bool(parse_cell(text)) and not _LOOSE_DASH.search(text)
