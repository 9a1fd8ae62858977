"""Signing in by OpenID Connect, against a real provider on loopback: only what is signed, meant for us and fresh is believed."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import Request
from fastapi.testclient import TestClient
from joserfc.jwk import OctKey, RSAKey

from ingest.settings import Settings
from tests.oidc_provider import CLIENT, SECRET, Provider, running
from tests.test_ui_access_sessions import Clock
from ui.access.accounts import Accounts
from ui.access.gate import Gate
from ui.access.person import Role, person_of
from ui.web import new_app
from ui.workplace_store import WORKPLACE_FILE, WorkplaceStore

BASE = "http://finsam.example"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as provider:
        yield provider


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.now = time.time()  # the provider's clock is the real one
    return clock


@pytest.fixture
def settings(tmp_path: Path, provider: Provider) -> Settings:
    return Settings(
        data_dir=tmp_path,
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,  # type: ignore[arg-type]
        oidc_roles="grupp-a=redaktör, grupp-b=läsare",
    )


@pytest.fixture
def client(settings: Settings, clock: Clock) -> TestClient:
    return browser_of(settings, clock)


def browser_of(settings: Settings, clock: Clock) -> TestClient:
    app = new_app(Gate(settings, WorkplaceStore(settings.data_dir), clock))

    @app.get("/vem")
    def who(request: Request) -> str:
        person = person_of(request)
        return f"{person.name}, {person.role.value}"

    return TestClient(app, base_url=BASE, client=("192.0.2.7", 50000), follow_redirects=False)


def begin(client: TestClient, target: str = "/vem") -> str:
    """The provider's address that the browser is sent to."""
    answer = client.get("/logga-in/oidc", params={"nasta": target})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def come_back(client: TestClient, address: str) -> Any:
    """What the application answers to the browser that the provider sends back."""
    back = httpx.get(address).headers["location"]
    return client.get(back, headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"})


def sign_in(client: TestClient) -> Any:
    return come_back(client, begin(client))


def test_who_signs_in_at_the_provider_is_known_with_the_role_of_the_group(client: TestClient) -> None:
    answer = sign_in(client)

    assert (answer.status_code, answer.headers["location"]) == (303, "/vem")
    assert client.get("/vem").json() == "eva, redaktör"


def test_the_request_carries_state_nonce_and_a_challenge_of_its_own_each_time(client: TestClient) -> None:
    first, second = (parse_qs(urlsplit(begin(client)).query) for _ in range(2))

    assert first["redirect_uri"] == [f"{BASE}/logga-in/oidc/svar"]
    assert first["code_challenge_method"] == ["S256"]
    assert all(first[name] != second[name] for name in ("state", "nonce", "code_challenge"))


def test_the_page_offers_the_way_to_the_provider_and_asks_for_no_password(client: TestClient) -> None:
    page = client.get("/logga-in?nasta=/vem").text

    assert 'href="/logga-in/oidc?nasta=/vem">Logga in med organisationens konto</a>' in page
    assert 'type="password"' not in page


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "en annan"},
        {"nonce": None},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"iat": None},
        {"nbf": int(time.time()) + 3600},
        {"aud": "ett-annat-program"},
        {"aud": ["ett-annat-program", CLIENT], "azp": "ett-annat-program"},
        {"aud": None},
        {"iss": "https://en-annan.example"},
        {"iss": None},
        {"sub": None},
        {"sub": ""},
        {"at_hash": "fel"},
    ],
)
def test_a_token_that_says_something_else_is_not_believed(client: TestClient, provider: Provider, claims: dict[str, Any]) -> None:
    provider.claims = claims

    answer = sign_in(client)

    assert answer.status_code == 403
    assert "gick inte att lita på" in answer.text
    assert "finsam_session" not in answer.headers.get("set-cookie", "")


def test_a_token_signed_with_another_key_is_not_believed(client: TestClient, provider: Provider) -> None:
    provider.key = RSAKey.generate_key(2048, {"kid": "k1"})

    assert sign_in(client).status_code == 403


def test_a_token_signed_with_a_shared_secret_is_not_believed(client: TestClient, provider: Provider) -> None:
    provider.key = OctKey.import_key(SECRET * 3)
    provider.header = {"alg": "HS256", "kid": "k1"}

    assert sign_in(client).status_code == 403


def test_a_token_without_a_signature_is_not_believed(client: TestClient, provider: Provider) -> None:
    provider.unsigned = True

    assert sign_in(client).status_code == 403


def test_a_provider_that_calls_itself_something_else_is_not_asked(client: TestClient, provider: Provider) -> None:
    provider.said_issuer = "https://en-annan.example"

    assert client.get("/logga-in/oidc").status_code == 403


def test_a_provider_that_does_not_answer_is_told_calmly(client: TestClient, provider: Provider) -> None:
    address = begin(client)
    provider.token_status = 502

    answer = come_back(client, address)

    assert answer.status_code == 403
    assert "svarar inte som den ska just nu" in answer.text


def test_an_answer_counts_once(client: TestClient) -> None:
    back = httpx.get(begin(client)).headers["location"]
    first, second = client.get(back), client.get(back)

    assert (first.status_code, second.status_code) == (303, 403)


def test_an_answer_counts_only_in_the_browser_that_began(client: TestClient, settings: Settings, clock: Clock) -> None:
    back = httpx.get(begin(client)).headers["location"]

    answer = browser_of(settings, clock).get(back)

    assert answer.status_code == 403
    assert "började i en annan webbläsare" in answer.text


def test_an_answer_that_comes_too_late_does_not_count(client: TestClient, clock: Clock) -> None:
    address = begin(client)
    clock.now += 601

    assert come_back(client, address).status_code == 403


def test_a_code_from_elsewhere_signs_nobody_in(client: TestClient) -> None:
    begin(client)

    assert client.get("/logga-in/oidc/svar?code=stulen&state=gissad").status_code == 403


def test_who_breaks_off_at_the_provider_is_told_so(client: TestClient) -> None:
    state = parse_qs(urlsplit(begin(client)).query)["state"][0]

    answer = client.get(f"/logga-in/oidc/svar?error=access_denied&state={state}")

    assert "Inloggningen avbröts. Försök igen." in answer.text


@pytest.mark.parametrize("roles", [["grupp-x"], [], None, "grupp", {"a": "grupp-a"}])
def test_who_is_in_no_group_is_refused_with_what_to_do(client: TestClient, provider: Provider, roles: Any) -> None:
    provider.claims = {"roles": roles}

    answer = sign_in(client)

    assert answer.status_code == 403
    assert "har ingen roll här" in answer.text


def test_who_is_in_several_groups_has_the_highest_role(client: TestClient, provider: Provider) -> None:
    provider.claims = {"roles": ["grupp-b", "grupp-a"]}
    sign_in(client)

    assert client.get("/vem").json() == "eva, redaktör"


def test_an_accounts_name_is_nobody_elses(client: TestClient, settings: Settings) -> None:
    Accounts(WorkplaceStore(settings.data_dir)).add("Eva", Role.ADMINISTRATOR, "en lång hemlighet")

    answer = sign_in(client)

    assert answer.status_code == 403
    assert "Namnet eva hör redan till någon annan här." in answer.text


def test_two_persons_of_a_provider_do_not_share_a_name(
    client: TestClient, provider: Provider, settings: Settings, clock: Clock
) -> None:
    sign_in(client)
    provider.claims = {"sub": "person-2"}

    assert sign_in(browser_of(settings, clock)).status_code == 403


def test_the_same_person_comes_back_under_the_same_name(client: TestClient, settings: Settings, clock: Clock) -> None:
    sign_in(client)

    assert sign_in(browser_of(settings, clock)).status_code == 303


def test_without_the_provider_who_came_from_it_is_nobody(client: TestClient, settings: Settings, clock: Clock) -> None:
    sign_in(client)
    later = browser_of(Settings(data_dir=settings.data_dir), clock)
    later.cookies = client.cookies

    assert (client.get("/vem").status_code, later.get("/vem").status_code) == (200, 403)


def test_a_refusal_that_cannot_be_noted_is_told_calmly(client: TestClient, provider: Provider, settings: Settings) -> None:
    address = begin(client)
    with closing(sqlite3.connect(settings.data_dir / WORKPLACE_FILE)) as connection:
        connection.execute("DROP TABLE audit")
    provider.claims = {"roles": []}

    answer = come_back(client, address)

    assert answer.status_code == 503
    assert "hör till en annan version av programmet" in answer.text


def test_a_name_from_the_provider_is_shown_as_text_on_one_line(client: TestClient, provider: Provider) -> None:
    provider.claims = {"preferred_username": "eva\n\u202e<b>\x00" + "x" * 500}
    sign_in(client)

    assert client.get("/vem").json() == "eva <b> " + "x" * 92 + ", redaktör"


def test_the_secret_stands_in_no_text_of_the_settings(settings: Settings) -> None:
    assert SECRET not in repr(settings)
