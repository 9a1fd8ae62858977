"""More connections than the server holds: whoever comes on top is told so calmly, in our own words."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from ui.api.crowded import CROWDED, Crowded
from ui.operations.metrics import Reason

MOST = 3


@contextmanager
def served(told: list[Reason]) -> Iterator[int]:
    """The port of a real server that answers "svar" to as many as `MOST` less one at a time."""
    routes = [Route(path, lambda _: PlainTextResponse("svar"), methods=["GET", "POST"]) for path in ("/", "/api/ask")]
    app = Starlette(routes=routes, middleware=[Middleware(Crowded, refused=told.append, most=MOST)])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    # its own log would stay as it set it for whatever is tested next
    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", number, http="h11", log_config=None, lifespan="off"))
    app.state.server_state = server.server_state
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
    try:
        yield number
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def held_open(port: int) -> Iterator[None]:
    """A connection that has had an answer and is kept."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as link:
        link.request("GET", "/")
        assert link.getresponse().read() == b"svar"
        yield


def asked(port: int, method: str = "GET", path: str = "/", **headers: str) -> tuple[http.client.HTTPResponse, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as link:
        link.request(method, path, headers=headers)
        answer = link.getresponse()
        return answer, answer.read().decode()


@pytest.fixture
def told() -> list[Reason]:
    return []


@pytest.fixture
def port(told: list[Reason]) -> Iterator[int]:
    with served(told) as number:
        yield number


def test_whoever_is_one_too_many_is_told_so_in_swedish_and_hangs_up(port: int) -> None:
    with held_open(port), held_open(port):
        answer, body = asked(port)

    told: dict[str, Any] = json.loads(body)
    assert (answer.status, answer.headers["content-type"]) == (503, "application/problem+json")
    assert (told["status"], told["detail"]) == (503, CROWDED)
    assert (answer.headers["connection"], answer.headers["retry-after"]) == ("close", "5")


def test_somebody_with_a_browser_gets_a_line_of_text(port: int) -> None:
    with held_open(port), held_open(port):
        answer, body = asked(port, accept="text/html,*/*;q=0.8")

    assert (answer.status, answer.headers["content-type"], body) == (503, "text/plain; charset=utf-8", CROWDED)


def test_when_the_others_have_left_one_is_answered(port: int) -> None:
    with held_open(port):
        answer, body = asked(port)

    assert (answer.status, body) == (200, "svar")


def test_questions_that_are_turned_away_are_counted_and_nothing_else(port: int, told: list[Reason]) -> None:
    with held_open(port), held_open(port):
        asked(port)
        asked(port, "POST", "/api/ask")

    assert told == ["busy"]
