"""A question that goes on and on is read at its beginning and its end."""

from __future__ import annotations

import json
from pathlib import Path

from assistant.long_questions import MOST_WORDS, essence

QUESTIONS = Path(__file__).parent / "questions"


def test_a_question_of_usual_length_is_read_whole() -> None:
    asked = [json.loads(line) for path in QUESTIONS.glob("*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()]

    assert [one["question"] for one in asked if essence(one["question"]) != one["question"]] == []


def test_of_a_pasted_page_the_beginning_and_the_end_are_read_as_written() -> None:
    pasted = "Hej!  Vad var resultatet, " + "ord;" * 500 + " alltså år 2021?"

    read = essence(pasted)

    assert read.startswith("Hej!  Vad var resultatet, ord;")
    assert read.endswith("ord; alltså år 2021?")
    assert read.count("ord") == MOST_WORDS - 7
