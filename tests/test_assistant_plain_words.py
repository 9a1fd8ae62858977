"""Spoken and sloppy words of a question are put plainly; names and what the reports themselves say stay."""

from __future__ import annotations

import pytest

from assistant.plain_words import in_plain_words

NOTHING_PRINTED: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("hur många killar gick i kören?", "hur många män gick i kören?"),
        ("hur mkt stålar har ni?", "hur mycket pengar har ni?"),
        ("hur mkt folk kom?", "hur många personer kom?"),
        ("va kosta lokalen?", "vad kostade lokalen?"),
        ("hur mycket skjuter Hallsta till?", "hur mycket betalar Hallsta?"),
        ("hur mycket går Hallsta kommun in med 2021?", "hur mycket betalar Hallsta kommun 2021?"),
        ("vad tjänar chefen?", "vad är lönen för chefen?"),
    ],
)
def test_a_spoken_word_stands_for_the_plain_one(said: str, plain: str) -> None:
    assert in_plain_words(said, NOTHING_PRINTED) == plain


@pytest.mark.parametrize(
    "question",
    [
        "Hej, hur många deltog?",
        "Goddag! Jag undrar hur många deltog?",
        "Snälla, kan ni säga mig hur många deltog, tack?",
        "hur många deltog, vet ni?",
        "Can you tell me, please, hur många deltog?",
    ],
)
def test_courtesy_before_and_after_a_question_is_taken_away(question: str) -> None:
    assert in_plain_words(question, NOTHING_PRINTED).lower() == "hur många deltog?"


def test_a_word_that_a_report_uses_is_kept() -> None:
    assert in_plain_words("hur många klienter?", frozenset({"klient"})) == "hur många klienter?"


def test_a_word_that_no_report_uses_is_replaced() -> None:
    assert in_plain_words("hur många klienter?", NOTHING_PRINTED) == "hur många deltagare?"


def test_a_name_inside_a_sentence_is_kept() -> None:
    assert in_plain_words("Vad sa Folk Cash om det?", NOTHING_PRINTED) == "Vad sa Folk Cash om det?"


def test_a_message_of_courtesy_alone_stays() -> None:
    assert in_plain_words("tack", NOTHING_PRINTED) == "tack"
