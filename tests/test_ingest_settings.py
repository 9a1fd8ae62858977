"""`finsam.toml` and the environment: what cannot be read is one Swedish line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.errors import UsageError
from ingest.settings import load_settings


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_settings_file_that_is_not_utf_8_is_told_with_what_to_do() -> None:
    Path("finsam.toml").write_bytes('data_dir = "å"'.encode("latin-1"))

    with pytest.raises(UsageError) as caught:
        load_settings()

    assert caught.value.message_sv.startswith("finsam.toml går inte att läsa")
    assert "Rätta filen eller ta bort den." in caught.value.message_sv


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_a_settings_file_that_is_no_file_is_told_with_what_to_do(make: object) -> None:
    assert callable(make)
    make("finsam.toml")

    with pytest.raises(UsageError) as caught:
        load_settings()

    assert caught.value.message_sv.startswith("finsam.toml är ingen vanlig fil.")


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINSAM_DATA_DIR", "")

    assert load_settings().data_dir == Path("var")
