"""Jobs on disk: after a restart a person sees what became of them, also of those that the end of the program cut short."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import delete, insert, select

from ingest.errors import FinsamError
from ui.journal import unexpected_text
from ui.upload_jobs import Job, JobHistory, JobKind, JobStatus
from ui.upload_work import told_broken_off
from ui.workplace_schema import jobs
from ui.workplace_store import WorkplaceStore

MOST_KEPT = 200
_CUT_SHORT = "Avbröts när programmet stängdes. Gör om det, om rapporten inte ser ut som du vill."
_UPLOAD_CUT_SHORT = "Avbröts när programmet stängdes. Ladda upp filen igen."
_DELETION_CUT_SHORT = "Avbröts när programmet stängdes. Ta bort rapporten igen, om den står kvar i listan."
_SAVED = "Sparad. Programmet stängdes innan texten var sökbar på betydelse; det görs klart vid nästa inläsning."

_log = logging.getLogger(__name__)


class KeptJobs(JobHistory):
    """The newest jobs, also those of earlier runs. What cannot be read or kept on disk is logged, and ends no job.

    `is_gone` says whether a report is in the library no more.
    """

    def __init__(self, store: WorkplaceStore, is_gone: Callable[[str], bool], most: int = MOST_KEPT) -> None:
        super().__init__(most)
        self._store = store
        if not store.exists():
            return
        try:
            for job in earlier_jobs(store, is_gone):
                super().put(job)
        except FinsamError as exc:
            _log.warning("earlier uploads are not told of: %s", exc)

    def put(self, job: Job, lasting: bool = True) -> None:
        """Remembers a job as it is now; what is `lasting` also on disk."""
        super().put(job)
        if not lasting:
            return
        try:
            save_job(self._store, job)
        except FinsamError as exc:
            _log.warning("the job %s is not kept: %s", job.id, exc)
        except Exception as exc:
            _log.warning("the job %s is not kept: %s", job.id, unexpected_text(exc))


def save_job(store: WorkplaceStore, job: Job) -> None:
    """Keeps a job as it is now, in the place of what was kept of it. Raises what `WorkplaceStore.transaction` raises."""
    row = {
        "id": job.id,
        "process": _process(os.getpid()),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "by": job.by,
        "kind": job.kind.value,
        "file": job.file,
        "report": job.report,
        "status": job.status.value,
        "message": job.message,
        "pages_done": job.pages_done,
        "pages": job.pages,
    }
    with store.transaction() as connection:
        connection.execute(delete(jobs).where(jobs.c.id == job.id))
        connection.execute(insert(jobs), [row])
        newest = select(jobs.c.pk).order_by(jobs.c.pk.desc()).limit(MOST_KEPT)
        connection.execute(delete(jobs).where(jobs.c.pk.not_in(newest.scalar_subquery())))


def earlier_jobs(store: WorkplaceStore, is_gone: Callable[[str], bool]) -> Sequence[Job]:
    """What earlier processes left, the oldest first; what none of them is working at any more is interrupted, or done where
    its report tells so.

    Raises what `WorkplaceStore.transaction` raises.
    """
    with store.transaction() as connection:
        rows = connection.execute(select(jobs).order_by(jobs.c.pk)).all()
    left, cut_short = [], []
    for row in rows:
        job = Job(
            id=row.id,
            file=row.file,
            status=JobStatus(row.status),
            report=row.report,
            message=row.message,
            pages_done=row.pages_done,
            pages=row.pages,
            kind=JobKind(row.kind),
            by=row.by,
        )
        if job.status.is_final:
            left.append(job)
        elif not _is_at_work(str(row.process)):
            cut_short.append(_cut_short(job, is_gone))
            left.append(cut_short[-1])
    for job in cut_short:  # told once and for all: a report may come again under its name
        save_job(store, job)
    return left


def _cut_short(job: Job, is_gone: Callable[[str], bool]) -> Job:
    # A changed report's id is known from the start: whether the change was made yet, it does not tell.
    if job.status is JobStatus.EMBEDDING and job.report is not None and job.kind is JobKind.UPLOAD:
        return job.told(JobStatus.DONE, _SAVED)
    if job.kind is JobKind.DELETION:
        if job.report is not None and is_gone(job.report):
            return job.told(JobStatus.DONE, told_broken_off(job.kind))
        return job.told(JobStatus.INTERRUPTED, _DELETION_CUT_SHORT)
    return job.told(JobStatus.INTERRUPTED, _UPLOAD_CUT_SHORT if job.kind is JobKind.UPLOAD else _CUT_SHORT)


def _is_at_work(process: str) -> bool:
    """Whether the process that had a job still runs, and is another than this one, which begins with no job."""
    number, _, began = process.partition(" ")
    return bool(began) and int(number) != os.getpid() and process == _process(int(number))


def _process(number: int) -> str:
    """A process as "ID BEGAN": ids are used again, also after the machine was started anew. BEGAN is clock ticks since that
    start and its id, "" when no such process runs. Source: proc_pid_stat(5)."""
    try:
        stat = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace")
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return f"{number} "
    began = stat.rpartition(")")[2].split()[19]  # a program's name, in brackets, may hold blanks and brackets
    return f"{number} {began}@{boot}"
