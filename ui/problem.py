"""What goes wrong with a request, told as problem details (RFC 9457) in Swedish."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import Response

PROBLEM_TYPE = "application/problem+json"
_TITLES = {
    HTTPStatus.BAD_REQUEST: "Frågan går inte att läsa",
    HTTPStatus.UNAUTHORIZED: "Inte inloggad",
    HTTPStatus.FORBIDDEN: "Inte tillåtet",
    HTTPStatus.NOT_FOUND: "Finns inte",
    HTTPStatus.NOT_ACCEPTABLE: "Finns inte i det formatet",
    HTTPStatus.CONFLICT: "Går inte längre",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "För stor fil",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "Fel slags innehåll",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Går inte att använda",
    HTTPStatus.TOO_MANY_REQUESTS: "För många samtidigt",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Något gick fel",
    HTTPStatus.SERVICE_UNAVAILABLE: "Går inte just nu",
    HTTPStatus.INSUFFICIENT_STORAGE: "Disken är full",
}


def problem(status: HTTPStatus, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """A problem of no type of its own: its title says what the status means, `detail` what happened and what to do."""
    from fastapi import Response

    body = {"type": "about:blank", "title": _TITLES[status], "status": int(status), "detail": detail}
    kept = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **(headers or {})}
    return Response(json.dumps(body, ensure_ascii=False), int(status), kept, PROBLEM_TYPE)
