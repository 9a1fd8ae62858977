"""A reviewer closes a finding with a note, or opens it again."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select

from ingest.errors import UsageError
from vectorstore.entries import Explanation
from vectorstore.manifest import next_catalogue_version
from vectorstore.schema import explanations, findings
from vectorstore.store import Store

MAX_NOTE_CHARS, MAX_NAME_CHARS = 2000, 100


def explain_finding(finding_id: str, note: str, by: str, store: Store) -> Explanation:
    """Marks a finding as explained. `by` is whoever says so, "" where not known.

    Raises `UsageError` for an unknown finding, for an empty or too long note, and where another note stands already.
    """
    explanation = Explanation(note.strip(), by.strip(), datetime.now(UTC).isoformat(timespec="seconds"))
    if not explanation.note:
        raise UsageError("Anteckningen är tom. Skriv vad som förklarar fyndet.")
    if len(explanation.note) > MAX_NOTE_CHARS or len(explanation.by) > MAX_NAME_CHARS:
        raise UsageError(
            f"Förklaringen får ha högst {MAX_NOTE_CHARS} tecken och namnet högst {MAX_NAME_CHARS}. Korta och försök igen."
        )
    with store.transaction() as connection:
        if not _is_found(connection, finding_id):
            raise _unknown(finding_id)
        known = connection.execute(select(explanations).where(explanations.c.finding_id == finding_id)).one_or_none()
        if known is not None:
            raise UsageError(
                f"Fyndet är redan förklarat{f' av {known.by}' if known.by else ''}: ”{known.note}”. Öppna det igen först, om det "
                "ska få en annan förklaring."
            )
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
