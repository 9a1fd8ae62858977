"""The command as a person meets it: what it prints where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.settings import Settings
from tests.api_visitors import OPEN, SECRET, settings_in, with_reports
from ui.cli import main

ROOT = Path(__file__).resolve().parent.parent
COMMAND = (sys.executable, "-c", "import sys; from ui.cli import main; sys.exit(main())")
SHORT_REPORT = "insjoriket_delarsrapport_2021-08.txt"


def error_line(capsys: pytest.CaptureFixture[str]) -> str:
    """What went to stderr, which must be one line."""
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    return lines[0]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def test_an_income_statement_figure_is_answered_with_its_row_as_source(
    stored_without_vectors: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["ask", "Vad var årets resultat i Degerfors/Karlskoga 2021?", "--data", str(stored_without_vectors.data_dir)])

    printed = capsys.readouterr().out
    assert code == 0
    assert "−38 774 kr" in printed
    assert "\nKällor:\n[1] Finsam Degerfors/Karlskoga, Årsredovisning 2021, " in printed
    assert "-38 774" in printed.partition("Källor:")[2]


def test_a_question_about_an_unknown_association_is_declined_with_exit_code_0(
    stored_without_vectors: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["ask", "Vad kostade Finsam Malmö 2021?", "--json", "--data", str(stored_without_vectors.data_dir)])

    assert code == 0
    assert json.loads(capsys.readouterr().out)["status"] == "declined"


@pytest.mark.parametrize("before", [True, False])
def test_the_data_directory_may_stand_before_or_after_the_command(
    before: bool, stored_without_vectors: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    option = ["--data", str(stored_without_vectors.data_dir)]

    code = main([*option, "reports"] if before else ["reports", *option])

    assert code == 0
    assert "Samordningsförbundet Insjöriket" in capsys.readouterr().out


def test_the_data_directory_may_come_from_the_environment(
    stored_without_vectors: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FINSAM_DATA_DIR", str(stored_without_vectors.data_dir))

    assert main(["reports"]) == 0


def test_the_catalogue_as_json_has_the_fields_of_the_contract(
    stored_without_vectors: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["reports", "--format", "jsonl", "--data", str(stored_without_vectors.data_dir)])

    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(rows) == 5
    assert list(rows[0]) == [
        "report", "association", "orgnr", "kind", "title", "period", "source_file", "sha256", "visibility", "pages",
        "pages_unread", "sections", "tables", "figures", "passages", "findings", "ingested_at", "flags",
    ]  # fmt: skip


def test_the_table_of_reports_says_who_may_see_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = with_reports(settings_in(tmp_path))

    main(["reports", "--data", str(settings.data_dir)])

    heading, *rows = capsys.readouterr().out.splitlines()
    assert "Synlighet" in heading
    assert {
        report: next(word for word in ("Publik", "Intern") if f" {word} " in row)
        for row in rows
        for report in (OPEN, SECRET)
        if f" {report} " in row
    } == {OPEN: "Publik", SECRET: "Intern"}


def test_a_report_is_made_public_with_the_swedish_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = with_reports(settings_in(tmp_path))

    code = main(["set", SECRET, "--visibility", "publik", "--data", str(settings.data_dir)])

    assert (code, capsys.readouterr().out) == (0, "Rapporten är publik nu.\n")


def test_a_figure_line_has_the_fields_of_the_contract_and_the_value_as_printed(
    stored_without_vectors: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["figures", "--format", "jsonl", "--data", str(stored_without_vectors.data_dir)])

    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    # The income statement of Degerfors/Karlskoga 2021 stands on lines 517-528 of the export.
    result = next(
        r
        for r in rows
        if r["report"] == "finsam-degerfors-karlskoga_arsredovisning_2021" and r["lines"] == [528, 528] and r["raw"] == "-38 774"
    )
    assert list(result) == [
        "report", "association", "source_file", "page", "page_label", "section", "table", "row", "column", "period",
        "scenario", "value", "unit", "raw", "lines", "flags", "box",
    ]  # fmt: skip
    assert (result["row"], result["value"], result["unit"], result["period"]) == ("Årets resultat", "-38774", "kr", "2021")


def test_the_figures_as_csv_are_as_many_as_the_figure_lines(
    stored_without_vectors: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["figures", "--format", "jsonl", "--data", str(stored_without_vectors.data_dir)])
    lines = capsys.readouterr().out.splitlines()
    main(["figures", "--format", "csv", "--data", str(stored_without_vectors.data_dir)])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))

    assert len(rows) == len(lines)


def test_statements_are_added_with_their_sentence_and_no_table(
    stored_without_vectors: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["figures", "--data", str(stored_without_vectors.data_dir)])
    tables = capsys.readouterr().out.splitlines()
    main(["figures", "--statements", "--data", str(stored_without_vectors.data_dir)])
    lines = capsys.readouterr().out.splitlines()

    added = [json.loads(line) for line in lines[len(tables) :]]
    # Degerfors/Karlskoga 2021, line 274: "Totalt 68 deltagare, 35 kvinnor och 33 män, skrevs ut 2021."
    women = next(row for row in added if row["lines"] == [274, 274] and row["value"] == "35")
    assert lines[: len(tables)] == tables
    assert {row["table"] for row in added} == {None}
    assert (women["row"], women["unit"], women["period"]) == ("deltagare › kvinnor", "antal", "2021")
    assert women["raw"] == "Totalt 68 deltagare, 35 kvinnor och 33 män, skrevs ut 2021."


def test_a_report_is_printed_to_the_letter(
    stored_without_vectors: Settings, reports_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["text", "insjoriket_delarsrapport_2021-08", "--data", str(stored_without_vectors.data_dir)])

    source = (reports_folder / SHORT_REPORT).read_text(encoding="utf-8")
    assert capsys.readouterr().out.split() == source.split()


def test_a_misspelt_report_name_is_answered_with_the_nearest(
    stored_without_vectors: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["text", "insjoriket_delarsrapport_2021", "--data", str(stored_without_vectors.data_dir)])

    assert code == 2
    assert "Menade du insjoriket_delarsrapport_2021-08?" in error_line(capsys)


def test_a_page_of_a_report_without_page_marks_is_refused_with_what_to_do(
    stored_without_vectors: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["text", "insjoriket_delarsrapport_2021-08", "--page", "2", "--data", str(stored_without_vectors.data_dir)])

    assert code == 2
    assert "har inga sidmarkeringar" in error_line(capsys)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ([], "Alla kommandon: finsam --help"),
        (["aks"], "Okänt kommando: aks. Menade du ask?"),
        (["xyzzy"], "Okänt kommando: xyzzy. Kommandona är: ingest, reports"),
        (["ask", "--jsn", "x"], "Okänd flagga: --jsn. Menade du --json? Hjälp: finsam ask --help"),
        (["reports", "--data"], "Flaggan --data behöver ett värde."),
        (["ask", "--json=1", "x"], "Flaggan --json tar inget värde."),
        (["text"], "RAPPORT saknas. Hjälp: finsam text --help"),
        (["ingest"], "SÖKVÄG… saknas. Hjälp: finsam ingest --help"),
        (["serve", "--port", "abc"], "Värdet för --port (PORT) går inte att använda."),
        (["figures", "--format", "xml"], "Värdet för --format (jsonl|csv) går inte att använda."),
        (["ask", "a", "b"], "För många argument (b)."),
        (["ask"], 'Skriv finsam ask "FRÅGA"'),
        (["ask", "--batch", "in.jsonl"], "--out UT.jsonl"),
        (["ask", " "], "Frågan är tom."),
        (["ask", "x" * 2001], "Frågan är för lång (2001 tecken, högst 2000)."),
        (["serve", "--host", "0.0.0.0"], "lyssnar bara på den egna datorn"),
        (["serve", "--port", "70000"], "Inställningen port har ett värde som inte går att använda"),
    ],
)
def test_wrong_use_is_one_swedish_line_and_exit_code_2(
    written: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    code = main(written)

    assert code == 2
    assert said in error_line(capsys)


def test_an_unknown_setting_in_the_environment_is_named_with_the_nearest(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FINSAM_DATADIR", "x")

    code = main(["reports"])

    assert code == 2
    assert "Okänd inställning: FINSAM_DATADIR. Menade du data_dir?" in error_line(capsys)


@pytest.mark.parametrize("written", [["reports"], ["ask", "Vad?"], ["figures"], ["text", "x"]])
def test_before_the_first_ingest_every_command_says_how_to_ingest(
    written: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([*written, "--data", str(tmp_path / "new")])

    assert code == 1
    assert "finsam ingest" in error_line(capsys)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("command", ["ingest", "reports", "ask", "figures", "tables", "text", "eval", "serve"])
def test_every_help_page_is_swedish(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main([command, "--help"])

    page = capsys.readouterr().out
    assert code == 0
    assert page.startswith(f"Användning: finsam {command}")
    assert "Usage" not in page
    assert "Show this message" not in page
    assert "--data KATALOG" in page


def test_the_help_page_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])

    page = capsys.readouterr().out
    assert "Kommandon:" in page
    assert [
        word for word in ("ingest", "reports", "ask", "figures", "tables", "text", "eval", "serve") if f"\n  {word} " not in page
    ] == []


def test_an_unexpected_error_is_one_calm_line_and_its_details_stand_in_the_log(
    stored_without_vectors: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("nobody thought of this")

    monkeypatch.setattr("ui.desk.Desk.answer", broken)

    code = main(["ask", "Vad?", "--data", str(tmp_path)])

    line = error_line(capsys)
    error_id = line.partition("fel-id ")[2][:6]
    log = (tmp_path / "finsam.log").read_text(encoding="utf-8")
    assert code == 1
    assert "nobody thought of this" not in line
    assert f"error {error_id}" in log
    assert "ZeroDivisionError: nobody thought of this" in log


def test_a_reader_of_the_pipe_who_has_had_enough_is_no_error(stored_without_vectors: Settings) -> None:
    figures = subprocess.Popen(
        [*COMMAND, "figures", "--data", str(stored_without_vectors.data_dir)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert figures.stdout is not None
    figures.stdout.readline()
    figures.stdout.close()

    _, stderr = figures.communicate(timeout=60)
    assert stderr == b""
    assert figures.returncode == 0


def test_a_taken_port_is_said_before_anything_is_loaded(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        code = main(["serve", "--port", str(port), "--data", str(tmp_path)])

    assert code == 1
    assert f"Port {port} används redan av ett annat program." in error_line(capsys)


@pytest.mark.slow
def test_an_interrupted_ingest_ends_calmly_and_keeps_what_it_had(reports_folder: Path, tmp_path: Path) -> None:
    ingest = subprocess.Popen(
        [*COMMAND, "ingest", str(reports_folder), "--data", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    assert ingest.stdout is not None
    first_line = ingest.stdout.readline()
    time.sleep(0.1)
    ingest.send_signal(signal.SIGINT)

    _, stderr = ingest.communicate(timeout=120)
    assert first_line.startswith("Finsam Degerfors/Karlskoga · årsredovisning · 2021 · ")
    assert ingest.returncode == 130
    assert "Avbrutet." in stderr.splitlines()[-1]
    assert "Traceback" not in stderr
    assert main(["reports", "--data", str(tmp_path)]) == 0


def test_the_command_runs_as_a_module() -> None:
    help_page = subprocess.run([sys.executable, "-m", "ui.cli", "--help"], capture_output=True, text=True, env=environment())

    assert help_page.returncode == 0
    assert "Kommandon:" in help_page.stdout


def test_a_full_disk_is_said_in_one_line(stored_without_vectors: Settings) -> None:
    with open("/dev/full", "wb") as full:
        figures = subprocess.run(
            [*COMMAND, "figures", "--data", str(stored_without_vectors.data_dir)],
            stdout=full, stderr=subprocess.PIPE, text=True, env=environment(),
        )  # fmt: skip

    assert figures.returncode == 1
    assert figures.stderr == "Disken är full: allt kunde inte skrivas. Frigör plats och kör kommandot igen.\n"


def test_an_answer_file_on_a_full_disk_is_said_in_one_line(stored_without_vectors: Settings, tmp_path: Path) -> None:
    questions = tmp_path / "in.jsonl"
    questions.write_text('{"id": "1", "question": "Vad kostade Finsam Malmö 2021?"}', encoding="utf-8")
    arguments = ["ask", "--batch", str(questions), "--out", "/dev/full", "--data", str(stored_without_vectors.data_dir)]

    batch = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, env=environment())

    assert batch.returncode == 1
    assert batch.stderr.splitlines() == ["Disken är full: allt kunde inte skrivas. Frigör plats och kör kommandot igen."]


def test_an_unexpected_error_before_the_log_is_open_prints_no_stack(tmp_path: Path) -> None:
    program = (
        "import sys, ui.cli\n"
        "def broken(**_): raise ZeroDivisionError\n"
        "ui.cli.load_settings = broken\n"
        "sys.exit(ui.cli.main(['reports']))"
    )

    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment(), cwd=tmp_path)

    assert told.returncode == 1
    assert len(told.stderr.splitlines()) == 1
    assert told.stderr.startswith("Något gick fel")
