"""Anonymous statistics: only when they are asked for, without anything that tells of a person, and gone in time."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from assistant.answer import Answer, AnswerFigure, Citation, Status
from ingest.settings import Settings
from ui.access.gate import Gate
from ui.cli import main
from ui.desk import Desk
from ui.operations.endpoints import add_operations
from ui.operations.metrics import Metrics
from ui.operations.statistics import DayCount, Statistics, counts_per_day, kind_of
from ui.web import new_app
from ui.workplace_schema import question_statistics
from ui.workplace_store import WORKPLACE_FILE, WorkplaceStore

NOW = datetime(2026, 11, 22, 14, 37, 12)
SOURCE = Citation(
    1, "rapport", "Förbundet", "Årsredovisning", "rapport.txt", None, None, "", (1, 1), None, "5 kr", "/api/source/rapport"
)
FIGURE = AnswerFigure("5", "kr", "Kostnad", "Förbundet", "2023", "utfall", None, (1,))
COMPUTED = AnswerFigure("5", "kr", "Skillnad", "Förbundet", "2023", "utfall", "10 - 5", (1,))
ANSWERED = Answer(Status.ANSWERED, "sv", "Stödet till 850412-1234 kostade 5 kr [1].", (FIGURE,), (SOURCE,), id="fråga-1")


def kept(store: WorkplaceStore) -> list[dict[str, Any]]:
    with store.transaction() as connection:
        return [dict(row) for row in connection.execute(select(question_statistics)).mappings()]


def noted(store: WorkplaceStore, *answers: Answer, at: datetime = NOW, channel: str = "api") -> None:
    statistics = Statistics(store, lambda: at)
    for answer in answers:
        statistics.note(answer, 0.123, channel)
    statistics.close()


def test_an_answer_becomes_a_row_of_hour_kind_outcome_and_rounded_time(tmp_path: Path) -> None:
    store = WorkplaceStore(tmp_path)

    noted(store, ANSWERED)

    assert kept(store) == [{"pk": 1, "hour": "2026-11-22 14", "kind": "figures", "outcome": "answered", "milliseconds": 100}]


def test_nothing_of_the_question_or_the_answer_is_in_the_file(tmp_path: Path) -> None:
    store = WorkplaceStore(tmp_path)

    noted(store, ANSWERED)
    store.close()

    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert not [told for told in ("850412", "Stödet", "fråga-1", "Förbundet") if told.encode() in content]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (ANSWERED, "figures"),
        (Answer(Status.ANSWERED, "sv", "…", (FIGURE, COMPUTED), (SOURCE,)), "computed"),
        (Answer(Status.ANSWERED, "sv", "…", (), (SOURCE,)), "text"),
        (Answer(Status.DECLINED, "sv", "…"), "none"),
    ],
)
def test_the_kind_is_what_the_answer_is_made_of(answer: Answer, kind: str) -> None:
    assert kind_of(answer) == kind


def test_what_staff_ask_on_the_page_is_not_counted(tmp_path: Path) -> None:
    store = WorkplaceStore(tmp_path)

    noted(store, ANSWERED, channel="web")

    assert kept(store) == []


def test_a_database_that_cannot_be_written_costs_no_answer(tmp_path: Path) -> None:
    (tmp_path / WORKPLACE_FILE).write_bytes(b"no database at all" * 100)

    noted(WorkplaceStore(tmp_path), ANSWERED)

    assert (tmp_path / WORKPLACE_FILE).read_bytes().startswith(b"no database")


def test_a_file_from_before_gets_the_table(tmp_path: Path) -> None:
    store = WorkplaceStore(tmp_path)
    with store.transaction():
        pass
    store.close()
    with sqlite3.connect(tmp_path / WORKPLACE_FILE) as before:
        before.execute("DROP TABLE question_statistics")

    noted(WorkplaceStore(tmp_path), ANSWERED)

    assert len(kept(WorkplaceStore(tmp_path))) == 1


def test_by_default_nothing_is_written(tmp_path: Path) -> None:
    desk, metrics = Desk(Settings(data_dir=tmp_path)), Metrics()
    gate = Gate(desk.settings, desk.workplace)
    app = add_operations(new_app(gate), desk, gate, metrics)

    metrics.answered(ANSWERED, 0.1, "api")
    app.state.stopping.end()

    assert list(tmp_path.iterdir()) == []


def test_with_the_setting_what_is_answered_is_written_by_the_end(tmp_path: Path) -> None:
    desk, metrics = Desk(Settings(data_dir=tmp_path, statistics_days=7)), Metrics()
    gate = Gate(desk.settings, desk.workplace)
    app = add_operations(new_app(gate), desk, gate, metrics)

    metrics.answered(ANSWERED, 0.1, "api")
    app.state.stopping.end()

    assert [row["outcome"] for row in kept(desk.workplace)] == ["answered"]


def test_they_are_counted_by_day(tmp_path: Path) -> None:
    store = WorkplaceStore(tmp_path)
    noted(store, ANSWERED, ANSWERED, Answer(Status.DECLINED, "sv", "…"))
    noted(store, ANSWERED, at=NOW - timedelta(days=1))

    assert counts_per_day(store) == (
        DayCount("2026-11-21", "figures", "answered", 1, 100),
        DayCount("2026-11-22", "figures", "answered", 2, 100),
        DayCount("2026-11-22", "none", "declined", 1, 100),
    )


def test_the_command_shows_them_as_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    noted(WorkplaceStore(tmp_path), ANSWERED)

    code = main(["--data", str(tmp_path), "statistics"])

    assert code == 0
    assert capsys.readouterr().out.splitlines() == [
        "Dag         Utfall    Svaret byggt av  Frågor  Medeltid (ms)",
        "2026-11-22  besvarad  siffror          1       100",
    ]


def test_the_command_writes_them_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    noted(WorkplaceStore(tmp_path), ANSWERED)
    expected = {"day": "2026-11-22", "kind": "figures", "outcome": "answered", "questions": 1, "milliseconds": 100}

    main(["--data", str(tmp_path), "statistics", "--format", "jsonl"])
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [expected]
    main(["--data", str(tmp_path), "statistics", "--format", "csv"])
    assert list(csv.DictReader(io.StringIO(capsys.readouterr().out))) == [{name: str(it) for name, it in expected.items()}]


def test_the_command_removes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    noted(WorkplaceStore(tmp_path), ANSWERED, ANSWERED)

    code = main(["--data", str(tmp_path), "statistics", "--forget"])

    assert (code, capsys.readouterr().out) == (0, "Statistiken är borttagen (2 rader).\n")
    assert kept(WorkplaceStore(tmp_path)) == []


@pytest.mark.parametrize("more", [[], ["--forget"]])
def test_without_any_the_command_says_so_and_makes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str]
) -> None:
    code = main(["--data", str(tmp_path / "new"), "statistics", *more])

    told = capsys.readouterr()
    assert code == 0
    assert "statistik" in told.err + told.out
    assert not (tmp_path / "new").exists()
