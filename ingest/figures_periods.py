"""Which time a figure is about: printed in its column, its row or its title, told beside the report's own, or assumed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from enum import Enum

from ingest.domain import Metadata, Scenario, Table
from ingest.figures_meaning import own_section
from ingest.figures_words import NOTE, is_of_note
from ingest.language import fold
from ingest.lexicon import Concept, Lexicon, fold_label
from ingest.periods import (
    BARE_YEAR,
    Span,
    flow_period,
    instant_period,
    is_period,
    parse_period,
    part_of,
    shift,
    span_of,
    span_text,
    year_span,
)
from ingest.periods_parts import MONTH_TO_MONTH, SINCE_JANUARY, month_number, months_as_days
from ingest.periods_relative import is_relative, parse_relative, says_same_part, says_whole_year
from ingest.unit_words import MONEY_UNITS

PERIOD_ASSUMED = "period-assumed"
_BALANCE = re.compile(r"balans(?!krav)|fordring|skuld(?!radg)|avsatt|avsattning|tillgang(?:ar)?\b|eget kapital|kassa och bank")
_HAPPENS = re.compile(
    r"intakt|kostnad|omsattning|resultat|bidrag|avgift|arvode|loner|personal|ersattning|hyr(?:a|or)\b|rant(?:a|or|e)|verksamhet"
    r"|avskrivningar$|kop(?:t|ta)\b|tjanst|insats|budget|utfall"
)
_ACCRUED = re.compile(r"upplup|forutbetald|periodiser")
_BALANCE_SHEET = re.compile(r"balans(?!krav)")
_OPENING_CASH = re.compile(r"borjan|\bvid (?:arets|rakenskapsarets|periodens) ingang\b|^(?:ingaende|ib) (?:likvida|balans)|^ib\b")
_OPENING = re.compile(r"^ingaende\b|\bib\b|\bvid (?:arets|rakenskapsarets|periodens) ingang\b")
_AT_A_DAY = re.compile(r"\bvid (?:arets|rakenskapsarets|periodens) (?:ingang|utgang|borjan|slut)\b")
_OWED = re.compile(r"(?:skuld(?:sattning)?|lan(?:eskuld)?|belaning)(?!\w*rant)")
_CHANGE = re.compile(r"^(?:arets|periodens) (?!resultat|over|under)|^(?:forandring|okning|minskning)\b")
_ON_THE_DAY = re.compile(r"\b(?:per|den|vid)\s+(?:den\s+)?\d|\d{1,2}\s*[a-z]{3,9}\.? (?:19|20)\d\d")
_UP_TO = re.compile(r"\bt\.?o\.?m\b|\btill och med\b|\bfram till\b")
_AS_OF = re.compile(r"\b(?:per|t\.?o\.?m\.?|till och med)\s+(?:den\s+)?\d")
_DECIDED = re.compile(r"anta[gs]|faststall|beslut|revidera|upprattad")
MAX_YEARS_AWAY = 6  # "Agenda 2030" is no time of a report
# "Budget 2021 (förbrukat)": a label that ends in its year, but for what stands in brackets
_NAMED_YEAR = re.compile(r"[a-z] ((?:19|20)\d\d)(?:\s*\([^)]*\)?)?:?$")


class Timing(Enum):
    """How a number is about time: over a span, at a day, heads at a day where one is printed, or some other count."""

    FLOW = "flow"
    STATE = "state"
    HEADS = "heads"
    COUNT = "count"


def is_state_table(table: Table, lexicon: Lexicon) -> bool:
    """Whether the table is a balance sheet or a note to one: it holds what is on a day, not what happens."""
    title = lexicon.get(lexicon.concept_of(NOTE.sub("", fold(table.title))))
    if title is not None:
        return title.kind == "instant" and title.unit == "money"
    words = fold_label(table.title or table.locator.section)
    return bool(_BALANCE.search(words)) or is_of_note(table) and _is_headed_by_days(table, words)


def _is_headed_by_days(table: Table, title: str) -> bool:
    """Whether a note's columns are days and nothing in its title says that it tells what happened up to them."""
    times = [span for span in map(parse_period, table.columns) if span is not None]
    happens = _HAPPENS.search(title) and not _ACCRUED.search(title)
    return len(times) > 0 and all(span.start is None for span in times) and not happens


def timing_of(concept: Concept | None, unit: str, label: str, column: str, table: Table, is_state: bool) -> Timing:
    """How a number is about time: by its table where that holds states, but for a year's changes in it, else by its concept."""
    if unit in MONEY_UNITS and any(_AT_A_DAY.search(fold_label(text)) for text in (label, column)):
        return Timing.STATE
    if unit == "kr/kvm" and _OWED.match(fold_label(label)):
        return Timing.STATE
    if is_state and unit in (*MONEY_UNITS, "%"):
        changes = _CHANGE.match(fold_label(label)) or concept is not None and concept.kind == "flow"
        if _CHANGE.match(fold_label(column)) or changes and not _BALANCE_SHEET.search(fold_label(table.title)):
            return Timing.FLOW
        return Timing.STATE
    if concept is not None and concept.kind == "instant":
        return Timing.HEADS if concept.unit == "antal" else Timing.STATE
    return Timing.COUNT if concept is None and unit in ("antal", "årsarbetare") else Timing.FLOW


def find_period(
    column: str, labels: Sequence[str], table: Table, metadata: Metadata, scenario: Scenario, timing: Timing
) -> tuple[str, tuple[str, ...]]:
    """The period in the contract's form and its flags. `labels`: the row's, then those it stands under, nearest first."""
    report = Span(metadata.period_start, metadata.period_end)
    own = _own_span(column, labels, table, report, scenario)
    span = own or _since_january(titled_span(table, report), column)
    if own is None and scenario is Scenario.FORECAST and _is_part_of_year(report):
        # a forecast is of the whole year where it does not say otherwise
        return span_text(year_span(report.end.year)), (PERIOD_ASSUMED,)
    if own is None and says_whole_year(labels[0]) and _is_part_of_year(report):
        return span_text(year_span(report.end.year)), ()
    if span is None:
        return span_text(report), (PERIOD_ASSUMED,)
    if span.is_year and says_same_part(column) and _is_part_of_year(report):
        span = shift(report, span.end.year - report.end.year) or span
    whole = any(says_whole_year(text) for text in (column, labels[0], table.title)) or _allots(table)
    if scenario in (Scenario.OUTCOME, Scenario.SHARE) and not whole:
        span = _reported_span(span, table, report)
    if _is_at_day(span, timing, column, table):
        opening = _is_opening(column, labels[0], table)
        return instant_period(span_of(flow_period(span, report)) if opening else span, opening), ()
    return flow_period(span, report), ()


def _allots(table: Table) -> bool:
    """Whether the table shares out the members' contributions, which are set for a year whatever part of it is reported."""
    headers = [fold(column) for column in table.columns]
    return any(re.search(r"\bandel\b", h) for h in headers) and any(re.search(r"bidrag|avgift", h) for h in headers)


def _is_at_day(span: Span, timing: Timing, column: str, table: Table) -> bool:
    """Whether the number is one of a day. Heads are counted on a day only where one is printed."""
    if timing is Timing.STATE:
        return True
    on_the_day = any(_ON_THE_DAY.search(fold(text)) and not _UP_TO.search(fold(text)) for text in (column, table.title))
    return span.start is None and (timing is Timing.HEADS or timing is Timing.COUNT and on_the_day)


def _is_opening(column: str, label: str, table: Table) -> bool:
    """Whether a state is the one that the time starts from; a balance sheet's "ingående" is a part of its own day."""
    if _OPENING_CASH.search(fold_label(label)) or _OPENING.search(fold_label(column)):
        return True
    return bool(_OPENING.search(fold_label(label))) and not _BALANCE_SHEET.search(fold_label(table.title))


def _reported_span(span: Span, table: Table, report: Span) -> Span:
    """The part of a printed year that a table of outcomes can mean; a broken year's own span for "2022/2023"."""
    if span.is_year and (part := _part_in_title(table.title)):
        return part_of(span, part)
    if _is_part_of(report, span):
        # an interim report's column "2021" can hold no more than the months it reports
        return report
    if span.is_year:
        if table.part_of_year and any(s is not None and _is_part_of(report, s) for s in map(parse_period, table.columns)):
            return part_of(span, table.part_of_year)
        return span
    years = span.end.year - report.end.year
    broken = report.start is not None and report.start.year + 1 == report.end.year
    if broken and span.start is not None and span.start.year + 1 == span.end.year and _is_whole_years(span):
        return shift(report, years) or span
    return span


def printed_span(column: str, labels: Sequence[str], table: Table, metadata: Metadata, scenario: Scenario) -> Span | None:
    """The time that the column prints, else the row, the groups it stands under, the table's title or its section's."""
    report = Span(metadata.period_start, metadata.period_end)
    return _own_span(column, labels, table, report, scenario) or titled_span(table, report)


def titled_span(table: Table, report: Span) -> Span | None:
    """The time that the table's title names, else the innermost title of its section."""
    return _span_in_title(table.title, report) or _span_in_title(own_section(table), report)


def _since_january(span: Span | None, column: str) -> Span | None:
    """From the start of the year where the column adds up to the time that the title names ("Ack. utfall")."""
    if span is None or span.start is None or not SINCE_JANUARY.search(fold(column)):
        return span
    return Span(date(span.end.year, 1, 1), span.end)


def _own_span(column: str, labels: Sequence[str], table: Table, report: Span, scenario: Scenario) -> Span | None:
    titled = titled_span(table, report)
    year = titled.end.year if titled is not None else report.end.year
    span = parse_period(column) or parse_relative(column, report, year)
    if span is None:
        span = next((s for label in labels if (s := _span_of_label(label, report, year)) is not None), None)
    if span is None and (named := _NAMED_YEAR.search(fold(labels[0]))):
        span = parse_period(named[1])
    if span is None and scenario is Scenario.DEVIATION:
        span = _span_beside(column, table, report, year)
    return span


def _span_of_label(label: str, report: Span, year: int) -> Span | None:
    if is_period(label):
        return parse_period(label)
    return parse_relative(label, report, year) if is_relative(label) else None


def _span_beside(column: str, table: Table, report: Span, year: int) -> Span | None:
    """The time of the columns that a deviation is counted from: the nearest before it, else the next."""
    at = table.columns.index(column) if column in table.columns else 0
    nearest = (*reversed(table.columns[:at]), *table.columns[at + 1 :])
    spans = (parse_period(header) or parse_relative(header, report, year) for header in nearest)
    return next((span for span in spans if span is not None), None)


def _span_in_title(title: str, report: Span) -> Span | None:
    """The one year, or part of one, that a title names; a day only where the title says that it is about that day."""
    span = parse_period(title)
    if span is None or abs(span.end.year - report.end.year) > MAX_YEARS_AWAY:
        return None
    if span.start is None:
        return span if _AS_OF.search(fold(title)) and not _DECIDED.search(fold(title)) else None
    return span if span.start.year == span.end.year else None


def _part_in_title(title: str) -> str:
    """ "01-01/08-31" for a title that names months and no year ("Januari–augusti, belopp i kr"): the part of each year."""
    folded = fold(title)
    match = None if BARE_YEAR.search(folded) else re.search(MONTH_TO_MONTH, folded)
    if match is None or month_number(match[1]) > month_number(match[2]):
        return ""
    return months_as_days(match[1], match[2])


def _is_whole_years(span: Span) -> bool:
    return span.start is not None and (span.start.month, span.start.day, span.end.month, span.end.day) == (1, 1, 12, 31)


def _is_part_of(report: Span, year: Span) -> bool:
    return year.is_year and _is_part_of_year(report) and report.end.year == year.end.year


def _is_part_of_year(report: Span) -> bool:
    return not report.is_year and report.start is not None and report.start.year == report.end.year
