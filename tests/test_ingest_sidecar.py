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


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_a_sidecar_that_is_no_file_is_refused(tmp_path: Path, make: object) -> None:
    assert callable(make)
    make(tmp_path / "a.toml")

    with pytest.raises(SidecarError) as caught:
        read_sidecar(tmp_path / "a.txt")

    assert caught.value.message_sv.startswith("a.toml är ingen vanlig fil.")
