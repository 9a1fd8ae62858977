"""A conversation as the page shows it: how the next answer arrives piece by piece, a kept one reopened, a source opened.

Only the newest turn is sent to the page, which adds it to what it shows; the rest is kept in the workplace's database.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from secrets import token_hex

from assistant.answer import Citation
from assistant.limits import NO_LIMITS, Limits
from ingest.errors import FinsamError, StoreError, UsageError
from ui.answer_html import answer_html, growing_html, growing_texts, notice_html, waiting_html
from ui.conversations.kept_conversations import Conversations, Turn, now_utc
from ui.conversations.limits_html import read_limits
from ui.conversations.names import shortened
from ui.conversations.opinions import Opinions
from ui.conversations.source_versions import changed_since, cited_versions, state_of, versions_now
from ui.conversations.turn_html import Place, State, given_html, reply_html, turn_html
from ui.desk import MAX_HISTORY, Desk
from ui.journal import unexpected_text
from ui.reading import excerpt
from ui.source_html import cards_html, no_cards_html, reader_html, reader_notice_html
from ui.told_text import Growing, Tell

NO_SOURCES_YET = "Här visas var i rapporterna svaret står."
SHOWN_OF_REFUSED = 200  # characters of a question that was too long to be taken
READ_ANEW = "Rapporten har lästs in på nytt sedan svaret gavs. Stället kan ha flyttats."


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the page sends it: in which conversation ("" for a new one) and within which limits ("" for none)."""

    question: str
    conversation: str = ""
    association: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """What is shown at one moment: the newest turn and the sources of its answer, as HTML. `live` while a model writes it."""

    turn: str
    cards: str
    live: bool = False


@dataclass(frozen=True, slots=True)
class _Finished:
    """A turn that has its answer or notice, where it is kept, and the notice that it is not, "" for none."""

    turn: Turn
    place: Place
    unkept: str


def ask(desk: Desk, owner: str, asked: Asked) -> Iterator[View]:
    """The views from "searching" to the whole answer; an error becomes a calm notice in the answer's place."""
    kept = Conversations(desk.workplace)
    nothing = no_cards_html(NO_SOURCES_YET)
    try:
        turn = Turn(desk.checked(asked.question), limits=_limits_of(desk, asked))
        name = kept.name(owner, asked.conversation) if asked.conversation else None
        conversation = asked.conversation if name is not None else ""
        waiting = Place(conversation, name or shortened(turn.question), kept.length(conversation) if conversation else 0)
        history = kept.questions(owner, conversation, MAX_HISTORY) if conversation else ()
    except UsageError as exc:
        refused = Turn(_shown(asked.question), notice=exc.message_sv)
        yield View(turn_html(Place("", "", 0), refused, State.REFUSED, notice_html(refused.notice)), nothing)
        return
    except FinsamError as exc:
        yield View(turn_html(Place("", "", 0), Turn(_shown(asked.question)), State.REFUSED, notice_html(exc.message_sv)), nothing)
        return
    yield View(turn_html(waiting, turn, State.WAITING, waiting_html()), nothing)

    def finish(tell: Tell | None = None) -> _Finished:
        done = _answered(desk, turn, history, tell)
        return _Finished(done, *_keep(kept, owner, waiting, done))

    if not desk.settings.llm:
        yield from _told(finish())
        return
    writing, shown = Growing(finish), ""
    for shown in writing.texts():
        yield View(turn_html(waiting, turn, State.GROWING, growing_html(shown)), nothing, live=True)
    yield from _told(writing.result(), shown)


def _told(finished: _Finished, shown: str = "") -> Iterator[View]:
    """The views of an answer that is there: growing from what is `shown` of it already, then whole with its sources."""
    turn, place = finished.turn, finished.place
    if turn.answer is None:
        cards = no_cards_html(NO_SOURCES_YET)
    else:
        cards = cards_html(turn.answer.citations, place.position)
        for text in growing_texts(turn.answer.text):
            if len(text) > len(shown):
                unfinished = replace(turn.answer, text=text, warnings=())
                growing = answer_html(unfinished, place.position, growing=True, limited=turn.is_limited)
                yield View(turn_html(place, turn, State.GROWING, growing), cards)
    yield View(turn_html(place, turn, State.DONE, reply_html(turn, place.position) + finished.unkept), cards)


def begun_html() -> str:
    """The log of a new conversation."""
    return _log_html("", "", "")


def reopened(desk: Desk, owner: str, conversation: str) -> tuple[str, str]:
    """A kept conversation whole, with when each answer was given, and the sources of its newest answer; both as HTML."""
    nothing = no_cards_html(NO_SOURCES_YET)
    try:
        kept = Conversations(desk.workplace)
        name = kept.name(owner, conversation)
        if name is None:
            return _log_html("", "", notice_html("Samtalet finns inte längre.")), nothing
        turns = kept.turns(owner, conversation)
        opinions = Opinions(desk.workplace).of_conversation(owner, conversation)
        now = _versions(desk)
    except FinsamError as exc:
        return _log_html("", "", notice_html(exc.message_sv)), nothing
    except Exception as exc:
        return _log_html("", "", notice_html(unexpected_text(exc))), nothing
    shown = "".join(
        turn_html(
            Place(conversation, name, at),
            turn,
            State.DONE,
            reply_html(turn, at),
            given=given_html(turn, changed_since(turn, now)),
            opinion=opinions.get(at),
        )
        for at, turn in enumerate(turns)
    )
    newest = next(((at, turn.answer) for at, turn in reversed(tuple(enumerate(turns))) if turn.answer is not None), None)
    cards = cards_html(newest[1].citations, newest[0]) if newest else nothing
    return _log_html(conversation, name, shown), cards


def open_source(desk: Desk, owner: str, conversation: str, position: int, n: int) -> tuple[str, str]:
    """The sources of a turn and the text of its source `n`, both as HTML; a calm line where that cannot be shown."""
    cards = no_cards_html(NO_SOURCES_YET)
    try:
        turn = Conversations(desk.workplace).turn(owner, conversation, position)
        citations = turn.answer.citations if turn is not None and turn.answer else ()
        cards = cards_html(citations, position) if citations else cards
        citation = next((c for c in citations if c.n == n), None)
        if citation is None or turn is None:
            return cards, reader_notice_html(
                "Källan hör till ett samtal som inte finns kvar. Ställ frågan igen för att öppna den."
            )
        return cards, _source_html(desk, turn, citation)
    except FinsamError as exc:
        return cards, reader_notice_html(exc.message_sv)
    except Exception as exc:
        return cards, reader_notice_html(unexpected_text(exc))


def _source_html(desk: Desk, turn: Turn, citation: Citation) -> str:
    if citation.lines is None:
        return reader_notice_html("Platsen i rapporten går inte att visa här.")
    was = dict(turn.sources).get(citation.report)
    note = READ_ANEW if was is not None and was != _versions(desk).get(citation.report) else ""
    return reader_html(citation, excerpt(desk.library(), citation.report, citation.lines), note)


def _limits_of(desk: Desk, asked: Asked) -> Limits:
    if not asked.association and not asked.period:
        return NO_LIMITS
    return read_limits(asked.association, asked.period, desk.library().reports())


def _answered(desk: Desk, turn: Turn, history: tuple[str, ...], tell: Tell | None) -> Turn:
    try:
        before = _versions(desk)  # what is published while the answer is made counts as a change
        answer = desk.answer_in_conversation(turn.question, history, turn.limits, tell)
    except FinsamError as exc:
        return replace(turn, notice=exc.message_sv, at=now_utc())
    except Exception as exc:
        return replace(turn, notice=unexpected_text(exc), at=now_utc())
    return replace(turn, answer=answer, at=now_utc(), sources=cited_versions(answer, before), state=state_of(before))


def _versions(desk: Desk) -> dict[str, str]:
    return versions_now(desk.library())


def _keep(kept: Conversations, owner: str, place: Place, turn: Turn) -> tuple[Place, str]:
    """Where the turn is kept, and what to say below it where it could not be: it is shown all the same."""
    try:
        conversation = place.conversation or kept.begin(owner, turn.question)
        return replace(place, conversation=conversation, position=kept.add(owner, conversation, turn)), ""
    except (StoreError, UsageError) as exc:
        return place, notice_html(f"Svaret är inte sparat i samtalet. {exc.message_sv}")


def _log_html(conversation: str, name: str, turns: str) -> str:
    # The mark differs each time: what equals the value before would not be shown again.
    return (
        f'<div class="fs-turns" role="log" aria-live="off" aria-label="Samtal" data-conversation="{escape(conversation)}" '
        f'data-name="{escape(name)}" data-mark="{token_hex(4)}">{turns}</div>'
    )


def _shown(question: str) -> str:
    asked = " ".join(question.split())
    return asked if len(asked) <= SHOWN_OF_REFUSED else asked[:SHOWN_OF_REFUSED] + " …"
