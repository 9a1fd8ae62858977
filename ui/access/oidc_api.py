"""Signing in by OpenID Connect: `/logga-in/oidc` sends the person to the provider, `/logga-in/oidc/svar` takes who comes back."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from ingest.errors import NotAllowedError
from ui.access.audit import Action, record
from ui.access.claims import claim_name
from ui.access.gate import Gate
from ui.access.login_api import answered, let_in
from ui.access.login_page import LoginView
from ui.access.oidc import Provider
from ui.access.oidc_begun import LONGEST_S, begin, take
from ui.access.person import Person, Role
from ui.access.targets import HOME, own_target

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

BEGIN_PATH, ANSWER_PATH = "/logga-in/oidc", "/logga-in/oidc/svar"
BROWSER_COOKIE = "finsam_oidc"

_log = logging.getLogger(__name__)


def add_oidc(app: FastAPI, gate: Gate) -> FastAPI:
    """Adds both addresses where a provider is configured."""
    provider = gate.provider
    if provider is None:
        return app

    def begun(request: Request) -> Response:
        return _noted(gate, request, lambda: _sent(gate, provider, request))

    def came_back(request: Request) -> Response:
        return _noted(gate, request, lambda: _came_back(gate, provider, request))

    app.add_route(BEGIN_PATH, begun, methods=["GET"])
    app.add_route(ANSWER_PATH, came_back, methods=["GET"])
    return app


def _noted(gate: Gate, request: Request, answer: Callable[[], Response]) -> Response:
    """The answer, with a row in the log where it is refused."""

    def noting() -> Response:
        try:
            return answer()
        except NotAllowedError as exc:
            _log.warning("sign-in by OpenID Connect refused: %s", exc)
            address = gate.proxies.client(request)[:100]
            record(gate.store, Person("(okänd)", Role.READER), Action.REFUSED, "OpenID Connect", f"från {address}")
            raise

    return answered(gate, LoginView(), noting)


def _sent(gate: Gate, provider: Provider, request: Request) -> Response:
    from starlette.responses import RedirectResponse

    begun = begin(gate.store, own_target(request.query_params.get("nasta", HOME)), gate.clock)
    url = provider.authorize_url(_redirect_url(gate, request), begun.state, begun.nonce, begun.verifier)
    answer = RedirectResponse(url, HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
    secure = gate.proxies.secure(request)
    # Lax: the browser comes back from another site, by a link as it were.
    answer.set_cookie(
        BROWSER_COOKIE, begun.browser, max_age=LONGEST_S, path=BEGIN_PATH, secure=secure, httponly=True, samesite="lax"
    )
    return answer


def _came_back(gate: Gate, provider: Provider, request: Request) -> Response:
    given = request.query_params
    begun, target = take(gate.store, given.get("state", ""), request.cookies.get(BROWSER_COOKIE, ""), gate.clock)
    if "code" not in given:
        raise NotAllowedError("Inloggningen avbröts. Försök igen.", f"the provider answered {given.get('error', '')[:100]!r}")
    redirect_url = _redirect_url(gate, request)
    outsider = provider.outsider(given["code"], redirect_url, begun.nonce, begun.verifier, int(gate.clock()))
    claim_name(gate.store, outsider.person.name, outsider.issuer, outsider.subject)
    answer = let_in(gate, request, gate.sessions.begin_for(outsider.person), outsider.person, target)
    answer.delete_cookie(BROWSER_COOKIE, path=BEGIN_PATH, httponly=True, samesite="lax")
    return answer


def _redirect_url(gate: Gate, request: Request) -> str:
    """Where the provider sends the person back; it knows this address, so that no other can be slipped in."""
    base = gate.settings.public_url.rstrip("/")
    if not base:
        protocol = "https" if gate.proxies.secure(request) else "http"
        base = f"{protocol}://{request.headers.get('host', '')}"
    return f"{base}{ANSWER_PATH}"
