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
import tarfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import EmptyStoreError, StoreBusyError, StoreDamagedError, StoreFullError
from ui.aside import aside, remove_left
from ui.backup_target import STDOUT, opened_target, refuse_target
from ui.border import say
from ui.upload_files import UPLOADS_FOLDER
from ui.workplace_store import WORKPLACE_FILE
from vectorstore.database import DATABASE_FILE
from vectorstore.faults import told_plainly
from vectorstore.originals import ORIGINALS_FOLDER, original_path

ABOUT_FILE = "finsam-backup.json"
FORMAT = 1
_KIND = "backup"
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
    refuse_target(target)
    with told_plainly(data_dir), _only_one(data_dir):
        remove_left(data_dir, _KIND)
        with aside(data_dir, _KIND) as folder:
            packed = _gathered(data_dir, folder)
            # opened only now: a target among the files to be packed must not be packed itself
            with opened_target(target) as out:
                zipped = gzip.GzipFile(filename="", mode="wb", compresslevel=_COMPRESSION, fileobj=out)
                with zipped, tarfile.open(fileobj=zipped, mode="w|") as archive:
                    _pack(archive, data_dir, folder)
    return packed


def _gathered(data_dir: Path, folder: Path) -> Backup:
    """As `_gather`; a full disk is told as what it means for a backup."""
    try:
        with told_plainly(data_dir):
            return _gather(data_dir, folder)
    except StoreFullError as exc:
        raise StoreFullError(
            f"Disken är full: i {data_dir} finns inte plats för den kopia av databaserna som behövs medan säkerhetskopian "
            "görs. Frigör utrymme och försök igen.",
            str(exc),
        ) from exc


def _gather(data_dir: Path, folder: Path) -> Backup:
    """Everything as of one moment, in a folder aside: copies of the databases, links to the files that they name."""
    for name in (WORKPLACE_FILE, DATABASE_FILE):
        if (data_dir / name).is_file():
            _copy_whole(name, data_dir, folder)
    named = _named(folder)
    missing = _hold(named, data_dir, folder)
    for _ in range(_TRIES - 1):
        if not missing:
            break
        time.sleep(0.2)
        (folder / DATABASE_FILE).unlink()
        _copy_whole(DATABASE_FILE, data_dir, folder)
        named = _named(folder)
        missing = _hold(named, data_dir, folder)
    return Backup(len(named), missing)


def copy_database(source: Path, copy: Path) -> None:
    """A database as it is at this moment; writers at work neither wait nor tear it. The copy is its owner's alone."""
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(copy)) as made:
        original.backup(made)  # all pages in one step: one read transaction
        made.execute("PRAGMA journal_mode=DELETE")  # else the copy lies in several files


def _copy_whole(name: str, data_dir: Path, folder: Path) -> None:
    """A copy that `finsam restore` would not take is no backup, and must not push out the last whole one."""
    try:
        copy_database(data_dir / name, folder / name)
        with closing(sqlite3.connect(folder / name)) as made:
            found = made.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError:
        raise  # locked, or no room
    except sqlite3.DatabaseError as exc:
        found = (str(exc),)
    if found != ("ok",):
        raise StoreDamagedError(
            f"{name} i {data_dir} är skadad och kan inte säkerhetskopieras. Behåll den senaste hela kopian, och lägg tillbaka "
            "den om programmet inte går att använda.",
            f"{name}: {found}",
        )


def _named(folder: Path) -> tuple[tuple[str, Path], ...]:
    """Digest and source file of each report in the copied catalogue."""
    if not (folder / DATABASE_FILE).is_file():
        return ()
    with closing(sqlite3.connect(folder / DATABASE_FILE)) as copy:
        if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'reports'").fetchone() is None:
            return ()
        return tuple((str(sha256), Path(path)) for sha256, path in copy.execute("SELECT sha256, source_path FROM reports"))


def _hold(named: tuple[tuple[str, Path], ...], data_dir: Path, folder: Path) -> tuple[str, ...]:
    """Links to the reports' files; returns the digests of originals that are not there."""
    uploads = (data_dir / UPLOADS_FOLDER).resolve()
    missing = []
    for sha256, source in named:
        if not _link(original_path(data_dir, sha256), folder / ORIGINALS_FOLDER / sha256):
            missing.append(sha256)
        if source.parent.parent == uploads and source.parent.is_dir():
            for path in source.parent.iterdir():  # the file and what its sender said of it
                if path.is_symlink() or not path.is_file():
                    continue
                _link(path, folder / UPLOADS_FOLDER / source.parent.name / path.name)
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


def _pack(archive: tarfile.TarFile, data_dir: Path, folder: Path) -> None:
    about = {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "data_dir": str(data_dir.resolve()),  # the catalogue names uploaded files by their whole path
    }
    content = json.dumps(about, ensure_ascii=False).encode()
    entry = tarfile.TarInfo(ABOUT_FILE)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            _add(archive, path, str(path.relative_to(folder)))


def _add(archive: tarfile.TarFile, path: Path, name: str) -> None:
    """One file, each with its content (`tarfile` would make a hard link of what it has met before), and without its owner."""
    entry = tarfile.TarInfo(name)
    with path.open("rb") as file:
        state = os.fstat(file.fileno())
        entry.size, entry.mtime, entry.mode = state.st_size, int(state.st_mtime), 0o600
        archive.addfile(entry, file)


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
