"""Places in reports by address: `/api/source/{report}` for everybody, of public reports, and `/kalla/{report}` for
who is signed in, of all. Each gives the page as HTML, or its image as PNG; what cannot be shown, as `source_problem` tells it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from ingest.errors import EmptyStoreError, FinsamError, InputError, NoSuchPlaceError, PageImageBusyError, StoreError, UsageError
from ui.accepts import weight
from ui.access.person import person_of
from ui.desk import Desk
from ui.journal import unexpected_text
from ui.page_figure import PUBLIC_ROOT, STAFF_ROOT, base_path
from ui.page_image import PageImages
from ui.source_page import security_headers, source_page
from ui.source_place import Place, find_place, read_asked
from ui.source_problem import source_problem
from vectorstore.entries import EVERYTHING, PUBLIC, ReportEntry, Scope

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response

PNG, HTML = "image/png", "text/html"
_NOT_THERE = "Det finns ingen sådan rapport att visa. Kontrollera adressen."
_NO_IMAGE = "Platsen kan bara visas som text (text/html): rapporten är ingen PDF."
_BUSY_SECONDS = "5"

_log = logging.getLogger(__name__)


def add_sources(app: FastAPI, desk: Desk) -> FastAPI:
    """Adds both addresses to the application."""
    images = PageImages(desk.settings)

    def public(request: Request) -> Response:
        return _answered(request, lambda: _show(request, desk, images, PUBLIC, PUBLIC_ROOT))

    def staff(request: Request) -> Response:
        person_of(request)  # nobody without one gets here
        return _answered(request, lambda: _show(request, desk, images, EVERYTHING, STAFF_ROOT))

    app.add_route(PUBLIC_ROOT + "/{report}", public)
    app.add_route(STAFF_ROOT + "/{report}", staff)
    return app


def _answered(request: Request, show: Callable[[], Response]) -> Response:
    """What is shown, or the problem. A report that is not public is answered like one that does not exist."""
    refused = partial(source_problem, request)
    try:
        return show()
    except (EmptyStoreError, NoSuchPlaceError) as exc:
        return refused(HTTPStatus.NOT_FOUND, exc.message_sv if isinstance(exc, NoSuchPlaceError) else _NOT_THERE)
    except UsageError as exc:
        return refused(HTTPStatus.UNPROCESSABLE_ENTITY, exc.message_sv)
    except PageImageBusyError as exc:
        return refused(HTTPStatus.SERVICE_UNAVAILABLE, exc.message_sv, {"Retry-After": _BUSY_SECONDS})
    except InputError as exc:
        _log.warning("a page cannot be shown: %s", exc)
        return refused(HTTPStatus.INTERNAL_SERVER_ERROR, exc.message_sv)
    except StoreError as exc:
        _log.warning("a source cannot be read: %s", exc)
        return refused(HTTPStatus.SERVICE_UNAVAILABLE, "Rapporterna går inte att läsa just nu. Försök igen om en stund.")
    except FinsamError as exc:
        return refused(HTTPStatus.INTERNAL_SERVER_ERROR, exc.message_sv)
    except Exception as exc:
        return refused(HTTPStatus.INTERNAL_SERVER_ERROR, unexpected_text(exc))


def _show(request: Request, desk: Desk, images: PageImages, scope: Scope, root: str) -> Response:
    from fastapi import Response

    library = desk.library().within(scope)
    entry = _find(library.reports(), request.path_params["report"])
    if entry is None:
        return source_problem(request, HTTPStatus.NOT_FOUND, _NOT_THERE)
    place = find_place(library, entry, read_asked(request.query_params))
    wanted = _wanted(request, place)
    headers = {**security_headers(), "Cache-Control": "no-cache" if scope is PUBLIC else "no-store", "Vary": "Accept"}
    if wanted == PNG and place.has_images:
        original = library.original(entry.report)
        assert original is not None
        return Response(images.png(original, place.pages[0], place.boxes), headers=headers, media_type=PNG)
    if wanted == HTML:
        page = source_page(place, library.pages(entry.report), base_path(root, entry.report))
        return Response(page, headers=headers, media_type=HTML)
    return source_problem(request, HTTPStatus.NOT_ACCEPTABLE, _NO_IMAGE)


def _find(entries: tuple[ReportEntry, ...], report: str) -> ReportEntry | None:
    return next((entry for entry in entries if entry.report == report), None)


def _wanted(request: Request, place: Place) -> str:
    """The media type to answer with, PNG or HTML; "" when neither is taken. `format=png` in the address goes before `Accept`."""
    named = request.query_params.get("format", "")
    if named:
        if named not in ("png", "html"):
            raise UsageError("format ska vara html eller png.")
        return PNG if named == "png" else HTML
    accepted = request.headers.get("accept") or "*/*"
    offered = (HTML, PNG) if place.has_images else (HTML,)
    weights = {media_type: weight(accepted, media_type) for media_type in offered}
    best = max(offered, key=lambda media_type: weights[media_type])
    return best if weights[best] > 0 else ""
