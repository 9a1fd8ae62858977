"""A turn of a conversation as HTML: question, answer, how it was computed, what it was limited to, and what can be done with it.

The page's script puts each turn into the log by its number; nothing but the newest is ever sent again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from html import escape

from assistant.answer import Status
from assistant.limits import Limits
from assistant.timespans import write_period
from ui.answer_html import answer_html, notice_html, question_html
from ui.calculation_html import calculations_html
from ui.conversations.kept_conversations import Turn
from ui.conversations.opinions import LONGEST_COMMENT, Verdict
from ui.conversations.plain_answer import plain_answer
from ui.conversations.times import said_time

# Shapes in a box of 24 by 24: no font is sure to have the signs.
_THUMB = "M4 11h4v9H4zM8 11l4-7c2 0 2.6 1.4 2.3 3L14 9.5h5.2c1 0 1.7 1 1.4 2l-2 7c-.2.9-1 1.5-1.9 1.5H8"
_THUMB_UP = f'<path d="{_THUMB}"/>'
_THUMB_DOWN = f'<path d="{_THUMB}" transform="rotate(180 12 12)"/>'
_SHEETS = '<path d="M9 9h11v11H9zM15 9V4H4v11h5"/>'


class State(StrEnum):
    """How far a turn has come. Of a refused one nothing is kept, and the question goes back into its box."""

    WAITING = "waiting"
    GROWING = "growing"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Place:
    """Which conversation a turn belongs to, by id and name, and its number there, from 0."""

    conversation: str
    name: str
    position: int


def turn_html(
    place: Place, turn: Turn, state: State, reply: str, *, given: str = "", opinion: tuple[Verdict, str] | None = None
) -> str:
    """The turn with the `reply` that stands below its question. `given` says when a reopened answer was given."""
    number = place.position + 1
    done = state is State.DONE
    limits = limits_html(turn.limits, ask_anew=done)
    return (
        f'<article class="fs-exchange" id="fs-exchange-{place.position}" data-conversation="{escape(place.conversation)}" '
        f'data-name="{escape(place.name)}" data-turn="{place.position}" data-state="{state}">'
        f'<h3 class="fs-sr">Fråga {number}</h3>{question_html(turn.question)}'
        f'<div class="fs-reply"><h3 class="fs-sr" tabindex="-1">Svar {number}</h3>{given}{reply}{limits}'
        f"{_tools(turn, opinion) if done else ''}</div></article>"
    )


def reply_html(turn: Turn, position: int) -> str:
    """The whole answer with its calculations, or the notice in its place."""
    if turn.answer is None:
        return notice_html(turn.notice)
    answer = answer_html(turn.answer, position, limited=turn.is_limited)
    return answer + calculations_html(turn.answer, f"#kalla-{position}-")


def limits_html(limits: Limits, *, ask_anew: bool) -> str:
    """The line that says what an answer was limited to; "" for none."""
    if limits.are_none:
        return ""
    anew = '<button type="button" class="fs-small fs-unlimited">Fråga utan begränsning</button>' if ask_anew else ""
    return f'<p class="fs-limited"><span>Begränsat till: <strong>{escape(limits.say())}</strong></span>{anew}</p>'


def given_html(turn: Turn, changed: str) -> str:
    """When a kept answer was given, and what has changed in the reports since; with the question to be asked again."""
    period = write_period(turn.limits.period) if turn.limits.period else ""
    limits = f'data-association="{escape(turn.limits.association)}" data-period="{escape(period)}"'
    anew = f'<button type="button" class="fs-small fs-anew" {limits}>Fråga igen</button>' if changed else ""
    note = f'<span class="fs-changed"><span aria-hidden="true">⟳ </span>{escape(changed)}</span>' if changed else ""
    return f'<p class="fs-given"><span>Svaret gavs {escape(said_time(turn.at))}.</span> {note}{anew}</p>'


def _tools(turn: Turn, opinion: tuple[Verdict, str] | None) -> str:
    if turn.answer is None:
        return f'<pre class="fs-asked" hidden>{escape(turn.question)}</pre>'
    plain = plain_answer(turn.question, turn.answer, turn.limits)
    return (
        f'<pre class="fs-asked" hidden>{escape(turn.question)}</pre><pre class="fs-plain" hidden>{escape(plain)}</pre>'
        '<div class="fs-tools" role="group" aria-label="Svaret">'
        f'<button type="button" class="fs-small fs-copy">{_icon(_SHEETS)}Kopiera</button>'
        f"{_thumb(Verdict.GOOD, opinion)}{_thumb(Verdict.BAD, opinion)}"
        '<span class="fs-told" role="status"></span></div>'
        f"{_comment_form(opinion)}"
        f'<div class="fs-suggestions"{" data-wanted" if turn.answer.status is Status.ANSWERED else ""}></div>'
    )


def _icon(shape: str) -> str:
    return f'<svg class="fs-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{shape}</svg>'


def _thumb(verdict: Verdict, opinion: tuple[Verdict, str] | None) -> str:
    pressed = opinion is not None and opinion[0] is verdict
    shape, label = (_THUMB_UP, "Bra svar") if verdict is Verdict.GOOD else (_THUMB_DOWN, "Dåligt svar")
    return (
        f'<button type="button" class="fs-small fs-thumb" data-verdict="{verdict}" aria-pressed="{str(pressed).lower()}">'
        f"{_icon(shape)}{label}</button>"
    )


def _comment_form(opinion: tuple[Verdict, str] | None) -> str:
    comment = opinion[1] if opinion else ""
    return (
        '<form class="fs-comment" hidden><label>Vill du säga mer? Det läses av dem som sköter assistenten.'
        f'<textarea name="comment" rows="2" maxlength="{LONGEST_COMMENT}">{escape(comment)}</textarea></label>'
        '<button type="submit" class="fs-small">Spara kommentaren</button></form>'
    )
