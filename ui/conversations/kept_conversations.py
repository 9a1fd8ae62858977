"""Conversations as they are kept, each for the person who had it: begun, added to, listed, renamed, forgotten.

Whoever asks for another person's conversation is told that there is none.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, select, update

from assistant.answer import Answer
from assistant.answer_json import read_kept_json, to_kept_json
from assistant.limits import NO_LIMITS, Limits
from assistant.manners import manner_of
from assistant.timespans import parse_period, write_period
from ingest.errors import UsageError
from ui.conversations.names import shortened, tidy_name
from ui.workplace_schema import conversations, turns
from ui.workplace_store import WorkplaceStore

LISTED_AT_FIRST = 30

_versions: TypeAdapter[dict[str, str]] = TypeAdapter(dict[str, str])


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it: an answer, or a notice when there was none.

    `at` is UTC, ISO 8601 to the second, "" for what is not kept; `sources` the version of each report cited and `state` that of
    all reports, as they were.
    """

    question: str
    answer: Answer | None = None
    notice: str = ""
    limits: Limits = NO_LIMITS
    at: str = ""
    sources: tuple[tuple[str, str], ...] = ()
    state: str = ""

    @property
    def is_limited(self) -> bool:
        """Whether the question was held within limits; thanks and greetings never are."""
        return not self.limits.are_none and manner_of(self.question) is None


@dataclass(frozen=True, slots=True)
class Named:
    """A conversation in the list. `changed_at` is the time of its newest turn, UTC."""

    id: str
    name: str
    changed_at: str


class Conversations:
    """Every call raises what `WorkplaceStore.transaction` raises."""

    def __init__(self, store: WorkplaceStore) -> None:
        self._store = store

    def begin(self, owner: str, question: str) -> str:
        """A new conversation, named by its first question; its id."""
        new = secrets.token_hex(8)
        row = {"id": new, "owner": owner, "name": shortened(question), "changed_at": now_utc()}
        with self._store.transaction() as connection:
            connection.execute(insert(conversations), [row])
        return new

    def add(self, owner: str, conversation: str, turn: Turn) -> int:
        """The place of the turn in its conversation, from 0. Raises `UsageError` where that has been removed meanwhile."""
        with self._store.transaction() as connection:
            # the update takes the write lock, so that two pages with one conversation do not get one place
            changed = connection.execute(update(conversations).where(_of(owner, conversation)).values(changed_at=turn.at))
            if not changed.rowcount:
                raise _gone()
            position = _length(connection, conversation)
            connection.execute(insert(turns), [{"conversation": conversation, "position": position, **_row(turn)}])
        return position

    def exists(self, owner: str, conversation: str) -> bool:
        return bool(conversation) and self.name(owner, conversation) is not None

    def name(self, owner: str, conversation: str) -> str | None:
        """None for a conversation that is not the owner's, or not there."""
        with self._store.transaction() as connection:
            name: str | None = connection.execute(select(conversations.c.name).where(_of(owner, conversation))).scalar()
        return name

    def questions(self, owner: str, conversation: str, most: int) -> tuple[str, ...]:
        """The last `most` questions that got an answer, oldest first."""
        wanted = (
            select(turns.c.question)
            .join(conversations)
            .where(_of(owner, conversation), turns.c.answer != "")
            .order_by(turns.c.position.desc())
            .limit(most)
        )
        with self._store.transaction() as connection:
            return tuple(reversed(connection.execute(wanted).scalars().all()))

    def length(self, conversation: str) -> int:
        """How many turns it has."""
        with self._store.transaction() as connection:
            return _length(connection, conversation)

    def turns(self, owner: str, conversation: str) -> tuple[Turn, ...]:
        """In order; none for a conversation that is not the owner's, or not there."""
        wanted = select(turns).join(conversations).where(_of(owner, conversation)).order_by(turns.c.position)
        with self._store.transaction() as connection:
            return tuple(map(_read_turn, connection.execute(wanted)))

    def turn(self, owner: str, conversation: str, position: int) -> Turn | None:
        """One turn; None where it is not there, or not the owner's."""
        wanted = select(turns).join(conversations).where(_of(owner, conversation), turns.c.position == position)
        with self._store.transaction() as connection:
            row = connection.execute(wanted).one_or_none()
        return _read_turn(row) if row is not None else None

    def listed(self, owner: str, most: int) -> tuple[Named, ...]:
        """The newest `most`, newest first."""
        wanted = (
            select(conversations.c.id, conversations.c.name, conversations.c.changed_at)
            .where(conversations.c.owner == owner)
            .order_by(conversations.c.changed_at.desc(), conversations.c.id)
            .limit(most)
        )
        with self._store.transaction() as connection:
            return tuple(Named(*row) for row in connection.execute(wanted))

    def rename(self, owner: str, conversation: str, name: str) -> str:
        """The name as it is kept. Raises `UsageError` for one without letters, and where the conversation is gone."""
        tidied = tidy_name(name)
        with self._store.transaction() as connection:
            changed = connection.execute(update(conversations).where(_of(owner, conversation)).values(name=tidied))
        if not changed.rowcount:
            raise _gone()
        return tidied

    def forget(self, owner: str, conversation: str) -> None:
        """Removes it with its turns. Raises `UsageError` where it is gone already."""
        with self._store.transaction() as connection:
            if connection.execute(select(conversations.c.id).where(_of(owner, conversation))).first() is None:
                raise _gone()
            connection.execute(delete(turns).where(turns.c.conversation == conversation))
            connection.execute(delete(conversations).where(_of(owner, conversation)))


def now_utc() -> str:
    """ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _of(owner: str, conversation: str) -> ColumnElement[bool]:
    return and_(conversations.c.id == conversation, conversations.c.owner == owner)


def _length(connection: Connection, conversation: str) -> int:
    wanted = select(func.coalesce(func.max(turns.c.position) + 1, 0)).where(turns.c.conversation == conversation)
    return int(connection.execute(wanted).scalar_one())


def _row(turn: Turn) -> Mapping[str, str]:
    return {
        "at": turn.at,
        "question": turn.question,
        "answer": to_kept_json(turn.answer) if turn.answer else "",
        "notice": turn.notice,
        "association": turn.limits.association,
        "period": write_period(turn.limits.period) if turn.limits.period else "",
        "sources": _versions.dump_json(dict(turn.sources)).decode(),
        "state": turn.state,
    }


def _read_turn(row: Row[tuple[object, ...]]) -> Turn:
    return Turn(
        question=row.question,
        answer=read_kept_json(row.answer) if row.answer else None,
        notice=row.notice,
        limits=Limits(row.association, parse_period(row.period) if row.period else None),
        at=row.at,
        sources=tuple(_versions.validate_json(row.sources).items()),
        state=row.state,
    )


def _gone() -> UsageError:
    return UsageError("Samtalet finns inte längre. Börja ett nytt, eller öppna ett annat.", "no such conversation")
