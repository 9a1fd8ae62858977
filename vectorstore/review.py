"""A reviewer closes a finding with a note, or opens it again."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select

from ingest.errors import UsageError
from vectorstore.entries import Explanation
from vectorstore.manifest import next_catalogue_version
from vectorstore.schema import explanations, findings
from vectorstore.store import Store


def explain_finding(finding_id: str, note: str, by: str, store: Store) -> Explanation:
    """Marks a finding as explained; an earlier note on it is replaced. `by` is whoever says so, "" where not known.

    Raises `UsageError` for an unknown finding and for an empty note.
    """
    explanation = Explanation(note.strip(), by.strip(), datetime.now(UTC).isoformat(timespec="seconds"))
    if not explanation.note:
        raise UsageError("Anteckningen är tom. Skriv vad som förklarar fyndet.")
    with store.transaction() as connection:
        if not _is_found(connection, finding_id):
            raise _unknown(finding_id)
        _forget(connection, finding_id)
        row = {"finding_id": finding_id, "note": explanation.note, "by": explanation.by, "at": explanation.at}
        connection.execute(insert(explanations), [row])
        next_catalogue_version(connection)
    return explanation


def reopen_finding(finding_id: str, store: Store) -> bool:
    """Takes the note away; False when the finding had none. Raises `UsageError` for an unknown finding without a note."""
    with store.transaction() as connection:
        was_explained = _forget(connection, finding_id)
        if was_explained:
            next_catalogue_version(connection)
        elif not _is_found(connection, finding_id):
            raise _unknown(finding_id)
    return was_explained


def _is_found(connection: Connection, finding_id: str) -> bool:
    return connection.execute(select(findings.c.pk).where(findings.c.id == finding_id).limit(1)).first() is not None


def _forget(connection: Connection, finding_id: str) -> bool:
    return connection.execute(delete(explanations).where(explanations.c.finding_id == finding_id)).rowcount > 0


def _unknown(finding_id: str) -> UsageError:
    return UsageError(f"Det finns inget fynd med id {finding_id}. Alla fynd med sina id: finsam check --format jsonl")
