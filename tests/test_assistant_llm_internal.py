"""What is internal does not leave the house: a model on another computer is sent nothing of it, and the answer says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from assistant.answer import NotPhrased
from assistant.llm.model import LanguageModel, open_model
from assistant.respond import respond
from ingest.settings import Settings
from tests.public_libraries import SECRET_ASSOCIATION, TOKEN, BothLibraries, both_libraries
from tests.scripted_model import Asked, Reply, ScriptedModel, Text, scripted_model


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BothLibraries]:
    with both_libraries(tmp_path_factory.mktemp("both"), samples=False) as made:
        yield made


def read_or_write(asked: Asked) -> Reply:
    return Text('{"about_reports": false}' if "response_format" in asked.request else "Det var {a}.")


@contextmanager
def model_elsewhere(*, sees_internal: bool) -> Iterator[tuple[LanguageModel, ScriptedModel]]:
    """A model that counts as another computer's. Its server is here, since no test may leave the machine."""
    with scripted_model(read_or_write) as server:
        model = open_model(Settings(llm="openai:x", llm_address=server.address))
        assert model is not None and model.is_local
        model.is_local, model.sees_internal = False, sees_internal
        yield model, server


SECRET = f"Vad blev årets resultat i {SECRET_ASSOCIATION} 2021?"
NOWHERE = "Hur många kameler har förbunden köpt?"


def test_an_answer_out_of_internal_reports_is_worded_by_the_program(both: BothLibraries) -> None:
    with model_elsewhere(sees_internal=False) as (model, server):
        answer = respond(SECRET, (), both.everything, model=model)

    assert answer.citations and answer.phrasing is not None
    assert answer.phrasing.reason is NotPhrased.INTERNAL and "inte skickas till" in answer.phrasing.note
    assert server.asked == []


def test_the_model_is_not_told_what_internal_reports_there_are(both: BothLibraries) -> None:
    with model_elsewhere(sees_internal=False) as (model, server):
        respond(NOWHERE, (), both.everything, model=model)

    assert len(server.asked) == 1
    assert TOKEN not in str(server.asked[0].request).lower()


def test_where_the_setting_allows_it_the_model_is_sent_internal_evidence(both: BothLibraries) -> None:
    with model_elsewhere(sees_internal=True) as (model, server):
        respond(SECRET, (), both.everything, model=model)

    assert SECRET_ASSOCIATION in server.asked[0].asked


def test_a_personal_identity_number_is_sent_to_no_model(both: BothLibraries) -> None:
    with model_elsewhere(sees_internal=True) as (model, server):
        respond("Vad blev resultatet för 19121212-1212?", (), both.everything, model=model)
        respond("Och 2021?", ("Jag heter 19121212-1212, vad blev resultatet?",), both.everything, model=model)

    assert "1212" not in str([asked.request for asked in server.asked])
