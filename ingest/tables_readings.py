"""A row under proof: its readings as amounts, the choice made, and what is printed once the choice stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from ingest.domain import UNSURE_IN_IMAGE
from ingest.numerals import Numeral, is_nil, parse_cell, parse_relaxed
from ingest.numerals_damaged import MAX_DIGITS, is_lookalike, respell
from ingest.tables_grid import Grid, GridRow

Amounts = tuple[Decimal | None, ...]

_SHARE_BEHIND = re.compile(r"\s*\([^()]*%\s?\)$")

AMBIGUOUS = "ambiguous"
COLUMN_UNCERTAIN = "column-uncertain"
COLUMN_BY_SUMS = "column-by-sums"
COLUMN_FROM_BLANKS = "column-from-blanks"
# "1 | 200 000" is rather one amount beside an empty cell.
UNLIKE_DIGITS = 3
COLUMN_BY_ANOTHER_TABLE = "column-by-another-table"
MAX_AMOUNT = 10**MAX_DIGITS
SCALE = 10_000


@dataclass(frozen=True, slots=True)
class Option:
    """One reading of a row: a text and an amount for each column; `scaled` are the amounts in whole ten-thousandths."""

    texts: tuple[str, ...]
    amounts: Amounts
    scaled: tuple[int, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "scaled", tuple(_scaled(amount) for amount in self.amounts))

    @property
    def broken(self) -> frozenset[int]:
        """The columns whose amount breaks the rules of print."""
        return frozenset(c for c, text in enumerate(self.texts) if _is_broken(text))

    @property
    def is_strict(self) -> bool:
        return not self.broken

    @property
    def is_possible(self) -> bool:
        return all(a is None or abs(a) < MAX_AMOUNT for a in self.amounts)


@dataclass(slots=True)
class OpenRow:
    """A row under proof: its readings, the choice made and what proved it.

    `wider` are readings that break the rules of print: they stand only where arithmetic proves them. `confirmed` says
    that the row's reading has a part in a sum that holds, `absurd` that it is no fact unless one does, `doubted` that
    its digits look more like other amounts. `settled` are
    columns proven before the others, each with its proof; `likeliest` is a reading that something but proof speaks for.
    """

    row: GridRow
    options: list[Option]
    wider: tuple[Option, ...] = ()
    proof: str = ""
    confirmed: bool = False
    absurd: bool = False
    doubted: bool = False
    column_flag: str = COLUMN_BY_SUMS
    settled: dict[int, str] = field(default_factory=dict)
    likeliest: Option | None = None

    @property
    def is_open(self) -> bool:
        return not self.proof and (len(self.options) > 1 or not self.options[0].is_strict)

    @property
    def is_unproven(self) -> bool:
        return not self.proof and not self.confirmed

    @property
    def is_doubtful(self) -> bool:
        return self.is_unproven and bool(self.wider)

    def choose(self, amounts: Amounts, proof: str, column_flag: str = COLUMN_BY_SUMS) -> None:
        self.options = [o for o in (*self.options, *self.wider) if o.amounts == amounts][:1]
        self.proof, self.column_flag = proof, column_flag

    def settle(self, columns: Iterable[int], amounts: Amounts, proof: str, column_flag: str = COLUMN_BY_SUMS) -> None:
        """Keep the readings with these amounts in some columns; choose one if no other column of it is broken."""
        self.settled |= dict.fromkeys(columns, proof)

        def agrees(option: Option) -> bool:
            return all(option.amounts[c] == amounts[c] for c in self.settled)

        self.options = [o for o in self.options if agrees(o)]
        self.wider = tuple(o for o in self.wider if agrees(o))
        if len(self.options) == 1 and self.options[0].broken <= self.settled.keys():
            self.choose(self.options[0].amounts, proof, column_flag)


def open_row(row: GridRow, shares: Sequence[bool], wider: Sequence[tuple[str, ...]] = ()) -> OpenRow:
    """The row with every reading that its units allow; of `wider`, those in which every printed cell is an amount.

    `shares` says of each column whether it prints shares alone.
    """
    readings = row.readings
    if COLUMN_UNCERTAIN in row.flags and len(readings) > 1:
        readings = tuple(r for r in readings if _fits_units(r, shares)) or readings
    unruly = [option_of(r) for r in wider if _fits_units(r, shares)]
    whole = (o for o in unruly if all((a is not None) == bool(t) for t, a in zip(o.texts, o.amounts, strict=True)))
    return OpenRow(row, [option_of(texts) for texts in readings], tuple(whole))


def option_of(texts: tuple[str, ...]) -> Option:
    return Option(texts, tuple(_amount(text) for text in texts))


def _scaled(amount: Decimal | None) -> int:
    """The amount as a whole number to add; an amount too great for any report adds nothing."""
    return int(amount * SCALE) if amount is not None and abs(amount) < MAX_AMOUNT * SCALE else 0


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
    """A cell whose amount has blanks in the wrong places or letters for digits, perhaps with its share
    ("3901 113 kr (53%)", "5 4l1 207"); empty for any other."""
    match = _SHARE_BEHIND.search(text)
    amount = _parse_damaged(text[: match.start()] if match else text)
    return (amount, *(parse_cell(match.group()) if match else ())) if amount else ()


def _parse_damaged(text: str) -> Numeral | None:
    if not any(is_lookalike(word) for word in text.split()):
        return parse_relaxed(text)
    meant = respell(text)
    plain = parse_cell(meant)
    numeral = plain[0] if len(plain) == 1 else parse_relaxed(meant)
    return replace(numeral, raw=text.strip()) if numeral else None


def _fits_units(texts: tuple[str, ...], shares: Sequence[bool]) -> bool:
    """Whether shares stand only under columns of shares, and beside each amount the share of the same sub-column."""
    if not any(shares) or all(shares):
        return True
    filled = [i for i, text in enumerate(texts) if text]
    if any(is_share(texts[i]) != shares[i] for i in filled):
        return False
    half = len(texts) // 2
    if list(shares) == [False] * half + [True] * half:
        return [i + half for i in filled if i < half] == [i for i in filled if i >= half]
    return True


def columns_of_shares(grid: Grid) -> tuple[bool, ...]:
    """Of each column, whether it prints shares alone, by the rows that have all their cells."""
    full = [row.texts for row in grid.rows if row.texts and all(row.texts)]
    return tuple(bool(full) and all(is_share(texts[column]) for texts in full) for column in range(len(grid.columns)))


def is_share(text: str) -> bool:
    """Whether a cell prints a share alone ("38%", "(38%)"), not one beside its amount."""
    return "%" in text and "(" not in text[1:]


def unlikeness_of(amounts: Amounts) -> int:
    """How unlike in length the amounts are: columns of one row are mostly of one size."""
    lengths = [_length(a) for a in amounts if a]
    return max(lengths) - min(lengths) if lengths else 0


def length_of(amounts: Amounts) -> int:
    """The digits before the comma of the longest amount."""
    return max((_length(a) for a in amounts if a), default=0)


def _length(amount: Decimal) -> int:
    return max(amount.adjusted(), 0) + 1


# --- the row as it stands --------------------------------------------------------------------------------------------


def close_row(opened: OpenRow) -> GridRow:
    """The row with the one reading that stands, and flags for what is proven and what is open."""
    row = opened.row
    if not row.texts:
        return row
    uncertain = COLUMN_UNCERTAIN in row.flags
    flags = list(row.flags)
    strict = [o.texts for o in opened.options if o.is_strict]
    if opened.proof:
        texts = opened.options[0].texts
        if uncertain:
            flags.remove(COLUMN_UNCERTAIN)
        if uncertain or _filled(texts) != _filled(row.texts):
            flags.append(opened.column_flag)
    elif uncertain:
        texts = opened.options[0].texts if len(opened.options) == 1 else row.texts
    elif not opened.confirmed and (opened.absurd or _says_nothing(opened.options)):
        texts = _unread(row.texts)
        flags = [*(f for f in flags if f != AMBIGUOUS), AMBIGUOUS]
    else:
        options = strict or [o.texts for o in opened.options]
        texts = options[0] if COLUMN_FROM_BLANKS in flags else min(options, key=_unlikelihood)
        if opened.likeliest in opened.options:
            texts = opened.likeliest.texts
        if len(strict) > 1 or opened.doubted and not opened.confirmed:
            flags.append(AMBIGUOUS)
    if COLUMN_FROM_BLANKS in flags and (opened.proof or all(texts)):
        flags.remove(COLUMN_FROM_BLANKS)
    proofs = [opened.settled.get(column, opened.proof) if opened.proof else "" for column in range(len(texts))]
    own = row.cell_flags or ((),) * len(texts)
    if opened.proof or opened.confirmed:
        own = tuple(tuple(flag for flag in flags if not flag.startswith(UNSURE_IN_IMAGE)) for flags in own)
    cell_flags = tuple(
        (*flags_of, _repair(t, p)) if _is_broken(t) else flags_of for t, p, flags_of in zip(texts, proofs, own, strict=True)
    )
    return replace(row, readings=(texts,), flags=tuple(flags), cell_flags=cell_flags)


def _says_nothing(options: Sequence[Option]) -> bool:
    """Whether a row's readings tell none of its cells: all break the rules of print and are several, uneven or spelt with
    letters, or only one keeps them in which digits of the others are a reference to a note."""
    strict = [o for o in options if o.is_strict]
    if not strict:
        damaged = any(is_lookalike(word) for word in " ".join(options[0].texts).split() if len(word) > 1)
        return damaged or len(options) > 1 or unlikeness_of(options[0].amounts) > 1
    return max(_digits(o) for o in options) > max(_digits(o) for o in strict)


def _digits(option: Option) -> int:
    return sum(c.isdigit() for c in "".join(option.texts))


def _filled(texts: tuple[str, ...]) -> list[bool]:
    return [bool(text) for text in texts]


def _unread(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The whole print of a row in one cell, where nothing tells its columns: such a cell is no number."""
    filled = [text for text in texts if text]
    whole = " ".join(filled)
    return (" | ".join(filled) if parse_cell(whole) else whole, *("",) * (len(texts) - 1))


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
    return unlikeness_of(tuple(_amount(text) for text in texts))
