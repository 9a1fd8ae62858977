"""A conversation as it is shown: waiting, growing, whole; kept, reopened; and calm when something fails."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.answer import Answer, Status
from assistant.limits import NO_LIMITS, Limits
from ingest.settings import Settings
from tests.fakes import index_hand_made, small_report
from ui.conversation import Asked, View, ask, open_source, reopened
from ui.conversation_actions import forget, give_opinion, list_conversations, rename, suggest
from ui.desk import Desk
from vectorstore.store import open_store

ANNA, BO = "anna", "bo"


class KnowingDesk(Desk):
    """Answers every question with the same sentences, and remembers what it was asked."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.asked: list[tuple[str, tuple[str, ...], Limits]] = []

    def answer(self, question: str, history: Sequence[str] = (), limits: Limits = NO_LIMITS) -> Answer:
        self.asked.append((question, tuple(history), limits))
        return Answer(Status.ANSWERED, "sv", "Första meningen. Andra meningen.", warnings=("Se upp.",))


class BrokenDesk(Desk):
    def answer(self, question: str, history: Sequence[str] = (), limits: Limits = NO_LIMITS) -> Answer:
        raise ZeroDivisionError("nobody thought of this")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data directory with one report of Finsam Norrdal 2021."""
    made = Settings(data_dir=tmp_path)
    publish(made, year=2021)
    return made


def publish(settings: Settings, year: int, result_kr: int = -38774) -> None:
    report = small_report(f"norrdal-{year}", year=year, result_kr=result_kr)
    with open_store(settings) as store:
        index_hand_made(report, settings.data_dir / report.document.source_file, store)


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    opened = Desk(settings)
    yield opened
    opened.close()


def last(views: Iterator[View]) -> View:
    *_, view = views
    return view


def conversation_of(view: View) -> str:
    found = re.search(r'data-conversation="(\w+)"', view.turn)
    assert found is not None
    return found[1]


def test_an_answer_is_awaited_then_grows_then_stands_with_its_warnings(settings: Settings) -> None:
    turns = [view.turn for view in ask(KnowingDesk(settings), ANNA, Asked("Vad?"))]

    assert "Söker i rapporterna" in turns[0]
    assert "Andra" not in turns[1]
    assert "Första meningen. Andra meningen." in turns[-1]
    assert ["fs-warning" in turn for turn in turns] == [False, False, False, True]


def test_only_the_newest_turn_is_sent_however_long_the_conversation(settings: Settings) -> None:
    desk = KnowingDesk(settings)
    first = last(ask(desk, ANNA, Asked("Första frågan?")))

    second = last(ask(desk, ANNA, Asked("Andra frågan?", conversation_of(first))))

    assert 'data-turn="1"' in second.turn
    assert "Första frågan" not in second.turn.replace('data-name="Första frågan?"', "")


def test_the_earlier_questions_are_handed_on_as_history(settings: Settings) -> None:
    desk = KnowingDesk(settings)
    first = last(ask(desk, ANNA, Asked("Vad var resultatet 2021?")))
    last(ask(desk, ANNA, Asked("Och 2023?", conversation_of(first))))

    assert [(question, history) for question, history, _ in desk.asked] == [
        ("Vad var resultatet 2021?", ()),
        ("Och 2023?", ("Vad var resultatet 2021?",)),
    ]


def test_an_answer_within_limits_says_so_and_offers_to_ask_without(desk: Desk) -> None:
    view = last(ask(desk, ANNA, Asked("Vad var årets resultat?", "", "Finsam Norrdal", "2021")))

    assert "Begränsat till: <strong>Finsam Norrdal · 2021</strong>" in view.turn
    assert "Fråga utan begränsning" in view.turn
    assert "−38\u00a0774" in view.turn


def test_a_year_beyond_the_limits_is_told_under_a_badge_of_its_own(desk: Desk) -> None:
    view = last(ask(desk, ANNA, Asked("Vad var årets resultat 2019?", "", "Finsam Norrdal", "2021")))

    assert "Utanför urvalet" in view.turn
    assert "Frågan gäller 2019" in view.turn


def test_thanks_have_no_badge_within_limits_either(desk: Desk) -> None:
    view = last(ask(desk, ANNA, Asked("Tack!", "", "Finsam Norrdal", "2021")))

    assert "Varsågod" in view.turn
    assert "fs-badge" not in view.turn


def test_limits_to_an_association_that_is_gone_are_refused(desk: Desk) -> None:
    (view,) = ask(desk, ANNA, Asked("Vad?", "", "Finsam Borta"))

    assert 'data-state="refused"' in view.turn
    assert "finns inte bland rapporterna längre" in view.turn


def test_an_unexpected_error_becomes_a_calm_sentence_with_an_id(settings: Settings) -> None:
    view = last(ask(BrokenDesk(settings), ANNA, Asked("Vad?")))

    assert "Något gick fel (fel-id " in view.turn
    assert "nobody" not in view.turn


def test_before_the_first_ingest_the_answer_says_how_to_ingest(tmp_path: Path) -> None:
    view = last(ask(Desk(Settings(data_dir=tmp_path / "empty")), ANNA, Asked("Vad?")))

    assert "finsam ingest" in view.turn


def test_a_question_that_is_too_long_is_refused_and_not_kept(settings: Settings) -> None:
    desk = KnowingDesk(settings)

    (view,) = ask(desk, ANNA, Asked("x" * (settings.max_question_chars + 1)))

    assert "Frågan är för lång" in view.turn
    assert 'data-state="refused"' in view.turn
    assert "Här samlas dina samtal" in list_conversations(desk, ANNA)


def test_a_conversation_is_reopened_after_a_restart_with_when_it_was_answered(settings: Settings) -> None:
    desk = Desk(settings)
    view = last(ask(desk, ANNA, Asked("Vad var årets resultat i Norrdal 2021?")))
    desk.close()

    again = Desk(settings)
    log, cards = reopened(again, ANNA, conversation_of(view))
    again.close()

    assert "−38\u00a0774" in log
    assert "Svaret gavs " in log
    assert "sedan dess" not in log
    assert "Finsam Norrdal" in cards


def test_an_answer_from_a_report_that_was_read_anew_says_so_and_offers_to_ask_again(settings: Settings, desk: Desk) -> None:
    view = last(ask(desk, ANNA, Asked("Vad var årets resultat i Norrdal 2021?")))
    publish(settings, 2021, result_kr=-40000)

    log, _ = reopened(desk, ANNA, conversation_of(view))

    assert "har lästs in på nytt sedan dess" in log
    assert "Fråga igen" in log


def test_a_source_of_a_report_that_was_read_anew_says_so(settings: Settings, desk: Desk) -> None:
    view = last(ask(desk, ANNA, Asked("Vad var årets resultat i Norrdal 2021?")))
    publish(settings, 2021, result_kr=-40000)

    _, reader = open_source(desk, ANNA, conversation_of(view), 0, 1)

    assert "Stället kan ha flyttats" in reader


def test_a_declined_question_is_offered_again_when_a_report_has_come(settings: Settings, desk: Desk) -> None:
    view = last(ask(desk, ANNA, Asked("Vad var årets resultat i Norrdal 2019?")))
    publish(settings, 2019)

    log, _ = reopened(desk, ANNA, conversation_of(view))

    assert "Kanske finns svaret nu" in log


def test_a_source_opens_the_section_around_the_cited_words(desk: Desk) -> None:
    view = last(ask(desk, ANNA, Asked("Vad var årets resultat i Norrdal 2021?")))

    _, reader = open_source(desk, ANNA, conversation_of(view), 0, 1)

    assert "<mark>-38774</mark>" in reader


def test_nobody_sees_another_persons_conversation_or_its_sources(desk: Desk) -> None:
    conversation = conversation_of(last(ask(desk, ANNA, Asked("Vad var årets resultat i Norrdal 2021?"))))

    log, _ = reopened(desk, BO, conversation)
    _, reader = open_source(desk, BO, conversation, 0, 1)

    assert "Samtalet finns inte längre" in log
    assert "-38774" not in reader
    assert conversation not in list_conversations(desk, BO)
    assert "Svaret finns inte kvar" in give_opinion(desk, BO, conversation, 0, "bra", "")
    assert "finns inte längre" in rename(desk, BO, conversation, "Mitt")
    assert "finns inte längre" in forget(desk, BO, conversation)


def test_a_question_in_another_persons_conversation_begins_one_of_ones_own(desk: Desk) -> None:
    conversation = conversation_of(last(ask(desk, ANNA, Asked("Vad var årets resultat i Norrdal 2021?"))))

    own = conversation_of(last(ask(desk, BO, Asked("Vad är arbetsträning?", conversation))))

    assert own != conversation
    assert "arbetsträning" not in reopened(desk, ANNA, conversation)[0]


def test_names_questions_and_comments_are_shown_and_never_markup(desk: Desk) -> None:
    evil = "<img src=x onerror=alert(1)>\" autofocus='"
    view = last(ask(desk, ANNA, Asked(evil)))
    conversation = conversation_of(view)
    give_opinion(desk, ANNA, conversation, 0, "bra", "</textarea><script>alert(2)</script>")
    shown = rename(desk, ANNA, conversation, evil) + view.turn + reopened(desk, ANNA, conversation)[0]

    assert "<img" not in shown
    assert "<script" not in shown
    assert '" autofocus' not in shown


def test_an_opinion_shows_when_the_conversation_is_opened_again(desk: Desk) -> None:
    conversation = conversation_of(last(ask(desk, ANNA, Asked("Vad är arbetsträning?"))))
    give_opinion(desk, ANNA, conversation, 0, "dåligt", "Fel förbund")

    log, _ = reopened(desk, ANNA, conversation)

    assert 'data-verdict="dåligt" aria-pressed="true"' in log
    assert "Fel förbund" in log


def test_after_an_answer_come_questions_and_after_a_declined_one_none(desk: Desk) -> None:
    answered = conversation_of(last(ask(desk, ANNA, Asked("Vad var årets resultat i Norrdal 2021?"))))
    declined = conversation_of(last(ask(desk, ANNA, Asked("Vad kostade Finsam Malmö 2021?"))))

    assert 'data-kind="suggestions"' in suggest(desk, ANNA, answered, 0)
    assert "fs-suggestion" not in suggest(desk, ANNA, declined, 0).replace('"suggestions"', "")
