"""A question that code cannot read is read by the model: in the reports' words, and about nothing else than was asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from assistant.answer import Answer, CallOutcome, Status
from assistant.llm.model import LanguageModel, open_model
from assistant.respond import respond
from ingest.settings import Settings
from tests.scripted_model import Asked, Reply, ScriptedModel, Text, scripted_model
from vectorstore.library import Library

# No word of it is one that the reports, or the lexicon, have.
STRANGE = "Hur många stålisar blev det kvarglömt i ladan hos Degerfors/Karlskoga 2023?"


def reading(**fields: object) -> Text:
    return Text(json.dumps({"about_reports": True, "intent": "value", **fields}))


@contextmanager
def model_that_reads(*readings: Reply, wording: str = "") -> Iterator[tuple[LanguageModel, ScriptedModel]]:
    """A model that answers requests to read with these, one after the other, and words nothing, or this."""
    left = list(readings)

    def answer(asked: Asked) -> Reply:
        return left.pop(0) if "response_format" in asked.request else Text(wording)

    with scripted_model(answer) as server:
        model = open_model(Settings(llm="openai:scripted", llm_address=server.address))
        assert model is not None
        yield model, server


def ask(library: Library, model: LanguageModel | None, question: str = STRANGE, *history: str) -> Answer:
    return respond(question, history, library, model=model)


RIGHT = {"measures": ["årets resultat"], "associations": ["Finsam Degerfors/Karlskoga"], "periods": ["2023"]}


def test_the_strange_question_is_declined_without_a_model(library: Library) -> None:
    assert ask(library, None).status is Status.DECLINED


CASH = {**RIGHT, "measures": ["likvida medel"]}


def test_a_question_in_other_words_is_answered_and_says_how_it_was_read(library: Library) -> None:
    question = "Hur mycket har de på kistbotten i Degerfors/Karlskoga 2023?"
    assert ask(library, None, question).status is Status.DECLINED

    with model_that_reads(reading(**CASH)) as (model, _):
        answer = ask(library, model, question)

    assert [figure.value for figure in answer.figures][:1] == ["1609476"]
    assert answer.warnings[0] == "Frågan är läst som: likvida medel, Finsam Degerfors/Karlskoga, 2023."


@pytest.mark.parametrize(
    "changed",
    [
        {"periods": ["2022"]},
        {"periods": ["2022", "2023"]},
        {"associations": ["Samordningsförbundet Sydnärke"]},
        {"associations": ["Samordningsförbundet Insjöriket", "Finsam Degerfors/Karlskoga"]},
        {"associations": ["Samordningsförbundet Hitte-på"]},
        {"periods": ["i övermorgon"]},
        {"measures": ["tillsatta tjänster i månbasen"]},
        {"measures": [""]},
    ],
)
def test_a_reading_about_something_else_is_not_followed(library: Library, changed: dict[str, object]) -> None:
    wrong = reading(**{**RIGHT, **changed})

    with model_that_reads(wrong, wrong) as (model, server):
        answer = ask(library, model)

    assert answer.status is Status.DECLINED
    assert len(server.asked) == 2  # it was told what is wrong, once


def test_a_reading_is_repaired_once(library: Library) -> None:
    question = "Hur mycket har de på kistbotten i Degerfors/Karlskoga 2023?"
    wrong = reading(**{**CASH, "periods": ["2022"]})

    with model_that_reads(wrong, reading(**CASH)) as (model, server):
        answer = ask(library, model, question)

    assert answer.status is Status.ANSWERED
    assert "Ditt förra svar gick inte att använda" in server.asked[1].asked


@pytest.mark.parametrize("text", ["inte JSON", "[]", '{"intent": "sjung"}', '{"measures": "årets resultat"}'])
def test_what_is_no_reading_leaves_the_question_declined(library: Library, text: str) -> None:
    with model_that_reads(Text(text), Text(text)) as (model, _):
        answer = ask(library, model)

    assert answer.status is Status.DECLINED
    assert answer.phrasing is not None and CallOutcome.MALFORMED in [call.outcome for call in answer.phrasing.calls]


def test_what_the_model_says_the_reports_do_not_tell_stays_declined(library: Library) -> None:
    with model_that_reads(Text('{"about_reports": false}')) as (model, server):
        answer = ask(library, model)

    assert answer.status is Status.DECLINED and len(server.asked) == 1


def test_a_name_that_the_question_demands_is_still_demanded(library: Library) -> None:
    question = "Hur gick affärerna för Kvastfening i Degerfors/Karlskoga 2023?"

    with model_that_reads(reading(**RIGHT), reading(**RIGHT)) as (model, _):
        answer = ask(library, model, question)

    assert answer.status is not Status.ANSWERED
