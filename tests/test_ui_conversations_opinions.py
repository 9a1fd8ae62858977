"""Opinions on answers: one a turn, changed by whoever gave it, read by the staff as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.answer import Answer, Status
from assistant.limits import Limits
from ingest.errors import UsageError
from ingest.settings import Settings
from ui.access.person import PERSON_KEY, Person, Role
from ui.conversations.kept_conversations import Turn
from ui.conversations.opinions import LONGEST_COMMENT, Opinions, Verdict
from ui.conversations.opinions_export import OPINIONS_PATH, add_opinions
from ui.desk import Desk

TURN = Turn("Vad var resultatet?", Answer(Status.ANSWERED, "sv", "=Det var 5 kr."), limits=Limits("Finsam Norrdal"))


class _Signed:
    """Every request is this person's."""

    def __init__(self, app: ASGIApp, person: Person) -> None:
        self._app, self._person = app, person

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[PERSON_KEY] = self._person
        await self._app(scope, receive, send)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(Settings(data_dir=tmp_path))
    yield opened
    opened.close()


def client(desk: Desk, role: Role) -> TestClient:
    return TestClient(_Signed(add_opinions(FastAPI(), desk), Person("anna", role)))


def test_an_opinion_holds_question_answer_who_when_and_limits(desk: Desk) -> None:
    Opinions(desk.workplace).give("anna", "c", 0, TURN, Verdict.GOOD, " Precis rätt ")

    (one,) = Opinions(desk.workplace).every()

    assert (one.by, one.verdict, one.comment, one.question, one.answer, one.limits) == (
        "anna", "bra", "Precis rätt", "Vad var resultatet?", "=Det var 5 kr.", "Finsam Norrdal",
    )  # fmt: skip
    assert one.at.endswith("+00:00")


def test_a_changed_opinion_takes_the_place_of_the_one_before(desk: Desk) -> None:
    opinions = Opinions(desk.workplace)
    opinions.give("anna", "c", 0, TURN, Verdict.GOOD, "")
    opinions.give("anna", "c", 0, TURN, Verdict.BAD, "Fel år")

    assert [(one.verdict, one.comment) for one in opinions.every()] == [("dåligt", "Fel år")]
    assert opinions.of_conversation("anna", "c") == {0: (Verdict.BAD, "Fel år")}
    assert opinions.of_conversation("bo", "c") == {}


def test_a_comment_without_end_is_refused(desk: Desk) -> None:
    with pytest.raises(UsageError) as refused:
        Opinions(desk.workplace).give("anna", "c", 0, TURN, Verdict.GOOD, "x" * (LONGEST_COMMENT + 1))

    assert refused.value.message_sv == "Kommentaren är för lång (2001 tecken, högst 2000). Korta den."


def test_the_file_opens_in_excel_and_runs_nothing(desk: Desk) -> None:
    Opinions(desk.workplace).give("anna", "c", 0, TURN, Verdict.BAD, '+cmd|" /C calc"!A0\nrad två; med semikolon')

    response = client(desk, Role.EDITOR).get(OPINIONS_PATH)
    header, row = csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline=""), delimiter=";")

    assert header[2:6] == ["Omdöme", "Kommentar", "Fråga", "Svar"]
    assert row[1:] == [
        "anna", "dåligt", "'+cmd|\" /C calc\"!A0\nrad två; med semikolon",
        "Vad var resultatet?", "'=Det var 5 kr.", "Finsam Norrdal",
    ]  # fmt: skip
    assert response.headers["cache-control"] == "no-store"


def test_a_reader_does_not_get_the_file(desk: Desk) -> None:
    response = client(desk, Role.READER).get(OPINIONS_PATH)

    assert response.status_code == 403
    assert response.text == "Det här får bara den göra som är redaktör. Du är läsare."
