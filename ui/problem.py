"""What goes wrong with a request, told in Swedish: as problem details (RFC 9457) to programs, as text to who fetches a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

from ingest.errors import FinsamError, NotAllowedError, UsageError
from ui.journal import unexpected_text

if TYPE_CHECKING:
    from fastapi import Response

PROBLEM_TYPE = "application/problem+json"
TEXT_TYPE = "text/plain; charset=utf-8"
_TITLES = {
    HTTPStatus.BAD_REQUEST: "Frågan går inte att läsa",
    HTTPStatus.UNAUTHORIZED: "Inte inloggad",
    HTTPStatus.FORBIDDEN: "Inte tillåtet",
    HTTPStatus.NOT_FOUND: "Finns inte",
    HTTPStatus.METHOD_NOT_ALLOWED: "Går inte på den här adressen",
    HTTPStatus.NOT_ACCEPTABLE: "Finns inte i det formatet",
    HTTPStatus.REQUEST_TIMEOUT: "För långsamt",
    HTTPStatus.CONFLICT: "Går inte längre",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "För stort",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "Fel slags innehåll",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Går inte att använda",
    HTTPStatus.TOO_MANY_REQUESTS: "För många samtidigt",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Något gick fel",
    HTTPStatus.SERVICE_UNAVAILABLE: "Går inte just nu",
    HTTPStatus.GATEWAY_TIMEOUT: "Tog för lång tid",
    HTTPStatus.INSUFFICIENT_STORAGE: "Disken är full",
}


def problem(status: HTTPStatus, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """A problem of no type of its own: its title says what the status means, `detail` what happened and what to do."""
    from fastapi import Response

    body = {"type": "about:blank", "title": title_of(status), "status": int(status), "detail": detail}
    kept = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **(headers or {})}
    return Response(json.dumps(body, ensure_ascii=False), int(status), kept, PROBLEM_TYPE)


def title_of(status: HTTPStatus) -> str:
    """What the status means, in a few words."""
    return _TITLES.get(status, "Det gick inte")


def file_or_line(make: Callable[[], Response]) -> Response:
    """The answer with a file that `make` gives; whatever it raises becomes a calm line of text with the status that fits."""
    try:
        return make()
    except FinsamError as exc:
        return _line(_status_of(exc), exc.message_sv)
    except Exception as exc:
        return _line(HTTPStatus.INTERNAL_SERVER_ERROR, unexpected_text(exc))


def _status_of(error: FinsamError) -> HTTPStatus:
    if isinstance(error, NotAllowedError):
        return HTTPStatus.FORBIDDEN
    return HTTPStatus.BAD_REQUEST if isinstance(error, UsageError) else HTTPStatus.SERVICE_UNAVAILABLE


def _line(status: HTTPStatus, line: str) -> Response:
    from fastapi import Response

    return Response(line, int(status), {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}, TEXT_TYPE)
