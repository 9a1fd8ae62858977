"""Suggestions after an answer: never what would be declined, never what was asked already."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Status
from assistant.limits import NO_LIMITS, Limits
from assistant.timespans import year_span
from ingest.settings import Settings
from ui.compose import desk
from ui.conversations.kept_conversations import Turn
from ui.conversations.suggestions import MOST_SUGGESTED, suggestions
from ui.desk import Desk

QUESTIONS = (
    "Vad var årets resultat i Degerfors/Karlskoga 2021?",
    "Hur mycket pengar fanns på banken i Insjöriket?",
    "Vad är arbetsträning?",
    "Hur många deltagare hade Coachingteam Lekeberg?",
)


@pytest.fixture(scope="module")
def open_desk(stored_without_vectors: Settings) -> Iterator[Desk]:
    with desk(stored_without_vectors) as opened:
        yield opened


def asked(open_desk: Desk, question: str, limits: Limits = NO_LIMITS) -> Turn:
    return Turn(question, open_desk.answer(question, (), limits), limits=limits)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_suggestion_is_answered_with_a_source_where_it_stands(open_desk: Desk, question: str) -> None:
    found = suggestions(open_desk, asked(open_desk, question), ())
    answers = [open_desk.answer(one, (question,)) for one in found]

    assert 0 < len(found) <= MOST_SUGGESTED
    assert [one.text for one in answers if one.status is not Status.ANSWERED or not one.citations] == []


def test_what_was_asked_already_is_not_suggested(open_desk: Desk) -> None:
    turn = asked(open_desk, QUESTIONS[0])
    first = suggestions(open_desk, turn, ())

    assert set(suggestions(open_desk, turn, first)) & set(first) == set()


def test_within_limits_nothing_beyond_them_is_suggested(open_desk: Desk) -> None:
    limits = Limits("Finsam Degerfors/Karlskoga", year_span(2021))

    found = suggestions(open_desk, asked(open_desk, "Vad var årets resultat?", limits), ())

    assert found
    assert [one for one in found if "2023" in one or "Degerfors" not in one] == []


def test_after_a_declined_question_nothing_is_suggested(open_desk: Desk) -> None:
    assert suggestions(open_desk, asked(open_desk, "Vad kostade Finsam Malmö 2021?"), ()) == ()
