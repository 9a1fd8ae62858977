"""The example questions fit what is indexed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Status
from ingest.settings import Settings
from ui.compose import desk
from ui.desk import Desk
from ui.examples import MOST_EXAMPLES, Examples


@pytest.fixture
def open_desk(stored_without_vectors: Settings) -> Iterator[Desk]:
    with desk(stored_without_vectors) as opened:
        yield opened


def test_every_example_names_an_indexed_association(open_desk: Desk) -> None:
    associations = {entry.association for entry in open_desk.library().reports()}

    examples = Examples(open_desk).questions()

    assert 0 < len(examples) <= MOST_EXAMPLES
    assert [question for question in examples if not any(name in question for name in associations)] == []


def test_every_example_is_answered_with_a_source(open_desk: Desk) -> None:
    answers = [open_desk.answer(question) for question in Examples(open_desk).questions()]

    assert [answer.text for answer in answers if answer.status is not Status.ANSWERED or not answer.citations] == []


def test_the_examples_are_about_different_things(open_desk: Desk) -> None:
    examples = Examples(open_desk).questions()

    assert len(set(examples)) == len(examples)
