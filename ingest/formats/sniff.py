"""What a file is, told by its bytes and never by its name; what no reader takes is refused with what to do instead."""

from __future__ import annotations

import re

from ingest.errors import EmptyFileError, EncryptedFileError, UnreadableFileError

# "%PDF-" may stand behind a mail header or the like; readers look for it in the first kilobyte (PDF 1.7, appendix H.3).
_PDF_WITHIN = 1024
_PDF = re.compile(rb"%PDF-\d")
_PDF_OBJECT = re.compile(rb"\d obj\b")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_HTML_WITHIN = 8192
_HTML_BEGINS = re.compile(r"<!doctype\s+html|<(?:html|head|body)(?=[\s>/])", re.IGNORECASE)
_BEFORE_HTML = re.compile(r"(?:\s|\ufeff|<!--.*?-->|<\?xml.*?\?>)*", re.DOTALL | re.IGNORECASE)

_SAVE_IMAGE = "Spara bilden som PDF och försök igen."
_SAVE_OFFICE = "Spara det som Word (.docx), Excel (.xlsx) eller PDF och försök igen."
_SAVE_DOCX = "Öppna det och spara det som .docx eller PDF."
_UNPACK = "Packa upp den och läs in rapporterna som ligger i den."

# What a file begins with, what to call it to a person, and what to do. Magic of letters alone may begin a text as well.
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "en bild", _SAVE_IMAGE),
    (b"\xff\xd8\xff", "en bild", _SAVE_IMAGE),
    (b"GIF8", "en bild", _SAVE_IMAGE),
    (b"II*\x00", "en bild", _SAVE_IMAGE),
    (b"MM\x00*", "en bild", _SAVE_IMAGE),
    (b"\x00\x00\x00\x0cjP  ", "en bild", _SAVE_IMAGE),
    (b"BM", "en bild", _SAVE_IMAGE),
    (b"RIFF", "en bild eller ljudfil", _SAVE_IMAGE),
    (b"\x1f\x8b", "en packad fil", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "en packad fil", _UNPACK),
    (b"Rar!\x1a\x07", "en packad fil", _UNPACK),
    (b"{\\rtf", "ett RTF-dokument", _SAVE_DOCX),
)
_MAGIC_BYTES = 64  # a text may begin with the letters of a magic, but not with control characters after them
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_IMAGE_BOX = re.compile(rb"....ftyp(?:heic|heix|mif1|msf1|avif)", re.DOTALL)
_WEB_ARCHIVE = re.compile(rb"(?:From: <Saved by|MIME-Version:|Snapshot-Content)[^\x00]{0,2000}?multipart/related", re.IGNORECASE)

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# A zip's names are plain bytes in it. The first that is found says what it is; what it truly holds its reader finds out.
_ZIP_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"application/vnd.oasis.opendocument", "ett OpenDocument-dokument (LibreOffice)", _SAVE_OFFICE),
    (b"application/epub+zip", "en e-bok", "Ange rapporten som PDF eller Word."),
    (b"xl/workbook.bin", "en binär Excel-fil (.xlsb)", "Öppna den och spara den som .xlsx."),
    (b"ppt/", "en PowerPoint-presentation", "Öppna den och spara den som PDF."),
)
_OLE = b"\xd0\xcf\x11\xe0"
_OLE_KINDS: tuple[tuple[str, str, str], ...] = (
    ("WordDocument", "ett äldre Word-dokument (.doc)", _SAVE_DOCX),
    ("Workbook", "ett äldre Excel-dokument (.xls)", "Öppna det och spara det som .xlsx."),
    ("PowerPoint Document", "en äldre PowerPoint-presentation (.ppt)", "Öppna den och spara den som PDF."),
    ("__substg1.0_", "ett e-postmeddelande (.msg)", "Spara rapporten som ligger i det och ange den."),
)


def sniff(data: bytes, name: str) -> str:
    """ "pdf", "docx", "xlsx", "html" or "text"; `name` is for the message only.

    Whether bytes called "text" are text in a known encoding is for `ingest.textfile` to find out. Raises
    `EmptyFileError` without a byte, `EncryptedFileError` for an Office file with a password, and `UnreadableFileError`
    for what no reader takes.
    """
    if not data:
        raise EmptyFileError(f"{name} är tom. Exportera rapporten på nytt och försök igen.")
    pdf = _PDF.search(data[:_PDF_WITHIN])
    if pdf is not None and (pdf.start() == 0 or _PDF_OBJECT.search(data)):
        return "pdf"
    if data.startswith(_ZIP):
        return _sniff_zip(data, name)
    if data.startswith(_OLE):
        _refuse_ole(data, name)
    if not data.startswith(_BOMS):
        _refuse_by_magic(data, name)
    return "html" if begins_html(data) else "text"


def has_macros(data: bytes) -> bool:
    """Whether a Word or Excel file carries a macro project. No reader here ever runs one."""
    return data.startswith(_ZIP) and b"vbaProject" in data


def _sniff_zip(data: bytes, name: str) -> str:
    for mark, what, then in _ZIP_KINDS:
        if mark in data:
            raise UnreadableFileError(f"{name} är {what}. {then}")
    if b"[Content_Types].xml" in data:
        if b"word/" in data:
            return "docx"
        if b"xl/" in data:
            return "xlsx"
    raise UnreadableFileError(f"{name} är en zip-fil. {_UNPACK}")


def _refuse_ole(data: bytes, name: str) -> None:
    """The container of Office files before 2007, and of newer ones with a password."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise EncryptedFileError(f"{name} är skyddad med lösenord. Spara den utan lösenord och försök igen.", "EncryptedPackage")
    for stream, what, then in _OLE_KINDS:
        if stream.encode("utf-16-le") in data:
            raise UnreadableFileError(f"{name} är {what}. {then}")
    raise UnreadableFileError(f"{name} är ett äldre Office-dokument. {_SAVE_OFFICE}", "OLE container")


def _refuse_by_magic(data: bytes, name: str) -> None:
    for magic, what, then in _MAGIC:
        if data.startswith(magic) and (not magic.isalpha() or _CONTROL_BYTES.search(data[:_MAGIC_BYTES])):
            raise UnreadableFileError(f"{name} är {what}. {then}")
    if _IMAGE_BOX.match(data):
        raise UnreadableFileError(f"{name} är en bild. {_SAVE_IMAGE}")
    if _WEB_ARCHIVE.match(data):
        raise UnreadableFileError(
            f"{name} är en webbsida i arkivformat (.mht). Spara sidan som ”endast HTML” eller som PDF.", "MHTML"
        )


def begins_html(data: bytes) -> bool:
    """Whether a web page begins here: its doctype or <html>, <head>, <body>, behind comments at most."""
    head = data[:_HTML_WITHIN]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")
    else:
        text = head.decode("latin-1").removeprefix("ï»¿")
    before = _BEFORE_HTML.match(text)
    return _HTML_BEGINS.match(text, before.end() if before else 0) is not None
