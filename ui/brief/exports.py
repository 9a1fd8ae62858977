"""`/underlag.docx` and `/underlag.pdf`: a person's draft as a file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ingest.errors import FinsamError, UsageError
from ui.access.person import person_of
from ui.brief.drafting import brief_of
from ui.brief.drafts import kept_draft
from ui.brief.edits import apply
from ui.brief.files import WRITERS, Writer
from ui.desk import Desk
from ui.journal import unexpected_text

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response


def add_briefs(app: FastAPI, desk: Desk) -> FastAPI:
    """Adds both addresses to the application; the query `utkast` names the draft, which must be the person's own."""

    def word(request: Request) -> Response:
        return _file(request, desk, ".docx", WRITERS[".docx"])

    def pdf(request: Request) -> Response:
        return _file(request, desk, ".pdf", WRITERS[".pdf"])

    app.add_route("/underlag.docx", word)
    app.add_route("/underlag.pdf", pdf)
    return app


def _file(request: Request, desk: Desk, ending: str, writer: Writer) -> Response:
    from fastapi import Response

    try:
        draft = kept_draft(desk.workplace, person_of(request), request.query_params.get("utkast", ""))
        content = writer.make(apply(draft, brief_of(desk, draft)), date.today())
    except FinsamError as exc:
        return Response(exc.message_sv, 400 if isinstance(exc, UsageError) else 503, media_type="text/plain; charset=utf-8")
    except Exception as exc:
        return Response(unexpected_text(exc), 500, media_type="text/plain; charset=utf-8")
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="underlag{ending}"'}
    return Response(content, media_type=writer.media_type, headers=headers)
