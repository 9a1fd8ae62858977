"""`POST /api/ask`: the contract's object out of public reports, and a Swedish problem for everything else."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from assistant.answer import Answer
from assistant.answer_json import to_json
from ingest.errors import BusyError, IndexMismatchError, TooSlowError
from tests.api_visitors import (
    OPEN,
    OPEN_NAME,
    PROBLEM_TYPE,
    SECRET_NAME,
    api_of,
    at_the_machine,
    settings_in,
    signed_in,
    visitor,
    with_reports,
)
from ui.api.models import Answer as AnswerModel
from ui.desk import Desk
from ui.operations.metrics import Metrics

QUESTION = "Vad var årets resultat 2021 för Finsam Öppendal?"
ABOUT_SECRET = "Vad var årets resultat 2021 för Finsam Slutendal?"


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def app(tmp_path: Path, metrics: Metrics) -> Iterator[FastAPI]:
    with api_of(with_reports(settings_in(tmp_path)), metrics) as app:
        yield app


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return visitor(app)


def ask(client: TestClient, question: str = QUESTION, **more: Any) -> Response:
    return client.post("/api/ask", json={"question": question, **more})


def assert_is_problem(answer: Response, status: int) -> str:
    """The problem's line."""
    told = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM_TYPE), answer.text
    assert told["status"] == status
    assert "no-store" in answer.headers["cache-control"]
    return str(told["detail"])


def assert_has_no_secret_figure(answer: Response) -> None:
    assert "99123" not in re.sub(r"\D", "", answer.text)


def assert_knows_nothing_internal(answer: Response) -> None:
    assert SECRET_NAME not in answer.text
    assert_has_no_secret_figure(answer)


def test_the_answer_is_the_contracts_object(client: TestClient) -> None:
    answer = ask(client)

    told = AnswerModel.model_validate(answer.json())
    assert (told.status, told.figures[0].value, told.citations[0].report) == ("answered", "-38774", OPEN)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"


def test_the_answer_is_that_of_the_desk_for_a_visitor(tmp_path: Path) -> None:
    settings = with_reports(settings_in(tmp_path), internal=False)
    desk = Desk(settings)
    expected = json.loads(to_json(desk.answer(QUESTION)))
    desk.close()

    with api_of(settings) as app:
        told = ask(visitor(app)).json()

    assert told | {"elapsed_ms": 0} == expected | {"elapsed_ms": 0}


def test_earlier_questions_say_what_is_meant(client: TestClient) -> None:
    told = ask(client, "Och för Finsam Öppendal?", history=["Vad var årets resultat 2021?"]).json()

    assert [figure["value"] for figure in told["figures"]] == ["-38774"]


def test_more_than_fifty_earlier_questions_are_no_mistake(client: TestClient) -> None:
    assert ask(client, history=["Vad var årets resultat 2021?"] * 80).status_code == 200


@pytest.mark.parametrize("more", [{}, {"association": SECRET_NAME}, {"history": [ABOUT_SECRET]}])
def test_nothing_internal_is_told_to_a_visitor(client: TestClient, more: dict[str, Any]) -> None:
    answer = ask(client, "Vad var årets resultat 2021, och vad är hemligt?", **more)

    assert_knows_nothing_internal(answer)


def test_sitting_at_the_machine_is_no_signing_in(app: FastAPI) -> None:
    assert_has_no_secret_figure(ask(at_the_machine(app), ABOUT_SECRET))


def test_who_is_signed_in_gets_answers_out_of_all_reports(app: FastAPI, tmp_path: Path) -> None:
    client = signed_in(app, settings_in(tmp_path))

    told = client.post("/api/ask", json={"question": ABOUT_SECRET}).json()

    assert [figure["value"] for figure in told["figures"]] == ["-99123"]


def test_an_association_limits_the_answer(client: TestClient) -> None:
    told = ask(client, "Vad var årets resultat 2021?", association=OPEN_NAME).json()

    assert {citation["association"] for citation in told["citations"]} == {OPEN_NAME}


def test_an_internal_association_is_as_unknown_as_none(client: TestClient) -> None:
    internal, none = ask(client, association=SECRET_NAME), ask(client, association="Finsam Ingenstans")

    assert assert_is_problem(internal, 422) == assert_is_problem(none, 422)


def test_without_public_reports_a_visitor_is_told_the_same_as_without_reports(tmp_path: Path) -> None:
    texts = []
    for name, internal in (("tom", False), ("intern", True)):
        settings = settings_in(tmp_path / name)
        with api_of(with_reports(settings, public=False) if internal else settings) as app:
            texts.append(assert_is_problem(ask(visitor(app)), 503))

    assert texts == ["Det finns inga publika rapporter att svara ur än. Försök igen längre fram."] * 2


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({}, "Fältet question saknas."),
        ({"question": ""}, "Fältet question är tomt."),
        ({"question": "   "}, "Fältet question är tomt."),
        ({"question": 5}, "Fältet question ska vara text."),
        ({"question": "x" * 2001}, "Frågan är för lång (2001 tecken, högst 2000). Korta den och försök igen."),
        ({"question": "x", "history": "x"}, "Fältet history ska vara en lista med texter."),
        ({"question": "x", "history": ["a", 1]}, "Fältet history (nummer 2) ska vara text."),
        (
            {"question": "x", "history": ["y" * 2001]},
            "En tidigare fråga är för lång (2001 tecken, högst 2000). Korta den.",
        ),
        ({"question": "x", "fraga": "y"}, "Fältet fraga finns inte. Vad som finns står i /api/openapi.json."),
        ({"question": "x", "association": 1}, "Fältet association ska vara text."),
        (["x"], 'Skicka ett JSON-objekt: {"question": "…"}.'),
        (5, 'Skicka ett JSON-objekt: {"question": "…"}.'),
    ],
)
def test_what_does_not_fit_is_told_in_one_swedish_line(client: TestClient, body: Any, told: str) -> None:
    assert assert_is_problem(client.post("/api/ask", json=body), 422) == told


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe\x00", b'{"question": "\\ud800"}', b"[" * 100_000, b'{"question": "x"} x', b"\x00" * 10]
)
def test_what_is_no_json_is_told_so(client: TestClient, body: bytes) -> None:
    answer = client.post("/api/ask", content=body, headers={"content-type": "application/json"})

    assert assert_is_problem(answer, 400).startswith("Innehållet går inte att läsa som JSON.")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_only_json_is_taken(client: TestClient, content_type: str) -> None:
    answer = client.post("/api/ask", content=b'{"question": "x"}', headers={"content-type": content_type})

    assert_is_problem(answer, 415)


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    assert_is_problem(ask(client, history=["x" * 1000] * 300), 413)


def test_what_is_sent_is_never_sent_back(client: TestClient) -> None:
    evil = "<script>alert(1)</script>"

    answers = [
        ask(client, association=evil),
        client.post("/api/ask", json={"question": [evil]}),
        ask(client, history=[{evil: 1}]),
    ]

    assert [evil in answer.text for answer in answers] == [False, False, False]


@pytest.mark.parametrize("accepted", ["text/html", "image/png", "application/json;q=0", "text/event-stream;q=0"])
def test_who_takes_neither_form_is_told_which_there_are(client: TestClient, accepted: str) -> None:
    answer = client.post("/api/ask", json={"question": QUESTION}, headers={"accept": accepted})

    assert assert_is_problem(answer, 406) == "Svaret finns som application/json och som text/event-stream."


@pytest.mark.parametrize(
    ("accepted", "given"),
    [
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("application/json, text/event-stream", "application/json"),
        ("text/event-stream", "text/event-stream"),
        ("text/event-stream, application/json;q=0.9", "text/event-stream"),
        ("text/event-stream;q=0.5, application/json", "application/json"),
        ("text/event-stream, */*;q=0.1", "text/event-stream"),
    ],
)
def test_the_form_is_the_one_that_is_wanted_most(client: TestClient, accepted: str, given: str) -> None:
    answer = client.post("/api/ask", json={"question": QUESTION}, headers={"accept": accepted})

    assert answer.headers["content-type"].partition(";")[0] == given


@pytest.mark.parametrize(
    ("error", "status", "reason"),
    [
        (BusyError("Upptaget just nu."), 503, "busy"),
        (TooSlowError("Det tog för lång tid."), 504, "too_slow"),
        (IndexMismatchError("Kör finsam ingest --rebuild i /var/hemligt."), 503, "failed"),
        (RuntimeError("insides"), 500, "failed"),
    ],
)
def test_every_failure_is_a_calm_line_and_counted(
    client: TestClient, metrics: Metrics, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, reason: str
) -> None:
    def fail(*_: object) -> Answer:
        raise error

    monkeypatch.setattr(Desk, "answer", fail)

    line = assert_is_problem(ask(client), status)

    assert "hemligt" not in line
    assert "insides" not in line
    assert f'finsam_refusals_total{{reason="{reason}"}} 1.0' in metrics.text().decode()


def test_who_is_told_to_come_again_is_told_when(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Answer:
        raise BusyError("Upptaget just nu.")

    monkeypatch.setattr(Desk, "answer", fail)

    assert ask(client).headers["retry-after"] == "5"


def test_answers_and_refused_questions_are_counted(client: TestClient, metrics: Metrics) -> None:
    ask(client)
    ask(client, "")

    text = metrics.text().decode()
    assert 'finsam_questions_total{channel="api",outcome="answered"} 1.0' in text
    assert 'finsam_refusals_total{reason="invalid"} 1.0' in text


def test_a_question_that_cannot_even_wait_is_refused_with_a_status_in_either_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = with_reports(settings_in(tmp_path)).model_copy(update={"answers_at_once": 1, "answers_waiting": 0})
    asked, go_on = threading.Event(), threading.Event()
    real = Desk.answer

    def slowly(desk: Desk, *given: Any) -> Answer:
        asked.set()
        assert go_on.wait(30)
        return real(desk, *given)

    monkeypatch.setattr(Desk, "answer", slowly)
    with api_of(settings) as app, visitor(app) as client:
        first = threading.Thread(target=ask, args=(client,))
        first.start()
        assert asked.wait(30)
        answers = [
            client.post("/api/ask", json={"question": "x"}, headers={"accept": kind}) for kind in ("*/*", "text/event-stream")
        ]
        go_on.set()
        first.join()

    assert [assert_is_problem(answer, 503)[:13] for answer in answers] == ["Upptaget just"] * 2


def test_a_foreign_page_asks_in_nobodys_name(app: FastAPI, tmp_path: Path) -> None:
    client = signed_in(app, settings_in(tmp_path))

    answer = client.post("/api/ask", json={"question": ABOUT_SECRET}, headers={"origin": "https://annan.example"})

    assert_has_no_secret_figure(answer)
