"""A backup that somebody made to do harm, or that was harmed on its way, is refused and leaves nothing behind."""

from __future__ import annotations

import gzip
import io
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ingest.errors import DamagedFileError, FinsamError, StoreFullError, UsageError
from ui.restore import read_backup
from ui.workplace_store import WORKPLACE_FILE, WorkplaceStore
from vectorstore.database import DATABASE_FILE

JOB = "0123456789abcdef0123456789abcdef"
ABOUT = b'{"format": 1, "made_at": "2026-01-01", "data_dir": "/x"}'


def entry(name: str, content: bytes = b"", kind: bytes = tarfile.REGTYPE, **more: object) -> bytes:
    """An entry as it lies in an archive; `more` are other fields of its header."""
    info = tarfile.TarInfo(name)
    info.size, info.type = len(content), kind
    for field, value in more.items():
        setattr(info, field, value)
    return info.tobuf(tarfile.GNU_FORMAT) + content + bytes(-len(content) % tarfile.BLOCKSIZE)


def pax(content: bytes) -> bytes:
    """What says more of the next entry, by whole records."""
    return entry("more", content, tarfile.XHDTYPE)


def record(line: bytes) -> bytes:
    """A record of a pax header: its own length, blank, `line`, line break."""
    length = len(line) + 2
    while len(str(length)) + len(line) + 2 != length:
        length += 1
    return b"%d %s\n" % (length, line)


END = bytes(2 * tarfile.BLOCKSIZE)


def accounts(tmp_path: Path) -> bytes:
    """A database of accounts, whole and of this version."""
    store = WorkplaceStore(tmp_path / "made")
    with store.transaction():
        pass
    store.close()
    with closing(sqlite3.connect(tmp_path / "made" / WORKPLACE_FILE)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
    return (tmp_path / "made" / WORKPLACE_FILE).read_bytes()


def refused(tmp_path: Path, content: bytes) -> FinsamError:
    """The error that such a backup gives; nothing but the lock is there afterwards."""
    (tmp_path / "kopia.tar.gz").write_bytes(content)
    with pytest.raises(FinsamError) as raised:
        read_backup(tmp_path / "new", tmp_path / "kopia.tar.gz")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["writer.lock"]
    return raised.value


def archive(*entries: bytes, about: bytes = ABOUT) -> bytes:
    return gzip.compress(b"".join((entry("finsam-backup.json", about), *entries)))


def test_a_backup_made_by_hand_as_the_program_makes_it_is_taken(tmp_path: Path) -> None:
    (tmp_path / "kopia.tar.gz").write_bytes(archive(entry(WORKPLACE_FILE, accounts(tmp_path)), END))

    read_backup(tmp_path / "new", tmp_path / "kopia.tar.gz")

    assert WorkplaceStore(tmp_path / "new").exists()


@pytest.mark.parametrize(
    "kind",
    [
        tarfile.LNKTYPE,
        tarfile.SYMTYPE,
        tarfile.CHRTYPE,
        tarfile.BLKTYPE,
        tarfile.FIFOTYPE,
        tarfile.DIRTYPE,
        tarfile.CONTTYPE,
        b"?",
    ],
    ids=["hard link", "link", "character device", "block device", "pipe", "directory", "contiguous", "unknown"],
)
def test_anything_but_a_plain_file_is_refused(tmp_path: Path, kind: bytes) -> None:
    harmful = entry(f"uploads/{JOB}/fil", kind=kind, linkname="finsam-backup.json")

    assert isinstance(refused(tmp_path, archive(harmful, entry(WORKPLACE_FILE, accounts(tmp_path)), END)), DamagedFileError)


@pytest.mark.parametrize("harm", ["old", "new"])
def test_a_file_with_holes_is_refused(tmp_path: Path, harm: str) -> None:
    if harm == "old":
        harmful = entry(DATABASE_FILE, kind=tarfile.GNUTYPE_SPARSE)
    else:
        lines = (b"GNU.sparse.size=1000000000000", b"GNU.sparse.numblocks=0", b"GNU.sparse.map=0,0")
        harmful = pax(b"".join(map(record, lines))) + entry(DATABASE_FILE)

    assert isinstance(refused(tmp_path, archive(harmful, END)), DamagedFileError)


def test_a_file_larger_than_the_disk_is_refused_before_it_is_written(tmp_path: Path) -> None:
    harmful = entry(DATABASE_FILE, size=1 << 50)

    error = refused(tmp_path, archive(harmful))

    assert isinstance(error, StoreFullError)
    assert error.message_sv.startswith("Disken är full: säkerhetskopian får inte plats")


def test_a_name_of_any_length_is_not_read_into_memory(tmp_path: Path) -> None:
    harmful = entry("more", kind=tarfile.XHDTYPE, size=1 << 33)

    assert isinstance(refused(tmp_path, archive(harmful)), DamagedFileError)


@pytest.mark.parametrize(
    "more",
    [
        pax(record(b"path=../../utanfor")),
        pax(record(b"path=/etc/utanfor")),
        pax(record(b"path=originals/../../utanfor")),
        pax(record(b"size=-512")),
        pax(b"") * 2000,
        entry("more", b"../utanfor", tarfile.GNUTYPE_LONGNAME),
        entry("more", record(b"path=../utanfor"), tarfile.XGLTYPE),
    ],
    ids=["up", "absolute", "up within", "below zero", "nested", "long name", "global"],
)
def test_what_is_said_of_the_next_entry_leads_nowhere(tmp_path: Path, more: bytes) -> None:
    assert isinstance(refused(tmp_path, archive(more, entry(WORKPLACE_FILE, accounts(tmp_path)), END)), DamagedFileError)


def test_a_name_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    twice = entry(WORKPLACE_FILE, accounts(tmp_path)) * 2

    assert isinstance(refused(tmp_path, archive(twice, END)), DamagedFileError)


@pytest.mark.parametrize("name", ["å" * 200, "\udcff" * 300, "a" * 4000], ids=["letters", "bytes", "path"])
def test_a_name_that_no_disk_takes_is_refused(tmp_path: Path, name: str) -> None:
    said = pax(record(b"hdrcharset=BINARY") + record(f"path=uploads/{JOB}/{name}".encode("utf-8", "surrogateescape")))

    harmful = archive(said, entry("x"), entry(WORKPLACE_FILE, accounts(tmp_path)), END)

    assert isinstance(refused(tmp_path, harmful), DamagedFileError)


@pytest.mark.parametrize("name", ["FINSAM.SQLITE", "Originals/" + "0" * 64, "originals/" + "A" * 64, f"./uploads/{JOB}/a"])
def test_a_name_written_in_another_way_is_refused(tmp_path: Path, name: str) -> None:
    harmful = archive(entry(name), entry(WORKPLACE_FILE, accounts(tmp_path)), END)

    assert isinstance(refused(tmp_path, harmful), DamagedFileError)


@pytest.mark.parametrize(
    "about",
    [
        b"",
        b"null",
        b"[1]",
        b"{}",
        b'{"format": 1}',
        b"[" * 9_999,
        b"\xff",
        b'{"format": 1, "made_at": "", "data_dir": "' + b"x" * 10_000 + b'"}',
    ],
    ids=["empty", "null", "list", "nothing", "less", "deep", "no text", "long"],
)
def test_a_beginning_that_says_nothing_is_refused(tmp_path: Path, about: bytes) -> None:
    harmful = archive(entry(WORKPLACE_FILE, accounts(tmp_path)), END, about=about)

    assert isinstance(refused(tmp_path, harmful), DamagedFileError)


def test_a_backup_of_another_format_says_so(tmp_path: Path) -> None:
    error = refused(tmp_path, archive(END, about=b'{"format": 2}'))

    assert isinstance(error, UsageError)
    assert "annan version" in error.message_sv


def without_its_end(whole: bytes) -> bytes:
    return whole


def with_a_broken_header_for_its_end(whole: bytes) -> bytes:
    return whole + b"x" * tarfile.BLOCKSIZE


def with_half_a_header(whole: bytes) -> bytes:
    return whole + b"x" * 100


def with_something_behind_its_end(whole: bytes) -> bytes:
    return whole + bytes(40 * tarfile.BLOCKSIZE) + b"x"


def with_zeros_without_end_behind_it(whole: bytes) -> bytes:
    return whole + bytes(5_000_000)


@pytest.mark.parametrize(
    "harm",
    [
        without_its_end,
        with_a_broken_header_for_its_end,
        with_half_a_header,
        with_something_behind_its_end,
        with_zeros_without_end_behind_it,
    ],
)
def test_an_archive_whose_end_is_not_one_is_refused_also_when_its_check_sum_is_right(
    tmp_path: Path, harm: Callable[[bytes], bytes]
) -> None:
    whole = entry("finsam-backup.json", ABOUT) + entry(WORKPLACE_FILE, accounts(tmp_path))

    assert isinstance(refused(tmp_path, gzip.compress(harm(whole))), DamagedFileError)


@pytest.mark.parametrize("content", [b"", b"x", b"plain text", b"\x1f\x8b", gzip.compress(b""), gzip.compress(b"x" * 2000)])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    assert isinstance(refused(tmp_path, content), DamagedFileError)


def test_an_archive_that_is_not_compressed_is_refused(tmp_path: Path) -> None:
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as made:
        made.addfile(tarfile.TarInfo("finsam-backup.json"))

    assert isinstance(refused(tmp_path, plain.getvalue()), DamagedFileError)


def test_a_backup_with_nothing_in_it_is_refused(tmp_path: Path) -> None:
    assert isinstance(refused(tmp_path, archive(END)), DamagedFileError)


@pytest.mark.parametrize("name", [DATABASE_FILE, WORKPLACE_FILE])
def test_a_database_that_is_none_is_refused_as_a_fault_of_the_backup(tmp_path: Path, name: str) -> None:
    error = refused(tmp_path, archive(entry(name, b"no database" * 500), END))

    assert error.message_sv.startswith("Filen är ingen hel säkerhetskopia")


def test_accounts_in_a_database_without_them_are_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.sqlite")) as database:
        database.execute("CREATE TABLE other (x)")

    error = refused(tmp_path, archive(entry(WORKPLACE_FILE, (tmp_path / "other.sqlite").read_bytes()), END))

    assert isinstance(error, DamagedFileError)


def test_accounts_of_another_version_are_refused_with_what_to_do(tmp_path: Path) -> None:
    accounts(tmp_path)
    with closing(sqlite3.connect(tmp_path / "made" / WORKPLACE_FILE)) as database, database:
        database.execute("UPDATE facts SET value = '99' WHERE name = 'schema'")

    error = refused(tmp_path, archive(entry(WORKPLACE_FILE, (tmp_path / "made" / WORKPLACE_FILE).read_bytes()), END))

    assert isinstance(error, UsageError)
    assert "annan version" in error.message_sv
