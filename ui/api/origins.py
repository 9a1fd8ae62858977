"""Which websites may show the widget and ask the API, and which may show our pages in a frame: those that are named, no other."""

from __future__ import annotations

import ipaddress
import re
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from ingest.errors import UsageError
from ui.access.sites import is_own
from ui.api.public_paths import ASK_PAGE, ASK_PATH, MCP_PATH, WIDGET_SCRIPT, shares
from ui.api.refusals import refusal

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

NOT_ALLOWED = (
    "Den här webbplatsen får inte använda assistenten. Den som sköter assistenten kan lägga till den i inställningen "
    "allowed_origins."
)
_USUAL_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
_ALLOWED_HEADERS = "content-type, accept"
_MCP_HEADERS = f"{_ALLOWED_HEADERS}, mcp-protocol-version, mcp-session-id, mcp-method, mcp-name"
_REMEMBERED_SECONDS = "600"


def read_origins(text: str, setting: str) -> tuple[str, ...]:
    """The origins in a setting, each as browsers write it: small letters, punycode, no usual port. In the order given.

    Raises `UsageError` for one that is no origin.
    """
    parts = [part for part in (one.strip() for one in text.split(",")) if part]
    return tuple(dict.fromkeys(_origin(part, setting) for part in parts))


def _origin(text: str, setting: str) -> str:
    found = normal_origin(text)
    if found is None:
        raise UsageError(
            f"{setting}: {text} är ingen webbplats. Skriv https:// och namnet, utan sökväg och utan snedstreck på slutet, till "
            "exempel https://www.example.se. Flera skiljs med komma."
        )
    return found


def normal_origin(text: str) -> str | None:
    """The one way to write an origin (scheme, host, port where it is not the usual); None for what is no origin."""
    if not text.isprintable() or any(sign in text for sign in " @?#\\*;'\","):
        return None
    try:
        address = urlsplit(text)
        port = address.port
    except ValueError:  # brackets that do not close, a port that is no number
        return None
    host = _host(address)
    if address.scheme not in _USUAL_PORTS or address.path or not host or port == 0 or address.netloc.endswith(":"):
        return None
    shown = "" if port is None or port == _USUAL_PORTS[address.scheme] else f":{port}"
    return f"{address.scheme}://{host}{shown}"


def _host(address: SplitResult) -> str:
    name = address.hostname or ""
    try:
        if ":" in name:
            return f"[{ipaddress.IPv6Address(name)}]"
        ascii_name = name.encode("idna").decode("ascii").lower()
    except ValueError:
        return ""
    return ascii_name if _NAME.fullmatch(ascii_name) else ""


class Origins:
    """ASGI middleware: what a page of another website asks for is answered to allowed ones only, and computed for no other.

    A page that is opened, and the widget's script, come without an origin and go through; what everybody may not have
    anyway is guarded by `ui.access.identity`.
    """

    def __init__(self, app: ASGIApp, allowed: tuple[str, ...] = ()) -> None:
        self._app, self._allowed = app, frozenset(allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        shared = scope["type"] == "http" and shares(scope["path"], scope["method"])
        if not shared and (scope["type"] != "http" or scope["path"] != ASK_PAGE):
            await self._app(scope, receive, send)
            return
        from starlette.requests import HTTPConnection

        connection = HTTPConnection(scope)
        allowed = self._allowed_of(connection)
        send = _told(send, allowed) if shared else send
        if allowed is None and _is_foreign(connection):
            await refusal(connection, HTTPStatus.FORBIDDEN, NOT_ALLOWED)(scope, receive, send)
        elif shared and allowed is not None and _only_asks_whether(connection):
            await _may(scope["path"])(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _allowed_of(self, connection: HTTPConnection) -> str | None:
        origins = connection.headers.getlist("origin")
        origin = normal_origin(origins[0]) if len(origins) == 1 else None
        return origin if origin in self._allowed else None


def _is_foreign(connection: HTTPConnection) -> bool:
    """Whether a page from elsewhere asks. Opening an address, also in a frame, has no origin and is what a person does."""
    headers = connection.headers
    origins = headers.getlist("origin")
    if origins:
        return len(origins) > 1 or not is_own(connection)
    opened = headers.get("sec-fetch-mode", "navigate") == "navigate" or connection.scope["path"] == WIDGET_SCRIPT
    return not opened and not is_own(connection)


def _only_asks_whether(connection: HTTPConnection) -> bool:
    """Whether a browser asks before it asks (preflight)."""
    return connection.scope["method"] == "OPTIONS" and "access-control-request-method" in connection.headers


def _may(path: str) -> ASGIApp:
    from starlette.responses import Response

    told = {
        "Access-Control-Allow-Methods": "POST" if path in (ASK_PATH, MCP_PATH) else "GET",
        "Access-Control-Allow-Headers": _MCP_HEADERS if path == MCP_PATH else _ALLOWED_HEADERS,
        "Access-Control-Max-Age": _REMEMBERED_SECONDS,
    }
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=told)


def _told(send: Send, allowed: str | None) -> Send:
    """Tells the browser whose page may read the answer; never that it may send cookies along."""
    from starlette.datastructures import MutableHeaders

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.add_vary_header("Origin")
            if allowed is not None:
                headers["Access-Control-Allow-Origin"] = allowed
                headers["Access-Control-Expose-Headers"] = "Retry-After"
        await send(message)

    return sent
