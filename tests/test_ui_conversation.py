"""A conversation as it is shown: waiting, growing, whole; and calm when something fails."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.answer import Answer, Status
from ingest.settings import Settings
from ui.conversation import Turn, ask, open_source
from ui.desk import Desk


class KnowingDesk(Desk):
    """Answers every question with the same sentences, and remembers what it was asked."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        self.asked.append((question, tuple(history)))
        return Answer(Status.ANSWERED, "sv", "Första meningen. Andra meningen.", warnings=("Se upp.",))


class BrokenDesk(Desk):
    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        raise ZeroDivisionError("nobody thought of this")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


def test_an_answer_is_awaited_then_grows_then_stands_with_its_warnings(settings: Settings) -> None:
    replies = [view.messages[-1][1] for view in ask(KnowingDesk(settings), (), "Vad?")]

    assert "Söker i rapporterna" in replies[0]
    assert "Andra" not in replies[1]
    assert "Första meningen. Andra meningen." in replies[-1]
    assert ["Se upp." in reply for reply in replies] == [False, False, False, True]


def test_the_earlier_questions_are_handed_on_as_history(settings: Settings) -> None:
    desk = KnowingDesk(settings)
    *_, first = ask(desk, (), "Vad var resultatet 2021?")
    *_, _second = ask(desk, first.turns, "Och 2023?")

    assert desk.asked == [("Vad var resultatet 2021?", ()), ("Och 2023?", ("Vad var resultatet 2021?",))]


def test_an_unexpected_error_becomes_a_calm_sentence_with_an_id(settings: Settings) -> None:
    *_, last = ask(BrokenDesk(settings), (), "Vad?")

    assert "Något gick fel (fel-id " in last.messages[-1][1]
    assert "nobody" not in last.messages[-1][1]


def test_before_the_first_ingest_the_answer_says_how_to_ingest(settings: Settings) -> None:
    *_, last = ask(Desk(settings), (), "Vad?")

    assert "finsam ingest" in last.messages[-1][1]


def test_a_question_that_is_too_long_goes_back_to_the_box_to_be_shortened(settings: Settings) -> None:
    question = "x" * (settings.max_question_chars + 1)

    (view,) = ask(KnowingDesk(settings), (), question)

    assert "Frågan är för lång" in view.messages[-1][1]
    assert view.unsent == question


def test_a_source_of_a_conversation_that_is_forgotten_is_answered_calmly(settings: Settings) -> None:
    _, reader = open_source(Desk(settings), (), turn=0, n=1)

    assert "hör till ett tidigare samtal" in reader


def test_a_source_opens_the_section_around_the_cited_words(stored_without_vectors: Settings) -> None:
    desk = Desk(stored_without_vectors)
    answer = desk.answer("Vad var årets resultat i Degerfors/Karlskoga 2021?")

    _, reader = open_source(desk, (Turn("Vad?", answer),), turn=0, n=1)
    desk.close()

    assert "<mark>-38 774</mark>" in reader
