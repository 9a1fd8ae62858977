"""Amounts of money as sentences print them, in folded text."""

from __future__ import annotations

import re
from decimal import Decimal

NUMBER = r"(?:\d{1,3}(?:[  ]\d{3})+|\d+)(?:,\d+)?"
UNIT = r"(?:kr|kronor|tkr|mnkr|mkr|miljoner kronor)\b"
MONEY = rf"(?P<amount>{NUMBER}) ?(?P<unit>{UNIT})"
_UNITS = {"kr": "kr", "kronor": "kr", "tkr": "tkr", "mnkr": "mnkr", "mkr": "mnkr", "miljoner kronor": "mnkr"}


def number(text: str) -> Decimal:
    """ "5 612 774" or "4,2" as it is printed."""
    return Decimal(re.sub(r"\s", "", text).replace(",", "."))


def amount(match: re.Match[str]) -> tuple[Decimal, str]:
    """The amount of a match of `MONEY`, and its unit by the contract's name."""
    return number(match["amount"]), _UNITS[match["unit"]]


def step(value: Decimal) -> Decimal:
    """One in the last printed place, in the unit of the value."""
    return Decimal(1).scaleb(int(value.as_tuple().exponent))
