"""`finsam backup` and `finsam restore`: one file with all that cannot be made again, whole or not there at all."""

from __future__ import annotations

import errno
import gzip
import io
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import textwrap
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import IO

import pytest

from ingest.errors import (
    DamagedFileError,
    EmptyStoreError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    UsageError,
)
from ingest.settings import Settings
from tests.fakes import FakeEmbedder, index_hand_made, small_report
from ui.access.accounts import Accounts
from ui.access.person import Role
from ui.backup import write_backup
from ui.backup_target import PART_SUFFIX
from ui.cli import main
from ui.restore import read_backup
from ui.restore_placing import WHOLE_FOLDER
from ui.workplace_store import WORKPLACE_FILE, WorkplaceStore
from vectorstore.database import DATABASE_FILE
from vectorstore.index import publish_vectors
from vectorstore.library import Library
from vectorstore.originals import original_path
from vectorstore.store import open_store

ROOT = Path(__file__).resolve().parent.parent
JOB = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data directory with report "a", which was uploaded, and the account Anna."""
    settings = Settings(data_dir=tmp_path / "var", embedding_model="fake")
    add_upload(settings.data_dir, "a", JOB)
    store = WorkplaceStore(settings.data_dir)
    Accounts(store).add("Anna", Role.EDITOR, "ett långt lösenord")
    store.close()
    return settings


def add_upload(data_dir: Path, name: str, job: str) -> Path:
    """Report `name` as an upload leaves it; returns its file."""
    file = data_dir / "uploads" / job / f"{name}.txt"
    file.parent.mkdir(parents=True)
    with open_store(Settings(data_dir=data_dir, embedding_model="fake")) as store:
        index_hand_made(small_report(name, texts=[f"Om rehabilitering i {name}."]), file, store)
        publish_vectors(store, FakeEmbedder(), lambda _: None)
    return file


def reports_in(data_dir: Path) -> list[str]:
    library = Library.open(Settings(data_dir=data_dir, embedding_model="fake"))
    try:
        return [entry.report for entry in library.reports()]
    finally:
        library.close()


def accounts_in(data_dir: Path) -> list[str]:
    store = WorkplaceStore(data_dir)
    try:
        return [account.name for account in Accounts(store).everybody()]
    finally:
        store.close()


def entries_of(backup: Path) -> list[str]:
    with tarfile.open(backup) as archive:
        return archive.getnames()


def test_what_was_restored_has_the_reports_and_the_accounts(settings: Settings, tmp_path: Path) -> None:
    write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")

    read_backup(tmp_path / "new", tmp_path / "kopia.tar.gz")

    assert reports_in(tmp_path / "new") == ["a"]
    assert accounts_in(tmp_path / "new") == ["Anna"]


def test_the_original_of_a_report_comes_back_as_it_was(settings: Settings, tmp_path: Path) -> None:
    (original,) = (settings.data_dir / "originals").iterdir()
    write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")

    read_backup(tmp_path / "new", tmp_path / "kopia.tar.gz")

    assert original_path(tmp_path / "new", original.name).read_bytes() == original.read_bytes()


def test_an_uploaded_file_is_known_at_its_new_place(settings: Settings, tmp_path: Path) -> None:
    write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")

    read_backup(tmp_path / "new", tmp_path / "kopia.tar.gz")

    library = Library.open(Settings(data_dir=tmp_path / "new", embedding_model="fake"))
    assert library.source_folders() == {(tmp_path / "new" / "uploads" / JOB).resolve()}
    library.close()


def test_search_index_log_and_locks_are_left_out(settings: Settings, tmp_path: Path) -> None:
    (settings.data_dir / "finsam.log").write_text("rad", encoding="utf-8")
    write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")

    tops = {name.split("/")[0] for name in entries_of(tmp_path / "kopia.tar.gz")}

    assert tops == {"finsam-backup.json", DATABASE_FILE, WORKPLACE_FILE, "originals", "uploads"}


def test_a_backup_is_its_owners_alone(settings: Settings, tmp_path: Path) -> None:
    write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")

    assert (tmp_path / "kopia.tar.gz").stat().st_mode & 0o077 == 0


def test_restored_accounts_are_their_owners_alone(settings: Settings, tmp_path: Path) -> None:
    write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")

    read_backup(tmp_path / "new", tmp_path / "kopia.tar.gz")

    assert (tmp_path / "new" / WORKPLACE_FILE).stat().st_mode & 0o077 == 0


def test_what_a_transaction_has_not_committed_is_not_in_the_backup(settings: Settings, tmp_path: Path) -> None:
    with closing(sqlite3.connect(settings.data_dir / DATABASE_FILE, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE reports SET title = 'halv'")
        write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")
        writer.execute("ROLLBACK")

    read_backup(tmp_path / "new", tmp_path / "kopia.tar.gz")

    with closing(sqlite3.connect(tmp_path / "new" / DATABASE_FILE)) as restored:
        assert restored.execute("SELECT count(*) FROM reports WHERE title = 'halv'").fetchone() == (0,)


def test_a_report_taken_away_while_its_files_are_held_starts_the_copy_anew(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui import backup as module
    from vectorstore.catalogue_changes import withdraw

    add_upload(settings.data_dir, "b", JOB[::-1])
    copy = module.copy_database

    def copy_then_withdraw(source: Path, target: Path) -> None:
        copy(source, target)
        if source.name == DATABASE_FILE and "b" in reports_in(settings.data_dir):
            with open_store(settings) as store:
                withdraw("b", store)

    monkeypatch.setattr(module, "copy_database", copy_then_withdraw)

    made = write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")

    assert (made.reports, made.missing) == (1, ())


def test_an_original_that_is_gone_is_named_and_the_rest_is_kept(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (original,) = (settings.data_dir / "originals").iterdir()
    original.unlink()

    code = main(["backup", str(tmp_path / "kopia.tar.gz"), "--data", str(settings.data_dir)])

    assert code == 1
    assert original.name in capsys.readouterr().err
    assert WORKPLACE_FILE in entries_of(tmp_path / "kopia.tar.gz")


def test_a_backup_overwrites_nothing(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "kopia.tar.gz").write_text("den förra", encoding="utf-8")

    with pytest.raises(UsageError, match="finns redan, och ingenting skrivs över"):
        write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")

    assert (tmp_path / "kopia.tar.gz").read_text(encoding="utf-8") == "den förra"


def test_an_empty_data_directory_gives_no_backup(tmp_path: Path) -> None:
    with pytest.raises(EmptyStoreError, match="ingenting att säkerhetskopiera"):
        write_backup(tmp_path / "var", tmp_path / "kopia.tar.gz")

    assert not (tmp_path / "kopia.tar.gz").exists()


def test_a_backup_to_a_folder_that_is_not_there_says_so(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        write_backup(settings.data_dir, tmp_path / "borta" / "kopia.tar.gz")

    assert raised.value.message_sv.endswith("finns inte. Gör den först, eller välj en annan.")


def test_two_backups_at_once_are_one_too_many(settings: Settings, tmp_path: Path) -> None:
    from ui.backup import _only_one

    with _only_one(settings.data_dir), pytest.raises(StoreBusyError, match="En annan säkerhetskopia görs just nu"):
        write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")


def test_a_restore_overwrites_nothing(settings: Settings, tmp_path: Path) -> None:
    write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")
    before = (settings.data_dir / WORKPLACE_FILE).read_bytes()

    with pytest.raises(UsageError, match=r"finns redan workplace\.sqlite.*ingenting skrivs över"):
        read_backup(settings.data_dir, tmp_path / "kopia.tar.gz")

    assert (settings.data_dir / WORKPLACE_FILE).read_bytes() == before


def cut_off(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


def without_its_end(whole: bytes) -> bytes:
    return whole[:-8]


def with_a_changed_byte(whole: bytes) -> bytes:
    plain = bytearray(gzip.decompress(whole))
    plain[len(plain) // 2] ^= 1
    return gzip.compress(bytes(plain))[:-8] + whole[-8:]


def of_something_else(_whole: bytes) -> bytes:
    return b"inget arkiv"


@pytest.mark.parametrize("harm", [cut_off, without_its_end, with_a_changed_byte, of_something_else])
def test_a_harmed_backup_changes_nothing(settings: Settings, tmp_path: Path, harm: Callable[[bytes], bytes]) -> None:
    write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")
    (tmp_path / "skadad.tar.gz").write_bytes(harm((tmp_path / "kopia.tar.gz").read_bytes()))

    with pytest.raises(DamagedFileError) as raised:
        read_backup(tmp_path / "new", tmp_path / "skadad.tar.gz")

    assert raised.value.message_sv.startswith("Filen är ingen hel säkerhetskopia")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["writer.lock"]


def about_entry(content: bytes = b'{"format": 1, "made_at": "", "data_dir": "/x"}') -> tuple[tarfile.TarInfo, IO[bytes]]:
    """The first entry of a backup."""
    first = tarfile.TarInfo("finsam-backup.json")
    first.size = len(content)
    return first, io.BytesIO(content)


def planted(backup: Path, entry: tarfile.TarInfo) -> None:
    """A backup that begins as a real one does and goes on with the entry."""
    with tarfile.open(backup, "w:gz", format=tarfile.GNU_FORMAT) as archive:
        archive.addfile(*about_entry())
        archive.addfile(entry, io.BytesIO(b"x" * min(entry.size, 1000)) if entry.isreg() else None)


@pytest.mark.parametrize(
    "name", ["../utanfor", "/tmp/utanfor", f"uploads/{JOB}/..", f"uploads/{JOB}/../../utanfor", "originals/x", "finsam.toml"]
)
def test_a_backup_that_names_a_place_of_its_own_is_refused(tmp_path: Path, name: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = 3
    planted(tmp_path / "kopia.tar.gz", entry)

    with pytest.raises(DamagedFileError):
        read_backup(tmp_path / "new", tmp_path / "kopia.tar.gz")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["kopia.tar.gz", "new"]


def test_a_link_in_a_backup_is_refused(tmp_path: Path) -> None:
    entry = tarfile.TarInfo(WORKPLACE_FILE)
    entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
    planted(tmp_path / "kopia.tar.gz", entry)

    with pytest.raises(DamagedFileError):
        read_backup(tmp_path / "new", tmp_path / "kopia.tar.gz")


# Each program ends itself at one moment.
KILLED = """
    import os, signal, sys
    from pathlib import Path
    from ui import backup, restore

    def die(*_args, **_named):
        os.kill(os.getpid(), signal.SIGKILL)

    def die_after(renames):
        rename = Path.rename

        def count(path, target):
            nonlocal renames
            if path.parent.name.startswith(".finsam-restore-whole"):
                if renames == 0:
                    die()
                renames -= 1
            return rename(path, target)

        Path.rename = count

    data_dir, file = Path(sys.argv[2]), Path(sys.argv[3])
    if sys.argv[1] == "backup":
        backup._pack = die
        backup.write_backup(data_dir, file)
    elif sys.argv[1] == "restore":
        restore.check = die
        restore.read_backup(data_dir, file)
    else:
        die_after(int(sys.argv[1]))
        restore.read_backup(data_dir, file)
"""


def killed(what: str, data_dir: Path, file: Path) -> bool:
    command = [sys.executable, "-c", textwrap.dedent(KILLED), what, str(data_dir), str(file)]
    return subprocess.run(command, cwd=ROOT, check=False, timeout=120).returncode == -signal.SIGKILL


@pytest.mark.slow
def test_a_killed_backup_leaves_no_file_and_the_next_one_tidies_up(settings: Settings, tmp_path: Path) -> None:
    assert killed("backup", settings.data_dir, tmp_path / "kopia.tar.gz")
    assert not (tmp_path / "kopia.tar.gz").exists()

    write_backup(settings.data_dir, tmp_path / "nasta.tar.gz")

    assert list(settings.data_dir.glob(".finsam-*")) == []
    read_backup(tmp_path / "new", tmp_path / "nasta.tar.gz")
    assert reports_in(tmp_path / "new") == ["a"]


@pytest.mark.slow
def test_a_killed_restore_can_be_made_again(settings: Settings, tmp_path: Path) -> None:
    write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")
    assert killed("restore", tmp_path / "new", tmp_path / "kopia.tar.gz")

    read_backup(tmp_path / "new", tmp_path / "kopia.tar.gz")

    assert [path.name for path in (tmp_path / "new").glob(".finsam-*")] == [WHOLE_FOLDER]
    assert reports_in(tmp_path / "new") == ["a"]


@pytest.mark.slow
@pytest.mark.parametrize("renames", range(4))
def test_a_restore_killed_between_two_renames_is_made_ready_by_the_same_command(
    settings: Settings, tmp_path: Path, renames: int
) -> None:
    write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")
    assert killed(str(renames), tmp_path / "new", tmp_path / "kopia.tar.gz")

    read_backup(tmp_path / "new", tmp_path / "kopia.tar.gz")

    assert reports_in(tmp_path / "new") == ["a"]
    assert accounts_in(tmp_path / "new") == ["Anna"]
    assert [path.name for path in (tmp_path / "new" / "originals").iterdir()] == [
        path.name for path in (settings.data_dir / "originals").iterdir()
    ]


@pytest.mark.slow
def test_after_a_killed_restore_another_backup_is_refused_with_what_to_do(settings: Settings, tmp_path: Path) -> None:
    write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")
    assert killed("1", tmp_path / "new", tmp_path / "kopia.tar.gz")
    with tarfile.open(tmp_path / "annan.tar.gz", "w:gz") as archive:
        archive.addfile(*about_entry())

    with pytest.raises(UsageError, match=r"avbröts i .* Kör finsam restore med den kopian igen"):
        read_backup(tmp_path / "new", tmp_path / "annan.tar.gz")


@pytest.mark.slow
def test_after_a_killed_restore_what_was_moved_away_makes_room_for_another(settings: Settings, tmp_path: Path) -> None:
    write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")
    assert killed("1", tmp_path / "new", tmp_path / "kopia.tar.gz")
    (tmp_path / "new" / WORKPLACE_FILE).rename(tmp_path / "undan.sqlite")

    read_backup(tmp_path / "new", tmp_path / "kopia.tar.gz")

    assert accounts_in(tmp_path / "new") == ["Anna"]
    assert reports_in(tmp_path / "new") == ["a"]


@pytest.mark.slow
def test_after_a_killed_restore_what_was_made_since_is_not_overwritten(settings: Settings, tmp_path: Path) -> None:
    write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")
    assert killed("1", tmp_path / "new", tmp_path / "kopia.tar.gz")
    (tmp_path / "new" / DATABASE_FILE).write_text("ny", encoding="utf-8")

    with pytest.raises(UsageError, match="finns redan"):
        read_backup(tmp_path / "new", tmp_path / "kopia.tar.gz")

    assert (tmp_path / "new" / DATABASE_FILE).read_text(encoding="utf-8") == "ny"


def test_an_error_between_two_renames_leaves_nothing_in_place(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")
    rename = Path.rename

    def fail_at_the_database(path: Path, target: Path) -> Path:
        if target == tmp_path / "new" / DATABASE_FILE:
            raise OSError(errno.EIO, "Input/output error")
        return rename(path, target)

    with monkeypatch.context() as patched, pytest.raises(StoreError):
        patched.setattr(Path, "rename", fail_at_the_database)
        read_backup(tmp_path / "new", tmp_path / "kopia.tar.gz")

    assert [path.name for path in (tmp_path / "new").iterdir() if not path.name.startswith(".")] == ["writer.lock"]
    read_backup(tmp_path / "new", tmp_path / "kopia.tar.gz")
    assert reports_in(tmp_path / "new") == ["a"]


def test_what_sqlite_left_of_an_earlier_database_is_not_mixed_with_the_restored_one(settings: Settings, tmp_path: Path) -> None:
    write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / f"{DATABASE_FILE}-wal").write_bytes(b"earlier")

    with pytest.raises(UsageError, match=r"finns redan finsam\.sqlite-wal"):
        read_backup(tmp_path / "new", tmp_path / "kopia.tar.gz")


FOREIGN = ("backup-x", "backup-abcdefgh", "restore-x", "restore-abcdefgh", ".finsam-backup-mina", ".finsam-restore-mina-kopior")


def with_foreign_folders(data_dir: Path) -> None:
    for name in FOREIGN:
        (data_dir / name).mkdir(parents=True)
        (data_dir / name / "kopia.tar.gz").write_text("tidigare", encoding="utf-8")


def foreign_folders(data_dir: Path) -> list[str]:
    return [name for name in FOREIGN if (data_dir / name / "kopia.tar.gz").is_file()]


def test_a_backup_removes_no_folder_of_the_operator(settings: Settings, tmp_path: Path) -> None:
    with_foreign_folders(settings.data_dir)

    write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")

    assert foreign_folders(settings.data_dir) == [*FOREIGN]


def test_a_restore_removes_no_folder_of_the_operator(settings: Settings, tmp_path: Path) -> None:
    write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")
    with_foreign_folders(tmp_path / "new")

    read_backup(tmp_path / "new", tmp_path / "kopia.tar.gz")

    assert foreign_folders(tmp_path / "new") == [*FOREIGN]


def test_a_link_that_is_named_as_a_left_folder_is_left_alone(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "mina").mkdir()
    (tmp_path / "mina" / "fil").touch()
    (settings.data_dir / ".finsam-backup-abcdefgh").symlink_to(tmp_path / "mina")

    write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")

    assert (settings.data_dir / ".finsam-backup-abcdefgh" / "fil").is_file()


@pytest.mark.parametrize("place", [".", "originals", f"uploads/{JOB}", "kopior"])
def test_a_backup_into_the_data_directory_does_not_hold_itself(settings: Settings, tmp_path: Path, place: str) -> None:
    target = settings.data_dir / place / "kopia.tar.gz"
    target.parent.mkdir(exist_ok=True)

    write_backup(settings.data_dir, target)

    assert [name for name in entries_of(target) if "kopia" in name] == []
    read_backup(tmp_path / "new", target)
    assert reports_in(tmp_path / "new") == ["a"]


def test_a_file_beside_the_target_is_not_overwritten(settings: Settings, tmp_path: Path) -> None:
    for suffix in (".part", PART_SUFFIX):
        (tmp_path / f"kopia.tar.gz{suffix}").write_text("min", encoding="utf-8")

    with pytest.raises(UsageError) as raised:
        write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")

    assert "ligger kvar efter en kopia som avbröts" in raised.value.message_sv
    for suffix in (".part", PART_SUFFIX):
        assert (tmp_path / f"kopia.tar.gz{suffix}").read_text(encoding="utf-8") == "min"


def backup_command(data_dir: Path, stdout: IO[bytes] | int) -> tuple[int, str]:
    """Exit code and message of `finsam backup -`."""
    command = [sys.executable, "-m", "ui.cli", "--data", str(data_dir), "backup", "-"]
    done = subprocess.run(command, cwd=ROOT, stdout=stdout, stderr=subprocess.PIPE, check=False, timeout=120)
    return done.returncode, done.stderr.decode()


@pytest.mark.slow
def test_a_full_target_is_not_told_as_a_full_data_directory(settings: Settings) -> None:
    with open("/dev/full", "wb") as full:
        code, said = backup_command(settings.data_dir, full)

    assert code == 1
    assert said.startswith("Den fil eller det program som tar emot kopian har inte plats för säkerhetskopian")
    assert said.count("\n") == 1
    assert str(settings.data_dir) not in said


@pytest.mark.slow
def test_a_receiver_that_stops_reading_makes_no_backup_that_looks_whole(settings: Settings) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    code, said = backup_command(settings.data_dir, writing)
    os.close(writing)

    assert code == 1
    assert said == "Det som tar emot kopian slutade läsa, så kopian är inte hel. Gör om den.\n"


def test_a_rename_that_fails_is_not_told_as_a_folder_that_is_not_there(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_path: Path, _target: Path) -> Path:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    with monkeypatch.context() as patched, pytest.raises(StoreError) as raised:
        patched.setattr(Path, "rename", fail)
        write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")

    assert raised.value.message_sv.startswith(f"Det går inte att skriva säkerhetskopian till {tmp_path / 'kopia.tar.gz'}")


@pytest.mark.parametrize("name", [DATABASE_FILE, WORKPLACE_FILE])
def test_a_damaged_database_makes_no_backup(settings: Settings, tmp_path: Path, name: str) -> None:
    content = bytearray((settings.data_dir / name).read_bytes())
    content[4096:12288] = b"x" * 8192
    (settings.data_dir / name).write_bytes(content)

    with pytest.raises(StoreDamagedError) as raised:
        write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")

    assert raised.value.message_sv.startswith(f"{name} i {settings.data_dir} är skadad och kan inte säkerhetskopieras")
    assert not (tmp_path / "kopia.tar.gz").exists()


@pytest.mark.slow
def test_the_commands_bring_back_a_library_that_answers_by_meaning(stored: Settings, tmp_path: Path) -> None:
    shutil.copytree(stored.data_dir, tmp_path / "var")
    assert main(["backup", str(tmp_path / "kopia.tar.gz"), "--data", str(tmp_path / "var")]) == 0

    assert main(["restore", str(tmp_path / "kopia.tar.gz"), "--data", str(tmp_path / "new")]) == 0

    assert len(list((tmp_path / "new" / "chroma").iterdir())) == 1
    assert main(["ask", "Vad är syftet med samverkan?", "--data", str(tmp_path / "new")]) == 0
