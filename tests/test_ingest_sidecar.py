"""Sidecars that would break what is shown or make the reader wait."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.errors import SidecarError
from ingest.sidecar import read_sidecar


@pytest.mark.parametrize("line", ['title = "a\\u001b[31mb"', 'association = "a\\nb"', 'aliases = ["AB", "a\\u0000b"]'])
def test_control_characters_in_a_value_are_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.toml").write_text(line, encoding="utf-8")

    with pytest.raises(SidecarError) as caught:
        read_sidecar(tmp_path / "a.txt")

    assert "innehåller radbrytningar eller andra styrtecken" in caught.value.message_sv


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (f'title = "{"x" * 201}"', "title är längre än 200 tecken"),
        ('association = "???"', "association innehåller ingen bokstav eller siffra"),
        ('association = "Finsam \u202edaoM"', "association innehåller radbrytningar eller andra styrtecken"),
        ('orgnr = "12"', "orgnr ska ha tio siffror"),
        ("period_start = 0021-01-01", "period_start ska ligga mellan åren 1900 och 2100"),
        ('period_end = "9999-12-31"', "period_end ska ligga mellan åren 1900 och 2100"),
        (f"aliases = {['AB'] * 21}".replace("'", '"'), "aliases får ha högst 20 namn"),
        (f'aliases = ["{"x" * 101}"]', "aliases är längre än 100 tecken"),
    ],
)
def test_a_value_that_no_report_could_have_is_refused_with_its_key(tmp_path: Path, line: str, fault: str) -> None:
    (tmp_path / "a.toml").write_text(line, encoding="utf-8")

    with pytest.raises(SidecarError) as caught:
        read_sidecar(tmp_path / "a.txt")

    assert caught.value.message_sv.startswith(f"a.toml: {fault}")


def test_an_organisation_number_is_read_in_the_form_that_reports_have(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('orgnr = "2220001234"', encoding="utf-8")

    sidecar = read_sidecar(tmp_path / "a.txt")

    assert sidecar is not None
    assert sidecar.orgnr == "222000-1234"


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_a_sidecar_that_is_no_file_is_refused(tmp_path: Path, make: object) -> None:
    assert callable(make)
    make(tmp_path / "a.toml")

    with pytest.raises(SidecarError) as caught:
        read_sidecar(tmp_path / "a.txt")

    assert caught.value.message_sv.startswith("a.toml är ingen vanlig fil.")
