"""A row under proof: its readings as amounts, the choice made, and what is printed once the choice stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from ingest.numerals import Numeral, is_nil, parse_cell, parse_relaxed
from ingest.tables_grid import Grid, GridRow

Amounts = tuple[Decimal | None, ...]

_SHARE_BEHIND = re.compile(r"\s*\([^()]*%\s?\)$")

AMBIGUOUS = "ambiguous"
COLUMN_UNCERTAIN = "column-uncertain"
COLUMN_BY_SUMS = "column-by-sums"
COLUMN_FROM_BLANKS = "column-from-blanks"
# "1 | 200 000" is rather one amount beside an empty cell.
UNLIKE_DIGITS = 3


@dataclass(slots=True)
class OpenRow:
    """A row under proof: its readings as amounts, the choice made and what proved it."""

    row: GridRow
    options: list[tuple[tuple[str, ...], Amounts]]
    proof: str = ""

    @property
    def is_open(self) -> bool:
        return not self.proof and (len(self.options) > 1 or any(_is_broken(text) for text in self.options[0][0]))

    def choose(self, amounts: Amounts, proof: str) -> None:
        self.options = [o for o in self.options if o[1] == amounts][:1]
        self.proof = proof


def open_row(row: GridRow, grid: Grid) -> OpenRow:
    """The row with every reading that its units allow."""
    readings = row.readings
    if COLUMN_UNCERTAIN in row.flags and len(readings) > 1:
        readings = tuple(r for r in readings if _fits_units(r, grid)) or readings
    return OpenRow(row, [(texts, tuple(_amount(text) for text in texts)) for texts in readings])


@lru_cache(maxsize=50_000)
def _amount(text: str) -> Decimal | None:
    if is_nil(text):
        return Decimal(0)
    found = [n for n in parse_cell(text) or parse_broken(text) if not n.bracketed]
    return found[0].value if found else None


@lru_cache(maxsize=50_000)
def _is_broken(text: str) -> bool:
    return not parse_cell(text) and bool(parse_broken(text))


def parse_broken(text: str) -> tuple[Numeral, ...]:
    """A cell whose amount has blanks in the wrong places, perhaps with its share ("3901 113 kr (53%)"); empty for any other."""
    match = _SHARE_BEHIND.search(text)
    amount = parse_relaxed(text[: match.start()] if match else text)
    return (amount, *(parse_cell(match.group()) if match else ())) if amount else ()


def _fits_units(texts: tuple[str, ...], grid: Grid) -> bool:
    """Whether shares stand only under columns of shares, and beside each amount the share of the same sub-column."""
    shares = [_prints_share(grid, i) for i in range(len(texts))]
    if not any(shares) or all(shares):
        return True
    filled = [i for i, text in enumerate(texts) if text]
    if any(("%" in texts[i]) != shares[i] for i in filled):
        return False
    half = len(texts) // 2
    if shares == [False] * half + [True] * half:
        return [i + half for i in filled if i < half] == [i for i in filled if i >= half]
    return True


def _prints_share(grid: Grid, column: int) -> bool:
    full = [row.texts[column] for row in grid.rows if row.texts and all(row.texts)]
    return bool(full) and all("%" in text for text in full)


def close_row(opened: OpenRow) -> GridRow:
    """The row with the one reading that stands, and flags for what is proven and what is open."""
    row = opened.row
    if not row.texts:
        return row
    uncertain = COLUMN_UNCERTAIN in row.flags
    flags = list(row.flags)
    strict = [texts for texts, _ in opened.options if not any(_is_broken(t) for t in texts)]
    if opened.proof:
        texts = opened.options[0][0]
        if uncertain:
            flags = [COLUMN_BY_SUMS if f == COLUMN_UNCERTAIN else f for f in flags]
    elif uncertain:
        texts = opened.options[0][0] if len(opened.options) == 1 else row.texts
    else:
        options = strict or [t for t, _ in opened.options]
        texts = options[0] if COLUMN_FROM_BLANKS in flags else min(options, key=_unlikelihood)
        if len(strict) > 1:
            flags.append(AMBIGUOUS)
    if COLUMN_FROM_BLANKS in flags and (opened.proof or all(texts)):
        flags.remove(COLUMN_FROM_BLANKS)
    cell_flags = tuple((_repair(text, opened.proof),) if _is_broken(text) else () for text in texts)
    return replace(row, readings=(texts,), flags=tuple(flags), cell_flags=cell_flags)


def _repair(text: str, proof: str) -> str:
    broken = parse_broken(text)
    if not proof or not broken:
        return AMBIGUOUS
    return f'repaired: "{broken[0].raw}" read as {broken[0].value} ({proof})'


def _unlikelihood(texts: tuple[str, ...]) -> tuple[bool, int, int]:
    """Amounts of very different length are unlikely; else rows have all their cells, and amounts of one size."""
    imbalance = _imbalance(texts)
    return imbalance >= UNLIKE_DIGITS, texts.count(""), imbalance


def _imbalance(texts: tuple[str, ...]) -> int:
    """How unlike in length the amounts are: columns of one row are mostly of one size."""
    lengths = [max(a.adjusted(), 0) + 1 for a in (_amount(t) for t in texts) if a]
    return max(lengths) - min(lengths) if lengths else 0
