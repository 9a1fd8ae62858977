"""A number is told of the very thing asked about, and where heading and sentence together have every word."""

from __future__ import annotations

import pytest

from assistant.counted_things import counted_things
from assistant.demands import asks_how_long, holds_what_is_asked_for
from assistant.respond import respond
from assistant.understand import understand
from vectorstore.library import Library


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("Hur många invånare har Norrby?", ["invånare"]),
        ("Hur många fler invånare har Norrby än Sunne?", ["invånare"]),
        ("Hur många deltagare hade Jobbklubben?", []),
        ("Hur många slutade i Jobbklubben?", []),
        ("Hur många procent invånare har arbete?", []),
    ],
)
def test_the_thing_counted_stands_before_the_verb(question: str, counted: list[str], library_without_vectors: Library) -> None:
    assert [t.word for t in counted_things(understand(question, (), library_without_vectors))] == counted


def test_inhabitants_are_not_counted_by_a_sentence_without_them(library_without_vectors: Library) -> None:
    question = "Hur många fler invånare har Härryda än Partille?"
    assert respond(question, (), library_without_vectors).status.value == "declined"


def test_an_age_is_told_by_years() -> None:
    assert not holds_what_is_asked_for("Vad är medelåldern på deltagarna?", "13 individer deltog, 6 kvinnor och 7 män.")
    assert holds_what_is_asked_for("Vad är medelåldern på deltagarna?", "Deltagarna är 34 år i genomsnitt.")


def test_a_name_that_ends_like_an_age_asks_for_none() -> None:
    assert holds_what_is_asked_for("Hur många deltog i Balder?", "38 deltagare avslutades.")


def test_a_waiting_time_is_a_length() -> None:
    assert asks_how_long("Hur lång är kötiden till teamet?")
    assert not asks_how_long("Hur många står i kö till teamet?")


def test_a_line_of_a_damaged_card_answers_for_the_card_that_is_named(library_without_vectors: Library) -> None:
    assert "11,5 dagar" in respond("Kötid Mottagningsteam Lekeberg?", (), library_without_vectors).text


def test_a_card_of_the_name_goes_before_a_sentence_about_several(library_without_vectors: Library) -> None:
    text = respond("Hur många deltagare hade Mottagningsteamet i D/K 2021?", (), library_without_vectors).text
    assert " var 95 [1]" in text


def test_an_exact_print_goes_before_a_rounded_one_with_a_slip(library_without_vectors: Library) -> None:
    assert "7 067 269 kr" in respond("Vad var intäkterna i D/K 2022?", (), library_without_vectors).text


def test_the_personnel_cost_of_two_notes_is_told_with_both(library_without_vectors: Library) -> None:
    text = respond("Hur mkt la dom på personal i Lekeberg/Örebro första halvåret 2021?", (), library_without_vectors).text
    assert "352 487 kr" in text
    assert "545 555 kr" in text


def test_what_is_left_of_a_budget_is_the_deviation_of_its_row(library_without_vectors: Library) -> None:
    question = "Hur mycket är kvar av budgeten för verksamhetsutvecklare i Lekeberg/Örebro efter halvåret 2021?"
    assert "469 845 kr" in respond(question, (), library_without_vectors).text


def test_the_average_cost_of_several_years_is_computed(library_without_vectors: Library) -> None:
    text = respond("Vad var medelkostnaden för revision per år i D/K 2021-2023?", (), library_without_vectors).text
    assert "69 466,67 kr" in text
