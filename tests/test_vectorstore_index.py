"""Publishing: what a reader finds after each step of an ingest, and what a second ingest does not do again."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.settings import Settings
from tests.fakes import FakeEmbedder, index_hand_made, small_report
from vectorstore import index as story
from vectorstore.chroma import INDEX_FOLDER
from vectorstore.index import Progress, Stage, find_unchanged, index_report, publish_vectors, remove_report
from vectorstore.library import Library
from vectorstore.store import open_store


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "var", embedding_model="fake")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "finsam-norrdal_arsredovisning_2021.txt"
    path.write_text("Årsredovisning", encoding="utf-8")
    return path


def silent(_: Progress) -> None:
    """A listener for tests that do not listen."""


def test_a_report_answers_by_words_before_any_vector_exists(settings: Settings, source: Path) -> None:
    with open_store(settings) as store:
        index_hand_made(small_report(), source, store)

    library = Library.open(settings, FakeEmbedder())
    hits = library.search_passages("Vad är arbetsträning?")

    assert hits[0].passage.text == "Arbetsträning är att pröva ett arbete."
    assert {hit.similarity for hit in hits} == {None}
    assert library.embed_query("arbetsträning") is None
    library.close()


def test_after_publication_a_passage_is_found_by_meaning_with_its_cosine(settings: Settings, source: Path) -> None:
    embedder = FakeEmbedder()
    with open_store(settings) as store:
        index_hand_made(small_report(), source, store)
        publish_vectors(store, embedder, silent)

    library = Library.open(settings, embedder)
    best = library.search_passages("Arbetsträning är att pröva ett arbete.")[0]

    assert best.passage.id == "finsam-norrdal_arsredovisning_2021:p0"
    assert best.similarity is not None
    assert 0.5 < best.similarity <= 1.0
    library.close()


def test_the_same_content_twice_is_no_work(settings: Settings, source: Path) -> None:
    embedder = FakeEmbedder()
    with open_store(settings) as store:
        first = index_hand_made(small_report(), source, store)
        publish_vectors(store, embedder, silent)
        before = store.manifest()
        second = index_hand_made(small_report(), source, store)
        published = publish_vectors(store, embedder, silent)

        assert (first.changed, second.changed) == (True, False)
        assert published.embedded == 0
        assert store.manifest() == before


def test_new_content_of_the_same_file_replaces_the_old(settings: Settings, source: Path) -> None:
    with open_store(settings) as store:
        index_hand_made(small_report(texts=["Gammal text."]), source, store)
        index_hand_made(small_report(texts=["Ny text."]), source, store)

    library = Library.open(settings, FakeEmbedder())

    assert [entry.report for entry in library.reports()] == ["finsam-norrdal_arsredovisning_2021"]
    assert [hit.passage.text for hit in library.search_passages("text")] == ["Ny text."]
    library.close()


def test_only_new_texts_of_a_changed_report_are_embedded(settings: Settings, source: Path) -> None:
    embedder = FakeEmbedder()
    with open_store(settings) as store:
        index_hand_made(small_report(texts=["Stycke ett.", "Stycke två."]), source, store)
        publish_vectors(store, embedder, silent)
        embedder.passages.clear()
        index_hand_made(small_report(texts=["Stycke ett.", "Stycke tre."]), source, store)
        publish_vectors(store, embedder, silent)

    assert [text.splitlines()[-1] for text in embedder.passages] == ["Stycke tre."]


def test_another_file_with_the_same_name_gets_a_number(settings: Settings, source: Path, tmp_path: Path) -> None:
    elsewhere = [tmp_path / folder / source.name for folder in ("annan", "tredje")]
    for path in elsewhere:
        path.parent.mkdir()
        path.write_bytes(source.read_bytes())

    with open_store(settings) as store:
        index_hand_made(small_report(), source, store)
        second = index_hand_made(small_report(association="Finsam Sunnerby"), elsewhere[0], store)
        third = index_hand_made(small_report(association="Finsam Västvik"), elsewhere[1], store)

    assert second.entry.report == "finsam-norrdal_arsredovisning_2021-2"
    assert third.entry.report == "finsam-norrdal_arsredovisning_2021-3"
    library = Library.open(settings, FakeEmbedder())
    assert [f.figure.key for f in library.figures()][1] == "finsam-norrdal_arsredovisning_2021-2:f0"
    library.close()


def test_a_file_that_has_moved_keeps_its_id(settings: Settings, source: Path, tmp_path: Path) -> None:
    with open_store(settings) as store:
        index_hand_made(small_report(), source, store)
        moved = source.rename(tmp_path / "flyttad.txt")
        again = index_hand_made(small_report(), moved, store)

    assert again.entry.report == "finsam-norrdal_arsredovisning_2021"
    assert not again.changed


def test_a_corrected_sidecar_changes_what_the_catalogue_says(settings: Settings, source: Path) -> None:
    report = small_report()
    corrected = replace(report, metadata=replace(report.metadata, association="Samordningsförbundet Norrdal"))

    with open_store(settings) as store:
        index_hand_made(report, source, store)
        changed = index_hand_made(corrected, source, store)

    assert changed.changed
    assert changed.entry.association == "Samordningsförbundet Norrdal"


def test_an_unchanged_file_is_known_without_reading_it(settings: Settings, source: Path) -> None:
    report = small_report()
    with open_store(settings) as store:
        sha256 = story._sha256(source)
        index_report(replace(report, document=replace(report.document, sha256=sha256)), source, store)

        known = find_unchanged(source, store)

    assert known is not None
    assert known.report == "finsam-norrdal_arsredovisning_2021"


def test_a_new_sidecar_makes_a_file_count_as_changed(settings: Settings, source: Path) -> None:
    report = small_report()
    with open_store(settings) as store:
        index_report(replace(report, document=replace(report.document, sha256=story._sha256(source))), source, store)
        source.with_suffix(".toml").write_text('visibility = "public"', encoding="utf-8")

        assert find_unchanged(source, store) is None


def test_a_removed_report_leaves_nothing_behind(settings: Settings, source: Path, tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    with open_store(settings) as store:
        index_hand_made(small_report(), source, store)
        index_hand_made(small_report("annan", "Finsam Sunnerby", texts=["Något helt annat."]), tmp_path / "annan.txt", store)
        publish_vectors(store, embedder, silent)
    library = Library.open(settings, embedder)

    with open_store(settings) as store:
        removed = remove_report("annan", store)

    assert removed
    assert [entry.report for entry in library.reports()] == ["finsam-norrdal_arsredovisning_2021"]
    assert {hit.report.report for hit in library.search_passages("Något helt annat.")} == {"finsam-norrdal_arsredovisning_2021"}
    assert library.page_text("annan", None) == ""
    assert len(library.figures()) == 1
    library.close()


def test_removing_an_unknown_report_says_so(settings: Settings) -> None:
    with open_store(settings) as store:
        assert not remove_report("finns-inte", store)


def test_progress_ends_each_stage_with_all_done(settings: Settings, source: Path) -> None:
    seen: list[Progress] = []
    with open_store(settings) as store:
        index_hand_made(small_report(texts=[f"Stycke nummer {n}." for n in range(40)]), source, store)
        publish_vectors(store, FakeEmbedder(), seen.append)

    assert [p.done for p in seen if p.stage is Stage.EMBEDDING] == [0, 16, 32, 40]
    assert [p for p in seen if p.stage is Stage.INDEXING][-1] == Progress(Stage.INDEXING, 40, 40)


def test_a_report_without_passages_or_figures_is_still_a_report(settings: Settings, source: Path) -> None:
    with open_store(settings) as store:
        index_hand_made(replace(small_report(), passages=(), figures=(), tables=()), source, store)
        published = publish_vectors(store, FakeEmbedder(), silent)

    library = Library.open(settings, FakeEmbedder())
    assert published.passages == 0
    assert len(library.reports()) == 1
    assert library.search_passages("arbetsträning") == ()
    library.close()


def test_the_index_before_the_last_stays_for_readers_that_still_hold_it(settings: Settings, source: Path) -> None:
    published = []
    for text in ("Ett.", "Två.", "Tre.", "Fyra."):
        with open_store(settings) as store:
            index_hand_made(small_report(texts=[text]), source, store)
            publish_vectors(store, FakeEmbedder(), silent)
            published.append(store.manifest().index_directory)
    with open_store(settings):
        kept = {path.name for path in (settings.data_dir / INDEX_FOLDER).iterdir()}

    assert kept == set(published[-2:])


@pytest.mark.parametrize("kind", ["pipe", "device", "loop", "name"])
def test_what_is_no_regular_file_is_not_known_to_be_unchanged(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "name":
        path = Path(os.fsdecode(bytes(tmp_path) + b"/\xe5.txt"))
        path.write_text("a")
    else:
        path.symlink_to("/dev/zero" if kind == "device" else "a.txt")

    with open_store(Settings(data_dir=tmp_path / "var")) as store:
        assert find_unchanged(path, store) is None
