"""What becomes of an uploaded file, as values: the job as it is told to whoever asks how far it has come."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import asdict, dataclass, replace
from enum import StrEnum


class JobStatus(StrEnum):
    WAITING = "waiting"
    READING = "reading"
    EMBEDDING = "embedding"  # the report answers by words and figures already
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        return self in (JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class Job:
    """`file` is the cleaned name, `report` the id once there is a report, `message` one Swedish line; `pages` is 0 as long as
    it is not known how many there are."""

    id: str
    file: str
    status: JobStatus = JobStatus.WAITING
    report: str | None = None
    message: str = "Väntar på sin tur."
    pages_done: int = 0
    pages: int = 0

    def told(self, status: JobStatus, message: str) -> Job:
        return replace(self, status=status, message=message)


def job_json(job: Job) -> str:
    return json.dumps({**asdict(job), "status": job.status.value}, ensure_ascii=False)


class JobHistory:
    """The newest jobs by id. Those that are not over are always kept; not safe to share without a lock of one's own."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._jobs: OrderedDict[str, Job] = OrderedDict()

    def get(self, job_id: str) -> Job | None:
        return self._jobs.get(job_id)

    def put(self, job: Job) -> None:
        self._jobs[job.id] = job
        over = [one.id for one in self._jobs.values() if one.status.is_final]
        for job_id in over[: max(0, len(self._jobs) - self._most)]:
            del self._jobs[job_id]
