"""What is done for a job, on the thread of the uploads: a file taken in, a report read again, a report taken away.

Everything is read first, without the store; then the store is opened, and from there a job cannot be called off.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ingest.domain import Report
from ingest.errors import EmptyStoreError, FinsamError, MetadataError, StoreBusyError, UsageError
from ingest.formats.file_bytes import read_bytes
from ingest.formats.limits import Limits
from ingest.formats.sniff import sniff
from ingest.settings import Settings
from ui.access.audit import Action
from ui.access.person import Person
from ui.desk import Desk
from ui.intake import pages_words
from ui.journal import unexpected_text
from ui.reports.change_log import note_change, told_corrections
from ui.upload_files import SENDER_SAYS, remove_upload, upload_folder
from ui.upload_jobs import Job, JobKind, JobStatus
from vectorstore.catalogue_changes import hold, read_again, read_as_put_right, republish, withdraw
from vectorstore.compatibility import OUTDATED_FLAG
from vectorstore.corrections import Correction
from vectorstore.embedder import Embedder
from vectorstore.entries import ReportEntry
from vectorstore.index import Progress, ProgressListener, Stage, index_report, publish_vectors
from vectorstore.originals import original_path
from vectorstore.reading_room import share_bytes
from vectorstore.store import Store, open_for_notes, open_store

T = TypeVar("T")
ReadFile = Callable[[Path, Settings, Callable[[int, int], None]], Report]
_ENDINGS = {"text": "txt"}
_SAVED_ONLY = "Sparad. Texten görs sökbar på betydelse vid nästa inläsning."
_DELETED_ONLY = "Rapporten är borttagen. Sökningen på betydelse görs klar vid nästa inläsning."
_STAGES = {
    Stage.EMBEDDING: "Gör texten sökbar på betydelse: {} av {} stycken.",
    Stage.INDEXING: "Bygger sökindex: {} av {} stycken.",
}


@dataclass(frozen=True, slots=True)
class Commission:
    """What is to become of a report: `said` is all that is put right about it from now on, None for what is so already."""

    report: str
    said: tuple[Correction, ...] | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """A job at work: what it is about, and how it tells how far it has come. `go_on` raises when it has been called off,
    `pass_no_return` does so for the last time; `wait` is for a store that somebody else is writing to."""

    job: Job
    person: Person
    settings: Settings
    desk: Desk
    read_file: ReadFile
    embedder: Embedder
    change: Callable[..., None]
    go_on: Callable[[], None]
    pass_no_return: Callable[[str], None]
    wait: Callable[[StoreBusyError], None]
    on_progress: ProgressListener

    def read(self, path: Path) -> Report:
        return self.read_file(path, self.settings, self._on_page)

    def published(self, action: Action, entry: ReportEntry, detail: str = "") -> None:
        """The library has the change. The job knows it before anything else can fail: from then on its file is a report's."""
        self.change(report=entry.report, pages_done=entry.pages, pages=entry.pages)
        note_change(self.desk, self.person, action, entry, detail)

    def _on_page(self, page: int, of: int) -> None:
        self.go_on()
        if of:
            self.change(message=f"Läser sidan {page} av {of}.", pages_done=max(page - 1, 0), pages=of)


def carry_out(course: Course, commission: Commission | None) -> None:
    """Does the job; an upload has no commission."""
    if commission is None:
        take_in(course)
    elif course.job.kind is JobKind.DELETION:
        take_away(course, commission)
    else:
        read_anew(course, commission)


def told_failure(exc: Exception) -> str:
    """One Swedish line about what ended a job; what nobody foresaw is logged under an id."""
    if isinstance(exc, MetadataError):
        # Beside an uploaded file nobody can lay another one, which the reader asks for.
        missing = exc.message_sv.partition(" Skriv det i filen ")[0]
        return (
            f"{missing} Fyll i det under ”Om förbund eller period inte framgår av filen” på fliken Rapporter, eller i fälten "
            f"{', '.join(SENDER_SAYS)} vid POST /api/reports, och skicka filen igen."
        )
    return exc.message_sv if isinstance(exc, FinsamError) else unexpected_text(exc)


def told_progress(progress: Progress) -> str:
    """How far the texts of a published report are findable by meaning."""
    return _STAGES[progress.stage].format(progress.done, progress.total)


def told_broken_off(kind: JobKind) -> str:
    """What to tell of a change that is published, when the end of the program kept its texts from being findable by meaning."""
    return _DELETED_ONLY if kind is JobKind.DELETION else _SAVED_ONLY


def take_in(course: Course) -> None:
    """An uploaded file becomes a report."""
    path, known = _look_at(course)
    if known is not None:
        shutil.rmtree(path.parent, ignore_errors=True)
        said = f"Samma fil är redan inläst: {known.association}, {known.title}."
        course.change(status=JobStatus.DONE, report=known.report, message=said)
        return
    report = _read_as_put_right(course, path)
    course.go_on()

    def publish(store: Store) -> ReportEntry:
        entry = index_report(report, path, store).entry
        course.published(Action.UPLOADED, entry, path.name)
        share_bytes(path, original_path(store.data_dir, entry.sha256))
        return entry

    entry = _published(course, publish, "Sparar rapporten och gör texten sökbar på betydelse.")
    done = f"{entry.association}, {entry.title} är inläst: {pages_words(entry)}."
    course.change(status=JobStatus.DONE, message=done, pages_done=entry.pages, pages=entry.pages)


def read_anew(course: Course, commission: Commission) -> None:
    """A report is read again from its kept original, with what is put right about it now."""
    with open_for_notes(course.settings) as store:
        held = hold(commission.report, store)
    said = held.corrections if commission.said is None else commission.said
    report = read_again(held, said, course.settings.data_dir, course.read)
    course.go_on()

    def publish(store: Store) -> ReportEntry:
        indexed = republish(report, held, said, store)
        action = Action.REINDEXED if commission.said is None else Action.CORRECTED
        course.published(action, indexed.entry, "" if commission.said is None else told_corrections(said))
        return indexed.entry

    entry = _published(course, publish, "Sparar rapporten och gör texten sökbar på betydelse.")
    what = "är läst på nytt" if commission.said is None else "är rättad och läst på nytt"
    done = f"{entry.association}, {entry.title} {what}: {pages_words(entry)}."
    course.change(status=JobStatus.DONE, message=done, pages_done=entry.pages, pages=entry.pages)


def take_away(course: Course, commission: Commission) -> None:
    """A report is withdrawn with all it said, and its files that nobody else uses."""

    def publish(store: Store) -> ReportEntry:
        held = withdraw(commission.report, store)
        course.published(Action.DELETED, held.entry, held.entry.source_file)
        remove_upload(held.source_path, store.data_dir)
        return held.entry

    entry = _published(course, publish, "Tar bort rapporten.")
    course.change(status=JobStatus.DONE, message=f"{entry.association}, {entry.title} är borttagen.")


def _read_as_put_right(course: Course, path: Path) -> Report:
    """The file with what has been put right about it, when the same bytes were a report before."""
    try:
        with open_for_notes(course.settings) as store:
            return read_as_put_right(path, store, course.read)
    except EmptyStoreError:
        return course.read(path)


def _published(course: Course, publish: Callable[[Store], ReportEntry], said: str) -> ReportEntry:
    """Does the change and makes the texts findable by meaning; while somebody else ingests, it waits."""
    while True:
        try:
            with open_store(course.settings) as store:
                course.pass_no_return(said)
                entry = publish(store)
                # A library that is searched by words alone stays so when a report is taken away.
                if course.job.kind is not JobKind.DELETION or store.manifest().index_directory:
                    publish_vectors(store, course.embedder, course.on_progress)
                return entry
        except StoreBusyError as exc:
            course.wait(exc)


def _look_at(course: Course) -> tuple[Path, ReportEntry | None]:
    """The file under a name that says what it is, and the report that the same bytes gave earlier."""
    job = course.job
    received = upload_folder(course.settings.data_dir, job.id) / job.file
    data = read_bytes(received, Limits.of(course.settings).max_file_bytes)
    found = sniff(data, job.file)
    path = received.rename(received.with_name(f"{job.file}.{_ENDINGS.get(found, found)}"))
    course.change(file=path.name)
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        entries = course.desk.library().reports()
    except EmptyStoreError:
        entries = ()
    same = (entry for entry in entries if entry.sha256 == sha256 and OUTDATED_FLAG not in entry.flags)
    return path, next(same, None)


def is_gone(desk: Desk, report: str) -> bool:
    """Whether no report of that id is in the library any more; False where that cannot be seen."""
    try:
        return all(entry.report != report for entry in desk.library().reports())
    except EmptyStoreError:
        return True
    except FinsamError:
        return False


def refuse_unknown(desk: Desk, report: str) -> ReportEntry:
    """The report's catalogue row. Raises `UsageError` where there is none."""
    entry = next((one for one in desk.library().reports() if one.report == report), None)
    if entry is None:
        raise UsageError("Rapporten finns inte längre. Uppdatera listan.")
    return entry
