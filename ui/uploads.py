"""Uploaded files become reports, and reports are changed, one after the other, on a thread of their own.

A file waits under `uploads/` in the data directory and stays there once it is a report, so that it can be read again by a
later version; of one that fails or is cancelled nothing is left. What became of a job is told after a restart too.
"""

from __future__ import annotations

import shutil
import threading
import uuid
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from ingest.errors import StoreBusyError, TooManyUploadsError, UsageError
from ingest.read import read
from ingest.settings import Settings
from ui.access.person import LOCAL, Person
from ui.desk import Desk
from ui.journal import record
from ui.upload_files import clean_stem, remove_abandoned, sidecar_text, upload_folder
from ui.upload_jobs import Job, JobKind, JobStatus
from ui.upload_records import KeptJobs
from ui.upload_work import Commission, Course, ReadFile, carry_out, is_gone, told_broken_off, told_failure, told_progress
from vectorstore.embedder import Embedder, SentenceTransformerEmbedder
from vectorstore.index import Progress

MOST_WAITING = 8  # files that wait or are being received
_BUSY_PAUSE_S = 1.0
_END_S = 5.0
_CANCELLED = "Avbruten. Ingenting sparades."


class _Cancelled(Exception):
    """The person, or the end of the program, has called the job off."""


class Uploads:
    """The queue and its worker; safe to share between threads. `read_file` and `embedder` stand in for the real ones."""

    def __init__(self, settings: Settings, desk: Desk, read_file: ReadFile = read, embedder: Embedder | None = None) -> None:
        self.settings = settings
        self.desk = desk
        self._read_file = read_file
        self._embedder = embedder or SentenceTransformerEmbedder(settings.embedding_model)
        self._changed = threading.Condition()  # guards all below
        self._jobs = KeptJobs(desk.workplace, partial(is_gone, desk))
        self._people: dict[str, Person] = {}
        self._commissions: dict[str, Commission] = {}
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

    def submit(
        self, job_id: str, received: Path, file_name: str, says: Mapping[str, str] | None = None, person: Person = LOCAL
    ) -> Job:
        """Queues a received file, which lies in the job's folder. Of its name only the cleaned stem is used.

        `says` is what the sender says of the report. Raises as `sidecar_text`.
        """
        stem, sidecar = clean_stem(file_name), sidecar_text(says or {})
        path = received.rename(received.with_name(stem))
        if sidecar:
            path.with_name(f"{stem}.toml").write_text(sidecar, encoding="utf-8")
        return self._queued(Job(job_id, path.name, by=person.name), person)

    def order(self, kind: JobKind, commission: Commission, name: str, person: Person) -> Job:
        """Queues a change of a report; `name` is what the person knows it by.

        Raises `TooManyUploadsError`, and `UsageError` while another change of the report waits or is at work.
        """
        with self._changed:
            if len(self._queue) + len(self._reserved) >= MOST_WAITING:
                raise TooManyUploadsError("Så mycket väntar redan att inget mer kan tas emot. Försök igen om en stund.")
            if any(other.report == commission.report for other in self._commissions.values()):
                raise UsageError("Rapporten håller redan på att ändras. Vänta tills det är klart och försök igen.")
            job = Job(uuid.uuid4().hex, name, report=commission.report, kind=kind, by=person.name)
            self._commissions[job.id] = commission
        return self._queued(job, person)

    def job(self, job_id: str) -> Job | None:
        with self._changed:
            return self._jobs.get(job_id)

    def jobs_of(self, person: Person) -> tuple[Job, ...]:
        """What the person has asked for, the newest first."""
        with self._changed:
            return self._jobs.of(person.name)

    def cancel(self, job_id: str) -> Job | None:
        """Calls a job off; None for an unknown one. One that is being read ends at its next page.

        Raises `UsageError` when the report is there already, or the job is over.
        """
        with self._changed:
            job = self._jobs.get(job_id)
            if job is None:
                return None
            if job.status.is_final or job.status is JobStatus.EMBEDDING:
                raise UsageError("Det är redan färdigt och kan inte avbrytas.")
            self._called_off.add(job_id)
            if job_id in self._queue:
                self._queue.remove(job_id)
                job = job.told(JobStatus.CANCELLED, _CANCELLED)
                self._jobs.put(job)
                self._forget(job_id)
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

    def _queued(self, job: Job, person: Person) -> Job:
        with self._changed:
            self._reserved.discard(job.id)
            self._people[job.id] = person
            self._jobs.put(job)
            self._queue.append(job.id)
            if self._worker is None or not self._worker.is_alive():
                self._worker = threading.Thread(target=self._work, name="uploads", daemon=True)
                self._worker.start()
            self._changed.notify_all()
        return job

    # --- the worker's side --------------------------------------------------------------------------------------------

    def _work(self) -> None:
        try:
            remove_abandoned(self.settings.data_dir, self.desk)
        except Exception as exc:  # what lies there takes room, but stops no upload
            record(exc)
        while (job := self._next()) is not None:
            try:
                self._do(job)
            except _Cancelled:
                self._fail(job, JobStatus.CANCELLED, _CANCELLED)
            except Exception as exc:
                self._fail(job, JobStatus.FAILED, told_failure(exc))
            finally:
                with self._changed:
                    self._forget(job.id)

    def _do(self, job: Job) -> None:
        course = Course(
            job,
            self._people.get(job.id, LOCAL),
            self.settings,
            self.desk,
            self._read_file,
            self._embedder,
            change=partial(self._change, job.id),
            go_on=partial(self._go_on, job.id),
            pass_no_return=partial(self._pass_no_return, job.id),
            wait=partial(self._wait, job.id),
            on_progress=partial(self._on_progress, job.id),
        )
        carry_out(course, self._commissions.get(job.id))

    def _next(self) -> Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closing or bool(self._queue))
            if self._closing:
                return None
            job = self._jobs.known(self._queue.popleft()).told(JobStatus.READING, "Läser filen.")
            self._jobs.put(job)
            return job

    def _on_progress(self, job_id: str, progress: Progress) -> None:
        """The end of the program does not wait for vectors: the next ingest makes the missing ones."""
        with self._changed:
            if self._closing:
                raise _Cancelled
            self._change(job_id, message=told_progress(progress))

    def _go_on(self, job_id: str) -> None:
        """Raises `_Cancelled` when the job has been called off."""
        with self._changed:
            if self._closing or job_id in self._called_off:
                raise _Cancelled

    def _pass_no_return(self, job_id: str, said: str) -> None:
        """From here on the job cannot be called off."""
        with self._changed:
            self._go_on(job_id)
            self._change(job_id, status=JobStatus.EMBEDDING, message=said)

    def _wait(self, job_id: str, busy: StoreBusyError) -> None:
        """A moment, while somebody else writes. Raises what was raised when the report is published already."""
        job = self.job(job_id)
        if job is not None and job.status is JobStatus.EMBEDDING:
            raise busy
        self._change(job_id, message=busy.message_sv)
        with self._changed:
            self._changed.wait(_BUSY_PAUSE_S)
        self._go_on(job_id)

    def _change(self, job_id: str, **values: object) -> None:
        with self._changed:
            job = self._jobs.known(job_id)
            self._jobs.put(replace(job, **values), "status" in values or "report" in values)  # type: ignore[arg-type]

    def _fail(self, job: Job, status: JobStatus, message: str) -> None:
        with self._changed:
            current = self._jobs.get(job.id) or job
            if status is JobStatus.CANCELLED and current.status is JobStatus.EMBEDDING:
                status, message = JobStatus.DONE, told_broken_off(job.kind)
            self._jobs.put(current.told(status, message))
            self._forget(job.id)
        if current.report is None:  # a report's file stays: it can be read again
            shutil.rmtree(self.folder(job.id), ignore_errors=True)

    def _forget(self, job_id: str) -> None:
        """Lets go of what a job needs until it is over."""
        self._called_off.discard(job_id)
        self._commissions.pop(job_id, None)
        self._people.pop(job_id, None)
