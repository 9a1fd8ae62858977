"""Who asks too often waits, and nobody else does."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from ingest.settings import Settings
from tests.test_ui_access_gate import add_anna, sign_in
from ui.access.gate import Gate
from ui.api.open_requests import OpenRequests
from ui.api.rates import READS_FOR_A_QUESTION, Rates, counted_address
from ui.api.recent import MOST_KEYS, Recent
from ui.web import new_app
from ui.workplace_store import WorkplaceStore

BASE = "https://fraga.example"
A, B, PROXY = "203.0.113.7", "203.0.113.8", "10.0.0.5"


class Clock:
    """A time that passes when the test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def app_of(data: Path, clock: Clock, **given: Any) -> FastAPI:
    """The public addresses behind the guards, with the clock in place of the machine's."""
    app = new_app(Gate(Settings(data_dir=data, **given), WorkplaceStore(data)))
    guards: dict[object, Any] = {one.cls: one.kwargs for one in app.user_middleware}
    guards[Rates]["clock"] = clock
    for method, path in (("POST", "/api/ask"), ("GET", "/api/reports"), ("GET", "/api/source/x"), ("POST", "/fraga")):
        app.add_route(path, lambda _: PlainTextResponse("svar"), [method])
    return app


def client_of(app: FastAPI, address: str = A) -> TestClient:
    return TestClient(app, base_url=BASE, client=(address, 50000), follow_redirects=False)


def statuses(client: TestClient, times: int, path: str = "/api/ask", **headers: str) -> list[int]:
    return [client.request("POST" if path != "/api/reports" else "GET", path, headers=headers).status_code for _ in range(times)]


def test_one_address_may_ask_so_often_and_then_waits(tmp_path: Path, clock: Clock) -> None:
    client = client_of(app_of(tmp_path, clock, rate_per_minute=3))

    assert statuses(client, 5) == [200, 200, 200, 429, 429]


def test_another_address_does_not_wait_for_it(tmp_path: Path, clock: Clock) -> None:
    app = app_of(tmp_path, clock, rate_per_minute=1)
    statuses(client_of(app), 5)

    assert statuses(client_of(app, B), 1) == [200]


def test_who_waits_is_told_for_how_long_and_what_to_do(tmp_path: Path, clock: Clock) -> None:
    client = client_of(app_of(tmp_path, clock, rate_per_minute=1))
    statuses(client, 1)
    clock.now += 20.5

    answer = client.post("/api/ask")

    assert (answer.headers["retry-after"], answer.headers["content-type"]) == ("40", "application/problem+json")
    assert answer.json()["detail"] == (
        "Det kom många frågor på kort tid från din adress. Vänta 40\u00a0sekunder och försök igen."
    )


def test_after_the_time_that_was_told_the_question_is_taken(tmp_path: Path, clock: Clock) -> None:
    client = client_of(app_of(tmp_path, clock, rate_per_minute=2))
    statuses(client, 2)
    clock.now += float(client.post("/api/ask").headers["retry-after"])

    assert statuses(client, 1) == [200]


def test_what_is_refused_does_not_lengthen_the_wait(tmp_path: Path, clock: Clock) -> None:
    client = client_of(app_of(tmp_path, clock, rate_per_minute=1))
    statuses(client, 1)
    for _ in range(59):
        clock.now += 1
        statuses(client, 1)
    clock.now += 1

    assert statuses(client, 1) == [200]


def test_all_together_may_ask_so_often(tmp_path: Path, clock: Clock) -> None:
    app = app_of(tmp_path, clock, rate_per_minute_all=2)
    statuses(client_of(app, A), 1)
    statuses(client_of(app, B), 1)

    answer = client_of(app, "203.0.113.9").post("/api/ask")

    assert answer.status_code == 429
    assert answer.json()["detail"].startswith("Många använder assistenten just nu.")


def test_one_address_that_asks_without_pause_does_not_use_up_what_all_may(tmp_path: Path, clock: Clock) -> None:
    app = app_of(tmp_path, clock, rate_per_minute=2, rate_per_minute_all=4)
    statuses(client_of(app, A), 100)

    assert statuses(client_of(app, B), 2) == [200, 200]


def test_nought_is_no_limit(tmp_path: Path, clock: Clock) -> None:
    client = client_of(app_of(tmp_path, clock, rate_per_minute=0, rate_per_minute_all=0))

    assert set(statuses(client, 400)) == {200}


def test_lists_may_be_read_more_often_than_questions_asked(tmp_path: Path, clock: Clock) -> None:
    client = client_of(app_of(tmp_path, clock, rate_per_minute=1))

    assert statuses(client, READS_FOR_A_QUESTION + 1, "/api/reports") == [200] * READS_FOR_A_QUESTION + [429]


def test_reading_uses_up_no_questions(tmp_path: Path, clock: Clock) -> None:
    client = client_of(app_of(tmp_path, clock, rate_per_minute=1))
    statuses(client, 50, "/api/reports")

    assert statuses(client, 1) == [200]


def test_a_question_on_the_page_without_script_counts_as_a_question(clock: Clock) -> None:
    guarded = Rates(_page, Settings(rate_per_minute=1), clock=clock)
    page = TestClient(guarded, base_url=BASE, client=(A, 50000))

    assert [page.post("/fraga").status_code for _ in range(2)] == [200, 429]
    assert page.get("/fraga").status_code == 200


async def _page(scope: Any, receive: Any, send: Any) -> None:
    await PlainTextResponse("sida")(scope, receive, send)


def test_somebody_who_reads_a_page_gets_a_line_of_text(tmp_path: Path, clock: Clock) -> None:
    client = client_of(app_of(tmp_path, clock, rate_per_minute=1))
    statuses(client, 1)

    answer = client.post("/api/ask", headers={"accept": "text/html"})

    assert (answer.status_code, answer.headers["content-type"]) == (429, "text/plain; charset=utf-8")


def test_who_is_signed_in_is_not_counted(tmp_path: Path, clock: Clock) -> None:
    add_anna(tmp_path)
    client = client_of(app_of(tmp_path, clock, rate_per_minute=1))
    sign_in(client)

    assert set(statuses(client, 5)) == {200}


def test_an_address_that_somebody_writes_in_a_header_counts_for_nothing(tmp_path: Path, clock: Clock) -> None:
    client = client_of(app_of(tmp_path, clock, rate_per_minute=1))
    statuses(client, 1)

    assert {statuses(client, 1, **{"x-forwarded-for": f"198.51.100.{n}"})[0] for n in range(20)} == {429}


def test_behind_a_believed_proxy_each_visitor_is_counted_alone(tmp_path: Path, clock: Clock) -> None:
    client = client_of(app_of(tmp_path, clock, rate_per_minute=1, proxy_addresses=PROXY), PROXY)

    first = [statuses(client, 1, **{"x-forwarded-for": f"{B}, {visitor}"})[0] for visitor in ("198.51.100.1", "198.51.100.2")]
    again = statuses(client, 1, **{"x-forwarded-for": "9.9.9.9, 198.51.100.1"})

    assert (first, again) == ([200, 200], [429])


def test_whoever_is_held_off_is_reported(tmp_path: Path) -> None:
    told: list[str] = []
    client = client_of(_with(tmp_path, told))

    for _ in range(2):
        client.post("/api/ask")

    assert told == ["rate"]


def _with(data: Path, told: list[str]) -> FastAPI:
    app = new_app(Gate(Settings(data_dir=data, rate_per_minute=1), WorkplaceStore(data)), told.append)
    app.add_route("/api/ask", lambda _: PlainTextResponse("svar"), ["POST"])
    return app


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:5123", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::1]:443", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("unknown", "unreadable"),
        ("", "unreadable"),
        ("x" * 10_000, "unreadable"),
    ],
)
def test_an_address_is_counted_once_however_it_is_written(address: str, counted: str) -> None:
    assert counted_address(address) == counted


def test_memory_stays_small_however_many_addresses_ask(clock: Clock) -> None:
    recent = Recent(clock)

    for number in range(100_000):
        assert recent.let_through({("questions", f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"): 20}) is None

    assert len(recent) <= MOST_KEYS


def test_addresses_that_ask_no_more_are_forgotten(clock: Clock) -> None:
    recent = Recent(clock)
    for number in range(1000):
        recent.let_through({("questions", str(number)): 20})
    clock.now += 61

    recent.let_through({("questions", "one"): 20})

    assert len(recent) == 1


def test_forged_addresses_in_masses_do_not_get_around_what_all_may(tmp_path: Path, clock: Clock) -> None:
    recent = Recent(clock, most_keys=50)
    limits = ({("questions", str(number)): 5, ("questions", "everybody"): 30} for number in range(500))

    assert sum(recent.let_through(one) is None for one in limits) == 30


def test_only_questions_are_counted_as_questions_that_got_no_answer(tmp_path: Path, clock: Clock) -> None:
    told: list[str] = []
    app = app_of(tmp_path, clock, rate_per_minute=1)
    guards: dict[object, Any] = {one.cls: one.kwargs for one in app.user_middleware}
    guards[Rates]["refused"] = told.append
    client = client_of(app)

    statuses(client, READS_FOR_A_QUESTION + 3, "/api/reports")
    held_off = client.get("/api/reports")
    statuses(client, 2)

    assert told == ["rate"]
    assert "många anrop" in held_off.json()["detail"]


def test_one_address_may_not_hold_every_place_with_requests_that_never_end(tmp_path: Path) -> None:
    answers: list[int] = []

    async def story() -> None:
        guard = OpenRequests(_waits, Settings(data_dir=tmp_path), most=2)
        held = [asyncio.create_task(_asked(guard, A, answers)) for _ in range(3)]
        await asyncio.sleep(0)
        await _asked(guard, A, answers)
        other = asyncio.create_task(_asked(guard, B, answers))
        await asyncio.sleep(0)
        assert answers == [429, 429]
        for task in (*held, other):
            task.cancel()
        await asyncio.gather(*held, other, return_exceptions=True)
        assert not guard._open

    asyncio.run(story())


async def _waits(scope: Scope, receive: Receive, send: Send) -> None:
    await asyncio.sleep(600)


async def _asked(guard: OpenRequests, address: str, answers: list[int]) -> None:
    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answers.append(message["status"])

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "POST", "path": "/api/ask", "headers": [], "client": (address, 1), "query_string": b""}
    await guard(scope, receive, send)
