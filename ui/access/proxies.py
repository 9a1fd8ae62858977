"""The servers in front of this one that are believed: what they say of the address, the protocol and the person.

From everywhere else these headers are what anybody can write, and count for nothing.
"""

from __future__ import annotations

import ipaddress
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.errors import NotAllowedError, UsageError
from ui.access.person import Person, Role

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.requests import HTTPConnection

    from ingest.settings import Settings

MAX_PERSON_CHARS = 100
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_HTTPS = frozenset({"https", "wss"})
# Headers are often ASCII; these are the same words without their dots.
_ASCII_ROLES = {"lasare": Role.READER, "redaktor": Role.EDITOR, "administrator": Role.ADMINISTRATOR}


@dataclass(frozen=True, slots=True)
class Proxies:
    """`networks` are believed. `user_header` is "" where they forward but do not say who somebody is."""

    networks: tuple[Network, ...]
    user_header: str
    role_header: str
    default_role: Role | None

    @classmethod
    def of(cls, settings: Settings) -> Proxies:
        """Raises `UsageError` for settings that do not fit together."""
        networks = read_networks(settings.proxy_addresses, "proxy_addresses")
        if settings.proxy_user_header and not networks:
            raise UsageError("proxy_user_header är satt men inte proxy_addresses. Ange proxyns adress; ingen annan blir trodd.")
        default = role_named(settings.proxy_default_role) if settings.proxy_default_role else None
        if settings.proxy_default_role and default is None:
            raise UsageError(f"proxy_default_role ska vara {', '.join(Role)}. Rätta inställningen.")
        return cls(networks, settings.proxy_user_header.strip(), settings.proxy_role_header.strip(), default)

    def name_people(self) -> bool:
        """Whether people come signed in by a proxy."""
        return bool(self.user_header)

    def issuer(self) -> str:
        """What stands for the proxy as the one who says whom a name belongs to."""
        return f"proxy {self.user_header.lower()}"

    def believed(self, connection: HTTPConnection) -> bool:
        """Whether a request comes from one of these servers itself."""
        peer = connection.client.host if connection.client is not None else ""
        return self._holds(peer)

    def client(self, connection: HTTPConnection) -> str:
        """The address that a request began at: the last one named that is no server of ours."""
        peer = connection.client.host if connection.client is not None else ""
        if not self._holds(peer):
            return peer
        named = [part.strip() for line in connection.headers.getlist("x-forwarded-for") for part in line.split(",")]
        return next((one for one in reversed(named) if one and not self._holds(one)), peer)

    def secure(self, connection: HTTPConnection) -> bool:
        """Whether the person's browser speaks https."""
        if connection.scope.get("scheme") in _HTTPS:
            return True
        return self.believed(connection) and connection.headers.get("x-forwarded-proto", "").strip().lower() in _HTTPS

    def person(self, connection: HTTPConnection) -> Person | None:
        """Whom a believed server names; None where it names nobody. Raises `NotAllowedError` for somebody without a role."""
        if not self.user_header or not self.believed(connection):
            return None
        name = _said(connection.headers, self.user_header)
        if not name:
            return None
        given = _said(connection.headers, self.role_header) if self.role_header else ""
        role = role_named(given) if given else self.default_role
        if role is None:
            raise NotAllowedError("Du är inloggad men har ingen roll här. Be den som sköter inloggningen om en.")
        return Person(name, role)

    def _holds(self, address: str) -> bool:
        return lies_in(address, self.networks)


def role_named(text: str) -> Role | None:
    """The role of that name, with or without its dots; None when there is none."""
    word = unicodedata.normalize("NFC", text.strip()).casefold()
    return next((role for role in Role if role.value == word), _ASCII_ROLES.get(word))


def person_name(text: str) -> str:
    """A name that came from elsewhere, fit to be shown and kept: one line, no control characters, not too long."""
    kept = "".join(" " if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") else letter for letter in text)
    return " ".join(unicodedata.normalize("NFC", kept).split())[:MAX_PERSON_CHARS]


def _said(headers: Headers, name: str) -> str:
    """What a header says; "" where it stands more than once, since then nobody knows which one the proxy wrote."""
    values = headers.getlist(name)
    if len(values) != 1:
        return ""
    try:
        return person_name(values[0].encode("latin-1").decode("utf-8"))
    except UnicodeDecodeError:
        return person_name(values[0])


def lies_in(address: str, networks: tuple[Network, ...]) -> bool:
    """Whether an address is one of a network's. What is no address lies in none."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if parsed.version == 6 and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return any(parsed in network for network in networks)


def read_networks(text: str, setting: str) -> tuple[Network, ...]:
    """The addresses and networks that a setting names. Raises `UsageError` for what is none."""
    try:
        return tuple(ipaddress.ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())
    except ValueError as exc:
        raise UsageError(f"{setting} ska vara adresser eller nät, till exempel 10.0.0.5, 10.1.0.0/24 ({exc}).") from exc
