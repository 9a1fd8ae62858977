"""Uploaded files become reports, one after the other, on a thread of their own.

A file waits under `uploads/` in the data directory and stays there once it is a report, so that it can be read again by a
later version; of one that fails or is cancelled nothing is left. Jobs live in memory: after a restart only reports are left.
"""

from __future__ import annotations

import hashlib
import shutil
import threading
import uuid
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from ingest.domain import Report
from ingest.errors import EmptyStoreError, FinsamError, MetadataError, StoreBusyError, TooManyUploadsError, UsageError
from ingest.formats.file_bytes import read_bytes
from ingest.formats.limits import Limits
from ingest.formats.sniff import sniff
from ingest.read import read
from ingest.settings import Settings
from ui.desk import Desk
from ui.intake import pages_words
from ui.journal import unexpected_text
from ui.upload_files import SENDER_SAYS, clean_stem, remove_abandoned, sidecar_text, upload_folder
from ui.upload_jobs import Job, JobHistory, JobStatus
from vectorstore.compatibility import OUTDATED_FLAG
from vectorstore.embedder import Embedder, SentenceTransformerEmbedder
from vectorstore.entries import ReportEntry
from vectorstore.index import Progress, index_report, publish_vectors
from vectorstore.store import open_store

MOST_WAITING = 8  # files that wait or are being received
MOST_REMEMBERED = 200
NOTHING_SAID: Mapping[str, str] = MappingProxyType({})
_ENDINGS = {"text": "txt"}
_BUSY_PAUSE_S = 1.0
_END_S = 5.0

ReadFile = Callable[[Path, Settings, Callable[[int, int], None]], Report]


class _Cancelled(Exception):
    """The person, or the end of the program, has called the job off."""


def read_reporting_pages(path: Path, settings: Settings, on_page: Callable[[int, int], None]) -> Report:
    """`ingest.read.read`, telling each page that it begins."""
    return read(path, settings, on_page)


class Uploads:
    """The queue and its worker; safe to share between threads. `read_file` and `embedder` stand in for the real ones."""

    def __init__(
        self, settings: Settings, desk: Desk, read_file: ReadFile = read_reporting_pages, embedder: Embedder | None = None
    ) -> None:
        self.settings = settings
        self._desk = desk
        self._read_file = read_file
        self._embedder = embedder or SentenceTransformerEmbedder(settings.embedding_model)
        self._changed = threading.Condition()  # guards all below
        self._jobs = JobHistory(MOST_REMEMBERED)
        self._queue: deque[str] = deque()
        self._reserved: set[str] = set()
        self._called_off: set[str] = set()
        self._closing = False
        self._worker: threading.Thread | None = None

    def reserve(self) -> str:
        """The id of a place in the queue, before a file is received. Raises `TooManyUploadsError`."""
        with self._changed:
            if len(self._queue) + len(self._reserved) >= MOST_WAITING:
                raise TooManyUploadsError("Så många filer väntar redan att ingen mer kan tas emot. Försök igen om en stund.")
            job_id = uuid.uuid4().hex
            self._reserved.add(job_id)
            return job_id

    def folder(self, job_id: str) -> Path:
        """Where the files of a job lie."""
        return upload_folder(self.settings.data_dir, job_id)

    def give_up(self, job_id: str) -> None:
        """Frees a reserved place whose file did not come whole."""
        with self._changed:
            self._reserved.discard(job_id)
        shutil.rmtree(self.folder(job_id), ignore_errors=True)

    def submit(self, job_id: str, received: Path, file_name: str, says: Mapping[str, str] = NOTHING_SAID) -> Job:
        """Queues a received file, which lies in the job's folder. Of its name only the cleaned stem is used.

        `says` is what the sender says of the report. Raises as `sidecar_text`.
        """
        stem, sidecar = clean_stem(file_name), sidecar_text(says)
        path = received.rename(received.with_name(stem))
        if sidecar:
            path.with_name(f"{stem}.toml").write_text(sidecar, encoding="utf-8")
        job = Job(job_id, path.name)
        with self._changed:
            self._reserved.discard(job_id)
            self._jobs.put(job)
            self._queue.append(job_id)
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="uploads", daemon=True)
                self._worker.start()
            self._changed.notify_all()
        return job

    def job(self, job_id: str) -> Job | None:
        with self._changed:
            return self._jobs.get(job_id)

    def cancel(self, job_id: str) -> Job | None:
        """Calls a job off; None for an unknown one. One that is being read ends at its next page.

        Raises `UsageError` when the report is there already, or the job is over.
        """
        with self._changed:
            job = self._jobs.get(job_id)
            if job is None:
                return None
            if job.status.is_final or job.status is JobStatus.EMBEDDING:
                raise UsageError("Filen är redan färdigbehandlad och kan inte avbrytas.")
            self._called_off.add(job_id)
            if job_id in self._queue:
                self._queue.remove(job_id)
                job = self._end(job, JobStatus.CANCELLED, "Avbruten. Ingenting sparades.")
                shutil.rmtree(self.folder(job_id), ignore_errors=True)
            self._changed.notify_all()
            return job

    def close(self) -> None:
        """Takes no more work and breaks off what is being read. What is already published stays."""
        with self._changed:
            self._closing = True
            self._queue.clear()
            self._changed.notify_all()
            worker = self._worker
        if worker is not None:
            worker.join(_END_S)

    # --- the worker's side --------------------------------------------------------------------------------------------

    def _work(self) -> None:
        remove_abandoned(self.settings.data_dir, self._desk)
        while (job := self._next()) is not None:
            try:
                self._take_in(job)
            except _Cancelled:
                self._fail(job, JobStatus.CANCELLED, "Avbruten. Ingenting sparades.")
            except MetadataError as exc:
                how = f"Vid uppladdning anges det som fält bredvid filen: {', '.join(SENDER_SAYS)}."
                self._fail(job, JobStatus.FAILED, f"{exc.message_sv} {how}")
            except FinsamError as exc:
                self._fail(job, JobStatus.FAILED, exc.message_sv)
            except Exception as exc:
                self._fail(job, JobStatus.FAILED, unexpected_text(exc))
            finally:
                with self._changed:
                    self._called_off.discard(job.id)

    def _next(self) -> Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closing or bool(self._queue))
            if self._closing:
                return None
            job = self._jobs.get(self._queue.popleft())
            assert job is not None
            job = job.told(JobStatus.READING, "Läser filen.")
            self._jobs.put(job)
            return job

    def _take_in(self, job: Job) -> None:
        path, known = self._look_at(job)
        if known is not None:
            shutil.rmtree(self.folder(job.id), ignore_errors=True)
            self._change(job.id, status=JobStatus.DONE, report=known.report, message="Samma fil är redan inläst.")
            return
        report = self._read_file(path, self.settings, lambda page, of: self._on_page(job.id, page, of))
        self._go_on(job.id)
        entry = self._publish(job, report, path)
        said = f"{entry.association}, {entry.title} är inläst: {pages_words(entry)}."
        self._change(job.id, status=JobStatus.DONE, message=said, pages_done=entry.pages, pages=entry.pages)

    def _look_at(self, job: Job) -> tuple[Path, ReportEntry | None]:
        """The file under a name that says what it is, and the report that the same bytes gave earlier."""
        received = self.folder(job.id) / job.file
        data = read_bytes(received, Limits.of(self.settings).max_file_bytes)
        found = sniff(data, job.file)
        path = received.rename(received.with_name(f"{job.file}.{_ENDINGS.get(found, found)}"))
        self._change(job.id, file=path.name)
        sha256 = hashlib.sha256(data).hexdigest()
        try:
            entries = self._desk.library().reports()
        except EmptyStoreError:
            entries = ()
        same = (entry for entry in entries if entry.sha256 == sha256 and OUTDATED_FLAG not in entry.flags)
        return path, next(same, None)

    def _publish(self, job: Job, report: Report, path: Path) -> ReportEntry:
        """Publishes the report and makes it findable by meaning; while somebody else ingests, it waits."""
        while True:
            try:
                with open_store(self.settings) as store:
                    self._pass_no_return(job.id)
                    entry = index_report(report, path, store).entry
                    self._change(job.id, report=entry.report, pages_done=entry.pages, pages=entry.pages)
                    publish_vectors(store, self._embedder, self._on_progress)
                    return entry
            except StoreBusyError as exc:
                if self._is_past_return(job.id):
                    raise
                self._change(job.id, message=exc.message_sv)
                with self._changed:
                    self._changed.wait(_BUSY_PAUSE_S)
                self._go_on(job.id)

    def _on_page(self, job_id: str, page: int, of: int) -> None:
        self._go_on(job_id)
        if of:
            self._change(job_id, message=f"Läser sidan {page} av {of}.", pages_done=max(page - 1, 0), pages=of)

    def _on_progress(self, _: Progress) -> None:
        """The end of the program does not wait for vectors: the next ingest makes the missing ones."""
        with self._changed:
            if self._closing:
                raise _Cancelled

    def _go_on(self, job_id: str) -> None:
        """Raises `_Cancelled` when the job has been called off."""
        with self._changed:
            if self._closing or job_id in self._called_off:
                raise _Cancelled

    def _pass_no_return(self, job_id: str) -> None:
        """From here on the job cannot be called off."""
        with self._changed:
            self._go_on(job_id)
            self._change(job_id, status=JobStatus.EMBEDDING, message="Sparar rapporten och gör texten sökbar på betydelse.")

    def _is_past_return(self, job_id: str) -> bool:
        job = self.job(job_id)
        return job is not None and job.status is JobStatus.EMBEDDING

    def _change(self, job_id: str, **values: object) -> None:
        with self._changed:
            job = self._jobs.get(job_id)
            assert job is not None
            self._jobs.put(replace(job, **values))  # type: ignore[arg-type]

    def _fail(self, job: Job, status: JobStatus, message: str) -> None:
        with self._changed:
            current = self._jobs.get(job.id) or job
            self._end(current, status, message)
        if current.report is None:  # a report's file stays: it can be read again
            shutil.rmtree(self.folder(job.id), ignore_errors=True)

    def _end(self, job: Job, status: JobStatus, message: str) -> Job:
        self._called_off.discard(job.id)
        ended = job.told(status, message)
        self._jobs.put(ended)
        return ended
