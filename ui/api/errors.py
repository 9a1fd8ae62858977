"""What goes wrong in the API, as Swedish problem details; whoever has no account is told nothing of the insides."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from ingest.errors import BusyError, EmptyStoreError, FinsamError, NotAllowedError, StoreError, TooSlowError, UsageError
from ui.api.invalid_words import invalid_text
from ui.journal import unexpected_text
from ui.problem import problem

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response

    from ui.operations.metrics import Reason

# The same to everybody: whether there are reports that are not public is not told.
NOTHING_TO_ASK = "Det finns inga publika rapporter att svara ur än. Försök igen längre fram."
NOT_READABLE = "Rapporterna går inte att läsa just nu. Försök igen om en stund."
_SOON, _LATER = {"Retry-After": "5"}, {"Retry-After": "30"}
_TOLD = {
    HTTPStatus.BAD_REQUEST: "Anropet går inte att läsa. Kontrollera det och försök igen.",
    HTTPStatus.NOT_FOUND: "Adressen finns inte. Vilka som finns står i /api/openapi.json.",
}

_log = logging.getLogger(__name__)


def add_error_answers(app: FastAPI) -> FastAPI:
    """FastAPI's own refusals, of values that do not fit and of requests it cannot read, become problems too."""

    def invalid(request: Request, exc: Exception) -> Response:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, invalid_text(cast(RequestValidationError, exc).errors()))

    def refused(request: Request, exc: Exception) -> Response:
        status = HTTPStatus(cast(HTTPException, exc).status_code)
        told = _TOLD.get(status, "Det gick inte. Kontrollera anropet och försök igen.")
        return problem(status, told, cast(HTTPException, exc).headers)

    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, refused)
    return app


def problem_of(error: Exception) -> Response:
    """The problem to answer with; what nobody foresaw is logged with its id."""
    if isinstance(error, BusyError):
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, error.message_sv, _SOON)
    if isinstance(error, TooSlowError):
        return problem(HTTPStatus.GATEWAY_TIMEOUT, error.message_sv, _LATER)
    if isinstance(error, EmptyStoreError):
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, NOTHING_TO_ASK)
    if isinstance(error, StoreError):
        _log.warning("the API cannot read: %s", error)
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, NOT_READABLE, _LATER)
    if isinstance(error, NotAllowedError):
        return problem(HTTPStatus.FORBIDDEN, error.message_sv)
    if isinstance(error, UsageError):
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, error.message_sv)
    if isinstance(error, FinsamError):  # its line may name files of this machine
        _log.warning("the API cannot answer: %s", error)
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Det gick inte att svara just nu. Försök igen om en stund.")
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, unexpected_text(error))


def reason_of(error: Exception) -> Reason:
    """How a question that got no answer is counted."""
    if isinstance(error, BusyError):
        return "busy"
    if isinstance(error, TooSlowError):
        return "too_slow"
    return "invalid" if isinstance(error, UsageError) else "failed"
