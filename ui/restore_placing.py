"""How what was unpacked gets its places: several renames that are one for everybody who looks later.

The unpacked folder is first given a name of its own; from then on all of it is whole and on disk. What was killed after that
is made ready by the next `finsam restore` of the same backup: a thing is either still in the folder or in its place. The
folder is removed by the very last step, when the search index is built too.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path

from ingest.errors import UsageError
from ui.aside import prefix_of, sync_folder
from ui.restore_archive import About
from ui.upload_files import UPLOADS_FOLDER
from ui.workplace_store import WORKPLACE_FILE
from vectorstore.database import DATABASE_FILE
from vectorstore.originals import ORIGINALS_FOLDER

# In the order in which they get their places: accounts first, since without them nobody has to sign in; reports last.
_KEPT = (WORKPLACE_FILE, ORIGINALS_FOLDER, UPLOADS_FOLDER, DATABASE_FILE)
# What SQLite keeps beside a database. One of an earlier database would be taken for the restored one's and destroy it.
_BESIDE = tuple(f"{name}{end}" for name in (WORKPLACE_FILE, DATABASE_FILE) for end in ("-wal", "-shm", "-journal"))
WHOLE_FOLDER = f"{prefix_of('restore')}whole"
_SAYS = "restore.json"


def refuse_when_occupied(data_dir: Path) -> None:
    """Raises `UsageError` when something is there that no restore on its way explains."""
    there = _there(data_dir)
    if not there or _is_on_its_way(data_dir, there):
        return
    raise UsageError(
        f"I {data_dir} finns redan {', '.join(there)}, och ingenting skrivs över. Stoppa programmet, flytta undan det "
        "som ligger där, och försök igen; eller välj en tom katalog med --data."
    )


def has_begun(data_dir: Path, about: About) -> bool:
    """Whether this backup was on its way already when it was killed. One of which nothing got its place is forgotten.

    Raises `UsageError` when another backup is on its way.
    """
    folder = data_dir / WHOLE_FOLDER
    if not _there(data_dir):
        _remove(folder)
        return False
    begun, _ = _said(folder)
    if begun != about:
        raise UsageError(
            f"En återställning av kopian från {begun.made_at} (UTC) avbröts i {data_dir}. Kör finsam restore med den kopian igen "
            f"så görs den klar, eller flytta undan {', '.join(_there(data_dir))} och kör det här kommandot igen."
        )
    return True


def begin_placing(unpacked: Path, data_dir: Path, about: About) -> None:
    """From here on the unpacked folder is whole and on disk, whatever happens."""
    names = [name for name in _KEPT if (unpacked / name).exists()]
    says = {"made_at": about.made_at, "data_dir": about.data_dir, "names": names}
    with (unpacked / _SAYS).open("x", encoding="utf-8") as file:
        json.dump(says, file, ensure_ascii=True)
        file.flush()
        os.fsync(file.fileno())
    for folder in [unpacked, *(path for path in unpacked.rglob("*") if path.is_dir())]:
        sync_folder(folder)
    if there := _there(data_dir):  # unpacking takes its time, and somebody may have started the program
        raise UsageError(f"I {data_dir} har {', '.join(there)} kommit till under tiden. Stoppa programmet och försök igen.")
    unpacked.rename(data_dir / WHOLE_FOLDER)
    sync_folder(data_dir)


def place(data_dir: Path) -> None:
    """Gives everything that is still in the folder its place; after an exception nothing of it has one."""
    folder = data_dir / WHOLE_FOLDER
    placed: list[str] = []
    try:
        for name in _KEPT:
            if os.path.lexists(folder / name):
                (folder / name).rename(data_dir / name)
                placed.append(name)
        sync_folder(data_dir)
    except BaseException:
        for name in reversed(placed):
            with suppress(OSError):  # then it is as after a kill
                (data_dir / name).rename(folder / name)
        raise


def end_placing(data_dir: Path) -> None:
    """There is nothing left to make ready."""
    _remove(data_dir / WHOLE_FOLDER)


def _there(data_dir: Path) -> list[str]:
    return [name for name in (*_KEPT, *_BESIDE) if os.path.lexists(data_dir / name)]


def _is_on_its_way(data_dir: Path, there: list[str]) -> bool:
    """Whether each thing of a backup is in its place or in the folder, none in both."""
    folder = data_dir / WHOLE_FOLDER
    if not (_is_real(folder) and (folder / _SAYS).is_file()):
        return False
    _, names = _said(folder)
    waiting = {name for name in names if os.path.lexists(folder / name)}
    placed = {name for name in there if name in _KEPT}
    strays = [name for name in there if name in _BESIDE and name.rpartition("-")[0] not in placed]
    return not strays and waiting.isdisjoint(placed) and waiting | placed == set(names)


def _said(folder: Path) -> tuple[About, list[str]]:
    says = json.loads((folder / _SAYS).read_text(encoding="utf-8"))
    return About(says["made_at"], says["data_dir"]), list(says["names"])


def _remove(folder: Path) -> None:
    if _is_real(folder):
        shutil.rmtree(folder, ignore_errors=True)


def _is_real(folder: Path) -> bool:
    return folder.is_dir() and not folder.is_symlink()
