"""With accounts everything needs a session but what is public, and no page from elsewhere acts in anybody's name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request, WebSocket
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from ingest.settings import Settings
from ui.access.accounts import Accounts
from ui.access.gate import Gate
from ui.access.person import Role, person_of
from ui.cli import main
from ui.web import new_app
from ui.workplace_store import WORKPLACE_FILE, WorkplaceStore

HERE, PROXY, ELSEWHERE = ("127.0.0.1", 50000), ("10.0.0.5", 50000), ("192.0.2.7", 50000)
LOCAL = "http://127.0.0.1:7860"
SECRET = "en lång hemlighet"
HTML = {"accept": "text/html"}


def app_of(tmp_path: Path, **given: Any) -> FastAPI:
    """The application with a page of its own, a change, and a socket; each says who asked."""
    settings = Settings(data_dir=tmp_path, **given)
    app = new_app(Gate(settings, WorkplaceStore(tmp_path)))

    @app.get("/sida")
    @app.post("/sida")
    def page(request: Request) -> str:
        person = person_of(request)
        return f"{person.name}, {person.role.value}"

    @app.get("/api/source/x")
    def public() -> str:
        return "för alla"

    @app.websocket("/samtal")
    async def talk(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text(person_of(socket).name)
        await socket.close()

    return app


def client_of(app: FastAPI, peer: tuple[str, int] = HERE, base: str = LOCAL) -> TestClient:
    return TestClient(app, base_url=base, client=peer, follow_redirects=False)


def add_anna(tmp_path: Path, role: Role = Role.EDITOR) -> None:
    Accounts(WorkplaceStore(tmp_path)).add("anna", role, SECRET)


def sign_in(client: TestClient, **headers: str) -> None:
    answer = client.post("/logga-in", data={"namn": "anna", "losenord": SECRET}, headers=headers)
    assert answer.status_code == 303, answer.text


@pytest.fixture(autouse=True)
def _anna(tmp_path: Path) -> None:
    add_anna(tmp_path)


def test_a_server_whose_accounts_are_lost_with_their_file_does_not_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / WORKPLACE_FILE).write_bytes(b"")

    assert main(["--data", str(tmp_path), "serve", "--port", "7940"]) == 1

    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "är tom eller ingen vanlig fil. Lägg tillbaka en säkerhetskopia" in told


def test_an_account_made_while_the_server_runs_ends_the_free_access_at_once(tmp_path: Path) -> None:
    Accounts(WorkplaceStore(tmp_path)).set_role("anna", Role.ADMINISTRATOR)
    Accounts(WorkplaceStore(tmp_path)).remove("anna")
    client = client_of(app_of(tmp_path))
    before = client.get("/sida").status_code
    add_anna(tmp_path)

    assert (before, client.get("/sida").status_code) == (200, 401)


def test_who_opens_a_page_is_sent_to_sign_in_and_back(tmp_path: Path) -> None:
    client = client_of(app_of(tmp_path))

    answer = client.get("/sida?a=1&b=å", headers=HTML)
    form = client.get(answer.headers["location"]).text

    assert answer.status_code == 303
    assert '<input type="hidden" name="nasta" value="/sida?a=1&amp;b=%C3%A5">' in form


def test_a_program_is_told_in_one_swedish_line(tmp_path: Path) -> None:
    answer = client_of(app_of(tmp_path)).get("/sida")

    assert answer.status_code == 401
    assert answer.json()["detail"] == "Du är inte inloggad, eller så har tiden gått ut. Ladda om sidan och logga in."


@pytest.mark.parametrize("path", ["/healthz", "/api/source/x", "/logga-in"])
def test_what_is_public_needs_nobody(tmp_path: Path, path: str) -> None:
    assert client_of(app_of(tmp_path), ELSEWHERE, "https://finsam.example").get(path).status_code == 200


def test_who_signs_in_is_known_with_role(tmp_path: Path) -> None:
    client = client_of(app_of(tmp_path), ELSEWHERE, "http://finsam.example")
    sign_in(client)

    assert client.get("/sida").json() == "anna, redaktör"


def test_a_socket_needs_a_session(tmp_path: Path) -> None:
    client = client_of(app_of(tmp_path))
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/samtal"):
        pass

    sign_in(client)
    with client.websocket_connect("ws://127.0.0.1:7860/samtal") as socket:
        assert socket.receive_text() == "anna"


def test_a_socket_does_not_open_for_a_page_from_elsewhere(tmp_path: Path) -> None:
    client = client_of(app_of(tmp_path))
    sign_in(client)

    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/samtal", headers={"origin": "http://evil.example"}):
        pass


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://["},
        {"origin": "http://127.0.0.1:x"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"},
        {"sec-fetch-site": "Same-Origin, cross-site"},
    ],
)
def test_a_page_from_elsewhere_changes_nothing_in_anybodys_name(tmp_path: Path, headers: dict[str, str]) -> None:
    client = client_of(app_of(tmp_path))
    sign_in(client)

    assert client.post("/sida", headers=headers).status_code == 403


def test_a_link_from_elsewhere_opens_the_page_but_a_frame_does_not(tmp_path: Path) -> None:
    client = client_of(app_of(tmp_path))
    sign_in(client)
    link = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}

    assert client.get("/sida", headers=link).status_code == 200
    assert client.get("/sida", headers={**link, "sec-fetch-dest": "iframe"}).status_code == 403
    assert client.get("/sida", headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}).status_code == 403


def test_what_is_public_may_be_asked_for_by_any_page_but_in_nobodys_name(tmp_path: Path) -> None:
    assert client_of(app_of(tmp_path)).get("/api/source/x", headers={"sec-fetch-site": "cross-site"}).status_code == 200


def test_a_damaged_database_lets_nobody_in_and_says_which_file_it_is(tmp_path: Path) -> None:
    for part in tmp_path.glob(f"{WORKPLACE_FILE}*"):
        part.unlink()
    (tmp_path / WORKPLACE_FILE).write_bytes(b"no database at all" * 100)

    answer = client_of(app_of(tmp_path)).get("/sida")

    assert answer.status_code == 503
    assert WORKPLACE_FILE in answer.json()["detail"]
    assert "säkerhetskopia" in answer.json()["detail"]
