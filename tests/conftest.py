"""What several test files share: the sample reports, settings that nobody else decides, and one store with all five.

The shared stores are for reading only; a test that ingests makes a store of its own under `tmp_path`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.settings import Settings
from tests.model_server import ModelServer, served_model

if TYPE_CHECKING:
    from vectorstore.library import Library

REPORTS = Path(__file__).resolve().parent.parent / "reports"


@pytest.fixture(autouse=True)
def _settings_of_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own FINSAM_* variables must not decide how a test ends."""
    for name in list(os.environ):
        if name.startswith("FINSAM_") and name != "FINSAM_TEST_ALL":
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def reports_folder() -> Path:
    """The folder with the five sample reports."""
    return REPORTS


@pytest.fixture(scope="session")
def stored_without_vectors(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The five reports ingested as `finsam ingest --no-embed` does it: words and figures answer."""
    return _ingested(tmp_path_factory.mktemp("words"), embed=False)


@pytest.fixture(scope="session")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The five reports ingested with the real embedding weights; takes a minute or two, for tests marked `slow`."""
    return _ingested(tmp_path_factory.mktemp("all"), embed=True)


@pytest.fixture(scope="session")
def library_without_vectors(stored_without_vectors: Settings) -> Iterator[Library]:
    """The read side of `stored_without_vectors`."""
    yield from _opened(stored_without_vectors)


@pytest.fixture(scope="session")
def library(stored: Settings) -> Iterator[Library]:
    """The read side of `stored`, for tests marked `slow`."""
    yield from _opened(stored)


@pytest.fixture(scope="session")
def model_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelServer]:
    """A real small language model behind OpenAI's API, for tests marked `slow`."""
    with served_model(tmp_path_factory.mktemp("model") / "server.log") as server:
        yield server


def _ingested(data_dir: Path, *, embed: bool) -> Settings:
    from ingest.read import find_files, read
    from vectorstore.embedder import SentenceTransformerEmbedder
    from vectorstore.index import index_report, publish_vectors
    from vectorstore.store import open_store

    settings = Settings(data_dir=data_dir)
    with open_store(settings) as store:
        for path in find_files([REPORTS]):
            index_report(read(path, settings), path, store)
        if embed:
            publish_vectors(store, SentenceTransformerEmbedder(settings.embedding_model), lambda _: None)
    return settings


def _opened(settings: Settings) -> Iterator[Library]:
    from vectorstore.library import Library

    library = Library.open(settings)
    yield library
    library.close()
