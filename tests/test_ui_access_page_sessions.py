"""Whose an open page is: the first person's who used it, remembered for a bounded number of pages."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.access.page_sessions import LONGEST_HASH, MOST_BODY_BYTES, OwnPages, PageOwners


async def _echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse((await request.body()).decode())


def client() -> TestClient:
    return TestClient(OwnPages(Starlette(routes=[Route("/{path:path}", _echo, methods=["GET", "POST"])])))


def test_a_page_stays_with_the_first_person_who_used_it() -> None:
    owners = PageOwners()

    assert [owners.admit("a", name) for name in ("anna", "leo", "anna")] == [True, False, True]


def test_whoever_opens_very_many_pages_pushes_out_nobody_elses() -> None:
    owners = PageOwners(most=3)
    owners.admit("annas", "anna")

    for number in range(100):
        owners.admit(f"leos {number}", "leo")

    assert not owners.admit("annas", "leo")
    assert owners.admit("annas", "anna")


def test_only_so_many_pages_of_a_person_are_remembered_and_the_latest_used_are() -> None:
    owners = PageOwners(most=2)
    for page in ("a", "b", "a", "c"):
        owners.admit(page, "anna")

    assert [owners.admit(page, "leo") for page in ("a", "b", "c")] == [False, True, False]


def test_a_name_longer_than_any_page_has_is_refused() -> None:
    assert not PageOwners().admit("x" * (LONGEST_HASH + 1), "anna")


def test_a_body_reaches_the_page_as_it_was_sent() -> None:
    assert client().post("/gradio_api/queue/join", content=b'{"session_hash": "a"}').text == '{"session_hash": "a"}'


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"session_hash": 5}', b"\xff", b'["session_hash"]', b""])
def test_a_body_that_names_no_page_is_left_to_gradio(body: bytes) -> None:
    answer = TestClient(OwnPages(Starlette())).post("/gradio_api/queue/join", content=body)

    assert answer.status_code == 404


def test_a_body_that_is_too_large_is_refused_in_swedish() -> None:
    answer = client().post("/gradio_api/queue/join", content=b" " * (MOST_BODY_BYTES + 1))

    assert answer.status_code == 413
    assert answer.json()["detail"] == "Det som skickades är för stort. Korta det och försök igen."
