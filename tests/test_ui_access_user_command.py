"""`finsam user`: accounts from the command line, each change told in one line and written down."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ui.access.audit import latest
from ui.access.claims import claim_name
from ui.cli import main
from ui.workplace_store import WORKPLACE_FILE, WorkplaceStore

Command = Callable[..., int]
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs `finsam user …` with what is typed on stdin."""

    def run(*arguments: str, typed: str = "") -> int:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        return main(["--data", str(tmp_path), "user", *arguments])

    return run


def add(command: Command, name: str, *options: str) -> None:
    assert command("add", name, "--password-stdin", *options, typed="en lång hemlighet\n") == 0


def test_the_first_account_is_an_administrators_and_the_next_a_readers(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    add(command, "Anna")
    add(command, "bo")
    add(command, "cecilia", "--role", "redaktör")
    capsys.readouterr()

    command("list")

    assert capsys.readouterr().out == "Anna     administratör\nbo       läsare\ncecilia  redaktör\n"


def test_the_first_account_is_told_what_it_changes(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    add(command, "anna")

    told = "Kontot anna finns nu, med rollen administratör. Från och med nu måste alla logga in.\n"
    assert capsys.readouterr().out == told


@pytest.mark.parametrize(
    ("arguments", "typed", "told"),
    [
        (["add", "anna", "--password-stdin"], "en lång hemlighet\n", "Kontot anna finns redan."),
        (["add", "bo", "--password-stdin"], "kort\n", "Lösenordet är för kort (4 tecken)."),
        (["add", "bo", "--password-stdin"], "", "Lösenordet är för kort (0 tecken)."),
        (["add", "bo"], "", "Skicka det med --password-stdin."),
        (["add", "bo", "--role", "chef", "--password-stdin"], "x", "Det finns ingen roll som heter chef."),
        (["add", "bo berg", "--password-stdin"], "x", "Namnet går inte att använda."),
        (["remove", "bo"], "", "Det finns inget konto som heter bo."),
        (["password", "bo", "--password-stdin"], "x", "Det finns inget konto som heter bo."),
        (["role", "anna", "läsare"], "", "anna är den enda administratören"),
        (["role", "bo"], "", "ROLL saknas."),
        ([], "", "Skriv vad som ska göras"),
        (["lista"], "", "Menade du list?"),
    ],
)
def test_wrong_use_is_one_line_that_says_what_to_do(
    command: Command, capsys: pytest.CaptureFixture[str], arguments: list[str], typed: str, told: str
) -> None:
    add(command, "anna")
    capsys.readouterr()

    code = command(*arguments, typed=typed)

    said = capsys.readouterr().err
    assert (code, said.count("\n")) == (2, 1)
    assert told in said


def test_every_change_is_in_the_log(command: Command, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    add(command, "anna")
    add(command, "bo")
    command("role", "bo", "redaktor")
    command("password", "bo", "--password-stdin", typed="en annan hemlighet\n")
    command("remove", "bo")
    capsys.readouterr()

    command("log")

    actions = [(entry.action, entry.subject, entry.detail) for entry in latest(WorkplaceStore(tmp_path))]
    assert actions == [
        ("tog bort konto", "bo", ""),
        ("ändrade konto", "bo", "nytt lösenord"),
        ("ändrade konto", "bo", "ny roll: redaktör"),
        ("lade till konto", "bo", "läsare"),
        ("lade till konto", "anna", "administratör"),
    ]
    assert capsys.readouterr().out.splitlines()[-1].endswith("(terminalen) tog bort konto: bo")


def test_the_last_account_that_goes_opens_the_page_for_this_machine_again(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    add(command, "anna")
    capsys.readouterr()

    command("remove", "anna")

    assert "Inga konton finns kvar: sidan visas nu bara på den här datorn." in capsys.readouterr().out


def test_a_name_without_an_account_is_made_free(command: Command, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    claim_name(WorkplaceStore(tmp_path), "eva", "https://login.example", "person-1")
    assert command("add", "Eva", "--password-stdin", typed="en lång hemlighet\n") == 2

    command("remove", "eva")
    add(command, "Eva")

    said = capsys.readouterr().out.splitlines()[0]
    assert said == "Namnet eva är ledigt. Samtal och utkast som var sparade under det är borttagna."


def test_who_removes_an_account_is_told_what_goes_with_it(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    add(command, "anna")
    add(command, "bo")
    capsys.readouterr()

    command("remove", "bo")

    assert capsys.readouterr().out == "Kontot bo är borttaget, med sina samtal och utkast.\n"


def test_listing_makes_no_file(command: Command, tmp_path: Path) -> None:
    command("list")
    command("log")

    assert not (tmp_path / WORKPLACE_FILE).exists()


def test_the_file_with_the_accounts_is_its_owners_alone(command: Command, tmp_path: Path) -> None:
    add(command, "anna")

    assert {file.stat().st_mode & 0o777 for file in tmp_path.glob(f"{WORKPLACE_FILE}*")} == {0o600}


@pytest.mark.parametrize(("second", "code"), [(b"en lang hemlighet", 0), (b"en annan", 2)])
def test_at_a_terminal_the_password_is_typed_twice_and_not_shown(tmp_path: Path, second: bytes, code: int) -> None:
    ours, theirs = pty.openpty()
    program = [sys.executable, "-m", "ui.cli", "--data", str(tmp_path), "user", "add", "anna"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        program, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True, cwd=tmp_path
    )
    os.close(theirs)
    shown = b""
    for typed in (b"en lang hemlighet\n", second + b"\n"):
        while not shown.endswith(b": "):
            shown += os.read(ours, 1)
        os.write(ours, typed)
        shown += b"|"

    assert process.wait(60) == code
    assert b"hemlighet" not in shown
    os.close(ours)
