"""What can be done with kept conversations and answers: listed, renamed, forgotten, judged, gone on with. All as HTML.

Whatever goes wrong becomes a calm line in the place of what was asked for.
"""

from __future__ import annotations

from collections.abc import Callable

from ingest.errors import FinsamError, UsageError
from ui.answer_html import notice_html
from ui.conversations.kept_conversations import LISTED_AT_FIRST, Conversations
from ui.conversations.list_html import list_html, list_notice_html
from ui.conversations.opinions import Opinions, Verdict
from ui.conversations.suggestions import suggestions
from ui.conversations.suggestions_html import slip_html, suggestions_html
from ui.desk import MAX_HISTORY, Desk
from ui.journal import unexpected_text


def list_conversations(desk: Desk, owner: str, most: int = LISTED_AT_FIRST, told: str = "") -> str:
    """The newest `most` of a person's conversations."""

    def make() -> str:
        listed = Conversations(desk.workplace).listed(owner, most + 1)
        more = most * 2 if len(listed) > most else 0
        return list_html(listed[:most], more=more, told=told)

    return _calm(make, list_notice_html)


def rename(desk: Desk, owner: str, conversation: str, name: str) -> str:
    """The list after a conversation got another name."""

    def make() -> str:
        return list_conversations(desk, owner, told=f"Samtalet heter nu ”{kept.rename(owner, conversation, name)}”.")

    kept = Conversations(desk.workplace)
    return _calm(make, lambda text: list_notice_html(text) + list_conversations(desk, owner))


def forget(desk: Desk, owner: str, conversation: str) -> str:
    """The list after a conversation was removed."""

    def make() -> str:
        Conversations(desk.workplace).forget(owner, conversation)
        return list_conversations(desk, owner, told="Samtalet är borttaget.")

    return _calm(make, lambda text: list_notice_html(text) + list_conversations(desk, owner))


def give_opinion(desk: Desk, owner: str, conversation: str, position: int, verdict: str, comment: str) -> str:
    """Keeps what somebody thinks of an answer of their own; a line of thanks, or what is wrong."""

    def make() -> str:
        turn = Conversations(desk.workplace).turn(owner, conversation, position)
        if turn is None or verdict not in list(Verdict):
            raise UsageError("Svaret finns inte kvar, så omdömet kunde inte sparas.")
        Opinions(desk.workplace).give(owner, conversation, position, turn, Verdict(verdict), comment)
        return slip_html(conversation, position, "told", "Tack, omdömet är sparat.")

    return _calm(make, lambda text: slip_html(conversation, position, "told", notice_html(text)))


def suggest(desk: Desk, owner: str, conversation: str, position: int) -> str:
    """Questions to go on with after a turn; nothing where there are none, or where they cannot be found out."""

    def make() -> str:
        kept = Conversations(desk.workplace)
        turn = kept.turn(owner, conversation, position)
        history = kept.questions(owner, conversation, MAX_HISTORY)[:-1]
        found = suggestions(desk, turn, history) if turn is not None else ()
        return slip_html(conversation, position, "suggestions", suggestions_html(found))

    return _calm(make, lambda _: slip_html(conversation, position, "suggestions", ""))


def _calm(make: Callable[[], str], tell: Callable[[str], str]) -> str:
    try:
        return make()
    except FinsamError as exc:
        return tell(exc.message_sv)
    except Exception as exc:
        return tell(unexpected_text(exc))
