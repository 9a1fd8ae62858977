"""The login page as HTML: works without any script, and loads nothing."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from html import escape
from urllib.parse import quote

from ui.access.names import MAX_NAME_CHARS
from ui.access.targets import HOME
from ui.page_assets import asset

PRODUCT = "Finsam-assistenten"


# Wider than any account's name: what is too long is told as unknown, not cut off while it is typed.
_NAME_FIELD_CHARS = MAX_NAME_CHARS * 4


@dataclass(frozen=True, slots=True)
class LoginView:
    """`problem` is the line above the form ("" for none), `name` what was typed; either way of signing in may be missing."""

    target: str = HOME
    name: str = ""
    problem: str = ""
    by_password: bool = True
    by_provider: bool = False


@cache
def login_headers() -> dict[str, str]:
    """Headers under which the page runs no script, loads nothing, sends its form home only, and stands in no frame."""
    style = base64.b64encode(hashlib.sha256(asset("login.css").encode()).digest()).decode()
    policy = f"default-src 'none'; img-src data:; style-src 'sha256-{style}'; base-uri 'none'; form-action 'self'"
    return {
        "Content-Security-Policy": f"{policy}; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        # "no-referrer" would make the browser send the form with the origin "null", like a page from nowhere.
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


def login_page(view: LoginView) -> str:
    """The whole document."""
    parts = [_problem(view.problem)]
    if view.by_password:
        parts.append(_form(view))
    if view.by_provider:
        target = f"?nasta={quote(view.target, safe='/')}" if view.target != HOME else ""
        link = f'<a class="button" href="/logga-in/oidc{escape(target)}">Logga in med organisationens konto</a>'
        parts.append(f'<div class="other">{link}</div>' if view.by_password else link)
    if not view.by_password and not view.by_provider:
        parts.append("<p>Här loggar man in genom organisationens egen inloggning. Öppna sidan den vägen.</p>")
    return (
        '<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8">'
        f"<title>{'Fel: ' if view.problem else ''}Logga in – {PRODUCT}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="data:,">'
        f"<style>{asset('login.css')}</style></head><body><main>"
        f'<p class="brand"><span class="logo" aria-hidden="true">F</span>{PRODUCT}</p><h1>Logga in</h1>'
        f"{''.join(parts)}</main>"
        '<footer><a href="/tillganglighet">Tillgänglighet</a></footer></body></html>'
    )


def _problem(line: str) -> str:
    return f'<p class="problem" role="alert" id="fel"><strong>Det gick inte.</strong> {escape(line)}</p>' if line else ""


def _form(view: LoginView) -> str:
    told = ' aria-describedby="fel"' if view.problem else ""
    first, second = ("", " autofocus") if view.name else (" autofocus", "")
    return (
        '<form method="post" action="/logga-in">'
        f'<input type="hidden" name="nasta" value="{escape(view.target)}">'
        f'<label for="namn">Namn</label><input id="namn" name="namn" value="{escape(view.name)}" required{told}{first} '
        f'maxlength="{_NAME_FIELD_CHARS}" autocomplete="username" autocapitalize="none" spellcheck="false">'
        f'<label for="losenord">Lösenord</label><input id="losenord" name="losenord" type="password" required{told}{second} '
        'autocomplete="current-password"><button>Logga in</button></form>'
    )
