"""The web server: the address it may have, the FastAPI application with its files to fetch, and running it."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from ingest.errors import PortTakenError, StoreError, UsageError
from ui.access.gate import Gate
from ui.access.login_api import add_login
from ui.access.oidc_api import add_oidc
from ui.access.proxies import Proxies, lies_in
from ui.api.guard import add_guard
from ui.desk import Desk
from ui.problem import file_or_line
from ui.review_choice import Choice
from ui.review_export import findings_csv, findings_docx
from ui.same_machine import is_loopback

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response

    from ingest.settings import Settings
    from ui.operations.metrics import Reason

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV_TYPE = "text/csv; charset=utf-8"


def check_address(host: str, port: int, *, guarded: bool) -> None:
    """Makes sure that the address is free, and this machine's own unless people sign in, before anything slow is loaded.

    Raises `UsageError` for a host other than loopback when nobody signs in, `PortTakenError` when another program listens on
    the port.
    """
    if not guarded and not is_loopback(host):
        raise UsageError(
            f"Webben lyssnar bara på den egna datorn (127.0.0.1), inte på {host}: det finns inga konton, så vem som helst i "
            "nätet skulle se allt. Gör ett konto med finsam user add NAMN --role administratör, eller utelämna --host."
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as exc:
            if exc.errno == errno.EADDRINUSE:
                raise port_taken(port) from exc
            raise StoreError(f"Det går inte att lyssna på port {port} ({exc.strerror}). Välj en annan med --port.") from exc


def start_lines(host: str, *, guarded: bool) -> tuple[str, ...]:
    """What the person who starts the server should know of who gets in."""
    if not guarded:
        return ("Startar … Inga konton finns, så sidan visas bara på den här datorn (konton görs med finsam user add).",)
    if is_loopback(host):
        return ("Startar …",)
    return ("Startar …", "Andra når sidan, och lösenord går okrypterade om inte en proxy med https står framför.")


def port_taken(port: int) -> PortTakenError:
    """The error for a port in use, with a port to try instead."""
    other = port + 1 if port < 65535 else port - 1
    return PortTakenError(f"Port {port} används redan av ett annat program. Stäng det, eller kör: finsam serve --port {other}")


def new_app(gate: Gate | None = None, refused: Callable[[Reason], None] | None = None) -> FastAPI:
    """An application behind the gate, with `/healthz` and signing in; without a gate it is for this machine alone.

    FastAPI's own pages would fetch scripts from another host. `refused` is told why somebody is turned away.
    """
    from fastapi import FastAPI

    app = FastAPI(title="finsam-assistant", docs_url=None, redoc_url=None, openapi_url=None)
    add_guard(app, gate, refused)

    # no thread is needed for it: they may all be busy
    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    return app if gate is None else add_oidc(add_login(app, gate), gate)


def add_exports(app: FastAPI, desk: Desk) -> FastAPI:
    """Adds the findings as files: `/granskning.docx` and `/granskning.csv`, with the filter as `Choice.to_query` writes it."""
    app.add_route("/granskning.docx", lambda request: file_or_line(lambda: _export(request, desk, _word, DOCX_TYPE)))
    app.add_route("/granskning.csv", lambda request: file_or_line(lambda: _export(request, desk, _csv, CSV_TYPE)))
    return app


def _export(request: Request, desk: Desk, make: Callable[[Desk, Choice], bytes], media_type: str) -> Response:
    from fastapi import Response

    query = {name: request.query_params.getlist(name) for name in request.query_params}
    content = make(desk, Choice.from_query(query))
    return Response(content, media_type=media_type, headers={"Cache-Control": "no-store"})


def _word(desk: Desk, choice: Choice) -> bytes:
    return findings_docx(desk.findings(), choice, desk.library().reports(), date.today())


def _csv(desk: Desk, choice: Choice) -> bytes:
    return findings_csv(desk.findings(), choice, desk.library().reports())


def run_server(app: FastAPI, settings: Settings, announce: Callable[[str], None]) -> None:
    """Serves until Ctrl-C or a termination signal, and says the address when it answers. A second signal ends it at once."""
    import uvicorn

    from ui.operations.calm_server import CalmServer
    from ui.operations.stopping import ANSWER_SECONDS, Stopping
    from ui.slow_clients import ImpatientProtocol

    host, port = settings.host, settings.port
    in_front = Proxies.of(settings).networks

    class Protocol(ImpatientProtocol):
        @classmethod
        def passes_on(cls, address: str) -> bool:
            return lies_in(address, in_front)

    def started() -> None:
        shown = f"[{host}]" if ":" in host else host
        announce(f"Öppna http://{shown}:{port} i webbläsaren. Avsluta med Ctrl-C.")

    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,  # its own would write to stderr, past our log with its masks
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=ANSWER_SECONDS,
        proxy_headers=False,  # uvicorn would believe any program on this machine; `Proxies` believes whom the settings name
        server_header=False,
        http=Protocol,
    )
    server = CalmServer(config, getattr(app.state, "stopping", None) or Stopping(), started)
    app.state.server_state = server.server_state  # `ui.api.crowded` looks at it
    try:
        server.run()
        announce("Avslutat.")
    except KeyboardInterrupt:
        announce("Avslutat.")
    except SystemExit as exc:
        # uvicorn leaves this way when the port was taken between the check and the start.
        raise port_taken(port) from exc
