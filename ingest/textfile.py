"""A text export becomes a Document: the bytes are judged by what they hold, never by the file's name."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from pathlib import Path

from ingest.domain import Document
from ingest.errors import EmptyFileError, EncodingError, FileTooLargeError, UnreadableFileError
from ingest.pages import mark_pages

BYTES_PER_MB = 1_000_000
_LINE_END = re.compile(r"\r\n|\r|\n")

# What a file that only calls itself text begins with, and what to call it to a person.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "en PDF"),
    (b"\x89PNG", "en bild"),
    (b"\xff\xd8\xff", "en bild"),
    (b"GIF8", "en bild"),
    (b"II*\x00", "en bild"),
    (b"MM\x00*", "en bild"),
    (b"BM", "en bild"),
    (b"RIFF", "en bild eller ljudfil"),
    (b"PK\x03\x04", "ett Word-, Excel- eller zip-dokument"),
    (b"\xd0\xcf\x11\xe0", "ett äldre Word- eller Excel-dokument"),
    (b"\x1f\x8b", "en packad fil"),
    (b"{\\rtf", "ett RTF-dokument"),
)
_BOMS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Single-byte encodings of Swedish text, the usual one first: an equal score keeps the earlier.
_SINGLE_BYTE = ("cp1252", "latin-1", "mac_roman", "cp850")
_SWEDISH = frozenset("åäöÅÄÖéÉèàüÜ–—’‘”“•…§°´½²·»«\u00a0\u00ad€")
# Of the non-ASCII characters of the five reports more than .95 are in the set above once decoded rightly, under .4 when not.
_EVIDENCE_SHARE = 0.7
# Sound text has no control characters; a stray one from a converter is let through, a thousandth or more is not text.
_CONTROL_SHARE = 0.001
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MAGIC_BYTES = 64  # a text may begin with the letters of a magic, but not with control characters after them
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_SAVE_AS_TEXT = "Spara den som text (UTF-8) och försök igen."


def load(path: Path, max_bytes: int) -> Document:
    """The file's lines in order with their pages; text kept exactly, but for line ends, form feeds and NULs (U+FFFD).

    Raises `UnreadableFileError` (cannot be opened, is no text), `EmptyFileError`, `EncodingError`, and
    `FileTooLargeError` when the file has more than `max_bytes` bytes.
    """
    _refuse_name(path)
    data = _read_bytes(path, max_bytes)
    text, encoding = _decode(data, path.name)
    _refuse_binary(text, path.name)
    if not text.strip("\x00\ufeff \t\r\n\f\v\u00a0"):
        raise EmptyFileError(f"{path.name} är tom. Exportera rapporten på nytt och försök igen.")
    texts = _LINE_END.split(text.replace("\x00", "\ufffd"))
    if texts[-1] == "":
        texts.pop()
    lines, page_count = mark_pages(texts)
    flags = () if encoding in ("utf-8", "utf-8-sig") else (f"encoding: {encoding}",)
    return Document(path.name, hashlib.sha256(data).hexdigest(), encoding, lines, page_count, flags)


def _read_bytes(path: Path, max_bytes: int) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(path)
        if not stat.S_ISREG(status.st_mode):  # a pipe or a device may give bytes for ever, or none
            raise UnreadableFileError(f"{path} är ingen vanlig fil. Spara texten i en fil och ange den.")
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


def _decode(data: bytes, name: str) -> tuple[str, str]:
    if not data:
        raise EmptyFileError(f"{name} är tom. Exportera rapporten på nytt och försök igen.")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_as(data, encoding, name), encoding
    for magic, what in _MAGIC:
        if data.startswith(magic) and (not magic.isalpha() or _CONTROL_BYTES.search(data[:_MAGIC_BYTES])):
            raise UnreadableFileError(f"{name} är {what}, inte en textfil. {_SAVE_AS_TEXT}")
    if b"\x00" in data and data.count(b"\x00") > _CONTROL_SHARE * len(data):
        raise UnreadableFileError(f"{name} innehåller data som inte är text. {_SAVE_AS_TEXT}", "NUL bytes")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as exc:
        if exc.end == len(data) and "end of data" in exc.reason and not data[: exc.start].isascii():
            return data.decode("utf-8", "replace"), "utf-8"  # cut in its last character
        return _decode_by_evidence(data, name)


def _decode_as(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as exc:
        raise EncodingError(
            f"{name} är skadad: teckenkodningen {encoding} håller inte hela vägen. {_SAVE_AS_TEXT}", str(exc)
        ) from exc


def _decode_by_evidence(data: bytes, name: str) -> tuple[str, str]:
    """The single-byte encoding under which the non-ASCII characters are the ones that Swedish text has."""
    best, best_share = "", 0.0
    for encoding in _SINGLE_BYTE:
        try:
            foreign = [c for c in data.decode(encoding) if ord(c) > 127]
        except UnicodeDecodeError:
            continue
        share = sum(c in _SWEDISH for c in foreign) / len(foreign)
        if share > best_share:
            best, best_share = encoding, share
    if best_share < _EVIDENCE_SHARE:
        raise EncodingError(
            f"Teckenkodningen i {name} går inte att känna igen. {_SAVE_AS_TEXT}", f"best {best!r} {best_share:.2f}"
        )
    return data.decode(best), best


def _refuse_binary(text: str, name: str) -> None:
    controls = len(_CONTROLS.findall(text))
    if controls > max(2, _CONTROL_SHARE * len(text)):
        raise UnreadableFileError(f"{name} innehåller data som inte är text. {_SAVE_AS_TEXT}", f"{controls} control characters")
