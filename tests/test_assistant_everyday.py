"""Everyday questions against the five reports, by the kind of slip that they once met. Values are read off the reports."""

from __future__ import annotations

import pytest

from assistant.answer import Answer, Status
from assistant.respond import respond
from vectorstore.library import Library


@pytest.fixture(scope="module")
def library(library_without_vectors: Library) -> Library:
    return library_without_vectors


def ask(library: Library, question: str, *history: str) -> Answer:
    return respond(question, history, library)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("hur många killar gick i coachingteamet i karlskoga/degerfors 2021?", "94"),
        ("va ligger soliditeten på i d/k 2023", "32.7"),
        ("hur mkt cash har lekeberg örebro på banken 30 juni 2021", "3272655"),
        ("Hur många brukare fick hjälp av Mottagningsteamet i D/K under 2021?", "95"),
        ("Hur mycket kostnad för resor är i budget Sydnärke 2022?", "-50000"),
        ("How many women took part in the Coachingteamet in Degerfors/Karlskoga in 2021?", "129"),
        ("What did the board fees cost in Degerfors/Karlskoga 2021?", "99296"),
    ],
)
def test_a_figure_is_found_by_everyday_words(library: Library, question: str, value: str) -> None:
    answer = ask(library, question)
    assert answer.status is Status.ANSWERED and value in [figure.value for figure in answer.figures]


@pytest.mark.parametrize(
    ("question", "expression"),
    [
        ("Hur mycket ger kommunerna till D/K 2021?", "348375 + 1045125"),
        ("bidrag från kommunerna i d/k 2023", "347500 + 1042500"),
        ("How much did the municipalities pay to Degerfors/Karlskoga in 2021?", "348375 + 1045125"),
        ("hur många % av deltagarna i coachingteamet d/k 2021 var tjejer?", "129 / 223 * 100"),
        ("hur mycket pengar per deltagare kostar coachingteamet d/k 2021", "4262576 / 223"),
    ],
)
def test_what_all_pay_and_shares_are_computed_of_what_is_asked_about(library: Library, question: str, expression: str) -> None:
    assert [f.expression for f in ask(library, question).figures if f.expression] == [expression]


@pytest.mark.parametrize(
    "question",
    [
        "hur många killar i balder fick barn 2021",
        "Hur många barn till deltagarna i D/K fick stöd 2021?",
        "Hur många av deltagarna i Coachingteam Örebro är under 25 år?",
        "Hur många av deltagarna i Primus var över 50 år?",
        "har du mobilnumret till kristina boren?",
        "vad heter coacherna i coachingteam lekeberg",
        "Vilken månadslön har Sydnärkes förbundschef?",
    ],
)
def test_what_lacks_what_the_question_insists_on_is_declined(library: Library, question: str) -> None:
    assert ask(library, question).status is Status.DECLINED


def test_sentences_that_split_differently_give_no_share(library: Library) -> None:
    answer = ask(library, "Hur stor andel av deltagarna var kvinnor i Finsam Degerfors/Karlskoga 2021?")
    assert all(figure.expression is None for figure in answer.figures)


def test_a_follow_up_to_a_why_is_the_figure(library: Library) -> None:
    answer = ask(library, "och 2022?", "Varför gick D/K back 2023?")
    assert (answer.status, answer.figures[0].value) == (Status.ANSWERED, "243398")


def test_a_number_of_people_is_told_without_the_doubt_about_what_each_of_them_cost(library: Library) -> None:
    answer = ask(
        library, "Hur många procent färre deltagare hade Coachingteamet i Degerfors/Karlskoga 2023 jämfört med året innan?"
    )
    assert "26" + "\u00a0" + "487" not in " ".join((answer.text, *answer.warnings))


def test_what_each_cost_in_all_does_not_tell_which_is_dearer_for_each_participant(library: Library) -> None:
    answer = ask(library, "Vad är dyrast per deltagare, Coachingteamet eller Mottagningsteamet i D/K 2023?")
    assert "Högst är" not in answer.text
