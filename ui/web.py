"""The web server: the address it may have, the FastAPI application, and running it."""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from ingest.errors import PortTakenError, StoreError, UsageError

if TYPE_CHECKING:
    from fastapi import FastAPI


def check_address(host: str, port: int) -> None:
    """Makes sure that the address is this machine's own and free, before anything slow is loaded.

    Raises `UsageError` for a host other than loopback, `PortTakenError` when another program listens on the port.
    """
    if not _is_loopback(host):
        raise UsageError(
            f"Webben lyssnar bara på den egna datorn (127.0.0.1), inte på {host}: inloggning finns inte än, "
            "så vem som helst i nätet skulle se allt. Utelämna --host."
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


def port_taken(port: int) -> PortTakenError:
    """The error for a port in use, with a port to try instead."""
    other = port + 1 if port < 65535 else port - 1
    return PortTakenError(f"Port {port} används redan av ett annat program. Stäng det, eller kör: finsam serve --port {other}")


def new_app() -> FastAPI:
    """An application with `/healthz` and nothing else; FastAPI's own pages would fetch scripts from another host."""
    from fastapi import FastAPI

    app = FastAPI(title="finsam-assistant", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    return app


def run_server(app: FastAPI, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serves until Ctrl-C or a termination signal, and says the address when it answers."""
    import uvicorn

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                shown = f"[{host}]" if ":" in host else host
                announce(f"Öppna http://{shown}:{port} i webbläsaren. Avsluta med Ctrl-C.")

    config = uvicorn.Config(app, host=host, port=port, log_level="warning", access_log=False, timeout_graceful_shutdown=3)
    server = Announcing(config)
    try:
        server.run()
    except KeyboardInterrupt:
        announce("Avslutat.")
    except SystemExit as exc:
        # uvicorn leaves this way when the port was taken between the check and the start.
        raise port_taken(port) from exc


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
