"""Months and the parts of a year as Swedish prints them, apart from any year."""

from __future__ import annotations

import calendar
import re

_MONTH_STEMS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
MONTH = (
    r"(jan(?:uari)?|feb(?:ruari)?|mar(?:s)?|apr(?:il)?|maj|juni?|juli?|aug(?:usti)?|sep(?:t(?:ember)?)?"
    r"|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
YEAR = r"((?:19|20)\d\d)"
DASH = r"(?:\s*(?:-|t\.?o\.?m\.?|till|till och med|och)\s*)"
MONTH_TO_MONTH = rf"(?<![a-z]){MONTH}{DASH}{MONTH}"
DAY_TO_DAY = rf"(\d{{1,2}})\s*{MONTH}{DASH}(\d{{1,2}})\s*{MONTH}"
# A month's name after these is the last of the months since January ("ack. utfall augusti 2023").
SINCE_JANUARY = re.compile(rf"\back(?:\b|um)|\bt\.?o\.?m\b|\btill och med\b|\bper\s+{MONTH}|\bhittills\b")
_NUMBERED = r"(?:([1-4])(?:\s*-\s*([1-4]))?)"
_ORDINALS = ("forsta", "andra", "tredje", "fjarde")
_ORDINAL = rf"({'|'.join(_ORDINALS)}|[1-4]:[ae])"
_PARTS = (
    (3, re.compile(rf"\b(?:kvartal|kv\.?|q)\s*{_NUMBERED}(?!\d)")),
    (3, re.compile(rf"\b{_ORDINAL}\s+kvartalet")),
    (4, re.compile(rf"\b(?:tertial|t)\s*{_NUMBERED}(?!\d)")),
    (4, re.compile(rf"\b{_ORDINAL}\s+tertialet")),
    (6, re.compile(rf"\b(?:halvar|h)\s*{_NUMBERED}(?!\d)")),
    (6, re.compile(rf"\b{_ORDINAL}\s+halvaret")),
)
# "2023 (8 mån)": the months since January where the header says no more, for "8 män" looks the same without its dots
_MONTH_COUNT = re.compile(
    rf"(?:(?:utfall|budget|prognos|bokslut)\s+)?(?:{YEAR}\s*[,(]?\s*(\d{{1,2}})\s*man(?:ader|\.)?\)?|(\d{{1,2}})\s*man(?:ader|\.)?\s+{YEAR})"
)


def months_of_part(text: str) -> tuple[int, int] | None:
    """The first and last month of a quarter, a third or a half, or of the months that are counted ("8 mån")."""
    for length, pattern in _PARTS:
        if match := pattern.search(text):
            first = _ORDINALS.index(match[1]) + 1 if match[1] in _ORDINALS else int(match[1][0])
            last = int(match[2]) if pattern.groups > 1 and match[2] else first
            return (length * (first - 1) + 1, length * last) if first <= last <= 12 // length else None
    if match := _MONTH_COUNT.fullmatch(text.strip()):
        months = int(match[2] or match[3])
        return (1, months) if 1 <= months <= 12 else None
    return None


def month_number(stem: str) -> int:
    """1 to 12 for a folded month's name or its first three letters. Raises `ValueError` for any other text."""
    return _MONTH_STEMS.index(stem[:3]) + 1


def day_and_month(day: str, month: str) -> str:
    """A printed day of a folded month as "06-30"."""
    return f"{month_number(month):02d}-{int(day):02d}"


def months_as_days(first: str, last: str) -> str:
    """Two folded months as the days that they span in a common year: "01-01/06-30"."""
    return f"{month_number(first):02d}-01/{month_number(last):02d}-{calendar.monthrange(2021, month_number(last))[1]}"
