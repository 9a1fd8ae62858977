"""Sessions end by themselves, and a copy of the database opens none."""

from __future__ import annotations

from pathlib import Path

import pytest

from ui.access.accounts import Accounts
from ui.access.claims import claim_name
from ui.access.person import Person, Role
from ui.access.sessions import Sessions
from ui.workplace_schema import sessions as sessions_table
from ui.workplace_store import WorkplaceStore

ANNA = Person("anna", Role.EDITOR)
ISSUER = "https://login.example"


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> WorkplaceStore:
    return WorkplaceStore(tmp_path)


@pytest.fixture
def sessions(store: WorkplaceStore, clock: Clock) -> Sessions:
    claim_name(store, ANNA.name, ISSUER, "person-1")
    return Sessions(store, idle_s=600, longest_s=3600, clock=clock, issuer=ISSUER)


@pytest.mark.parametrize("issuer", [None, "https://en-annan.example"])
def test_who_has_no_account_is_known_only_while_the_provider_is(
    sessions: Sessions, store: WorkplaceStore, clock: Clock, issuer: str | None
) -> None:
    token = sessions.begin_for(ANNA)
    later = Sessions(store, idle_s=600, longest_s=3600, clock=clock, issuer=issuer)

    assert later.person(token) is None


def test_a_session_knows_its_person(sessions: Sessions) -> None:
    assert sessions.person(sessions.begin_for(ANNA)) == ANNA


def test_two_sessions_have_different_tokens_of_256_bits(sessions: Sessions) -> None:
    first, second = sessions.begin_for(ANNA), sessions.begin_for(ANNA)

    assert first != second
    assert len(first) == 43  # 32 bytes in base64


def test_the_token_itself_is_not_stored(sessions: Sessions, store: WorkplaceStore, tmp_path: Path) -> None:
    token = sessions.begin_for(ANNA)

    with store.transaction() as connection:
        kept = str(connection.execute(sessions_table.select()).all())

    assert token not in kept
    assert not any(token.encode() in file.read_bytes() for file in tmp_path.iterdir())


def test_a_session_is_over_when_nothing_was_done_for_a_while(sessions: Sessions, clock: Clock) -> None:
    token = sessions.begin_for(ANNA)
    clock.now += 600

    assert sessions.person(token) is None


def test_a_request_keeps_a_session_alive(sessions: Sessions, clock: Clock) -> None:
    token = sessions.begin_for(ANNA)
    for _ in range(5):
        clock.now += 500
        assert sessions.person(token) == ANNA


def test_a_session_is_over_in_the_end_however_much_is_done(sessions: Sessions, clock: Clock) -> None:
    token = sessions.begin_for(ANNA)
    for _ in range(7):
        clock.now += 500
        sessions.person(token)
    clock.now += 100

    assert sessions.person(token) is None


def test_a_session_that_was_ended_is_over(sessions: Sessions) -> None:
    token = sessions.begin_for(ANNA)

    sessions.end(token)

    assert sessions.person(token) is None


@pytest.mark.parametrize("token", ["", "x", "\x00", "' OR 1=1 --", "å" * 10_000, "\ud800"])
def test_a_token_that_was_never_given_belongs_to_nobody(sessions: Sessions, token: str) -> None:
    sessions.begin_for(ANNA)

    assert sessions.person(token) is None


def test_sessions_that_are_over_are_forgotten(sessions: Sessions, store: WorkplaceStore, clock: Clock) -> None:
    sessions.begin_for(ANNA)
    clock.now += 5000
    sessions.begin_for(ANNA)

    with store.transaction() as connection:
        assert len(connection.execute(sessions_table.select()).all()) == 1


def test_a_session_has_the_role_that_its_account_has_now(sessions: Sessions, store: WorkplaceStore, clock: Clock) -> None:
    accounts = Accounts(store, clock)
    accounts.add("bo", Role.ADMINISTRATOR, "en lång hemlighet")
    account = accounts.signed_in_by("bo", "en lång hemlighet")
    assert account is not None

    assert sessions.person(sessions.begin(account)) == Person("bo", Role.ADMINISTRATOR)
