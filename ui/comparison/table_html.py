"""A comparison as HTML: a summary, the exports, and for each measure its table and chart. What reports say is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ui.comparison.chart_data import chart_of, chart_text
from ui.comparison.choice import Choice
from ui.comparison.square_words import marks_of, summary_text, value_text
from ui.comparison.squares import ComparedTable, Square, TableRow

MOST_CHARTS = 4  # each takes a tenth of a second to draw
_TOO_MUCH_TO_DRAW = "För många eller för få värden för ett läsbart diagram: läs tabellen, eller ändra urvalet."


def comparison_html(tables: tuple[ComparedTable, ...], choice: Choice) -> str:
    """Everything under the choices."""
    summary = f'<h2 class="fs-summary" tabindex="-1" role="status">{escape(summary_text(tables))}</h2>'
    sections = "".join(_section(table, at, choice) for at, table in enumerate(tables))
    return f'<div class="fs-review-head">{summary}{_exports(choice)}</div>{sections}'


def comparison_notice_html(text: str, *, alert: bool = False) -> str:
    """One calm line in the place of the tables."""
    return f'<p class="fs-review-empty"{" role=alert" if alert else ""}>{escape(text)}</p>'


def _exports(choice: Choice) -> str:
    query = escape(choice.to_query())
    return (
        '<nav class="fs-exports" aria-label="Hämta jämförelsen">'
        f'<a href="/jamfor.xlsx?{query}" download>Hämta för Excel (XLSX)</a>'
        f'<a href="/jamfor.csv?{query}" download>Hämta som CSV</a></nav>'
    )


def _section(table: ComparedTable, at: int, choice: Choice) -> str:
    unit = f' <span class="fs-cmp-unit">({escape(table.unit)})</span>' if table.unit else ""
    notes = "".join(f'<p class="fs-cmp-note">{escape(note)}</p>' for note in table.notes)
    heading = f'<h3 id="fs-compared-{at}">{escape(table.title)}{unit}</h3>'
    return (
        f'<section class="fs-compared" aria-labelledby="fs-compared-{at}">{heading}'
        f"{notes}{_table(table, at)}{_chart(table, at, choice) if at < MOST_CHARTS else ''}</section>"
    )


def _table(table: ComparedTable, at: int) -> str:
    if not table.rows:
        return ""
    columns = "".join(f'<th scope="col">{escape(column)}</th>' for column in table.columns)
    rows = "".join(_row(row, table.unit, f"{at}.{n}") for n, row in enumerate(table.rows))
    return (
        f'<div class="fs-cmp-grid" role="region" tabindex="0" aria-labelledby="fs-compared-{at}"><table>'
        f'<thead><tr><th scope="col">{escape(table.corner)}</th>{columns}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _row(row: TableRow, unit: str, at: str) -> str:
    cells = "".join(f"<td>{_cell(square, unit, f'{at}.{n}')}</td>" for n, square in enumerate(row.squares))
    return f'<tr><th scope="row">{escape(row.header).replace("/", "/<wbr>")}</th>{cells}</tr>'


def _cell(square: Square, unit: str, at: str) -> str:
    """A button that opens the square: what it is, is told by the table's headers."""
    state = " fs-cmp-none" if square.value is None else " fs-cmp-contested" if square.is_contested else ""
    marks = "".join(f'<span class="fs-cmp-mark">{escape(mark)}</span>' for mark in marks_of(square))
    hint = "visa varför" if square.value is None else "visa källan"
    return (
        f'<button type="button" class="fs-cmp-cell{state}" data-at="{at}"><span class="fs-cmp-value">'
        f'{escape(value_text(square, unit))}</span>{marks}<span class="fs-hidden">, {hint}</span></button>'
    )


def _chart(table: ComparedTable, at: int, choice: Choice) -> str:
    chart = chart_of(table, choice.drawn)
    if chart is None:
        return f'<p class="fs-cmp-note">{_TOO_MUCH_TO_DRAW}</p>' if _has_values(table.rows) else ""
    address = f"{escape(choice.to_query())}&amp;nr={at}"
    text = escape(chart_text(chart))
    images = "".join(
        f'<img class="fs-cmp-{theme}" loading="lazy" width="648" height="346" alt="{text}" '
        f'src="/jamfor/diagram.svg?{address}{dark}">'
        for theme, dark in (("light", ""), ("dark", "&amp;tema=mork"))
    )
    links = (
        f'<span class="fs-exports"><a href="/jamfor/diagram.svg?{address}" download>Diagram som SVG</a>'
        f'<a href="/jamfor/diagram.png?{address}" download>Diagram som PNG</a></span>'
    )
    in_words = f"<details><summary>Diagrammet i ord</summary><p>{text}</p></details>"
    scrolled = (
        f'<div class="fs-cmp-chart-scroll" role="region" tabindex="0" aria-label="Diagram: {escape(table.title)}">{images}</div>'
    )
    return f'<figure class="fs-cmp-chart">{scrolled}<figcaption>{in_words}{links}</figcaption></figure>'


def _has_values(rows: Sequence[TableRow]) -> bool:
    return any(square.value is not None for row in rows for square in row.squares)
