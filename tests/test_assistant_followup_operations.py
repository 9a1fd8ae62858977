"""Follow-ups that only say what to compute: on the sample reports, since the figures must be found and computed too."""

from __future__ import annotations

import pytest

from assistant.query import Intent
from assistant.respond import respond
from assistant.understand import understand
from vectorstore.library import Library

PAID = "Hur mycket gav Degerfors kommun och Karlskoga kommun till D/K 2021?"


@pytest.mark.parametrize(
    ("before", "question", "value"),
    [
        (PAID, "och tillsammans?", "1393500"),
        (PAID, "och vad är skillnaden?", "696750"),
        ("Vad var utgående eget kapital i D/K 2023?", "hur mycket har det ändrats sedan 2021?", "-551709"),
        ("Vad är Laxås medlemsbidrag till Sydnärke?", "hur mycket är det per invånare?", "23.9899"),
    ],
)
def test_an_operation_alone_is_computed_of_what_was_asked_before(
    library_without_vectors: Library, before: str, question: str, value: str
) -> None:
    answer = respond(question, [before], library_without_vectors)

    assert answer.figures[0].value.lstrip("-") == value.lstrip("-")
    assert answer.figures[0].expression
    assert answer.figures[0].citations


def test_a_result_that_comes_out_whole_only_by_rounding_keeps_another_digit(library_without_vectors: Library) -> None:
    before = "Hur mycket minskade kassa och bank i D/K från 2022 till 2023?"

    assert "26,04" in respond("i procent?", [before], library_without_vectors).text


def test_an_operation_with_a_subject_of_its_own_is_no_operation_on_the_last_one(library_without_vectors: Library) -> None:
    query = understand("och skillnaden i revisionskostnad?", [PAID], library_without_vectors)

    assert not any(t.required for t in query.measures[0].terms)
    assert query.intent is not Intent.SUM


@pytest.mark.parametrize("before", ["Vad var soliditeten i D/K 2023?", "Vem är ordförande i D/K 2023?"])
def test_one_thing_has_no_difference_with_itself(library_without_vectors: Library, before: str) -> None:
    assert not any(f.expression for f in respond("och skillnaden?", [before], library_without_vectors).figures)


def test_how_many_times_larger_divides_the_first_by_the_second(library_without_vectors: Library) -> None:
    asked = "hur många ggr större är karlskogas bidrag än degerfors 2021"

    assert respond(asked, [], library_without_vectors).figures[0].value == "3"


def test_a_count_is_not_answered_by_money(library_without_vectors: Library) -> None:
    answer = respond("hur många fler invånare har härryda än partille", [], library_without_vectors)

    assert not any(figure.unit == "kr" for figure in answer.figures)


def test_some_of_a_count_by_the_whole_is_nothing_per_each(library_without_vectors: Library) -> None:
    assert not respond("vad bidrar kumla med per invånare?", [], library_without_vectors).figures
