"""Reading what `finsam backup` packed, and nothing else: whatever an archive may hold to do harm is refused before it acts.

Only plain files with the names that a backup has are written, once each, into an empty folder, and no more than the disk has
room for. `tarfile` takes what is cut off between two entries for a whole archive, and reads headers of any length into
memory; here every header must be one that a backup has, and the end must be there.
"""

from __future__ import annotations

import errno
import gzip
import json
import os
import re
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import UnsupportedOperation
from pathlib import Path
from typing import IO, BinaryIO, Self

from ingest.errors import DamagedFileError, StoreFullError, UsageError
from ui.backup import ABOUT_FILE, FORMAT
from ui.upload_files import UPLOADS_FOLDER
from ui.workplace_store import WORKPLACE_FILE
from vectorstore.database import DATABASE_FILE
from vectorstore.faults import NEARLY_FULL_BYTES
from vectorstore.originals import ORIGINALS_FOLDER

_ORIGINAL = re.compile(rf"{ORIGINALS_FOLDER}/([0-9a-f]{{64}})")
_UPLOAD = re.compile(rf"{UPLOADS_FOLDER}/[0-9a-f]{{32}}/[^/\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_LONGEST_ABOUT = 10_000
_LONGEST_EXTRA = 65_536  # bytes of a header that says more of the next entry, as a long name
_LONGEST_END = 1_000_000
_LONGEST_NAME = 255  # bytes, on most file systems
_PIECE_BYTES = 1_000_000
_NO_ARCHIVE = (
    tarfile.TarError,
    gzip.BadGzipFile,
    zlib.error,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
    RecursionError,
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class About:
    """What a backup says of itself: when it was made, in UTC, and of which data directory."""

    made_at: str
    data_dir: str


class Archive:
    """A backup being read from its beginning to its end, once."""

    def __init__(self, about: About, archive: tarfile.TarFile, unzipped: gzip.GzipFile) -> None:
        self.about = about
        self._archive = archive
        self._unzipped = unzipped

    def unpack(self, folder: Path) -> None:
        """Writes everything into an empty folder. Raises `DamagedFileError` and `StoreFullError`; then the folder is no use."""
        while (entry := self._archive.next()) is not None:
            content = self._archive.extractfile(entry) if _is_plain(entry) and _is_expected(entry.name) else None
            if content is None:
                raise no_backup(f"unexpected entry {entry.name!r}")
            _refuse_without_room(entry.size, folder)
            _write(content, folder / entry.name)
        rest = 0
        while piece := self._unzipped.read(_PIECE_BYTES):
            rest += len(piece)
            if rest > _LONGEST_END or any(piece):
                raise no_backup("something follows the end")


class _Header(tarfile.TarInfo):
    """A header that a backup has: `tarfile` would take a broken one for the end."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        if len(buf) == tarfile.BLOCKSIZE and not any(buf):
            return super().frombuf(buf, encoding, errors)  # the end, which `tarfile` tells by an exception
        try:
            entry = super().frombuf(buf, encoding, errors)
        except tarfile.TarError as exc:
            raise no_backup(f"{type(exc).__name__}: {exc}") from exc
        if entry.type == tarfile.XHDTYPE and 0 <= entry.size <= _LONGEST_EXTRA:
            return entry
        if entry.type != tarfile.REGTYPE or entry.size < 0:
            raise no_backup(f"entry of type {entry.type!r} and size {entry.size}")
        return entry


class _Source:
    """The bytes of a backup; a fault in reading them concerns that file and not the data directory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int, /) -> bytes:
        try:
            return self._file.read(size)
        except OSError as exc:
            raise UsageError(
                f"Säkerhetskopian gick inte att läsa till slut ({exc.strerror}). Ingenting har ändrats. Ta en annan kopia.",
                str(exc),
            ) from exc

    def seek(self, _position: int, /) -> object:
        raise UnsupportedOperation("a backup is read once, from its beginning to its end")


@contextmanager
def archive_in(file: BinaryIO) -> Iterator[Archive]:
    """The backup in a file or a stream. Raises `DamagedFileError` for what is none, `UsageError` for another version's."""
    try:
        # not "r|gz": `tarfile` compares no check sum
        with (
            gzip.GzipFile(fileobj=_Source(file), mode="rb") as unzipped,
            tarfile.open(fileobj=unzipped, mode="r|", tarinfo=_Header) as archive,
        ):
            yield Archive(_about(archive), archive, unzipped)
    except _NO_ARCHIVE as exc:
        raise no_backup(f"{type(exc).__name__}: {exc}") from exc


def no_backup(detail: str) -> DamagedFileError:
    return DamagedFileError(
        "Filen är ingen hel säkerhetskopia från finsam backup. Ingenting har ändrats. Ta en annan kopia.", detail
    )


def no_room(folder: Path, detail: str) -> StoreFullError:
    return StoreFullError(
        f"Disken är full: säkerhetskopian får inte plats i {folder}. Ingenting har ändrats. Frigör utrymme och försök igen.",
        detail,
    )


def _about(archive: tarfile.TarFile) -> About:
    """The first entry says what this is."""
    first = archive.next()
    content = archive.extractfile(first) if first is not None and first.name == ABOUT_FILE and _is_plain(first) else None
    if content is None:
        raise no_backup("it does not begin with what a backup begins with")
    about = json.loads(content.read(_LONGEST_ABOUT))
    if about["format"] != FORMAT:
        raise UsageError("Säkerhetskopian är gjord av en annan version av programmet. Använd den versionen.")
    return About(str(about["made_at"]), str(about["data_dir"]))


def _is_plain(entry: tarfile.TarInfo) -> bool:
    """Whether it is a file whose size is what the archive holds of it (a sparse one may be any size) and not below zero."""
    return entry.isreg() and not entry.issparse() and entry.size >= 0


def _is_expected(name: str) -> bool:
    """Whether a name is one that a backup has; none of them leads out of the folder."""
    is_named = name in (DATABASE_FILE, WORKPLACE_FILE) or _ORIGINAL.fullmatch(name) or _UPLOAD.fullmatch(name)
    last = name.rpartition("/")[2]
    return bool(is_named) and last not in (".", "..") and len(os.fsencode(last)) <= _LONGEST_NAME


def _refuse_without_room(size: int, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if size + NEARLY_FULL_BYTES > free:
        raise no_room(folder.parent, f"{size} bytes, {free} are free")


def _write(content: IO[bytes], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = 0o600 if path.name == WORKPLACE_FILE else 0o666
    try:
        with open(path, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as out:
            shutil.copyfileobj(content, out)
            out.flush()
            os.fsync(out.fileno())
    except FileExistsError as exc:  # also where the file system takes two names for one
        raise no_backup(f"{path.name} is there twice") from exc
    except OSError as exc:
        if exc.errno in (errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL):
            raise no_backup(str(exc)) from exc
        raise
