"""Where the API has no address, no such method or no such person, a Swedish problem answers and never the page behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ingest.settings import Settings
from tests.api_visitors import PROBLEM_TYPE, THE_PAGE, api_of, at_the_machine, settings_in, signed_in, visitor, with_reports
from ui.api.public_paths import is_public


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return with_reports(settings_in(tmp_path_factory.mktemp("border")))


@pytest.fixture(scope="module")
def whole(settings: Settings) -> Iterator[FastAPI]:
    with api_of(settings) as app:
        yield app


@pytest.fixture(params=["visitor", "at the machine"])
def client(request: pytest.FixtureRequest, whole: FastAPI) -> TestClient:
    return visitor(whole) if request.param == "visitor" else at_the_machine(whole)


@pytest.mark.parametrize(
    "path",
    ["/api", "/api/", "/api/nope", "/api/ask/", "/api/ask/x", "/api/reports/x", "/api//reports", "/api/source", "/api/jobs/a/b"],
)
def test_an_address_that_is_not_there_is_a_problem(client: TestClient, path: str) -> None:
    answers = [client.request(method, path, headers={"accept": "text/html"}) for method in ("GET", "POST", "DELETE")]

    assert [(answer.status_code, answer.headers["content-type"]) for answer in answers] == [(404, PROBLEM_TYPE)] * 3
    assert "Adressen finns inte." in answers[0].json()["detail"]


@pytest.mark.parametrize(
    "path", ["/openapi.json", "/docs", "/docs/oauth2-redirect", "/redoc", "/gradio_api/openapi.json", "/openapi.json/"]
)
def test_no_other_description_of_the_program_is_given(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.headers["content-type"]) == (404, PROBLEM_TYPE)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/ask", "POST, OPTIONS"),
        ("PUT", "/api/ask", "POST, OPTIONS"),
        ("HEAD", "/api/ask", "POST, OPTIONS"),
        ("DELETE", "/api/reports", "GET, HEAD, POST, OPTIONS"),
        ("POST", "/api/figures", "GET, HEAD, OPTIONS"),
        ("PATCH", "/api/findings", "GET, HEAD, OPTIONS"),
        ("TRACE", "/api/openapi.json", "GET, HEAD, OPTIONS"),
        ("POST", "/api/source/x", "GET, HEAD, OPTIONS"),
        ("POST", "/api/jobs/x", "GET, HEAD, DELETE, OPTIONS"),
        ("QUERY", "/api/reports", "GET, HEAD, POST, OPTIONS"),
    ],
)
def test_a_method_that_an_address_does_not_take_is_a_problem(client: TestClient, method: str, path: str, allowed: str) -> None:
    answer = client.request(method, path)

    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert answer.headers["content-type"] == PROBLEM_TYPE


def test_an_address_says_which_methods_it_takes(client: TestClient) -> None:
    answer = client.options("/api/reports")

    assert (answer.status_code, answer.headers["allow"], answer.content) == (204, "GET, HEAD, POST, OPTIONS", b"")


def test_every_problem_is_in_swedish(client: TestClient) -> None:
    asked = [
        ("GET", "/api/nope"),
        ("PUT", "/api/ask"),
        ("POST", "/api/ask"),
        ("GET", "/api/figures?a=1"),
        ("GET", "/api/source/x"),
    ]

    told = [client.request(method, path).json() for method, path in asked]

    assert all(re.search("[åäö]", one["title"] + one["detail"]) for one in told)


def test_everybody_may_read_the_catalogue_and_nobody_without_an_account_may_add_to_it(whole: FastAPI) -> None:
    client = visitor(whole)

    read = client.get("/api/reports")
    sent = client.post("/api/reports", files={"file": ("a.txt", b"text")})

    assert (read.status_code, sent.status_code, sent.headers["content-type"]) == (200, 403, PROBLEM_TYPE)


def test_where_people_sign_in_who_has_not_may_read_the_catalogue_and_not_add_to_it(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with api_of(with_reports(settings)) as app:
        signed_in(app, settings)
        client = visitor(app)

        answers = [client.get("/api/reports").status_code, client.get("/api/jobs").status_code]

    assert answers == [200, 401]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", ""])
def test_the_catalogue_is_public_to_readers_only(method: str) -> None:
    assert (is_public("/api/reports", "GET"), is_public("/api/reports", method)) == (True, False)


def test_the_page_is_still_there(whole: FastAPI) -> None:
    assert at_the_machine(whole).get("/elsewhere").text == THE_PAGE
