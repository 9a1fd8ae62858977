"""What goes wrong below the store, told as the errors of the house."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from ingest.errors import FinsamError, IndexMismatchError, StoreBusyError, StoreDamagedError, StoreError, StoreFullError

# Below this a write that failed "for some reason" failed for want of space (SQLite and Chroma grow in such steps).
NEARLY_FULL_BYTES = 2 * 1024 * 1024
_FULL_ERRNOS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_DENIED_ERRNOS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG})


@contextmanager
def told_plainly(data_dir: Path) -> Iterator[None]:
    """Turns what the database and the file system raise into store errors with a Swedish line.

    Raises `StoreFullError`, `StoreDamagedError`, `StoreBusyError`, `IndexMismatchError` or plain `StoreError`.
    """
    try:
        yield
    except FinsamError:
        raise
    except (DBAPIError, sqlite3.Error) as exc:
        raise _database_fault(exc, data_dir) from exc
    except OSError as exc:
        raise _file_fault(exc, data_dir) from exc


def full(data_dir: Path, detail: str) -> StoreFullError:
    return StoreFullError(
        f"Disken är full: {data_dir} får inte plats med mer. Det som redan var inläst finns kvar. "
        "Frigör utrymme och läs in igen.",
        detail,
    )


def damaged(data_dir: Path, detail: str) -> StoreDamagedError:
    return StoreDamagedError(
        f"Det som sparats i {data_dir} är skadat och går inte att läsa. "
        "Bygg om det ur rapporterna: finsam ingest --rebuild MAPP (mappen med rapporterna).",
        detail,
    )


def not_writable(data_dir: Path, detail: str) -> StoreError:
    return StoreError(
        f"Det går inte att skriva i {data_dir}. Ge rättighet att skriva där, eller välj en annan mapp med --data.", detail
    )


def is_nearly_full(data_dir: Path) -> bool:
    return shutil.disk_usage(data_dir).free < NEARLY_FULL_BYTES


def _database_fault(exc: Exception, data_dir: Path) -> StoreError:
    text = str(exc.orig) if isinstance(exc, DBAPIError) else str(exc)
    if "is full" in text or ("disk I/O error" in text and is_nearly_full(data_dir)):
        return full(data_dir, text)
    if "malformed" in text or "not a database" in text:
        return damaged(data_dir, text)
    if "locked" in text or "busy" in text:
        return StoreBusyError("Databasen är upptagen av ett annat program. Försök igen om en stund.", text)
    if "no such table" in text or "no such column" in text or "has no column" in text:
        return IndexMismatchError(
            f"Det som sparats i {data_dir} gjordes av en annan version av programmet. "
            "Bygg om det ur rapporterna: finsam ingest --rebuild MAPP (mappen med rapporterna).",
            text,
        )
    if "readonly" in text or "unable to open" in text:
        return not_writable(data_dir, text)
    return StoreError(f"Databasen i {data_dir} svarade med ett fel ({text}). Kontrollera disken och försök igen.", str(exc))


def _file_fault(exc: OSError, data_dir: Path) -> StoreError:
    if exc.errno in _FULL_ERRNOS:
        return full(data_dir, str(exc))
    if exc.errno in _DENIED_ERRNOS:
        return not_writable(data_dir, str(exc))
    return StoreError(
        f"Filerna i {data_dir} gick inte att läsa eller skriva ({exc}). Kontrollera disken och försök igen.", str(exc)
    )
