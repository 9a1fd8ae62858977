"""Word files that are broken or made to harm: refused in one line, or read without what would harm."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ingest.errors import DamagedFileError, EncryptedFileError
from ingest.formats.load import MACROS_IGNORED, load_document
from ingest.formats.office_zip import MAX_ENTRIES
from ingest.settings import Settings
from tests.word_files import MACRO_TYPE, paragraph, write_docx

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "skratt skratt skratt skratt">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


def _refused(path: Path) -> DamagedFileError:
    with pytest.raises(DamagedFileError) as caught:
        load_document(path, Settings())
    return caught.value


def _packed(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_a_zip_bomb_is_refused_before_anything_is_unpacked(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "rapport.docx", paragraph("Text"), more={"word/media/image1.png": bytes(310_000_000)})

    assert _refused(path).message_sv == (
        "rapport.docx packar upp till orimligt mycket data och läses inte. Spara om den från originalet, eller ange den som PDF."
    )


def test_a_part_that_is_packed_far_more_than_text_can_be_is_refused(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "rapport.docx", paragraph("x" * 40_000_000))

    assert "orimligt mycket data" in _refused(path).message_sv


def test_a_file_with_thousands_of_parts_is_refused(tmp_path: Path) -> None:
    more = {f"word/media/{number}.png": b"" for number in range(MAX_ENTRIES)}

    assert "orimligt mycket data" in _refused(write_docx(tmp_path / "rapport.docx", paragraph("x"), more=more)).message_sv


def test_a_size_that_the_directory_tells_wrongly_takes_no_memory(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "rapport.docx", paragraph("x" * 5_000_000))
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/document.xml"))
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")  # the unpacked size
    path.write_bytes(data)

    assert "är skadad" in _refused(path).message_sv


def test_entities_that_swell_are_refused(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "rapport.docx", "<w:p><w:r><w:t>&i;</w:t></w:r></w:p>", before_root=LAUGHS)

    error = _refused(path)

    assert error.message_sv == "rapport.docx är skadad och går inte att läsa. Spara om den från originalet och försök igen."
    assert "document type" in str(error)


def test_an_entity_that_names_a_file_of_this_machine_is_refused(tmp_path: Path) -> None:
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

    _refused(write_docx(tmp_path / "rapport.docx", "<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", before_root=outside))


def test_xml_nested_without_end_is_refused(tmp_path: Path) -> None:
    _refused(write_docx(tmp_path / "rapport.docx", "<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000))


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_file_cut_off_is_refused(tmp_path: Path, share: float) -> None:
    path = write_docx(tmp_path / "rapport.docx", "".join(paragraph(f"Stycke {n}") for n in range(500)))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])

    assert "är skadad" in _refused(path).message_sv


def test_xml_that_is_none_is_refused(tmp_path: Path) -> None:
    assert "är skadad" in _refused(write_docx(tmp_path / "rapport.docx", "<w:p><w:r>")).message_sv


def test_a_file_without_its_main_part_is_refused(tmp_path: Path) -> None:
    path = _packed(tmp_path / "rapport.docx", {"[Content_Types].xml": b"<Types/>", "word/styles.xml": b"<x/>"})

    assert "texten saknas" in _refused(path).message_sv


def test_macros_are_never_run_and_the_report_says_that_they_were_left_out(tmp_path: Path) -> None:
    path = write_docx(
        tmp_path / "rapport.docm", paragraph("Text"), main_type=MACRO_TYPE, more={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}
    )

    document = load_document(path, Settings())

    assert document.lines[0].text == "Text"
    assert document.flags == (MACROS_IGNORED,)


def test_a_part_that_the_text_names_and_the_file_lacks_is_no_hindrance(tmp_path: Path) -> None:
    body = '<w:p><w:r><w:drawing r:embed="rId77"/><w:t>Text</w:t></w:r></w:p>'

    assert load_document(write_docx(tmp_path / "rapport.docx", body), Settings()).lines[0].text == "Text"


def test_a_zip_with_a_password_asks_for_one_without(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "rapport.docx", paragraph("Text"))
    data = bytearray(path.read_bytes())
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= 1
    path.write_bytes(data)

    with pytest.raises(EncryptedFileError) as caught:
        load_document(path, Settings())

    assert caught.value.message_sv == "rapport.docx är skyddad med lösenord. Spara den utan lösenord och försök igen."


def test_strict_open_xml_is_read(tmp_path: Path) -> None:
    source = write_docx(tmp_path / "a.docx", paragraph("Ett", "Rubrik1") + paragraph("Två", "Rubrik1"))
    strict = tmp_path / "rapport.docx"
    with zipfile.ZipFile(io.BytesIO(source.read_bytes())) as before, zipfile.ZipFile(strict, "w") as after:
        for name in before.namelist():
            text = before.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/", b"http://purl.oclc.org/ooxml/wordprocessingml/"
            )
            after.writestr(
                name,
                text.replace(
                    b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"
                ),
            )

    document = load_document(strict, Settings())

    assert document.layout is not None
    assert len(document.layout.headings) == 2
