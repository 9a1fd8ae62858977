"""What runs along on the pages is kept out of the text, and gives each page its printed label."""

from __future__ import annotations

import pytest

from ingest.domain import Document
from ingest.formats.page_running import page_value
from ingest.formats.page_words import Word
from tests.printed_pages import Print, document, furniture, headings, page, right, row, tables, text, texts

HEADER_Y, FOOTER_Y = 40.0, 810.0
BODY = [
    "Förbundet har under året arbetat med stöd till unga.",
    "Styrelsen har haft fem möten och antagit en ny plan.",
    "Samverkan mellan parterna har fördjupats i länet.",
    "Insatserna har följts upp och redovisats för medlemmarna.",
]


def _pages(*marks: tuple[Print, ...]) -> Document:
    """One page for each group of prints at the edges, each with text of its own."""
    return document(*(page(mark, text(200, BODY[at % len(BODY)])) for at, mark in enumerate(marks)))


def _labels(*footers: str) -> list[str | None]:
    """The labels of pages that print these words at their foot; "" prints nothing there."""
    made = _pages(*((right(words, 525, FOOTER_Y),) if words else () for words in footers))
    return [own.label for own in made.pages]


def test_a_header_on_every_page_is_kept_out_of_the_text() -> None:
    made = _pages(*((Print("Finsam Norrdal", 70, HEADER_Y),) for _ in range(4)))

    assert texts(made) == BODY
    assert furniture(made) == ["Finsam Norrdal"] * 4


def test_a_footer_whose_only_change_is_a_number_runs_along() -> None:
    made = _pages(*((Print(f"Utskrift {n} av rapporten", 70, FOOTER_Y),) for n in range(4)))

    assert texts(made) == BODY


def test_a_running_line_is_no_passage_and_no_heading() -> None:
    made = _pages(*((Print("Årsredovisning 2021", 70, HEADER_Y, bold=True),) for _ in range(4)))

    assert headings(made) == []


def test_a_line_at_the_edge_of_one_page_only_is_text() -> None:
    made = _pages((Print("Bara här", 70, FOOTER_Y),), (), (), ())

    assert "Bara här" in texts(made)


def test_the_same_line_at_other_heights_is_text() -> None:
    made = _pages(*((Print("Forts. nästa sida", 70, 770 + 12 * n),) for n in range(4)))

    assert texts(made).count("Forts. nästa sida") == 4


def test_a_line_repeated_within_the_pages_is_text() -> None:
    made = _pages(*((Print("Målet är uppfyllt", 70, 400),) for _ in range(4)))

    assert texts(made).count("Målet är uppfyllt") == 4


def test_the_years_over_a_statement_at_the_top_of_each_page_head_it() -> None:
    years = (right("2021", 400, 60), right("2020", 500, 60))
    made = document(
        *(
            page(
                years,
                row(80, name, "5 000", "4 000"),
                row(94, "Räntor", "12", "11"),
                text(300, body),
                right(number, 525, FOOTER_Y),
            )
            for name, body, number in zip(("Kassa", "Bank", "Lån"), BODY, "345", strict=False)
        )
    )

    assert tables(made)[0][0] == "\t2021\t2020"


def test_a_signing_service_s_stamp_at_the_foot_is_kept_out_of_the_text() -> None:
    made = _pages((), (), (Print("Transaktion 0922115557 signerat av A, B", 70, FOOTER_Y, size=7),))

    assert furniture(made) == ["Transaktion 0922115557 signerat av A, B"]


def test_text_at_another_angle_is_furniture() -> None:
    stamp = Word("Dokumentnyckel:12ab", 20, 300, 28, 420, 420, 7)
    made = document(page(text(200, BODY[0]), margin=(stamp,)))

    assert (texts(made), furniture(made)) == ([BODY[0]], ["Dokumentnyckel:12ab"])


@pytest.mark.parametrize("form", ["{} (16)", "{}(16)", "Sida {} av 9", "Sid {} (9)", "{} / 12", "{} av 12", "Sida {}", "sid. {}"])
def test_a_page_number_of_a_plain_form_is_the_label(form: str) -> None:
    assert _labels(form.format(4)) == ["4"]


def test_a_page_number_behind_running_words_is_the_label() -> None:
    made = _pages(*((Print(f"Årsredovisning 2021 {n} (24)", 70, FOOTER_Y),) for n in (7, 8, 9)))

    assert [own.label for own in made.pages] == ["7", "8", "9"]


def test_bare_numbers_that_count_on_are_labels() -> None:
    assert _labels("3", "4", "5", "6") == ["3", "4", "5", "6"]


def test_a_bare_number_with_no_neighbour_that_counts_on_is_no_label() -> None:
    assert _labels("17", "", "", "") == [None, None, None, None]


def test_numbers_between_dashes_are_labels() -> None:
    assert _labels("- 3 -", "- 4 -") == ["3", "4"]


def test_roman_numbers_are_labels() -> None:
    assert _labels("ii", "iii", "iv", "v") == ["ii", "iii", "iv", "v"]


def test_a_cover_without_number_has_no_label() -> None:
    assert _labels("", "2", "3", "4") == [None, "2", "3", "4"]


def test_numbering_may_start_anew() -> None:
    assert _labels("i", "ii", "1", "2", "3") == ["i", "ii", "1", "2", "3"]


def test_a_page_number_is_kept_out_of_the_text() -> None:
    made = _pages(*((right(str(n), 525, FOOTER_Y),) for n in (1, 2, 3, 4)))

    assert texts(made) == BODY


def test_a_number_in_the_middle_of_the_page_is_no_label() -> None:
    made = _pages(*((right(str(n), 525, 400),) for n in (1, 2, 3, 4)))

    assert {own.label for own in made.pages} == {None}


@pytest.mark.parametrize(("label", "value"), [("29", 29), ("iv", 4), ("ix", 9), ("XIV", 14), ("xl", 40)])
def test_a_label_means_a_number(label: str, value: int) -> None:
    assert page_value(label) == value


@pytest.mark.parametrize("word", ["sida", "", "a1"])
def test_a_word_means_no_number(word: str) -> None:
    assert page_value(word) is None


def test_years_at_the_top_of_pages_without_numbers_are_no_labels() -> None:
    years = (right("2021", 400, 60), right("2020", 500, 60))
    made = document(
        *(page(years, row(80, name, "5 000", "4 000"), row(94, "Räntor", "12", "11")) for name in ("Kassa", "Bank", "Lån"))
    )

    assert [own.label for own in made.pages] == [None, None, None]
    assert tables(made)[0][0] == "\t2021\t2020"


def test_the_same_first_row_of_tables_at_the_top_of_three_pages_is_a_row() -> None:
    years = (right("2021", 400, 60), right("2020", 500, 60))
    made = document(
        *(
            page(
                years,
                row(80, "Intäkter", f"{n} 000", f"{n} 500"),
                row(94, "Kostnader", "-12", "-11"),
                text(300, BODY[n]),
                right(f"{n} (9)", 525, FOOTER_Y),
            )
            for n in (1, 2, 3)
        )
    )

    assert [rows[1] for rows in tables(made)] == [f"Intäkter\t{n} 000\t{n} 500" for n in (1, 2, 3)]
