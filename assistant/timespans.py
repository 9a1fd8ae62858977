"""Time in questions: years, half-years, months, dates, ranges; and how well a figure's period answers them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from assistant.query import Span
from ingest.language import fold

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january", "februari feb february", "mars mar march", "april apr", "maj may", "juni jun june",
            "juli jul july", "augusti aug august", "september sept sep", "oktober okt october oct",
            "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
_YEAR = r"(?:19|20)\d\d"
_TO = r"\s*(?:-|till|t o m|t\.o\.m\.|tom|to|till och med)\s*"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("iso_range", re.compile(rf"\b({_YEAR})-(\d\d)-(\d\d){_TO}({_YEAR})-(\d\d)-(\d\d)\b")),
    ("iso", re.compile(rf"\b({_YEAR})-(\d\d)-(\d\d)\b")),
    ("months", re.compile(rf"\b(?:1\s+)?({MONTH}){_TO}(?:(?:3[01]|2\d|sista)\s+)?({MONTH})\s*({_YEAR})\b")),
    ("day", re.compile(rf"\b(\d{{1,2}})\s+({MONTH})\s+({_YEAR})\b")),
    ("last_of_month", re.compile(rf"\b(?:sista|slutet av|utgangen av|ultimo|end of)\s+({MONTH})\s*({_YEAR})\b")),
    ("month", re.compile(rf"\b({MONTH})\s+({_YEAR})\b")),
    ("first_half", re.compile(rf"\b(?:forsta halvaret|forsta halvar|halvaret|halvarsskiftet|first half of)\s*({_YEAR})\b")),
    ("second_half", re.compile(rf"\b(?:andra halvaret|second half of)\s*({_YEAR})\b")),
    ("turn", re.compile(rf"\barsskiftet\s+({_YEAR})\s*[-/]\s*({_YEAR}|\d\d)\b")),
    ("years", re.compile(rf"\b({_YEAR})\s*(?:-|t o m|t\.o\.m\.|tom|till och med)\s*({_YEAR})\b")),
    ("year", re.compile(rf"\b({_YEAR})\b")),
)
_TURN_OF_YEAR = re.compile(r"\barsskiftet\b|\barets borjan\b|\bborjan av aret\b")


@dataclass(frozen=True, slots=True)
class TimeMention:
    """Spans named in a question in order, where the words stand, and whether a range of years was meant."""

    spans: tuple[Span, ...]
    places: tuple[tuple[int, int], ...]
    year_range: bool


def year_span(year: int) -> Span:
    return Span(date(year, 1, 1), date(year, 12, 31))


def parse_period(period: str) -> Span:
    """A figure's or report's period in the contract's form as a span. Raises `ValueError` for anything else."""
    if re.fullmatch(r"\d{4}", period):
        return year_span(int(period))
    first, _, last = period.partition("/")
    start = date.fromisoformat(first)
    return Span(start, date.fromisoformat(last) if last else start)


def write_period(span: Span) -> str:
    """A span in the contract's form, as `parse_period` reads it."""
    if span.is_year:
        return str(span.start.year)
    return span.end.isoformat() if span.is_instant else f"{span.start.isoformat()}/{span.end.isoformat()}"


@dataclass(frozen=True, slots=True)
class NamedTime:
    """One mention of time: the character places `start` to `end`, and the stretch, or each year of a range."""

    start: int
    end: int
    spans: tuple[Span, ...]
    is_range: bool = False


@lru_cache(maxsize=20_000)
def find_spans(text: str) -> TimeMention:
    """Every stretch of time that a text names outright. An impossible date names nothing."""
    folded = fold_aligned(text)
    times = named_times(folded)
    spans = tuple(dict.fromkeys(span for time in times for span in time.spans))
    places = [(time.start, time.end) for time in times]
    turn = _TURN_OF_YEAR.search(folded)
    if turn and spans and not any(start <= turn.start() < end for start, end in places):
        opening = date(spans[0].end.year - 1, 12, 31)
        spans = (Span(opening, opening), *spans)
        places.append((turn.start(), turn.end()))
    return TimeMention(spans, tuple(places), any(time.is_range for time in times))


def named_times(folded: str) -> tuple[NamedTime, ...]:
    """The mentions of time in a folded text, in order, none within another."""
    taken: list[NamedTime] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            if any(match.start() < time.end and time.start < match.end() for time in taken):
                continue
            try:
                spans = _spans(kind, match)
            except ValueError:
                continue
            taken.append(NamedTime(match.start(), match.end(), spans, kind == "years"))
    return tuple(sorted(taken, key=lambda time: time.start))


def fold_aligned(text: str) -> str:
    """The text folded character by character, so that places in it are places in the text."""
    return "".join((fold(c) or c)[0] for c in text)


def _spans(kind: str, match: re.Match[str]) -> tuple[Span, ...]:
    g = match.groups()
    if kind == "iso_range":
        return (Span(date(int(g[0]), int(g[1]), int(g[2])), date(int(g[3]), int(g[4]), int(g[5]))),)
    if kind == "iso":
        day = date(int(g[0]), int(g[1]), int(g[2]))
        return (Span(day, day),)
    if kind == "months":
        return (Span(date(int(g[2]), MONTHS[g[0]], 1), month_end(int(g[2]), MONTHS[g[1]])),)
    if kind == "day":
        day = date(int(g[2]), MONTHS[g[1]], int(g[0]))
        return (Span(day, day),)
    if kind == "last_of_month":
        day = month_end(int(g[1]), MONTHS[g[0]])
        return (Span(day, day),)
    if kind == "month":
        return (Span(date(int(g[1]), MONTHS[g[0]], 1), month_end(int(g[1]), MONTHS[g[0]])),)
    if kind == "first_half":
        return (Span(date(int(g[0]), 1, 1), date(int(g[0]), 6, 30)),)
    if kind == "second_half":
        return (Span(date(int(g[0]), 7, 1), date(int(g[0]), 12, 31)),)
    if kind == "turn":
        day = date(int(g[0]), 12, 31)
        return (Span(day, day),)
    if kind == "years":
        first, last = int(g[0]), int(g[1])
        if not first < last <= first + 20:
            raise ValueError(f"not a range of years: {match.group()}")
        return tuple(year_span(year) for year in range(first, last + 1))
    return (year_span(int(g[0])),)


def month_end(year: int, month: int) -> date:
    """The last day of a month, 1 to 12."""
    return date(year, month, monthrange(year, month)[1])


def shift_years(span: Span, years: int) -> Span:
    """The same stretch some years away; a 29 February becomes the 28th."""
    return Span(_shift_day(span.start, years), _shift_day(span.end, years))


def _shift_day(day: date, years: int) -> date:
    if (day.month, day.day) == (2, 29):
        day -= timedelta(days=1)
    return day.replace(year=day.year + years)


def length_of(span: Span) -> tuple[int, int]:
    """Whole months, or (0, days) where it is not whole months; (0, 0) for a day's balance. The longer is the larger."""
    if span.is_instant:
        return 0, 0
    after = span.end + timedelta(days=1)
    months = 12 * (after.year - span.start.year) + after.month - span.start.month
    return (months, 0) if after.day == span.start.day else (0, (after - span.start).days)


# How well a figure's period answers the asked one. Below ACCEPTABLE the figure is about another time.
EXACT, SAME_END, PART_OF, ACCEPTABLE = 1.0, 0.95, 0.6, 0.6


def period_fit(asked: Span, figure: Span) -> float:
    """1 for the same stretch, .95 for the balance at its end, .6 for a part of it that the report covers, else 0."""
    if asked == figure:
        return EXACT
    if figure.is_instant and figure.end == asked.end:
        return SAME_END
    if figure.is_instant and not asked.is_instant and asked.start < figure.end < asked.end and asked.is_year:
        return PART_OF
    if asked.is_instant:
        # "i augusti 2021", "sista juni 2021" said of something that flows: the stretch that ends there.
        return PART_OF if figure.end == asked.end else 0.0
    one_month = (asked.start.year, asked.start.month) == (asked.end.year, asked.end.month)
    if one_month and figure.end == asked.end:
        return SAME_END
    if asked.is_year and asked.start <= figure.start and figure.end <= asked.end and figure.start == asked.start:
        return PART_OF
    return 0.0


def is_time_of(asked: Span, figure: Span) -> bool:
    """Whether a figure is of the very time asked for: the same stretch, or the balance on its last day."""
    return asked == figure or (figure.is_instant and figure.end == asked.end)


def best_fit(asked: Iterable[Span], figure: Span) -> float:
    return max((period_fit(span, figure) for span in asked), default=0.0)


_MONTH_NAMES = "januari februari mars april maj juni juli augusti september oktober november december".split()


def say_span(span: Span) -> str:
    """A span in Swedish: "2021", "januari–juni 2021", "31 december 2021"."""
    if span.is_year:
        return str(span.start.year)
    if span.is_instant:
        return f"{span.end.day} {_MONTH_NAMES[span.end.month - 1]} {span.end.year}"
    whole_months = span.start.day == 1 and span.end == month_end(span.end.year, span.end.month)
    if whole_months and span.start.year == span.end.year:
        first, last = _MONTH_NAMES[span.start.month - 1], _MONTH_NAMES[span.end.month - 1]
        return f"{first} {span.end.year}" if first == last else f"{first}–{last} {span.end.year}"
    if span.start.day == span.start.month == 1 and (span.end.day, span.end.month) == (31, 12):
        return f"{span.start.year}–{span.end.year}"
    return f"{span.start.isoformat()} – {span.end.isoformat()}"
