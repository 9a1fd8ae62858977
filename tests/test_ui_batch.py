"""`finsam ask --batch`: answers in the order of the questions, and a bad line that costs only itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.settings import Settings
from ui.cli import main
from ui.desk import Desk


def answer(settings: Settings, tmp_path: Path, lines: list[str]) -> tuple[int, list[dict[str, object]]]:
    questions, answers = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    questions.write_text("\n".join(lines) + "\n", encoding="utf-8")
    code = main(["ask", "--batch", str(questions), "--out", str(answers), "--data", str(settings.data_dir)])
    return code, [json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines()]


def asked(id_: str, question: str, *history: str) -> str:
    return json.dumps({"id": id_, "question": question, "history": list(history)}, ensure_ascii=False)


def test_answers_keep_the_order_and_ids_of_the_questions(stored_without_vectors: Settings, tmp_path: Path) -> None:
    code, answers = answer(
        stored_without_vectors, tmp_path, [asked("b", "Vad kostade Finsam Malmö 2021?"), asked("a", "Vad är arbetsträning?")]
    )

    assert code == 0
    assert [a["id"] for a in answers] == ["b", "a"]


def test_earlier_questions_are_part_of_the_question(stored_without_vectors: Settings, tmp_path: Path) -> None:
    earlier = "Vad var årets resultat i Degerfors/Karlskoga 2021?"

    _, answers = answer(stored_without_vectors, tmp_path, [asked("1", "Och 2023?", earlier)])

    assert "2023" in str(answers[0]["text"])
    assert "Degerfors/Karlskoga" in str(answers[0]["text"])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{not json", "rad 2: raden är inte giltig JSON."),
        ('{"id": "x"}', "rad 2: question saknas."),
        ('{"id": "x", "question": ["a"]}', "rad 2: question har fel form."),
        ('{"id": "x", "question": ""}', "rad 2: Frågan är tom."),
    ],
)
def test_a_bad_line_is_named_by_its_number_and_the_rest_is_answered(
    line: str, said: str, stored_without_vectors: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    question = "Vad kostade Finsam Malmö 2021?"

    code, answers = answer(stored_without_vectors, tmp_path, [asked("1", question), line, asked("3", question)])

    assert code == 1
    assert [a["id"] for a in answers] == ["1", "3"]
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe\xfa"])
def test_a_file_without_questions_is_wrong_use(
    content: bytes, stored_without_vectors: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = tmp_path / "in.jsonl"
    questions.write_bytes(content)

    code = main(["ask", "--batch", str(questions), "--out", str(tmp_path / "o"), "--data", str(stored_without_vectors.data_dir)])

    assert code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_an_answer_file_that_cannot_be_written_is_wrong_use(
    stored_without_vectors: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = tmp_path / "in.jsonl"
    questions.write_text(asked("1", "Vad?"), encoding="utf-8")
    out = tmp_path / "missing" / "out.jsonl"

    code = main(["ask", "--batch", str(questions), "--out", str(out), "--data", str(stored_without_vectors.data_dir)])

    assert code == 2
    assert "går inte att skriva" in capsys.readouterr().err


def test_an_earlier_question_that_is_too_long_costs_only_its_line(
    stored_without_vectors: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    question = "Vad kostade Finsam Malmö 2021?"

    code, answers = answer(stored_without_vectors, tmp_path, [asked("1", question, "x" * 2001), asked("2", question)])

    assert code == 1
    assert [a["id"] for a in answers] == ["2"]
    assert "rad 1: En tidigare fråga är för lång (2001 tecken, högst 2000). Korta den." in capsys.readouterr().err


def test_of_very_many_earlier_questions_the_last_count() -> None:
    kept = Desk(Settings()).checked_history([str(n) for n in range(10_000)])

    assert kept == tuple(str(n) for n in range(9_950, 10_000))
