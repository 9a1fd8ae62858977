"""How a reader follows what is published: one state at a time, and what was read of it kept until there is a newer one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine

from vectorstore.database import data_version, database_path, has_tables, open_engine
from vectorstore.faults import told_plainly
from vectorstore.kept import Kept
from vectorstore.manifest import read_manifest
from vectorstore.published import empty_store, read_published

T = TypeVar("T")

# Under this a connection notes what it saw last: the version of the data and the state published in it.
_SEEN = "seen"


class Reader:
    """Reads a data directory's database, for any number of threads. Opened again when its file is another than it was.

    Every call raises `EmptyStoreError` where nothing is stored, and what `told_plainly` makes of a database's faults.
    """

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._database = database_path(data_dir)
        self._lock = threading.RLock()  # guards the engine and what is kept
        self._engine: Engine | None = None
        self._file_id: tuple[int, int] = (0, 0)
        self._kept: Kept | None = None

    def close(self) -> None:
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
            self._engine = None

    def keeping(self, key: Hashable, read: Callable[[Connection, Kept], T]) -> T:
        """What is kept under the key for the state published now; where nothing is, it is read, all from one state."""

        def read_now() -> T:
            with self.reading() as (connection, kept):
                return read(connection, kept)

        return self.current().get(key, read_now)

    def current(self) -> Kept:
        """What is kept of the state published now. No transaction is needed where nothing was written since the last look."""
        with told_plainly(self._data_dir):
            looking = self._current_engine().raw_connection()
            try:
                kept = self._known(looking.info.get(_SEEN), data_version(looking))
            finally:
                looking.close()
        if kept is not None:
            return kept
        with self.reading() as (_, kept):
            return kept

    @contextmanager
    def reading(self) -> Iterator[tuple[Connection, Kept]]:
        """One state of the store: every statement inside sees the same."""
        with told_plainly(self._data_dir), self._current_engine().begin() as connection:
            version = data_version(connection.connection)
            kept = self._known(connection.info.get(_SEEN), version)
            if kept is None:
                if not has_tables(connection):
                    raise empty_store(self._data_dir)
                kept = self._look_again(connection)
                connection.info[_SEEN] = version, kept.published.state
            yield connection, kept

    def _current_engine(self) -> Engine:
        """The engine, opened again when the database file is another than it was."""
        try:
            stat = self._database.stat()
        except FileNotFoundError:
            raise empty_store(self._data_dir) from None
        with self._lock:
            if self._engine is None or self._file_id != (stat.st_dev, stat.st_ino):
                if self._engine is not None:
                    self._engine.dispose()
                self._engine = open_engine(self._data_dir, writing=False)
                self._file_id = (stat.st_dev, stat.st_ino)
            return self._engine

    def _known(self, seen: tuple[int, tuple[str, int]] | None, version: int) -> Kept | None:
        """What is kept, if a connection has `seen` the state it is of and nothing was written since."""
        with self._lock:
            is_that = self._kept is not None and seen == (version, self._kept.published.state)
            return self._kept if is_that else None

    def _look_again(self, connection: Connection) -> Kept:
        manifest = read_manifest(connection)
        with self._lock:
            if self._kept is not None and self._kept.published.state == (manifest.store_id, manifest.catalogue_version):
                return self._kept
        kept = Kept(read_published(connection, manifest))
        with self._lock:
            self._kept = kept
        return kept
