"""An answer in a model's words: what is let through, what is filled in, and what code adds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from assistant.answer import Answer, NotPhrased, Phrasing, Status
from assistant.llm.model import LanguageModel, open_model
from assistant.respond import respond
from ingest.settings import Settings
from tests.scripted_model import ScriptedModel, Text, scripted_model
from vectorstore.library import Library


@pytest.fixture(scope="module")
def library(library_without_vectors: Library) -> Library:
    return library_without_vectors


@contextmanager
def model_that_writes(text: str, **settings: object) -> Iterator[tuple[LanguageModel, ScriptedModel]]:
    with scripted_model(lambda _: Text(text)) as server:
        model = open_model(Settings(llm="openai:scripted", llm_address=server.address, **settings))  # type: ignore[arg-type]
        assert model is not None
        yield model, server


def worded(library: Library, question: str, text: str, *history: str) -> Answer:
    with model_that_writes(text) as (model, _):
        return respond(question, history, library, model=model)


def phrasing(answer: Answer) -> Phrasing:
    assert answer.phrasing is not None
    return answer.phrasing


RESULT = "Vad blev årets resultat i Degerfors/Karlskoga 2023?"
CHANGE = "Hur mycket minskade medlemsbidraget i Degerfors/Karlskoga från 2022 till 2023?"
EQUITY = "Hur har eget kapital utvecklats i Degerfors/Karlskoga?"


def test_a_placeholder_becomes_the_figure_with_its_unit_and_sources(library: Library) -> None:
    answer = worded(library, RESULT, "År 2023 hade Finsam Degerfors/Karlskoga ett underskott, årets resultat blev {a}.")

    assert answer.text == "År 2023 hade Finsam Degerfors/Karlskoga ett underskott, årets resultat blev −795 108 kr [1] [2]."
    assert phrasing(answer).reason is None
    assert {figure.value for figure in answer.figures} == {"-795108"}
    assert all("-795 108" in citation.quote for citation in answer.citations)


def test_what_a_sentence_does_not_say_of_its_figure_is_filled_in(library: Library) -> None:
    answer = worded(library, RESULT, "Årets resultat blev {a}.")

    assert answer.text == "Årets resultat blev −795 108 kr (Finsam Degerfors/Karlskoga, 2023) [1] [2]."


def test_how_it_was_computed_follows_the_models_sentence(library: Library) -> None:
    answer = worded(library, CHANGE, "Mellan 2022 och 2023 minskade medlemsbidraget i Finsam Degerfors/Karlskoga med {a}.")

    assert answer.text.split("\n") == [
        "Mellan 2022 och 2023 minskade medlemsbidraget i Finsam Degerfors/Karlskoga med 14 000 kr [1].",
        "Uträkning: 5 560 000 − 5 574 000.",
    ]
    assert answer.figures[0].expression == "5560000 - 5574000"


def test_figures_that_the_sentences_leave_out_follow_in_a_table(library: Library) -> None:
    answer = worded(library, EQUITY, "Eget kapital i Finsam Degerfors/Karlskoga minskade från {a} 2017 till {g} 2023.")

    first, *rows = answer.text.split("\n")
    assert first.startswith("Eget kapital i Finsam Degerfors/Karlskoga minskade från 1 693 549 kr [1] 2017")
    assert len(rows) == 2 + 7


def test_a_sentence_that_is_not_borne_out_is_left_out_and_the_rest_is_told(library: Library) -> None:
    answer = worded(library, RESULT, "Årets resultat 2023 i Finsam Degerfors/Karlskoga var {a}. Det berodde på regnet [a].")

    assert answer.text == "Årets resultat 2023 i Finsam Degerfors/Karlskoga var −795 108 kr [1] [2]."
    assert phrasing(answer).dropped == 1


def test_where_nothing_is_left_the_program_answers_and_says_so(library: Library) -> None:
    answer = worded(library, RESULT, "Resultatet var nog ganska bra.")

    assert answer.text == respond(RESULT, (), library).text
    assert phrasing(answer).reason is NotPhrased.NOT_BACKED
    assert "gick inte att belägga" in phrasing(answer).note


def test_a_question_that_takes_the_wrong_for_granted_is_corrected_by_the_program(library: Library) -> None:
    question = "Hur mycket ökade medlemsbidraget i Degerfors/Karlskoga från 2022 till 2023?"
    answer = worded(library, question, "Det ökade med {a}.")

    assert "ökade inte utan minskade" in answer.text and answer.text == respond(question, (), library).text
    assert phrasing(answer).calls == ()


def test_what_the_reports_do_not_say_is_not_worded_by_a_model(library: Library) -> None:
    answer = worded(library, "Vad blev årets resultat i Finsam Månbasen 2023?", "Resultatet var {a}.")

    assert answer.status is Status.DECLINED
    assert phrasing(answer).reason is NotPhrased.NOTHING_TO_PHRASE


def test_the_model_is_sent_no_digit_of_a_figure(library: Library) -> None:
    with model_that_writes("") as (model, server):
        respond(RESULT, (), library, model=model)

    sent = str(server.asked[0].request["messages"])
    assert "Årets resultat" in sent and "795" not in sent


def test_the_model_is_sent_the_question_the_conversation_and_the_evidence(library: Library) -> None:
    with model_that_writes("") as (model, server):
        respond("Och 2021?", (RESULT,), library, model=model)

    assert server.asked[0].asked.split("\n\n") == [
        f"TIDIGARE FRÅGOR\n{RESULT}",
        "FRÅGA\nOch 2021?",
        "UNDERLAG\n{a} = Årets resultat | Finsam Degerfors/Karlskoga | 2021 | ett underskott i kr",
        "SVAR",
    ]


def test_the_pieces_told_begin_the_answers_text(library: Library) -> None:
    pieces: list[str] = []
    text = (
        "Medlemsbidraget i Finsam Degerfors/Karlskoga var {b} 2022. Medlemsbidraget minskade med {a} mellan 2022 och 2023. Hej. "
    )

    with model_that_writes(text) as (model, _):
        answer = respond(CHANGE, (), library, model=model, tell=pieces.append)

    assert len(pieces) == 2 and answer.text.startswith("".join(pieces))


@pytest.mark.parametrize("address", ["http://127.0.0.1:{port}/v1", "http://localhost:{port}/v1"])
def test_a_model_on_this_machine_is_local(address: str) -> None:
    model = open_model(Settings(llm="openai:x", llm_address=address.format(port=9)))

    assert model is not None and model.is_local and model.sees_internal


@pytest.mark.parametrize("address", ["https://llm.example.eu/v1", "http://192.168.1.4:8000/v1", "http://127.0.0.1.example.eu/v1"])
def test_a_model_elsewhere_is_not(address: str) -> None:
    model = open_model(Settings(llm="openai:x", llm_address=address))

    assert model is not None and not model.is_local and not model.sees_internal
