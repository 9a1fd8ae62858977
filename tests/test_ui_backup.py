"""`finsam backup` and `finsam restore`: one file with all that cannot be made again, whole or not there at all."""

from __future__ import annotations

import gzip
import io
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

import pytest

from ingest.errors import DamagedFileError, EmptyStoreError, StoreBusyError, UsageError
from ingest.settings import Settings
from tests.fakes import FakeEmbedder, index_hand_made, small_report
from ui.access.accounts import Accounts
from ui.access.person import Role
from ui.backup import write_backup
from ui.cli import main
from ui.restore import read_backup
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


def planted(backup: Path, entry: tarfile.TarInfo) -> None:
    """A backup that begins as a real one does and goes on with the entry."""
    about = b'{"format": 1, "made_at": "", "data_dir": "/x"}'
    first = tarfile.TarInfo("finsam-backup.json")
    first.size = len(about)
    with tarfile.open(backup, "w:gz") as archive:
        archive.addfile(first, io.BytesIO(about))
        archive.addfile(entry, io.BytesIO(b"x" * entry.size))


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

    if sys.argv[1] == "backup":
        backup._pack = die
        backup.write_backup(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        restore._check = die
        restore.read_backup(Path(sys.argv[2]), Path(sys.argv[3]))
"""


def killed(what: str, data_dir: Path, file: Path) -> bool:
    command = [sys.executable, "-c", textwrap.dedent(KILLED), what, str(data_dir), str(file)]
    return subprocess.run(command, cwd=ROOT, check=False, timeout=120).returncode == -signal.SIGKILL


@pytest.mark.slow
def test_a_killed_backup_leaves_no_file_and_the_next_one_tidies_up(settings: Settings, tmp_path: Path) -> None:
    assert killed("backup", settings.data_dir, tmp_path / "kopia.tar.gz")
    assert not (tmp_path / "kopia.tar.gz").exists()

    write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")

    assert list(settings.data_dir.glob("backup-*")) == []
    read_backup(tmp_path / "new", tmp_path / "kopia.tar.gz")
    assert reports_in(tmp_path / "new") == ["a"]


@pytest.mark.slow
def test_a_killed_restore_can_be_made_again(settings: Settings, tmp_path: Path) -> None:
    write_backup(settings.data_dir, tmp_path / "kopia.tar.gz")
    assert killed("restore", tmp_path / "new", tmp_path / "kopia.tar.gz")

    read_backup(tmp_path / "new", tmp_path / "kopia.tar.gz")

    assert list((tmp_path / "new").glob("restore-*")) == []
    assert reports_in(tmp_path / "new") == ["a"]


@pytest.mark.slow
def test_the_commands_bring_back_a_library_that_answers_by_meaning(stored: Settings, tmp_path: Path) -> None:
    shutil.copytree(stored.data_dir, tmp_path / "var")
    assert main(["backup", str(tmp_path / "kopia.tar.gz"), "--data", str(tmp_path / "var")]) == 0

    assert main(["restore", str(tmp_path / "kopia.tar.gz"), "--data", str(tmp_path / "new")]) == 0

    assert len(list((tmp_path / "new" / "chroma").iterdir())) == 1
    assert main(["ask", "Vad är syftet med samverkan?", "--data", str(tmp_path / "new")]) == 0
