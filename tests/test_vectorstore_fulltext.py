"""Words: which stems are looked for, and how they are quoted."""

from __future__ import annotations

import pytest

from ingest.language import stem
from vectorstore.fulltext import joined_stems, match_any, query_terms


def test_a_question_is_looked_for_by_its_stems_and_its_joined_neighbours() -> None:
    assert query_terms("finsam mässan") == (stem("finsam"), stem("mässan"), stem("finsammässan"))


def test_a_word_said_twice_is_looked_for_once() -> None:
    assert query_terms("mål mål").count(stem("mål")) == 1


def test_extra_words_are_added_without_joining_them_to_the_question() -> None:
    assert query_terms("kostnad", ["per deltagare"]) == (stem("kostnad"), stem("per"), stem("deltagare"))


def test_neighbours_are_joined_before_they_are_stemmed() -> None:
    assert joined_stems("rehab samverkan nu") == [stem("rehabsamverkan"), stem("samverkannu")]


@pytest.mark.parametrize(("terms", "query"), [([], ""), (["a"], '"a"'), (["a", "or"], '"a" OR "or"'), (['"'], '""""')])
def test_every_term_is_quoted(terms: list[str], query: str) -> None:
    assert match_any(terms) == query
