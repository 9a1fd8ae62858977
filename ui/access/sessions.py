"""Sessions: who has signed in and not yet left, kept on the server; the browser holds a random token and nothing else."""

from __future__ import annotations

import hashlib
import secrets
import time

from sqlalchemy import delete, insert, or_, select, update

from ui.access.accounts import Clock
from ui.access.claims import issuer_of
from ui.access.person import Person, Role
from ui.workplace_schema import accounts, sessions
from ui.workplace_store import WorkplaceStore

TOKEN_BYTES = 32
TOUCH_EVERY_S = 30  # so that a page of a hundred files is not a hundred writes


class Sessions:
    """`idle_s` after the last request a session is over, and `longest_s` after its beginning in any case.

    Who has no account here is known as long as `issuer`, the provider of this moment, is who said whom the name belongs to.
    """

    def __init__(
        self, store: WorkplaceStore, idle_s: int, longest_s: int, clock: Clock = time.time, issuer: str | None = None
    ) -> None:
        self._store = store
        self._idle_s = idle_s
        self._longest_s = longest_s
        self._clock = clock
        self._issuer = issuer

    def begin(self, account: int) -> str:
        """A new session of an account; returns its token. Sessions that are over are forgotten at the same time."""
        return self._begin(account, "", "")

    def begin_for(self, person: Person) -> str:
        """A new session of somebody who was identified elsewhere and has no account here."""
        return self._begin(None, person.name, person.role.value)

    def person(self, token: str) -> Person | None:
        """Who a token belongs to, with the role of this moment; None when it is unknown or its session is over."""
        now = int(self._clock())
        digest = sha256_of(token)
        wanted = (
            select(sessions, accounts.c.name.label("account_name"), accounts.c.role.label("account_role"))
            .join_from(sessions, accounts, sessions.c.account == accounts.c.pk, isouter=True)
            .where(sessions.c.token_sha256 == digest)
        )
        with self._store.transaction() as connection:
            row = connection.execute(wanted).first()
            if row is None or now - row.began_at >= self._longest_s or now - row.seen_at >= self._idle_s:
                return None
            if now - row.seen_at >= min(TOUCH_EVERY_S, self._idle_s // 4):
                connection.execute(update(sessions).where(sessions.c.token_sha256 == digest).values(seen_at=now))
            issuer = issuer_of(connection, row.name) if row.account is None else None
        if row.account is None:
            return Person(row.name, Role(row.role)) if issuer is not None and issuer == self._issuer else None
        return Person(row.account_name, Role(row.account_role)) if row.account_name is not None else None

    def end(self, token: str) -> None:
        """An unknown token ends nothing."""
        with self._store.transaction() as connection:
            connection.execute(delete(sessions).where(sessions.c.token_sha256 == sha256_of(token)))

    def _begin(self, account: int | None, name: str, role: str) -> str:
        now = int(self._clock())
        token = secrets.token_urlsafe(TOKEN_BYTES)
        row = {
            "token_sha256": sha256_of(token),
            "account": account,
            "name": name,
            "role": role,
            "began_at": now,
            "seen_at": now,
        }
        over = or_(sessions.c.began_at <= now - self._longest_s, sessions.c.seen_at <= now - self._idle_s)
        with self._store.transaction() as connection:
            connection.execute(delete(sessions).where(over))
            connection.execute(insert(sessions), [row])
        return token


def sha256_of(token: str) -> str:
    """What is stored instead of a token: a copy of the database opens no session."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
