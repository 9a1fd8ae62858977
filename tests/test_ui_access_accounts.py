"""Accounts: names, passwords, roles, and what a change does to those who are signed in."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import UsageError
from ui.access import passwords
from ui.access.accounts import Accounts
from ui.access.claims import claim_name
from ui.access.names import checked_name
from ui.access.person import Person, Role
from ui.access.sessions import Sessions
from ui.brief.drafts import keep_new
from ui.brief.edits import Draft
from ui.conversations.kept_conversations import Conversations, Turn
from ui.upload_jobs import Job, JobStatus
from ui.upload_records import save_job
from ui.workplace_schema import accounts as accounts_table
from ui.workplace_schema import brief_drafts, jobs, turns
from ui.workplace_schema import conversations as conversations_table
from ui.workplace_store import WorkplaceStore

LONG = "en lång hemlighet"


@pytest.fixture
def store(tmp_path: Path) -> WorkplaceStore:
    return WorkplaceStore(tmp_path)


@pytest.fixture
def accounts(store: WorkplaceStore) -> Accounts:
    return Accounts(store)


@pytest.fixture
def sessions(store: WorkplaceStore) -> Sessions:
    return Sessions(store, idle_s=3600, longest_s=36000)


def signed_in(accounts: Accounts, sessions: Sessions, name: str) -> str:
    account = accounts.signed_in_by(name, LONG)
    assert account is not None
    return sessions.begin(account)


def test_asking_whether_anybody_has_an_account_makes_no_file(tmp_path: Path) -> None:
    store = WorkplaceStore(tmp_path / "tom")

    assert not Accounts(store).exist()
    assert not (tmp_path / "tom").exists()


def test_a_password_is_kept_as_an_argon2id_hash_and_nothing_else(accounts: Accounts, store: WorkplaceStore) -> None:
    accounts.add("anna", Role.READER, LONG)

    with store.transaction() as connection:
        kept = str(connection.execute(accounts_table.select()).one())

    assert "$argon2id$v=19$m=65536,t=3,p=4$" in kept
    assert LONG not in kept


@pytest.mark.parametrize("typed", ["anna", "ANNA", " Anna "])
def test_a_name_is_known_however_it_is_capitalised(accounts: Accounts, typed: str) -> None:
    accounts.add("Anna", Role.READER, LONG)

    assert accounts.signed_in_by(typed, LONG) is not None


@pytest.mark.parametrize(("name", "password"), [("anna", "en annan hemlighet"), ("bo", LONG), ("anna", ""), ("", "")])
def test_a_wrong_name_or_password_signs_nobody_in(accounts: Accounts, name: str, password: str) -> None:
    accounts.add("anna", Role.READER, LONG)

    assert accounts.signed_in_by(name, password) is None


def test_a_letter_of_a_password_may_be_typed_as_one_character_or_two(accounts: Accounts) -> None:
    accounts.add("anna", Role.READER, "h\u00e5ll alltid tyst")

    assert accounts.signed_in_by("anna", "ha\u030all alltid tyst") is not None


def test_an_unknown_name_costs_a_hash_as_a_known_one_does(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    accounts.add("anna", Role.READER, LONG)
    checked: list[str] = []
    hasher = passwords._hasher()
    monkeypatch.setattr(type(hasher), "verify", lambda _self, kept, _password: checked.append(kept[:31]))

    accounts.signed_in_by("anna", "fel lösenord")
    accounts.signed_in_by("ingen", "fel lösenord")

    assert checked == ["$argon2id$v=19$m=65536,t=3,p=4$"] * 2


@pytest.mark.parametrize("name", ["anna", "ANNA", "ａｎｎａ"])
def test_a_name_that_is_taken_is_refused_however_it_is_written(accounts: Accounts, name: str) -> None:
    accounts.add("Anna", Role.READER, LONG)

    with pytest.raises(UsageError) as refused:
        accounts.add(name, Role.READER, LONG)

    assert "finns redan" in refused.value.message_sv


@pytest.mark.parametrize(
    "name", ["", " ", "anna berg", "a\x00b", "<b>", "-anna", "a/b", "a" * 41, "a\nb", "lokal användare", "a\u202eb"]
)
def test_a_name_that_cannot_be_used_is_refused_with_an_example(name: str) -> None:
    with pytest.raises(UsageError) as refused:
        checked_name(name)

    assert "till exempel anna.berg" in refused.value.message_sv


@pytest.mark.parametrize("name", ["anna", "Åsa", "anna.berg", "anna@kommun.se", "a", "x-1", "a+b"])
def test_a_usual_name_may_be_used(name: str) -> None:
    assert checked_name(name) == name


@pytest.mark.parametrize(("password", "told"), [("kort", "för kort (4 tecken)"), ("x" * 501, "för långt (501 tecken)")])
def test_a_password_that_is_too_short_or_too_long_is_refused_with_the_measure(
    accounts: Accounts, password: str, told: str
) -> None:
    with pytest.raises(UsageError) as refused:
        accounts.add("anna", Role.READER, password)

    assert told in refused.value.message_sv
    assert accounts.everybody() == ()


def test_the_last_administrator_cannot_go_while_others_have_accounts(accounts: Accounts) -> None:
    accounts.add("anna", Role.ADMINISTRATOR, LONG)
    accounts.add("bo", Role.EDITOR, LONG)

    with pytest.raises(UsageError) as refused:
        accounts.remove("anna")

    assert refused.value.message_sv.startswith("anna är den enda administratören och kan inte tas bort.")


def test_the_last_administrator_cannot_become_something_else(accounts: Accounts) -> None:
    accounts.add("anna", Role.ADMINISTRATOR, LONG)

    with pytest.raises(UsageError):
        accounts.set_role("anna", Role.READER)


def test_the_only_account_can_go(accounts: Accounts) -> None:
    accounts.add("anna", Role.ADMINISTRATOR, LONG)

    accounts.remove("anna")

    assert not accounts.exist()


def test_a_new_password_ends_the_accounts_sessions_and_nobody_elses(accounts: Accounts, sessions: Sessions) -> None:
    accounts.add("anna", Role.ADMINISTRATOR, LONG)
    accounts.add("bo", Role.READER, LONG)
    annas, bos = signed_in(accounts, sessions, "anna"), signed_in(accounts, sessions, "bo")

    accounts.set_password("anna", "en ny hemlighet")

    assert sessions.person(annas) is None
    assert sessions.person(bos) == Person("bo", Role.READER)


def test_a_removed_account_is_signed_out_and_its_session_serves_no_later_account(accounts: Accounts, sessions: Sessions) -> None:
    accounts.add("anna", Role.ADMINISTRATOR, LONG)
    accounts.add("bo", Role.READER, LONG)
    token = signed_in(accounts, sessions, "bo")

    accounts.remove("bo")
    accounts.add("cecilia", Role.READER, LONG)

    assert sessions.person(token) is None


def test_a_name_that_somebody_without_an_account_came_with_is_refused(accounts: Accounts, store: WorkplaceStore) -> None:
    claim_name(store, "Anna", "https://login.example", "person-1")

    with pytest.raises(UsageError) as refused:
        accounts.add("anna", Role.READER, LONG)

    assert "finsam user remove anna" in refused.value.message_sv
    assert accounts.everybody() == ()


def test_what_was_kept_under_a_name_goes_with_its_account(accounts: Accounts, store: WorkplaceStore) -> None:
    person = accounts.add("anna", Role.ADMINISTRATOR, LONG)
    conversations = Conversations(store)
    conversation = conversations.begin("anna", "Vad kostade det?")
    conversations.add("anna", conversation, Turn("Vad kostade det?", notice="Inget svar.", at="2026-01-01T00:00:00+00:00"))
    kept = conversations.begin("bo", "Och hos oss?")
    keep_new(store, person, "Underlag", Draft((("Finsam Norrdal", "2023"),), ("ekonomi",)))
    save_job(store, Job("j", "rapport.txt", JobStatus.DONE, by="anna"))

    accounts.remove("anna")
    accounts.add("Anna", Role.ADMINISTRATOR, LONG)

    with store.transaction() as connection:
        left = [connection.execute(table.select()).all() for table in (conversations_table, turns, brief_drafts, jobs)]
    assert [[row.id for row in rows] for rows in left] == [[kept], [], [], []]


def test_a_new_role_ends_the_accounts_sessions(accounts: Accounts, sessions: Sessions) -> None:
    accounts.add("anna", Role.ADMINISTRATOR, LONG)
    accounts.add("bo", Role.EDITOR, LONG)
    token = signed_in(accounts, sessions, "bo")

    accounts.set_role("bo", Role.READER)

    assert sessions.person(token) is None
