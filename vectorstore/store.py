"""The store, open for writing: the lock, the tables, what a killed ingest left behind, and what outlives a rebuild."""

from __future__ import annotations

import logging
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, delete, insert, inspect, select, text, update

from ingest.errors import IndexMismatchError, StoreDamagedError, StoreError
from ingest.settings import Settings
from vectorstore import fulltext
from vectorstore.chroma import INDEX_FOLDER
from vectorstore.corrections import corrections
from vectorstore.database import DATABASE_FILE, database_path, has_tables, open_engine
from vectorstore.faults import told_plainly
from vectorstore.lock import writers_lock
from vectorstore.manifest import Manifest, read_manifest, write_manifest
from vectorstore.originals import remove_unused_originals
from vectorstore.published import empty_store
from vectorstore.schema import SCHEMA_VERSION, explanations, metadata, reports, vectors

# What no report holds: it outlives a rebuild.
_SAID = (explanations, corrections)

_log = logging.getLogger(__name__)


class Store:
    """What `index` writes to; there is one at a time for a data directory."""

    def __init__(self, data_dir: Path, engine: Engine) -> None:
        self.data_dir = data_dir
        self._engine = engine

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing. Raises the store errors of `faults.told_plainly`."""
        with told_plainly(self.data_dir), self._engine.begin() as connection:
            yield connection

    def manifest(self) -> Manifest:
        with self.transaction() as connection:
            return read_manifest(connection)

    def index_directory(self, name: str) -> Path:
        return self.data_dir / INDEX_FOLDER / name


@contextmanager
def open_store(settings: Settings, *, rebuild: bool = False) -> Iterator[Store]:
    """The store under `settings.data_dir`, made when there is none, for one writer.

    With `rebuild` everything is made again: each report is read and embedded anew, while what is there goes on
    answering; only a store that cannot be read at all is emptied. The reviewers' notes and what people have put right, which
    no report holds, are carried over, out of a damaged store as far as they can be read. Raises `StoreBusyError` when another
    ingest is at work, `IndexMismatchError` for another version's store, `StoreDamagedError`, `StoreFullError`, `StoreError`.
    """
    data_dir = settings.data_dir
    with writers_lock(data_dir):
        try:
            engine = _prepare(data_dir, rebuild=rebuild)
        except StoreDamagedError:
            if not rebuild:
                raise
            said = _rescued(data_dir)
            _delete_database(data_dir)
            engine = _prepare(data_dir, rebuild=False)
            with told_plainly(data_dir), engine.begin() as connection:
                _write_said(connection, said)
        try:
            store = Store(data_dir, engine)
            _remove_unused_indexes(store)
            _remove_unused_originals(store)
            yield store
        finally:
            engine.dispose()


@contextmanager
def open_for_notes(settings: Settings) -> Iterator[Store]:
    """The store as it is, for a change of one short transaction: it waits for an ingest's transaction, not for the ingest.

    Raises `EmptyStoreError` when nothing is stored, `IndexMismatchError`, and what `told_plainly` makes of faults.
    """
    data_dir = settings.data_dir
    if not database_path(data_dir).is_file():
        raise empty_store(data_dir)
    engine = open_engine(data_dir, writing=True)
    try:
        store = Store(data_dir, engine)
        with store.transaction() as connection:
            if not has_tables(connection):
                raise empty_store(data_dir)
            _refuse_other_schema(connection, data_dir)
        yield store
    finally:
        engine.dispose()


def _prepare(data_dir: Path, *, rebuild: bool) -> Engine:
    engine = open_engine(data_dir, writing=True)
    try:
        with told_plainly(data_dir), engine.begin() as connection:
            if not has_tables(connection):
                _begin_anew(connection)
            elif read_manifest(connection).schema_version != SCHEMA_VERSION:
                if not rebuild:
                    _refuse_other_schema(connection, data_dir)
                said = _read_said(connection)
                _drop_everything(connection)
                _begin_anew(connection)
                _write_said(connection, said)
            elif rebuild:
                _mark_for_rebuilding(connection)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _refuse_other_schema(connection: Connection, data_dir: Path) -> None:
    found = read_manifest(connection).schema_version
    if found != SCHEMA_VERSION:
        raise IndexMismatchError(
            f"Det som sparats i {data_dir} gjordes av en annan version av programmet. "
            "Bygg om det ur rapporterna: finsam ingest --rebuild MAPP (mappen med rapporterna).",
            f"schema {found} is not {SCHEMA_VERSION}",
        )


def _begin_anew(connection: Connection) -> None:
    metadata.create_all(connection)
    fulltext.create(connection)
    write_manifest(connection, Manifest(store_id=uuid.uuid4().hex))


def _mark_for_rebuilding(connection: Connection) -> None:
    """No report counts as unchanged, no text as embedded, and the index as covering nothing."""
    connection.execute(update(reports).values(fingerprint=""))
    connection.execute(delete(vectors))
    write_manifest(connection, replace(read_manifest(connection), index_covers=frozenset()))


def _drop_everything(connection: Connection) -> None:
    """Drops every table of an unknown schema; full-text tables first, since they own others."""
    virtual = connection.execute(text("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"))
    for name in sorted(virtual.scalars(), key=lambda n: not n.endswith("vocabulary")):
        connection.exec_driver_sql(f'DROP TABLE "{name}"')
    names = inspect(connection).get_table_names()
    for name in sorted(names, key=lambda n: n == reports.name):  # what refers to a report goes before it
        connection.exec_driver_sql(f'DROP TABLE "{name}"')


def _read_said(connection: Connection) -> dict[str, list[dict[str, str]]]:
    """What people have said, of whatever schema, by table; a column that is not there counts as empty."""
    return {table.name: _read_texts(connection, table) for table in _SAID if inspect(connection).has_table(table.name)}


def _read_texts(connection: Connection, table: Table) -> list[dict[str, str]]:
    found = connection.exec_driver_sql(f'SELECT * FROM "{table.name}"').mappings()
    return [{column.name: str(row.get(column.name) or "") for column in table.columns} for row in found]


def _rescued(data_dir: Path) -> dict[str, list[dict[str, str]]]:
    """What people have said, out of a damaged store; none where it cannot be read either, which the log tells."""
    engine = open_engine(data_dir, writing=False)
    try:
        with told_plainly(data_dir), engine.begin() as connection:
            return _read_said(connection)
    except StoreError as exc:
        _log.warning("what people have said of the reports in %s could not be saved: %s", data_dir, exc)
        return {}
    finally:
        engine.dispose()


def _write_said(connection: Connection, said: dict[str, list[dict[str, str]]]) -> None:
    for table in _SAID:
        rows = said.get(table.name)
        if rows:
            table.create(connection, checkfirst=True)
            connection.execute(insert(table), rows)


def _delete_database(data_dir: Path) -> None:
    with told_plainly(data_dir):
        for ending in ("", "-wal", "-shm"):
            (data_dir / f"{DATABASE_FILE}{ending}").unlink(missing_ok=True)


def _remove_unused_originals(store: Store) -> None:
    with store.transaction() as connection:
        named = frozenset(str(sha256) for sha256 in connection.execute(select(reports.c.sha256)).scalars())
    remove_unused_originals(named, store.data_dir)


def _remove_unused_indexes(store: Store) -> None:
    """Removes half-built and old indexes. The previous one stays: a reader may still have it open."""
    manifest = store.manifest()
    keep = {manifest.index_directory, manifest.index_directory_previous}
    folder = store.data_dir / INDEX_FOLDER
    with told_plainly(store.data_dir):
        for directory in folder.iterdir() if folder.is_dir() else ():
            if directory.name not in keep:
                shutil.rmtree(directory)
