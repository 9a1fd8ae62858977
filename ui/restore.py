"""`finsam restore`: what `finsam backup` packed, put into a data directory that has nothing of the kind yet.

Everything is unpacked and checked aside, and gets its place only when it is whole: a backup that is cut off or damaged changes
nothing. The search index is made anew from the database at the end.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import sqlite3
import sys
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from ingest.errors import DamagedFileError, UsageError
from ingest.settings import Settings
from ui.backup import ABOUT_FILE, FORMAT, STDOUT
from ui.border import say
from ui.upload_files import UPLOADS_FOLDER
from ui.workplace_store import WORKPLACE_FILE
from vectorstore.database import DATABASE_FILE
from vectorstore.faults import told_plainly
from vectorstore.lock import writers_lock
from vectorstore.originals import ORIGINALS_FOLDER

# In the order in which they get their places: accounts first, since without them nobody has to sign in.
_KEPT = (WORKPLACE_FILE, ORIGINALS_FOLDER, UPLOADS_FOLDER, DATABASE_FILE)
_ORIGINAL = re.compile(rf"{ORIGINALS_FOLDER}/([0-9a-f]{{64}})")
_UPLOAD = re.compile(rf"{UPLOADS_FOLDER}/[0-9a-f]{{32}}/[^/\0]+")
_ASIDE_PREFIX = "restore-"
_LONGEST_ABOUT = 10_000
_PIECE_BYTES = 1_000_000


def restore(settings: Settings, source: Path) -> int:
    """The command: puts a backup back, says so, and makes its reports findable by meaning. Raises as `read_backup`."""
    read_backup(settings.data_dir, source)
    say(f"Återställt i {settings.data_dir}. Sökindexet byggs …")
    if (settings.data_dir / DATABASE_FILE).is_file():
        from vectorstore.embedder import SentenceTransformerEmbedder
        from vectorstore.index import publish_vectors
        from vectorstore.store import open_store

        with open_store(settings) as store:
            publish_vectors(store, SentenceTransformerEmbedder(settings.embedding_model), lambda _: None)
    say("Klart.")
    return 0


def read_backup(data_dir: Path, source: Path) -> None:
    """Puts what is in the file, or comes on stdin for `STDOUT`, into the data directory: all or nothing.

    Raises `UsageError` when something is there already or the file cannot be opened, `DamagedFileError` when it is no whole
    backup, and what `told_plainly` makes of faults.
    """
    with told_plainly(data_dir), _opened(source) as file, writers_lock(data_dir):
        there = [name for name in _KEPT if os.path.lexists(data_dir / name)]
        if there:
            raise UsageError(
                f"I {data_dir} finns redan {', '.join(there)}, och ingenting skrivs över. Stoppa programmet, flytta undan det "
                "som ligger där, och försök igen; eller välj en tom katalog med --data."
            )
        for left in data_dir.glob(f"{_ASIDE_PREFIX}*/"):  # of a restore that was killed
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=_ASIDE_PREFIX, dir=data_dir) as folder:
            aside = Path(folder)
            earlier_data_dir = _unpack(file, aside)
            _check(aside, earlier_data_dir, data_dir)
            for name in _KEPT:
                if (aside / name).exists():
                    (aside / name).rename(data_dir / name)


def _unpack(file: BinaryIO, aside: Path) -> Path:
    """Unpacks what a backup may hold and returns the data directory that it was made of."""
    try:
        # not "r|gz": `tarfile` compares no check sum, and takes a file that ends between two entries for a whole one
        with gzip.GzipFile(fileobj=file) as unzipped, tarfile.open(fileobj=unzipped, mode="r|") as archive:
            earlier_data_dir = _about(archive)
            while (entry := archive.next()) is not None:
                content = archive.extractfile(entry) if entry.isreg() and _is_expected(entry.name) else None
                if content is None:
                    raise _no_backup(f"unexpected entry {entry.name!r}")
                _write(content, aside / entry.name)
            while unzipped.read(_PIECE_BYTES):
                pass
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, ValueError, KeyError, TypeError) as exc:
        raise _no_backup(f"{type(exc).__name__}: {exc}") from exc
    return earlier_data_dir


def _about(archive: tarfile.TarFile) -> Path:
    """The first entry says what this is."""
    first = archive.next()
    content = archive.extractfile(first) if first is not None and first.name == ABOUT_FILE and first.isreg() else None
    if content is None:
        raise _no_backup("it does not begin with what a backup begins with")
    about = json.loads(content.read(_LONGEST_ABOUT))
    if about["format"] != FORMAT:
        raise UsageError("Säkerhetskopian är gjord av en annan version av programmet. Använd den versionen.")
    return Path(str(about["data_dir"]))


def _is_expected(name: str) -> bool:
    """Whether a name is one that a backup has; none of them leads out of the folder."""
    is_named = name in (DATABASE_FILE, WORKPLACE_FILE) or _ORIGINAL.fullmatch(name) or _UPLOAD.fullmatch(name)
    return bool(is_named) and name.rpartition("/")[2] not in (".", "..")


def _write(content: IO[bytes], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = 0o600 if path.name == WORKPLACE_FILE else 0o666
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as out:
        shutil.copyfileobj(content, out)
        out.flush()
        os.fsync(out.fileno())


def _check(aside: Path, earlier_data_dir: Path, data_dir: Path) -> None:
    """Makes sure that what was unpacked is whole, and that the catalogue knows where uploaded files lie from now on."""
    for name in (WORKPLACE_FILE, DATABASE_FILE):
        if (aside / name).exists():
            with closing(sqlite3.connect(aside / name)) as database:
                if database.execute("PRAGMA quick_check").fetchone() != ("ok",):
                    raise _no_backup(f"{name} is damaged")
    for path in (aside / ORIGINALS_FOLDER).glob("*"):
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != path.name:
                raise _no_backup(f"{path.name} has another digest")
    if (aside / DATABASE_FILE).exists():
        _tell_of_move(aside / DATABASE_FILE, f"{earlier_data_dir / UPLOADS_FOLDER}/", f"{data_dir.resolve() / UPLOADS_FOLDER}/")


def _tell_of_move(database_file: Path, before: str, now: str) -> None:
    """An upload whose report says that its file lies elsewhere would be taken for abandoned and removed."""
    with closing(sqlite3.connect(database_file)) as database, database:
        if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'reports'").fetchone() is not None:
            database.execute(
                "UPDATE reports SET source_path = ? || substr(source_path, ?) WHERE substr(source_path, 1, ?) = ?",
                (now, len(before) + 1, len(before), before),
            )


@contextmanager
def _opened(source: Path) -> Iterator[BinaryIO]:
    if source == STDOUT:
        yield sys.stdin.buffer
        return
    try:
        file = source.open("rb")
    except OSError as exc:
        raise UsageError(f"{source} går inte att öppna ({exc.strerror}). Ange säkerhetskopians fil.", str(exc)) from exc
    with file:
        yield file


def _no_backup(detail: str) -> DamagedFileError:
    return DamagedFileError(
        "Filen är ingen hel säkerhetskopia från finsam backup. Ingenting har ändrats. Ta en annan kopia.", detail
    )
