"""Why a place in a report cannot be shown: problem details for programs, a page of HTML for whoever opens the address."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from http import HTTPStatus
from typing import TYPE_CHECKING

from ui.accepts import weight
from ui.access.login_page import PRODUCT
from ui.api.public_paths import ASK_PAGE
from ui.page_assets import asset
from ui.page_figure import PUBLIC_ROOT
from ui.problem import PROBLEM_TYPE, problem, title_of
from ui.source_page import security_headers

if TYPE_CHECKING:
    from fastapi import Request, Response

_HTML = "text/html"


def source_problem(request: Request, status: HTTPStatus, line: str, headers: Mapping[str, str] | None = None) -> Response:
    """The problem in the form that the request likes better; where it likes both as well, as one for programs.

    Nothing of the address is repeated: a report that is internal is told of like one that does not exist, byte for byte.
    """
    from fastapi import Response

    told = {**(headers or {}), "Vary": "Accept"}
    accepted = request.headers.get("accept") or "*/*"
    if weight(accepted, _HTML) <= weight(accepted, PROBLEM_TYPE):
        return problem(status, line, told)
    page = _page(title_of(status), line, is_public=request.url.path.startswith(f"{PUBLIC_ROOT}/"))
    return Response(page, int(status), {**security_headers(), "Cache-Control": "no-store", **told}, media_type=_HTML)


def _page(title: str, line: str, *, is_public: bool) -> str:
    address, text = (ASK_PAGE, "Fråga om rapporterna") if is_public else ("/", f"Till {PRODUCT}")
    return (
        '<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8">'
        f'<title>{escape(f"{title} – {PRODUCT}")}</title><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{asset('source.css')}</style></head><body><header><h1>{escape(title)}</h1></header>"
        f'<main><p>{escape(line)}</p><p><a href="{address}">{escape(text)}</a></p></main></body></html>'
    )
