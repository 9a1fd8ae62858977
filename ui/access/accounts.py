"""Accounts: who may sign in with a password, and as what."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Row, delete, exists, insert, select, update

from ingest.errors import UsageError
from ui.access.belongings import forget_belongings
from ui.access.claims import issuer_of
from ui.access.names import MAX_NAME_CHARS, checked_name, name_key
from ui.access.passwords import hash_password, is_outdated, matches
from ui.access.person import Person, Role
from ui.workplace_schema import accounts, sessions
from ui.workplace_store import WorkplaceStore

Clock = Callable[[], float]
_AccountRow = Row[tuple[int, str, str, str, str, int]]


@dataclass(frozen=True, slots=True)
class Account:
    """`made_at` in seconds since 1970."""

    name: str
    role: Role
    made_at: int


class Accounts:
    """The accounts of a workplace. A changed password or role, or a removed account, ends the account's sessions."""

    def __init__(self, store: WorkplaceStore, clock: Clock = time.time) -> None:
        self._store = store
        self._clock = clock

    def exist(self) -> bool:
        """Whether anybody has an account. Makes no file where there is none."""
        if not self._store.exists():
            return False
        with self._store.transaction() as connection:
            return bool(connection.execute(select(exists(select(accounts.c.pk)))).scalar_one())

    def everybody(self) -> Sequence[Account]:
        """In the order of their names."""
        if not self._store.exists():
            return ()
        wanted = select(accounts.c.name, accounts.c.role, accounts.c.made_at).order_by(accounts.c.key)
        with self._store.transaction() as connection:
            return tuple(Account(name, Role(role), made_at) for name, role, made_at in connection.execute(wanted))

    def refuse_taken(self, name: str) -> None:
        """Raises `UsageError` for a name that cannot be used or is taken."""
        shown = checked_name(name)
        if self._store.exists():
            with self._store.transaction() as connection:
                _refuse_taken(connection, shown)

    def refuse_unknown(self, name: str) -> None:
        """Raises `UsageError` where no account has the name."""
        if not self._store.exists() or self.shown_name(name) is None:
            raise _unknown(name)

    def add(self, name: str, role: Role, password: str) -> Person:
        """A new account. Raises `UsageError` for a name that cannot be used or is taken, and for a bad password."""
        shown = checked_name(name)
        row = {
            "key": name_key(shown),
            "name": shown,
            "role": role.value,
            "password": hash_password(password),
            "made_at": int(self._clock()),
        }
        with self._store.transaction() as connection:
            _refuse_taken(connection, shown)
            connection.execute(insert(accounts), [row])
        return Person(shown, role)

    def set_password(self, name: str, password: str) -> Person:
        """Raises `UsageError` for an unknown account and a bad password."""
        hashed = hash_password(password)
        with self._store.transaction() as connection:
            row = _found(connection, name)
            connection.execute(update(accounts).where(accounts.c.pk == row.pk).values(password=hashed))
            _end_sessions(connection, row.pk)
        return Person(row.name, Role(row.role))

    def set_role(self, name: str, role: Role) -> Person:
        """Raises `UsageError` for an unknown account, and when nobody would be administrator any more."""
        with self._store.transaction() as connection:
            row = _found(connection, name)
            if role is not Role.ADMINISTRATOR:
                _keep_an_administrator(connection, row, "kan inte få en annan roll", even_alone=True)
            connection.execute(update(accounts).where(accounts.c.pk == row.pk).values(role=role.value))
            _end_sessions(connection, row.pk)
        return Person(row.name, role)

    def remove(self, name: str) -> Person:
        """Takes away the account with what was kept under its name.

        Raises `UsageError` for an unknown account, and for the last administrator while others have accounts.
        """
        with self._store.transaction() as connection:
            row = _found(connection, name)
            # The only account may go: without accounts the page is for this machine alone.
            _keep_an_administrator(connection, row, "kan inte tas bort", even_alone=False)
            connection.execute(delete(accounts).where(accounts.c.pk == row.pk))
            _end_sessions(connection, row.pk)
            forget_belongings(connection, row.key)
        return Person(row.name, Role(row.role))

    def shown_name(self, name: str) -> str | None:
        """A name as its account has it; None where there is no such account."""
        with self._store.transaction() as connection:
            return connection.execute(select(accounts.c.name).where(accounts.c.key == name_key(name))).scalar_one_or_none()

    def signed_in_by(self, name: str, password: str) -> int | None:
        """The key of the account that name and password belong to; None, at the same cost, for a wrong one of either."""
        with self._store.transaction() as connection:
            row = connection.execute(select(accounts).where(accounts.c.key == name_key(name))).first()
        if not matches(row.password if row is not None else None, password) or row is None:
            return None
        if is_outdated(row.password):
            with self._store.transaction() as connection:
                changed = update(accounts).where(accounts.c.pk == row.pk, accounts.c.password == row.password)
                connection.execute(changed.values(password=hash_password(password)))
        return int(row.pk)


def _found(connection: Connection, name: str) -> _AccountRow:
    row = connection.execute(select(accounts).where(accounts.c.key == name_key(name))).first()
    if row is None:
        raise _unknown(name)
    return row


def _refuse_taken(connection: Connection, shown: str) -> None:
    if connection.execute(select(accounts.c.pk).where(accounts.c.key == name_key(shown))).first() is not None:
        raise UsageError(f"Kontot {shown} finns redan. Byt lösenord med finsam user password {shown}.")
    if issuer_of(connection, shown) is not None:
        raise UsageError(
            f"Namnet {shown} har någon som loggar in utan konto här. Välj ett annat, eller ta bort det och det som är "
            f"sparat under det med finsam user remove {shown}."
        )


def _unknown(name: str) -> UsageError:
    return UsageError(f"Det finns inget konto som heter {' '.join(name.split())[:MAX_NAME_CHARS]}. Se alla: finsam user list")


def _keep_an_administrator(connection: Connection, row: _AccountRow, what: str, *, even_alone: bool) -> None:
    if row.role != Role.ADMINISTRATOR.value:
        return
    others = list(connection.execute(select(accounts.c.role).where(accounts.c.pk != row.pk)).scalars())
    if Role.ADMINISTRATOR.value not in others and (others or even_alone):
        raise UsageError(f"{row.name} är den enda administratören och {what}. Gör först någon annan till administratör.")


def _end_sessions(connection: Connection, account: int) -> None:
    connection.execute(delete(sessions).where(sessions.c.account == account))
