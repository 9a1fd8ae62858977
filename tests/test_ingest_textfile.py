"""Bytes become lines: encodings, line ends, and files that are no text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.errors import EmptyFileError, EncodingError, FileTooLargeError, UnreadableFileError
from ingest.textfile import load

LIMIT = 1_000_000
TEXT = "Årsredovisning 2021\nFörbundets kostnader uppgår till 6 785 tkr – en ökning.\n"


def _file(folder: Path, data: bytes, name: str = "rapport.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_swedish_text_is_read_in_every_common_encoding(tmp_path: Path, encoding: str) -> None:
    document = load(_file(tmp_path, TEXT.encode(encoding)), LIMIT)

    assert [line.text for line in document.lines] == TEXT.splitlines()


def test_latin_1_without_the_characters_of_windows_is_read(tmp_path: Path) -> None:
    document = load(_file(tmp_path, "Förbundets mål är nått".encode("latin-1")), LIMIT)

    assert document.lines[0].text == "Förbundets mål är nått"


def test_an_encoding_other_than_utf_8_is_flagged(tmp_path: Path) -> None:
    document = load(_file(tmp_path, TEXT.encode("cp1252")), LIMIT)

    assert document.flags == ("encoding: cp1252",)


def test_bytes_that_are_swedish_in_no_encoding_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EncodingError) as caught:
        load(_file(tmp_path, "Отчёт о деятельности".encode("cp1251")), LIMIT)

    assert caught.value.message_sv == (
        "Teckenkodningen i rapport.txt går inte att känna igen. Spara den som text (UTF-8) och försök igen."
    )


def test_half_a_utf_16_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncodingError):
        load(_file(tmp_path, TEXT.encode("utf-16")[:-1]), LIMIT)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_parts_lines(tmp_path: Path, line_end: str) -> None:
    document = load(_file(tmp_path, line_end.join(["ett", "", "tre"]).encode()), LIMIT)

    assert [(line.number, line.text) for line in document.lines] == [(1, "ett"), (2, ""), (3, "tre")]


def test_blanks_and_tabs_are_kept_as_they_are(tmp_path: Path) -> None:
    document = load(_file(tmp_path, "  Soliditet\t41,8%\u00a0 \n".encode()), LIMIT)

    assert document.lines[0].text == "  Soliditet\t41,8%\u00a0 "


def test_a_stray_nul_character_is_replaced(tmp_path: Path) -> None:
    document = load(_file(tmp_path, b"Budget\x00 2021 " + b"x" * 2000), LIMIT)

    assert document.lines[0].text.startswith("Budget\ufffd 2021")


@pytest.mark.parametrize("data", [b"", b"   \n\t\n\r\n  ", b"\xef\xbb\xbf", b"\f\f"])
def test_a_file_without_text_is_called_empty(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(EmptyFileError, match="är tom"):
        load(_file(tmp_path, data), LIMIT)


def test_a_file_of_another_format_is_no_text_though_it_is_called_txt(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        load(_file(tmp_path, b"%PDF-1.7\n1 0 obj" + bytes(100)), LIMIT)

    assert caught.value.message_sv == "rapport.txt är ingen textfil. Spara den som text (UTF-8) och försök igen."


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"text\x00\x01\x02" * 500, b"ord \x01\x02\x03" * 300])
def test_binary_content_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises((UnreadableFileError, EncodingError)):
        load(_file(tmp_path, data), LIMIT)


def test_text_is_read_whatever_the_file_is_called(tmp_path: Path) -> None:
    document = load(_file(tmp_path, TEXT.encode(), "rapport.pdf"), LIMIT)

    assert document.lines[0].text == "Årsredovisning 2021"


def test_a_file_over_the_limit_is_refused_and_the_setting_named(tmp_path: Path) -> None:
    with pytest.raises(FileTooLargeError) as caught:
        load(_file(tmp_path, b"a" * 1_500_001), LIMIT)

    assert caught.value.message_sv == (
        "rapport.txt är 1,5 MB, större än gränsen 1 MB. Dela filen eller höj inställningen max_file_mb."
    )


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        load(tmp_path / "saknas.txt", LIMIT)

    assert caught.value.message_sv == f"{tmp_path / 'saknas.txt'} finns inte. Kontrollera namnet."


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        load(tmp_path, LIMIT)


def test_the_checksum_is_that_of_the_bytes(tmp_path: Path) -> None:
    document = load(_file(tmp_path, b"abc"), LIMIT)

    assert document.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rapport.txt")

    with pytest.raises(UnreadableFileError) as caught:
        load(tmp_path / "rapport.txt", LIMIT)

    assert "är ingen vanlig fil. Spara rapporten i en fil och ange den." in caught.value.message_sv


def test_a_link_to_a_device_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rapport.txt").symlink_to("/dev/zero")

    with pytest.raises(UnreadableFileError):
        load(tmp_path / "rapport.txt", LIMIT)


def test_a_link_that_leads_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rapport.txt").symlink_to("rapport.txt")

    with pytest.raises(UnreadableFileError):
        load(tmp_path / "rapport.txt", LIMIT)


def test_a_name_that_is_no_utf_8_asks_for_another_name(tmp_path: Path) -> None:
    path = Path(os.fsdecode(bytes(tmp_path) + b"/\xe5r.txt"))
    path.write_text("Text", encoding="utf-8")

    with pytest.raises(UnreadableFileError) as caught:
        load(path, LIMIT)

    assert "namnet är inte UTF-8. Byt namn" in caught.value.message_sv
    caught.value.message_sv.encode("utf-8")


@pytest.mark.parametrize("word", ["BM", "RIFF"])
def test_a_text_that_begins_like_an_image_is_read(tmp_path: Path, word: str) -> None:
    document = load(_file(tmp_path, f"{word} är en förkortning.".encode()), LIMIT)

    assert document.lines[0].text == f"{word} är en förkortning."


def test_a_bitmap_is_called_an_image(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        load(_file(tmp_path, b"BM\x36\x10\x0e\x00\x00\x00\x00\x00\x36\x00"), LIMIT)

    assert "är en bild" in caught.value.message_sv


def test_a_file_cut_in_its_last_character_is_read(tmp_path: Path) -> None:
    document = load(_file(tmp_path, "Förbundets mål är nå".encode() + "å".encode()[:1]), LIMIT)

    assert document.encoding == "utf-8"
    assert document.lines[0].text == "Förbundets mål är nå\ufffd"
