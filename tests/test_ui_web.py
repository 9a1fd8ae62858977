"""The web server's address: its own machine only, and a port that is free."""

from __future__ import annotations

import socket

import pytest

from ingest.errors import PortTakenError, UsageError
from ui.web import check_address, start_lines


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.20", "::", "example.org", ""])
def test_an_address_that_others_can_reach_is_refused_with_the_reason(host: str) -> None:
    with pytest.raises(UsageError) as error:
        check_address(host, 7860, guarded=False)

    assert "det finns inga konton" in error.value.message_sv
    assert "finsam user add" in error.value.message_sv


def test_an_address_that_others_can_reach_is_accepted_when_people_sign_in() -> None:
    check_address("0.0.0.0", free_port(), guarded=True)


def test_who_starts_a_server_is_told_who_gets_in() -> None:
    assert "visas bara på den här datorn" in start_lines("127.0.0.1", guarded=False)[0]
    assert "okrypterade" in start_lines("0.0.0.0", guarded=True)[-1]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.2"])
def test_an_address_of_this_machine_is_accepted_when_the_port_is_free(host: str) -> None:
    check_address(host, free_port(), guarded=False)


def test_a_port_that_somebody_listens_on_is_refused_with_another_to_try() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(PortTakenError) as error:
            check_address("127.0.0.1", port, guarded=False)

    assert f"Port {port} används redan" in error.value.message_sv
    assert "finsam serve --port " in error.value.message_sv
