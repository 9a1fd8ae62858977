"""OpenID Connect, the code flow with PKCE: where a person is sent, and who it was that came back.

The provider's own description (discovery) says where to ask; its token is believed when its signature, issuer, audience,
nonce and times are right, and not otherwise.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote_plus, urlsplit

from ingest.errors import NotAllowedError, UsageError
from ui.access.person import Person, Role
from ui.access.proxies import person_name, role_named
from ui.same_machine import is_loopback

if TYPE_CHECKING:
    from ingest.settings import Settings

# Signatures with a key that the provider alone has; "none" and those with a shared secret are not believed.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
TIMEOUT_S = 10.0
CLOCKS_APART_S = 60
_NOT_NOW = "Inloggningstjänsten svarar inte som den ska just nu. Försök igen om en stund, eller logga in med ett konto."
_NOT_BELIEVED = "Svaret från inloggningstjänsten gick inte att lita på. Börja om från inloggningssidan."
_NO_ROLE = "Du är inloggad hos inloggningstjänsten men har ingen roll här. Be den som sköter programmet om en."


@dataclass(frozen=True, slots=True)
class Outsider:
    """Who a provider says somebody is: `issuer` and `subject` never change, the person's name may."""

    issuer: str
    subject: str
    person: Person


@dataclass(frozen=True, slots=True)
class Described:
    """What the provider says of itself (discovery)."""

    authorize: str
    token: str
    keys: str


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider as configured. `secret` is "" for a public client."""

    issuer: str
    client_id: str
    secret: str
    name_claim: str
    role_claim: str
    roles: tuple[tuple[str, Role], ...]

    @classmethod
    def of(cls, settings: Settings) -> Provider | None:
        """None where none is configured. Raises `UsageError` for settings that do not fit together."""
        if not settings.oidc_issuer:
            return None
        issuer = settings.oidc_issuer.rstrip("/")
        if not _is_safe(issuer):
            raise UsageError("oidc_issuer ska vara en adress som börjar med https://. Rätta inställningen.")
        if not settings.oidc_client_id:
            raise UsageError("oidc_client_id saknas: ange programmets namn hos utfärdaren.")
        return cls(
            issuer,
            settings.oidc_client_id,
            settings.oidc_client_secret.get_secret_value(),
            settings.oidc_name_claim,
            settings.oidc_role_claim,
            _roles(settings.oidc_roles),
        )

    def authorize_url(self, redirect_url: str, state: str, nonce: str, verifier: str) -> str:
        """Where the person goes to sign in. Raises `NotAllowedError` when the provider cannot be reached."""
        from authlib.oauth2.rfc6749.parameters import prepare_grant_uri  # type: ignore[import-untyped]
        from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]

        return str(
            prepare_grant_uri(
                self._described().authorize,
                client_id=self.client_id,
                response_type="code",
                redirect_uri=redirect_url,
                scope="openid profile email",
                state=state,
                nonce=nonce,
                code_challenge=create_s256_code_challenge(verifier),
                code_challenge_method="S256",
            )
        )

    def outsider(self, code: str, redirect_url: str, nonce: str, verifier: str, now: int) -> Outsider:
        """Who came back with a code. Raises `NotAllowedError` for a token that is not believed and for somebody without a
        role."""
        where = self._described()
        token = self._token(where, code, redirect_url, verifier)
        claims = self._claims(token, _fetched(where.keys), nonce, now)
        role = self._role(claims.get(self.role_claim))
        if role is None:
            raise NotAllowedError(_NO_ROLE, "no role for the claims of this person")
        subject = str(claims["sub"])
        named = claims.get(self.name_claim)
        return Outsider(self.issuer, subject, Person(person_name(str(named)) if named else person_name(subject), role))

    def _described(self) -> Described:
        said = _fetched(f"{self.issuer}/.well-known/openid-configuration")
        if str(said.get("issuer", "")).rstrip("/") != self.issuer:
            raise NotAllowedError(_NOT_BELIEVED, f"discovery names the issuer {said.get('issuer')!r}")
        addresses = [str(said.get(name, "")) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        if not all(_is_safe(address) for address in addresses):
            raise NotAllowedError(_NOT_NOW, f"discovery names addresses that are not https: {addresses}")
        return Described(*addresses)

    def _token(self, where: Described, code: str, redirect_url: str, verifier: str) -> Mapping[str, object]:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_url, "code_verifier": verifier}
        if not self.secret:
            return _fetched(where.token, {**form, "client_id": self.client_id})
        # RFC 6749, 2.3.1: both parts are written as in a form before they become user and password.
        return _fetched(where.token, form, (quote_plus(self.client_id), quote_plus(self.secret)))

    def _claims(self, token: Mapping[str, object], keys: Mapping[str, object], nonce: str, now: int) -> Mapping[str, object]:
        from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        options = {"iss": {"essential": True, "values": [self.issuer, f"{self.issuer}/"]}}
        options["aud"] = {"essential": True, "values": [self.client_id]}
        params = {"nonce": nonce, "client_id": self.client_id, "access_token": token.get("access_token")}
        try:
            signed = jwt.decode(str(token.get("id_token", "")), KeySet.import_key_set(keys), algorithms=ALGORITHMS)  # type: ignore[arg-type]
            claims = CodeIDToken(signed.claims, signed.header, options, params)
            claims.validate(now=now, leeway=CLOCKS_APART_S)
        except (JoseError, ValueError, TypeError, KeyError) as exc:
            raise NotAllowedError(_NOT_BELIEVED, f"id token: {type(exc).__name__} {exc}") from exc
        if not isinstance(signed.claims.get("sub"), str) or not signed.claims["sub"]:
            raise NotAllowedError(_NOT_BELIEVED, "id token without a subject")
        return signed.claims

    def _role(self, said: object) -> Role | None:
        """The highest role that the claim gives; with no `oidc_roles` the claim may name roles itself."""
        words = [str(one) for one in said] if isinstance(said, list) else [str(said)] if said else []
        given = [role for word, role in self.roles if word in words]
        if not self.roles:
            given = [role for word in words if (role := role_named(word)) is not None]
        return max(given, key=list(Role).index, default=None)


def _fetched(address: str, form: Mapping[str, str] | None = None, signed: tuple[str, str] | None = None) -> Mapping[str, object]:
    """A JSON object of the provider's, asked for with a form where there is one. Raises `NotAllowedError` when it gives none."""
    import httpx

    try:
        with httpx.Client(timeout=TIMEOUT_S, headers={"Accept": "application/json"}, auth=signed, verify=_trusted()) as client:
            answer = client.get(address) if form is None else client.post(address, data=form)
        said = answer.raise_for_status().json()
    except httpx.HTTPStatusError as exc:
        line = _NOT_BELIEVED if form is not None and exc.response.is_client_error else _NOT_NOW
        raise NotAllowedError(line, f"{address}: {exc.response.status_code} {exc.response.text[:200]}") from exc
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as exc:
        raise NotAllowedError(_NOT_NOW, f"{address}: {exc}") from exc
    if not isinstance(said, dict):
        raise NotAllowedError(_NOT_NOW, f"{address}: no JSON object")
    return said


@cache
def _trusted() -> ssl.SSLContext:
    """Whose certificates are believed; read once, since that takes longer than to ask."""
    import httpx

    return httpx.create_ssl_context()


def _is_safe(address: str) -> bool:
    """https, or this machine's own (a provider on trial, or one beside this program)."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (parts.scheme == "https" or parts.scheme == "http" and is_loopback(parts.hostname or ""))
    except ValueError:
        return False


def _roles(text: str) -> tuple[tuple[str, Role], ...]:
    given = []
    for part in (one for one in text.split(",") if one.strip()):
        word, equals, named = part.rpartition("=")
        role = role_named(named)
        if not equals or not word.strip() or role is None:
            raise UsageError(f"oidc_roles ska se ut så: grupp-a=redaktör, grupp-b=läsare. Rätta ”{part.strip()}”.")
        given.append((word.strip(), role))
    return tuple(given)
