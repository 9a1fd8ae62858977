"""Printed time ("2021", "jan-aug 2021", "2021-01-01 -2021-12-31") as spans, and spans in the contract's form."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.language import fold

_MONTH_STEMS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTH = (
    r"(jan(?:uari)?|feb(?:ruari)?|mar(?:s)?|apr(?:il)?|maj|juni?|juli?|aug(?:usti)?|sep(?:t(?:ember)?)?"
    r"|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_YEAR = r"((?:19|20)\d\d)"
_DASH = r"(?:\s*(?:-|t\.?o\.?m\.?|till|till och med|och)\s*)"
MONTH_TO_MONTH = rf"(?<![a-z]){_MONTH}{_DASH}{_MONTH}"
DAY_TO_DAY = rf"(\d{{1,2}})\s*{_MONTH}{_DASH}(\d{{1,2}})\s*{_MONTH}"
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
_ISO_SPAN = re.compile(rf"{_ISO.pattern}\s*(?:-+|till|t\.?o\.?m\.?)?\s*-?\s*{_ISO.pattern}")
_MONTHS = re.compile(rf"{_MONTH}{_DASH}{_MONTH}\s*{_YEAR}")
_MONTHS_AFTER_YEAR = re.compile(rf"{_YEAR}\s*,?\s*{_MONTH}{_DASH}{_MONTH}(?![a-z])")
_DAYS = re.compile(rf"(\d{{1,2}})\s*{_MONTH}(?:\s*{_YEAR})?{_DASH}(\d{{1,2}})\s*{_MONTH}\s*{_YEAR}")
_DAY = re.compile(rf"(?<!\d)(\d{{1,2}})\s*{_MONTH}\s*{_YEAR}")
_ONE_MONTH = re.compile(rf"(?<![a-z]){_MONTH}\s*{_YEAR}")
_QUARTER = re.compile(rf"(?:kvartal|kv\.?|q)\s*([1-4])\s*,?\s*{_YEAR}")
_TERTIAL = re.compile(rf"(?:tertial|t)\s*([1-3])\s*,?\s*{_YEAR}")
_HALF = re.compile(rf"(forsta|andra)\s+halvaret\s+{_YEAR}")
_YEARS = re.compile(rf"(?<![\d-]){_YEAR}\s*[-/]\s*((?:19|20)?\d\d)(?!\d)(?!-)")
_BARE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d|-\d\d-)")


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
    return not re.sub(rf"{_MONTH}|helar|tertial|kvartal|t\.?o\.?m|[\d\s./-]", "", stripped)


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
        start = _date(match[3] or match[6], _month(match[2]), match[1])
        return _span(start, _date(match[6], _month(match[5]), match[4]))
    if match := _DAY.search(text):
        day = _date(match[3], _month(match[2]), match[1])
        return Span(None, day) if day else None
    return None


def _read_months(text: str) -> Span | None:
    if match := _MONTHS.search(text):
        return _months(match[3], _month(match[1]), _month(match[2]))
    if match := _MONTHS_AFTER_YEAR.search(text):
        return _months(match[1], _month(match[2]), _month(match[3]))
    found = _ONE_MONTH.findall(text)
    if len(found) == 1:
        return _months(found[0][1], _month(found[0][0]), _month(found[0][0]))
    return None


def _read_parts_of_year(text: str) -> Span | None:
    if match := _QUARTER.search(text):
        return _months(match[2], 3 * int(match[1]) - 2, 3 * int(match[1]))
    if match := _TERTIAL.search(text):
        return _months(match[2], 4 * int(match[1]) - 3, 4 * int(match[1]))
    if match := _HALF.search(text):
        return _months(match[2], 1, 6) if match[1] == "forsta" else _months(match[2], 7, 12)
    return None


def _read_years(text: str) -> Span | None:
    if match := _YEARS.search(text):
        last = match[2] if len(match[2]) == 4 else match[1][:2] + match[2]
        if len(_BARE_YEAR.findall(text)) <= 2 and int(last) > int(match[1]):
            return Span(date(int(match[1]), 1, 1), date(int(last), 12, 31))
        return None
    years = set(_BARE_YEAR.findall(text))
    return year_span(int(years.pop())) if len(years) == 1 else None


def _month(stem: str) -> int:
    return _MONTH_STEMS.index(stem[:3]) + 1


def _months(year: str, first: int, last: int) -> Span | None:
    if first > last:
        return None
    end = date(int(year), last, calendar.monthrange(int(year), last)[1])
    return Span(date(int(year), first, 1), end)


def day_and_month(day: str, month: str) -> str:
    """A printed day of a folded month as "06-30"."""
    return f"{_month(month):02d}-{int(day):02d}"


def months_as_days(first: str, last: str) -> str:
    """Two folded months as the days that they span in a common year: "01-01/06-30"."""
    return f"{_month(first):02d}-01/{_month(last):02d}-{calendar.monthrange(2021, _month(last))[1]}"


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
