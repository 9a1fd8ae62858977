"""Scanned pages through the real Tesseract: the numbers of a table, how sure they are, and where they stand."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.domain import Document, Line, PageSource
from ingest.formats import ocr
from ingest.formats.limits import Limits
from ingest.formats.ocr import LANGUAGES, PACKAGES, find_ocr, read_crop, read_image
from ingest.formats.pdf import read_pdf
from tests.printed_pages import headings, tables, texts
from tests.tiny_pdf import A4, TinyImage, TinyPage, TinyText, tiny_pdf

DPI = 200
WIDTH, HEIGHT = 1654, 2339
ROWS = (
    ("Intäkter", "1 250 000", "1 175 500"),
    ("Personalkostnader", "-742 310", "-698 125"),
    ("Lokalhyror", "-96 480", "-91 200"),
    ("Övriga kostnader", "-58 964", "-63 007"),
    ("Finansiella intäkter", "1 839", "2 046"),
    ("Årets resultat", "354 085", "325 214"),
)
PROSE = (
    "Förbundet har under året arbetat med stöd till unga i länet och",
    "styrelsen har haft fem möten där planer har antagits. Samverkan",
    "mellan kommunerna och regionen har fördjupats, och insatserna har",
    "följts upp och redovisats för medlemmarna. Arbetet fortsätter med",
    "samma inriktning under nästa år, då målen ska ses över.",
)


# --- what there is to read with --------------------------------------------------------------------------------------


@pytest.fixture
def _forgotten() -> Iterator[None]:
    """What was found of Tesseract before and in a test is forgotten."""
    find_ocr.cache_clear()
    yield
    find_ocr.cache_clear()


@pytest.mark.usefixtures("_forgotten")
def test_without_tesseract_the_packages_to_install_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert find_ocr().missing == f"Installera paketen {PACKAGES} för att läsa den."


@pytest.mark.usefixtures("_forgotten")
@pytest.mark.parametrize("installed", ["eng\\nosd", "eng\\nswe", "Latin\\neng"])
def test_without_both_models_the_packages_to_install_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, installed: str
) -> None:
    _program(tmp_path / "tesseract", f"printf 'List of available languages (2):\\n{installed}\\n'")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert find_ocr().missing


@pytest.mark.usefixtures("_forgotten")
def test_a_tesseract_that_fails_counts_as_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _program(tmp_path / "tesseract", "exit 1")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert find_ocr().missing


@pytest.mark.usefixtures("_forgotten")
def test_with_both_models_nothing_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _program(tmp_path / "tesseract", "printf 'List of available languages (3):\\nLatin\\neng\\nswe\\n'")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert (find_ocr().missing, find_ocr().languages) == ("", "swe+Latin")


def _program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_the_packages_that_are_named_carry_the_languages_that_are_used() -> None:
    assert LANGUAGES == ("swe", "Latin")
    assert "tesseract-ocr-swe" in PACKAGES and "tesseract-ocr-script-latn" in PACKAGES


# --- what the recognition says, put right ----------------------------------------------------------------------------

HOCR = """<html><body><div class='ocr_page'><span class='ocr_line' title="bbox 100 100 900 140; baseline 0 -8; x_size 40">
{}</span></div></body></html>"""


def _hocr_words(*words: tuple[str, int, int, int]) -> list[tuple[str, float]]:
    """The words (text, left, right, confidence) of one recognised line, with the confidence they come out with."""
    spans = "".join(
        f"<span class='ocrx_word' title='bbox {x0} 105 {x1} 135; x_wconf {sure}'>{text}</span>" for text, x0, x1, sure in words
    )
    found = ocr._mended(ocr._words(HOCR.format(spans).encode(), 1.0))
    return [(word.text, word.confidence) for word in found]


def test_a_recognised_word_keeps_its_confidence() -> None:
    assert _hocr_words(("Kassa", 100, 200, 91)) == [("Kassa", 91.0)]


def test_a_speck_taken_for_a_sign_is_dropped() -> None:
    assert _hocr_words(("Kassa", 100, 200, 91), ("~", 300, 305, 30)) == [("Kassa", 91.0)]


def test_a_dash_is_kept_however_unsure() -> None:
    assert _hocr_words(("-", 300, 315, 25)) == [("-", 25.0)]


def test_an_unsure_number_is_kept_with_its_doubt() -> None:
    assert _hocr_words(("500", 300, 360, 35)) == [("500", 35.0)]


def test_an_unsure_letter_is_noise() -> None:
    assert _hocr_words(("i", 300, 305, 50)) == []


def test_a_bracket_that_ends_a_label_is_a_percent_sign_also_where_the_bracket_opened_words_before() -> None:
    words = (("(Andel", 100, 160, 90), ("av", 170, 190, 90), ("medlemsbidraget", 200, 330, 90), ("26)", 340, 370, 60))

    assert [text for text, _ in _hocr_words(*words)] == ["(Andel", "av", "medlemsbidraget", "%)"]


def test_a_bracketed_reference_at_the_end_of_a_line_stays_a_number() -> None:
    assert [text for text, _ in _hocr_words(("Inventarier", 100, 200, 90), ("(not", 210, 250, 90), ("26)", 260, 290, 90))][
        -1
    ] == "26)"


def test_a_lost_blank_between_thousands_is_set_again() -> None:
    assert [text for text, _ in _hocr_words(("1499", 300, 380, 90), ("130", 390, 440, 90))] == ["1", "499", "130"]


def test_a_year_before_a_word_is_not_cut() -> None:
    assert [text for text, _ in _hocr_words(("2021", 300, 380, 90), ("blev", 390, 440, 90))] == ["2021", "blev"]


@pytest.mark.parametrize(("seen", "meant"), [("kr/m?", "kr/m²"), ("m?", "m²"), ("Okr", "0 kr")])
def test_signs_that_are_recognised_as_others_are_put_right(seen: str, meant: str) -> None:
    assert [text for text, _ in _hocr_words((seen, 300, 380, 90))] == [meant]


def test_a_percent_sign_that_ends_a_label_is_put_right() -> None:
    label = (("Soliditet", 300, 500, 90), ("(96)", 510, 580, 90), ("71", 1200, 1250, 90))

    assert [text for text, _ in _hocr_words(*label)] == ["Soliditet", "(%)", "71"]


@pytest.mark.parametrize(
    "words",
    [
        (("34", 300, 340, 90), ("(26)", 350, 420, 90), ("71", 1200, 1250, 90)),
        (("medlemmar", 300, 500, 90), ("(96)", 510, 580, 90), ("under", 590, 700, 90)),
    ],
)
def test_a_number_in_brackets_stays_a_number(words: tuple[tuple[str, int, int, int], ...]) -> None:
    assert [text for text, _ in _hocr_words(*words)] == [word for word, *_ in words]


# --- scans -----------------------------------------------------------------------------------------------------------

Scan = Callable[[str], Document]


def _font(points: float, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(f"LiberationSans-{'Bold' if bold else 'Regular'}.ttf", round(points * DPI / 72))


def _needs_recognition() -> None:
    missing = find_ocr().missing
    if missing and os.environ.get("FINSAM_TEST_ALL") == "1":
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)


def _px(points: float) -> int:
    return round(points * DPI / 72)


def _table_image(*, ruled: bool) -> Image.Image:
    """A page with a title, a statement of two years and some text below."""
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    draw = ImageDraw.Draw(image)
    draw.text((_px(70), _px(100)), "Resultaträkning", font=_font(16, bold=True), fill=0, anchor="ls")
    for words, x in (("2021", 400), ("2020", 500)):
        draw.text((_px(x), _px(140)), words, font=_font(10.5, bold=True), fill=0, anchor="rs")
    for at, (label, *values) in enumerate(ROWS):
        y = _px(165 + 20 * at)
        draw.text((_px(70), y), label, font=_font(10.5), fill=0, anchor="ls")
        for value, x in zip(values, (400, 500), strict=True):
            draw.text((_px(x), y), value, font=_font(10.5), fill=0, anchor="rs")
    if ruled:
        ys = (126, *(151 + 20 * at for at in range(len(ROWS) + 1)))
        for y in ys:
            draw.line((_px(60), _px(y), _px(510), _px(y)), fill=0, width=2)
        for x in (60, 310, 410, 510):
            draw.line((_px(x), _px(ys[0]), _px(x), _px(ys[-1])), fill=0, width=2)
    for at, words in enumerate(PROSE):
        draw.text((_px(70), _px(360 + 16 * at)), words, font=_font(10.5), fill=0, anchor="ls")
    return image


def _as_page(image: Image.Image, *prints: TinyText) -> TinyPage:
    return TinyPage(image=TinyImage(image.width, image.height, image.tobytes(), (0.0, 0.0, *A4)), prints=prints)


def _read(path: Path, *pages: TinyPage) -> Document:
    path.write_bytes(tiny_pdf(*pages))
    return read_pdf(path, "0" * 64, Limits(), lambda page, of: None, frozenset())


def _noisy(image: Image.Image) -> Image.Image:
    """The page as a worn scanner gives it: leaning a little, grey paper, grain."""
    leaning = image.rotate(0.8, resample=Image.Resampling.BICUBIC, fillcolor=255)
    grain = np.random.default_rng(3).normal(0, 12, (HEIGHT, WIDTH))
    return Image.fromarray(np.clip(np.asarray(leaning) * 0.9 + 8 + grain, 0, 255).astype(np.uint8))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """A scanned statement without drawn lines, leaning a little."""
    _needs_recognition()
    return _read(tmp_path_factory.mktemp("plain") / "rapport.pdf", _as_page(_noisy(_table_image(ruled=False))))


@pytest.fixture(scope="module")
def ruled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, Path]:
    """A scanned statement in drawn cells, leaning a little, and its file."""
    _needs_recognition()
    path = tmp_path_factory.mktemp("ruled") / "rapport.pdf"
    return _read(path, _as_page(_noisy(_table_image(ruled=True)))), path


def _line(made: Document, words: str) -> Line:
    (found,) = (line for line in made.lines if line.text.startswith(words))
    return found


PRINTED = ["\t2021\t2020", *("\t".join(row) for row in ROWS)]


@pytest.mark.slow
def test_all_numbers_of_a_leaning_scan_are_right_with_their_minus(plain: Document) -> None:
    assert tables(plain) == [PRINTED]


@pytest.mark.slow
def test_all_numbers_of_a_leaning_scan_in_drawn_cells_are_right(ruled: tuple[Document, Path]) -> None:
    (rows,) = tables(ruled[0])

    # a blank between thousands may be lost where cells are read one by one
    assert [row.replace(" ", "") for row in rows] == [row.replace(" ", "") for row in PRINTED]


@pytest.mark.slow
def test_a_scanned_page_says_that_it_was_read_from_its_image(plain: Document) -> None:
    (page,) = plain.pages

    assert (page.source, page.note) == (PageSource.OCR, "Sidan är en bild. Texten är läst ur bilden.")


@pytest.mark.slow
def test_the_text_of_a_scan_has_its_swedish_letters(plain: Document) -> None:
    assert " ".join(PROSE) in " ".join(texts(plain))


@pytest.mark.slow
def test_a_title_in_larger_type_is_a_heading_of_the_scan(plain: Document) -> None:
    assert "Resultaträkning" in [title for title, _ in headings(plain)]


@pytest.mark.slow
@pytest.mark.parametrize(("label", "cell"), [("Intäkter", 1), ("Personalkostnader", 2), ("Årets resultat", 2)])
def test_the_box_of_a_number_lies_on_its_print_in_the_leaning_scan(ruled: tuple[Document, Path], label: str, cell: int) -> None:
    made, path = ruled
    box = _line(made, label).cells[cell].box
    pdf = pdfium.PdfDocument(path)
    shown = pdf[0].render(scale=4, grayscale=True).to_pil()
    pdf.close()

    assert box is not None
    cut = shown.crop((round(4 * box.x0 - 8), round(4 * box.y0 - 6), round(4 * box.x1 + 8), round(4 * box.y1 + 6)))
    assert 0.08 < float(np.mean(np.asarray(cut) < 120)) < 0.5


@pytest.mark.slow
def test_numbers_that_are_sure_are_not_flagged(plain: Document) -> None:
    assert _line(plain, "Personalkostnader").cells[1].flags == ()


@pytest.mark.slow
def test_a_number_under_a_stroke_of_a_pen_is_no_other_number_without_a_flag(tmp_path: Path) -> None:
    _needs_recognition()
    image = _table_image(ruled=False)
    ImageDraw.Draw(image).line((_px(352), _px(190), _px(398), _px(178)), fill=60, width=5)
    line = _line(_read(tmp_path / "rapport.pdf", _as_page(image)), "Personalkostnader")
    digits = "".join(c for c in line.text.split("\t")[1] if c.isdigit())

    assert digits in ("742310", "") or line.cells[1].flags


@pytest.mark.slow
def test_a_broken_text_layer_gives_way_to_the_image_of_the_page(tmp_path: Path) -> None:
    _needs_recognition()
    broken = TinyPage(prints=tuple(TinyText(70, 700 - 18 * n, words, 11, "names no letter") for n, words in enumerate(PROSE)))
    made = _read(tmp_path / "rapport.pdf", broken)

    assert " ".join(texts(made)) == " ".join(PROSE)
    assert made.pages[0].note == "Sidans teckensnitt säger inte vilka bokstäver de visar. Texten är läst ur bilden."


@pytest.mark.slow
def test_a_letter_that_the_font_misnames_is_read_from_the_image(tmp_path: Path) -> None:
    _needs_recognition()
    prints = tuple(TinyText(70, 700 - 18 * n, words, 11) for n, words in enumerate(PROSE))
    misnamed = TinyText(70, 600, "Av alla var andelen bara 10 %", face="calls % a")
    made = _read(tmp_path / "rapport.pdf", TinyPage(prints=(*prints, misnamed)))

    assert texts(made)[-1] == "Av alla var andelen bara 10 %"
    assert made.pages[0].source is PageSource.TEXT


@pytest.mark.slow
def test_the_words_that_a_scanner_s_program_hid_behind_the_image_give_way_to_the_image(tmp_path: Path) -> None:
    _needs_recognition()
    hidden = tuple(TinyText(70, 840 - 100 - 8 * n, "fel ord som ingen ser här", 8, hidden=True) for n in range(12))
    made = _read(tmp_path / "rapport.pdf", _as_page(_table_image(ruled=False), *hidden))

    assert made.pages[0].note == "Sidan är en inläst bild. Texten är läst ur bilden."
    assert not any("fel ord" in line for line in texts(made))


@pytest.mark.slow
def test_a_photograph_is_a_page_without_text(tmp_path: Path) -> None:
    _needs_recognition()
    noise = np.random.default_rng(7).integers(20, 190, (HEIGHT // 8, WIDTH // 8), dtype=np.uint8)
    photograph = Image.fromarray(noise).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    made = _read(tmp_path / "rapport.pdf", _as_page(photograph))

    assert (made.pages[0].source, made.pages[0].note) == (PageSource.OCR, "Sidan är tom eller en bild utan text.")


@pytest.mark.slow
def test_a_part_of_a_page_is_read_as_one_line() -> None:
    _needs_recognition()
    pdf = pdfium.PdfDocument(
        tiny_pdf(TinyPage(prints=(TinyText(70, 700, "Andelen var 10 % av alla"), TinyText(70, 600, "Annat"))))
    )
    try:
        assert read_crop(pdf[0], (70, 130, 210, 145), 60) == "Andelen var 10 % av alla"
    finally:
        pdf.close()


@pytest.mark.slow
def test_a_scan_s_words_are_measured_in_points_from_the_top_left() -> None:
    _needs_recognition()
    pdf = pdfium.PdfDocument(tiny_pdf(_as_page(_table_image(ruled=False))))
    try:
        found = read_image(pdf[0], 1, *A4, find_ocr(), 120)
    finally:
        pdf.close()
    (word,) = (word for word in found.words.words if word.text == "Lokalhyror")

    assert (word.x0, word.baseline) == (pytest.approx(70, abs=1.5), pytest.approx(205, abs=1.5))


@pytest.mark.slow
def test_a_letter_in_the_middle_of_a_line_that_the_font_misnames_is_read_from_the_image(tmp_path: Path) -> None:
    _needs_recognition()
    prints = tuple(TinyText(70, 700 - 18 * n, words, 11) for n, words in enumerate(PROSE))
    misnamed = TinyText(70, 600, "Andelen var bara 10 % av alla", face="calls % a")
    made = _read(tmp_path / "rapport.pdf", TinyPage(prints=(*prints, misnamed)))

    assert texts(made)[-1] == "Andelen var bara 10 % av alla"
