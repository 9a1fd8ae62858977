"""Every answer tells the browser what it may do with it, and what is sent comes soon and is short."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse

from ingest.settings import Settings
from tests.test_ui_access_gate import add_anna
from ui.access.gate import Gate
from ui.accessibility_page import add_statement
from ui.api.bodies import MAX_BODY_BYTES, TOO_LATE, TOO_LONG, Bodies
from ui.api.headers import Headers
from ui.api.origins import Origins
from ui.desk import Desk
from ui.operations.endpoints import add_operations
from ui.operations.metrics import Metrics
from ui.operations.request_ids import RequestIds
from ui.operations.stopping import EndCalmly
from ui.shell import POLICY
from ui.slow_clients import ImpatientProtocol
from ui.web import new_app
from ui.workplace_store import WorkplaceStore

HERE, ELSEWHERE, PROXY = ("127.0.0.1", 50000), ("203.0.113.7", 50000), ("10.0.0.5", 50000)
LOCAL = "http://127.0.0.1:7860"
SITES = "https://www.example.se, https://intra.example.se:8443"
OWN_POLICY = "default-src 'none'; style-src 'self'"


def app_of(data: Path, **given: Any) -> FastAPI:
    settings = Settings(data_dir=data, **given)
    app = new_app(Gate(settings, WorkplaceStore(data)))
    add_statement(app, settings)
    app.add_route("/sida", lambda _: HTMLResponse("<p>hej"))
    app.add_route("/egen", lambda _: HTMLResponse("<p>hej", headers={"content-security-policy": OWN_POLICY}))
    app.add_route("/data", lambda _: JSONResponse({}))
    app.add_route("/fel", _fails)
    app.add_route("/api/source/x", lambda _: HTMLResponse("<p>hej", headers={"content-security-policy": OWN_POLICY}))
    app.add_route("/api/source/png", lambda _: Response(b"\x89PNG", media_type="image/png"))
    app.add_route("/api/ask", _echo, ["POST"])
    return app


def _fails(_: Request) -> Response:
    raise RuntimeError("hemlig väg /srv/finsam")


async def _echo(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


def client_of(app: FastAPI, peer: tuple[str, int] = HERE, base: str = LOCAL) -> TestClient:
    return TestClient(app, base_url=base, client=peer, follow_redirects=False)


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return client_of(app_of(tmp_path))


@pytest.mark.parametrize("path", ["/sida", "/data", "/healthz", "/logga-in", "/fel", "/finns-inte", "/api/source/png"])
def test_no_answer_goes_out_without_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in ("same-origin", "no-referrer")
    assert "camera=()" in headers["permissions-policy"]
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers


def test_a_refusal_has_the_headers_too(tmp_path: Path) -> None:
    answer = client_of(app_of(tmp_path), ELSEWHERE, "https://fraga.example").get("/data")

    assert answer.status_code == 403
    assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", ["/data", "/healthz", "/finns-inte"])
def test_data_shows_nothing_and_stands_in_no_frame(client: TestClient, path: str) -> None:
    headers = client.get(path).headers

    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["x-frame-options"] == "DENY"


def test_an_error_nobody_foresaw_is_a_calm_line_without_details(client: TestClient) -> None:
    answer = client.get("/fel")

    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert re.fullmatch(r"Något gick fel \(fel-id [0-9a-f]{6}\)\. .*", answer.json()["detail"])
    assert "/srv" not in answer.text


def test_the_staff_page_stands_in_frames_of_its_own_only(client: TestClient) -> None:
    headers = client.get("/sida").headers

    assert headers["content-security-policy"] == POLICY
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["cross-origin-opener-policy"] == "same-origin"


def test_a_page_with_a_policy_of_its_own_keeps_it(client: TestClient) -> None:
    assert client.get("/egen").headers["content-security-policy"] == f"{OWN_POLICY}; frame-ancestors 'self'"


@pytest.mark.parametrize("path", ["/api/source/x", "/tillganglighet"])
def test_public_pages_stand_in_no_frame_unless_the_setting_says_so(client: TestClient, path: str) -> None:
    headers = client.get(path).headers

    assert headers["content-security-policy"].endswith("; frame-ancestors 'none'")
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", ["/api/source/x", "/tillganglighet"])
def test_public_pages_stand_in_frames_of_the_websites_that_the_setting_names(tmp_path: Path, path: str) -> None:
    headers = client_of(app_of(tmp_path, frame_ancestors=SITES)).get(path).headers

    policy = headers["content-security-policy"]
    assert policy.endswith("; frame-ancestors https://www.example.se https://intra.example.se:8443")
    assert policy.count("frame-ancestors") == 1
    assert "x-frame-options" not in headers


@pytest.mark.parametrize(("path", "allowed"), [("/sida", "'self'"), ("/data", "'none'")])
def test_the_setting_lets_no_other_page_into_a_frame(tmp_path: Path, path: str, allowed: str) -> None:
    headers = client_of(app_of(tmp_path, frame_ancestors=SITES)).get(path).headers

    assert headers["content-security-policy"].endswith(f"frame-ancestors {allowed}")


def test_a_browser_is_held_to_https_where_it_speaks_it(tmp_path: Path) -> None:
    app = app_of(tmp_path, proxy_addresses=PROXY[0])

    def told(peer: tuple[str, int], base: str, **headers: str) -> bool:
        return "strict-transport-security" in client_of(app, peer, base).get("/healthz", headers=headers).headers

    assert told(ELSEWHERE, "https://fraga.example")
    assert told(PROXY, "http://fraga.example", **{"x-forwarded-proto": "https"})
    assert not told(PROXY, "http://fraga.example")
    assert not told(ELSEWHERE, "http://fraga.example", **{"x-forwarded-proto": "https"})


def test_what_is_too_long_is_refused_by_the_length_it_names(client: TestClient) -> None:
    answer = client.post("/api/ask", content=b"x" * (MAX_BODY_BYTES + 1))

    assert (answer.status_code, answer.json()["detail"], answer.headers["connection"]) == (413, TOO_LONG, "close")


def test_what_is_too_long_is_refused_without_a_length_too(client: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(MAX_BODY_BYTES // 1024 + 1):
            yield b"x" * 1024

    assert client.post("/api/ask", content=endless()).status_code == 413


def test_what_is_just_short_enough_arrives_whole(client: TestClient) -> None:
    assert client.post("/api/ask", content=b"x" * MAX_BODY_BYTES).text == str(MAX_BODY_BYTES)


def test_a_body_that_does_not_end_is_not_waited_for() -> None:
    told: list[Any] = []

    async def receive() -> Any:
        await asyncio.sleep(0.005)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def send(message: Any) -> None:
        told.append(message)

    asyncio.run(Bodies(_never, seconds=0.05)(_post(), receive, send))

    assert told[0]["status"] == 408
    assert TOO_LATE in told[1]["body"].decode()


def test_a_sender_that_hangs_up_is_not_answered() -> None:
    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(_: Any) -> None:
        raise AssertionError

    asyncio.run(Bodies(_never)(_post(), receive, send))


async def _never(scope: Any, receive: Any, send: Any) -> None:
    raise AssertionError("the application was asked")


def _post() -> dict[str, Any]:
    return {"type": "http", "method": "POST", "path": "/api/ask", "headers": []}


class Quick(ImpatientProtocol):
    """The same, with less patience, so that the test need not wait."""

    head_seconds, read_seconds = 0.3, 0.5


@pytest.fixture
def taken() -> threading.Event:
    return threading.Event()


@pytest.fixture
def port(taken: threading.Event) -> Iterator[int]:
    """A server that answers "svar"; at `/stor` with more than any socket takes at once, and `taken` tells when that is over."""
    with served(Quick, taken) as number:
        yield number


@contextmanager
def served(protocol: type[ImpatientProtocol], taken: threading.Event) -> Iterator[int]:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        assert scope["type"] == "http"
        big = StreamingResponse(b"x" * 65_536 for _ in range(2000))
        await (big if scope["path"] == "/stor" else PlainTextResponse("svar"))(scope, receive, send)
        if scope["path"] == "/stor":
            taken.set()

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    # its own log would stay as it set it for whatever is tested next
    config = uvicorn.Config(app, "127.0.0.1", number, http=protocol, log_config=None, lifespan="off", timeout_keep_alive=60)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
    yield number
    server.should_exit = True
    thread.join()


def connected(port: int) -> closing[socket.socket]:
    link = socket.create_connection(("127.0.0.1", port), timeout=20)
    return closing(link)


def rest(link: socket.socket) -> bytes:
    """What comes until the server closes."""
    parts = []
    try:
        while part := link.recv(65_536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_a_head_that_does_not_come_is_not_waited_for(port: int, begun: bytes) -> None:
    with connected(port) as link:
        link.sendall(begun)

        assert rest(link) == b""


def test_single_bytes_now_and_then_do_not_lengthen_the_wait(port: int) -> None:
    with connected(port) as link:
        sending = threading.Event()

        def drip() -> None:
            for byte in b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 1000:
                try:
                    link.sendall(bytes([byte]))
                except OSError:
                    return
                if sending.wait(0.02):
                    return

        thread = threading.Thread(target=drip)
        thread.start()
        got = rest(link)
        sending.set()
        thread.join()

    assert got == b""


def test_a_head_that_is_begun_after_an_answer_is_not_waited_for(port: int) -> None:
    with connected(port) as link:
        link.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert link.recv(65_536).endswith(b"svar")
        link.sendall(b"GET")

        assert rest(link) == b""


def test_a_connection_is_used_for_several_questions(port: int) -> None:
    with connected(port) as link:
        for _ in range(3):
            link.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert link.recv(65_536).endswith(b"svar")


def test_a_head_of_any_length_is_refused(port: int) -> None:
    with connected(port) as link:
        link.sendall(b"GET / HTTP/1.1\r\nX: " + b"y" * 70_000)

        assert b" 200 " not in rest(link)


def test_an_answer_that_nobody_takes_is_given_up(port: int, taken: threading.Event) -> None:
    with connected(port) as link:
        link.sendall(b"GET /stor HTTP/1.1\r\nHost: x\r\n\r\n")

        assert taken.wait(20)


def test_the_allow_list_is_empty_without_settings() -> None:
    assert TestClient(Origins(_never)).get("/api/reports", headers={"origin": "https://x.se"}).status_code == 403


def test_the_page_to_sign_in_stands_in_no_frame_whatever_the_setting_says(tmp_path: Path) -> None:
    add_anna(tmp_path)
    headers = client_of(app_of(tmp_path, frame_ancestors=SITES)).get("/logga-in").headers

    assert headers["content-security-policy"].endswith("frame-ancestors 'none'")
    assert headers["x-frame-options"] == "DENY"


def test_what_a_stop_breaks_off_goes_out_with_the_headers_of_every_answer(tmp_path: Path) -> None:
    desk = Desk(Settings(data_dir=tmp_path))
    gate = Gate(desk.settings, desk.workplace)

    order: list[object] = [one.cls for one in add_operations(new_app(gate), desk, gate, Metrics()).user_middleware]

    assert order[:2] == [RequestIds, Headers]
    assert order.index(Headers) < order.index(Origins) < order.index(EndCalmly) == len(order) - 1


def test_a_length_that_is_said_in_two_ways_is_refused(tmp_path: Path) -> None:
    client = TestClient(app_of(tmp_path), base_url=LOCAL)

    answer = client.post("/api/ask", content=b"{}", headers={"Content-Length": "2", "Transfer-Encoding": "chunked"})

    assert (answer.status_code, answer.headers["connection"]) == (400, "close")
    assert "två sätt" in answer.json()["detail"]


class Narrow(ImpatientProtocol):
    """The same, for two connections of one address."""

    most_of_one = 2


def test_one_address_has_no_more_than_its_share_of_connections(taken: threading.Event) -> None:
    with served(Narrow, taken) as number, connected(number), connected(number), connected(number) as third:
        assert rest(third) == b""
