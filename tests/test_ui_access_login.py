"""Signing in and out: the form, its answers, what the browser is given, and what is written down."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from ingest.settings import Settings
from tests.test_ui_access_sessions import Clock
from ui.access.accounts import Accounts
from ui.access.audit import AuditEntry, latest
from ui.access.gate import Gate
from ui.access.login_page import LoginView, login_page
from ui.access.person import Role, person_of
from ui.web import new_app
from ui.workplace_store import WorkplaceStore

BASE = "http://finsam.example"
SECRET = "en lång hemlighet"
ATTACK = "\"><script>alert(1)</script><b x='"


@pytest.fixture
def store(tmp_path: Path) -> WorkplaceStore:
    store = WorkplaceStore(tmp_path)
    Accounts(store).add("Anna", Role.ADMINISTRATOR, SECRET)
    return store


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(store: WorkplaceStore, tmp_path: Path, clock: Clock) -> FastAPI:
    app = new_app(Gate(Settings(data_dir=tmp_path), store, clock))

    @app.get("/vem")
    def who(request: Request) -> str:
        return person_of(request).name

    return app


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return browser_of(app)


def browser_of(app: FastAPI, address: str = "192.0.2.7") -> TestClient:
    return TestClient(app, base_url=BASE, client=(address, 50000), follow_redirects=False)


def given(name: str = "anna", password: str = SECRET, target: str = "/") -> dict[str, str]:
    return {"namn": name, "losenord": password, "nasta": target}


def log(store: WorkplaceStore) -> list[tuple[str, str, str, str]]:
    def row(entry: AuditEntry) -> tuple[str, str, str, str]:
        return entry.by, entry.action, entry.subject, entry.detail

    return [row(entry) for entry in latest(store)]


def test_the_right_password_leads_to_where_one_was_going(client: TestClient) -> None:
    answer = client.post("/logga-in", data=given(target="/vem?a=1"))

    assert (answer.status_code, answer.headers["location"]) == (303, "/vem?a=1")
    assert client.get("/vem").json() == "Anna"


def test_the_cookie_is_out_of_the_scripts_reach_and_of_other_sites(client: TestClient) -> None:
    cookie = client.post("/logga-in", data=given()).headers["set-cookie"]

    assert re.fullmatch(r"finsam_session=[\w-]{43}; HttpOnly; Path=/; SameSite=lax", cookie)


@pytest.mark.parametrize(("name", "password"), [("anna", "fel lösenord"), ("ingen", SECRET), ("", ""), ("a\x00b", "x\x00y")])
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(client: TestClient, name: str, password: str) -> None:
    answer = client.post("/logga-in", data=given(name, password))

    assert answer.status_code == 401
    assert "Namnet eller lösenordet stämmer inte." in answer.text
    assert "set-cookie" not in answer.headers


def test_many_wrong_passwords_are_answered_by_how_long_to_wait(client: TestClient, clock: Clock) -> None:
    for _ in range(4):
        client.post("/logga-in", data=given(password="fel lösenord"))
    first = client.post("/logga-in", data=given())
    clock.now += int(first.headers["retry-after"])

    assert (first.status_code, first.headers["retry-after"]) == (429, "1")
    assert "För många försök. Vänta 1 sekund och försök sedan igen." in first.text
    assert client.post("/logga-in", data=given()).status_code == 303


def test_who_guesses_elsewhere_does_not_hold_up_the_owner(app: FastAPI, client: TestClient) -> None:
    other = browser_of(app, "198.51.100.9")
    for _ in range(6):
        other.post("/logga-in", data=given(password="fel lösenord"))

    assert other.post("/logga-in", data=given()).status_code == 429
    assert client.post("/logga-in", data=given()).status_code == 303


def test_an_address_that_is_only_claimed_does_not_help_who_guesses(client: TestClient) -> None:
    told = [
        client.post("/logga-in", data=given(password="fel"), headers={"x-forwarded-for": f"10.0.0.{number}"}).status_code
        for number in range(6)
    ]

    assert told == [401] * 4 + [429] * 2


def test_a_session_that_was_slipped_to_the_browser_is_not_the_one_it_gets(app: FastAPI, client: TestClient) -> None:
    attacker = browser_of(app)
    attacker.post("/logga-in", data=given())
    slipped = attacker.cookies["finsam_session"]

    answer = client.post("/logga-in", data=given(), headers={"cookie": f"finsam_session={slipped}"})

    assert answer.cookies["finsam_session"] != slipped
    assert attacker.get("/vem").status_code == 401


def test_signing_out_ends_the_session_on_the_server(client: TestClient) -> None:
    client.post("/logga-in", data=given())
    token = client.cookies["finsam_session"]

    answer = client.post("/logga-ut")
    client.cookies.set("finsam_session", token)

    assert (answer.status_code, answer.headers["location"]) == (303, "/logga-in")
    assert client.get("/vem").status_code == 401


def test_a_link_cannot_sign_anybody_out(client: TestClient) -> None:
    client.post("/logga-in", data=given())

    assert client.get("/logga-ut").status_code == 405
    assert client.post("/logga-ut", headers={"origin": "http://evil.example"}).status_code == 403
    assert client.get("/vem").status_code == 200


@pytest.mark.parametrize("headers", [{"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}])
def test_another_sites_form_signs_nobody_in(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post("/logga-in", data=given(), headers=headers)

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert "Formuläret kom från en annan sida." in answer.text


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"namn=" + b"x" * 20_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a=b" for _ in range(50)), "application/x-www-form-urlencoded"),
        (b"namn=%ff%fe", "application/x-www-form-urlencoded"),
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
        (b'{"namn": "anna"}', "application/json"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"", ""),
    ],
)
def test_what_is_no_form_of_ours_is_refused_calmly(client: TestClient, content: bytes, kind: str) -> None:
    answer = client.post("/logga-in", content=content, headers={"content-type": kind})

    assert answer.status_code == 400
    assert "Formuläret går inte att läsa." in answer.text


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "/\\evil.example", "/\t/evil.example"])
def test_nobody_is_sent_to_another_host(client: TestClient, target: str) -> None:
    assert client.post("/logga-in", data=given(target=target)).headers["location"] == "/"
    assert client.get("/logga-in", params={"nasta": target}).headers["location"] == "/"


def test_what_is_typed_is_shown_as_text(client: TestClient) -> None:
    answer = client.post("/logga-in", data=given(name=ATTACK, target=f"/{ATTACK}"))

    assert "<script" not in answer.text
    assert 'value="&quot;&gt;&lt;script&gt;' in answer.text


def test_the_password_is_never_sent_back(client: TestClient) -> None:
    assert "fel lösenord" not in client.post("/logga-in", data=given(password="fel lösenord")).text


def test_the_page_runs_no_script_and_stands_in_no_frame(client: TestClient) -> None:
    policy = client.get("/logga-in").headers["content-security-policy"]

    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy


def test_what_happened_is_written_down_with_the_address(client: TestClient, store: WorkplaceStore) -> None:
    client.post("/logga-in", data=given(password="fel lösenord"))
    client.post("/logga-in", data=given())
    client.post("/logga-ut")

    assert log(store) == [
        ("Anna", "loggade ut", "Anna", ""),
        ("Anna", "loggade in", "Anna", "från 192.0.2.7"),
        ("(okänd)", "nekades inloggning", "Anna", "från 192.0.2.7"),
    ]


def test_a_password_typed_in_the_field_of_the_name_is_not_written_down(client: TestClient, store: WorkplaceStore) -> None:
    client.post("/logga-in", data=given(name="hemligtlösenord", password=""))

    assert log(store)[0][2] == "hem…"


def test_a_name_that_nobody_has_is_shown_but_not_kept_whole(client: TestClient, tmp_path: Path, store: WorkplaceStore) -> None:
    client.post("/logga-in", data=given(name="hemligtlösenord", password=""))
    store.close()

    assert not any(b"hemligtl" in file.read_bytes() for file in tmp_path.iterdir())


def test_without_a_way_to_sign_in_the_page_says_where_it_is_done() -> None:
    page = login_page(LoginView(by_password=False, by_provider=False))

    assert "<form" not in page
    assert "organisationens egen inloggning" in page
