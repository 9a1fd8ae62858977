"""`finsam backup`: everything that cannot be made again, in one file, also while others ask and files are read in.

The databases are copied by SQLite's online backup, each as it was at one moment. The originals that the copied catalogue names
are held by hard links before anything is packed, so that an ingest at work takes none of them away. The search index, the log
and locks are left out: the first is made anew from the database, the others are of no use elsewhere.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import sqlite3
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout

from ingest.errors import EmptyStoreError, StoreBusyError, UsageError
from ui.border import say
from ui.upload_files import UPLOADS_FOLDER
from ui.workplace_store import WORKPLACE_FILE
from vectorstore.database import DATABASE_FILE
from vectorstore.faults import told_plainly
from vectorstore.originals import ORIGINALS_FOLDER, original_path

STDOUT = Path("-")
ABOUT_FILE = "finsam-backup.json"
FORMAT = 1
_ASIDE_PREFIX = "backup-"
_LOCK_FILE = "backup.lock"
_COMPRESSION = 3  # most of it is compressed already (PDF) or hardly can be (vectors)
_TRIES = 3  # a report may go between the copy of the catalogue and the holding of its original


@dataclass(frozen=True, slots=True)
class Backup:
    """What was packed; `missing` are digests that the catalogue names and that are not there."""

    reports: int
    missing: tuple[str, ...]


def write_backup(data_dir: Path, target: Path) -> Backup:
    """Packs what is under `data_dir` into a new file, or onto stdout for `STDOUT`; there is a whole file or none.

    Raises `UsageError` when the file is there already, `EmptyStoreError` when there is nothing to keep, `StoreBusyError` while
    another backup is made, and what `told_plainly` makes of faults.
    """
    if not any((data_dir / name).is_file() for name in (DATABASE_FILE, WORKPLACE_FILE)):
        raise EmptyStoreError(f"Det finns ingenting att säkerhetskopiera i {data_dir}. Ange rätt katalog med --data.")
    with _target(target) as out, told_plainly(data_dir), _only_one(data_dir), _aside(data_dir) as aside:
        packed = _gather(data_dir, aside)
        zipped = gzip.GzipFile(filename="", mode="wb", compresslevel=_COMPRESSION, fileobj=out)
        with zipped, tarfile.open(fileobj=zipped, mode="w|") as archive:
            _pack(archive, data_dir, aside)
        return packed


def _gather(data_dir: Path, aside: Path) -> Backup:
    """Everything as of one moment, in a folder aside: copies of the databases, links to the files that they name."""
    for name in (WORKPLACE_FILE, DATABASE_FILE):
        if (data_dir / name).is_file():
            copy_database(data_dir / name, aside / name)
    named = _named(aside)
    missing = _hold(named, data_dir, aside)
    for _ in range(_TRIES - 1):
        if not missing:
            break
        time.sleep(0.2)
        (aside / DATABASE_FILE).unlink()
        copy_database(data_dir / DATABASE_FILE, aside / DATABASE_FILE)
        named = _named(aside)
        missing = _hold(named, data_dir, aside)
    return Backup(len(named), missing)


def copy_database(source: Path, copy: Path) -> None:
    """A database as it is at this moment; writers at work neither wait nor tear it. The copy is its owner's alone."""
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(copy)) as made:
        original.backup(made)  # all pages in one step: one read transaction
        made.execute("PRAGMA journal_mode=DELETE")  # else the copy lies in several files


def _named(aside: Path) -> tuple[tuple[str, Path], ...]:
    """Digest and source file of each report in the copied catalogue."""
    if not (aside / DATABASE_FILE).is_file():
        return ()
    with closing(sqlite3.connect(aside / DATABASE_FILE)) as copy:
        if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'reports'").fetchone() is None:
            return ()
        return tuple((str(sha256), Path(path)) for sha256, path in copy.execute("SELECT sha256, source_path FROM reports"))


def _hold(named: tuple[tuple[str, Path], ...], data_dir: Path, aside: Path) -> tuple[str, ...]:
    """Links to the reports' files; returns the digests of originals that are not there."""
    uploads = (data_dir / UPLOADS_FOLDER).resolve()
    missing = []
    for sha256, source in named:
        if not _link(original_path(data_dir, sha256), aside / ORIGINALS_FOLDER / sha256):
            missing.append(sha256)
        if source.parent.parent == uploads and source.parent.is_dir():
            for path in source.parent.iterdir():  # the file and what its sender said of it
                _link(path, aside / UPLOADS_FOLDER / source.parent.name / path.name)
    return tuple(missing)


def _link(path: Path, link: Path) -> bool:
    """Another name for the same file, or a copy where the file system has no such thing; False when the file is gone."""
    if link.exists():
        return True
    link.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, link)
    except FileNotFoundError:
        return False
    except OSError:
        shutil.copyfile(path, link)
    return True


def _pack(archive: tarfile.TarFile, data_dir: Path, aside: Path) -> None:
    about = {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "data_dir": str(data_dir.resolve()),  # the catalogue names uploaded files by their whole path
    }
    content = json.dumps(about, ensure_ascii=False).encode()
    entry = tarfile.TarInfo(ABOUT_FILE)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))
    for path in sorted(aside.rglob("*")):
        if path.is_file():
            _add(archive, path, str(path.relative_to(aside)))


def _add(archive: tarfile.TarFile, path: Path, name: str) -> None:
    """One file, each with its content (`tarfile` would make a hard link of what it has met before), and without its owner."""
    entry = tarfile.TarInfo(name)
    with path.open("rb") as file:
        state = os.fstat(file.fileno())
        entry.size, entry.mtime, entry.mode = state.st_size, int(state.st_mtime), 0o600
        archive.addfile(entry, file)


@contextmanager
def _target(target: Path) -> Iterator[BinaryIO]:
    """What to write to; a file gets its name when it is whole and on disk."""
    if target == STDOUT:
        if sys.stdout.isatty():
            raise UsageError("Kopian kan inte skrivas i terminalen. Ange en fil, eller skicka den vidare: finsam backup - > FIL")
        yield sys.stdout.buffer
        return
    if os.path.lexists(target):
        raise UsageError(f"{target} finns redan, och ingenting skrivs över. Välj ett annat filnamn.")
    part = target.with_name(f"{target.name}.part")
    try:
        with open(part, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.rename(target)
    except FileNotFoundError as exc:
        raise UsageError(f"Mappen {target.parent} finns inte. Gör den först, eller välj en annan.", str(exc)) from exc
    except PermissionError as exc:
        raise UsageError(
            f"Det går inte att skriva {target}. Ge rättighet att skriva där, eller välj en annan fil.", str(exc)
        ) from exc
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _only_one(data_dir: Path) -> Iterator[None]:
    lock = FileLock(data_dir / _LOCK_FILE, timeout=0)
    try:
        lock.acquire()
    except Timeout as exc:
        raise StoreBusyError("En annan säkerhetskopia görs just nu. Vänta tills den är klar och försök igen.") from exc
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _aside(data_dir: Path) -> Iterator[Path]:
    """A folder on the disk of the data directory, where links lead to its files. What killed backups left is removed."""
    for path in data_dir.glob(f"{_ASIDE_PREFIX}*/"):
        shutil.rmtree(path, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_ASIDE_PREFIX, dir=data_dir) as folder:
        yield Path(folder)


def backup(data_dir: Path, target: Path) -> int:
    """The command: makes the backup and says what is in it. Exit code 1 when something that should be in it was not there."""
    made = write_backup(data_dir, target)
    reports = "1 rapport" if made.reports == 1 else f"{made.reports} rapporter"
    say(
        f"Säkerhetskopian {'' if target == STDOUT else f'{target} '}är klar: {reports}, konton och det som sparats under arbetet."
    )
    if made.missing:
        say(
            f"{len(made.missing)} rapporters filer saknas i {ORIGINALS_FOLDER}/ och är därför inte med: "
            f"{', '.join(made.missing)}. Läs in de rapporterna igen och gör om kopian."
        )
    return 1 if made.missing else 0
