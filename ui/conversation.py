"""A conversation as the page shows it: questions and answers so far, and how the next answer arrives piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation
from ingest.errors import FinsamError, UsageError
from ui.answer_html import answer_html, growing_texts, notice_html, question_html, waiting_html
from ui.desk import Desk
from ui.journal import unexpected_text
from ui.reading import excerpt
from ui.source_html import cards_html, no_cards_html, reader_html, reader_notice_html

NO_SOURCES_YET = "Här visas var i rapporterna svaret står."
SHOWN_OF_REFUSED = 200  # characters of a question that was too long to be taken


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it: an answer, or a notice when there was none."""

    question: str
    answer: Answer | None = None
    notice: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """What is shown at one moment: question and reply of every turn as HTML, the sources of the newest answer.

    `unsent` goes back into the question box: a question that was not taken, to be mended there.
    """

    turns: tuple[Turn, ...]
    messages: tuple[tuple[str, str], ...]
    cards: str
    unsent: str = ""


def ask(desk: Desk, turns: tuple[Turn, ...], question: str) -> Iterator[View]:
    """The views from "searching" to the whole answer; an error becomes a calm notice in the answer's place."""
    before = _messages(turns)
    turn = len(turns)
    try:
        asked = question_html(desk.checked(question))
    except UsageError as exc:
        refused = Turn(_shortened(question), notice=exc.message_sv)
        yield View((*turns, refused), _messages((*turns, refused)), no_cards_html(NO_SOURCES_YET), unsent=question)
        return
    yield View(turns, (*before, (asked, waiting_html())), no_cards_html(NO_SOURCES_YET))
    done = _answered(desk, turns, question)
    if done.answer is None:
        yield View((*turns, done), (*before, (asked, notice_html(done.notice))), no_cards_html(NO_SOURCES_YET))
        return
    cards = cards_html(done.answer.citations, turn)
    for text in growing_texts(done.answer.text):
        unfinished = replace(done.answer, text=text, warnings=())
        yield View((*turns, done), (*before, (asked, answer_html(unfinished, turn, growing=True))), cards)
    yield View((*turns, done), _messages((*turns, done)), cards)


def empty() -> View:
    """The view before the first question."""
    return View((), (), no_cards_html(NO_SOURCES_YET))


def open_source(desk: Desk, turns: tuple[Turn, ...], turn: int, n: int) -> tuple[str, str]:
    """The sources of a turn and the text of its source `n`, both as HTML; a calm line where that cannot be shown."""
    citations = _citations(turns, turn)
    cards = cards_html(citations, turn)
    citation = next((c for c in citations if c.n == n), None)
    if citation is None:
        return cards, reader_notice_html("Källan hör till ett tidigare samtal. Ställ frågan igen för att öppna den.")
    if citation.lines is None:
        return cards, reader_notice_html("Platsen i rapporten går inte att visa här.")
    try:
        return cards, reader_html(citation, excerpt(desk.library(), citation.report, citation.lines))
    except FinsamError as exc:
        return cards, reader_notice_html(exc.message_sv)
    except Exception as exc:
        return cards, reader_notice_html(unexpected_text(exc))


def _answered(desk: Desk, turns: tuple[Turn, ...], question: str) -> Turn:
    history = tuple(turn.question for turn in turns if turn.answer is not None)
    try:
        return Turn(question.strip(), desk.answer(question, history))
    except FinsamError as exc:
        return Turn(question.strip(), notice=exc.message_sv)
    except Exception as exc:
        return Turn(question.strip(), notice=unexpected_text(exc))


def _shortened(question: str) -> str:
    asked = " ".join(question.split())
    return asked if len(asked) <= SHOWN_OF_REFUSED else asked[:SHOWN_OF_REFUSED] + " …"


def _messages(turns: tuple[Turn, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((question_html(turn.question), _reply(turn, index)) for index, turn in enumerate(turns))


def _reply(turn: Turn, index: int) -> str:
    return answer_html(turn.answer, index) if turn.answer else notice_html(turn.notice)


def _citations(turns: tuple[Turn, ...], turn: int) -> tuple[Citation, ...]:
    if not 0 <= turn < len(turns):
        return ()
    answer = turns[turn].answer
    return answer.citations if answer else ()
