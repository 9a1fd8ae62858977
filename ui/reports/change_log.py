"""Changes to reports as the log of changes tells them: written down when they are done, and not undone by a log that fails."""

from __future__ import annotations

from collections.abc import Sequence

from ui.access.audit import Action, record_done
from ui.access.person import Person
from ui.desk import Desk
from vectorstore.corrections import Correction
from vectorstore.entries import ReportEntry


def note_change(desk: Desk, person: Person, action: Action, entry: ReportEntry, detail: str = "") -> None:
    """As `record_done`."""
    record_done(desk.workplace, person, action, subject_of(entry), detail)


def subject_of(entry: ReportEntry) -> str:
    """A report as the log of changes names it."""
    return f"{entry.association}, {entry.title} ({entry.report})"


def told_corrections(said: Sequence[Correction]) -> str:
    """What is put right, as the log of changes tells it."""
    return "; ".join(f"{one.field}: {one.before or '–'} → {one.value or '–'}" for one in said)
