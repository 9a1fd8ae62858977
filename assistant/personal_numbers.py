"""Swedish personal identity numbers in what somebody writes: they have no business in a question about reports."""

from __future__ import annotations

import re
from itertools import cycle

# Twelve digits, or ten with a dash or plus; the day of a coordination number is 60 higher. An organisation's third and fourth
# digits are 20 or more, so that its number has no month.
_NUMBER = re.compile(
    r"(?<![\d-])(?P<century>19|20)?(?P<date>\d\d(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01]))"
    r"(?P<sign>\s?[-–+]\s?| )?(?P<last>\d{4})(?![\d-])"
)


def has_personal_number(text: str) -> bool:
    """Whether a number in the text is written as one of a person. Ten digits without a dash are one only with the right check
    digit: they may be an amount."""
    return any(_is_one(match) for match in _NUMBER.finditer(text))


def _is_one(match: re.Match[str]) -> bool:
    if match["century"] is None and not (match["sign"] or "").strip():
        return match["sign"] is None and _has_check_digit(match["date"] + match["last"])
    return match["sign"] != " " or _has_check_digit(match["date"] + match["last"])


def _has_check_digit(digits: str) -> bool:
    """The last digit of ten is what the others, every other one doubled, leave to a whole ten."""
    doubled = (int(digit) * factor for digit, factor in zip(digits, cycle((2, 1)), strict=False))
    return sum(n // 10 + n % 10 for n in doubled) % 10 == 0
