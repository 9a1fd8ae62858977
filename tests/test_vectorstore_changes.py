"""Reports put right, read again, shown or hidden and withdrawn: what answers then, and what is kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.respond import respond
from ingest.domain import Report
from ingest.errors import InputError, UsageError
from ingest.read import read
from ingest.settings import Settings
from tests.fakes import FakeEmbedder
from vectorstore.catalogue_changes import HeldReport, hold, put_right_in_catalogue, read_again, republish, withdraw
from vectorstore.chroma import INDEX_FOLDER
from vectorstore.corrections import Correction, corrected, sidecar_toml
from vectorstore.index import find_unchanged, index_report, publish_vectors
from vectorstore.library import Library
from vectorstore.originals import original_path
from vectorstore.reading_room import READING_FOLDER
from vectorstore.store import open_store

PLAN = "sydnarke_verksamhetsplan-budget_2022"
ASSOCIATION = "Samordningsförbundet Sydnärke"
RENAMED = "Samordningsförbundet Västra Tiveden"


def said(field: str, value: str, before: str = "") -> Correction:
    return Correction(field, value, before, "Anna", "2026-01-02T03:04:05+00:00")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "var", embedding_model="fake")


@pytest.fixture
def source(tmp_path: Path, reports_folder: Path) -> Path:
    """A copy of a real plan without its sidecar: nobody has said anything about it."""
    folder = tmp_path / "rapporter"
    folder.mkdir()
    return Path(shutil.copy(reports_folder / f"{PLAN}.txt", folder / f"{PLAN}.txt"))


@pytest.fixture
def library(settings: Settings, source: Path) -> Library:
    with open_store(settings) as store:
        index_report(read(source, settings), source, store)
        publish_vectors(store, FakeEmbedder(), lambda _: None)
    return Library.open(settings, FakeEmbedder())


def put_right(settings: Settings, *corrections: Correction) -> HeldReport:
    """The report with these corrections, read again and published; how it was before."""
    with open_store(settings) as store:
        held = hold(PLAN, store)
        republish(again(settings, held, *corrections), held, corrections, store)
    return held


def again(settings: Settings, held: HeldReport, *corrections: Correction) -> Report:
    return read_again(held, corrections, settings.data_dir, lambda path: read(path, settings))


def held_now(settings: Settings) -> HeldReport:
    with open_store(settings) as store:
        return hold(PLAN, store)


def test_a_corrected_period_moves_the_figures_that_have_no_year_of_their_own(library: Library, settings: Settings) -> None:
    before = {stored.figure.period for stored in library.figures()}

    put_right(settings, said("period_start", "2019-01-01", "2022-01-01"), said("period_end", "2019-12-31", "2022-12-31"))

    after = {stored.figure.period for stored in library.figures()}
    assert library.reports()[0].period == "2019"
    assert "2019" in after - before


def test_the_next_question_is_answered_under_the_corrected_name(library: Library, settings: Settings) -> None:
    question = "Hur stort är medlemsbidraget i Västra Tiveden 2022?"
    before = respond(question, (), library)

    put_right(settings, said("association", RENAMED, ASSOCIATION))

    after = respond(question, (), library)
    assert RENAMED not in before.text
    assert {citation.association for citation in after.citations} == {RENAMED}


def test_a_corrected_report_keeps_its_id_and_where_it_was_read_from(library: Library, settings: Settings, source: Path) -> None:
    put_right(settings, said("association", RENAMED, ASSOCIATION))

    held = held_now(settings)
    assert (held.entry.report, held.source_path) == (PLAN, source)
    assert held.corrections == (said("association", RENAMED, ASSOCIATION),)


def test_an_ingest_of_the_same_file_leaves_a_correction_alone(library: Library, settings: Settings, source: Path) -> None:
    put_right(settings, said("association", RENAMED, ASSOCIATION))

    with open_store(settings) as store:
        unchanged = find_unchanged(source, store)

    assert unchanged is not None
    assert unchanged.association == RENAMED


def test_a_correction_that_is_taken_back_gives_what_the_text_says(library: Library, settings: Settings) -> None:
    put_right(settings, said("association", RENAMED, ASSOCIATION))

    put_right(settings)

    assert library.reports()[0].association == ASSOCIATION
    assert held_now(settings).corrections == ()


def test_a_report_made_public_is_so_for_the_next_question_and_its_vectors_stay(library: Library, settings: Settings) -> None:
    versions = library.versions()
    with open_store(settings) as store:
        held = hold(PLAN, store)
        put_right_in_catalogue(held, (said("visibility", "public", "internal"),), store)
        embedded = publish_vectors(store, embedder := FakeEmbedder(), lambda _: None)

    assert library.reports()[0].visibility == "public"
    assert library.versions() != versions
    assert (embedded.embedded, embedder.passages) == (0, [])
    assert library.search_passages("budget för insatser", limit=1)[0].similarity is not None


def test_taking_the_visibility_back_makes_the_report_internal_again(library: Library, settings: Settings) -> None:
    with open_store(settings) as store:
        put_right_in_catalogue(hold(PLAN, store), (said("visibility", "public", "internal"),), store)
        put_right_in_catalogue(hold(PLAN, store), (), store)

    assert library.reports()[0].visibility == "internal"


def test_a_report_is_read_again_when_its_file_is_gone(library: Library, settings: Settings, source: Path) -> None:
    source.unlink()

    put_right(settings, said("title", "Plan för 2022", "Verksamhetsplan"))

    assert library.reports()[0].title == "Plan för 2022"


def test_what_a_lost_sidecar_said_still_holds_when_a_report_is_read_again(settings: Settings, source: Path) -> None:
    beside = source.with_suffix(".toml")
    beside.write_text(f'association = "{RENAMED}"\nvisibility = "public"\n', encoding="utf-8")
    with open_store(settings) as store:
        index_report(read(source, settings), source, store)
    source.unlink()
    beside.unlink()

    before = put_right(settings)

    after = held_now(settings)
    assert before.sidecar_is_gone
    assert (after.entry.association, after.entry.visibility) == (RENAMED, "public")


def test_a_report_that_was_changed_meanwhile_is_not_overwritten(library: Library, settings: Settings) -> None:
    with open_store(settings) as store:
        held = hold(PLAN, store)
        report = again(settings, held, said("title", "Annat"))
        put_right_in_catalogue(held, (said("visibility", "public", "internal"),), store)

        with pytest.raises(UsageError, match="har ändrats av någon annan"):
            republish(report, held, (), store)

    assert library.reports()[0].visibility == "public"


def test_reading_leaves_nothing_behind(library: Library, settings: Settings) -> None:
    put_right(settings, said("title", "Annat"))

    assert list((settings.data_dir / READING_FOLDER).iterdir()) == []


def test_a_report_whose_original_is_gone_says_so(library: Library, settings: Settings) -> None:
    with open_store(settings) as store:
        held = hold(PLAN, store)
    original_path(settings.data_dir, held.entry.sha256).unlink()

    with pytest.raises(InputError) as told:
        again(settings, held)

    assert told.value.message_sv == f"{PLAN}.txt finns inte längre kvar här och går inte att läsa om. Ladda upp filen igen."


def test_a_withdrawn_report_is_gone_with_its_original_its_vectors_and_its_corrections(
    library: Library, settings: Settings, source: Path
) -> None:
    put_right(settings, said("association", RENAMED, ASSOCIATION))
    with open_store(settings) as store:
        sha256 = withdraw(PLAN, store).entry.sha256
        publish_vectors(store, FakeEmbedder(), lambda _: None)
        directory = store.manifest().index_directory
        index_report(read(source, settings), source, store)  # the same file comes again later

    assert directory == ""
    assert (settings.data_dir / INDEX_FOLDER).is_dir()
    assert original_path(settings.data_dir, sha256).is_file()
    assert library.reports()[0].association == ASSOCIATION


def test_after_a_withdrawal_nothing_of_the_report_answers(library: Library, settings: Settings) -> None:
    with open_store(settings) as store:
        sha256 = withdraw(PLAN, store).entry.sha256

    assert library.reports() == ()
    assert library.figures() == ()
    assert library.search_passages("budget för insatser") == ()
    assert not original_path(settings.data_dir, sha256).exists()


def test_an_original_that_another_report_is_read_from_stays(library: Library, settings: Settings, source: Path) -> None:
    other = Path(shutil.copy(source, source.with_name("annan.txt")))
    with open_store(settings) as store:
        index_report(read(other, settings), other, store)
        sha256 = withdraw(PLAN, store).entry.sha256

    assert [entry.report for entry in library.reports()] == ["annan"]
    assert original_path(settings.data_dir, sha256).is_file()


def test_an_unknown_report_is_told_with_where_the_known_ones_are(library: Library, settings: Settings) -> None:
    with open_store(settings) as store, pytest.raises(UsageError, match="finsam reports"):
        withdraw("okänd", store)


def test_a_sidecar_says_what_it_was_made_of() -> None:
    values = (said("association", 'A "B" \\ \x7f'), said("aliases", '["AB", "A/B"]'), said("period_end", "2021-12-31"))

    text = sidecar_toml(corrected(None, values))

    assert text == ('association = "A \\"B\\" \\\\ \\u007f"\nperiod_end = 2021-12-31\naliases = ["AB", "A/B"]\n')


def test_the_store_of_an_earlier_day_needs_no_rebuilding_for_the_first_correction(library: Library, settings: Settings) -> None:
    with open_store(settings) as store, store.transaction() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS corrections")

    put_right(settings, said("title", "Annat"))

    assert held_now(settings).corrections == (said("title", "Annat"),)
