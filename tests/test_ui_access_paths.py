"""What is public, where signing in leads, and which pages are our own: however it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from ingest.settings import Settings
from ui.access.gate import Gate
from ui.access.sites import is_own
from ui.access.targets import own_target
from ui.api.public_paths import is_public
from ui.web import new_app
from ui.workplace_store import WorkplaceStore


@pytest.mark.parametrize(
    "path",
    ["/", "//healthz", "/healthz/", "/healthz/../config", "/Healthz", "/api/source/", "/api/source/..", "/api/source/a/b",
     "/api/source/a\\b", "/api//source/x", "/logga-in/", "/logga-in/../config", "/config", "/gradio_api/queue/join", "", "*"],
)  # fmt: skip
def test_a_path_that_is_not_exactly_a_public_one_is_not_public(path: str) -> None:
    assert not is_public(path)


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("/", "/"),
        ("/kalla/x?page=2", "/kalla/x?page=2"),
        ("/?a=å", "/?a=%C3%A5"),
        ("//evil.example", "/"),
        ("///evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/x\r\nSet-Cookie: a=b", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        (" //evil.example", "/"),
        ("evil.example", "/"),
        ("", "/"),
        ("/logga-in?nasta=/", "/"),
        ("/logga-ut", "/"),
        ("/" + "x" * 3000, "/"),
        ('/"><script>', "/%22%3E%3Cscript%3E"),
        ("/\x00", "/"),
    ],
)
def test_signing_in_leads_to_a_path_of_our_own_only(asked: str, sent: str) -> None:
    assert own_target(asked) == sent


def test_a_browser_that_tells_less_is_judged_by_its_origin() -> None:
    def asked(origin: str, host: str) -> bool:
        headers = [(b"origin", origin.encode()), (b"host", host.encode())]
        return is_own(Request({"type": "http", "method": "POST", "headers": headers}))

    assert asked("http://finsam.lan:7860", "finsam.lan:7860")
    assert asked("https://finsam.example", "finsam.example:443")
    assert not asked("https://finsam.example.evil.example", "finsam.example")
    assert not asked("https://finsam.example:8443", "finsam.example")
    assert not asked("null", "")


@pytest.fixture
def anybody(tmp_path: Path) -> TestClient:
    """Nobody that is known, at an installation where a server in front names people."""
    settings = Settings(
        data_dir=tmp_path / "var", embedding_model="fake", proxy_user_header="X-User", proxy_addresses="192.0.2.1"
    )
    return TestClient(
        new_app(Gate(settings, WorkplaceStore(settings.data_dir))), base_url="https://finsam.example", follow_redirects=False
    )


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("page", ["/fraga", "/tillganglighet", "/logga-in"])
def test_a_public_page_with_a_slash_too_many_is_led_to_the_page(anybody: TestClient, page: str, method: str) -> None:
    answer = anybody.request(method, f"{page}/?a=%C3%A5&b=%2F%2Fevil.example")

    assert (answer.status_code, answer.headers["location"]) == (308, f"{page}?a=%C3%A5&b=%2F%2Fevil.example")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["//fraga/", "/fraga/x/", "/config/", "//evil.example/fraga/", "/fraga/../config/"])
def test_no_other_address_with_a_slash_at_its_end_is_led_anywhere_public(anybody: TestClient, path: str) -> None:
    answer = anybody.get(f"https://finsam.example{path}", headers={"accept": "text/html"})

    assert answer.status_code != 308
