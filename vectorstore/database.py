"""The SQL database of a data directory: SQLite in WAL mode, one writer, readers that never wait."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection, QueuePool

DATABASE_FILE = "finsam.sqlite"
BUSY_TIMEOUT_MS = 10_000


def database_path(data_dir: Path) -> Path:
    return data_dir / DATABASE_FILE


def open_engine(data_dir: Path, *, writing: bool, file: str = DATABASE_FILE) -> Engine:
    """An engine over a database of the data directory. A reader's connections refuse to write.

    Every transaction sees one state of the database from its first statement to its last; a writer's takes the
    write lock at its beginning.
    """
    path = (data_dir / file).resolve()

    def connect() -> sqlite3.Connection:
        return _connect(path, "mode=rwc") if writing else _connect_for_reading(path)

    # a statement that fails is logged, and its values may be what somebody asked
    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=QueuePool, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        assert isinstance(connection, sqlite3.Connection)
        # sqlite3's own transaction control begins none before a SELECT: two reads would see two states.
        connection.isolation_level = None
        pragmas = [f"busy_timeout={BUSY_TIMEOUT_MS}", "foreign_keys=ON", "synchronous=NORMAL"]
        pragmas.append("journal_mode=WAL" if writing else "query_only=ON")
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "checkin")
    def _let_go(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        if isinstance(entry.dbapi_connection, _UnwatchedConnection):
            entry.invalidate()  # good for one call: the next one tries to watch again

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def has_tables(connection: Connection) -> bool:
    """Whether a store was ever completed here (an ingest killed at its start leaves an empty file)."""
    return inspect(connection).has_table("manifest")


def data_version(connection: PoolProxiedConnection) -> int:
    """Another number than before when something was written through another connection; within a transaction the same."""
    raw = connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    (version,) = raw.execute("PRAGMA data_version").fetchone()
    return int(version)


class _UnwatchedConnection(sqlite3.Connection):
    """A connection that takes the database file for unchanging, since it cannot note that it reads."""


def _connect(path: Path, options: str, kind: type[sqlite3.Connection] = sqlite3.Connection) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path))}?{options}", uri=True, check_same_thread=False, factory=kind)


def _connect_for_reading(path: Path) -> sqlite3.Connection:
    """A reader of a WAL database writes a few bytes of its own. Where it cannot (a full disk, a read-only one), no
    writer can be at work either, and if all is checkpointed the file can be read as it stands."""
    connection = _connect(path, "mode=rw")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        connection.close()
        log = path.with_name(f"{path.name}-wal")
        if not path.is_file() or (log.exists() and log.stat().st_size > 0):
            raise
        return _connect(path, "mode=ro&immutable=1", _UnwatchedConnection)
    return connection
