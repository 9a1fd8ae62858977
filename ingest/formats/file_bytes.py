"""The bytes of a file that somebody names: nothing but a plain file, and never more of it than the limit."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ingest.errors import FileTooLargeError, UnreadableFileError
from ingest.formats.limits import BYTES_PER_MB


def read_bytes(path: Path, max_bytes: int) -> bytes:
    """All bytes of the file. Raises `UnreadableFileError` (no such file, no plain file, no rights, a name that is not
    UTF-8) and `FileTooLargeError` when it has more than `max_bytes`."""
    _refuse_name(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(path)
        if not stat.S_ISREG(status.st_mode):  # a pipe or a device may give bytes for ever, or none
            raise UnreadableFileError(f"{path} är ingen vanlig fil. Spara rapporten i en fil och ange den.")
        _refuse_size(status.st_size, max_bytes, path.name)
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)  # the size may be told wrongly (/proc), or grow meanwhile
        _refuse_size(len(data), max_bytes, path.name)
        return data
    except FileNotFoundError as exc:
        raise UnreadableFileError(f"{path} finns inte. Kontrollera namnet.", str(exc)) from exc
    except IsADirectoryError as exc:
        raise UnreadableFileError(f"{path} är en mapp, inte en fil.", str(exc)) from exc
    except OSError as exc:
        raise UnreadableFileError(f"{path} går inte att öppna ({exc.strerror}). Kontrollera rättigheterna.", str(exc)) from exc


def _refuse_name(path: Path) -> None:
    try:
        os.path.abspath(path).encode("utf-8")
    except UnicodeEncodeError as exc:
        shown = ascii(str(path))[1:-1]
        raise UnreadableFileError(f"{shown}: namnet är inte UTF-8. Byt namn på filen eller mappen och försök igen.") from exc


def _refuse_size(size: int, max_bytes: int, name: str) -> None:
    if size > max_bytes:
        raise FileTooLargeError(
            f"{name} är {_megabytes(size)} MB, större än gränsen {_megabytes(max_bytes)} MB. "
            "Dela filen eller höj inställningen max_file_mb."
        )


def _megabytes(size: int) -> str:
    return f"{size / BYTES_PER_MB:.1f}".removesuffix(".0").replace(".", ",")
