"""Printed time ("2021", "jan-aug 2021", "2021-01-01 -2021-12-31") as spans, and spans in the contract's form."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from ingest.language import fold
from ingest.periods_parts import DASH, MONTH, SINCE_JANUARY, YEAR, month_number, months_of_part

_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
_ISO_SPAN = re.compile(rf"{_ISO.pattern}\s*(?:-+|till|t\.?o\.?m\.?)?\s*-?\s*{_ISO.pattern}")
_MONTHS = re.compile(rf"{MONTH}{DASH}{MONTH}\s*{YEAR}")
_MONTHS_AFTER_YEAR = re.compile(rf"{YEAR}\s*,?\s*{MONTH}{DASH}{MONTH}(?![a-z])")
_DAYS = re.compile(rf"(\d{{1,2}})\s*{MONTH}(?:\s*{YEAR})?{DASH}(\d{{1,2}})\s*{MONTH}\s*{YEAR}")
_MONTHS_OVER_YEARS = re.compile(rf"(?<![a-z]){MONTH}\s*{YEAR}{DASH}{MONTH}\s*{YEAR}")
_DAY = re.compile(rf"(?<!\d)(\d{{1,2}})\s*{MONTH}\s*{YEAR}")
_SLASHED_DAY = re.compile(rf"(?<![\d/])(\d{{1,2}})/(\d{{1,2}})\s*-?\s*{YEAR}(?!\d)")
_SLASHED_DAYS = re.compile(rf"(?<![\d/])(\d{{1,2}})/(\d{{1,2}})(?:\s*{YEAR})?{DASH}(\d{{1,2}})/(\d{{1,2}})\s*-?\s*{YEAR}(?!\d)")
_COMPACT_DAYS = re.compile(r"(?<!\d)((?:20)?\d\d)(\d\d)(\d\d)\s*-\s*((?:20)?\d\d)(\d\d)(\d\d)(?!\d)")
_ONE_MONTH = re.compile(rf"(?<![a-z]){MONTH}\s*{YEAR}")
_YEARS = re.compile(rf"(?<![\d-]){YEAR}\s*[-/]\s*((?:19|20)?\d\d)(?!\d)(?!-)")
BARE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d|-\d\d-)")


@dataclass(frozen=True, slots=True)
class Span:
    """A printed time. `start` is None where only an end date is printed ("2021-12-31")."""

    start: date | None
    end: date

    @property
    def is_year(self) -> bool:
        return self.start == date(self.end.year, 1, 1) and (self.end.month, self.end.day) == (12, 31)


def year_span(year: int) -> Span:
    return Span(date(year, 1, 1), date(year, 12, 31))


@lru_cache(maxsize=10_000)
def parse_period(text: str) -> Span | None:
    """The one time that a header, label or title prints; None where it prints none or several apart."""
    folded = fold(text)
    for reader in (_read_dates, _read_months, _read_parts_of_year, _read_years):
        span = reader(folded)
        if span is not None:
            return span
    return None


def is_period(text: str) -> bool:
    """Whether the text is a time and nothing else ("2021", "2021-01-01 -2021-06-30", "jan-aug 2021")."""
    stripped = fold(text).strip().strip("-").strip()
    if not stripped or parse_period(stripped) is None:
        return False
    return not re.sub(rf"{MONTH}|helar|tertial|kvartal|halvar|\b[qth](?=\s*\d)|kv\.?(?=\s*\d)|t\.?o\.?m|[\d\s./-]", "", stripped)


def shift(span: Span, years: int) -> Span | None:
    """The same days some years on; None where the calendar has no such day."""
    start = _shift_year(span.start, years) if span.start is not None else None
    end = _shift_year(span.end, years)
    return None if end is None or (span.start is not None and start is None) else Span(start, end)


def _date(year: str, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _span(start: date | None, end: date | None) -> Span | None:
    return Span(start, end) if start and end and start <= end else None


def _read_dates(text: str) -> Span | None:
    if match := _ISO_SPAN.search(text):
        if len(_ISO.findall(text)) > 2:
            return None
        return _span(_date(match[1], match[2], match[3]), _date(match[4], match[5], match[6]))
    found = [_date(*m) for m in _ISO.findall(text)]
    if len(found) == 1 and found[0] is not None:
        return Span(None, found[0])
    if match := _DAYS.search(text):
        start = _date(match[3] or match[6], month_number(match[2]), match[1])
        return _span(start, _date(match[6], month_number(match[5]), match[4]))
    if match := _SLASHED_DAYS.search(text):
        return _span(_date(match[3] or match[6], match[2], match[1]), _date(match[6], match[5], match[4]))
    if match := _COMPACT_DAYS.search(text):
        first, last = (m if len(m) == 4 else f"20{m}" for m in (match[1], match[4]))
        return _span(_date(first, match[2], match[3]), _date(last, match[5], match[6]))
    if match := _DAY.search(text):
        day = _date(match[3], month_number(match[2]), match[1])
        return Span(None, day) if day else None
    if match := _SLASHED_DAY.search(text):
        day = _date(match[3], match[2], match[1])
        return Span(None, day) if day else None
    return None


def _read_months(text: str) -> Span | None:
    if match := _MONTHS_OVER_YEARS.search(text):
        first, last = (months_span(match[i + 1], month_number(match[i]), month_number(match[i])) for i in (1, 3))
        return _span(first.start, last.end) if first and last else None
    if match := _MONTHS.search(text):
        return months_span(match[3], month_number(match[1]), month_number(match[2]))
    if match := _MONTHS_AFTER_YEAR.search(text):
        return months_span(match[1], month_number(match[2]), month_number(match[3]))
    found = _ONE_MONTH.findall(text)
    if len(found) == 1:
        month = month_number(found[0][0])
        return months_span(found[0][1], 1 if SINCE_JANUARY.search(text) else month, month)
    return None


def _read_parts_of_year(text: str) -> Span | None:
    years = set(BARE_YEAR.findall(text))
    part = months_of_part(text) if len(years) == 1 else None
    return months_span(years.pop(), *part) if part else None


def _read_years(text: str) -> Span | None:
    if match := _YEARS.search(text):
        last = match[2] if len(match[2]) == 4 else match[1][:2] + match[2]
        if len(BARE_YEAR.findall(text)) <= 2 and int(last) > int(match[1]):
            return Span(date(int(match[1]), 1, 1), date(int(last), 12, 31))
        return None
    years = set(BARE_YEAR.findall(text))
    return year_span(int(years.pop())) if len(years) == 1 else None


def months_span(year: str, first: int, last: int) -> Span | None:
    """The months of a year, None where they run backward."""
    if first > last:
        return None
    end = date(int(year), last, calendar.monthrange(int(year), last)[1])
    return Span(date(int(year), first, 1), end)


def part_of(year: Span, part: str) -> Span:
    """The part "01-01/06-30" of a year; the year itself where it has no such days."""
    first, _, last = part.partition("/")
    start, end = (_date(str(year.end.year), *day.split("-")) for day in (first, last))
    return _span(start, end) or year


# --- the contract's form -------------------------------------------------------------------------------------------


def flow_period(span: Span, report: Span) -> str:
    """The period of a flow. With only an end date printed: the report's own span if it ends that day, the same
    span some years back or on, else the calendar year's part up to that day."""
    start = span.start
    if start is None:
        start = date(span.end.year, 1, 1)
        if report.start is not None and _same_day(span.end, report.end):
            shifted = _shift_year(report.start, span.end.year - report.end.year)
            start = shifted or start
    return span_text(Span(start, span.end))


def instant_period(span: Span, opening: bool = False) -> str:
    """The day of an instant: the span's end, or for an opening balance the day before the span starts."""
    if opening:
        start = span.start or date(span.end.year, 1, 1)
        return (start - timedelta(days=1)).isoformat()
    return span.end.isoformat()


def span_text(span: Span) -> str:
    """A span in the contract's form: "2021", "2021-01-01/2021-06-30" or "2021-12-31"."""
    if span.start is None:
        return span.end.isoformat()
    return str(span.end.year) if span.is_year else f"{span.start.isoformat()}/{span.end.isoformat()}"


def span_of(period: str) -> Span:
    """The span of a period in the contract's form. Raises `ValueError` for anything else."""
    if re.fullmatch(r"\d{4}", period):
        return year_span(int(period))
    start, slash, end = period.partition("/")
    return Span(date.fromisoformat(start), date.fromisoformat(end)) if slash else Span(None, date.fromisoformat(start))


def years_of(period: str) -> tuple[int, ...]:
    """The calendar years that a period in the contract's form touches."""
    span = span_of(period)
    return tuple(range((span.start or span.end).year, span.end.year + 1))


def years_overlap(one: str, other: str) -> bool:
    """Whether two periods in the contract's form touch the same calendar year."""
    return bool(set(years_of(one)) & set(years_of(other)))


def _same_day(one: date, other: date) -> bool:
    return (one.month, one.day) == (other.month, other.day)


def _shift_year(day: date, years: int) -> date | None:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return None
