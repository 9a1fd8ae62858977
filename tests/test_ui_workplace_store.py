"""What people add at work is kept in a database of its own, beside the library's."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import update

from ingest.errors import IndexMismatchError, NotAllowedError, StoreDamagedError
from ui.access.audit import Action, latest, record
from ui.access.person import LOCAL, PERSON_KEY, Person, Role, person_of
from ui.workplace_schema import facts
from ui.workplace_store import WORKPLACE_FILE, WorkplaceStore


class _Request:
    def __init__(self, scope: dict[str, object]) -> None:
        self.scope = scope


class _Wrapped:
    def __init__(self, request: _Request) -> None:
        self.request = request


def test_nothing_is_made_before_the_first_transaction(tmp_path: Path) -> None:
    store = WorkplaceStore(tmp_path / "data")

    assert not store.exists()
    assert not (tmp_path / "data").exists()


def test_the_audit_log_tells_the_newest_first_and_survives_reopening(tmp_path: Path) -> None:
    store = WorkplaceStore(tmp_path)
    record(store, LOCAL, Action.UPLOADED, "rapport-a")
    record(store, Person("anna", Role.EDITOR), Action.DELETED, "rapport-b", "på begäran")
    store.close()

    rows = latest(WorkplaceStore(tmp_path))

    assert [(row.by, row.action, row.subject, row.detail) for row in rows] == [
        ("anna", "tog bort", "rapport-b", "på begäran"),
        ("lokal användare", "laddade upp", "rapport-a", ""),
    ]


def test_another_versions_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    store = WorkplaceStore(tmp_path)
    with store.transaction() as connection:
        connection.execute(update(facts).values(value="0"))
    store.close()

    with pytest.raises(IndexMismatchError) as refused, WorkplaceStore(tmp_path).transaction():
        pass

    assert "annan version" in refused.value.message_sv


def test_a_file_that_is_no_database_is_told_plainly_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / WORKPLACE_FILE).write_bytes(b"not a database" * 100)

    with pytest.raises(StoreDamagedError), WorkplaceStore(tmp_path).transaction():
        pass

    assert (tmp_path / WORKPLACE_FILE).read_bytes() == b"not a database" * 100


@pytest.mark.parametrize(
    "make",
    [Path.touch, Path.mkdir, os.mkfifo, lambda path: path.symlink_to("inte-har")],
    ids=["empty", "directory", "pipe", "link to nothing"],
)
def test_a_file_that_cannot_hold_what_was_kept_is_never_taken_for_a_fresh_start(
    tmp_path: Path, make: Callable[[Path], object]
) -> None:
    make(tmp_path / WORKPLACE_FILE)

    with pytest.raises(StoreDamagedError) as refused:
        WorkplaceStore(tmp_path).exists()

    assert "Lägg tillbaka en säkerhetskopia" in refused.value.message_sv
    assert "\n" not in refused.value.message_sv


def test_an_empty_file_is_not_filled_by_the_next_transaction(tmp_path: Path) -> None:
    (tmp_path / WORKPLACE_FILE).touch()

    with pytest.raises(StoreDamagedError), WorkplaceStore(tmp_path).transaction():
        pass

    assert (tmp_path / WORKPLACE_FILE).read_bytes() == b""


def test_several_that_begin_at_once_find_one_whole_database_each(tmp_path: Path) -> None:
    stores = [WorkplaceStore(tmp_path) for _ in range(8)]

    def begin(store: WorkplaceStore) -> bool:
        record(store, LOCAL, Action.UPLOADED, "rapport")
        return store.exists()

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(begin, stores))

    assert len(latest(stores[0])) == 8
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def test_the_first_account_is_made_on_a_file_system_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)

    record(WorkplaceStore(tmp_path), LOCAL, Action.UPLOADED, "rapport")

    assert WorkplaceStore(tmp_path).exists()


@pytest.mark.parametrize("begun", [False, True], ids=["before it was in place", "afterwards"])
def test_what_a_killed_beginning_left_is_removed_and_nothing_else(tmp_path: Path, begun: bool) -> None:
    if begun:
        record(WorkplaceStore(tmp_path), LOCAL, Action.UPLOADED, "rapport")
    for name in (".finsam-workplace-abcdefg1", "workplace-abcdefg1", ".finsam-workplace-mina"):
        (tmp_path / name).mkdir()
        (tmp_path / name / WORKPLACE_FILE).touch()

    record(WorkplaceStore(tmp_path), LOCAL, Action.UPLOADED, "rapport")

    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == [".finsam-workplace-mina", "workplace-abcdefg1"]


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    record(WorkplaceStore(tmp_path), LOCAL, Action.UPLOADED, "rapport")

    assert (tmp_path / WORKPLACE_FILE).stat().st_mode & 0o777 == 0o600


def test_the_person_is_found_in_a_request_and_in_one_that_gradio_wraps() -> None:
    request = _Request({PERSON_KEY: LOCAL})

    assert person_of(request) == LOCAL
    assert person_of(_Wrapped(request)) == LOCAL


def test_a_request_that_nobody_has_identified_is_refused() -> None:
    with pytest.raises(NotAllowedError):
        person_of(_Request({}))


def test_a_role_may_do_what_those_before_it_may_and_no_more() -> None:
    editor = Person("anna", Role.EDITOR)
    editor.require(Role.READER)
    editor.require(Role.EDITOR)

    with pytest.raises(NotAllowedError) as refused:
        editor.require(Role.ADMINISTRATOR)

    assert refused.value.message_sv == "Det här får bara den göra som är administratör. Du är redaktör."
