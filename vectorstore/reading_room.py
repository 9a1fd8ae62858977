"""A report's kept original laid out to be read again: under its own name, beside what is said of it now.

Readers take a file's name and its sidecar for what they are; originals are kept under their digest. The folder is gone when
the reading is over; what a killed program left is removed by a later one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import InputError
from ingest.sidecar import Sidecar, sidecar_path
from vectorstore.corrections import sidecar_toml
from vectorstore.faults import told_plainly

READING_FOLDER = "reading"
_ABANDONED_S = 24 * 3600  # nobody reads one file that long


@contextmanager
def laid_out(original: Path, source_file: str, said: Sidecar, data_dir: Path) -> Iterator[Path]:
    """The bytes of `original` as the file `source_file`, with `said` as its sidecar.

    Raises `InputError` when the original is not there, `StoreFullError`, `StoreError`.
    """
    if not original.is_file():
        raise InputError(
            f"{source_file} finns inte längre kvar här och går inte att läsa om. Ladda upp filen igen.", f"no file {original}"
        )
    folder = data_dir / READING_FOLDER / uuid.uuid4().hex
    path = folder / Path(source_file).name
    try:
        with told_plainly(data_dir):
            _remove_abandoned(folder.parent)
            folder.mkdir(parents=True)
            _share(original, path)
            text = sidecar_toml(said)
            if text:
                sidecar_path(path).write_text(text, encoding="utf-8")
        yield path
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def share_bytes(path: Path, original: Path) -> bool:
    """Lets a file that holds the same bytes as an original be the original, so that they lie on the disk once.

    False where the file system cannot do that; the file is then as it was.
    """
    aside = path.with_name(f"{uuid.uuid4().hex}.link")
    try:
        os.link(original, aside)
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        return False
    return True


def digest_of_file(path: Path) -> str:
    """The SHA-256 of a file; "" when there is no such regular file, or it cannot be read."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _share(original: Path, path: Path) -> None:
    try:
        os.link(original, path)
    except OSError:  # a file system without hard links
        shutil.copyfile(original, path)


def _remove_abandoned(folder: Path) -> None:
    for path in folder.iterdir() if folder.is_dir() else ():
        if time.time() - path.stat().st_mtime > _ABANDONED_S:
            shutil.rmtree(path, ignore_errors=True)
