"""Parts of years in a question: "t.o.m. augusti", "h1 2021", "hösten 2021", "vid utgången av 2021"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from assistant.query import Span
from assistant.timespans import MONTH, MONTHS, NamedTime, month_end, year_span

# A number before these counts something and is no year.
NO_COUNT = (
    r"(?!\d|\s*(?:%|procent|kr\b|tkr|mnkr|miljon|st\b|ar\b|aring|deltag|person|individ|kvinn|man\b|barn|elev|tim|dag|veck|manad))"
)
YEAR = rf"(?:(?:19|20)\d\d|['’´`]?\d\d{NO_COUNT})"
_THE_YEAR = rf"(?:\s*(?:av\s+|of\s+|ar(?:et)?\s+|in\s+)?(?P<year>{YEAR})(?!\d))?"
# "mar", "sep" and the English "may" are too often something else to be a month without its year.
_FULL_MONTH = "(" + "|".join(name for name in MONTHS if len(name) > 3 or name == "maj") + ")"
_UNTIL = r"(?:t\.?\s?o\.?\s?m\.?|till och med|fram till(?: och med)?|through|until)"
_ORDINAL = "(forsta|andra|tredje|fjarde|first|second|third|fourth)"
_ORDINALS = {"forsta": 1, "andra": 2, "tredje": 3, "fjarde": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}
# First and last month of a season, as people delimit the working year.
_SEASONS = {"varen": (1, 6), "sommaren": (6, 8), "hosten": (8, 12)}
_Read = Callable[[re.Match[str], int], tuple[Span, ...]]


def months_of(year: int, first: int, last: int) -> tuple[Span, ...]:
    """The stretch from the first day of one month to the last of another."""
    return (Span(date(year, first, 1), month_end(year, last)),)


def last_day(year: int, month: int) -> tuple[Span, ...]:
    """The last day of a month, as an instant."""
    return (Span(month_end(year, month), month_end(year, month)),)


def _day(year: int, month: int, day: int) -> tuple[Span, ...]:
    return (Span(date(year, month, day), date(year, month, day)),)


def years_between(first: int, last: int) -> tuple[Span, ...]:
    """Each year from one to another. Raises `ValueError` when they make no range."""
    if not first < last <= first + 20:
        raise ValueError(f"no range of years: {first}-{last}")
    return tuple(year_span(year) for year in range(first, last + 1))


def _part(match: re.Match[str], year: int, months: int) -> tuple[Span, ...]:
    """The n-th half (6 months), quarter (3) or tertial (4); n is the first group that was met."""
    said = next(group for group in match.groups() if group)
    last = months * (_ORDINALS.get(said) or int(said))
    if last > 12:
        raise ValueError(f"no such part of a year: {match.group()}")
    return months_of(year, last - months + 1, last)


# Each with what it means in a year: the one in the last group, or the one that the rest of the question gives.
_IN_A_YEAR: tuple[tuple[re.Pattern[str], _Read], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (
            rf"\b(?:1\s+)?({MONTH})\s*(?:-|till|tom|t\.o\.m\.|t o m|till och med|to)\s*"
            rf"(?:(?:3[01]|2\d|sista)\s+)?({MONTH})\b{_THE_YEAR}",
            lambda m, y: months_of(y, MONTHS[m[1]], MONTHS[m[2]]),
        ),
        (rf"\b{_UNTIL}\s+(?:(?:den\s+)?sista\s+)?({MONTH})\b{_THE_YEAR}", lambda m, y: months_of(y, 1, MONTHS[m[1]])),
        (
            rf"\b(?:sista|slutet av|utgangen av|ultimo|end of)\s+({MONTH})\b{_THE_YEAR}",
            lambda m, y: last_day(y, MONTHS[m[1]]),
        ),
        (
            rf"\b(\d{{1,2}})(?::[ea])?\s+({MONTH})\b{_THE_YEAR}",
            lambda m, y: _day(y, MONTHS[m[2]], int(m[1])),
        ),
        (rf"\b({MONTH})\.?\s+(?P<year>{YEAR})(?!\d)", lambda m, y: months_of(y, MONTHS[m[1]], MONTHS[m[1]])),
        (
            rf"\b(?:i|for|under|in|sedan|during|since)\s+{_FULL_MONTH}\b{_THE_YEAR}",
            lambda m, y: months_of(y, MONTHS[m[1]], MONTHS[m[1]]),
        ),
        (rf"\b(?:halvarsskiftet){_THE_YEAR}", lambda m, y: last_day(y, 6)),
        (rf"\b{_ORDINAL} (?:halvaret|halvar|half){_THE_YEAR}", lambda m, y: _part(m, y, 6)),
        (rf"\b(?:h|halvar )([12])\b{_THE_YEAR}", lambda m, y: _part(m, y, 6)),
        (rf"\b(?:{_ORDINAL} kvartalet|(?:q|kvartal )([1-4])\b|{_ORDINAL} quarter){_THE_YEAR}", lambda m, y: _part(m, y, 3)),
        (rf"\b(?:{_ORDINAL} tertialet|(?:t|tertial )([1-3])\b){_THE_YEAR}", lambda m, y: _part(m, y, 4)),
        (rf"\b({'|'.join(_SEASONS)}){_THE_YEAR}", lambda m, y: months_of(y, *_SEASONS[m[1]])),
        (rf"\b(?:vid |i )?(?:utgangen|slutet|ultimo|end)\s+(?:av |of )?(?P<year>{YEAR})(?!\d)", lambda m, y: last_day(y, 12)),
        (
            r"\b(?:(?:vid |i )?(?:utgangen|slutet|end)\s+(?:av |of )(?:aret|the year)|(?:vid )?arets slut|arsslutet)\b"
            rf"{_THE_YEAR}",
            lambda m, y: last_day(y, 12),
        ),
        (r"\b(?:ingangen av|arets borjan|borjan av aret)" + _THE_YEAR, lambda m, y: last_day(y - 1, 12)),
    )
)


def full_year(said: str) -> int:
    """The year that four or two digits say, an apostrophe before them or not."""
    digits = said.lstrip("'’´`")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def parts_of_years(folded: str, year: int | None) -> tuple[NamedTime, ...]:
    """Parts of a year: with no default, those that name their year; with one, those that do not."""
    found: list[NamedTime] = []
    for pattern, read in _IN_A_YEAR:
        for match in pattern.finditer(folded):
            said = match["year"]
            taken = any(match.start() < time.end and time.start < match.end() for time in found)
            if taken or (said is None) == (year is None):
                continue
            try:
                found.append(NamedTime(*match.span(), read(match, full_year(said) if said else year or 0)))
            except ValueError:
                continue  # an impossible date names nothing
    return tuple(found)
