"""A library narrowed to a scope is the same library with nothing else in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.report_index import indexes_of
from ingest.domain import Visibility
from tests.fakes import library_of, small_report
from vectorstore.entries import EVERYTHING, Scope
from vectorstore.library import Library

NORRDAL, SODERDAL = "finsam-norrdal_arsredovisning_2021", "finsam-soderdal_arsredovisning_2021"
OF_NORRDAL = Scope(associations=frozenset({"Finsam Norrdal"}))
PUBLIC = Scope(public_only=True)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    norrdal = small_report(visibility=Visibility.PUBLIC)
    soderdal = small_report(SODERDAL, "Finsam Söderdal", texts=("Vägledning är att visa vägen.", "Nämnden har haft tre möten."))
    with library_of(tmp_path, norrdal, soderdal) as opened:
        yield opened


def test_only_what_the_scope_admits_is_listed_and_counted(library: Library) -> None:
    narrowed = library.within(OF_NORRDAL)

    assert [entry.report for entry in narrowed.reports()] == [NORRDAL]
    assert [report for report, _ in narrowed.versions()] == [NORRDAL]
    assert narrowed.passage_count() == 2
    assert len(narrowed.source_folders()) == 1


def test_a_search_finds_nothing_outside_whatever_it_asks_for(library: Library) -> None:
    narrowed = library.within(OF_NORRDAL)
    elsewhere = Scope(associations=frozenset({"Finsam Söderdal"}))

    assert [hit.report.report for hit in narrowed.search_passages("möten")] == [NORRDAL]
    assert narrowed.search_passages("vägledning", elsewhere) == ()
    assert {one.report.report for one in narrowed.search_figures("resultat")} == {NORRDAL}
    assert narrowed.figures(elsewhere) == ()
    assert narrowed.statements(elsewhere) == ()
    assert narrowed.findings(elsewhere) == ()


def test_a_report_outside_is_as_unknown_as_one_that_does_not_exist(library: Library) -> None:
    narrowed = library.within(OF_NORRDAL)

    assert narrowed.lines(SODERDAL, 1, 9) == ()
    assert narrowed.page_text(SODERDAL, None) == ""
    assert narrowed.sections(SODERDAL) == ()
    assert narrowed.tables(SODERDAL) == ()
    assert narrowed.pages(SODERDAL) == ()
    assert narrowed.original(SODERDAL) is None
    with pytest.raises(KeyError):
        narrowed.contents(SODERDAL)


def test_what_lies_within_is_read_as_in_the_whole(library: Library) -> None:
    narrowed = library.within(OF_NORRDAL)

    assert narrowed.contents(NORRDAL) == library.contents(NORRDAL)
    assert narrowed.lines(NORRDAL, 1, 9) == library.lines(NORRDAL, 1, 9)


def test_the_words_known_are_those_of_the_reports_within(library: Library) -> None:
    narrowed = library.within(OF_NORRDAL)
    only_elsewhere = library.stem_vocabulary() - narrowed.stem_vocabulary()

    assert only_elsewhere
    assert set(narrowed.document_frequency(sorted(only_elsewhere)).values()) == {0}


def test_scopes_within_each_other_admit_only_what_all_of_them_do(library: Library) -> None:
    elsewhere = Scope(associations=frozenset({"Finsam Söderdal"}))

    assert library.within(PUBLIC).within(elsewhere).reports() == ()
    assert [one.report for one in library.within(PUBLIC).within(OF_NORRDAL).reports()] == [NORRDAL]


def test_a_public_scope_stays_public_within_another(library: Library) -> None:
    assert OF_NORRDAL.inside(PUBLIC).only_public
    assert not OF_NORRDAL.inside(EVERYTHING).only_public


def test_everything_is_the_library_itself_and_a_part_shares_what_is_indexed(library: Library) -> None:
    narrowed = library.within(OF_NORRDAL)
    indexes = indexes_of(library)
    whole = indexes.open(library, EVERYTHING)

    assert library.within(EVERYTHING) is library
    assert narrowed.whole is library
    assert indexes_of(narrowed) is indexes
    assert indexes.open(narrowed, EVERYTHING)[0] in whole
    assert indexes.open(library, EVERYTHING) == whole


def test_closing_a_part_leaves_the_whole_open(library: Library) -> None:
    library.within(OF_NORRDAL).close()

    assert len(library.reports()) == 2
