"""One line for a request that is turned away: as text to somebody with a browser's page, else as a problem that programs read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.problem import TEXT_TYPE, problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from http import HTTPStatus

    from starlette.requests import HTTPConnection
    from starlette.responses import Response


def refusal(connection: HTTPConnection, status: HTTPStatus, line: str, headers: Mapping[str, str] | None = None) -> Response:
    """The answer to give instead of the one that was asked for."""
    from starlette.responses import Response

    if "text/html" in connection.headers.get("accept", ""):
        return Response(line, int(status), {"Cache-Control": "no-store", **(headers or {})}, TEXT_TYPE)
    return problem(status, line, headers)
