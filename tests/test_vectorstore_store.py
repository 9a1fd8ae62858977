"""What can go wrong with the store, and the one Swedish line that a person gets for it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.domain import Report
from ingest.errors import IndexMismatchError, StoreBusyError, StoreDamagedError, StoreError, StoreFullError
from ingest.settings import Settings
from tests.fakes import FakeEmbedder, index_hand_made, small_report
from vectorstore.chroma import INDEX_FOLDER
from vectorstore.database import DATABASE_FILE
from vectorstore.index import Progress, find_unchanged, publish_vectors
from vectorstore.library import Library
from vectorstore.store import open_store

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A store with one report whose file exists, and its vectors."""
    source = tmp_path / "rapporter" / "a.txt"
    source.parent.mkdir()
    source.write_text("1 Verksamheten", encoding="utf-8")
    settings = Settings(data_dir=tmp_path / "var", embedding_model="fake")
    with open_store(settings) as store:
        index_hand_made(small_report("a"), source, store)
        publish_vectors(store, FakeEmbedder(), silent)
    return settings


def silent(_: Progress) -> None:
    """A listener for tests that do not listen."""


def answers(settings: Settings) -> list[str]:
    library = Library.open(settings, FakeEmbedder(settings.embedding_model))
    try:
        return [hit.passage.text for hit in library.search_passages("Vad är arbetsträning?", limit=1)]
    finally:
        library.close()


def test_a_second_writer_is_told_at_once_that_another_ingest_is_at_work(settings: Settings) -> None:
    with open_store(settings), pytest.raises(StoreBusyError) as told, open_store(settings):
        pass

    assert told.value.message_sv == "En annan inläsning pågår just nu. Vänta tills den är klar och försök igen."
    assert told.value.retry_helps


def test_a_second_writer_in_another_process_is_told_too(settings: Settings) -> None:
    program = """
        import sys
        from pathlib import Path
        from ingest.errors import StoreBusyError
        from ingest.settings import Settings
        from vectorstore.store import open_store

        try:
            with open_store(Settings(data_dir=Path(sys.argv[1]))):
                print("wrote")
        except StoreBusyError:
            print("busy")
    """
    command = [sys.executable, "-c", textwrap.dedent(program), str(settings.data_dir)]

    with open_store(settings):
        during = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    after = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert (during, after) == ("busy\n", "wrote\n")


def test_readers_answer_while_a_writer_holds_the_lock(settings: Settings) -> None:
    with open_store(settings) as store, store.transaction():
        assert answers(settings) == ["Arbetsträning är att pröva ett arbete."]


def test_another_model_in_the_settings_names_the_command_that_rebuilds(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(settings.data_dir.parent)
    other = settings.model_copy(update={"embedding_model": "annan-modell"})

    with pytest.raises(IndexMismatchError) as told:
        Library.open(other)

    assert told.value.message_sv == (
        'Sökindexet är byggt med modellen "fake" men inställningen embedding_model är "annan-modell". '
        f"Bygg om det: finsam ingest --data {settings.data_dir} rapporter"
    )


def test_the_command_named_for_another_model_helps(settings: Settings) -> None:
    other = settings.model_copy(update={"embedding_model": "annan-modell"})

    with open_store(other) as store:
        published = publish_vectors(store, FakeEmbedder("annan-modell"), silent)

    assert published.embedded == 2
    assert answers(other) == ["Arbetsträning är att pröva ett arbete."]


def test_a_running_reader_goes_on_when_somebody_changes_the_model(settings: Settings) -> None:
    library = Library.open(settings, FakeEmbedder())
    with open_store(settings) as store:
        publish_vectors(store, FakeEmbedder("annan-modell"), silent)

    best = library.search_passages("Vad är arbetsträning?")[0]

    assert best.passage.text == "Arbetsträning är att pröva ett arbete."
    assert best.similarity is not None
    library.close()


def test_reports_read_by_an_earlier_version_are_to_be_read_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(settings.data_dir.parent)
    monkeypatch.setattr("vectorstore.compatibility.CHUNKER_VERSION", "nästa")

    with pytest.raises(IndexMismatchError) as told:
        Library.open(settings)

    assert told.value.message_sv == (
        "Rapporterna lästes in av en tidigare version av programmet. "
        f"Läs in dem igen: finsam ingest --data {settings.data_dir} rapporter"
    )


def test_a_report_of_an_earlier_version_whose_file_is_gone_goes_on_answering(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vectorstore.compatibility.CHUNKER_VERSION", "nästa")
    shutil.rmtree(settings.data_dir.parent / "rapporter")

    library = Library.open(settings, FakeEmbedder())

    assert library.reports()[0].flags == ("outdated-reading: the file is gone and was read by an earlier version",)
    library.close()


def test_another_schema_is_told_with_the_command_and_rebuilt_by_it(settings: Settings, tmp_path: Path) -> None:
    with open_store(settings) as store, store.transaction() as connection:
        connection.exec_driver_sql("UPDATE manifest SET value = '0' WHERE key = 'schema_version'")

    with pytest.raises(IndexMismatchError, match="schema 0"):
        Library.open(settings)
    with pytest.raises(IndexMismatchError) as told, open_store(settings):
        pass
    assert "finsam ingest --rebuild" in told.value.message_sv

    with open_store(settings, rebuild=True) as store:
        index_hand_made(small_report("a"), tmp_path / "rapporter" / "a.txt", store)
        publish_vectors(store, FakeEmbedder(), silent)
    assert answers(settings) == ["Arbetsträning är att pröva ett arbete."]


def test_a_rebuild_reads_and_embeds_everything_anew_while_the_old_answers(settings: Settings, tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    source = tmp_path / "rapporter" / "a.txt"

    with open_store(settings, rebuild=True) as store:
        assert answers(settings) == ["Arbetsträning är att pröva ett arbete."]
        assert find_unchanged(source, store) is None
        assert index_hand_made(small_report("a"), source, store).changed
        assert publish_vectors(store, embedder, silent).embedded == 2


def test_a_damaged_database_is_told_and_rebuilt(settings: Settings, tmp_path: Path) -> None:
    for ending in ("-wal", "-shm"):
        (settings.data_dir / f"{DATABASE_FILE}{ending}").unlink(missing_ok=True)
    (settings.data_dir / DATABASE_FILE).write_bytes(b"not a database at all" * 500)

    with pytest.raises(StoreDamagedError) as told:
        Library.open(settings)
    assert told.value.message_sv == (
        f"Det som sparats i {settings.data_dir} är skadat och går inte att läsa. "
        "Bygg om det ur rapporterna: finsam ingest --rebuild MAPP (mappen med rapporterna)."
    )
    with pytest.raises(StoreDamagedError), open_store(settings):
        pass

    with open_store(settings, rebuild=True) as store:
        index_hand_made(small_report("a"), tmp_path / "rapporter" / "a.txt", store)
        publish_vectors(store, FakeEmbedder(), silent)
    assert answers(settings) == ["Arbetsträning är att pröva ett arbete."]


def test_a_missing_index_is_told_and_built_again_by_the_next_ingest(settings: Settings) -> None:
    shutil.rmtree(settings.data_dir / INDEX_FOLDER)

    library = Library.open(settings, FakeEmbedder())
    assert [entry.report for entry in library.reports()] == ["a"]  # the catalogue and the figures need no index
    with pytest.raises(StoreDamagedError):
        library.search_passages("Vad är arbetsträning?")
    library.close()
    with open_store(settings) as store:
        published = publish_vectors(store, FakeEmbedder(), silent)

    assert published.embedded == 0
    assert answers(settings) == ["Arbetsträning är att pröva ett arbete."]


def test_an_empty_database_left_by_a_kill_counts_as_no_store(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    sqlite3.connect(tmp_path / "var" / DATABASE_FILE).close()
    settings = Settings(data_dir=tmp_path / "var", embedding_model="fake")

    with open_store(settings) as store:
        index_hand_made(small_report(), tmp_path / "a.txt", store)

    assert answers(settings) == ["Arbetsträning är att pröva ett arbete."]


def test_a_place_that_cannot_be_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("en fil", encoding="utf-8")

    with pytest.raises(StoreError) as told, open_store(Settings(data_dir=tmp_path / "var")):
        pass

    assert told.value.message_sv == (
        f"Det går inte att skriva i {tmp_path / 'var'}. Ge rättighet att skriva där, eller välj en annan mapp med --data."
    )


def test_a_name_with_characters_that_mean_something_in_an_address_is_only_a_name(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "50% av? allt #1 å", embedding_model="fake")

    with open_store(settings) as store:
        index_hand_made(small_report(), tmp_path / "a.txt", store)
        publish_vectors(store, FakeEmbedder(), silent)

    assert answers(settings) == ["Arbetsträning är att pröva ett arbete."]
    assert (settings.data_dir / DATABASE_FILE).is_file()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of four megabytes; mounting one takes root."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("a small file system can only be mounted by root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def ingest(settings: Settings, report: Report, source: Path) -> None:
    with open_store(settings) as store:
        index_hand_made(report, source, store)
        publish_vectors(store, FakeEmbedder(), silent)


def fill(folder: Path, leave_bytes: int) -> None:
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    (folder / "ballast").write_bytes(b"x" * max(free - leave_bytes, 0))


@pytest.mark.parametrize("leave_bytes", [0, 60_000, 200_000, 400_000])
def test_a_full_disk_is_told_and_nothing_is_lost(small_disk: Path, tmp_path: Path, leave_bytes: int) -> None:
    settings = Settings(data_dir=small_disk / "var", embedding_model="fake")
    texts = [f"Ny lydelse {n} om samverkan mellan parterna i förbundet." for n in range(1500)]
    with open_store(settings) as store:
        index_hand_made(small_report("a"), tmp_path / "a.txt", store)
        publish_vectors(store, FakeEmbedder(), silent)
    fill(small_disk, leave_bytes)

    with pytest.raises(StoreFullError) as told:
        ingest(settings, small_report("b", "Finsam Sunnerby", texts=texts), tmp_path / "b.txt")

    assert told.value.message_sv == (
        f"Disken är full: {settings.data_dir} får inte plats med mer. Det som redan var inläst finns kvar. "
        "Frigör utrymme och läs in igen."
    )
    assert answers(settings) == ["Arbetsträning är att pröva ett arbete."]
    (small_disk / "ballast").unlink()
    with open_store(settings) as store:
        index_hand_made(small_report("a", texts=["Efter att disken tömts."]), tmp_path / "a.txt", store)
    library = Library.open(settings, FakeEmbedder())
    assert "a" in {entry.report for entry in library.reports()}
    library.close()
