"""The accessibility statement at `/tillganglighet`: what works, what does not, and whom to tell."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from ingest.settings import Settings
from ui.api.public_paths import STATEMENT_PAGE
from ui.page_assets import asset

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response

_NO_CONTACT = (
    "Den som driver tjänsten har inte angett någon kontakt (inställningen <code>contact</code>). Vänd dig till förbundets kansli."
)


def add_statement(app: FastAPI, settings: Settings) -> FastAPI:
    """Adds the statement, for anybody."""
    from fastapi import Response

    def show(_: Request) -> Response:
        policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        return Response(statement_html(settings.contact), media_type="text/html", headers={"Content-Security-Policy": policy})

    app.add_route(STATEMENT_PAGE, show)
    return app


def statement_html(contact: str) -> str:
    """The whole HTML document; `contact` is an address or a telephone number, "" where none is set."""
    told = f"Hör av dig till {escape(contact)}." if contact.strip() else _NO_CONTACT
    return (
        '<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8">'
        "<title>Tillgänglighetsredogörelse – Finsam-assistenten</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{asset('statement.css')}</style></head><body>{_statement().replace('{contact}', told)}</body></html>"
    )


@cache
def _statement() -> str:
    return (files("ui") / "assets" / "statement.html").read_text(encoding="utf-8")
