"""What a person does to a report, each thing checked against the person's role and written to the log of changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from ingest.errors import UsageError
from ingest.settings import Settings
from ui.access.audit import Action
from ui.access.person import Person, Role
from ui.desk import Desk
from ui.reports.change_log import note_change, told_corrections
from ui.reports.form import checked, checked_visibility, corrections_of, current
from ui.upload_jobs import JobKind
from ui.upload_work import Commission, refuse_unknown
from ui.uploads import Uploads
from vectorstore.catalogue_changes import HeldReport, hold, put_right_in_catalogue
from vectorstore.corrections import CATALOGUE_FIELDS, Correction
from vectorstore.entries import ReportEntry
from vectorstore.store import open_for_notes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to tell the person; `waits` while a job does the change."""

    told: str
    waits: bool = False


def held_report(settings: Settings, report: str) -> HeldReport:
    """A report with what is known of it. Raises `UsageError` for an unknown one, `StoreError`."""
    with open_for_notes(settings) as store:
        return hold(report, store)


def show_or_hide(desk: Desk, report: str, visibility: str, person: Person) -> Outcome:
    """Makes a report public or internal, at once. Raises `NotAllowedError`, `UsageError`, `StoreError`."""
    person.require(Role.EDITOR)
    wanted = checked_visibility(visibility)
    with open_for_notes(desk.settings) as store:
        held = hold(report, store)
        if current(held, "visibility") == wanted:
            return Outcome("Det är redan så. Ingenting är ändrat.")
        # Said outright, also where it is what the file beside says: nobody's later word shall turn it round by itself.
        others = tuple(one for one in held.corrections if one.field != "visibility")
        earlier = next((one for one in held.corrections if one.field == "visibility"), None)
        before = earlier.before if earlier is not None else held.entry.visibility
        entry = put_right_in_catalogue(held, (*others, Correction("visibility", wanted, before, person.name, _now())), store)
    is_public = wanted == "public"
    note_change(desk, person, Action.PUBLISHED if is_public else Action.HIDDEN, entry)
    return Outcome("Rapporten är publik nu." if is_public else "Rapporten är intern nu.")


def put_right(desk: Desk, uploads: Uploads, report: str, form: Mapping[str, str], person: Person) -> Outcome:
    """Saves what the form says: at once where only the catalogue changes, else by reading the report again in a job.

    Raises `NotAllowedError`, `UsageError`, `TooManyUploadsError`, `StoreError`.
    """
    person.require(Role.EDITOR)
    wanted = checked(form)
    with open_for_notes(desk.settings) as store:
        held = hold(report, store)
        if str(form.get("version", "")) != str(held.version):
            raise UsageError("Rapporten har ändrats av någon annan under tiden. Öppna den igen och gör om ändringen.")
        said = corrections_of(held, wanted, person.name, _now())
        changed = _changed(held, wanted)
        if not changed:
            return Outcome("Ingenting är ändrat.")
        if changed <= CATALOGUE_FIELDS:
            entry = put_right_in_catalogue(held, said, store)
            note_change(desk, person, Action.CORRECTED, entry, told_corrections(said))
            return Outcome("Sparat.")
    uploads.order(JobKind.CORRECTION, Commission(report, said), _name(held.entry), person)
    return Outcome("Rapporten läses på nytt med rättelserna. Tills det är klart gäller det som stod förut.", waits=True)


def read_once_more(desk: Desk, uploads: Uploads, report: str, person: Person) -> Outcome:
    """Queues a new reading of the kept original. Raises `NotAllowedError`, `UsageError`, `TooManyUploadsError`, `StoreError`."""
    person.require(Role.EDITOR)
    entry = refuse_unknown(desk, report)
    uploads.order(JobKind.REREAD, Commission(report), _name(entry), person)
    return Outcome("Rapporten läses om. Tills det är klart gäller det som är inläst.", waits=True)


def delete(desk: Desk, uploads: Uploads, report: str, person: Person) -> Outcome:
    """Queues that the report is taken away. Raises `NotAllowedError`, `UsageError`, `TooManyUploadsError`, `StoreError`."""
    person.require(Role.ADMINISTRATOR)
    entry = refuse_unknown(desk, report)
    uploads.order(JobKind.DELETION, Commission(report), _name(entry), person)
    return Outcome(f"{_name(entry)} tas bort.", waits=True)


def _changed(held: HeldReport, wanted: Mapping[str, str]) -> frozenset[str]:
    return frozenset(field for field, value in wanted.items() if value != current(held, field))


def _name(entry: ReportEntry) -> str:
    return f"{entry.association}, {entry.title}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
