"""The opinions as a file for the staff: `/omdomen.csv`, for whoever may edit."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from typing import TYPE_CHECKING

from ui.access.person import Role, person_of
from ui.conversations.opinions import Opinion, Opinions
from ui.conversations.times import local_stamp
from ui.desk import Desk
from ui.problem import file_or_line
from ui.review_export import harmless

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response

OPINIONS_PATH = "/omdomen.csv"
COLUMNS = ("När", "Vem", "Omdöme", "Kommentar", "Fråga", "Svar", "Begränsat till")
_CSV_TYPE = "text/csv; charset=utf-8"


def add_opinions(app: FastAPI, desk: Desk) -> FastAPI:
    """Adds the address to the application."""
    app.add_route(OPINIONS_PATH, lambda request: file_or_line(lambda: _export(request, desk)))
    return app


def opinions_csv(opinions: Sequence[Opinion]) -> bytes:
    """As Swedish Excel opens it: UTF-8 with its mark, semicolons, no formulas; a line break within a cell stays."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in opinions:
        cells = (local_stamp(one.at), one.by, one.verdict, one.comment, one.question, one.answer, one.limits)
        writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig", errors="replace")


def _export(request: Request, desk: Desk) -> Response:
    from fastapi import Response

    person_of(request).require(Role.EDITOR)
    content = opinions_csv(Opinions(desk.workplace).every())
    headers = {"Cache-Control": "no-store", "Content-Disposition": 'attachment; filename="omdomen.csv"'}
    return Response(content, media_type=_CSV_TYPE, headers=headers)
