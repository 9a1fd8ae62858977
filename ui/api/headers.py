"""What every answer tells the browser: take it for what it says it is, run nothing in it, show it in no strange frame."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from ui.api.public_paths import WIDGET_SCRIPT, can_be_framed
from ui.journal import unexpected_text
from ui.problem import problem
from ui.shell import POLICY

if TYPE_CHECKING:
    from starlette.datastructures import MutableHeaders
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ui.access.proxies import Proxies

_NO_SENSORS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)
_HSTS = "max-age=31536000"
_FRAMES = "frame-ancestors"
_NOWHERE, _HERE = "'none'", "'self'"
_DATA_POLICY = f"default-src 'none'; {_FRAMES} {_NOWHERE}"
_DATA_TYPES = ("application/json", "application/problem+json", "text/event-stream", "text/plain")
_PAGE_TYPE = "text/html"


class Headers:
    """ASGI middleware, the outermost: no answer goes out without the headers, that to an error nobody foresaw included.

    What an answer says of itself stays, but for who may show it in a frame: `frame_ancestors`, origins, is what holds for the
    public pages.
    """

    def __init__(self, app: ASGIApp, proxies: Proxies | None = None, frame_ancestors: tuple[str, ...] = ()) -> None:
        self._app, self._proxies = app, proxies
        self._framed_by = " ".join(frame_ancestors) or _NOWHERE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        from starlette.datastructures import MutableHeaders
        from starlette.requests import HTTPConnection

        path = scope["path"]
        framed_by = self._framed_by if can_be_framed(path) else ""
        secure = self._proxies is not None and self._proxies.secure(HTTPConnection(scope))
        started = False

        async def sent(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                _add(headers, "cross-origin" if path == WIDGET_SCRIPT else "same-origin", secure=secure)
                _frame(headers, framed_by)
            await send(message)

        try:
            await self._app(scope, receive, sent)
        except Exception as exc:
            if started:
                raise
            await problem(HTTPStatus.INTERNAL_SERVER_ERROR, unexpected_text(exc))(scope, receive, sent)


def _add(headers: MutableHeaders, readers: str, *, secure: bool) -> None:
    """Sets what is not set yet. `readers` are the pages that may load it without asking (CORP)."""
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", _NO_SENSORS)
    headers.setdefault("Cross-Origin-Resource-Policy", readers)
    del headers["server"]
    if secure:
        headers.setdefault("Strict-Transport-Security", _HSTS)
    media_type = _media_type(headers)
    if media_type == _PAGE_TYPE:
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    elif media_type in _DATA_TYPES:
        headers.setdefault("Content-Security-Policy", _DATA_POLICY)


def _frame(headers: MutableHeaders, framed_by: str) -> None:
    """Writes who may show it in a frame, the same in both headers that say so. "" leaves it to what the policy says."""
    policy = headers.get("content-security-policy")
    if policy is None:
        return
    parts = [part.strip() for part in policy.split(";") if part.strip()]
    said = next((part.split()[1:] for part in parts if _directive(part) == _FRAMES), None)
    if _media_type(headers) != _PAGE_TYPE:
        framed_by = _NOWHERE if said is None else " ".join(said)
    allowed = framed_by or (" ".join(said) if said else _HERE)
    kept = [part for part in parts if _directive(part) != _FRAMES]
    headers["Content-Security-Policy"] = "; ".join((*kept, f"{_FRAMES} {allowed}"))
    old_way = {_NOWHERE: "DENY", _HERE: "SAMEORIGIN"}.get(allowed)
    if old_way is not None:
        headers["X-Frame-Options"] = old_way
    elif "x-frame-options" in headers:  # it has no way to name other websites
        del headers["X-Frame-Options"]


def _directive(part: str) -> str:
    return part.split()[0].lower()


def _media_type(headers: MutableHeaders) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()
