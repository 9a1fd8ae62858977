"""The audit log: who uploaded, changed or deleted what, and when. Rows are only added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import insert, select

from ingest.errors import FinsamError
from ui.access.person import Person
from ui.journal import record as journalled
from ui.operations.masking import masked
from ui.workplace_schema import audit
from ui.workplace_store import WorkplaceStore


class Action(StrEnum):
    """What can be done to the library and the accounts, in the words that the log shows."""

    UPLOADED = "laddade upp"
    CORRECTED = "rättade uppgifter"
    REINDEXED = "läste om"
    PUBLISHED = "gjorde publik"
    HIDDEN = "gjorde intern"
    DELETED = "tog bort"
    EXPLAINED = "förklarade fynd"
    REOPENED = "öppnade fynd igen"
    USER_ADDED = "lade till konto"
    USER_CHANGED = "ändrade konto"
    USER_REMOVED = "tog bort konto"
    SIGNED_IN = "loggade in"
    SIGNED_OUT = "loggade ut"
    REFUSED = "nekades inloggning"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """`at` is UTC, ISO 8601 to the second; `subject` the report's, finding's or account's name."""

    at: str
    by: str
    action: str
    subject: str
    detail: str = ""


def record(store: WorkplaceStore, person: Person, action: Action, subject: str, detail: str = "") -> None:
    """Adds a row. Raises what `WorkplaceStore.transaction` raises."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    # a note or a name that somebody typed into the wrong field may hold one
    row = {"at": at, "by": person.name, "action": action.value, "subject": masked(subject), "detail": masked(detail)}
    with store.transaction() as connection:
        connection.execute(insert(audit), [row])


def record_done(store: WorkplaceStore, person: Person, action: Action, subject: str, detail: str = "") -> None:
    """Writes down a change that is saved already. What cannot be written goes to the journal: the change stands all the same,
    and to tell the person that it failed would be untrue."""
    try:
        record(store, person, action, subject, detail)
    except FinsamError as exc:
        journalled(exc)


def latest(store: WorkplaceStore, limit: int = 200) -> Sequence[AuditEntry]:
    """The newest rows first."""
    wanted = (
        select(audit.c.at, audit.c.by, audit.c.action, audit.c.subject, audit.c.detail).order_by(audit.c.pk.desc()).limit(limit)
    )
    with store.transaction() as connection:
        return tuple(AuditEntry(*row) for row in connection.execute(wanted))
