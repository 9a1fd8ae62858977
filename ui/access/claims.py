"""Whom a name belongs to that has no account here: two persons never share what is kept under one name."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from ingest.errors import NotAllowedError
from ui.access.belongings import forget_belongings
from ui.access.names import name_key
from ui.access.person import LOCAL
from ui.workplace_schema import accounts, oidc_names
from ui.workplace_store import WorkplaceStore


def claim_name(store: WorkplaceStore, name: str, issuer: str, subject: str) -> None:
    """Ties the name to who came with it first: the `subject` of an `issuer`, a provider or a proxy.

    Raises `NotAllowedError` when it is somebody else's, an account's, or that of whoever works at the machine itself.
    """
    key = name_key(name)
    with store.transaction() as connection:
        owner = connection.execute(select(oidc_names.c.issuer, oidc_names.c.subject).where(oidc_names.c.key == key)).first()
        account = connection.execute(select(accounts.c.pk).where(accounts.c.key == key)).first()
        is_taken = account is not None or owner is not None and tuple(owner) != (issuer, subject)
        if is_taken or key == name_key(LOCAL.name):
            raise NotAllowedError(
                f"Namnet {name} hör redan till någon annan här. Be den som sköter programmet om hjälp.",
                "the name of an account or of another subject",
            )
        if owner is None:
            connection.execute(insert(oidc_names), [{"key": key, "issuer": issuer, "subject": subject}])


def issuer_of(connection: Connection, name: str) -> str | None:
    """Who says whom the name belongs to; None for a name that nobody has come with."""
    issuer: str | None = connection.execute(
        select(oidc_names.c.issuer).where(oidc_names.c.key == name_key(name))
    ).scalar_one_or_none()
    return issuer


def release_name(store: WorkplaceStore, name: str) -> bool:
    """Makes a claimed name free, signs its person out, and removes what was kept under it; False where nobody claimed it."""
    key = name_key(name)
    with store.transaction() as connection:
        if not connection.execute(delete(oidc_names).where(oidc_names.c.key == key)).rowcount:
            return False
        forget_belongings(connection, key)
    return True
