"""A file becomes a Report; files and folders become a list of files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.errors import FileTooLargeError, NoReportsError, SidecarError
from ingest.read import find_files, make_report_id, read
from ingest.settings import Settings
from ingest.tables_readings import _imbalance


def test_a_report_is_read_whole(reports_folder: Path) -> None:
    report = read(reports_folder / "sydnarke_verksamhetsplan-budget_2022.txt", Settings())

    assert report.id == "sydnarke_verksamhetsplan-budget_2022"
    assert all((report.sections, report.passages, report.tables, report.figures))


@pytest.mark.parametrize(
    ("name", "report_id"),
    [
        ("insjoriket_delarsrapport_2021-08.txt", "insjoriket_delarsrapport_2021-08"),
        ("Årsredovisning Örebro 2021.txt", "arsredovisning-orebro-2021"),
        ("a.b (slutlig).txt", "a-b-slutlig"),
        ("---.txt", "rapport"),
    ],
)
def test_the_id_is_the_file_name_in_plain_letters(name: str, report_id: str) -> None:
    assert make_report_id(Path(name)) == report_id


def test_the_size_limit_is_the_one_of_the_settings(tmp_path: Path) -> None:
    path = tmp_path / "stor.txt"
    path.write_bytes(b"x" * 1_000_001)

    with pytest.raises(FileTooLargeError):
        read(path, Settings(max_file_mb=1))


def test_a_folder_gives_its_text_files_sorted(reports_folder: Path) -> None:
    names = [path.name for path in find_files([reports_folder])]

    assert names == sorted(path.name for path in reports_folder.glob("*.txt"))


def test_folders_are_searched_to_the_bottom(tmp_path: Path) -> None:
    (tmp_path / "2021" / "delår").mkdir(parents=True)
    (tmp_path / "2021" / "delår" / "a.TXT").write_text("a")

    assert find_files([tmp_path]) == (tmp_path / "2021" / "delår" / "a.TXT",)


def test_a_file_named_twice_is_found_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("a")

    assert find_files([path, tmp_path, path]) == (path,)


def test_a_missing_file_among_others_is_left_for_reading_to_report(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("a")

    assert tmp_path / "saknas.txt" in find_files([path, tmp_path / "saknas.txt"])


@pytest.mark.parametrize("inside", ["", "saknas.txt"])
def test_nothing_to_read_is_an_error_that_says_what_to_give(tmp_path: Path, inside: str) -> None:
    with pytest.raises(NoReportsError) as caught:
        find_files([tmp_path / inside])

    assert "Ange filer (PDF, Word, Excel, webbsida eller text) eller en mapp som har sådana." in caught.value.message_sv


def test_a_link_that_leads_to_itself_is_left_for_reading_to_report(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "b.txt").symlink_to("b.txt")

    assert find_files([tmp_path]) == (tmp_path / "a.txt",)
    assert tmp_path / "b.txt" in find_files([tmp_path, tmp_path / "b.txt"])


def test_a_pipe_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    os.mkfifo(tmp_path / "b.txt")

    assert find_files([tmp_path]) == (tmp_path / "a.txt",)


def test_a_sidecar_s_end_before_the_detected_beginning_is_refused(reports_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "insjoriket_delarsrapport_2021-08.txt"
    path.write_bytes((reports_folder / path.name).read_bytes())
    path.with_suffix(".toml").write_text("period_end = 2019-12-31", encoding="utf-8")

    with pytest.raises(SidecarError) as caught:
        read(path, Settings())

    assert "period_start ligger efter period_end. Rätta datumen." in caught.value.message_sv


def test_a_cell_of_five_thousand_digits_is_read(tmp_path: Path) -> None:
    path = tmp_path / "arsredovisning_2021.txt"
    rows = f"Summa\t{'7' * 5000}\t12\nIntäkter\t13 5 9\t14\nKostnader\t15\t16\n"
    path.write_text(f"Samordningsförbundet Norr\nÅrsredovisning 2021\n\nResultaträkning\t2021\t2020\n{rows}", encoding="utf-8")

    assert read(path, Settings()).passages


def test_how_unlike_amounts_are_counts_the_digits_before_the_comma() -> None:
    assert _imbalance(("7" * 5000, "0,5")) == 4999
    assert _imbalance(("-1 234", "12")) == 2
