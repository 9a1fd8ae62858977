"""Words: which stems are looked for, and how they are quoted."""

from __future__ import annotations

import pytest

from ingest.language import stem
from vectorstore.fulltext import joined_stems, letter_runs, match_any, query_terms


def test_a_question_is_looked_for_by_its_stems_and_its_joined_neighbours() -> None:
    assert query_terms("finsam mässan") == (stem("finsam"), stem("mässan"), stem("finsammässan"))


def test_a_word_said_twice_is_looked_for_once() -> None:
    assert query_terms("mål mål").count(stem("mål")) == 1


def test_chosen_words_are_looked_for_in_place_of_the_questions_own() -> None:
    assert query_terms("vad kostade mässan", ["kostnad", "mässan"]) == (stem("kostnad"), stem("mässan"))


def test_neighbours_in_the_question_are_joined_when_both_are_chosen() -> None:
    assert query_terms("vad var finsam mässan", ["mässan", "finsam"])[2:] == (stem("finsammässan"),)


def test_runs_of_letters_are_folded_and_leave_short_words_and_numbers_whole() -> None:
    assert letter_runs("Åtgärd på 12 345") == ["atga", "tgar", "gard", "pa", "12", "345"]


def test_neighbours_are_joined_before_they_are_stemmed() -> None:
    assert joined_stems("rehab samverkan nu") == [stem("rehabsamverkan"), stem("samverkannu")]


@pytest.mark.parametrize(("terms", "query"), [([], ""), (["a"], '"a"'), (["a", "or"], '"a" OR "or"'), (['"'], '""""')])
def test_every_term_is_quoted(terms: list[str], query: str) -> None:
    assert match_any(terms) == query
