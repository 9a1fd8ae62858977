"""Every answer carries an id, which its lines in the log carry too."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, WebSocket
from fastapi.testclient import TestClient
from starlette.responses import StreamingResponse

from ingest.settings import Settings
from ui.access.gate import Gate
from ui.access.proxies import Proxies
from ui.api.headers import Headers
from ui.desk import Desk
from ui.journal import ACCESS_LOG
from ui.operations.endpoints import add_operations
from ui.operations.log_lines import REQUEST_ID, JsonLines
from ui.operations.metrics import Metrics
from ui.operations.request_ids import HEADER, RequestIds
from ui.web import new_app

PROXY, ELSEWHERE = ("10.0.0.5", 50000), ("192.0.2.7", 50000)


def app_of(**given: Any) -> FastAPI:
    app = FastAPI()
    app.add_middleware(Headers)
    app.add_middleware(RequestIds, proxies=Proxies.of(Settings(**given)))

    @app.get("/id")
    def current() -> str:
        return REQUEST_ID.get()

    @app.get("/trasig/{what}")
    def broken(what: str) -> str:
        raise ZeroDivisionError(what)

    @app.get("/bruten")
    def broken_stream() -> StreamingResponse:
        def pieces() -> Iterator[bytes]:
            yield b"a"
            raise ZeroDivisionError

        return StreamingResponse(pieces())

    @app.websocket("/samtal")
    async def talk(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text(REQUEST_ID.get())
        await socket.close()

    return app


def client_of(app: FastAPI, peer: tuple[str, int] = ELSEWHERE) -> TestClient:
    return TestClient(app, client=peer)


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.INFO, ACCESS_LOG):
        yield caplog


def as_json(record: logging.LogRecord) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(JsonLines().format(record))
    return told


def test_what_answers_knows_the_id_that_the_answer_carries() -> None:
    answer = client_of(app_of()).get("/id")

    assert answer.json() == answer.headers[HEADER]
    assert len(answer.headers[HEADER]) == 16


def test_every_request_has_its_own() -> None:
    client = client_of(app_of())

    assert len({client.get("/id").headers[HEADER] for _ in range(5)}) == 5


def test_a_believed_server_says_the_id() -> None:
    client = client_of(app_of(proxy_addresses="10.0.0.5"), PROXY)

    assert client.get("/id", headers={HEADER: "9f0c-4711.abc"}).headers[HEADER] == "9f0c-4711.abc"


@pytest.mark.parametrize("peer", [ELSEWHERE, ("127.0.0.1", 50000)])
def test_nobody_else_does(peer: tuple[str, int]) -> None:
    client = client_of(app_of(proxy_addresses="10.0.0.5"), peer)

    assert client.get("/id", headers={HEADER: "9f0c-4711.abc"}).headers[HEADER] != "9f0c-4711.abc"


@pytest.mark.parametrize(
    "odd", ["", "kort", "x" * 65, "a b c d e f", "<script>alert(1)", 'abc"},{"', "20850412-1234", "åäöåäöåä"]
)
def test_an_id_of_an_odd_shape_is_not_taken_over(odd: str) -> None:
    client = client_of(app_of(proxy_addresses="10.0.0.5"), PROXY)

    assert client.get("/id", headers={HEADER.encode(): odd.encode()}).headers[HEADER].isalpha()


def test_a_socket_has_one() -> None:
    with client_of(app_of()).websocket_connect("/samtal") as socket:
        assert len(socket.receive_text()) == 16


def test_an_error_that_nobody_foresaw_is_a_calm_problem_with_both_ids(caplog: pytest.LogCaptureFixture) -> None:
    answer = client_of(app_of()).get("/trasig/850412-1234")

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].startswith("Något gick fel (fel-id ")
    assert "ZeroDivision" not in answer.text
    assert len(answer.headers[HEADER]) == 16
    assert caplog.records[-1].getMessage().split()[-1] in answer.json()["detail"]


def test_an_answer_that_breaks_on_its_way_is_not_followed_by_another() -> None:
    with pytest.raises(ZeroDivisionError):
        client_of(app_of()).get("/bruten")


def test_a_request_is_told_by_its_path_without_query_and_address(lines: pytest.LogCaptureFixture) -> None:
    client_of(app_of()).get("/id?q=en hemlig fråga", headers={"User-Agent": "Traceable/1.0"})

    told = as_json(lines.records[-1])
    assert (told["logger"], told["method"], told["path"], told["status"]) == (ACCESS_LOG, "GET", "/id", 200)
    assert not {"hemlig", "192.0.2.7", "Traceable"} & set(json.dumps(told, ensure_ascii=False).replace('"', " ").split())


def test_a_number_in_a_path_is_masked(lines: pytest.LogCaptureFixture) -> None:
    client_of(app_of()).get("/finns/inte/850412-1234")

    assert as_json(lines.records[-1])["path"] == "/finns/inte/[personnummer]"


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_what_watches_the_program_leaves_no_lines(lines: pytest.LogCaptureFixture, path: str) -> None:
    client_of(app_of()).get(path)

    assert [one for one in lines.records if one.name == ACCESS_LOG] == []


def test_what_the_guards_refuse_carries_an_id_too(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    desk = Desk(settings)
    gate = Gate(settings, desk.workplace)
    app = add_operations(new_app(gate), desk, gate, Metrics())

    answer = TestClient(app, base_url="https://finsam.example", client=ELSEWHERE).get("/hemligt")

    assert answer.status_code == 403
    assert len(answer.headers[HEADER]) == 16
