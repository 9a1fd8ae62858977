"""Pages and lines as rows and back. Places on a page travel as JSON text, null where the format has none."""

from __future__ import annotations

from pydantic import TypeAdapter
from sqlalchemy import Row

from ingest.domain import Box, Line, Page, PageSource, PrintedCell, Report
from vectorstore.records import Values, as_json

_box: TypeAdapter[Box] = TypeAdapter(Box)
_cells: TypeAdapter[tuple[PrintedCell, ...]] = TypeAdapter(tuple[PrintedCell, ...])


def line_values(report: Report) -> list[Values]:
    return [
        {
            "report_id": report.id,
            "number": n.number,
            "text": n.text,
            "page": n.page,
            "box": as_json(_box, n.box) if n.box else None,
            "cells": as_json(_cells, n.cells) if n.cells else None,
        }
        for n in report.document.lines
    ]


def page_values(report: Report) -> list[Values]:
    return [
        {
            "report_id": report.id,
            "number": p.number,
            "label": p.label,
            "width": p.width,
            "height": p.height,
            "source": p.source.value,
            "note": p.note,
        }
        for p in report.document.pages
    ]


def read_line(row: Row[tuple[object, ...]]) -> Line:
    return Line(
        number=row.number,
        text=row.text,
        page=row.page,
        box=_box.validate_json(row.box) if row.box else None,
        cells=_cells.validate_json(row.cells) if row.cells else (),
    )


def read_page(row: Row[tuple[object, ...]]) -> Page:
    return Page(row.number, row.label, row.width, row.height, PageSource(row.source), row.note)
