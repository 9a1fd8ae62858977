"""The files themselves by address: `/original/REPORT` gives whoever is signed in the bytes that a report was read from."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from ingest.errors import EmptyStoreError, FinsamError, NotAllowedError
from ingest.language import fold
from ui.access.person import Role, person_of
from ui.desk import Desk
from ui.journal import unexpected_text
from ui.problem import problem
from ui.upload_files import clean_stem
from vectorstore.entries import ReportEntry

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response

ORIGINAL_ROOT = "/original"
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
    "text": "text/plain",
}
_ENDINGS = {"pdf": "pdf", "docx": "docx", "xlsx": "xlsx", "html": "html", "text": "txt"}
_NOT_THERE = "Det finns ingen sådan rapport att hämta. Uppdatera listan."
_FILE_GONE = "Originalet finns inte kvar i datakatalogen. Ladda upp filen igen."

_log = logging.getLogger(__name__)


def original_address(report: str) -> str:
    return f"{ORIGINAL_ROOT}/{quote(report, safe='')}"


def add_originals(app: FastAPI, desk: Desk) -> FastAPI:
    """Adds the address to the application."""

    def original(request: Request) -> Response:
        try:
            person_of(request).require(Role.READER)
            return _file(desk, request.path_params["report"])
        except NotAllowedError as exc:
            return problem(HTTPStatus.FORBIDDEN, exc.message_sv)
        except EmptyStoreError:
            return problem(HTTPStatus.NOT_FOUND, _NOT_THERE)
        except FinsamError as exc:
            _log.warning("an original cannot be given: %s", exc)
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, exc.message_sv)
        except Exception as exc:
            return problem(HTTPStatus.INTERNAL_SERVER_ERROR, unexpected_text(exc))

    app.add_route(ORIGINAL_ROOT + "/{report}", original)
    return app


def _file(desk: Desk, report: str) -> Response:
    from starlette.responses import FileResponse

    library = desk.library()
    entry = next((one for one in library.reports() if one.report == report), None)
    if entry is None:
        return problem(HTTPStatus.NOT_FOUND, _NOT_THERE)
    path = library.original(report)
    if path is None or not path.is_file():
        return problem(HTTPStatus.NOT_FOUND, _FILE_GONE)
    headers = {
        "Content-Type": _TYPES.get(entry.format, "application/octet-stream"),
        "Content-Disposition": disposition(safe_name(entry)),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",  # a web page is a file here, never a page of ours
    }
    return FileResponse(path, headers=headers)


def safe_name(entry: ReportEntry) -> str:
    """The name to save under: the cleaned stem with the ending of what the file holds, whatever it was called."""
    return f"{clean_stem(entry.source_file)}.{_ENDINGS.get(entry.format, 'bin')}"


def disposition(name: str) -> str:
    """The header that makes a browser save the file under this name (RFC 6266), in ASCII for programs that know no other."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "-" for sign in fold(name))
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
