"""Jobs on disk: after a restart a person sees what became of them, also of those that the end of the program cut short."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select

from ui.upload_jobs import Job, JobKind, JobStatus
from ui.workplace_schema import jobs
from ui.workplace_store import WorkplaceStore

MOST_KEPT = 200
_CUT_SHORT = "Avbröts när programmet stängdes. Gör om det, om rapporten inte ser ut som du vill."
_UPLOAD_CUT_SHORT = "Avbröts när programmet stängdes. Ladda upp filen igen."
_SAVED = "Sparad. Programmet stängdes innan texten var sökbar på betydelse; det görs klart vid nästa inläsning."


def save_job(store: WorkplaceStore, job: Job) -> None:
    """Keeps a job as it is now, in the place of what was kept of it. Raises what `WorkplaceStore.transaction` raises."""
    row = {
        "id": job.id,
        "process": os.getpid(),
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


def earlier_jobs(store: WorkplaceStore) -> Sequence[Job]:
    """What earlier processes left, the oldest first; what none of them is working at any more is interrupted.

    Raises what `WorkplaceStore.transaction` raises.
    """
    with store.transaction() as connection:
        rows = connection.execute(select(jobs).order_by(jobs.c.pk)).all()
    left = []
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
        elif row.process == os.getpid() or not _is_running(row.process):
            left.append(_cut_short(job))
    for job in left:
        if job.status is JobStatus.INTERRUPTED:
            save_job(store, job)
    return left


def _cut_short(job: Job) -> Job:
    if job.status is JobStatus.EMBEDDING and job.report is not None:
        return job.told(JobStatus.DONE, _SAVED)
    return job.told(JobStatus.INTERRUPTED, _UPLOAD_CUT_SHORT if job.kind is JobKind.UPLOAD else _CUT_SHORT)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
