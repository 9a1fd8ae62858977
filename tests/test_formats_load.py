"""Any file becomes a Document, or one Swedish line; what a reader does cannot harm this process."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from ingest.domain import PageSource
from ingest.errors import (
    DamagedFileError,
    EmptyFileError,
    EncodingError,
    EncryptedFileError,
    FileTooLargeError,
    InputError,
    UnreadableFileError,
)
from ingest.formats import load
from ingest.formats.load import load_document
from ingest.settings import Settings
from tests.word_files import paragraph, write_docx


@pytest.fixture
def stumbling(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader of PDF is one that crashes on the pages named in the file."""
    monkeypatch.setattr(load, "_WORKER", "tests.stumbling_worker")


def _file(folder: Path, data: bytes, name: str = "rapport") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def _pdf(trailer: str) -> bytes:
    """A PDF with one page."""
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R >>",
    )
    body, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 4\n0000000000 65535 f \n{table}trailer\n<< /Size 4 /Root 1 0 R {trailer} >>\nstartxref\n{len(body)}\n%%EOF"
    return body + end.encode()


def test_text_is_read_as_text_whatever_the_file_is_called(tmp_path: Path) -> None:
    document = load_document(_file(tmp_path, "Årsredovisning\n2023\n".encode(), "rapport.pdf"), Settings())

    assert (document.format, [line.text for line in document.lines]) == ("text", ["Årsredovisning", "2023"])


def test_a_word_file_is_read_as_one_though_it_is_called_text(tmp_path: Path) -> None:
    document = load_document(write_docx(tmp_path / "rapport.txt", paragraph("Text")), Settings())

    assert (document.format, document.source_file, document.lines[0].text) == ("docx", "rapport.txt", "Text")


def test_the_checksum_is_that_of_the_bytes_and_the_name_that_of_the_file(tmp_path: Path) -> None:
    path = _file(tmp_path, b"<!doctype html><p>Hej", "sida.html")

    document = load_document(path, Settings())

    assert (document.source_file, document.sha256) == ("sida.html", hashlib.sha256(path.read_bytes()).hexdigest())


def test_a_path_relative_to_the_working_directory_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _file(tmp_path, b"<!doctype html><p>Hej", "sida.html")
    monkeypatch.chdir(tmp_path)

    assert load_document(Path("sida.html"), Settings()).lines[0].text == "Hej"


def test_modules_in_the_working_directory_are_not_imported_by_the_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _file(tmp_path, b"<!doctype html><p>Hej", "sida.html")
    _file(tmp_path, b"raise SystemExit(1)", "lxml.py")
    monkeypatch.chdir(tmp_path)

    assert load_document(Path("sida.html"), Settings()).lines[0].text == "Hej"


@pytest.mark.parametrize("name", ["rapport.pdf", "rapport.docx", "rapport.html", "rapport.txt"])
def test_a_file_of_zero_bytes_is_called_empty(tmp_path: Path, name: str) -> None:
    with pytest.raises(EmptyFileError, match="är tom"):
        load_document(_file(tmp_path, b"", name), Settings())


@pytest.mark.parametrize("seed", range(5))
def test_bytes_at_random_are_refused(tmp_path: Path, seed: int) -> None:
    blocks = (hashlib.sha256(bytes([seed]) + n.to_bytes(4, "big")).digest() for n in range(2_000))

    with pytest.raises((UnreadableFileError, EncodingError)):
        load_document(_file(tmp_path, b"".join(blocks), "rapport.pdf"), Settings())


def test_a_file_over_the_limit_is_refused_before_it_is_looked_at(tmp_path: Path) -> None:
    with pytest.raises(FileTooLargeError):
        load_document(_file(tmp_path, b"%PDF-1.7" + bytes(1_500_000)), Settings(max_file_mb=1))


def test_a_file_that_takes_more_memory_than_the_worker_may_have_is_refused(tmp_path: Path) -> None:
    body = "".join(paragraph(f"Stycke {n} av många {hashlib.sha256(str(n).encode()).hexdigest()}") for n in range(350_000))
    path = write_docx(tmp_path / "rapport.docx", body)

    with pytest.raises(DamagedFileError) as caught:
        load_document(path, Settings(worker_memory_mb=500))

    assert caught.value.message_sv == (
        "rapport.docx kräver för mycket minne för att läsas. Spara om filen, dela den eller höj inställningen worker_memory_mb."
    )


def test_a_page_on_which_the_reader_crashes_is_unread_and_the_others_are_read(tmp_path: Path, stumbling: None) -> None:
    document = load_document(_file(tmp_path, b"%PDF-1.7\n3 5"), Settings())

    assert [page.number for page in document.pages if page.source is PageSource.UNREAD] == [3, 5]
    assert [line.text for line in document.lines][:3] == ["Sida 1", "Sida 2", "Sida 4"]


def test_a_file_with_more_such_pages_than_are_tried_is_refused(tmp_path: Path, stumbling: None) -> None:
    with pytest.raises(DamagedFileError) as caught:
        load_document(_file(tmp_path, b"%PDF-1.7\n1 2 3 4 5 6"), Settings())

    assert caught.value.message_sv == "rapport är skadad och går inte att läsa. Spara om den från originalet och försök igen."
    assert "Segmentation fault" in str(caught.value)


def test_a_word_file_on_which_the_reader_crashes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "_WORKER", "tests.no_such_worker")

    with pytest.raises(DamagedFileError):
        load_document(write_docx(tmp_path / "rapport.docx", paragraph("Text")), Settings())


def test_what_a_worker_answers_is_checked(tmp_path: Path, stumbling: None) -> None:
    with pytest.raises(DamagedFileError, match="worker's result"):
        load_document(_file(tmp_path, b"%PDF-1.7\n99"), Settings())


def test_a_pdf_with_a_password_asks_for_one_without(tmp_path: Path) -> None:
    # No empty password fits these 32 bytes each, so a reader cannot open it.
    locked = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<00><00>]"
    path = _file(tmp_path, _pdf(locked), "rapport.pdf")

    with pytest.raises(EncryptedFileError) as caught:
        load_document(path, Settings())

    assert caught.value.message_sv.startswith("rapport.pdf är skyddad med lösenord. Spara den utan lösenord")


def test_a_pdf_of_which_nothing_but_the_beginning_is_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r".") as caught:
        load_document(_file(tmp_path, _pdf("")[:60], "rapport.pdf"), Settings())

    assert caught.value.message_sv.startswith("rapport.pdf ")


def test_each_page_is_told_as_it_is_begun(tmp_path: Path, stumbling: None) -> None:
    told: list[tuple[int, int]] = []

    load_document(_file(tmp_path, b"%PDF-1.7\n\n"), Settings(), lambda page, of: told.append((page, of)))

    assert told == [(n, 8) for n in range(1, 9)]


def test_every_refusal_is_one_line_that_names_the_file(tmp_path: Path) -> None:
    path = _file(tmp_path, b"\x89PNG\r\n\x1a\n" + bytes(50), "skannad.pdf")

    with pytest.raises(InputError) as caught:
        load_document(path, Settings())

    assert caught.value.message_sv == "skannad.pdf är en bild. Spara bilden som PDF och försök igen."
