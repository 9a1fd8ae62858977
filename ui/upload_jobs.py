"""What becomes of an uploaded file, or of a report that is changed, as values: the job as it is told to whoever asks."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum


class JobKind(StrEnum):
    UPLOAD = "upload"
    REREAD = "reread"  # read again from its kept original
    CORRECTION = "correction"
    DELETION = "deletion"


class JobStatus(StrEnum):
    WAITING = "waiting"
    READING = "reading"
    EMBEDDING = "embedding"  # the report answers by words and figures already
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"  # the program ended before it was done

    @property
    def is_final(self) -> bool:
        return self not in (JobStatus.WAITING, JobStatus.READING, JobStatus.EMBEDDING)


@dataclass(frozen=True, slots=True)
class Job:
    """`file` is the cleaned name, `report` the id once there is a report, `message` one Swedish line; `pages` is 0 as long as
    it is not known how many there are. `by` is the name of who asked for it."""

    id: str
    file: str
    status: JobStatus = JobStatus.WAITING
    report: str | None = None
    message: str = "Väntar på sin tur."
    pages_done: int = 0
    pages: int = 0
    kind: JobKind = JobKind.UPLOAD
    by: str = ""

    def told(self, status: JobStatus, message: str) -> Job:
        return replace(self, status=status, message=message)


def job_json(job: Job) -> str:
    return json.dumps(_told(job), ensure_ascii=False)


def jobs_json(jobs: Sequence[Job]) -> str:
    """The newest first, as the contract lists things."""
    return json.dumps({"items": [_told(job) for job in jobs], "next": None}, ensure_ascii=False)


def _told(job: Job) -> dict[str, object]:
    values = {**asdict(job), "status": job.status.value, "kind": job.kind.value}
    del values["by"]
    return values


class JobHistory:
    """The newest jobs by id. Those that are not over are always kept; not safe to share without a lock of one's own."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._jobs: OrderedDict[str, Job] = OrderedDict()

    def get(self, job_id: str) -> Job | None:
        return self._jobs.get(job_id)

    def known(self, job_id: str) -> Job:
        """One that is not over. Raises `KeyError` for what is no such job."""
        return self._jobs[job_id]

    def of(self, name: str) -> tuple[Job, ...]:
        """Those that a person asked for, the newest first."""
        return tuple(job for job in reversed(self._jobs.values()) if job.by == name)

    def put(self, job: Job) -> None:
        self._jobs[job.id] = job
        over = [one.id for one in self._jobs.values() if one.status.is_final]
        for job_id in over[: max(0, len(self._jobs) - self._most)]:
            del self._jobs[job_id]
