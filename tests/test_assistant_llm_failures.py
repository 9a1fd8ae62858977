"""Whatever a language model does wrong, the question is answered, as without it, and people are told."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from assistant.answer import Answer, CallOutcome, NotPhrased, Phrasing
from assistant.llm.breaker import FAILURES
from assistant.llm.model import LanguageModel, open_model
from assistant.respond import respond
from ingest.settings import Settings
from tests.scripted_model import Cut, Refusal, Reply, ScriptedModel, Silence, Text, scripted_model
from vectorstore.library import Library

QUESTION = "Vad blev årets resultat i Degerfors/Karlskoga 2023?"
WORDED = "Årets resultat i Finsam Degerfors/Karlskoga blev {a} år 2023."


@contextmanager
def model_that(reply: Reply, **settings: float) -> Iterator[tuple[LanguageModel, ScriptedModel]]:
    with scripted_model(lambda _: reply) as server:
        model = open_model(Settings(llm="openai:scripted", llm_address=server.address, **settings))  # type: ignore[arg-type]
        assert model is not None
        yield model, server


def ask(library: Library, model: LanguageModel | None = None, question: str = QUESTION) -> Answer:
    return respond(question, (), library, model=model)


def told(answer: Answer) -> Answer:
    """What people get, less the times and who worded it."""
    return replace(answer, elapsed_ms=0, phrasing=None)


def phrasing(answer: Answer) -> Phrasing:
    assert answer.phrasing is not None
    return answer.phrasing


def outcomes(answer: Answer) -> list[CallOutcome]:
    return [call.outcome for call in phrasing(answer).calls]


FAILURES_OF_A_SERVER = [
    (Refusal(500), CallOutcome.SERVER_ERROR),
    (Refusal(503), CallOutcome.SERVER_ERROR),
    (Refusal(429), CallOutcome.RATE_LIMITED),
    (Refusal(401), CallOutcome.REFUSED),
    (Refusal(400), CallOutcome.REFUSED),
    (Refusal(404), CallOutcome.REFUSED),
    (Refusal(200, "<html>no JSON</html>"), CallOutcome.EMPTY),
    (Text(""), CallOutcome.EMPTY),
    (Cut(""), CallOutcome.EMPTY),
    (Cut("Årets resultat i Finsam Degerfors/Karlskoga blev"), CallOutcome.CUT),
    (Silence(), CallOutcome.TIMEOUT),
]


@pytest.mark.parametrize(("reply", "outcome"), FAILURES_OF_A_SERVER, ids=repr)
def test_a_call_that_fails_gives_the_programs_own_answer_and_a_note(
    library_without_vectors: Library, reply: Reply, outcome: CallOutcome
) -> None:
    with model_that(reply, llm_seconds=1.0) as (model, _):
        answer = ask(library_without_vectors, model)

    assert told(answer) == told(ask(library_without_vectors))
    assert outcomes(answer) == [outcome]
    assert phrasing(answer).reason is NotPhrased.CALL_FAILED
    assert "så programmet har formulerat svaret" in phrasing(answer).note


def test_a_server_that_is_not_there_gives_the_programs_own_answer(library_without_vectors: Library) -> None:
    with model_that(Text("")) as (model, _):
        pass

    answer = ask(library_without_vectors, model)

    assert outcomes(answer) == [CallOutcome.UNREACHABLE]
    assert told(answer) == told(ask(library_without_vectors))


def test_a_connection_cut_after_the_answer_was_told_leaves_it_in_the_models_words(library_without_vectors: Library) -> None:
    with model_that(Cut(f"{WORDED} Det är")) as (model, _):
        answer = ask(library_without_vectors, model)

    assert answer.text == "Årets resultat i Finsam Degerfors/Karlskoga blev −795 108 kr år 2023 [1] [2]."
    assert outcomes(answer) == [CallOutcome.CUT]


def test_what_was_told_before_the_cut_stays_and_the_programs_answer_follows(library_without_vectors: Library) -> None:
    question = "Hur mycket minskade medlemsbidraget i Degerfors/Karlskoga från 2022 till 2023?"
    alone = ask(library_without_vectors, question=question)
    pieces: list[str] = []

    with model_that(Cut("Medlemsbidraget i Finsam Degerfors/Karlskoga var {b} år 2022. Det")) as (model, _):
        answer = respond(question, (), library_without_vectors, model=model, tell=pieces.append)

    assert pieces and answer.text.startswith("".join(pieces))
    assert (
        answer.text.split("\n")[1].split(":")[0]
        == alone.text.split(":")[0]
        == "Medlemsbidrag för Finsam Degerfors/Karlskoga minskade med 14 000 kr"
    )


@pytest.mark.parametrize(
    "text", ["Jag kan tyvärr inte hjälpa dig med det.", "{}", "]]]{{{", "\x00\x01", "a" * 100_000, "1 " * 3_000]
)
def test_text_that_is_no_answer_gives_the_programs_own(library_without_vectors: Library, text: str) -> None:
    with model_that(Text(text)) as (model, _):
        answer = ask(library_without_vectors, model)

    assert told(answer) == told(ask(library_without_vectors))
    assert phrasing(answer).reason in (NotPhrased.NOT_BACKED, NotPhrased.CALL_FAILED)


def test_a_model_that_fails_again_and_again_is_left_alone(library_without_vectors: Library) -> None:
    with model_that(Refusal(500)) as (model, server):
        for _ in range(FAILURES):
            ask(library_without_vectors, model)
        answer = ask(library_without_vectors, model)

    assert len(server.asked) == FAILURES
    assert phrasing(answer).reason is NotPhrased.PAUSED
    assert told(answer) == told(ask(library_without_vectors))


def test_after_the_pause_one_question_tries_the_model_again(library_without_vectors: Library) -> None:
    with model_that(Text(WORDED)) as (model, server):
        for _ in range(FAILURES):
            model.breaker.told(failed=True)
        model.breaker._closed_until = time.monotonic()
        answers = [ask(library_without_vectors, model), ask(library_without_vectors, model)]

    assert [phrasing(answer).reason for answer in answers] == [None, None]
    assert len(server.asked) == 2


def test_nothing_of_a_servers_error_reaches_people(library_without_vectors: Library, caplog: pytest.LogCaptureFixture) -> None:
    with model_that(Refusal(500, '{"error": {"message": "secret-of-the-server"}}')) as (model, _):
        answer = ask(library_without_vectors, model)

    assert "secret" not in repr(answer)
    assert "secret" not in caplog.text and "server_error" in caplog.text


def test_the_answer_does_not_wait_longer_than_the_time_of_the_model(library_without_vectors: Library) -> None:
    with model_that(Silence(), llm_seconds=0.2) as (model, server):
        answer = ask(library_without_vectors, model)
        still_asked = not server.closing.is_set()

    assert still_asked and outcomes(answer) == [CallOutcome.TIMEOUT]
