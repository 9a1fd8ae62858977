"""A proxy's word for who somebody is counts from its own address, and from no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import Request

from ingest.errors import NotAllowedError, UsageError
from ingest.settings import Settings
from tests.test_ui_access_gate import ELSEWHERE, PROXY, SECRET, add_anna, app_of, client_of
from ui.access.claims import claim_name
from ui.access.gate import Gate
from ui.access.proxies import Proxies
from ui.workplace_store import WorkplaceStore

GIVEN = {"proxy_addresses": "10.0.0.0/24, 127.0.0.1", "proxy_user_header": "X-Remote-User", "proxy_role_header": "X-Role"}


def test_a_person_whom_the_proxy_names_needs_no_account(tmp_path: Path) -> None:
    client = client_of(app_of(tmp_path, **GIVEN), PROXY)

    answer = client.get("/sida", headers={"x-remote-user": "eva@kommun.se", "x-role": "redaktor"})

    assert answer.json() == "eva@kommun.se, redaktör"


@pytest.mark.parametrize("name", ["Anna", "lokal användare"])
def test_a_name_that_is_somebody_elses_here_is_refused(tmp_path: Path, name: str) -> None:
    add_anna(tmp_path)
    client = client_of(app_of(tmp_path, **GIVEN), PROXY)

    answer = client.get("/sida", headers={"x-remote-user": name.encode(), "x-role": "redaktor"})  # type: ignore[dict-item]

    assert answer.status_code == 403
    assert answer.json()["detail"].startswith(f"Namnet {name} hör redan till någon annan här.")


def test_a_name_that_the_proxy_has_named_is_nobody_elses(tmp_path: Path) -> None:
    named = {"x-remote-user": "anna", "x-role": "redaktor"}
    client_of(app_of(tmp_path, **GIVEN), PROXY).get("/sida", headers=named)

    with pytest.raises(UsageError):
        add_anna(tmp_path)
    with pytest.raises(NotAllowedError):
        claim_name(WorkplaceStore(tmp_path), "anna", "https://login.example", "person-1")
    assert client_of(app_of(tmp_path, **GIVEN), PROXY).get("/sida", headers=named).json() == "anna, redaktör"


@pytest.mark.parametrize("extra", [{}, {"x-forwarded-for": "10.0.0.5"}, {"x-real-ip": "10.0.0.5"}])
def test_the_same_words_from_elsewhere_count_for_nothing(tmp_path: Path, extra: dict[str, str]) -> None:
    client = client_of(app_of(tmp_path, **GIVEN), ELSEWHERE)

    assert client.get("/sida", headers={"x-remote-user": "eva", "x-role": "administratör".encode(), **extra}).status_code == 401  # type: ignore[dict-item]


def test_who_has_no_role_is_refused_with_what_to_do(tmp_path: Path) -> None:
    client = client_of(app_of(tmp_path, **GIVEN), PROXY)

    answer = client.get("/sida", headers={"x-remote-user": "eva", "x-role": "kung"})

    assert answer.status_code == 403
    assert "ingen roll här" in answer.json()["detail"]


def test_a_default_role_serves_who_is_given_none(tmp_path: Path) -> None:
    client = client_of(app_of(tmp_path, **GIVEN, proxy_default_role="läsare"), PROXY)

    assert client.get("/sida", headers={"x-remote-user": "eva"}).json() == "eva, läsare"


def test_a_name_that_is_given_twice_is_believed_neither_time(tmp_path: Path) -> None:
    client = client_of(app_of(tmp_path, **GIVEN), PROXY)

    answer = client.get("/sida", headers=[("x-remote-user", "eva"), ("x-remote-user", "chefen"), ("x-role", "läsare".encode())])  # type: ignore[list-item]

    assert answer.status_code == 401


def test_a_proxy_that_names_nobody_gets_what_everybody_gets(tmp_path: Path) -> None:
    assert client_of(app_of(tmp_path, **GIVEN), ("127.0.0.1", 1)).get("/sida").status_code == 401


def test_a_page_from_elsewhere_cannot_use_the_proxys_word(tmp_path: Path) -> None:
    client = client_of(app_of(tmp_path, **GIVEN), PROXY)
    named = {"x-remote-user": "eva", "x-role": "redaktor"}

    assert client.post("/sida", headers={**named, "origin": "https://evil.example"}).status_code == 403


def test_https_at_the_proxy_makes_the_cookie_secure(tmp_path: Path) -> None:
    add_anna(tmp_path)
    client = client_of(app_of(tmp_path, proxy_addresses="10.0.0.5"), PROXY, "http://finsam.example")

    answer = client.post(
        "/logga-in",
        data={"namn": "anna", "losenord": SECRET},
        headers={"x-forwarded-proto": "https", "origin": "https://finsam.example"},
    )

    assert answer.headers["set-cookie"].startswith("__Host-finsam_session=")
    assert answer.headers["set-cookie"].endswith("; HttpOnly; Path=/; SameSite=lax; Secure")


def test_a_claim_of_https_from_elsewhere_is_not_believed(tmp_path: Path) -> None:
    add_anna(tmp_path)
    client = client_of(app_of(tmp_path, proxy_addresses="10.0.0.5"), ELSEWHERE, "http://finsam.example")

    answer = client.post("/logga-in", data={"namn": "anna", "losenord": SECRET}, headers={"x-forwarded-proto": "https"})

    assert "Secure" not in answer.headers["set-cookie"]


def test_the_address_is_the_last_one_named_that_is_no_proxy() -> None:
    proxies = Proxies.of(Settings(proxy_addresses="10.0.0.0/24"))

    def client(peer: str, forwarded: str) -> str:
        scope = {"type": "http", "client": (peer, 1), "headers": [(b"x-forwarded-for", forwarded.encode())]}
        return proxies.client(Request(scope))

    assert client("10.0.0.5", "6.6.6.6, 192.0.2.7, 10.0.0.9") == "192.0.2.7"
    assert client("192.0.2.7", "6.6.6.6") == "192.0.2.7"
    assert client("10.0.0.5", "") == "10.0.0.5"


@pytest.mark.parametrize(
    "given",
    [
        {"proxy_user_header": "X-Remote-User"},
        {"proxy_addresses": "min-proxy"},
        {"proxy_addresses": "10.0.0.5", "proxy_user_header": "X", "proxy_default_role": "chef"},
        {"oidc_issuer": "http://login.example"},
        {"oidc_issuer": "https://login.example"},
        {"oidc_issuer": "https://login.example", "oidc_client_id": "x", "oidc_roles": "grupp-a"},
    ],
)
def test_settings_that_do_not_fit_together_stop_the_start(tmp_path: Path, given: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        Gate(Settings(data_dir=tmp_path, **given), WorkplaceStore(tmp_path))  # type: ignore[arg-type]
