"""Who may come in: by an account's session, by a believed server in front, by OpenID Connect, or from this machine alone.

As long as there are no accounts and nothing else is configured, whoever sits at this machine may do everything, and nobody
else gets in.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ui.access.accounts import Accounts, Clock
from ui.access.claims import claim_name
from ui.access.names import name_key
from ui.access.oidc import Provider
from ui.access.person import LOCAL, Person
from ui.access.proxies import Proxies
from ui.access.sessions import Sessions
from ui.access.sites import at_this_machine
from ui.access.slowing import Slowing
from ui.same_machine import is_loopback

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

    from ingest.settings import Settings
    from ui.workplace_store import WorkplaceStore

SESSION_COOKIE = "finsam_session"
# Under https the browser then takes the cookie from this very host only, and never sends it in the clear.
SECURE_SESSION_COOKIE = "__Host-finsam_session"


class Gate:
    """Knows the accounts, the sessions and the settings that say who else is let in."""

    def __init__(self, settings: Settings, store: WorkplaceStore, clock: Clock = time.time) -> None:
        """Raises `UsageError` for settings that do not fit together."""
        self.settings = settings
        self.store = store
        self.accounts = Accounts(store, clock)
        self.slowing = Slowing(store, clock)
        self.proxies = Proxies.of(settings)
        self.provider = Provider.of(settings)
        issuer = self.provider.issuer if self.provider is not None else None
        self.sessions = Sessions(store, settings.session_idle_minutes * 60, settings.session_hours * 3600, clock, issuer)
        self.clock = clock
        self._guarded = False

    def is_guarded(self) -> bool:
        """Whether people sign in here; if not, the page is for this machine alone."""
        # once guarded it stays so until a restart: accounts that are gone with their file must not open the page to everybody
        self._guarded = self._guarded or self.proxies.name_people() or self.provider is not None or self.accounts.exist()
        return self._guarded

    def person(self, connection: HTTPConnection) -> Person | None:
        """Who asks; None for nobody that is known.

        Raises `NotAllowedError` for somebody whom a proxy gives no role, or the name of somebody else.
        """
        named = self.proxies.person(connection)
        if named is not None:
            claim_name(self.store, named.name, self.proxies.issuer(), name_key(named.name))
            return named
        token = connection.cookies.get(self.cookie_name(connection), "")
        if token and self.store.exists():
            signed_in = self.sessions.person(token)
            if signed_in is not None:
                return signed_in
        local = at_this_machine(connection) and is_loopback(self.settings.host)
        return LOCAL if local and not self.is_guarded() else None

    def cookie_name(self, connection: HTTPConnection) -> str:
        return SECURE_SESSION_COOKIE if self.proxies.secure(connection) else SESSION_COOKIE
