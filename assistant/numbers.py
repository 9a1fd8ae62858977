"""Numbers in running text, after Swedish normalisation, and whether a number is backed by others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

_NUMBER = re.compile(r"(?<![\w])[-−–]?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?(?!\d)|[-−–]?\d+(?:[.,]\d+)?")
_MONTHS = (
    "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|"
    "january|february|march|may|june|july|august|october"
)
_DATE = re.compile(
    r"\b(?:19|20)\d\d-(?:0\d|1[0-2])(?:-[0-3]\d)?\b|"
    rf"\b(?:[12]?\d|3[01]) (?:{_MONTHS})\b|\b(?:{_MONTHS}) (?:[12]?\d|3[01])(?=,? (?:19|20)\d\d\b)",
    re.IGNORECASE,
)
# A year names a time, unless it counts something.
_YEAR = re.compile(r"\b(?:199\d|20[0-3]\d)\b(?!\s*(?:kr|tkr|mnkr|kronor|miljon|%|procent|st\b|person|deltag|individ|timm|dag))")
_ROUNDED = Decimal("0.051")
# "5,6 miljoner kr", "5 574 tkr": a number of thousands or millions.
_SCALED = re.compile(rf"({_NUMBER.pattern})(?= (miljoner|mnkr|tkr)\b)")
_SCALES = {"miljoner": Decimal(1_000_000), "mnkr": Decimal(1_000_000), "tkr": Decimal(1_000)}


def numbers_in(text: str) -> list[Decimal]:
    """The sizes of all numbers in a text, in order; dates are none. Signs are dropped."""
    return [
        Decimal(re.sub(r"[ \u00a0\u202f−–-]", "", m.group()).replace(",", ".")) for m in _NUMBER.finditer(_DATE.sub(" ", text))
    ]


def stated_numbers(text: str) -> list[Decimal]:
    """The numbers of an answer's text that need a source: all but dates and years."""
    return numbers_in(_YEAR.sub(" ", _DATE.sub(" ", text)))


def without_rounded_amounts(text: str, values: Iterable[Decimal]) -> str:
    """The text less the numbers of thousands or millions that round one of the values (in kronor) at their last digit."""
    sizes = [abs(value) for value in values]

    def keep_unless_rounded(match: re.Match[str]) -> str:
        said, scale = Decimal(re.sub(r"[ \u00a0\u202f−–-]", "", match[1]).replace(",", ".")), _SCALES[match[2]]
        last_digit = Decimal(1).scaleb(int(said.as_tuple().exponent)) * scale
        return " " if any(abs(value - said * scale) * 2 <= last_digit for value in sizes) else match[0]

    return _SCALED.sub(keep_unless_rounded, text)


def backed(number: Decimal, allowed: Iterable[Decimal]) -> bool:
    """Whether a number is one of the allowed ones; one with decimals may be rounded to one decimal."""
    tolerance = Decimal(0) if number == number.to_integral_value() else _ROUNDED
    return any(abs(abs(a) - number) <= tolerance for a in allowed)
