"""Answers within limits: what the person chose is asked about, and what lies beyond is told, not answered wrongly."""

from __future__ import annotations

import pytest

from assistant.answer import Answer, Status
from assistant.limits import Limits
from assistant.respond import respond
from assistant.timespans import year_span
from vectorstore.library import Library

DEGERFORS = "Finsam Degerfors/Karlskoga"
LEKEBERG = "Finsam Lekeberg Örebro"


@pytest.fixture
def library(library_without_vectors: Library) -> Library:
    return library_without_vectors


def associations(answer: Answer) -> set[str]:
    return {citation.association for citation in answer.citations}


def test_the_chosen_year_is_asked_about_where_the_question_names_none(library: Library) -> None:
    answer = respond("Vad var årets resultat?", (), library, Limits(DEGERFORS, year_span(2021)))

    assert "−38 774 kr" in answer.text
    assert {figure.period for figure in answer.figures} == {"2021"}


def test_another_year_in_the_question_is_told_and_not_answered(library: Library) -> None:
    answer = respond("Vad var årets resultat 2023?", (), library, Limits(DEGERFORS, year_span(2021)))

    assert answer.status is Status.CLARIFY
    assert answer.figures == ()
    assert answer.text.startswith(f"Frågan gäller 2023, men svaren är begränsade till {DEGERFORS} · 2021.")


def test_another_association_in_the_question_is_told_and_not_denied(library: Library) -> None:
    answer = respond("Vad var årets resultat i Lekeberg?", (), library, Limits(DEGERFORS))

    assert answer.status is Status.CLARIFY
    assert LEKEBERG in answer.text
    assert "ingen rapport" not in answer.text


def test_the_limits_go_before_what_the_conversation_was_about(library: Library) -> None:
    before = ("Vad var årets resultat i Lekeberg 2021?",)

    answer = respond("Och eget kapital?", before, library, Limits(DEGERFORS, year_span(2023)))

    assert associations(answer) == {DEGERFORS}
    assert {figure.period for figure in answer.figures} == {"2023-12-31"}


def test_the_year_before_the_chosen_one_lies_beyond_the_limits(library: Library) -> None:
    answer = respond("Och året innan?", ("Vad var årets resultat?",), library, Limits(DEGERFORS, year_span(2023)))

    assert answer.text.startswith("Frågan gäller 2022")


def test_a_question_in_words_is_answered_from_the_chosen_association_alone(library: Library) -> None:
    answer = respond("Vem är ordförande?", (), library, Limits("Samordningsförbundet Insjöriket"))

    assert associations(answer) == {"Samordningsförbundet Insjöriket"}


def test_without_limits_nothing_is_narrowed(library: Library) -> None:
    answer = respond("Vem har störst resultat?", (), library)

    assert len(associations(answer)) > 1


def test_limits_are_said_as_people_say_them() -> None:
    assert Limits(DEGERFORS, year_span(2021)).say() == f"{DEGERFORS} · 2021"
    assert Limits(period=year_span(2021)).say() == "2021"
    assert Limits().say() == ""
