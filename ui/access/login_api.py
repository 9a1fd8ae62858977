"""Signing in and out by address: `/logga-in` shows the form and takes it, `/logga-ut` ends the session."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.requests import ClientDisconnect

from ingest.errors import FinsamError, NotAllowedError
from ui.access.audit import Action, record
from ui.access.gate import SECURE_SESSION_COOKIE, Gate
from ui.access.login_page import LoginView, login_headers, login_page
from ui.access.person import PERSON_KEY, Person, Role
from ui.access.sites import is_own
from ui.access.slowing import wait_text
from ui.access.targets import HOME, own_target
from ui.journal import unexpected_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

MAX_FORM_BYTES = 16_384
FORM_TYPE = "application/x-www-form-urlencoded"
WRONG = "Namnet eller lösenordet stämmer inte. Försök igen, eller be den som sköter programmet om ett nytt lösenord."
FROM_ELSEWHERE = "Formuläret kom från en annan sida. Fyll i det här i stället."
# Of what was typed as a name that nobody has, since it may be a password in the wrong field.
SHOWN_OF_UNKNOWN_NAME = 3
# A hash takes 64 MB and some of a second of a core: however many try at once, those who work go on.
_AT_ONCE = 2


def add_login(app: FastAPI, gate: Gate) -> FastAPI:
    """Adds the addresses to the application."""
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import RedirectResponse

    hashing = ThreadPoolExecutor(_AT_ONCE, "sign-in")

    async def show(request: Request) -> Response:
        target = own_target(request.query_params.get("nasta", HOME))
        if PERSON_KEY in request.scope:
            return RedirectResponse(target, HTTPStatus.SEE_OTHER)
        return await run_in_threadpool(answered, gate, LoginView(target), lambda: _shown(gate, LoginView(target)))

    async def sign_in(request: Request) -> Response:
        if not is_own(request):
            return _shown(gate, LoginView(problem=FROM_ELSEWHERE), HTTPStatus.FORBIDDEN)
        form = await _form(request)
        if form is None:
            return _shown(gate, LoginView(problem="Formuläret går inte att läsa. Fyll i det igen."), HTTPStatus.BAD_REQUEST)
        view = LoginView(own_target(form.get("nasta", HOME)), form.get("namn", "").strip())
        password = form.get("losenord", "")
        told = asyncio.get_running_loop().run_in_executor(
            hashing, lambda: answered(gate, view, lambda: _signed_in(gate, request, view, password))
        )
        return await told

    async def sign_out(request: Request) -> Response:
        if not is_own(request):
            return _shown(gate, LoginView(problem=FROM_ELSEWHERE), HTTPStatus.FORBIDDEN)
        return await run_in_threadpool(answered, gate, LoginView(), lambda: _signed_out(gate, request))

    app.add_route("/logga-in", show, methods=["GET"])
    app.add_route("/logga-in", sign_in, methods=["POST"])
    app.add_route("/logga-ut", sign_out, methods=["POST"])
    return app


def let_in(gate: Gate, request: Request, token: str, person: Person, target: str) -> Response:
    """The answer that carries a new session; one that the browser had before is over (it may have been slipped to it)."""
    from starlette.responses import RedirectResponse

    name = gate.cookie_name(request)
    before = request.cookies.get(name, "")
    if before:
        gate.sessions.end(before)
    record(gate.store, person, Action.SIGNED_IN, person.name, f"från {gate.proxies.client(request)}")
    answer = RedirectResponse(target, HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
    answer.set_cookie(name, token, path="/", secure=name == SECURE_SESSION_COOKIE, httponly=True, samesite="lax")
    return answer


def refused(gate: Gate, view: LoginView, line: str, status: HTTPStatus, headers: dict[str, str] | None = None) -> Response:
    """The form again, with a line that says why."""
    return _shown(gate, LoginView(view.target, view.name, line), status, headers)


def answered(gate: Gate, view: LoginView, answer: Callable[[], Response]) -> Response:
    """The answer; whatever is raised, also while somebody is refused, becomes the page with a calm line."""
    try:
        try:
            return answer()
        except NotAllowedError as exc:
            return refused(gate, view, exc.message_sv, HTTPStatus.FORBIDDEN)
    except FinsamError as exc:
        return _plain(view, exc.message_sv, HTTPStatus.SERVICE_UNAVAILABLE)
    except Exception as exc:
        return _plain(view, unexpected_text(exc), HTTPStatus.INTERNAL_SERVER_ERROR)


def _signed_in(gate: Gate, request: Request, view: LoginView, password: str) -> Response:
    address = gate.proxies.client(request)
    wait = gate.slowing.admit(view.name, address)
    if wait:
        line = f"För många försök. Vänta {wait_text(wait)} och försök sedan igen."
        return refused(gate, view, line, HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": str(wait)})
    account = gate.accounts.signed_in_by(view.name, password)
    token = gate.sessions.begin(account) if account is not None else ""
    person = gate.sessions.person(token) if token else None
    if person is None:
        _note_refusal(gate, view.name, address)
        return refused(gate, view, WRONG, HTTPStatus.UNAUTHORIZED)
    gate.slowing.forgive(view.name, address)
    return let_in(gate, request, token, person, view.target)


def _note_refusal(gate: Gate, name: str, address: str) -> None:
    known = gate.accounts.shown_name(name)
    subject = known or (f"{name[:SHOWN_OF_UNKNOWN_NAME]}…" if name else "(inget namn)")
    # Nobody is known yet: the row is by whoever tried, not by a person of a role.
    record(gate.store, Person("(okänd)", Role.READER), Action.REFUSED, subject, f"från {address[:100]}")


def _signed_out(gate: Gate, request: Request) -> Response:
    from starlette.responses import RedirectResponse

    name = gate.cookie_name(request)
    token = request.cookies.get(name, "")
    person = request.scope.get(PERSON_KEY)
    if token and gate.store.exists():
        gate.sessions.end(token)
        if isinstance(person, Person):
            record(gate.store, person, Action.SIGNED_OUT, person.name)
    answer = RedirectResponse("/logga-in", HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
    answer.delete_cookie(name, path="/", secure=name == SECURE_SESSION_COOKIE, httponly=True, samesite="lax")
    return answer


async def _form(request: Request) -> dict[str, str] | None:
    """The fields of a form, the first of each name; None for what is no form, or too large to be this one."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
        return None
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_FORM_BYTES:
                return None
        fields = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=10, errors="strict")
    except (ValueError, ClientDisconnect):  # too many fields, bytes that are no text, or nobody there any more
        return None
    return {name: values[0] for name, values in fields.items()}


def _shown(gate: Gate, view: LoginView, status: HTTPStatus = HTTPStatus.OK, headers: dict[str, str] | None = None) -> Response:
    from starlette.responses import HTMLResponse, RedirectResponse

    by_password, by_provider = gate.accounts.exist(), gate.provider is not None
    if not view.problem and not gate.is_guarded():
        return RedirectResponse(HOME, HTTPStatus.SEE_OTHER)
    shown = LoginView(view.target, view.name, view.problem, by_password, by_provider)
    return HTMLResponse(login_page(shown), int(status), {**login_headers(), **(headers or {})})


def _plain(view: LoginView, line: str, status: HTTPStatus) -> Response:
    """The page where not even the accounts can be read."""
    from starlette.responses import HTMLResponse

    return HTMLResponse(login_page(LoginView(view.target, "", line)), int(status), login_headers())
