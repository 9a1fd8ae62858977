"""What people think of answers: a thumb and a comment, one opinion a turn, which its giver can change. Read by the staff."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from ingest.errors import UsageError
from ui.conversations.kept_conversations import Turn, now_utc
from ui.phrasing_lines import phrasing_lines
from ui.workplace_schema import opinions
from ui.workplace_store import WorkplaceStore

LONGEST_COMMENT = 2000  # characters


class Verdict(StrEnum):
    GOOD = "bra"
    BAD = "dåligt"


@dataclass(frozen=True, slots=True)
class Opinion:
    """`at` is UTC, ISO 8601 to the second; `answer` its text as the person saw it, with who phrased it, `limits` what it was
    limited to."""

    at: str
    by: str
    verdict: str
    comment: str
    question: str
    answer: str
    limits: str


class Opinions:
    """Every call raises what `WorkplaceStore.transaction` raises."""

    def __init__(self, store: WorkplaceStore) -> None:
        self._store = store

    def give(self, by: str, conversation: str, position: int, turn: Turn, verdict: Verdict, comment: str) -> None:
        """Keeps the opinion instead of one that was given before. Raises `UsageError` for a comment that is too long."""
        said = comment.strip()
        if len(said) > LONGEST_COMMENT:
            raise UsageError(f"Kommentaren är för lång ({len(said)} tecken, högst {LONGEST_COMMENT}). Korta den.")
        given = {
            "at": now_utc(),
            "verdict": verdict.value,
            "comment": said,
            "question": turn.question,
            "answer": "\n\n".join((turn.answer.text, *phrasing_lines(turn.answer))) if turn.answer else turn.notice,
            "limits": turn.limits.say(),
        }
        place = {"conversation": conversation, "position": position, "by": by}
        row = insert(opinions).values(**place, **given)
        with self._store.transaction() as connection:
            connection.execute(row.on_conflict_do_update(index_elements=list(place), set_=given))

    def of_conversation(self, by: str, conversation: str) -> dict[int, tuple[Verdict, str]]:
        """The verdict and comment that somebody gave, by the turn's place."""
        wanted = select(opinions.c.position, opinions.c.verdict, opinions.c.comment).where(
            opinions.c.conversation == conversation, opinions.c.by == by
        )
        with self._store.transaction() as connection:
            return {row.position: (Verdict(row.verdict), row.comment) for row in connection.execute(wanted)}

    def every(self) -> tuple[Opinion, ...]:
        """The newest first."""
        column = opinions.c
        wanted = select(
            column.at, column.by, column.verdict, column.comment, column.question, column.answer, column.limits
        ).order_by(column.at.desc(), column.pk.desc())
        with self._store.transaction() as connection:
            return tuple(Opinion(*row) for row in connection.execute(wanted))
