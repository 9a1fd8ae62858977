"""A cell as Excel shows it in Sweden: by its number format, with a decimal comma and blanks between thousands, dates as ISO."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from ingest.formats.line_writer import one_line

_SECTIONS = re.compile(r"((?:\"[^\"]*\"|\\.|[_*].|\[[^\]]*\]|[^;])*)(?:;|$)")
# What a section is made of: quoted or escaped text, the width of a sign, filling, a currency, a colour or condition, digits.
_TOKEN = re.compile(
    r"\"([^\"]*)\"|\\(.)|([_*]).|\[\$([^\]-]*)(?:-[^\]]*)?\]|(\[[^\]]*\])|([0#?.,]+(?:[eE][+-]0+)?)|(%)|(.)", re.DOTALL
)
_GENERAL_DIGITS = 11  # as many significant digits as Excel shows of a number without a format


@lru_cache(maxsize=2_000)
def _sections(number_format: str) -> tuple[str, ...]:
    found = [match[1] for match in _SECTIONS.finditer(number_format)]
    return tuple(found[:-1] if len(found) > 1 and found[-1] == "" and not number_format.endswith(";") else found)


def shown(value: object, number_format: str) -> str:
    """The cell's text; "" for an empty one. A negative number has a minus where the format would put it in brackets."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "SANT" if value else "FALSKT"
    if isinstance(value, (datetime, date, time, timedelta)):
        return _time(value, number_format)
    if isinstance(value, (int, float, Decimal)):
        return _number(value, number_format)
    return one_line(str(value))


def _time(value: datetime | date | time | timedelta, number_format: str) -> str:
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds() // 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    letters = re.sub(r"\"[^\"]*\"|\\.|\[[^\]]*\]", "", number_format).lower()
    if "y" in letters and "d" not in letters:  # "yyyy" heads the columns of many a table
        return f"{value.year:04d}-{value.month:02d}" if "m" in letters else f"{value.year:04d}"
    if isinstance(value, datetime) and (value.hour or value.minute):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.strftime("%Y-%m-%d")


def _number(value: int | float | Decimal, number_format: str) -> str:
    try:
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    except InvalidOperation:
        return ""
    if not number.is_finite():
        return ""
    sections = _sections(number_format)
    at = 1 if number < 0 and len(sections) > 1 else 2 if number == 0 and len(sections) > 2 else 0
    section = sections[at]
    if section.strip().lower() in ("general", "standard", "@") or (not section and len(sections) == 1):
        return _general(number)
    return _formatted(number, section)


def _general(number: Decimal) -> str:
    whole_digits = max(number.adjusted() + 1, 1)
    if whole_digits > _GENERAL_DIGITS:
        rounded = number.quantize(Decimal(1), ROUND_HALF_UP) if whole_digits < 28 else number
    else:
        rounded = number.quantize(Decimal(1).scaleb(-(_GENERAL_DIGITS - whole_digits)), ROUND_HALF_UP)
    text = f"{rounded:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",").replace("-0", "0", text == "-0")


def _formatted(number: Decimal, section: str) -> str:
    """The number by one section of a format: text around the digits kept, so "kr" and the dash that stands for nil."""
    before, behind, digits, percents = "", "", "", 0
    for quoted, escaped, width, currency, _, pattern, percent, other in _TOKEN.findall(section):
        literal = quoted or escaped or currency or (" " if width == "_" else "") or other
        if pattern:
            if digits:  # a second group of digits (fractions, telephone numbers): no plain number format
                return _general(number)
            digits = pattern
        elif percent:
            percents += 1
            behind += "%" if digits else ""
        elif digits:
            behind += literal
        else:
            before += literal
    if not digits:
        return one_line(before)
    if "e" in digits.lower():
        return _general(number)
    text = _digits(abs(number) * 100**percents, digits)
    if number < 0 and text.strip("0 ,"):
        before = before.replace("-", "").replace("−", "").replace("(", "")
        behind = behind.replace(")", "")
        return one_line(f"{before} -{text}{behind}") if before.strip() else one_line(f"-{text}{behind}")
    return one_line(f"{before}{text}{behind}")


def _digits(number: Decimal, pattern: str) -> str:
    """The digits by a pattern such as "#,##0.00": grouped where it has a comma, a comma at the end divides by a thousand."""
    bare = pattern.rstrip(",")
    divisions = len(pattern) - len(bare)
    whole, _, decimals = bare.partition(".")
    number = number.scaleb(-3 * divisions)
    places, least = len(decimals), decimals.count("0")
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if number.adjusted() + places < 27 else number
    text_whole, _, text_decimals = f"{rounded:f}".partition(".")
    while len(text_decimals) > least and text_decimals.endswith("0"):
        text_decimals = text_decimals[:-1]
    text_whole = text_whole.rjust(whole.replace(",", "").count("0"), "0")
    if "," in whole:
        text_whole = f"{int(text_whole):,}".replace(",", " ")
    return f"{text_whole},{text_decimals}" if text_decimals else text_whole
