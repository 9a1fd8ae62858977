"""What a file is, by its bytes; what no reader takes is named with what to do."""

from __future__ import annotations

import io
import zipfile

import pytest

from ingest.errors import EmptyFileError, EncryptedFileError, UnreadableFileError
from ingest.formats.sniff import has_macros, sniff


def _zip(*names: str, first: str = "") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        if first:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, "x")
    return packed.getvalue()


def _ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(64)


def _refusal(data: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        sniff(data, "rapport.txt")
    return caught.value.message_sv


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7\n1 0 obj", "pdf"),
        (b"\r\n" * 200 + b"%PDF-1.4\n1 0 obj\n<<>>", "pdf"),
        (_zip("[Content_Types].xml", "word/document.xml"), "docx"),
        (_zip("[Content_Types].xml", "word/document2.xml"), "docx"),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (b"<!DOCTYPE html><p>Hej", "html"),
        (b"\xef\xbb\xbf\n<!-- en kommentar -->\n<HTML lang=sv>", "html"),
        ("\ufeff<html><body>Hej".encode("utf-16-le"), "html"),
        (b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">', "html"),
        (b"<body bgcolor=white>", "html"),
        ("Årsredovisning".encode(), "text"),
        ("<Bild> Årsredovisning 2023".encode(), "text"),
        (b"<header av en export> text", "text"),
        (b"Rapporten handlar om <html> och %PDF-1.7.", "text"),
        ("Årsredovisning".encode("utf-16"), "text"),
        (b"BM \xc3\xa4r en f\xc3\xb6rkortning.", "text"),
        (b"MIME \xc3\xa4r en standard", "text"),
    ],
)
def test_a_file_is_what_its_bytes_say(data: bytes, found: str) -> None:
    assert sniff(data, "rapport.txt") == found


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "är en bild. Spara bilden som PDF och försök igen."),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "är en bild. Spara bilden som PDF och försök igen."),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "är en bild. Spara bilden som PDF och försök igen."),
        (b"BM\x36\x10\x0e\x00\x00\x00", "är en bild. Spara bilden som PDF och försök igen."),
        (_zip("a.txt"), "är en zip-fil. Packa upp den och läs in rapporterna som ligger i den."),
        (_zip(), "är en zip-fil. Packa upp den och läs in rapporterna som ligger i den."),
        (b"7z\xbc\xaf\x27\x1c\x00", "är en packad fil. Packa upp den och läs in rapporterna som ligger i den."),
        (b"{\\rtf1\\ansi", "är ett RTF-dokument. Öppna det och spara det som .docx eller PDF."),
        (_ole("WordDocument"), "är ett äldre Word-dokument (.doc). Öppna det och spara det som .docx eller PDF."),
        (_ole("Workbook"), "är ett äldre Excel-dokument (.xls). Öppna det och spara det som .xlsx."),
        (_ole("__substg1.0_0037001F"), "är ett e-postmeddelande (.msg). Spara rapporten som ligger i det och ange den."),
        (
            _zip("content.xml", first="application/vnd.oasis.opendocument.text"),
            "är ett OpenDocument-dokument (LibreOffice). Spara det som Word (.docx), Excel (.xlsx) eller PDF och försök igen.",
        ),
        (_zip("[Content_Types].xml", "ppt/presentation.xml"), "är en PowerPoint-presentation. Öppna den och spara den som PDF."),
        (_zip("[Content_Types].xml", "xl/workbook.bin"), "är en binär Excel-fil (.xlsb). Öppna den och spara den som .xlsx."),
        (
            b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;",
            "är en webbsida i arkivformat (.mht). Spara sidan som ”endast HTML” eller som PDF.",
        ),
    ],
)
def test_what_no_reader_takes_is_named_with_what_to_do(data: bytes, message: str) -> None:
    assert _refusal(data) == f"rapport.txt {message}"


def test_an_office_file_with_a_password_asks_for_one_without() -> None:
    with pytest.raises(EncryptedFileError) as caught:
        sniff(_ole("EncryptedPackage"), "rapport.docx")

    assert caught.value.message_sv == "rapport.docx är skyddad med lösenord. Spara den utan lösenord och försök igen."


def test_no_bytes_are_an_empty_file() -> None:
    with pytest.raises(EmptyFileError):
        sniff(b"", "rapport.pdf")


def test_macros_are_seen() -> None:
    assert has_macros(_zip("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"))
    assert not has_macros(_zip("[Content_Types].xml", "xl/workbook.xml"))
