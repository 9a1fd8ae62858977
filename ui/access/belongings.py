"""What is kept under a person's name: it goes with the person, so that nobody who gets the name later finds it."""

from __future__ import annotations

from sqlalchemy import Column, Connection, delete, select, update

from ui.access.names import name_key
from ui.workplace_schema import brief_drafts, conversations, jobs, opinions, sessions

# The audit log stays: who did what must be told after somebody has left.
_OWNERS = (conversations.c.owner, brief_drafts.c.owner, jobs.c.by, sessions.c.name)


def forget_belongings(connection: Connection, key: str) -> None:
    """Removes conversations with their turns, drafts, jobs told, and sessions without an account, of every name of that key.
    Opinions are the staff's and say by themselves what they are about: they stay, without the name."""
    for owner in _OWNERS:
        connection.execute(delete(owner.table).where(owner.in_(_spellings(connection, owner, key))))
    given = opinions.c.by.in_(_spellings(connection, opinions.c.by, key))
    connection.execute(update(opinions).prefix_with("OR REPLACE").where(given).values(by=""))


def _spellings(connection: Connection, owner: Column[str], key: str) -> list[str]:
    return [name for name in connection.execute(select(owner).distinct()).scalars() if name_key(name) == key]
