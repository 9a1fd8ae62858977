"""What a table's chart shows: lines over time, or bars side by side; missing values are gaps. And how it is told in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.query import Span
from assistant.timespans import length_of
from assistant.wording import say_amount, say_each
from ui.comparison.choice import Drawn
from ui.comparison.squares import ComparedTable, Square

MOST_SERIES = 8  # more are not told apart without colour
MOST_LABELS = 24
_MOST_TOLD, _MOST_SOURCES = 6, 4


@dataclass(frozen=True, slots=True)
class Series:
    """`values` has one entry for each label of the chart; None is a gap."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class ChartData:
    """What is drawn. `unit` is that of all values; `source` is the line under the chart; `lines` else bars."""

    title: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    source: str
    lines: bool
    note: str = ""


def chart_of(table: ComparedTable, drawn: Drawn) -> ChartData | None:
    """The chart of a table; None where there are fewer than two values to show, or more than a chart can show."""
    if not table.spans and len(table.columns) < 2:
        return None  # nothing is printed for any time
    names, labels, squares, note = _by_times(table) if table.spans else _against_budget(table)
    kept = [(name, row) for name, row in zip(names, squares, strict=True) if any(s.value is not None for s in row)]
    units = {s.unit for _, row in kept for s in row if s.value is not None}
    if len(units) != 1 or len(kept) > MOST_SERIES or len(labels) > MOST_LABELS:
        return None
    if sum(s.value is not None for _, row in kept for s in row) < 2:
        return None
    if any(s.value is not None and s.drawn != s.value for _, row in kept for s in row):
        note = f"{note} Beloppens storlek visas, utan tabellernas minustecken.".strip()
    series = tuple(Series(name, tuple(s.drawn if s.value is not None else None for s in row)) for name, row in kept)
    lines = drawn is Drawn.LINES and bool(table.spans) and len(labels) > 1
    chart = ChartData(table.title, units.pop(), tuple(labels), series, _source(row for _, row in kept), lines, note)
    return chart if lines or not table.spans else _turned(chart)


def _by_times(table: ComparedTable) -> tuple[list[str], list[str], list[list[Square]], str]:
    """Associations as series over the times of the length that most values have; of equally common ones the longest."""
    kinds = [_kind(span) for span in table.spans]
    counts = {kind: sum(row.squares[at].value is not None for row in table.rows for at in _at(kinds, kind)) for kind in kinds}
    common = max(counts, key=lambda kind: (counts[kind], kind))
    shown = _at(kinds, common)
    note = "Bara perioder av samma längd visas." if len(shown) < len(kinds) else ""
    squares = [[row.squares[at] for at in shown] for row in table.rows]
    return [row.header for row in table.rows], [table.columns[at] for at in shown], squares, note


def _kind(span: Span) -> tuple[tuple[int, int], int, int]:
    """Times of one kind can stand in one row: stretches of one length that end alike, or balances of one date."""
    return length_of(span), span.end.month, span.end.day


def _at(kinds: Sequence[object], kind: object) -> list[int]:
    return [at for at, one in enumerate(kinds) if one == kind]


def _against_budget(table: ComparedTable) -> tuple[list[str], list[str], list[list[Square]], str]:
    """Budget and outcome beside each other for each association and time that has both."""
    both = [row for row in table.rows if all(square.value is not None for square in row.squares[:2])]
    squares = [[row.squares[at] for row in both] for at in (0, 1)]
    return list(table.columns[:2]), [row.header for row in both], squares, ""


def _turned(chart: ChartData) -> ChartData:
    """Bars of the associations beside each other, a series for each time, where there are few times."""
    if len(chart.labels) > min(len(chart.series), MOST_SERIES) and len(chart.series) > 1:
        return chart
    if len(chart.labels) > MOST_SERIES:
        return chart
    by_time = (Series(label, tuple(one.values[at] for one in chart.series)) for at, label in enumerate(chart.labels))
    told = tuple(one for one in by_time if any(value is not None for value in one.values))
    return replace(chart, labels=tuple(one.name for one in chart.series), series=told, lines=False)


def _source(rows: Iterable[Sequence[Square]]) -> str:
    """The reports that the values come from."""
    reports = {e.stored.report.report: e.stored.report for row in rows for square in row for e in square.inputs}
    titles: dict[str, list[str]] = {}
    for one in reports.values():
        titles.setdefault(one.association, []).append(one.title)
    told = [f"{name}: {say_each(titles[name], 'sv')}" for name in sorted(titles)]
    more = len(told) - _MOST_SOURCES
    return f"Källa: {'; '.join(told[:_MOST_SOURCES])}{f' och {more} förbund till' if more > 0 else ''}."


def chart_text(chart: ChartData) -> str:
    """What the chart shows, in sentences: of each series the first, highest, lowest and last value, and its gaps."""
    kind = "Linjediagram" if chart.lines else "Stapeldiagram"
    opening = f"{kind}: {chart.title}"
    opening += f", {chart.labels[0]} till {chart.labels[-1]}." if chart.lines else "."
    told = [_told(one, chart) for one in chart.series[:_MOST_TOLD]]
    more = len(chart.series) - _MOST_TOLD
    told += [f"{more} serier till står i tabellen."] if more > 0 else []
    return " ".join([opening, *told, chart.note, "Alla värden står i tabellen."]).replace("  ", " ")


def _told(series: Series, chart: ChartData) -> str:
    points = [(label, value) for label, value in zip(chart.labels, series.values, strict=True) if value is not None]
    gaps = [label for label, value in zip(chart.labels, series.values, strict=True) if value is None]
    missing = f" Saknas för {say_each(gaps, 'sv')}." if gaps else ""
    if len(points) <= 3 or not chart.lines:
        listed = ", ".join(f"{label} {say_amount(value, chart.unit)}" for label, value in points[:_MOST_TOLD])
        return f"{series.name}: {listed}{' …' if len(points) > _MOST_TOLD else ''}.{missing}"
    places = (("från", points[0]), ("till", points[-1]), ("högst", max(points, key=_value)), ("lägst", min(points, key=_value)))
    begin, end, highest, lowest = (f"{word} {say_amount(value, chart.unit)} ({label})" for word, (label, value) in places)
    return f"{series.name}: {begin} {end}, {highest}, {lowest}.{missing}"


def _value(point: tuple[str, Decimal]) -> Decimal:
    return point[1]
