"""Where a backup is written to: a new file that gets its name when it is whole, or stdout.

What goes wrong here concerns that file and its disk, not the data directory, and is told so.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import StoreError, StoreFullError, UsageError

STDOUT = Path("-")
PART_SUFFIX = ".finsam-part"
_FULL_ERRNOS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Target:
    """A file descriptor to write to, without a buffer: what was not written is known at once. Faults are told as errors."""

    def __init__(self, descriptor: int, name: str) -> None:
        self._descriptor = descriptor
        self._name = name

    def write(self, content: bytes | bytearray | memoryview) -> int:
        """Writes all of it. Raises `StoreFullError`, `StoreError`."""
        rest = memoryview(content)
        with _told(self._name):
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
        return len(content)

    def flush(self) -> None:
        """Nothing waits here."""

    def settle(self) -> None:
        """Everything written is on disk, where it is a file. Raises as `write`."""
        with _told(self._name):
            if stat.S_ISREG(os.fstat(self._descriptor).st_mode):
                os.fsync(self._descriptor)


def refuse_target(target: Path) -> None:
    """Raises `UsageError` for what can be seen to be no place for a backup before anything is gathered."""
    if target == STDOUT:
        if sys.stdout.isatty():
            raise UsageError("Kopian kan inte skrivas i terminalen. Ange en fil, eller skicka den vidare: finsam backup - > FIL")
        return
    if os.path.lexists(target):
        raise _there_already(target)
    if not target.parent.is_dir():
        raise UsageError(f"Mappen {target.parent} finns inte. Gör den först, eller välj en annan.", f"no folder {target.parent}")


@contextmanager
def opened_target(target: Path) -> Iterator[Target]:
    """What to write to; a file gets its name at the end, when it is whole and on disk, and there is none after an exception.

    Raises as `refuse_target`, `StoreFullError` when the target's disk is full, `StoreError` for other faults of it.
    """
    refuse_target(target)
    if target == STDOUT:
        out = Target(sys.stdout.fileno(), "stdout")
        yield out
        out.settle()
        return
    part = target.with_name(f"{target.name}{PART_SUFFIX}")
    with _told(str(target)):
        descriptor = _new_file(part)
    try:
        try:
            out = Target(descriptor, str(target))
            yield out
            out.settle()
        finally:
            os.close(descriptor)
        if os.path.lexists(target):  # somebody made it meanwhile
            raise _there_already(target)
        with _told(str(target)):
            part.rename(target)
    finally:
        part.unlink(missing_ok=True)


def _new_file(part: Path) -> int:
    try:
        return os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError as exc:
        raise UsageError(
            f"{part} ligger kvar efter en kopia som avbröts, eller skrivs just nu. Vänta tills den är klar, eller ta bort den; "
            "eller välj ett annat filnamn.",
            str(exc),
        ) from exc


def _there_already(target: Path) -> UsageError:
    return UsageError(f"{target} finns redan, och ingenting skrivs över. Välj ett annat filnamn.")


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as exc:
        raise StoreError("Det som tar emot kopian slutade läsa, så kopian är inte hel. Gör om den.", str(exc)) from exc
    except OSError as exc:
        place = "Den fil eller det program som tar emot kopian" if name == "stdout" else f"Disken med {name}"
        if exc.errno in _FULL_ERRNOS:
            raise StoreFullError(
                f"{place} har inte plats för säkerhetskopian, och ingen hel kopia finns. Frigör plats där, eller skriv den "
                "någon annanstans.",
                str(exc),
            ) from exc
        raise StoreError(
            f"Det går inte att skriva säkerhetskopian till {name} ({exc.strerror}). Ge rättighet att skriva där, eller välj en "
            "annan fil.",
            str(exc),
        ) from exc
