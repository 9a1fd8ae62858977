"""`finsam eval`: what it prints and saves, how it compares two runs, and its agreement with the outside scorer."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Status
from ingest.settings import Settings
from ui.cli import main
from ui.compose import desk
from ui.evaluation import evaluate, read_questions
from ui.evaluation_report import print_comparison, print_scores
from ui.evaluation_runs import compare_runs, read_run, save_run
from ui.scoring import Score

QUESTIONS = Path(__file__).resolve().parent / "questions" / "dev.jsonl"
# The scorer that the project is judged by lies beside a checkout, not in it.
OUTSIDE_SCORER = Path(__file__).resolve().parents[2] / "shared" / "tools" / "score_answers.py"

RIGHT = Score(
    id="q1",
    type="figure",
    persona="council",
    reports=("000",),
    right=True,
    wrong=False,
    declined=False,
    status=Status.ANSWERED,
    misses=(),
    ungrounded=(),
    citations=1,
    bad_citations=0,
    characters=60,
    elapsed_ms=10,
    text="Årets resultat var −38 774 kr [1].",
)
WRONG = replace(RIGHT, right=False, wrong=True, misses=("saknar talet 1 379 857",))
DECLINED = replace(
    RIGHT, right=False, declined=True, status=Status.DECLINED, misses=("avböjt",), citations=0, text="Det framgår inte."
)


def table(*scores: Score) -> dict[str, list[str]]:
    """What is printed about the scores: the counts of every line by its name."""
    lines = printed(*scores).partition("\n\n")[0].splitlines()
    return {cells[0]: cells[1:] for cells in (line.split() for line in lines[1:])}


def printed(*scores: Score, detail: bool = False) -> str:
    out = io.StringIO()
    print_scores(scores, out, detail=detail)
    return out.getvalue()


def compared(before: list[Score], after: list[Score]) -> str:
    out = io.StringIO()
    print_comparison(compare_runs(before, after), "tidigare.jsonl", out)
    return out.getvalue()


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """The first three questions of the set: one by each persona, all about the same report."""
    path = tmp_path / "few.jsonl"
    path.write_text("\n".join(QUESTIONS.read_text(encoding="utf-8").splitlines()[:3]), encoding="utf-8")
    return path


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


@pytest.mark.parametrize("line", ["{", '{"id": "x"}', '{"id": "x", "type": "figure", "question": "?", "expect": {"figures": 3}}'])
def test_a_question_set_with_a_bad_line_is_refused_with_its_number(
    line: str, stored_without_vectors: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text(f"\n{line}\n", encoding="utf-8")

    code = main(["eval", str(bad), "--data", str(stored_without_vectors.data_dir)])

    assert code == 2
    assert "rad 2 är ingen fråga i rätt form" in capsys.readouterr().err


def test_two_questions_with_one_id_are_refused_since_runs_are_compared_by_id(
    few: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few.write_text(few.read_text(encoding="utf-8").replace('"d003"', '"d001"'), encoding="utf-8")

    code = main(["eval", str(few), "--data", str(tmp_path / "var")])

    assert code == 2
    assert "rad 3: id d001 finns redan. Ge varje fråga ett eget id." in capsys.readouterr().err


def test_the_result_is_printed_by_kind_role_and_report_and_in_all(
    few: Path, stored_without_vectors: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["eval", str(few), "--data", str(stored_without_vectors.data_dir)])

    lines = capsys.readouterr().out.partition("\n\n")[0].splitlines()
    assert code == 0
    assert lines[0].split() == "Frågor Rätt Fel Avböjda Utan stöd Citatfel Median ms p95 ms".split()
    assert [line.split()[:3] for line in lines[1:]] == [
        ["Slag"], ["figure", "3", "3"],
        ["Roll"], ["council", "1", "1"], ["public", "1", "1"], ["staff", "1", "1"],
        ["Rapport"], ["finsam-degerfors-karlskoga_arsredovisning_2021", "3", "3"],
        ["Totalt", "3", "3"],
    ]  # fmt: skip


def test_every_count_stands_under_the_end_of_its_heading() -> None:
    lines = printed(RIGHT, replace(RIGHT, reports=("a-report-with-a-long-name_2021",))).partition("\n\n")[0].splitlines()

    assert {len(line) for line in lines if len(line.split()) > 1} == {len(lines[0])}
    assert [line for line in lines if line != line.rstrip()] == []


def test_right_wrong_declined_unbacked_and_misquoted_answers_are_counted() -> None:
    unbacked = replace(RIGHT, ungrounded=(12345.0, 678.0), citations=3, bad_citations=2)

    # questions, right, wrong, declined, answers with unbacked numbers, quotes that do not stand
    assert table(RIGHT, WRONG, DECLINED, unbacked)["Totalt"][:6] == ["4", "2", "1", "1", "1", "2"]


def test_a_question_about_two_reports_counts_under_both_and_once_in_all() -> None:
    lines = table(replace(RIGHT, reports=("000", "004")), RIGHT)

    assert (lines["000"][0], lines["004"][0], lines["Totalt"][0]) == ("2", "1", "2")


def test_a_question_without_reports_counts_under_none_of_them_by_that_name() -> None:
    assert table(RIGHT, replace(RIGHT, reports=()))["ingen"][0] == "1"


def test_latency_is_the_median_and_the_time_that_19_of_20_answers_keep() -> None:
    scores = [replace(RIGHT, elapsed_ms=10 * number) for number in range(1, 21)]

    assert table(*scores)["Totalt"][-2:] == ["105", "190"]
    assert table(RIGHT)["Totalt"][-2:] == ["10", "10"]


def test_the_length_of_text_answers_is_that_of_answered_text_and_list_questions() -> None:
    texts = [replace(RIGHT, type="text", characters=300), replace(RIGHT, type="list", characters=500)]

    assert "Textsvar (text, list): 2, median 400 tecken." in printed(RIGHT, replace(DECLINED, type="text"), *texts)
    assert "Textsvar" not in printed(RIGHT)


def test_the_misses_are_listed_with_their_reasons_when_asked_for() -> None:
    unbacked = replace(RIGHT, id="q2", ungrounded=(1379857.5,), bad_citations=1)

    lines = printed(WRONG, unbacked, replace(RIGHT, id="q3"), detail=True).partition("\n\n")[0].splitlines()

    assert lines == [
        "q1 (figure): saknar talet 1 379 857",
        "q2 (figure): tal utan stöd: 1 379 857,5; 1 citat som inte står i källan",
    ]
    assert "q1" not in printed(WRONG)


def test_a_saved_run_has_a_line_for_each_question_with_its_answer(
    few: Path, stored_without_vectors: Settings, tmp_path: Path
) -> None:
    run = tmp_path / "run.jsonl"

    code = main(["eval", str(few), "--out", str(run), "--data", str(stored_without_vectors.data_dir)])

    rows = [json.loads(line) for line in run.read_text(encoding="utf-8").splitlines()]
    assert code == 0
    assert [row["id"] for row in rows] == ["d001", "d002", "d003"]
    assert list(rows[0]) == [
        "id", "type", "persona", "reports", "right", "wrong", "declined", "status", "misses", "ungrounded", "citations",
        "bad_citations", "characters", "elapsed_ms", "text",
    ]  # fmt: skip
    assert (rows[0]["persona"], rows[0]["reports"], rows[0]["status"]) == (
        "council",
        ["finsam-degerfors-karlskoga_arsredovisning_2021"],
        "answered",
    )
    assert "39 986 kr" in rows[0]["text"]
    assert rows[0]["characters"] == len(rows[0]["text"])


def test_a_saved_run_is_read_again_as_it_was(tmp_path: Path) -> None:
    run = (
        RIGHT,
        replace(WRONG, id="q2", persona=None, reports=(), ungrounded=(0.1,)),
        replace(DECLINED, id="q3", text="a\u2028b"),
    )

    save_run(run, tmp_path / "run.jsonl")

    assert read_run(tmp_path / "run.jsonl") == run


def test_a_run_compared_with_itself_has_no_changes(
    few: Path, stored_without_vectors: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run, options = tmp_path / "run.jsonl", ["--data", str(stored_without_vectors.data_dir)]
    main(["eval", str(few), "--out", str(run), *options])
    capsys.readouterr()

    code = main(["eval", str(few), "--compare", str(run), *options])

    comparison = capsys.readouterr().out.partition("Jämfört med ")[2]
    assert code == 0
    assert comparison.startswith(f"{run}; frågor i båda körningarna: 3, bara i den här: 0, bara i den tidigare: 0\n")
    assert comparison.endswith("\nBlev rätt: 0\n\nBlev sämre: 0\n")


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (WRONG, RIGHT, "Blev rätt: 1\n  q1 (figure): förut fel (saknar talet 1 379 857), nu rätt\n\nBlev sämre: 0\n"),
        (DECLINED, RIGHT, "Blev rätt: 1\n  q1 (figure): förut inte rätt (avböjt), nu rätt\n\nBlev sämre: 0\n"),
        (RIGHT, DECLINED, "Blev rätt: 0\n\nBlev sämre: 1\n  q1 (figure): förut rätt, nu inte rätt (avböjt)\n"),
        (
            DECLINED,
            WRONG,
            "Blev rätt: 0\n\nBlev sämre: 1\n  q1 (figure): förut inte rätt (avböjt), nu fel (saknar talet 1 379 857)\n",
        ),
        (WRONG, DECLINED, "Blev rätt: 0\n\nBlev sämre: 0\n"),
    ],
)
def test_a_changed_answer_is_named_with_what_it_was_and_is(before: Score, after: Score, change: str) -> None:
    assert compared([before], [after]).endswith(f"\n\n{change}")


def test_the_totals_before_and_after_are_of_the_questions_in_both_runs() -> None:
    before = [WRONG, replace(RIGHT, id="old")]
    after = [RIGHT, replace(RIGHT, id="new1"), replace(RIGHT, id="new2")]

    first, _, was, now, *_ = compared(before, after).lstrip().splitlines()

    assert first.endswith("frågor i båda körningarna: 1, bara i den här: 2, bara i den tidigare: 1")
    assert was.split()[:4] == ["Förut", "1", "0", "1"]
    assert now.split()[:4] == ["Nu", "1", "1", "0"]


def test_two_runs_without_a_question_in_common_are_told_apart_by_their_counts_alone() -> None:
    assert compared([RIGHT], [replace(RIGHT, id="q2")]) == (
        "\nJämfört med tidigare.jsonl; frågor i båda körningarna: 0, bara i den här: 1, bara i den tidigare: 1\n"
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "går inte att läsa, eller är tom"),
        ("\n", "går inte att läsa, eller är tom"),
        ("{", "rad 1 är inte ur en sparad körning"),
        ('\n{"id": "d001", "status": "answered", "text": "…"}', "rad 2 är inte ur en sparad körning"),
    ],
)
def test_a_file_that_is_no_saved_run_is_refused_in_one_line_that_says_what_to_give(
    content: str | None, said: str, few: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run.jsonl"
    if content is not None:
        run.write_text(content, encoding="utf-8")

    code = main(["eval", str(few), "--compare", str(run), "--data", str(tmp_path / "var")])

    (line,) = capsys.readouterr().err.splitlines()
    assert code == 2
    assert said in line
    assert line.endswith("Ange en fil som finsam eval --out har skrivit.")


@pytest.mark.parametrize("target", ["no-such-folder/run.jsonl", "few.jsonl", "."])
def test_a_run_that_cannot_be_saved_there_is_refused_before_any_question_is_answered(
    target: str, few: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = few.read_text(encoding="utf-8")

    code = main(["eval", str(few), "--out", str(tmp_path / target), "--data", str(tmp_path / "var")])

    captured = capsys.readouterr()
    assert code == 2
    assert captured.err.rstrip().endswith("med --out.")
    assert captured.out == ""
    assert few.read_text(encoding="utf-8") == asked
