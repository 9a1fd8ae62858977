"""Greetings, thanks and questions about the assistant itself get a line of their own, without figures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Answer, Status
from assistant.limits import NO_LIMITS
from assistant.manners import manner_of, questions_of
from assistant.respond import respond
from assistant.understand import understand
from tests.fakes import library_of, small_report
from vectorstore.library import Library

TIERP = "Finsam Tierp/Älvkarleby"
ASKED = "Hur många deltog i kören i Tierp 2021?"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    texts = ("I kören deltog 31 personer under 2021.", "Det är bra att sjunga tillsammans.")
    with library_of(tmp_path_factory.mktemp("manners"), small_report("tierp-2021", TIERP, 2021, texts)) as found:
        yield found


def ask(library: Library, question: str, *history: str) -> Answer:
    return respond(question, history, library, NO_LIMITS)


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("tack", "thanks"),
        ("Ok, tack så mycket!", "thanks"),
        ("Tusen tack för hjälpen :)", "thanks"),
        ("hejsan", "greeting"),
        ("hej då", "farewell"),
        ("ok", "accepted"),
        ("toppen, bra!", "accepted"),
        ("vad kan du?", "ability"),
        ("Hej! Vad kan du hjälpa mig med?", "ability"),
        ("vem är du", "identity"),
        ("är du en robot?", "identity"),
        ("hur mår du", "wellbeing"),
        ("vad tycker du om styrelsen?", "own_view"),
        ("skriv en dikt om kören", "own_view"),
        ("är du säker?", "doubt"),
        ("men det är fel", "doubt"),
        ("thanks a lot", "thanks"),
        ("what can you do?", "ability"),
    ],
)
def test_a_courtesy_is_told_apart_by_its_kind(message: str, kind: str) -> None:
    manner = manner_of(message)
    assert manner is not None and manner.kind == kind


@pytest.mark.parametrize(
    "question",
    [
        "hej, vad blev resultatet?",
        "tack för hjälpen, och kostnaden?",
        "vad kan kören?",
        "vem är ordförande",
        "hur gick det back?",
    ],
)
def test_a_question_with_courtesy_is_a_question(question: str) -> None:
    assert manner_of(question) is None


@pytest.mark.parametrize("message", ["tack", "ok", "bra", "hej", "vad kan du?", "vem är du?"])
def test_a_courtesy_never_repeats_a_figure(library: Library, message: str) -> None:
    answer = ask(library, message, ASKED)
    assert (answer.status, answer.figures, answer.citations) == (Status.CLARIFY, (), ())
    assert not any(c.isdigit() for c in answer.text)


def test_an_opinion_is_declined(library: Library) -> None:
    assert ask(library, "tycker du att kören är bra?").status is Status.DECLINED


def test_what_it_can_do_names_whose_reports_there_are(library: Library) -> None:
    assert TIERP in ask(library, "vad kan du?").text


def test_thanks_in_english_are_answered_in_english(library: Library) -> None:
    assert ask(library, "thank you!").language == "en"


def test_a_question_after_thanks_goes_on_from_the_question_before(library: Library) -> None:
    query = understand("och året innan?", (ASKED, "tack"), library)
    assert (query.associations, query.periods[0].start.year) == ((TIERP,), 2020)


def test_a_conversation_is_what_was_asked_in_it() -> None:
    assert questions_of(("hej", ASKED, "ok tack")) == (ASKED,)
