"""The chart of a table as the preview shows it: a picture for each theme, and the same in words."""

from __future__ import annotations

from base64 import b64encode
from html import escape

from assistant.brief.content import TableBlock
from ui.brief.chart import TableChart, chart_of_table, picture_svg


def chart_html(table: TableBlock) -> str:
    """The figure; "" for a table without a chart. The picture is within the page, so that it is always of the draft shown."""
    chart = chart_of_table(table)
    if chart is None:
        return ""
    words = escape(chart.words)
    images = _image(chart, words, dark=False) + _image(chart, words, dark=True)
    return (
        f'<figure class="fs-brief-chart"><div class="fs-brief-scroll" tabindex="0" role="region" '
        f'aria-label="Diagram: {escape(table.title)}">{images}</div>'
        f"<details><summary>Diagrammet i ord</summary><p>{words}</p></details></figure>"
    )


def _image(chart: TableChart, words: str, *, dark: bool) -> str:
    picture = b64encode(picture_svg(chart, dark=dark)).decode()
    theme = "dark" if dark else "light"
    return f'<img class="fs-brief-{theme}" width="648" height="346" alt="{words}" src="data:image/svg+xml;base64,{picture}">'
