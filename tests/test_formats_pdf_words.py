"""The text layer of a PDF page: words by where their letters stand, turned upright, with letters that the fonts misname."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
import pytest

from ingest.formats.pdf_letters import LOST, LetterKey, ReadCrop
from ingest.formats.pdf_rulings import image_share, read_rulings
from ingest.formats.pdf_words import TextLayer, _text_of, read_text_layer, shown_rectangle
from tests.tiny_pdf import TinyImage, TinyPage, TinyText, tiny_pdf


@contextmanager
def _opened(page: TinyPage) -> Iterator[pdfium.PdfPage]:
    pdf = pdfium.PdfDocument(tiny_pdf(page))
    opened = pdf[0]
    yield opened
    opened.close()
    pdf.close()


def _layer(page: TinyPage, read_crop: ReadCrop | None = None, known: dict[LetterKey, str] | None = None) -> TextLayer:
    with _opened(page) as opened:
        return read_text_layer(opened, read_crop, known)


def _words(*prints: TinyText) -> list[str]:
    return [word.text for word in _layer(TinyPage(prints=prints)).words]


# --- words -----------------------------------------------------------------------------------------------------------


def test_a_blank_parts_words() -> None:
    assert _words(TinyText(70, 700, "Summa intäkter")) == ["Summa", "intäkter"]


def test_letters_set_one_by_one_without_gaps_are_a_word() -> None:
    assert _words(TinyText(70, 700, "Kas"), TinyText(91.3, 700, "sa")) == ["Kassa"]


def test_a_gap_without_a_blank_parts_words() -> None:
    assert _words(TinyText(70, 700, "Kassa"), TinyText(150, 700, "5000")) == ["Kassa", "5000"]


def test_a_word_stands_where_it_is_printed() -> None:
    (word,) = _layer(TinyPage(prints=(TinyText(70, 700, "Kassa", 10),))).words

    assert (word.x0, word.baseline, word.size) == (70.0, pytest.approx(142.0), 10.0)


def test_the_name_of_the_face_tells_bold() -> None:
    words = _layer(TinyPage(prints=(TinyText(70, 700, "Kassa", face="Helvetica-Bold"), TinyText(70, 600, "Bank")))).words

    assert [(word.text, word.is_bold) for word in words] == [("Kassa", True), ("Bank", False)]


def test_faces_have_names_of_their_own() -> None:
    words = _layer(TinyPage(prints=(TinyText(70, 700, "Kassa", face="Times-Roman"), TinyText(70, 600, "Bank")))).words

    assert words[0].font != words[1].font


def test_bold_made_by_striking_twice_is_one_word() -> None:
    assert _words(TinyText(70, 700, "Kassa"), TinyText(70.4, 700, "Kassa")) == ["Kassa"]


def test_the_same_word_on_another_line_is_kept() -> None:
    assert _words(TinyText(70, 700, "Kassa"), TinyText(70, 680, "Kassa")) == ["Kassa", "Kassa"]


@pytest.mark.parametrize("minus", ["-", "–", "−"])
def test_a_minus_before_a_number_belongs_to_it(minus: str) -> None:
    assert _words(TinyText(70, 700, f"{minus}500")) == [f"{minus}500"]


def test_a_page_without_text_has_no_words() -> None:
    layer = _layer(TinyPage())

    assert (layer.words, layer.letters, layer.broken) == ((), 0, 0.0)


# --- how pages and text are turned -----------------------------------------------------------------------------------


def test_a_few_words_at_another_angle_are_margin() -> None:
    upright = TinyText(70, 700, "Styrelsen har haft fem möten")
    layer = _layer(TinyPage(prints=(upright, TinyText(20, 300, "Dokumentnyckel", 7, turn=90))))

    assert [word.text for word in layer.margin] == ["Dokumentnyckel"]
    assert "Dokumentnyckel" not in [word.text for word in layer.words]


def test_a_slanted_watermark_is_margin() -> None:
    layer = _layer(TinyPage(prints=(TinyText(70, 700, "Styrelsen har"), TinyText(200, 300, "UTKAST", 40, turn=30))))

    assert [word.text for word in layer.margin] == ["UTKAST"]


def test_the_corner_of_a_cropped_page_is_the_corner_of_what_is_shown() -> None:
    (word,) = _layer(TinyPage(prints=(TinyText(70, 700, "Kassa", 10),), cropbox=(50, 42, 545, 800))).words

    assert (round(word.x0), round(word.baseline)) == (20, 100)


def test_a_rectangle_of_the_page_counts_from_the_top_left_as_shown() -> None:
    with _opened(TinyPage()) as opened:
        assert shown_rectangle(opened, 10, 20, 30, 50) == (10, 792, 30, 822)


# --- how sound the layer is ------------------------------------------------------------------------------------------


def test_letters_that_the_file_gives_no_name_are_broken() -> None:
    broken = TinyText(70, 700, "Kassan", face="names no letter")

    assert _layer(TinyPage(prints=(broken, TinyText(70, 600, "Banken")))).broken == 0.5


def test_sound_text_has_no_broken_letters() -> None:
    assert _layer(TinyPage(prints=(TinyText(70, 700, "Räntor 5 %, 3 § och 12 kr"),))).broken == 0.0


def test_text_drawn_invisible_is_hidden() -> None:
    assert _layer(TinyPage(prints=(TinyText(70, 700, "Läst ur en bild", hidden=True),))).is_hidden


def test_some_invisible_words_among_visible_text_hide_nothing() -> None:
    prints = (TinyText(70, 700, "Styrelsen har haft fem möten"), TinyText(70, 600, "dold", hidden=True))

    assert not _layer(TinyPage(prints=prints)).is_hidden


MISNAMED = TinyPage(prints=(TinyText(70, 700, "Andelen var bara 10 % av alla", face="calls % a"),))


def test_a_letter_called_by_a_wrong_name_is_lost_where_no_image_is_read() -> None:
    layer = _layer(MISNAMED)

    assert [word.text for word in layer.words] == ["Andelen", "var", "bara", "10", LOST, "av", "alla"]
    assert layer.lost == 1


def test_a_letter_called_by_a_wrong_name_is_what_its_image_shows() -> None:
    layer = _layer(MISNAMED, lambda box: "Andelen var bara 10 %")

    assert [word.text for word in layer.words] == ["Andelen", "var", "bara", "10", "%", "av", "alla"]
    assert layer.lost == 0


def test_the_image_is_asked_for_the_line_up_to_the_letter() -> None:
    asked: list[tuple[float, float, float, float]] = []
    _layer(MISNAMED, lambda box: asked.append(box) or "")  # type: ignore[func-returns-value]

    assert [(round(x0), round(y0) < 142 < round(y1)) for x0, y0, _, y1 in asked] == [(70, True)]


def test_an_image_that_shows_other_words_does_not_tell_the_letter() -> None:
    assert _layer(MISNAMED, lambda box: "någonting helt annat").lost == 1


def test_what_a_letter_is_on_one_page_it_is_on_the_next() -> None:
    known: dict[LetterKey, str] = {}
    _layer(MISNAMED, lambda box: "Andelen var bara 10 %", known)

    assert _layer(MISNAMED, lambda box: "", known).lost == 0


# --- drawn lines and images ------------------------------------------------------------------------------------------


def test_a_drawn_line_is_a_ruling_from_the_top_left() -> None:
    with _opened(TinyPage(strokes=((70, 642, 300, 642),))) as opened:
        (ruling,) = read_rulings(opened)

    assert ruling.is_horizontal
    assert (ruling.x0, ruling.y0, ruling.x1) == pytest.approx((70, 200, 300), abs=1.0)  # with the line's own width


def test_a_thin_filled_rectangle_is_a_ruling() -> None:
    with _opened(TinyPage(rectangles=((70, 300, 0.8, 200),))) as opened:
        assert [ruling.is_horizontal for ruling in read_rulings(opened)] == [False]


def test_the_frame_of_a_drawn_box_is_four_rulings() -> None:
    with _opened(TinyPage(boxes=((70, 300, 100, 50),))) as opened:
        assert sorted(ruling.is_horizontal for ruling in read_rulings(opened)) == [False, False, True, True]


def test_a_filled_area_is_no_ruling() -> None:
    with _opened(TinyPage(rectangles=((70, 300, 100, 50),))) as opened:
        assert read_rulings(opened) == ()


def test_a_very_short_stroke_is_no_ruling() -> None:
    with _opened(TinyPage(strokes=((70, 642, 74, 642),))) as opened:
        assert read_rulings(opened) == ()


def test_an_image_over_half_the_page_covers_half_of_it() -> None:
    half = TinyImage(1, 1, b"\x80", (0, 421, 595, 421))
    with _opened(TinyPage(image=half)) as opened:
        assert image_share(opened) == pytest.approx(0.5)


def test_a_page_without_images_is_covered_by_none() -> None:
    with _opened(TinyPage()) as opened:
        assert image_share(opened) == 0.0


def test_a_ligature_is_its_letters() -> None:
    assert _words(TinyText(70, 700, "ﬁnansiering")) == ["finansiering"]


@pytest.mark.parametrize(
    ("rotate", "turn", "x", "y"),
    [(90, 90, 142, 70), (180, 180, 525, 142), (270, -90, 453, 772)],
)
def test_text_on_a_page_that_is_turned_when_shown_stands_on_the_page_as_shown(
    rotate: int, turn: float, x: float, y: float
) -> None:
    (word,) = _layer(TinyPage(prints=(TinyText(x, y, "Kassa", 10, turn=turn),), rotate=rotate)).words

    assert (word.text, round(word.x0), round(word.baseline)) == ("Kassa", 70, 142)


def test_a_page_of_text_turned_a_quarter_is_read_upright() -> None:
    layer = _layer(TinyPage(prints=tuple(TinyText(100 + 20 * n, 70, f"Rad {n}", 10, turn=90) for n in range(4))))

    assert layer.quarter == 1
    assert [(word.text, round(word.x0), round(word.baseline)) for word in layer.words][:2] == [("Rad", 70, 100), ("0", 91, 100)]


def test_a_letter_called_by_a_wrong_name_beside_one_other_letter_is_noticed() -> None:
    page = TinyPage(prints=(TinyText(70, 700, "Andelen var bara 10 %, och alla andra fler", face="calls % a"),))

    assert _layer(page).lost == 1


def test_a_bold_ligature_is_its_letters() -> None:
    assert _words(TinyText(70, 700, "ﬁnans", face="Helvetica-Bold")) == ["finans"]


@pytest.mark.parametrize(("rotate", "turn", "x", "y"), [(90, 90, 142, 70), (270, -90, 453, 772)])
def test_a_misnamed_letter_is_noticed_on_a_page_that_is_turned_when_shown(rotate: int, turn: float, x: float, y: float) -> None:
    page = TinyPage(prints=(TinyText(x, y, "Andelen var bara 10 % av alla", face="calls % a", turn=turn),), rotate=rotate)

    assert _layer(page).lost == 1


def test_half_a_letter_is_a_letter_that_is_not_known() -> None:
    assert _text_of(0xD83D) == "\ufffd"
