"""`finsam eval` on the question set, and its agreement with the outside scorer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.settings import Settings
from ui.cli import main
from ui.compose import desk
from ui.evaluation import evaluate, read_questions

QUESTIONS = Path(__file__).resolve().parent / "questions" / "dev.jsonl"
# The scorer that the project is judged by lies beside a checkout, not in it.
OUTSIDE_SCORER = Path(__file__).resolve().parents[2] / "shared" / "tools" / "score_answers.py"


@pytest.mark.skipif(not OUTSIDE_SCORER.is_file(), reason="the outside scorer is not here")
def test_the_own_score_agrees_with_the_outside_scorer_on_every_question(
    stored_without_vectors: Settings, reports_folder: Path, tmp_path: Path
) -> None:
    answers = tmp_path / "answers.jsonl"
    main(["ask", "--batch", str(QUESTIONS), "--out", str(answers), "--data", str(stored_without_vectors.data_dir)])
    with desk(stored_without_vectors) as open_desk:
        own = evaluate(open_desk, read_questions(QUESTIONS))

    arguments = [sys.executable, str(OUTSIDE_SCORER), str(QUESTIONS), str(answers), str(reports_folder), "--detail"]
    outside = subprocess.run(arguments, capture_output=True, text=True, check=True).stdout.splitlines()
    remarked = {row["id"]: row for row in (json.loads(line) for line in outside if line.startswith("{"))}
    for score in own:
        row = remarked.get(score.id, {"right": True})
        assert (score.id, score.right, score.wrong) == (score.id, row["right"], row.get("wrong", False))
        assert (score.id, list(score.ungrounded)) == (score.id, row.get("ungrounded", []))
        assert (score.id, score.bad_citations) == (score.id, row.get("badcite", 0))


def test_the_result_is_printed_per_type_and_in_all(
    stored_without_vectors: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = tmp_path / "few.jsonl"
    few.write_text("\n".join(QUESTIONS.read_text(encoding="utf-8").splitlines()[:3]), encoding="utf-8")

    code = main(["eval", str(few), "--detail", "--data", str(stored_without_vectors.data_dir)])

    printed = capsys.readouterr().out.splitlines()
    assert code == 0
    assert printed[-2].startswith("figure ")
    assert printed[-1].startswith("Totalt ")
    assert "/3 rätt" in printed[-1]


@pytest.mark.parametrize("line", ["{", '{"id": "x"}', '{"id": "x", "type": "figure", "question": "?", "expect": {"figures": 3}}'])
def test_a_question_set_with_a_bad_line_is_refused_with_its_number(
    line: str, stored_without_vectors: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text(f"\n{line}\n", encoding="utf-8")

    code = main(["eval", str(bad), "--data", str(stored_without_vectors.data_dir)])

    assert code == 2
    assert "rad 2 är ingen fråga i rätt form" in capsys.readouterr().err
