"""The OpenAPI document: every address under `/api/` is in it, in Swedish, as it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.routing import Route

from tests.api_visitors import api_of, settings_in, visitor, with_reports

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    with api_of(with_reports(settings_in(tmp_path_factory.mktemp("document")))) as app:
        yield app


@pytest.fixture(scope="module")
def document(app: FastAPI) -> dict[str, Any]:
    answer = visitor(app).get("/api/openapi.json")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    told: dict[str, Any] = answer.json()
    return told


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for path in document["paths"].values() for operation in path.values()]


def test_every_address_under_api_is_described_and_no_other(app: FastAPI, document: dict[str, Any]) -> None:
    own = [route for route in app.routes if isinstance(route, Route) and route.path.startswith("/api/")]
    answered = {(route.path, method) for route in own for method in (route.methods or set()) - {"HEAD"}}
    described = {(path, method.upper()) for path, of_path in document["paths"].items() for method in of_path}

    assert described == answered - {("/api/openapi.json", "GET")}


def test_every_address_is_told_of_in_swedish(document: dict[str, Any]) -> None:
    texts = [operation["summary"] + operation["description"] for operation in operations(document)]

    assert all(re.search("[åäö]", text) for text in texts)


def test_every_refusal_is_a_problem(document: dict[str, Any]) -> None:
    refusals = [
        response["content"]
        for operation in operations(document)
        for status, response in operation["responses"].items()
        if int(status) >= 400
    ]

    assert all(content == PROBLEM for content in refusals)


def test_every_good_answer_has_a_schema(document: dict[str, Any]) -> None:
    good = [
        media["schema"]
        for operation in operations(document)
        for status, response in operation["responses"].items()
        if int(status) < 400
        for media in response["content"].values()
    ]

    assert all(good)
    assert len(good) >= len(operations(document))


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    named = set(re.findall(r"#/components/schemas/(\w+)", str(document)))

    assert named <= set(document["components"]["schemas"])


def test_the_longest_question_is_that_of_the_settings(document: dict[str, Any]) -> None:
    question = document["components"]["schemas"]["Question"]["properties"]

    assert (question["question"]["maxLength"], question["history"]["items"]["maxLength"]) == (2000, 2000)


def test_no_operation_has_another_ones_name(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for operation in operations(document)]

    assert len(names) == len(set(names))
