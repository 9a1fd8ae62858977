"""Unseen signs that turn the direction of text do not get in: behind one a year would be shown backwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import SidecarError
from ingest.formats.load import load_document
from ingest.settings import Settings
from ingest.sidecar import read_sidecar


def test_a_text_is_read_without_signs_that_turn_its_direction(tmp_path: Path) -> None:
    path = tmp_path / "rapport.txt"
    path.write_text("Årsredovisning \u202e2021\u202c för förbundet\n", encoding="utf-8")

    assert load_document(path, Settings()).lines[0].text == "Årsredovisning 2021 för förbundet"


def test_a_web_page_is_read_without_them_too(tmp_path: Path) -> None:
    path = tmp_path / "rapport.html"
    path.write_text("<html><body><p>Resultatet \u2067var 5 kr\u2069.</p></body></html>", encoding="utf-8")

    assert [line.text for line in load_document(path, Settings()).lines if line.text] == ["Resultatet var 5 kr."]


def test_a_name_that_turns_what_stands_behind_it_is_refused(tmp_path: Path) -> None:
    report = tmp_path / "rapport.txt"
    report.with_suffix(".toml").write_text('association = "Finsam A \\u202e"\n', encoding="utf-8")

    with pytest.raises(SidecarError) as refused:
        read_sidecar(report)

    assert "andra styrtecken" in refused.value.message_sv
