"""What the staff leaves is removed when `keep_days` says so, and opinions lose their name with the account."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, select, update

from assistant.answer import Answer, Status
from ingest.settings import Settings
from ui.access.accounts import Accounts
from ui.access.audit import Action, latest, record
from ui.access.person import LOCAL, Role
from ui.conversations.kept_conversations import Conversations, Turn, now_utc
from ui.conversations.opinions import Opinions, Verdict
from ui.operations.retention import Retention, remove_old
from ui.workplace_schema import audit, conversations, opinions, question_statistics, turns
from ui.workplace_store import WORKPLACE_FILE, WorkplaceStore

TURN = Turn("Vad var resultatet?", Answer(Status.ANSWERED, "sv", "Det var 5 kr."), at=now_utc())
MONTH = Settings(keep_days=30, statistics_days=30)


def filled(folder: Path) -> WorkplaceStore:
    store = WorkplaceStore(folder)
    record(store, LOCAL, Action.UPLOADED, "rapport")
    Opinions(store).give("anna", "c", 0, TURN, Verdict.GOOD, "")
    conversation = Conversations(store).begin("anna", TURN.question)
    Conversations(store).add("anna", conversation, TURN)
    return store


def rows(store: WorkplaceStore) -> list[int]:
    with store.transaction() as connection:
        return [len(connection.execute(select(table)).all()) for table in (audit, opinions, conversations, turns)]


def test_what_nobody_has_touched_for_so_many_days_is_removed(tmp_path: Path) -> None:
    store = filled(tmp_path)

    removed = remove_old(store, MONTH, lambda: datetime.now(UTC) + timedelta(days=31))

    assert removed == 3
    assert rows(store) == [0, 0, 0, 0]


def test_what_is_younger_is_kept(tmp_path: Path) -> None:
    store = filled(tmp_path)

    assert remove_old(store, MONTH, lambda: datetime.now(UTC) + timedelta(days=29)) == 0
    assert rows(store) == [1, 1, 1, 1]


def test_it_is_done_by_itself_when_the_program_starts(tmp_path: Path) -> None:
    store = filled(tmp_path)
    with store.transaction() as connection:
        connection.execute(update(audit).values(at="2020-01-01T00:00:00+00:00"))

    Retention(store, MONTH).close()

    assert latest(store) == ()


def test_without_anything_kept_no_file_is_made(tmp_path: Path) -> None:
    Retention(WorkplaceStore(tmp_path), MONTH).close()

    assert not (tmp_path / WORKPLACE_FILE).exists()


def test_an_opinion_loses_its_name_with_the_account(tmp_path: Path) -> None:
    store = filled(tmp_path)
    accounts = Accounts(store)
    accounts.add("Anna", Role.ADMINISTRATOR, "en lång lösenfras här")

    accounts.remove("anna")

    assert [(one.by, one.question) for one in Opinions(store).every()] == [("", "Vad var resultatet?")]


def test_nothing_of_the_staffs_is_removed_unless_a_time_is_set(tmp_path: Path) -> None:
    store = filled(tmp_path)

    assert remove_old(store, Settings(), lambda: datetime.now(UTC) + timedelta(days=9999)) == 0


def counted(folder: Path, hour: str) -> WorkplaceStore:
    store = WorkplaceStore(folder)
    row = {"hour": hour, "kind": "text", "outcome": "answered", "milliseconds": 50}
    with store.transaction() as connection:
        connection.execute(insert(question_statistics), [row])
    return store


def test_statistics_older_than_was_asked_for_are_removed(tmp_path: Path) -> None:
    store = counted(tmp_path, "2026-10-22 14")

    assert remove_old(store, MONTH, lambda: datetime(2026, 11, 20, 12, tzinfo=UTC)) == 0
    assert remove_old(store, MONTH, lambda: datetime(2026, 11, 23, 12, tzinfo=UTC)) == 1


def test_statistics_that_are_no_longer_asked_for_are_removed(tmp_path: Path) -> None:
    store = counted(tmp_path, "2026-11-22 14")

    assert remove_old(store, Settings(), lambda: datetime(2026, 11, 22, 15, tzinfo=UTC)) == 1
