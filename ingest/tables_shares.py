"""Shares printed beside amounts: each is its amount's part of the total, within the rounding of its print."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ingest.numerals import parse_cell
from ingest.tables_readings import OpenRow, Option, parse_broken

MIN_CERTAIN = 2
WHOLE = Decimal(100)


def prove_by_shares(rows: Sequence[OpenRow], least: float) -> None:
    """Take the one reading whose amounts are the shares printed behind them, at least two of a total that other rows bear out.

    `least` is how many digits must agree beyond those that as many readings would let agree by chance.
    """
    totals = _totals(rows)
    for opened in rows if totals else ():
        if opened.is_open or opened.is_doubtful:
            fitting = [option for option in (*opened.options, *opened.wider) if _fits(option, totals)]
            rivals = len(opened.options) + len(opened.wider)
            if len({o.amounts for o in fitting}) == 1 and _digits_of_shares(fitting[0]) - float(Decimal(rivals).log10()) >= least:
                opened.choose(fitting[0].amounts, "its shares of the total confirm it")


def _totals(rows: Sequence[OpenRow]) -> dict[int, Decimal]:
    """The total of each column that prints 100 % beside it, where other rows are the shares of it that they print."""
    closed = [o.options[0] for o in rows if not o.is_open]
    found: dict[int, Decimal] = {}
    for option in closed:
        found |= {c: amount for c, (amount, share, _) in _with_shares(option).items() if share == WHOLE and amount}
    return {
        column: total
        for column, total in found.items()
        if sum(_is_share(*cell, total) for o in closed if (cell := _with_shares(o).get(column))) > MIN_CERTAIN
    }


def _fits(option: Option, totals: dict[int, Decimal]) -> bool:
    cells = _with_shares(option)
    filled = {column for column, text in enumerate(option.texts) if text}
    return (
        bool(cells) and filled == cells.keys() <= totals.keys() and all(_is_share(*cell, totals[c]) for c, cell in cells.items())
    )


def _digits_of_shares(option: Option) -> float:
    return sum(float((WHOLE / step).log10()) for _, _, step in _with_shares(option).values())


def _is_share(amount: Decimal, share: Decimal, step: Decimal, total: Decimal) -> bool:
    return abs(WHOLE * amount / total - share) <= step / 2


def _with_shares(option: Option) -> dict[int, tuple[Decimal, Decimal, Decimal]]:
    """Amount, share in per cent and the step that the share is rounded to, by column, of the cells that print both."""
    found = {}
    for column, text in enumerate(option.texts):
        numerals = parse_cell(text) or parse_broken(text)
        if len(numerals) == 2 and numerals[1].unit == "%":
            amount, share = numerals[0].value, numerals[1].value
            found[column] = (amount, share, Decimal(1).scaleb(min(int(share.as_tuple().exponent), 0)))
    return found
