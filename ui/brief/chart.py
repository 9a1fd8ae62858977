"""The chart over a table of the brief: the rows that the model names, drawn as the table has them, so that nothing else shows.

A cell that a person has changed has no source and is not drawn; where too few values are left there is no chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.brief.charted import FEWEST_POINTS
from assistant.brief.content import Cell, TableBlock
from assistant.brief.contested import SIGN
from assistant.brief.wording import lower_first, tied
from assistant.wording import say_each
from ui.comparison.chart_data import ChartData, Series, chart_text

_SOURCE = "Källorna står i tabellen under diagrammet."
_BY_HAND = "Värden som är ändrade för hand ritas inte."
_MOST_KEPT = 32  # pictures: a brief is shown anew at every change, its chart mostly as it was


@dataclass(frozen=True, slots=True)
class TableChart:
    """`data` is what is drawn, with contested times marked; `words` says it in sentences."""

    data: ChartData
    words: str


def chart_of_table(table: TableBlock) -> TableChart | None:
    """The chart of a table as it is now; None for one without."""
    if table.chart is None:
        return None
    rows = [row for row in (table.rows[at] for at in table.chart.rows) if len(_stated(row)) >= FEWEST_POINTS]
    units = {cell.stated.unit for row in rows for cell in _stated(row) if cell.stated}
    if len(units) != 1:
        return None
    labels = table.columns[1:-1]
    series = tuple(Series(row[0].text, tuple(cell.stated.value if cell.stated else None for cell in row[1:-1])) for row in rows)
    names = [one.name if n == 0 else lower_first(one.name) for n, one in enumerate(series)]
    title = f"{say_each(names, 'sv')} ({lower_first(table.chart.kind)})"
    plain = ChartData(title, units.pop(), labels, series, _SOURCE, lines=True, note=_note(rows, labels))
    marked = tuple(f"{label} {SIGN}" if _contested(rows, n) else label for n, label in enumerate(labels))
    return TableChart(replace(plain, labels=marked), tied(chart_text(plain)))


def _stated(row: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in row[1:-1] if cell.stated is not None]


def _contested(rows: Sequence[Sequence[Cell]], at: int) -> bool:
    return any(row[1:-1][at].contested for row in rows)


def _note(rows: Sequence[Sequence[Cell]], labels: Sequence[str]) -> str:
    """Which values the reports contradict, and whether some are not drawn."""
    doubted = []
    for row in rows:
        times = [label for label, cell in zip(labels, row[1:-1], strict=True) if cell.contested]
        if times:
            doubted.append(f"{row[0].text} {say_each(times, 'sv')}")
    notes = [f"{SIGN} Motsägs i rapporterna: {'; '.join(doubted)}."] if doubted else []
    if any(cell.by_hand for row in rows for cell in row[1:-1]):
        notes.append(_BY_HAND)
    return " ".join(notes)


@lru_cache(maxsize=_MOST_KEPT)
def picture_svg(chart: TableChart, *, dark: bool) -> bytes:
    """The chart as SVG in the page's light or dark theme."""
    from ui.comparison.chart import chart_svg

    return chart_svg(chart.data, dark=dark)


@lru_cache(maxsize=_MOST_KEPT)
def picture_png(chart: TableChart) -> bytes:
    """The chart as PNG on white, 1600 px wide: 239 dots per inch over the width of a page's text."""
    from ui.comparison.chart import chart_png

    return chart_png(chart.data)
