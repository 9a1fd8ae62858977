"""An answer as a stream of events, from a real server: the text in pieces, then the whole; and whoever leaves is forgotten."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from assistant.answer import Answer, Status
from ingest.errors import IndexMismatchError, TooSlowError
from ingest.settings import Settings
from tests.api_visitors import settings_in, with_reports
from ui.access.gate import Gate
from ui.api import answer_stream
from ui.api.addresses import add_api
from ui.api.answer_stream import pieces
from ui.api.capacity import Capacity
from ui.desk import Desk
from ui.operations.metrics import Metrics
from ui.web import new_app

QUESTION = {"question": "Vad var årets resultat 2021 för Finsam Öppendal?"}
STREAM = {"accept": "text/event-stream"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return with_reports(settings_in(tmp_path_factory.mktemp("stream")))


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    desk = Desk(settings)
    yield desk
    desk.close()


@pytest.fixture
def capacity(settings: Settings) -> Iterator[Capacity]:
    """One question at a time, and one that waits."""
    capacity = Capacity(settings.model_copy(update={"answers_at_once": 1, "answers_waiting": 1}))
    yield capacity
    capacity.close()


@pytest.fixture
def address(settings: Settings, desk: Desk, capacity: Capacity) -> Iterator[str]:
    app = add_api(new_app(Gate(settings, desk.workplace)), desk, capacity, Metrics())
    with served(app) as url:
        yield url


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The application behind a real server, as `run_server` sets it up; gives its address."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=3, proxy_headers=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            wait_until(lambda: server.started)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def wait_until(is_so: Any) -> None:
    """Gives up after half a minute."""
    until = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


class Slow:
    """Stands in for the desk's answer: waits until it is let on, and counts."""

    def __init__(self) -> None:
        self.asked, self.go_on = threading.Semaphore(0), threading.Event()

    def __call__(self, *_: object) -> Answer:
        self.asked.release()
        assert self.go_on.wait(30)
        return Answer(Status.DECLINED, "sv", "Det säger rapporterna inte.")


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    slow = Slow()
    monkeypatch.setattr(Desk, "answer", slow)
    yield slow
    slow.go_on.set()


def events_of(text: str) -> list[tuple[str, Any]]:
    """Name and data of each event; comments are left out."""
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if fields:
            found.append((fields["event"], json.loads(fields["data"])))
    return found


def asked(address: str) -> list[tuple[str, Any]]:
    answer = httpx.post(f"{address}/api/ask", json=QUESTION, headers=STREAM, timeout=60)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    return events_of(answer.text)


def test_the_events_come_in_order_and_the_whole_answer_last(address: str) -> None:
    names = [name for name, _ in asked(address)]

    assert names[0] == "status"
    assert names[-1] == "answer"
    assert set(names[1:-1]) == {"delta"}


def test_the_pieces_joined_are_the_answers_text(address: str) -> None:
    events = asked(address)

    assert "".join(data["text"] for name, data in events if name == "delta") == events[-1][1]["text"]


def test_the_streamed_answer_is_the_one_that_is_given_whole(address: str) -> None:
    whole = httpx.post(f"{address}/api/ask", json=QUESTION, timeout=60).json()

    assert asked(address)[-1][1] | {"elapsed_ms": 0} == whole | {"elapsed_ms": 0}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "En mening.",
        "En. Två! Tre?  Fyra",
        "- a\n- b\n\nSlut.",
        " \n x",
        "1. Ett\n2. Två",
        "−795\u00a0108 kr [1].\tOch",
        "a.\n\n\nb",
    ],
)
def test_a_text_in_pieces_is_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text


def test_a_piece_is_a_sentence_or_a_line() -> None:
    assert pieces("Det var 5 kr [1]. Året före 6 kr [2].\n- ett\n- två") == [
        "Det var 5 kr [1]. ",
        "Året före 6 kr [2].\n",
        "- ett\n",
        "- två",
    ]


def test_what_is_done_is_told_while_the_answer_is_found(address: str, slow: Slow) -> None:
    with httpx.stream("POST", f"{address}/api/ask", json=QUESTION, headers=STREAM, timeout=60) as answer:
        lines = answer.iter_lines()
        first = [next(lines), next(lines)]
        slow.go_on.set()
        rest = list(lines)

    assert first == ["event: status", 'data: {"text": "Läser rapporterna …"}']
    assert "event: answer" in rest


def test_the_connection_shows_life_while_nothing_happens(address: str, slow: Slow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_stream, "HEARTBEAT_SECONDS", 0.01)

    with httpx.stream("POST", f"{address}/api/ask", json=QUESTION, headers=STREAM, timeout=60) as answer:
        seen = next(line for line in answer.iter_lines() if line.startswith(":"))
        slow.go_on.set()

    assert seen == ": ping"


@pytest.mark.parametrize(
    ("error", "status"),
    [(TooSlowError("Det tog för lång tid."), 504), (IndexMismatchError("Kör om."), 503), (RuntimeError("x"), 500)],
)
def test_a_failure_after_the_beginning_is_the_last_event(
    address: str, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def fail(*_: object) -> Answer:
        raise error

    monkeypatch.setattr(Desk, "answer", fail)

    name, told = asked(address)[-1]

    assert (name, told["status"], told["type"]) == ("error", status, "about:blank")


def test_what_does_not_fit_is_refused_with_a_status(address: str) -> None:
    answer = httpx.post(f"{address}/api/ask", json={"question": ""}, headers=STREAM, timeout=60)

    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


@pytest.mark.parametrize("accepted", ["text/event-stream", "application/json"])
def test_who_leaves_while_waiting_gives_the_place_up(address: str, slow: Slow, capacity: Capacity, accepted: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    first = threading.Thread(target=httpx.post, args=(f"{address}/api/ask",), kwargs={"json": QUESTION, "timeout": 60})
    first.start()
    assert slow.asked.acquire(timeout=30)
    body = json.dumps(QUESTION).encode()
    head = f"POST /api/ask HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nAccept: {accepted}\r\n"

    with socket.create_connection((host, int(port))) as leaving:
        leaving.sendall(head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        wait_until(lambda: capacity.load() == (1, 1))
    wait_until(lambda: capacity.load() == (1, 0))
    slow.go_on.set()
    first.join()

    assert capacity.load()[1] == 0


def test_who_leaves_in_the_middle_does_not_hinder_the_next(address: str, slow: Slow, capacity: Capacity) -> None:
    with httpx.stream("POST", f"{address}/api/ask", json=QUESTION, headers=STREAM, timeout=60) as answer:
        next(answer.iter_lines())
        assert slow.asked.acquire(timeout=30)
    slow.go_on.set()
    wait_until(lambda: capacity.load() == (0, 0))

    assert asked(address)[-1][0] == "answer"
