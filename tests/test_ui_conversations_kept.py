"""Conversations are kept for the person who had them, with answers as they were given."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import Answer, AnswerFigure, Citation, Status
from assistant.answer_json import read_kept_json, to_kept_json
from assistant.limits import Limits
from assistant.timespans import year_span
from ingest.domain import Box
from ingest.errors import UsageError
from ui.conversations.kept_conversations import Conversations, Turn
from ui.conversations.names import LONGEST_NAME, shortened, tidy_name
from ui.workplace_store import WorkplaceStore

ANSWER = Answer(
    Status.ANSWERED,
    "sv",
    "Resultatet var −1 kr [1].",
    (AnswerFigure("-1", "kr", "Resultat", "Finsam Norrdal", "2021", "utfall", "2 - 3", (1,)),),
    (
        Citation(
            1,
            "r",
            "Finsam Norrdal",
            "Årsredovisning",
            "r.pdf",
            3,
            "iii",
            "2 Räkning",
            (4, 5),
            Box(3, 1.23456, 2, 3, 4),
            "−1",
            "/x",
        ),
    ),
    ("Se upp.",),
    17,
)
TURN = Turn(
    "Vad?",
    ANSWER,
    limits=Limits("Finsam Norrdal", year_span(2021)),
    at="2026-11-22T12:00:00+00:00",
    state="s",
    sources=(("r", "1"),),
)


@pytest.fixture
def kept(tmp_path: Path) -> Conversations:
    return Conversations(WorkplaceStore(tmp_path))


def test_an_answer_is_read_back_without_loss() -> None:
    assert read_kept_json(to_kept_json(ANSWER)) == ANSWER


def test_what_is_no_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="Answer"):
        read_kept_json('{"text": "utan det andra"}')


def test_a_turn_comes_back_as_it_was_also_from_another_process(tmp_path: Path) -> None:
    kept = Conversations(WorkplaceStore(tmp_path))
    conversation = kept.begin("anna", "Vad?")
    kept.add("anna", conversation, TURN)

    again = Conversations(WorkplaceStore(tmp_path))

    assert again.turns("anna", conversation) == (TURN,)
    assert again.turn("anna", conversation, 0) == TURN


def test_turns_are_numbered_and_only_answered_questions_are_history(kept: Conversations) -> None:
    conversation = kept.begin("anna", "Ett?")
    notice = Turn("Två?", notice="Något gick fel.", at=TURN.at)

    positions = [kept.add("anna", conversation, turn) for turn in (TURN, notice, TURN)]

    assert positions == [0, 1, 2]
    assert kept.questions("anna", conversation, 50) == ("Vad?", "Vad?")
    assert kept.questions("anna", conversation, 1) == ("Vad?",)


def test_the_newest_conversation_is_listed_first_and_an_older_one_rises_when_it_goes_on(kept: Conversations) -> None:
    older, newer = kept.begin("anna", "Äldre?"), kept.begin("anna", "Nyare?")
    kept.add("anna", older, Turn("Äldre?", at="2026-01-01T00:00:00+00:00"))
    kept.add("anna", newer, Turn("Nyare?", at="2026-01-02T00:00:00+00:00"))
    before = [one.name for one in kept.listed("anna", 10)]

    kept.add("anna", older, Turn("Mer?", at="2026-01-03T00:00:00+00:00"))

    assert before == ["Nyare?", "Äldre?"]
    assert [one.name for one in kept.listed("anna", 10)] == ["Äldre?", "Nyare?"]
    assert len(kept.listed("anna", 1)) == 1


def test_a_conversation_is_renamed(kept: Conversations) -> None:
    conversation = kept.begin("anna", "Vad?")

    kept.rename("anna", conversation, "  Till   mötet ")

    assert kept.name("anna", conversation) == "Till mötet"


def test_a_forgotten_conversation_leaves_nothing_behind(kept: Conversations) -> None:
    conversation = kept.begin("anna", "Vad?")
    kept.add("anna", conversation, TURN)

    kept.forget("anna", conversation)

    assert kept.listed("anna", 10) == ()
    assert kept.turns("anna", conversation) == ()
    assert kept.length(conversation) == 0
    with pytest.raises(UsageError) as gone:
        kept.add("anna", conversation, TURN)
    assert gone.value.message_sv == "Samtalet finns inte längre. Börja ett nytt, eller öppna ett annat."


def test_a_conversation_of_another_person_is_as_none(kept: Conversations) -> None:
    conversation = kept.begin("anna", "Vad?")
    kept.add("anna", conversation, TURN)

    assert not kept.exists("bo", conversation)
    assert kept.turns("bo", conversation) == ()
    assert kept.turn("bo", conversation, 0) is None
    assert kept.questions("bo", conversation, 50) == ()
    with pytest.raises(UsageError):
        kept.add("bo", conversation, TURN)


def test_a_long_first_question_is_shortened_at_a_word() -> None:
    name = shortened("Hur mycket har medlemsbidraget till samordningsförbundet ändrats de senaste fem åren?")

    assert name == "Hur mycket har medlemsbidraget till samordningsförbundet …"
    assert len(name) <= LONGEST_NAME


def test_a_word_without_end_is_cut_and_an_empty_name_refused() -> None:
    assert shortened("x" * 500) == "x" * (LONGEST_NAME - 2) + " …"
    with pytest.raises(UsageError) as refused:
        tidy_name("  \n")
    assert refused.value.message_sv == "Skriv ett namn på samtalet."
