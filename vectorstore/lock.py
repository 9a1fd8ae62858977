"""One writer at a time, told by a lock that dies with its process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import StoreBusyError
from vectorstore.faults import told_plainly

LOCK_FILE = "writer.lock"


@contextmanager
def writers_lock(data_dir: Path) -> Iterator[None]:
    """Holds the writer's lock of a data directory, or raises `StoreBusyError` at once.

    The kernel owns the lock (flock), so a killed writer leaves a file but no lock.
    """
    with told_plainly(data_dir):
        data_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(data_dir / LOCK_FILE, timeout=0)
        try:
            lock.acquire()
        except Timeout as exc:
            raise StoreBusyError(
                "En annan inläsning pågår just nu. Vänta tills den är klar och försök igen.", f"{data_dir} is locked"
            ) from exc
    try:
        yield
    finally:
        lock.release()
