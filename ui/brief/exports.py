"""`/underlag.docx` and `/underlag.pdf`: a person's draft as a file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ui.access.person import person_of
from ui.brief.drafting import brief_of
from ui.brief.drafts import kept_draft
from ui.brief.edits import apply
from ui.brief.files import WRITERS, Writer
from ui.desk import Desk
from ui.problem import file_or_line
from ui.reports.original_api import disposition
from ui.upload_files import clean_stem

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response


def add_briefs(app: FastAPI, desk: Desk) -> FastAPI:
    """Adds both addresses to the application; the query `utkast` names the draft, which must be the person's own."""

    def word(request: Request) -> Response:
        return file_or_line(lambda: _file(request, desk, ".docx", WRITERS[".docx"]))

    def pdf(request: Request) -> Response:
        return file_or_line(lambda: _file(request, desk, ".pdf", WRITERS[".pdf"]))

    app.add_route("/underlag.docx", word)
    app.add_route("/underlag.pdf", pdf)
    return app


def _file(request: Request, desk: Desk, ending: str, writer: Writer) -> Response:
    from fastapi import Response

    draft = kept_draft(desk.workplace, person_of(request), request.query_params.get("utkast", ""))
    brief = apply(draft, brief_of(desk, draft))
    content = writer.make(brief, date.today())
    name = f"{clean_stem(brief.title.replace('/', '-'))}{ending}"
    headers = {"Cache-Control": "no-store", "Content-Disposition": disposition(name)}
    return Response(content, media_type=writer.media_type, headers=headers)
