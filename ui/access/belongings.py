"""What is kept under a person's name: it goes with the person, so that nobody who gets the name later finds it."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from ui.access.names import name_key
from ui.workplace_schema import brief_drafts, conversations, jobs, sessions

# Opinions stay: they are the staff's, and say by themselves what they are about. So does the audit log.
_OWNERS = (conversations.c.owner, brief_drafts.c.owner, jobs.c.by, sessions.c.name)


def forget_belongings(connection: Connection, key: str) -> None:
    """Removes conversations with their turns, drafts, jobs told, and sessions without an account, of every name of that key."""
    for owner in _OWNERS:
        spellings = [name for name in connection.execute(select(owner).distinct()).scalars() if name_key(name) == key]
        connection.execute(delete(owner.table).where(owner.in_(spellings)))
