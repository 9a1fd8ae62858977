"""What an answer cannot do without, bare: one query to Chroma, one to SQLite's full text."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bench.questions import Place

if TYPE_CHECKING:
    from vectorstore.chroma import DenseIndex
    from vectorstore.vectors import FloatArray

FLOOR_PASSAGES = 60  # as deep as the library reads for a question


def open_published_index(data: Path) -> DenseIndex:
    """The Chroma index that readers use now."""
    from vectorstore.chroma import INDEX_FOLDER, DenseIndex
    from vectorstore.database import open_engine
    from vectorstore.manifest import read_manifest

    engine = open_engine(data, writing=False)
    with engine.begin() as connection:
        manifest = read_manifest(connection)
    engine.dispose()
    return DenseIndex.open(data / INDEX_FOLDER / manifest.index_directory)


def open_words(data: Path) -> Callable[[str], list[int]]:
    """A search for any word of a question in the full text of the passages: keys, best first, and nothing else."""
    from vectorstore.fulltext import match_any, query_terms

    statement = f"SELECT rowid FROM passage_words WHERE passage_words MATCH ? ORDER BY rank LIMIT {FLOOR_PASSAGES}"
    connection = _connect(data)

    def search(question: str) -> list[int]:
        terms = query_terms(question)
        return [key for (key,) in connection.execute(statement, (match_any(terms),))] if terms else []

    return search


def open_dense(data: Path, embed: Callable[[str], FloatArray]) -> Callable[[str, int], list[Place]]:
    """A search for the passages nearest to a question, by vectors alone."""
    index = open_published_index(data)
    rows = _connect(data).execute("SELECT pk, report_id, locator FROM passages")
    places = {pk: Place(report, *json.loads(locator)["lines"]) for pk, report, locator in rows}

    def search(question: str, limit: int) -> list[Place]:
        return [places[hit.pk] for hit in index.nearest(embed(question), limit)]

    return search


def _connect(data: Path) -> sqlite3.Connection:
    from vectorstore.database import database_path

    return sqlite3.connect(database_path(data))
