"""A page of another website reaches the public addresses only where the setting names it, and learns nothing elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.responses import PlainTextResponse

from ingest.errors import UsageError
from ingest.settings import Settings
from ui.access.gate import Gate
from ui.api.origins import normal_origin, read_origins
from ui.same_machine import asks_from_here
from ui.web import new_app
from ui.workplace_store import WorkplaceStore

SITE = "https://www.example.se"
OTHER = "https://elak.example"
BASE = "https://fraga.example"
ELSEWHERE = ("203.0.113.7", 50000)
SHARED = [
    ("POST", "/api/ask"),
    ("GET", "/api/reports"),
    ("GET", "/api/figures"),
    ("GET", "/api/findings"),
    ("GET", "/api/openapi.json"),
    ("GET", "/api/source/x"),
]


class Asked:
    """An application with the public addresses that counts what it computes."""

    def __init__(self, data: Path, **given: Any) -> None:
        self.computed = 0
        app = new_app(Gate(Settings(data_dir=data, allowed_origins=SITE, **given), WorkplaceStore(data)))
        for method, path in [*SHARED, ("GET", "/widget.js"), ("POST", "/fraga"), ("GET", "/fraga")]:
            app.add_route(path, self._compute, [method])
        self.app: FastAPI = app
        self.client = TestClient(app, base_url=BASE, client=ELSEWHERE)

    def _compute(self, _: object) -> PlainTextResponse:
        self.computed += 1
        return PlainTextResponse("svar")


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    return Asked(tmp_path)


def cors(headers: Any) -> list[str]:
    return [name for name in headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize(("method", "path"), SHARED)
def test_a_page_of_an_allowed_website_gets_the_answer_and_may_read_it(asked: Asked, method: str, path: str) -> None:
    answer = asked.client.request(method, path, headers={"origin": SITE, "sec-fetch-site": "cross-site"})

    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, SITE)
    assert "Origin" in answer.headers["vary"]
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(("method", "path"), SHARED)
@pytest.mark.parametrize("origin", [OTHER, "null", f"{SITE}.elak.example", "http://www.example.se", f"{SITE}:8443", "", "*"])
def test_a_page_of_any_other_website_is_refused_before_anything_is_computed(
    asked: Asked, method: str, path: str, origin: str
) -> None:
    answer = asked.client.request(method, path, headers={"origin": origin, "content-type": "text/plain"})

    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    assert "allowed_origins" in answer.json()["detail"]
    assert (asked.computed, cors(answer.headers)) == (0, [])
    assert "Origin" in answer.headers["vary"]


def test_two_origins_are_none(asked: Asked) -> None:
    answer = asked.client.get("/api/reports", headers=[("origin", SITE), ("origin", OTHER)])

    assert (answer.status_code, cors(answer.headers)) == (403, [])


@pytest.mark.parametrize(("method", "path"), SHARED)
def test_a_browser_that_asks_first_is_told_what_an_allowed_page_may_send(asked: Asked, method: str, path: str) -> None:
    answer = asked.client.options(
        path,
        headers={"origin": SITE, "access-control-request-method": method, "access-control-request-headers": "content-type"},
    )

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == SITE
    assert answer.headers["access-control-allow-methods"] == method
    assert answer.headers["access-control-allow-headers"] == "content-type, accept"
    assert int(answer.headers["access-control-max-age"]) > 0
    assert asked.computed == 0


@pytest.mark.parametrize("origin", [OTHER, "null"])
def test_a_browser_that_asks_first_for_another_page_is_refused(asked: Asked, origin: str) -> None:
    answer = asked.client.options("/api/ask", headers={"origin": origin, "access-control-request-method": "POST"})

    assert (answer.status_code, cors(answer.headers)) == (403, [])


def test_without_the_setting_no_website_is_allowed(tmp_path: Path) -> None:
    client = TestClient(new_app(Gate(Settings(data_dir=tmp_path), WorkplaceStore(tmp_path))), base_url=BASE, client=ELSEWHERE)

    answer = client.options("/api/ask", headers={"origin": SITE, "access-control-request-method": "POST"})

    assert (answer.status_code, cors(answer.headers)) == (403, [])


def test_our_own_page_asks_without_being_named(asked: Asked) -> None:
    answer = asked.client.post("/api/ask", headers={"origin": BASE, "sec-fetch-site": "same-origin"})

    assert (answer.status_code, cors(answer.headers)) == (200, [])


def test_a_program_that_is_no_browser_asks_without_an_origin(asked: Asked) -> None:
    assert asked.client.post("/api/ask").status_code == 200


def test_a_source_that_somebody_opens_from_another_website_is_shown(asked: Asked) -> None:
    opened = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}

    assert asked.client.get("/api/source/x", headers=opened).status_code == 200


def test_data_that_another_website_fetches_as_a_script_or_image_is_not_computed(asked: Asked) -> None:
    fetched = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"}

    assert (asked.client.get("/api/figures", headers=fetched).status_code, asked.computed) == (403, 0)


def test_the_widgets_script_may_be_loaded_by_any_page(asked: Asked) -> None:
    loaded = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"}

    answer = asked.client.get("/widget.js", headers=loaded)

    assert (answer.status_code, answer.headers["cross-origin-resource-policy"]) == (200, "cross-origin")


def test_a_form_on_another_website_cannot_ask_on_the_page(asked: Asked) -> None:
    sent = {"origin": OTHER, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "accept": "text/html"}

    answer = asked.client.post("/fraga", data={"fraga": "Hur gick det?"}, headers=sent)

    assert (answer.status_code, asked.computed) == (403, 0)
    assert answer.headers["content-type"].startswith("text/plain")


def test_reports_cannot_be_sent_from_an_allowed_website(asked: Asked) -> None:
    sent = asked.client.post("/api/reports", headers={"origin": SITE, "sec-fetch-site": "cross-site"})
    asks = asked.client.options("/api/reports", headers={"origin": SITE, "access-control-request-method": "POST"})

    assert (sent.status_code, cors(sent.headers)) == (403, [])
    assert asks.headers["access-control-allow-methods"] == "GET"


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("https://www.example.se", "https://www.example.se"),
        ("HTTPS://WWW.Example.SE:443", "https://www.example.se"),
        ("http://example.se:80", "http://example.se"),
        ("http://example.se:8080", "http://example.se:8080"),
        ("https://samordningsförbundet-öster.se", "https://xn--samordningsfrbundet-ster-woci.se"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
    ],
)
def test_an_origin_is_compared_as_browsers_write_it(given: str, normal: str) -> None:
    assert read_origins(f" {given} ,", "allowed_origins") == (normal,)


@pytest.mark.parametrize(
    "given",
    [
        "*",
        "null",
        "www.example.se",
        "https://",
        "https://www.example.se/",
        "https://www.example.se/sida",
        "https://*.example.se",
        "https://anna@example.se",
        "https://example.se:0",
        "https://example.se:99999",
        "https://example.se:",
        "https://example.se?x=1",
        "https://example.se#x",
        "https://-example.se",
        "https://exa mple.se",
        "ftp://example.se",
        "file:///tmp",
        "https://[::1",
        "https://example.se; script-src *",
        "https://example.se'",
        "https://.se",
    ],
)
@pytest.mark.parametrize("setting", ["allowed_origins", "frame_ancestors"])
def test_a_setting_that_is_no_origin_stops_the_start_with_what_to_write(tmp_path: Path, setting: str, given: str) -> None:
    settings = Settings(data_dir=tmp_path, **{setting: given})  # type: ignore[arg-type]

    with pytest.raises(UsageError) as error:
        new_app(Gate(settings, WorkplaceStore(tmp_path)))

    assert error.value.message_sv.startswith(f"{setting}: {given} är ingen webbplats. Skriv https://")


def test_a_line_break_makes_no_origin() -> None:
    assert normal_origin("https://example.se\r\nx: y") is None


@pytest.mark.parametrize(
    "host", ["evil@127.0.0.1", "evil@127.0.0.1:7860", "a:b@localhost", "127.0.0.1/x", "127.0.0.1?x", "127.0.0.1#x"]
)
def test_a_host_that_names_more_than_this_machine_is_not_this_machine(host: str) -> None:
    from starlette.requests import HTTPConnection

    asked = HTTPConnection({"type": "http", "client": ("127.0.0.1", 5), "headers": [(b"host", host.encode())]})

    assert not asks_from_here(asked)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:7860", "localhost:7860", "[::1]:7860", "LOCALHOST"])
def test_this_machines_own_names_are_known(host: str) -> None:
    from starlette.requests import HTTPConnection

    asked = HTTPConnection({"type": "http", "client": ("127.0.0.1", 5), "headers": [(b"host", host.encode())]})

    assert asks_from_here(asked)
