"""Folders of our own in the data directory, where something is made before it gets its place, and what kills leave of them.

The data directory is the operator's: whatever else lies there is never ours to remove, also when its name looks alike.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_RANDOM = re.compile(r"[a-z0-9_]{8}")  # what `tempfile` ends a name with


def prefix_of(kind: str) -> str:
    """How the name of a folder made for this begins: nobody calls a folder of theirs so."""
    return f".finsam-{kind}-"


@contextmanager
def aside(data_dir: Path, kind: str) -> Iterator[Path]:
    """A new folder on the disk of the data directory, its owner's alone, removed at the end."""
    with tempfile.TemporaryDirectory(prefix=prefix_of(kind), dir=data_dir) as folder:
        yield Path(folder)


def left_aside(data_dir: Path, kind: str) -> tuple[Path, ...]:
    """The folders of `aside` that are there: those of killed processes, if the caller holds the lock of all that make such."""
    try:
        names = sorted(os.listdir(data_dir))
    except FileNotFoundError:
        return ()
    prefix = prefix_of(kind)
    return tuple(
        data_dir / name
        for name in names
        if name.startswith(prefix) and _RANDOM.fullmatch(name.removeprefix(prefix)) and is_own_folder(data_dir / name)
    )


def remove_left(data_dir: Path, kind: str) -> None:
    """Removes what killed processes left; only for the one who holds the lock."""
    for path in left_aside(data_dir, kind):
        shutil.rmtree(path, ignore_errors=True)


def is_own_folder(path: Path) -> bool:
    """Whether it is a real directory, no link to one, and belongs to whom we run as."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()


def sync_folder(folder: Path) -> None:
    """Names given or taken in a folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
