"""Whether a request comes from this machine: what counts as long as nobody has an account.

A web page from elsewhere can make a browser on this machine ask for things here, also under a host name of its own that
leads to 127.0.0.1 (DNS rebinding); it cannot choose the headers that are looked at.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

_LOCAL_NAME = "localhost"


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    if host == _LOCAL_NAME:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def asks_from_here(request: HTTPConnection) -> bool:
    """Whether the request comes from this machine and is made out to it by name."""
    client = request.client.host if request.client is not None else ""
    return is_loopback(client) and is_loopback(_host_of(f"//{request.headers.get('host', '')}"))


def _host_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:  # brackets that do not close
        return ""
    # a Host header names no person and no path: `evil@127.0.0.1` is no address of this machine
    return parts.hostname or "" if parts.netloc == address[2:] and "@" not in parts.netloc else ""
