"""Whether what was unpacked is whole and this program's, before it gets its place."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from ingest.errors import UsageError
from ui.restore_archive import About, no_backup
from ui.upload_files import UPLOADS_FOLDER
from ui.workplace_schema import WORKPLACE_SCHEMA_VERSION
from ui.workplace_store import WORKPLACE_FILE
from vectorstore.database import DATABASE_FILE
from vectorstore.originals import ORIGINALS_FOLDER

_ELSEWHERE = ("full", "disk I/O", "unable to open")  # SQLite's words for faults of the disk that it is unpacked on


def check(folder: Path, about: About, data_dir: Path) -> None:
    """Makes sure that it is whole, and that the catalogue knows where uploaded files lie from now on.

    Raises `DamagedFileError`, and `UsageError` for accounts of another version (reports of another version can be read again).
    """
    names = [name for name in (WORKPLACE_FILE, DATABASE_FILE) if (folder / name).is_file()]
    if not names:
        raise no_backup("it holds no database")
    try:
        for name in names:
            _check_database(folder / name)
        if WORKPLACE_FILE in names:
            _check_version(folder / WORKPLACE_FILE)
        if DATABASE_FILE in names:
            before, now = Path(about.data_dir) / UPLOADS_FOLDER, data_dir.resolve() / UPLOADS_FOLDER
            _tell_of_move(folder / DATABASE_FILE, f"{before}/", f"{now}/")
    except sqlite3.Error as exc:
        if any(words in str(exc) for words in _ELSEWHERE):
            raise
        raise no_backup(f"{type(exc).__name__}: {exc}") from exc
    for path in (folder / ORIGINALS_FOLDER).glob("*"):
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != path.name:
                raise no_backup(f"{path.name} has another digest")


def _check_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise no_backup(f"{path.name} is damaged")


def _check_version(path: Path) -> None:
    """An account database that this program cannot open would keep everybody out."""
    with closing(sqlite3.connect(path)) as database:
        found = database.execute("SELECT value FROM facts WHERE name = 'schema'").fetchone()
    if found != (WORKPLACE_SCHEMA_VERSION,):
        raise UsageError(
            "Säkerhetskopian är gjord av en annan version av programmet. Använd den versionen.",
            f"workplace schema {found}, expected {WORKPLACE_SCHEMA_VERSION}",
        )


def _tell_of_move(database_file: Path, before: str, now: str) -> None:
    """An upload whose report says that its file lies elsewhere would be taken for abandoned and removed."""
    with closing(sqlite3.connect(database_file)) as database, database:
        if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'reports'").fetchone() is not None:
            database.execute(
                "UPDATE reports SET source_path = ? || substr(source_path, ?) WHERE substr(source_path, 1, ?) = ?",
                (now, len(before) + 1, len(before), before),
            )
