"""A text export becomes a Document: the bytes are judged by what they hold, never by the file's name."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from ingest.domain import Document
from ingest.errors import EmptyFileError, EncodingError, UnreadableFileError
from ingest.formats.file_bytes import read_bytes
from ingest.formats.limits import BYTES_PER_MB as BYTES_PER_MB
from ingest.formats.sniff import sniff
from ingest.pages import mark_pages

_LINE_END = re.compile(r"\r\n|\r|\n")

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
_SAVE_AS_TEXT = "Spara den som text (UTF-8) och försök igen."


def load(path: Path, max_bytes: int) -> Document:
    """The text file's lines in order with their pages, as `read_text` gives them.

    Raises what `read_text` raises, `UnreadableFileError` when the file cannot be opened, is of another format or is no
    text, and `FileTooLargeError` when it has more than `max_bytes` bytes.
    """
    data = read_bytes(path, max_bytes)
    found = sniff(data, path.name)
    if found not in ("text", "html"):
        raise UnreadableFileError(f"{path.name} är ingen textfil. {_SAVE_AS_TEXT}", found)
    return read_text(data, path.name)


def read_text(data: bytes, name: str) -> Document:
    """A text export's lines in order with their pages; text kept exactly, but for line ends, form feeds and NULs (U+FFFD).

    Raises `UnreadableFileError` (is no text), `EmptyFileError` and `EncodingError`.
    """
    text, encoding = decode_text(data, name)
    refuse_binary(text, name)
    if not text.strip("\x00\ufeff \t\r\n\f\v\u00a0"):
        raise EmptyFileError(f"{name} är tom. Exportera rapporten på nytt och försök igen.")
    texts = _LINE_END.split(text.replace("\x00", "\ufffd"))
    if texts[-1] == "":
        texts.pop()
    lines, page_count = mark_pages(texts)
    return Document(name, hashlib.sha256(data).hexdigest(), encoding, lines, page_count, encoding_flags(encoding))


def encoding_flags(encoding: str) -> tuple[str, ...]:
    """The flag that says in which encoding the bytes were taken to be, where that had to be found out."""
    return () if encoding in ("utf-8", "utf-8-sig") else (f"encoding: {encoding}",)


def decode_text(data: bytes, name: str) -> tuple[str, str]:
    """The text of the bytes and the encoding it was in. Raises `EmptyFileError`, `EncodingError`, `UnreadableFileError`."""
    if not data:
        raise EmptyFileError(f"{name} är tom. Exportera rapporten på nytt och försök igen.")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_as(data, encoding, name), encoding
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


def refuse_binary(text: str, name: str) -> None:
    """Raises `UnreadableFileError` for a text with more control characters than a converter leaves behind."""
    controls = len(_CONTROLS.findall(text))
    if controls > max(2, _CONTROL_SHARE * len(text)):
        raise UnreadableFileError(f"{name} innehåller data som inte är text. {_SAVE_AS_TEXT}", f"{controls} control characters")
