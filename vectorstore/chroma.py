"""The one adapter to Chroma: an index directory is built aside, checked, and never written to after that.

Measured: a kill during an add can leave files whose every later opening crashes, and two processes that write and
read one path lose or never see vectors. So a directory has one writer, once, and is published only when whole.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from ingest.errors import StoreError
from vectorstore.faults import damaged, full, is_nearly_full, not_writable
from vectorstore.vectors import FloatArray, PassageVectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

INDEX_FOLDER = "chroma"
COLLECTION = "passages"
ADD_SIZE = 1000
# Boilerplate that returns every year crowds a graph, and what stands outside the crowd gets lost: among 2,500 vectors
# in 40 crowds Chroma's defaults (100, 100, 16) missed up to 6 of 60 outliers asked for themselves, these none.
EF_CONSTRUCTION = 200
MAX_NEIGHBORS = 32
EF_SEARCH = 300


@dataclass(frozen=True, slots=True)
class DenseHit:
    """A passage key and the cosine between its vector and the question's."""

    pk: int
    similarity: float


@dataclass(frozen=True, slots=True)
class BuiltIndex:
    """A finished directory that nobody reads yet."""

    directory: Path
    dimension: int


class DenseIndex:
    """A published index, open for reading. Not safe for two threads at once; its owner takes care."""

    def __init__(self, client: Client, collection: Collection, directory: Path) -> None:
        self._client = client
        self._collection = collection
        self._directory = directory
        self.count = collection.count()

    @classmethod
    def open(cls, directory: Path) -> DenseIndex:
        """Raises `StoreDamagedError` when the directory is missing or holds no index."""
        if not directory.is_dir():
            raise damaged(_data_dir(directory), f"no index directory {directory}")
        with _chroma_told_plainly(directory):
            client = _client(directory)
            try:
                return cls(client, client.get_collection(COLLECTION, embedding_function=None), directory)
            except BaseException:
                client.close()
                raise

    def nearest(self, vector: FloatArray, limit: int, reports: Sequence[str] | None = None) -> list[DenseHit]:
        """The nearest passages, best first, of the named reports (None: of all)."""
        if limit < 1 or self.count == 0 or (reports is not None and not reports):
            return []
        among: dict[Literal["$in", "$nin"], list[str | int | float | bool]] = {"$in": list(reports or ())}
        with _chroma_told_plainly(self._directory):
            found = self._collection.query(
                query_embeddings=vector.reshape(1, -1).astype(np.float32),
                n_results=min(limit, self.count),
                where=None if reports is None else {"report": among},
                include=["distances"],
            )
        distances = found["distances"]
        assert distances is not None
        return [DenseHit(int(pk), 1.0 - float(d)) for pk, d in zip(found["ids"][0], distances[0], strict=True)]

    def close(self) -> None:
        self._client.close()


def build_index(data_dir: Path, runs: Iterator[PassageVectors], total: int) -> BuiltIndex:
    """Builds and checks an index of all the vectors (at least one) in a new directory.

    Raises `StoreFullError` when the disk is full, `StoreError` when the finished index does not hold what went in.
    """
    directory = data_dir / INDEX_FOLDER / uuid.uuid4().hex
    directory.mkdir(parents=True)
    try:
        probe = _fill(directory, runs, total)
        _check(directory, total, probe)
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)  # on a full disk its room is what everything else needs
        raise
    return BuiltIndex(directory, probe.array.shape[1])


def _fill(directory: Path, runs: Iterator[PassageVectors], total: int) -> PassageVectors:
    """Adds all the vectors; returns the last run of them."""
    with _chroma_told_plainly(directory, building=True):
        client = _client(directory)
        try:
            collection = client.create_collection(
                COLLECTION,
                configuration={
                    "hnsw": {
                        "space": "cosine",
                        "ef_construction": EF_CONSTRUCTION,
                        "max_neighbors": MAX_NEIGHBORS,
                        "ef_search": EF_SEARCH,
                        # Synced once, at the end: what is not synced would be replayed at every opening.
                        "sync_threshold": max(total, 2),
                        "batch_size": max(min(total, 100), 2),
                    }
                },
                embedding_function=None,
            )
            for run in runs:
                collection.add(
                    ids=[str(pk) for pk in run.pks],
                    embeddings=run.array,
                    metadatas=[{"report": report} for report in run.reports],
                )
            return run
        finally:
            client.close()


def _check(directory: Path, total: int, probe: PassageVectors) -> None:
    """Opens what was built as a reader would and asks it for one of its own."""
    index = DenseIndex.open(directory)
    try:
        nearest = index.nearest(probe.array[-1], 1)
        if index.count != total or not nearest:
            raise StoreError(
                "Sökindexet blev inte helt och används inte. Läs in igen.",
                f"{directory}: {index.count} of {total} vectors, nearest {nearest}",
            )
    finally:
        index.close()


def _client(directory: Path) -> Client:
    import chromadb
    from chromadb.api.client import Client
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings
    from chromadb.errors import ChromaError

    settings = Settings(anonymized_telemetry=False, allow_reset=False)
    try:
        client = chromadb.PersistentClient(path=str(directory), settings=settings)
    except (ChromaError, AttributeError):
        # Chroma 1.5.9 keeps a client that failed to open, half made, and hands it out at the next try.
        SharedSystemClient._identifier_to_system.pop(str(directory), None)
        SharedSystemClient._identifier_to_refcount.pop(str(directory), None)
        raise
    assert isinstance(client, Client)  # declared as the interface, which has no close()
    return client


@contextmanager
def _chroma_told_plainly(directory: Path, *, building: bool = False) -> Iterator[None]:
    from chromadb.errors import ChromaError

    data_dir = _data_dir(directory)
    try:
        yield
    except (ChromaError, ValueError, RuntimeError) as exc:
        if "full" in str(exc) or "No space left" in str(exc) or (building and is_nearly_full(data_dir)):
            raise full(data_dir, str(exc)) from exc
        if "readonly" in str(exc):
            raise not_writable(data_dir, str(exc)) from exc
        raise damaged(data_dir, str(exc)) from exc


def _data_dir(directory: Path) -> Path:
    return directory.parent.parent
