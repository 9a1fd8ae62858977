"""Index directories: built aside, checked, and gone again when they could not be finished."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import StoreDamagedError, StoreError
from vectorstore.chroma import INDEX_FOLDER, DenseIndex, build_index
from vectorstore.vectors import PassageVectors


def runs(count: int, dimension: int = 8) -> Iterator[PassageVectors]:
    array = (
        np.eye(dimension, dtype=np.float32)[np.arange(count) % dimension] + 0.001 * np.arange(count, dtype=np.float32)[:, None]
    )
    array /= np.linalg.norm(array, axis=1, keepdims=True)
    yield PassageVectors(tuple(range(1, count + 1)), tuple(f"r{n % 2}" for n in range(count)), array.astype(np.float32))


def test_an_index_finds_the_nearest_with_its_cosine(tmp_path: Path) -> None:
    built = build_index(tmp_path, runs(6), 6)
    index = DenseIndex.open(built.directory)

    nearest = index.nearest(np.eye(8, dtype=np.float32)[2], 1)

    assert (built.dimension, nearest[0].pk) == (8, 3)
    assert nearest[0].similarity == pytest.approx(1.0, abs=1e-3)
    index.close()


def test_a_filter_admits_only_the_reports_named(tmp_path: Path) -> None:
    index = DenseIndex.open(build_index(tmp_path, runs(6), 6).directory)

    assert {hit.pk for hit in index.nearest(np.eye(8, dtype=np.float32)[2], 10, ["r1"])} == {2, 4, 6}
    assert index.nearest(np.eye(8, dtype=np.float32)[2], 10, []) == []
    index.close()


@pytest.mark.parametrize("count", [1, 2, 101])
def test_an_index_of_any_size_is_whole(tmp_path: Path, count: int) -> None:
    index = DenseIndex.open(build_index(tmp_path, runs(count), count).directory)

    assert index.count == count
    index.close()


def test_an_index_that_lacks_vectors_is_refused_and_removed(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as told:
        build_index(tmp_path, runs(5), 6)

    assert told.value.message_sv == "Sökindexet blev inte helt och används inte. Läs in igen."
    assert list((tmp_path / INDEX_FOLDER).iterdir()) == []


def test_a_directory_without_an_index_is_told_as_damage(tmp_path: Path) -> None:
    (tmp_path / INDEX_FOLDER / "tom").mkdir(parents=True)

    with pytest.raises(StoreDamagedError):
        DenseIndex.open(tmp_path / INDEX_FOLDER / "tom")
