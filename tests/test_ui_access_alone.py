"""Without accounts the application is for somebody at this machine alone, by its own name and with nothing in between."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.websockets import WebSocketDisconnect

from tests.test_ui_access_gate import ELSEWHERE, HERE, app_of, client_of
from ui.workplace_store import WORKPLACE_FILE


def test_somebody_at_this_machine_may_do_everything(tmp_path: Path) -> None:
    assert client_of(app_of(tmp_path)).get("/sida").json() == "lokal användare, administratör"


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        (ELSEWHERE, {}),
        (HERE, {"host": "evil.example:7860"}),
        (HERE, {"host": ""}),
        (HERE, {"host": "["}),
        (HERE, {"x-forwarded-for": "192.0.2.7"}),
        (HERE, {"forwarded": "for=192.0.2.7"}),
        (HERE, {"x-real-ip": "192.0.2.7"}),
        (HERE, {"via": "1.1 proxy"}),
        (HERE, {"x-remote-user": "anna", "x-forwarded-for": "127.0.0.1"}),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_comes_from_elsewhere_or_under_another_name_gets_nothing(
    tmp_path: Path, peer: tuple[str, int], headers: dict[str, str], method: str
) -> None:
    answer = client_of(app_of(tmp_path), peer).request(method, "/sida", headers=headers)

    assert answer.status_code == 403
    assert "finsam user add NAMN" in answer.json()["detail"]


def test_a_server_that_others_reach_trusts_no_address(tmp_path: Path) -> None:
    assert client_of(app_of(tmp_path, host="0.0.0.0")).get("/sida").status_code == 403


def test_a_socket_opens_for_this_machine_and_not_for_another_name(tmp_path: Path) -> None:
    client = client_of(app_of(tmp_path))
    with client.websocket_connect("ws://127.0.0.1:7860/samtal") as socket:
        assert socket.receive_text() == "lokal användare"

    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/samtal", headers={"host": "evil.example"}):
        pass


def test_nothing_is_written_to_find_out_that_there_are_no_accounts(tmp_path: Path) -> None:
    client_of(app_of(tmp_path)).get("/sida")

    assert not (tmp_path / WORKPLACE_FILE).exists()


def test_the_login_page_leads_to_the_page_since_there_is_nothing_to_sign_in_to(tmp_path: Path) -> None:
    answer = client_of(app_of(tmp_path)).get("/logga-in")

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
