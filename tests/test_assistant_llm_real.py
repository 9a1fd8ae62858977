"""A real small model, a poor writer, words answers: nothing false comes through, and nothing is lost by it.

The whole set of development questions is asked by `bench/language_model.py`; here are some of each kind.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import CallOutcome
from assistant.llm.model import LanguageModel, open_model
from assistant.respond import respond
from ingest.settings import Settings
from tests.model_server import ModelServer
from ui.evaluation import read_questions, source_texts
from ui.scoring import Question, score
from vectorstore.library import Library

DEV = Path(__file__).parent / "questions" / "dev.jsonl"
# Figures, computed, texts, follow-ups and what the reports do not say, in Swedish and English.
QUESTIONS = read_questions(DEV)[::6]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def model(model_server: ModelServer) -> LanguageModel:
    settings = Settings(llm=f"openai:{model_server.model}", llm_address=model_server.base_url, llm_seconds=60)
    opened = open_model(settings)
    assert opened is not None
    return opened


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_an_answer_with_a_real_model_has_no_unbacked_number_and_is_no_worse(
    question: Question, model: LanguageModel, library: Library
) -> None:
    bodies = source_texts(library)

    alone = score(question, respond(question.question, question.history, library), bodies)
    answer = respond(question.question, question.history, library, model=model)
    scored = score(question, answer, bodies)

    assert scored.ungrounded == () and scored.bad_citations == 0
    assert scored.wrong <= alone.wrong
    assert answer.phrasing is not None
    assert CallOutcome.UNREACHABLE not in [call.outcome for call in answer.phrasing.calls]


def test_the_model_was_asked_and_did_write(model: LanguageModel, library: Library) -> None:
    answer = respond("Vad blev årets resultat i Degerfors/Karlskoga 2023?", (), library, model=model)

    assert answer.phrasing is not None
    first, *again = [(call.purpose, call.outcome) for call in answer.phrasing.calls]
    assert first == ("phrase", CallOutcome.OK)
    assert [purpose for purpose, _ in again] in ([], ["rephrase"])
