"""The files themselves, as they were read: one for each content, named by its digest, never written to again.

A page is shown from here, so that an answer can be checked when the file it came from has moved or changed since. A file
stands here before the report that names it is published; what no report names is removed when the store is next opened
for writing.
"""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from collections.abc import Iterator
from pathlib import Path

from ingest.errors import InputError
from vectorstore.faults import told_plainly

ORIGINALS_FOLDER = "originals"
_PIECE_BYTES = 1_000_000
_DIGEST = re.compile(r"[0-9a-f]{64}")


def original_path(data_dir: Path, sha256: str) -> Path:
    """Where the file with this digest is kept, whether or not it is there."""
    return data_dir / ORIGINALS_FOLDER / sha256


def keep_original(source_path: Path, sha256: str, data_dir: Path) -> None:
    """Keeps the bytes of a file whose digest is `sha256`: complete under its name, or not at all.

    Raises `InputError` when the file is gone or holds something else by now, `StoreFullError`, `StoreError`.
    """
    target = original_path(data_dir, sha256)
    if target.is_file():
        if _digest_of(_pieces(source_path)) != sha256:
            raise _changed(source_path)
        return
    aside = target.with_name(f"{sha256}.{uuid.uuid4().hex}.part")
    with told_plainly(data_dir):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            if _copy(source_path, aside) != sha256:
                raise _changed(source_path)
            aside.replace(target)
            _sync_folder(target.parent)
        finally:
            aside.unlink(missing_ok=True)


def remove_unused_originals(named: frozenset[str], data_dir: Path) -> None:
    """Removes what is under `originals/` and not among the digests that reports name; only for the one who holds the lock."""
    folder = data_dir / ORIGINALS_FOLDER
    with told_plainly(data_dir):
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.name not in named and _DIGEST.match(path.name) and not path.is_dir():
                path.unlink(missing_ok=True)


def _copy(source_path: Path, aside: Path) -> str:
    """Copies the file and returns the digest of what was copied."""
    digest = hashlib.sha256()
    with aside.open("xb") as out:
        for piece in _pieces(source_path):
            digest.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def _digest_of(pieces: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def _pieces(source_path: Path) -> Iterator[bytes]:
    """The file's bytes. Raises `InputError` when it cannot be read (any more); a pipe or a device is never opened."""
    if not source_path.is_file():
        raise _changed(source_path)
    try:
        with source_path.open("rb") as file:
            while piece := file.read(_PIECE_BYTES):
                yield piece
    except OSError as exc:
        raise InputError(f"{source_path.name} gick inte att läsa en gång till ({exc.strerror}). Försök igen.", str(exc)) from exc


def _sync_folder(folder: Path) -> None:
    """The new name outlives a power cut: a report must never name a file that is not there."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _changed(source_path: Path) -> InputError:
    return InputError(
        f"{source_path.name} ändrades medan den lästes in. Försök igen när filen är färdig.", "the digest is not the one read"
    )
