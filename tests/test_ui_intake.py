"""`finsam ingest`: a line for each file, and a failed file that does not stop the rest."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ui.cli import main

SHORT_REPORT = "sydnarke_verksamhetsplan-budget_2022.txt"


def ingest(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], list[str]]:
    code = main(["ingest", "--no-embed", *arguments])
    captured = capsys.readouterr()
    return code, captured.out.splitlines(), captured.err.splitlines()


@pytest.fixture
def folder(tmp_path: Path, reports_folder: Path) -> Path:
    """A folder with the shortest of the reports."""
    folder = tmp_path / "reports"
    folder.mkdir()
    shutil.copy(reports_folder / SHORT_REPORT, folder)
    return folder


def test_an_ingested_file_gives_one_line_that_says_what_it_is(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = ingest(capsys, str(folder), "--data", str(tmp_path / "data"))

    assert code == 0
    assert len(out) == 1
    assert out[0].startswith("Samordningsförbundet Sydnärke · verksamhetsplan · 2022 · ")
    assert [word for word in ("sidor", "avsnitt", "tabeller", "siffror", "stycken", " s") if word not in out[0]] == []


def test_the_same_content_again_is_said_to_be_unchanged(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ingest(capsys, str(folder), "--data", str(tmp_path / "data"))

    code, out, _ = ingest(capsys, str(folder), "--data", str(tmp_path / "data"))

    assert code == 0
    assert out[0].endswith(" · oförändrad")


def test_a_rebuild_reads_the_same_content_again(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ingest(capsys, str(folder), "--data", str(tmp_path / "data"))

    _, out, _ = ingest(capsys, str(folder), "--rebuild", "--data", str(tmp_path / "data"))

    assert not out[0].endswith("oförändrad")


def test_an_empty_file_is_named_on_stderr_and_the_others_are_ingested(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "blank.txt").write_text("\n \n", encoding="utf-8")

    code, out, err = ingest(capsys, str(folder), "--data", str(tmp_path / "data"))

    assert code == 1
    assert len(out) == 1
    assert [line for line in err if line.startswith("blank.txt: ")] != []
    assert err[-1] == "1 av 2 filer kunde inte läsas in; de andra är inlästa."


def test_where_no_file_could_be_read_nothing_is_said_of_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "blank.txt").write_text("\n \n", encoding="utf-8")

    code, _, err = ingest(capsys, str(tmp_path / "blank.txt"), "--data", str(tmp_path / "data"))

    assert (code, err[-1]) == (1, "1 av 1 filer kunde inte läsas in; ingenting har ändrats.")


def test_a_folder_without_reports_is_one_line_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()

    code, out, err = ingest(capsys, str(tmp_path / "empty"), "--data", str(tmp_path / "data"))

    assert (code, out, len(err)) == (1, [], 1)


def test_a_file_that_breaks_the_reader_does_not_take_the_others_with_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise IndexError("a case nobody thought of")

    monkeypatch.setattr("ui.intake.read", broken)

    code, _, err = ingest(capsys, str(folder), "--data", str(tmp_path / "data"))

    assert code == 1
    assert [line for line in err if line.startswith(f"{SHORT_REPORT}: gick inte att läsa in av ett oväntat skäl (fel-id ")] != []
