"""Swedish personal identity numbers, and coordination numbers, taken out of text that is going to be kept.

A number is known by its shape: a date (the day raised by 60 in a coordination number) and four digits, with or without the
century, however it is parted. Its check digit is not looked at, since one that is mistyped tells of somebody all the same. An
organisation number never has a month for its second pair of digits; an amount in groups of three has no such pairs.
"""

from __future__ import annotations

import re
import unicodedata
from io import TextIOBase
from typing import TextIO

MASK = "[personnummer]"
# What may stand between the parts: anything that is neither letter nor digit. In a Python string shown as code, in JSON, in an
# address (there also twice) and in HTML some of it is written out.
_SIGN = (
    r"(?:[^\w:]|_"
    r"|\\+x[0-9a-fA-F]{2}|\\+u[0-9a-fA-F]{4}|\\+[tnr]|%(?:25)?[0-9a-fA-F]{2}|&\#?\w{1,8};)"
)
_GAP = f"{_SIGN}{{0,3}}"
_WIDE_GAP = f"(?:{_SIGN}|:){{0,6}}"  # a colon between the parts of the date would make it a time of day
# "121212-1 212": the last four parted too. Only behind a date written together and a dash: elsewhere two numbers may stand.
_DASH = r"(?:[-+\u2010-\u2015\u2212]|\\+u2(?:01[0-5]|212)|%(?:25)?2[BbDd]|&(?:[mn]dash|minus);)"
_MONTH, _DAY = "(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
_PARTED = rf"{_SIGN}{{0,2}}{_DASH}{_SIGN}{{0,2}}\d{_SIGN}{{0,2}}\d{_SIGN}{{0,2}}\d{_SIGN}{{0,2}}\d(?!\d)"
_NUMBER = re.compile(
    # the digits of a sign that is written out may stand right before it: "%20850412-1234"
    r"(?:(?<!\d)|(?<=\\x[0-9a-fA-F]{2})|(?<=\\u[0-9a-fA-F]{4})|(?<=%[0-9a-fA-F]{2}))"
    rf"(?:(?:(?:18|19|20){_GAP})?\d\d{_GAP}{_MONTH}{_GAP}{_DAY}{_WIDE_GAP}\d{{4}}(?!\d)"
    rf"|(?:18|19|20)?\d\d{_MONTH}{_DAY}{_PARTED})"
    # "2021-01-01 -2021-12-31" is a span of time
    r"(?!(?<=(?:19|20)\d\d)[-\u2010-\u2015/.]\d\d[-\u2010-\u2015/.]\d\d)"
)


def masked(text: str) -> str:
    """The text with `MASK` for every such number."""
    parts, at = [], 0
    for found in _NUMBER.finditer(_with_plain_digits(text)):
        parts += [text[at : found.start()], MASK]
        at = found.end()
    return "".join((*parts, text[at:]))


def _with_plain_digits(text: str) -> str:
    """The text, sign for sign, with the digits of other scripts and the wide ones as 0–9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


class MaskedStream(TextIOBase):
    """A stream that masks what is written to it, piece by piece, before it goes on to another."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        self._stream.write(masked(text))
        return len(text)

    def flush(self) -> None:
        self._stream.flush()

    def fileno(self) -> int:
        return self._stream.fileno()

    def isatty(self) -> bool:
        return self._stream.isatty()

    def writable(self) -> bool:
        return True
