"""Pages become a Document: lines in reading order, paragraphs, tables over pages, and a place for everything."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from ingest.domain import Box, Document, Line, PageSource
from ingest.formats.page_document import ReadPage, assemble
from ingest.formats.page_words import PageWords, Word, leaning_rectangle, turn_rectangle
from tests.printed_pages import (
    HEIGHT,
    WIDTH,
    Print,
    document,
    furniture,
    grid,
    header_rows,
    page,
    right,
    row,
    tables,
    text,
    texts,
)

YEARS = (right("2021", 400, 100), right("2020", 500, 100))


def _line(made: Document, words: str) -> Line:
    (found,) = (line for line in made.lines if line.text.startswith(words))
    return found


def _assemble(*pages: ReadPage) -> Document:
    return assemble("rapport.pdf", "0" * 64, "pdf", pages)


# --- running text ----------------------------------------------------------------------------------------------------


def test_a_print_line_is_a_line_and_a_blank_line_parts_paragraphs() -> None:
    made = document(page(text(200, "Första stycket börjar", "och slutar."), text(250, "Andra stycket.")))

    assert [line.text for line in made.lines][:4] == ["Första stycket börjar", "och slutar.", "", "Andra stycket."]


def test_a_word_divided_at_the_line_s_end_is_put_together() -> None:
    made = document(page(text(200, "Arbetet med samver-", "kan fortsätter.")))

    assert texts(made) == ["Arbetet med samverkan", "fortsätter."]


def test_a_divided_word_that_is_all_of_the_next_line_leaves_no_line() -> None:
    assert texts(document(page(text(200, "Arbetet med samver-", "kan")))) == ["Arbetet med samverkan"]


@pytest.mark.parametrize("after", ["och regionens insatser", "eller länets insatser", "Örebros insatser"])
def test_a_hyphen_that_belongs_to_the_word_stays(after: str) -> None:
    assert texts(document(page(text(200, "Kommunens-", after)))) == ["Kommunens-", after]


def test_columns_of_words_on_one_line_are_parted_by_a_tab() -> None:
    assert texts(document(page(Print("Anna Andersson", 70, 200), Print("ordförande", 320, 200)))) == [
        "Anna Andersson\tordförande"
    ]


def test_lines_are_numbered_from_one_without_a_gap() -> None:
    made = document(page(text(200, "Ett", "två")), page(text(200, "tre")))

    assert [line.number for line in made.lines] == list(range(1, len(made.lines) + 1))


def test_every_line_knows_its_page() -> None:
    made = document(page(text(200, "Ett")), page(text(200, "Två")))

    assert (_line(made, "Ett").page, _line(made, "Två").page) == (1, 2)


# --- tables ----------------------------------------------------------------------------------------------------------


def _two_pages(*below: Print | tuple[Print, ...]) -> Document:
    """A table that fills the foot of the first page, and what stands at the top of the second."""
    first = page(
        text(200, "Löpande text på sidan."), right("2021", 400, 660), right("2020", 500, 660), _rows(680, "Kassa", "Bank")
    )
    return document(first, page(*below))


def _rows(y: float, *labels: str) -> tuple[Print, ...]:
    return tuple(cell for at, label in enumerate(labels) for cell in row(y + 14 * at, label, "5 000", "4 000"))


def test_a_table_that_goes_on_on_the_next_page_is_one_table() -> None:
    made = _two_pages(_rows(120, "Fordringar", "Skulder"))

    assert [rows[1:] for rows in tables(made)] == [
        ["Kassa\t5 000\t4 000", "Bank\t5 000\t4 000", "Fordringar\t5 000\t4 000", "Skulder\t5 000\t4 000"]
    ]


def test_the_rows_of_a_table_over_two_pages_keep_their_own_pages() -> None:
    made = _two_pages(_rows(120, "Fordringar", "Skulder"))

    assert [_line(made, label).page for label in ("Kassa", "Bank", "Fordringar", "Skulder")] == [1, 1, 2, 2]


def test_a_header_repeated_on_the_next_page_is_no_row() -> None:
    made = _two_pages(YEARS, _rows(120, "Fordringar", "Skulder"))

    assert len(tables(made)) == 1
    assert furniture(made) == ["\t2021\t2020"]


def test_another_header_on_the_next_page_begins_another_table() -> None:
    made = _two_pages(right("2019", 400, 100), right("2018", 500, 100), _rows(120, "Fordringar", "Skulder"))

    assert [rows[0] for rows in tables(made)] == ["\t2021\t2020", "\t2019\t2018"]


def test_other_columns_on_the_next_page_begin_another_table() -> None:
    ends = (350.0, 450.0)
    made = _two_pages(row(120, "Fordringar", "5", "4", ends=ends), row(134, "Skulder", "3", "2", ends=ends))

    assert len(tables(made)) == 2


def test_text_before_the_next_page_s_table_ends_the_one_before() -> None:
    made = _two_pages(text(100, "Här börjar något annat, i en mening för sig."), _rows(160, "Fordringar", "Skulder"))

    assert len(tables(made)) == 2


def test_a_table_that_goes_on_without_its_first_column_of_values_keeps_the_columns() -> None:
    made = _two_pages(row(120, "Fordringar", "5", ""), row(134, "Skulder", "3", ""))

    assert tables(made)[0][-1] == "Skulder\t3\t"


def test_a_drawn_table_goes_on_on_the_next_page() -> None:
    xs = (60.0, 240.0, 530.0)
    first = page(
        Print("Mål", 65, 715),
        Print("Utfall", 245, 715),
        *text(740, "Hälsa", x=65),
        *text(740, "Nått", x=245),
        rulings=grid(xs, (700, 725, 750)),
    )
    second = page(
        *text(115, "Arbete", x=65),
        *text(115, "Delvis", x=245),
        *text(140, "Studier", x=65),
        *text(140, "Nej", x=245),
        rulings=grid(xs, (100, 125, 150)),
    )

    assert tables(document(first, second)) == [["Mål\tUtfall", "Hälsa\tNått", "Arbete\tDelvis", "Studier\tNej"]]


def test_the_header_of_a_table_is_counted() -> None:
    assert header_rows(document(page(YEARS, _rows(120, "Kassa", "Bank")))) == [1]


# --- places ----------------------------------------------------------------------------------------------------------


def test_a_cell_s_box_is_where_its_words_stand() -> None:
    made = document(page(YEARS, _rows(120, "Kassa", "Bank")))

    assert _line(made, "Kassa").cells[1].box == Box(1, 377.2, 112.5, 400.0, 122.2)


def test_an_empty_cell_has_no_box() -> None:
    made = document(page(YEARS, row(120, "Kassa", "5", ""), row(134, "Bank", "3", "2")))

    assert _line(made, "Kassa").cells[2].box is None


def test_a_row_has_as_many_cells_as_its_text() -> None:
    made = document(page(YEARS, _rows(120, "Kassa", "Bank")))

    assert len(_line(made, "Kassa").cells) == _line(made, "Kassa").text.count("\t") + 1


def test_a_line_of_text_has_the_box_of_its_words() -> None:
    box = _line(document(page(text(200, "Texten"))), "Texten").box

    assert box == Box(1, 70.0, 192.5, 100.0, 202.2)


def test_a_number_that_was_hard_to_read_is_flagged() -> None:
    unsure = replace(right("5 000", 400, 120), confidence=61.0)
    made = document(page(YEARS, Print("Kassa", 70, 120), unsure, right("4 000", 500, 120), row(134, "Bank", "3", "2")))

    assert _line(made, "Kassa").cells[1].flags == ("low-confidence: read from an image, 61 of 100",)


def test_a_sure_number_is_not_flagged() -> None:
    sure = replace(right("5 000", 400, 120), confidence=96.0)
    made = document(page(YEARS, Print("Kassa", 70, 120), sure, right("4 000", 500, 120), row(134, "Bank", "3", "2")))

    assert _line(made, "Kassa").cells[1].flags == ()


def test_further_readings_of_a_number_come_along_with_its_cell() -> None:
    made = page(YEARS, Print("Kassa", 70, 120), right("500", 400, 120), right("400", 500, 120), row(134, "Bank", "3", "2"))
    words = tuple(replace(word, others=("600",) if word.text == "500" else ()) for word in made.words)

    assert _line(document(replace(made, words=words)), "Kassa").cells[1].others == ("600",)


def test_the_box_on_a_page_turned_for_reading_lies_on_the_page_as_shown() -> None:
    upright = PageWords(1, HEIGHT, WIDTH, Print("Texten", 70, 200).words())
    made = _assemble(ReadPage(1, WIDTH, HEIGHT, PageSource.TEXT, words=upright, quarter=1))

    assert _line(made, "Texten").box == Box(1, 192.5, 742.0, 202.2, 772.0)


def test_the_box_on_a_page_put_straight_leans_with_the_page() -> None:
    straight = PageWords(1, WIDTH, HEIGHT, Print("Texten", 70, 200).words())
    made = _assemble(ReadPage(1, WIDTH, HEIGHT, PageSource.OCR, words=straight, skew=math.radians(2)))
    box = _line(made, "Texten").box

    assert box is not None
    assert (box.x0, box.y0) == pytest.approx((77.8, 184.7), abs=0.1)


def test_four_quarter_turns_bring_a_rectangle_back() -> None:
    once = turn_rectangle((10, 20, 40, 30), 1, 595, 842)

    assert turn_rectangle(once, 3, 842, 595) == (10, 20, 40, 30)


def test_a_quarter_turn_clockwise_brings_the_left_edge_to_the_top() -> None:
    assert turn_rectangle((0, 400, 10, 420), 1, 595, 842) == (422, 0, 442, 10)


def test_a_rectangle_that_does_not_lean_stays() -> None:
    assert leaning_rectangle((10, 20, 40, 30), 0.0, 595, 842) == pytest.approx((10, 20, 40, 30))


def test_the_middle_of_the_page_stays_where_it_is_when_the_page_leans() -> None:
    x0, y0, x1, y1 = leaning_rectangle((290, 416, 305, 426), 0.05, 595, 842)

    assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx((297.5, 421.0))


# --- pages -----------------------------------------------------------------------------------------------------------


def test_a_page_that_could_not_be_read_is_there_with_its_note() -> None:
    read = ReadPage(1, WIDTH, HEIGHT, PageSource.TEXT, words=page(text(200, "Ett")))
    unread = ReadPage(2, WIDTH, HEIGHT, PageSource.UNREAD, "Sidan är en bild.")
    made = _assemble(read, unread)

    assert [(own.number, own.source, own.note) for own in made.pages] == [
        (1, PageSource.TEXT, ""),
        (2, PageSource.UNREAD, "Sidan är en bild."),
    ]
    assert made.pages_unread == 1


def test_an_unread_page_between_two_others_keeps_their_numbers() -> None:
    first = ReadPage(1, WIDTH, HEIGHT, PageSource.TEXT, words=page(text(200, "Ett")))
    last = ReadPage(3, WIDTH, HEIGHT, PageSource.TEXT, words=page(text(200, "Tre"), number=3))
    made = _assemble(first, ReadPage(2, WIDTH, HEIGHT, PageSource.UNREAD, "Sidan är en bild."), last)

    assert [(line.text, line.page) for line in made.lines if line.text] == [("Ett", 1), ("Tre", 3)]


def test_an_empty_page_is_a_page() -> None:
    made = document(page(text(200, "Ett")), page(), page(text(200, "Tre")))

    assert (made.page_count, len(made.pages)) == (3, 3)


def test_what_runs_along_stands_around_the_text_of_its_page() -> None:
    made = document(
        *(page(Print("Finsam Norrdal", 70, 40), text(200, f"Text {n}"), right(f"{n} (9)", 525, 810)) for n in range(1, 4))
    )

    assert [line.text for line in made.lines if line.page == 1 and line.text] == ["Finsam Norrdal", "Text 1", "1 (9)"]


def test_margin_text_has_its_own_place_on_the_page() -> None:
    stamp = Word("Dokumentnyckel", 20, 300, 28, 420, 420, 7)
    made = document(page(text(200, "Ett"), margin=(stamp,)))

    assert _line(made, "Dokumentnyckel").box == Box(1, 20.0, 300.0, 28.0, 420.0)


def test_the_document_says_what_it_was_made_of() -> None:
    made = document(page(text(200, "Ett")))

    assert (made.source_file, made.format, made.sha256) == ("rapport.pdf", "pdf", "0" * 64)
