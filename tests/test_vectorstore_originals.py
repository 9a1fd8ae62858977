"""The files themselves: kept whole under their digest before a report names them, and gone when none does."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.domain import Page, PageSource
from ingest.errors import IndexMismatchError, InputError, StoreFullError
from ingest.settings import Settings
from tests.fakes import FakeEmbedder, index_hand_made, small_report
from tests.tiny_pdf import pdf_report
from vectorstore.index import index_report, remove_report
from vectorstore.library import Library
from vectorstore.originals import ORIGINALS_FOLDER, keep_original, original_path
from vectorstore.store import open_store

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "var", embedding_model="fake")


def kept(settings: Settings) -> list[str]:
    return sorted(path.name for path in (settings.data_dir / ORIGINALS_FOLDER).iterdir())


def test_the_bytes_of_a_report_are_there_when_its_file_is_gone(settings: Settings, tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    report = pdf_report(source)
    content = source.read_bytes()
    with open_store(settings) as store:
        index_report(report, source, store)
    source.unlink()

    library = Library.open(settings, FakeEmbedder())
    original = library.original("a")

    assert original is not None
    assert original.read_bytes() == content
    assert library.original("okänd") is None
    library.close()


def test_pages_and_places_on_them_are_what_was_read(settings: Settings, tmp_path: Path) -> None:
    report = pdf_report(tmp_path / "a.pdf")
    with open_store(settings) as store:
        entry = index_report(report, tmp_path / "a.pdf", store).entry

    library = Library.open(settings, FakeEmbedder())

    assert (entry.format, entry.pages, entry.pages_unread) == ("pdf", 3, 1)
    assert library.pages("a") == report.document.pages
    assert library.pages("a")[2] == Page(3, None, 595.0, 842.0, PageSource.UNREAD, "bilden är för suddig")
    assert library.lines("a", 1, 99) == report.document.lines
    assert library.pages("okänd") == ()
    library.close()


def test_one_content_is_kept_once(settings: Settings, tmp_path: Path) -> None:
    for folder in ("ett", "två"):
        (tmp_path / folder).mkdir()
        with open_store(settings) as store:
            index_hand_made(small_report(), tmp_path / folder / "a.txt", store)

    assert len(kept(settings)) == 1


def test_a_file_that_changed_after_it_was_read_is_not_taken(settings: Settings, tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    report = pdf_report(source)
    source.write_bytes(source.read_bytes() + b" ")

    with open_store(settings) as store, pytest.raises(InputError) as told:
        index_report(report, source, store)

    assert told.value.message_sv == "a.pdf ändrades medan den lästes in. Försök igen när filen är färdig."
    assert kept(settings) == []


def test_a_file_that_went_back_to_an_earlier_content_is_told_too(settings: Settings, tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    with open_store(settings) as store:
        index_hand_made(small_report(), source, store)
        source.write_text("något annat", encoding="utf-8")

        with pytest.raises(InputError):
            index_report(small_report(), source, store)


@pytest.mark.parametrize("kind", ["gone", "pipe"])
def test_a_file_that_cannot_be_copied_is_not_waited_for(settings: Settings, tmp_path: Path, kind: str) -> None:
    source = tmp_path / "a.txt"
    if kind == "pipe":
        os.mkfifo(source)

    with open_store(settings) as store, pytest.raises(InputError):
        index_report(small_report(), source, store)


def test_what_no_report_names_is_removed_when_the_store_is_next_opened_for_writing(settings: Settings, tmp_path: Path) -> None:
    with open_store(settings) as store:
        index_hand_made(small_report("a"), tmp_path / "a.txt", store)
        index_hand_made(small_report("b", "Finsam Sunnerby", texts=["Annat."]), tmp_path / "b.txt", store)
        remove_report("b", store)
    stray = original_path(settings.data_dir, hashlib.sha256(b"stray").hexdigest())
    stray.write_bytes(b"stray")
    stray.with_name(f"{stray.name}.0.part").write_bytes(b"half")
    before = len(kept(settings))

    with open_store(settings):
        after = kept(settings)

    assert before == 4
    assert after == [small_report("a").document.sha256]


def test_a_full_disk_is_told_and_leaves_no_half_file(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "a.txt"
    source.write_bytes(b"text")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("vectorstore.originals.os.fsync", full)

    with pytest.raises(StoreFullError):
        keep_original(source, hashlib.sha256(b"text").hexdigest(), settings.data_dir)

    assert kept(settings) == []


def test_a_kill_between_the_file_and_its_report_leaves_a_file_that_the_next_ingest_removes(
    settings: Settings, tmp_path: Path
) -> None:
    program = """
        import os, signal, sys
        from pathlib import Path
        from ingest.settings import Settings
        from tests.fakes import index_hand_made, small_report
        from vectorstore import fulltext
        from vectorstore.store import open_store

        fulltext.add_report = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        folder = Path(sys.argv[1])
        with open_store(Settings(data_dir=folder / "var", embedding_model="fake")) as store:
            index_hand_made(small_report("a"), folder / "a.txt", store)
    """
    command = [sys.executable, "-c", textwrap.dedent(program), str(tmp_path)]

    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert kept(settings) == [small_report("a").document.sha256]
    with open_store(settings):
        assert kept(settings) == []


def test_a_store_without_pages_and_originals_is_to_be_rebuilt(settings: Settings, tmp_path: Path) -> None:
    with open_store(settings) as store:
        index_hand_made(small_report("a"), tmp_path / "a.txt", store)
        with store.transaction() as connection:
            connection.exec_driver_sql("UPDATE manifest SET value = '5' WHERE key = 'schema_version'")
            connection.exec_driver_sql("DROP TABLE pages")
            connection.exec_driver_sql("ALTER TABLE reports DROP COLUMN format")

    with pytest.raises(IndexMismatchError) as told:
        Library.open(settings)

    assert "finsam ingest --rebuild" in told.value.message_sv


def test_a_report_that_says_the_same_keeps_its_original(settings: Settings, tmp_path: Path) -> None:
    report = pdf_report(tmp_path / "a.pdf")
    with open_store(settings) as store:
        index_report(report, tmp_path / "a.pdf", store)
        again = index_report(replace(report), tmp_path / "a.pdf", store)

    assert not again.changed
    assert kept(settings) == [report.document.sha256]
