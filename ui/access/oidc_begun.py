"""Sign-ins by OpenID Connect that have begun: what the answer must fit."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from ingest.errors import NotAllowedError
from ui.access.accounts import Clock
from ui.access.sessions import TOKEN_BYTES, sha256_of
from ui.workplace_schema import oidc_started
from ui.workplace_store import WorkplaceStore

LONGEST_S = 600  # between being sent to the provider and coming back
MOST_AT_ONCE = 10_000  # begun by anybody, without signing in


@dataclass(frozen=True, slots=True)
class Begun:
    """`state` goes to the provider and comes back, `browser` stays with the browser as a cookie."""

    state: str
    browser: str
    nonce: str
    verifier: str


def begin(store: WorkplaceStore, target: str, clock: Clock = time.time) -> Begun:
    """A new sign-in; what has waited too long is forgotten. Raises `NotAllowedError` when too many have begun."""
    now = int(clock())
    begun = Begun(*(secrets.token_urlsafe(TOKEN_BYTES) for _ in range(4)))
    row = {
        "state_sha256": sha256_of(begun.state),
        "browser_sha256": sha256_of(begun.browser),
        "nonce": begun.nonce,
        "verifier": begun.verifier,
        "target": target,
        "began_at": now,
    }
    with store.transaction() as connection:
        connection.execute(delete(oidc_started).where(oidc_started.c.began_at <= now - LONGEST_S))
        if len(connection.execute(select(oidc_started.c.state_sha256).limit(MOST_AT_ONCE)).all()) == MOST_AT_ONCE:
            raise NotAllowedError("Många försöker logga in just nu. Försök igen om tio minuter.", "too many sign-ins begun")
        connection.execute(insert(oidc_started), [row])
    return begun


def take(store: WorkplaceStore, state: str, browser: str, clock: Clock = time.time) -> tuple[Begun, str]:
    """The sign-in that an answer belongs to, and where its person wanted to go. It can be taken once, by its own browser.

    Raises `NotAllowedError` for every other answer.
    """
    with store.transaction() as connection:
        mine = oidc_started.c.state_sha256 == sha256_of(state), oidc_started.c.browser_sha256 == sha256_of(browser)
        row = connection.execute(select(oidc_started).where(*mine)).first()
        connection.execute(delete(oidc_started).where(*mine))
    if row is None or int(clock()) - row.began_at >= LONGEST_S:
        raise NotAllowedError("Inloggningen tog för lång tid, eller började i en annan webbläsare. Börja om.", "unknown state")
    return Begun(state, browser, row.nonce, row.verifier), row.target
