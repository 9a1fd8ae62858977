"""Which page is behind a request: one of ours, or one from elsewhere that makes a browser ask.

A page from elsewhere chooses neither the browser's `Sec-Fetch-*` and `Origin` headers nor, under a host name of its own that
leads here (DNS rebinding), the `Host` header.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ui.same_machine import asks_from_here

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

_OWN_SITES = frozenset({"same-origin", "none"})  # "none": typed or opened by the person
_READING = frozenset({"GET", "HEAD"})
# What a server in front adds: then the request did not begin at this machine.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
_USUAL_PORTS = {"http": 80, "https": 443}


def is_own(connection: HTTPConnection) -> bool:
    """Whether a request may act: it comes from a page of ours, from the address field, or from a program that is no browser.

    Somebody may follow a link from elsewhere to read a page; nothing else begins elsewhere.
    """
    headers = connection.headers
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in _OWN_SITES:
        return _follows_a_link(connection)
    if origin is None or site is not None and _is_reading(connection):
        return True
    return _is_of(origin, headers.get("host", ""))


def at_this_machine(connection: HTTPConnection) -> bool:
    """Whether somebody at this machine asks, by its own name and with no server in between."""
    return asks_from_here(connection) and not is_passed_on(connection)


def is_passed_on(connection: HTTPConnection) -> bool:
    """Whether a server in between says that it is there."""
    return any(name in connection.headers for name in _FORWARDED)


def _is_reading(connection: HTTPConnection) -> bool:
    return connection.scope["type"] == "http" and connection.scope["method"] in _READING


def _follows_a_link(connection: HTTPConnection) -> bool:
    headers = connection.headers
    return (
        _is_reading(connection)
        and headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest", "document") == "document"
    )


def _is_of(origin: str, host: str) -> bool:
    """Whether a page's origin is the host that is asked. The protocol is not compared: a server in front may change it."""
    try:
        page = urlsplit(origin)
        asked = urlsplit(f"{page.scheme}://{host}")
        usual = _USUAL_PORTS.get(page.scheme)
        return bool(page.hostname) and (page.hostname, page.port or usual) == (asked.hostname, asked.port or usual)
    except ValueError:  # brackets that do not close, a port that is no number
        return False
