"""The comparison as files: `/jamfor.csv`, `/jamfor.xlsx`, and each chart as `/jamfor/diagram.svg` and `.png`."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING

from ingest.errors import UsageError
from ui.access.person import Role, person_of
from ui.comparison.chart_data import ChartData, chart_of
from ui.comparison.choice import Choice
from ui.comparison.export_rows import SOURCE_COLUMNS, VALUE_COLUMNS, Cell, export_rows
from ui.comparison.lay_out import compare_chosen
from ui.comparison.squares import ComparedTable
from ui.desk import Desk
from ui.problem import file_or_line
from ui.review_export import harmless

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response

_CSV_TYPE, _SVG_TYPE, _PNG_TYPE = "text/csv; charset=utf-8", "image/svg+xml", "image/png"
_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A chart opened by itself is a page of its own: it may show itself and do nothing.
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
}

Make = Callable[["Request", tuple[ComparedTable, ...], Choice], bytes]


def add_comparison(app: FastAPI, desk: Desk) -> FastAPI:
    """Adds the files, with the choice in the query as `Choice.to_query` writes it."""
    files: tuple[tuple[str, Make, str], ...] = (
        ("/jamfor.csv", lambda _, tables, __: comparison_csv(tables), _CSV_TYPE),
        ("/jamfor.xlsx", lambda _, tables, __: _workbook(tables), _XLSX_TYPE),
        ("/jamfor/diagram.svg", _svg, _SVG_TYPE),
        ("/jamfor/diagram.png", _png, _PNG_TYPE),
    )
    for path, make, media_type in files:
        app.add_route(path, _route(desk, make, media_type))
    return app


def comparison_csv(tables: tuple[ComparedTable, ...]) -> bytes:
    """As Swedish Excel opens it: UTF-8 with its mark, semicolons, decimal commas, no formulas. The values first, then, after
    an empty line, their sources."""
    rows = export_rows(tables)
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for columns, lines in ((VALUE_COLUMNS, rows.values), (SOURCE_COLUMNS, rows.sources)):
        writer.writerow(columns)
        writer.writerows([_csv_cell(cell) for cell in line] for line in lines)
        if columns is VALUE_COLUMNS:
            writer.writerow(())
    return out.getvalue().encode("utf-8-sig", errors="replace")


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return format(cell, "f").replace(".", ",")
    return harmless(" ".join(str(cell).split())) if cell is not None else ""


def _workbook(tables: tuple[ComparedTable, ...]) -> bytes:
    from ui.comparison.workbook import comparison_xlsx

    return comparison_xlsx(tables)


def _svg(request: Request, tables: tuple[ComparedTable, ...], choice: Choice) -> bytes:
    from ui.comparison.chart import chart_svg

    return chart_svg(_chart(request, tables, choice), dark=request.query_params.get("tema") == "mork")


def _png(request: Request, tables: tuple[ComparedTable, ...], choice: Choice) -> bytes:
    from ui.comparison.chart import chart_png

    return chart_png(_chart(request, tables, choice))


def _chart(request: Request, tables: tuple[ComparedTable, ...], choice: Choice) -> ChartData:
    """The chart of the table that `nr` names, counted from 0."""
    number = request.query_params.get("nr", "0")
    at = int(number) if number.isdecimal() and len(number) < 6 else len(tables)
    chart = chart_of(tables[at], choice.drawn) if at < len(tables) else None
    if chart is None:
        raise UsageError("Urvalet ger inget diagram. Gå till sidan Jämför och välj om.", f"no chart {number[:20]!r}")
    return chart


def _route(desk: Desk, make: Make, media_type: str) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        from fastapi import Response

        person_of(request).require(Role.READER)
        query = {name: request.query_params.getlist(name) for name in request.query_params}
        choice = Choice.from_query(query)
        content = make(request, compare_chosen(choice, desk.library()), choice)
        return Response(content, media_type=media_type, headers=_HEADERS)

    return lambda request: file_or_line(lambda: answer(request))
