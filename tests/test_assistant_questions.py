"""Both question sets, whole: how much is right may only grow, and no figure is ever without its source.

`dev.jsonl` was in view while the assistant was built; `everyday.jsonl` was written by others from the reports alone,
the first two thirds of it seen later, the last third (ids f…) only counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.respond import respond
from ui.evaluation import read_questions, source_texts
from ui.scoring import Score, score
from vectorstore.library import Library

QUESTIONS = Path(__file__).parent / "questions"


def scores_of(name: str, library: Library) -> tuple[Score, ...]:
    bodies = source_texts(library)
    return tuple(score(q, respond(q.question, q.history, library), bodies) for q in read_questions(QUESTIONS / name))


@pytest.fixture(scope="module")
def dev(library_without_vectors: Library) -> Sequence[Score]:
    return scores_of("dev.jsonl", library_without_vectors)


@pytest.fixture(scope="module")
def everyday(library_without_vectors: Library) -> Sequence[Score]:
    return scores_of("everyday.jsonl", library_without_vectors)


def test_the_example_questions_are_answered(dev: Sequence[Score]) -> None:
    assert sum(one.right for one in dev) >= 47


def test_no_example_question_gets_a_wrong_figure(dev: Sequence[Score]) -> None:
    assert [one.id for one in dev if one.wrong] == []


def test_no_example_answer_has_a_number_without_a_source(dev: Sequence[Score]) -> None:
    assert [(one.id, one.ungrounded) for one in dev if one.ungrounded] == []


def test_every_quote_stands_in_its_file(dev: Sequence[Score], everyday: Sequence[Score]) -> None:
    assert [one.id for one in (*dev, *everyday) if one.bad_citations] == []


def test_questions_of_other_people_are_answered_as_well_as_before(everyday: Sequence[Score]) -> None:
    assert sum(one.right for one in everyday) >= 90


def test_questions_of_other_people_get_no_more_wrong_figures_than_before(everyday: Sequence[Score]) -> None:
    assert sum(one.wrong for one in everyday) <= 12
