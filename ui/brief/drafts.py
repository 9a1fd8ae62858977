"""A person's drafts of briefs, kept in the workplace: each is seen and changed by its owner alone."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, func, insert, select, update

from ingest.errors import UsageError
from ui.access.person import Person
from ui.brief.edits import Draft, read_draft
from ui.workplace_schema import brief_drafts
from ui.workplace_store import WorkplaceStore

MOST_DRAFTS = 100
_NOT_THERE = "Utkastet finns inte längre. Gör ett nytt underlag."


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as the list shows it; `changed_at` is UTC, ISO 8601 to the second."""

    id: str
    title: str
    changed_at: str


def keep_new(store: WorkplaceStore, person: Person, title: str, draft: Draft) -> str:
    """The id of the new draft. Raises `UsageError` for a person who has `MOST_DRAFTS` already."""
    draft_id = secrets.token_hex(12)
    with store.transaction() as connection:
        count = connection.execute(select(func.count()).where(brief_drafts.c.owner == person.name)).scalar_one()
        if count >= MOST_DRAFTS:
            raise UsageError(f"Du har redan {MOST_DRAFTS} utkast. Ta bort något av dem först.")
        row = {"id": draft_id, "owner": person.name, "title": title, "changed_at": _now(), "content": draft.to_json()}
        connection.execute(insert(brief_drafts), [row])
    return draft_id


def keep(store: WorkplaceStore, person: Person, draft_id: str, draft: Draft, before: Draft) -> bool:
    """Whether the draft was still as it was read `before`; otherwise nothing is written. Raises `UsageError` for a draft that
    is not there or somebody else's."""
    own = (brief_drafts.c.id == draft_id, brief_drafts.c.owner == person.name)
    with store.transaction() as connection:
        content = connection.execute(select(brief_drafts.c.content).where(*own)).scalar_one_or_none()
        if content is None:
            raise UsageError(_NOT_THERE)
        if read_draft(content) != before:
            return False
        connection.execute(update(brief_drafts).where(*own).values(content=draft.to_json(), changed_at=_now()))
    return True


def kept_draft(store: WorkplaceStore, person: Person, draft_id: str) -> Draft:
    """Raises as `keep` does."""
    wanted = select(brief_drafts.c.content).where(brief_drafts.c.id == draft_id, brief_drafts.c.owner == person.name)
    with store.transaction() as connection:
        content = connection.execute(wanted).scalar_one_or_none()
    if content is None:
        raise UsageError(_NOT_THERE)
    return read_draft(content)


def kept_drafts(store: WorkplaceStore, person: Person) -> tuple[Kept, ...]:
    """The person's own, changed last first."""
    if not store.exists():
        return ()
    columns = (brief_drafts.c.id, brief_drafts.c.title, brief_drafts.c.changed_at)
    wanted = select(*columns).where(brief_drafts.c.owner == person.name).order_by(brief_drafts.c.changed_at.desc(), columns[0])
    with store.transaction() as connection:
        return tuple(Kept(*row) for row in connection.execute(wanted))


def forget(store: WorkplaceStore, person: Person, draft_id: str) -> None:
    """Takes a draft away; one that is not there is no matter."""
    with store.transaction() as connection:
        connection.execute(delete(brief_drafts).where(brief_drafts.c.id == draft_id, brief_drafts.c.owner == person.name))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
