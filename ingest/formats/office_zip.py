"""The zip that a Word or Excel file is: its size is judged before a part is opened, and each part is read within bounds."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Sequence

from lxml import etree

from ingest.errors import DamagedFileError, EncryptedFileError

MAX_ENTRIES = 5_000
MAX_UNPACKED_BYTES = 300_000_000
# XML packs to a tenth or, of tables all alike, to a fiftieth; a file that unpacks to far more was made for it.
MAX_RATIO = 150
_RATIO_FROM_BYTES = 30_000_000
# A tree takes about ten times the bytes of its XML.
_MAX_PART_BYTES = 100_000_000
_ENCRYPTED_BIT = 0x1
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# Strict Open XML (ISO 29500) names the same elements by other addresses.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(wordprocessingml|drawingml|officeDocument)/")
_DOCTYPE = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def refuse_zip_bomb(data: bytes, name: str) -> None:
    """Raises `DamagedFileError` for what is no sound zip or unpacks to too much, `EncryptedFileError` for one with a password.

    Only the directory is read; what it tells of sizes is held against the bytes by `OfficeZip`.
    """
    with _open(data, name) as archive:
        _refuse_sizes(archive.infolist(), len(data), name)


class OfficeZip:
    """The parts of an Office file by name. Raises `DamagedFileError` where a part that is there cannot be read."""

    def __init__(self, data: bytes, name: str) -> None:
        refuse_zip_bomb(data, name)
        self._name = name
        self._archive = _open(data, name)
        self._names = frozenset(self._archive.namelist())

    def xml(self, part: str) -> etree._Element | None:
        """The root element of a part; None where the file has no such part."""
        if part not in self._names:
            return None
        data = _STRICT.sub(_transitional, self.read(part))
        if any(mark in data for mark in _DOCTYPE):
            raise _damaged(self._name, f"{part} declares a document type")  # Open XML has none; entities may swell
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as exc:
            if getattr(exc, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
                raise MemoryError(part) from exc
            raise _damaged(self._name, f"{part}: {exc}") from exc

    def related(self, part: str, kind: str) -> tuple[str, ...]:
        """The parts that a part ("" for the file as a whole) names as its "styles", "footnotes" and so on, in order."""
        return tuple(target for found, target in self.related_by_id(part).values() if found == kind)

    def related_by_id(self, part: str) -> dict[str, tuple[str, str]]:
        """Kind and name of each part that a part names, by the id that it uses for it."""
        folder, _, file = part.rpartition("/")
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for relationship in () if root is None else root.iter(_RELATIONSHIP):
            target = relationship.get("Target", "")
            if relationship.get("TargetMode") != "External":
                path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                found[relationship.get("Id", "")] = (relationship.get("Type", "").rpartition("/")[2], path)
        return found

    def refuse_document_types(self) -> None:
        """Raises `DamagedFileError` when any part declares a document type: for readers that parse the parts themselves."""
        for part in sorted(self._names):
            if part.endswith((".xml", ".rels")):
                data = self.read(part)
                if any(mark in data for mark in _DOCTYPE):
                    raise _damaged(self._name, f"{part} declares a document type")

    def read(self, part: str) -> bytes:
        """The bytes of a part that the file has."""
        try:
            with self._archive.open(part) as file:
                data = file.read(_MAX_PART_BYTES + 1)
        # what zipfile raises for bytes that are not as its directory says: RuntimeError of a part with a password,
        # NotImplementedError of a way of packing that it does not know
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as exc:
            raise _damaged(self._name, f"{part}: {exc}") from exc
        if len(data) > _MAX_PART_BYTES:
            raise _too_large(self._name, f"{part} has more than {_MAX_PART_BYTES} bytes")
        return data


def _open(data: bytes, name: str) -> zipfile.ZipFile:
    # ValueError: a directory whose numbers cannot be. As in `read`, what was wrong goes on as the error's detail, to the log.
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as exc:
        raise _damaged(name, str(exc)) from exc


def _refuse_sizes(entries: Sequence[zipfile.ZipInfo], packed_bytes: int, name: str) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES:
        raise _too_large(name, f"{len(entries)} entries, {unpacked} bytes unpacked")
    if unpacked > _RATIO_FROM_BYTES and unpacked > MAX_RATIO * packed_bytes:
        raise _too_large(name, f"{packed_bytes} bytes unpack to {unpacked}")
    if any(entry.flag_bits & _ENCRYPTED_BIT for entry in entries):
        raise EncryptedFileError(f"{name} är skyddad med lösenord. Spara den utan lösenord och försök igen.", "encrypted zip")


def _transitional(match: re.Match[bytes]) -> bytes:
    return b"http://schemas.openxmlformats.org/" + match[1] + b"/2006/"


def _damaged(name: str, detail: str) -> DamagedFileError:
    return DamagedFileError(f"{name} är skadad och går inte att läsa. Spara om den från originalet och försök igen.", detail)


def _too_large(name: str, detail: str) -> DamagedFileError:
    return DamagedFileError(
        f"{name} packar upp till orimligt mycket data och läses inte. Spara om den från originalet, eller ange den som PDF.",
        detail,
    )
