"""The read side: what is found, what a scope keeps out, and how a reader follows what is published."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.domain import Figure, Locator, Scenario, Visibility
from ingest.errors import EmptyStoreError
from ingest.language import stem
from ingest.settings import Settings
from tests.fakes import FakeEmbedder, index_hand_made, library_of, small_report
from vectorstore.entries import Scope
from vectorstore.index import Progress, publish_vectors
from vectorstore.library import Library
from vectorstore.store import open_store

NORRDAL = "Finsam Norrdal"
SUNNERBY = "Finsam Sunnerby"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Norrdal 2021 and 2022 (internal) and Sunnerby 2021 (public), with vectors."""
    settings = Settings(data_dir=tmp_path / "var", embedding_model="fake")
    with open_store(settings) as store:
        index_hand_made(
            small_report("sunnerby-2021", SUNNERBY, 2021, result_kr=12, visibility=Visibility.PUBLIC), tmp_path / "c.txt", store
        )
        index_hand_made(
            small_report("norrdal-2022", NORRDAL, 2022, ["Vi besökte finsam mässan."], result_kr=5), tmp_path / "b.txt", store
        )
        index_hand_made(small_report("norrdal-2021", NORRDAL, 2021, result_kr=-7), tmp_path / "a.txt", store)
        publish_vectors(store, FakeEmbedder(), silent)
    return settings


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    library = Library.open(settings, FakeEmbedder())
    yield library
    library.close()


def silent(_: Progress) -> None:
    """A listener for tests that do not listen."""


def test_nothing_ingested_is_told_with_the_command_that_helps(tmp_path: Path) -> None:
    with pytest.raises(EmptyStoreError) as told:
        Library.open(Settings(data_dir=tmp_path / "tom"))

    assert told.value.message_sv == "Inga rapporter är inlästa än. Läs in dem först: finsam ingest MAPP (mappen med rapporterna)."


def test_opening_an_empty_place_leaves_it_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptyStoreError):
        Library.open(Settings(data_dir=tmp_path / "tom"))

    assert not (tmp_path / "tom").exists()


def test_reports_come_by_association_and_then_by_period(library: Library) -> None:
    assert [entry.report for entry in library.reports()] == ["norrdal-2021", "norrdal-2022", "sunnerby-2021"]


def test_a_figure_comes_back_as_it_went_in(library: Library) -> None:
    expected = small_report("norrdal-2021", NORRDAL, 2021, result_kr=-7).figures[0]

    assert library.figures(Scope(reports=frozenset({"norrdal-2021"})))[0].figure == expected
    assert expected.value == Decimal(-7)


def test_passages_and_sections_come_back_as_they_went_in(library: Library) -> None:
    report = small_report("norrdal-2021", NORRDAL, 2021, result_kr=-7)
    found = {
        hit.passage for hit in library.search_passages("arbetsträning styrelsen", Scope(reports=frozenset({"norrdal-2021"})))
    }

    assert found == set(report.passages)
    assert library.sections("norrdal-2021") == report.sections


@pytest.mark.parametrize("question", ["finsammässan", "Finsam-mässan", "finsam mässan", "FINSAMMASSAN"])
def test_words_are_found_joined_and_apart(library: Library, question: str) -> None:
    assert library.search_passages(question, limit=1)[0].passage.text == "Vi besökte finsam mässan."


def test_chosen_words_count_in_the_word_search_only(library: Library) -> None:
    embedder = FakeEmbedder()
    watched = Library.open(library._settings, embedder)

    hits = watched.search_passages("evenemang", words=["mässan"])

    assert hits[0].passage.text == "Vi besökte finsam mässan."
    assert embedder.queries == ["evenemang"]
    watched.close()


def test_a_period_admits_reports_that_touch_it_and_passages_that_name_its_year(settings: Settings, tmp_path: Path) -> None:
    with open_store(settings) as store:
        later = small_report("sunnerby-2023", SUNNERBY, 2023, ["Vi mötte kommunen.", "Vi mötte regionen 2022."])
        index_hand_made(later, tmp_path / "d.txt", store)
    library = Library.open(settings, FakeEmbedder())

    hits = library.search_passages("mötte besökte", periods=[(date(2022, 1, 1), date(2022, 12, 31))])

    assert {hit.passage.text for hit in hits} == {"Vi mötte regionen 2022.", "Vi besökte finsam mässan."}
    library.close()


def test_a_part_of_a_compound_is_found_by_its_letters(tmp_path: Path) -> None:
    with library_of(tmp_path / "var", small_report("norrdal-2021", NORRDAL, 2021)) as library:
        best = library.search_passages("arbetsprövning", limit=1)

    assert [hit.passage.text for hit in best] == ["Arbetsträning är att pröva ett arbete."]


@pytest.mark.parametrize(
    "scope",
    [
        Scope(associations=frozenset({SUNNERBY})),
        Scope(reports=frozenset({"sunnerby-2021"})),
        Scope(public_only=True),
        Scope(associations=frozenset({SUNNERBY, NORRDAL}), public_only=True),
    ],
)
def test_a_scope_never_lets_another_report_through(library: Library, scope: Scope) -> None:
    assert {hit.report.report for hit in library.search_passages("Arbetsträning mässan styrelsen", scope)} == {"sunnerby-2021"}
    assert {found.report.report for found in library.search_figures("årets resultat", scope)} == {"sunnerby-2021"}
    assert [found.figure.value for found in library.figures(scope)] == [Decimal(12)]
    assert [entry.report for entry in library.reports(scope)] == ["sunnerby-2021"]
    assert library.passage_count(scope) == 2


def test_a_scope_that_admits_nothing_finds_nothing(library: Library) -> None:
    nowhere = Scope(associations=frozenset({"Finsam Ingenstans"}))

    assert library.search_passages("arbetsträning", nowhere) == ()
    assert library.search_figures("årets resultat", nowhere) == ()
    assert library.document_frequency([stem("arbetsträning")], nowhere) == {stem("arbetsträning"): 0}


def test_a_broad_scope_keeps_others_out_although_it_filters_late(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vectorstore.dense.BROAD_FILTER", 1)

    hits = library.search_passages("Arbetsträning mässan styrelsen", Scope(associations=frozenset({NORRDAL})))

    assert {hit.report.association for hit in hits} == {NORRDAL}
    assert len(hits) == 3


@pytest.mark.parametrize("question", ['"', "NEAR(", "a AND", "stems:x", "*", "'; DROP TABLE reports", "\0", "", "\ud800"])
def test_no_question_is_read_as_an_operator(library: Library, question: str) -> None:
    assert isinstance(library.search_passages(question), tuple)
    assert isinstance(library.search_figures(question), tuple)
    assert len(library.reports()) == 3


def test_document_frequency_counts_passages_with_the_stem(library: Library) -> None:
    stems = [stem("arbetsträning"), stem("malmö")]

    assert library.document_frequency(stems) == {stems[0]: 2, stems[1]: 0}
    assert library.document_frequency(stems, Scope(associations=frozenset({SUNNERBY}))) == {stems[0]: 1, stems[1]: 0}


def test_the_vocabulary_holds_stems_that_stand_there_and_no_joined_ones(library: Library) -> None:
    vocabulary = library.stem_vocabulary()

    assert stem("mässan") in vocabulary
    assert stem("finsammässan") not in vocabulary


def test_lines_are_counted_from_one_and_both_ends_are_meant(library: Library) -> None:
    assert [line.text for line in library.lines("norrdal-2022", 1, 2)] == ["1 Verksamheten", "Vi besökte finsam mässan."]


def test_the_whole_text_is_every_line(library: Library) -> None:
    assert library.page_text("norrdal-2022", None).splitlines()[-1] == "Årets resultat\t5"
    assert library.page_text("norrdal-2022", 7) == ""


def test_an_open_library_notices_what_is_published(library: Library, settings: Settings, tmp_path: Path) -> None:
    with open_store(settings) as store:
        index_hand_made(small_report("norrdal-2021", NORRDAL, 2021, ["Ny lydelse om samverkan."]), tmp_path / "a.txt", store)
        between = library.search_passages("samverkan", limit=1)[0]
        publish_vectors(store, FakeEmbedder(), silent)
    after = library.search_passages("samverkan", limit=1)[0]

    assert (between.passage.text, between.similarity) == ("Ny lydelse om samverkan.", None)
    assert after.similarity is not None


def test_nothing_is_kept_of_a_report_that_was_replaced(library: Library, settings: Settings, tmp_path: Path) -> None:
    def seen() -> tuple[list[Decimal], list[Decimal], str, dict[str, int], bool]:
        return (
            [found.figure.value for found in library.figures(scope)],
            [found.figure.value for found in library.search_figures("årets resultat", scope)],
            library.lines("sunnerby-2021", 2, 2)[0].text,
            library.document_frequency([stem("samverkan")], scope),
            stem("samverkan") in library.stem_vocabulary(),
        )

    scope = Scope(reports=frozenset({"sunnerby-2021"}))
    before = seen()
    with open_store(settings) as store:
        replacement = small_report("sunnerby-2021", SUNNERBY, 2021, ["Ny lydelse om samverkan."], result_kr=13)
        index_hand_made(replacement, tmp_path / "c.txt", store)

    assert before[0] == before[1] == [Decimal(12)]
    assert before[3:] == ({stem("samverkan"): 0}, False)
    assert seen() == ([Decimal(13)], [Decimal(13)], "Ny lydelse om samverkan.", {stem("samverkan"): 1}, True)


def test_a_hit_of_a_replaced_report_is_dropped(library: Library, settings: Settings, tmp_path: Path) -> None:
    library.search_passages("arbetsträning")
    with open_store(settings) as store:
        index_hand_made(small_report("sunnerby-2021", SUNNERBY, 2021, ["Något annat."]), tmp_path / "c.txt", store)

    texts = [hit.passage.text for hit in library.search_passages("Styrelsen har haft fem möten.")]

    assert texts.count("Styrelsen har haft fem möten.") == 1


def test_a_database_made_anew_is_noticed(library: Library, settings: Settings, tmp_path: Path) -> None:
    for leftover in settings.data_dir.glob("finsam.sqlite*"):
        leftover.unlink()
    with open_store(settings) as store:
        index_hand_made(small_report("ny", "Finsam Nyvik", 2024), tmp_path / "ny.txt", store)

    assert [entry.report for entry in library.reports()] == ["ny"]
    assert {hit.report.report for hit in library.search_passages("arbetsträning")} == {"ny"}


def test_a_question_asked_again_is_not_embedded_again(settings: Settings) -> None:
    embedder = FakeEmbedder()
    library = Library.open(settings, embedder)

    library.search_passages("arbetsträning")
    library.search_passages("arbetsträning", Scope(public_only=True))

    assert embedder.queries == ["arbetsträning"]
    library.close()


def test_threads_read_while_a_writer_publishes(library: Library, settings: Settings, tmp_path: Path) -> None:
    def ask(n: int) -> set[str]:
        return {
            hit.report.association
            for hit in library.search_passages(f"arbetsträning {n}", Scope(associations=frozenset({SUNNERBY})))
        }

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(ask, n) for n in range(60)]
        for n in range(3):
            with open_store(settings) as store:
                index_hand_made(
                    small_report("norrdal-2021", NORRDAL, 2021, [f"Arbetsträning version {n}."]), tmp_path / "a.txt", store
                )
                publish_vectors(store, FakeEmbedder(), silent)

        assert {frozenset(answer.result()) for answer in asked} == {frozenset({SUNNERBY})}


def test_statements_are_found_apart_from_the_figures_of_tables(settings: Settings, tmp_path: Path) -> None:
    sentence = "Totalt har 183 deltagare haft stöd."
    statement = Figure(
        key="vadby-2021:s0",
        table=None,
        row="deltagare",
        column="",
        value=Decimal(183),
        unit="antal",
        raw=sentence,
        period=None,
        scenario=Scenario.OUTCOME,
        concept=None,
        quote=sentence,
        locator=Locator("1 Verksamheten", None, None, (2, 2)),
        flags=("period-assumed",),
    )
    report = replace(small_report("vadby-2021", "Finsam Vadby", 2021, [sentence]), statements=(statement,))
    with open_store(settings) as store:
        index_hand_made(report, tmp_path / "d.txt", store)

    library = Library.open(settings, FakeEmbedder())

    assert [found.figure for found in library.statements()] == [statement]
    assert [found.figure for found in library.search_statements("stöd till deltagarna")] == [statement]
    assert library.search_statements("deltagare", Scope(associations=frozenset({SUNNERBY}))) == ()
    assert library.statements(Scope(public_only=True)) == ()
    assert None not in {found.figure.table for found in library.figures()}
    assert library.search_figures("stöd deltagare") == ()
    assert {entry.figures for entry in library.reports()} == {1}
    library.close()
