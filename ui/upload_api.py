"""Uploads by address: `POST /api/reports` takes a file, `GET` and `DELETE /api/jobs/{id}` follow it and call it off,
`GET /api/jobs` lists the person's own.

Who is no editor gets nowhere; that no page from elsewhere is behind a request is `ui.access.identity`'s matter.
"""

from __future__ import annotations

import errno
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect

from ingest.errors import FileTooLargeError, FinsamError, NotAllowedError, TooManyUploadsError, UsageError
from ingest.formats.limits import Limits
from ui.access.person import Role, person_of
from ui.journal import unexpected_text
from ui.multipart_file import is_multipart, receive_file, too_large
from ui.problem import problem
from ui.upload_jobs import Job, job_json, jobs_json
from ui.uploads import Uploads

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response

JSON_TYPE = "application/json"
_UNKNOWN_JOB = "Det finns inget sådant jobb. Det kan vara gammalt; rapporterna visas av finsam reports."
_RETRY = {"Retry-After": "30"}
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# An upload's body is hardly larger than its file; what says at once that it is gets no chance to send it.
_AROUND_BYTES = 64_000

_log = logging.getLogger(__name__)


def add_uploads(app: FastAPI, uploads: Uploads) -> FastAPI:
    """Adds the addresses to the application."""

    async def take(request: Request) -> Response:
        return _refusal(request) or await _take(request, uploads)

    def list_own(request: Request) -> Response:
        return _refusal(request) or _json(jobs_json(uploads.jobs_of(person_of(request))), HTTPStatus.OK)

    def follow(request: Request) -> Response:
        return _refusal(request) or _told(_own_job(request, uploads), HTTPStatus.OK)

    def call_off(request: Request) -> Response:
        return _refusal(request) or _call_off(uploads, _own_job(request, uploads))

    app.add_route("/api/reports", take, methods=["POST"])
    app.add_route("/api/jobs", list_own, methods=["GET"])
    app.add_route("/api/jobs/{job_id}", follow, methods=["GET"])
    app.add_route("/api/jobs/{job_id}", call_off, methods=["DELETE"])
    return app


def _refusal(request: Request) -> Response | None:
    try:
        person_of(request).require(Role.EDITOR)
    except NotAllowedError as exc:
        return problem(HTTPStatus.FORBIDDEN, exc.message_sv)
    return None


def _own_job(request: Request, uploads: Uploads) -> Job | None:
    """The job that the address names, if it is the person's own; an administrator sees everybody's."""
    job, person = uploads.job(request.path_params["job_id"]), person_of(request)
    is_seen = job is not None and (job.by == person.name or person.role.includes(Role.ADMINISTRATOR))
    return job if is_seen else None


async def _take(request: Request, uploads: Uploads) -> Response:
    limit = Limits.of(uploads.settings).max_file_bytes
    if not is_multipart(request):
        return problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Skicka filen som ett formulär (multipart/form-data).")
    told = request.headers.get("content-length", "")
    if told.isdigit() and int(told) > limit + _AROUND_BYTES:
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, too_large(limit).message_sv)
    try:
        job_id = uploads.reserve()
    except TooManyUploadsError as exc:
        return problem(HTTPStatus.TOO_MANY_REQUESTS, exc.message_sv, _RETRY)
    try:
        received = uploads.folder(job_id) / "mottagen"
        received.parent.mkdir(parents=True)
        form = await receive_file(request, received, limit)
        job = uploads.submit(job_id, received, form.file_name, form.fields, person_of(request))
    except BaseException as exc:
        uploads.give_up(job_id)
        if not isinstance(exc, Exception):
            raise
        return _failed(exc)
    return _told(job, HTTPStatus.ACCEPTED)


def _failed(exc: Exception) -> Response:
    if isinstance(exc, FileTooLargeError):
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, exc.message_sv)
    if isinstance(exc, UsageError):
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, exc.message_sv)
    if isinstance(exc, ClientDisconnect):
        return problem(HTTPStatus.BAD_REQUEST, "Överföringen bröts innan filen var hel. Försök igen.")
    if isinstance(exc, OSError):
        _log.warning("an upload could not be stored: %s", exc)
        if exc.errno in _FULL:
            return problem(
                HTTPStatus.INSUFFICIENT_STORAGE, "Disken är full, så filen kan inte tas emot. Frigör plats och försök igen."
            )
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Filen kan inte sparas i datakatalogen. Ge rättighet att skriva där.")
    if isinstance(exc, FinsamError):
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, exc.message_sv)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, unexpected_text(exc))


def _call_off(uploads: Uploads, job: Job | None) -> Response:
    try:
        return _told(uploads.cancel(job.id) if job is not None else None, HTTPStatus.OK)
    except UsageError as exc:
        return problem(HTTPStatus.CONFLICT, exc.message_sv)


def _told(job: Job | None, status: HTTPStatus) -> Response:
    if job is None:
        return problem(HTTPStatus.NOT_FOUND, _UNKNOWN_JOB)
    return _json(job_json(job), status, {"Location": f"/api/jobs/{job.id}"} if status is HTTPStatus.ACCEPTED else None)


def _json(text: str, status: HTTPStatus, headers: Mapping[str, str] | None = None) -> Response:
    from fastapi import Response

    kept = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **(headers or {})}
    return Response(text, int(status), kept, JSON_TYPE)
