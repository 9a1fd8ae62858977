"""The database of what people add at work: accounts, the audit log, conversations, opinions, drafts.

It lies beside the library's and is not touched by ingest or `--rebuild`. Transactions are short: writers wait for each other.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, insert, select

from ingest.errors import IndexMismatchError, StoreBusyError, StoreDamagedError
from ui.aside import aside, left_aside, remove_left, sync_folder
from ui.workplace_schema import WORKPLACE_SCHEMA_VERSION, facts, workplace
from vectorstore.database import BUSY_TIMEOUT_MS, open_engine
from vectorstore.faults import told_plainly

WORKPLACE_FILE = "workplace.sqlite"
_LOCK_FILE = "workplace.lock"
_KIND = "workplace"


class WorkplaceStore:
    """Opened with its first transaction, made when there is none; safe to share between threads."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._engine: Engine | None = None
        self._opening = threading.Lock()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing. Raises the store errors of `faults.told_plainly`, `IndexMismatchError` for another version's file."""
        with self._told(), self._opened().begin() as connection:
            yield connection

    def exists(self) -> bool:
        """Whether anything was ever kept here.

        Raises `StoreDamagedError` for what lies there and is no file with anything in it: accounts that are lost with their
        file must not be taken for none. Raises `StoreError` where that cannot be seen.
        """
        path = self._data_dir / WORKPLACE_FILE
        with told_plainly(self._data_dir):
            try:
                path.lstat()
            except FileNotFoundError:
                return False
            if not path.is_file() or path.stat().st_size == 0:
                raise StoreDamagedError(
                    f"{path}, med konton och det som sparats under arbetet, är tom eller ingen vanlig fil. Lägg tillbaka en "
                    "säkerhetskopia av den. Bara om ingen någonsin har haft något konto här kan den i stället tas bort.",
                    f"{path} is empty or no regular file",
                )
            return True

    def close(self) -> None:
        with self._opening:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None

    @contextmanager
    def _told(self) -> Iterator[None]:
        """As `told_plainly`, but nothing here can be made anew from the reports."""
        path = self._data_dir / WORKPLACE_FILE
        try:
            with told_plainly(self._data_dir):
                yield
        except StoreDamagedError as exc:
            raise StoreDamagedError(
                f"{path}, med konton och det som sparats under arbetet, är skadad och går inte att läsa. "
                "Stäng programmet och lägg tillbaka en säkerhetskopia av filen.",
                str(exc),
            ) from exc
        except IndexMismatchError as exc:
            raise _of_another_version(str(exc)) from exc

    def _opened(self) -> Engine:
        with self._opening:
            if self._engine is None:
                self._data_dir.mkdir(parents=True, exist_ok=True)
                if not self.exists() or left_aside(self._data_dir, _KIND):
                    _begin(self._data_dir)
                _keep_private(self._data_dir / WORKPLACE_FILE)
                engine = open_engine(self._data_dir, writing=True, file=WORKPLACE_FILE)
                try:
                    _prepare(engine)
                except BaseException:
                    engine.dispose()
                    raise
                self._engine = engine
            return self._engine


def _begin(data_dir: Path) -> None:
    """Makes the database aside and puts it in its place when it is whole, so that an empty one there always is a damaged one.

    One process at a time: where another one made it just before, that database stays. What a killed one left is removed.
    """
    path = data_dir / WORKPLACE_FILE
    lock = FileLock(data_dir / _LOCK_FILE, timeout=BUSY_TIMEOUT_MS / 1000)
    try:
        lock.acquire()
    except Timeout as exc:
        raise StoreBusyError("Databasen är upptagen av ett annat program. Försök igen om en stund.", str(exc)) from exc
    try:
        remove_left(data_dir, _KIND)
        if os.path.lexists(path):
            return
        with aside(data_dir, _KIND) as folder:
            _keep_private(folder / WORKPLACE_FILE)
            engine = open_engine(folder, writing=True, file=WORKPLACE_FILE)
            try:
                _prepare(engine)
            finally:
                engine.dispose()
            (folder / WORKPLACE_FILE).rename(path)  # no hard link: some file systems have none
            sync_folder(data_dir)
    finally:
        lock.release()


def _prepare(engine: Engine) -> None:
    with engine.begin() as connection:
        workplace.create_all(connection)
        version = connection.execute(select(facts.c.value).where(facts.c.name == "schema")).scalar_one_or_none()
        if version is None:
            connection.execute(insert(facts), [{"name": "schema", "value": WORKPLACE_SCHEMA_VERSION}])
        elif version != WORKPLACE_SCHEMA_VERSION:
            raise _of_another_version(f"workplace schema {version}, expected {WORKPLACE_SCHEMA_VERSION}")


def _of_another_version(detail: str) -> IndexMismatchError:
    return IndexMismatchError(
        f"{WORKPLACE_FILE} i datakatalogen hör till en annan version av programmet. Använd den versionen.", detail
    )


def _keep_private(path: Path) -> None:
    """Makes the file, when there is none, and leaves it to its owner alone: SQLite gives its other files the same rights."""
    os.close(os.open(path, os.O_CREAT | os.O_RDONLY | os.O_NONBLOCK, 0o600))
    found = path.stat()
    if found.st_mode & 0o077 and found.st_uid == os.geteuid():
        path.chmod(0o600)
