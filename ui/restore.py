"""`finsam restore`: what `finsam backup` packed, put into a data directory that has nothing of the kind yet.

Everything is unpacked and checked aside, and gets its place only when it is whole: a backup that is cut off or damaged changes
nothing. The search index is made anew from the database at the end. Until then a folder beside the rest says what is on its
way, so that the same command makes ready what was killed between two steps.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ingest.errors import IndexMismatchError, StoreFullError, UsageError
from ingest.settings import Settings
from ui.aside import aside, remove_left
from ui.backup_target import STDOUT
from ui.border import say
from ui.restore_archive import archive_in, no_room
from ui.restore_check import check
from ui.restore_placing import begin_placing, end_placing, has_begun, place, refuse_when_occupied
from vectorstore.database import DATABASE_FILE
from vectorstore.faults import told_plainly
from vectorstore.lock import writers_lock

_KIND = "restore"


def restore(settings: Settings, source: Path) -> int:
    """The command: puts a backup back, says so, and makes its reports findable by meaning. Raises as `read_backup`."""
    read_backup(settings.data_dir, source)
    say(f"Återställt i {settings.data_dir}. Sökindexet byggs …")
    try:
        _index(settings)
    except IndexMismatchError:  # another version's reports: what to do with them is no restoring
        end_placing(settings.data_dir)
        raise
    end_placing(settings.data_dir)
    say("Klart.")
    return 0


def _index(settings: Settings) -> None:
    if not (settings.data_dir / DATABASE_FILE).is_file():
        return
    from vectorstore.embedder import SentenceTransformerEmbedder
    from vectorstore.index import publish_vectors
    from vectorstore.store import open_store

    with open_store(settings) as store:
        publish_vectors(store, SentenceTransformerEmbedder(settings.embedding_model), lambda _: None)


def read_backup(data_dir: Path, source: Path) -> None:
    """Puts what is in the file, or comes on stdin for `STDOUT`, into the data directory: all or nothing.

    After a kill the same call with the same backup goes on where that one ended. Raises `UsageError` when something is there
    already or the file cannot be opened, `DamagedFileError` when it is no whole backup, `StoreFullError` and what
    `told_plainly` makes of other faults.
    """
    try:
        with told_plainly(data_dir), _opened(source) as file, writers_lock(data_dir):
            _read(data_dir, file)
    except StoreFullError as exc:
        raise no_room(data_dir, str(exc)) from exc


def _read(data_dir: Path, file: BinaryIO) -> None:
    refuse_when_occupied(data_dir)
    with archive_in(file) as archive:
        if not has_begun(data_dir, archive.about):
            remove_left(data_dir, _KIND)
            with aside(data_dir, _KIND) as folder:
                archive.unpack(folder)
                check(folder, archive.about, data_dir)
                begin_placing(folder, data_dir, archive.about)
    place(data_dir)


@contextmanager
def _opened(source: Path) -> Iterator[BinaryIO]:
    if source == STDOUT:
        if sys.stdin.isatty():
            raise UsageError(
                "Säkerhetskopian kan inte läsas ur terminalen. Ange filen, eller skicka in den: finsam restore - < FIL"
            )
        yield sys.stdin.buffer
        return
    try:
        file = source.open("rb")
    except OSError as exc:
        raise UsageError(f"{source} går inte att öppna ({exc.strerror}). Ange säkerhetskopians fil.", str(exc)) from exc
    with file:
        yield file
