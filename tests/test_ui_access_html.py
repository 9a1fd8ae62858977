"""What the page shows of persons and of the audit log: everything escaped, nothing needed from elsewhere."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.errors import IndexMismatchError, StoreDamagedError
from ui.access.audit import AuditEntry
from ui.access.audit_html import audit_html
from ui.access.person import LOCAL, Person, Role
from ui.access.signed_in_html import signed_in_html
from ui.workplace_store import WORKPLACE_FILE, WorkplaceStore

ATTACK = "<script>alert(1)</script>"


@pytest.fixture
def swedish_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Stockholm")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_who_is_signed_in_is_told_with_a_button_that_signs_out() -> None:
    shown = signed_in_html(Person("anna", Role.EDITOR))

    assert "Inloggad som <strong>anna</strong> (redaktör)" in shown
    assert '<form class="fs-signed-in" method="post" action="/logga-ut">' in shown


def test_at_this_machine_it_is_told_why_nobody_signs_in() -> None:
    assert "Inga konton finns: sidan visas bara på den här datorn." in signed_in_html(LOCAL)


def test_a_name_is_shown_as_text() -> None:
    assert ATTACK not in signed_in_html(Person(ATTACK, Role.READER))


@pytest.mark.usefixtures("swedish_time")
def test_the_log_is_a_table_in_the_time_of_the_machine() -> None:
    shown = audit_html([AuditEntry("2026-07-01T22:30:00+00:00", "anna", "tog bort", "rapport-b", "på begäran")])

    assert '<td><time datetime="2026-07-01T22:30:00+00:00">2026-07-02 00:30</time></td><td>anna</td>' in shown
    assert '<th scope="col">Tid</th>' in shown


def test_everything_in_the_log_is_shown_as_text() -> None:
    assert ATTACK not in audit_html([AuditEntry("2026-07-01T22:30:00+00:00", ATTACK, ATTACK, ATTACK, ATTACK)])


def test_a_log_with_nothing_in_it_says_so() -> None:
    assert audit_html([]) == '<p class="fs-audit-empty">Ingenting har hänt än.</p>'


def test_a_damaged_workplace_is_told_with_its_file_and_nothing_of_reports(tmp_path: Path) -> None:
    (tmp_path / WORKPLACE_FILE).write_bytes(b"not a database" * 100)

    with pytest.raises(StoreDamagedError) as refused, WorkplaceStore(tmp_path).transaction():
        pass

    assert str(tmp_path / WORKPLACE_FILE) in refused.value.message_sv
    assert "säkerhetskopia" in refused.value.message_sv
    assert "rapporterna" not in refused.value.message_sv


def test_a_workplace_without_a_column_is_told_as_another_versions(tmp_path: Path) -> None:
    store = WorkplaceStore(tmp_path)
    with pytest.raises(IndexMismatchError) as refused, store.transaction() as connection:
        connection.exec_driver_sql("SELECT absent FROM accounts")

    assert "annan version av programmet" in refused.value.message_sv


def test_a_workplace_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    file = tmp_path / WORKPLACE_FILE
    with WorkplaceStore(tmp_path).transaction():
        pass
    os.chmod(file, 0o644)

    with WorkplaceStore(tmp_path).transaction():
        pass

    assert file.stat().st_mode & 0o777 == 0o600
