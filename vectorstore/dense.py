"""The dense index that a reader has open, and how it follows the published one."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import StoreDamagedError, StoreFullError
from vectorstore.manifest import Manifest
from vectorstore.published import Published

if TYPE_CHECKING:
    from vectorstore.chroma import DenseHit, DenseIndex
    from vectorstore.vectors import FloatArray

_log = logging.getLogger(__name__)

# A metadata filter in Chroma costs time in proportion to what it admits (31 to 82 ms at 50,000): above this many
# admitted passages it is cheaper to fetch more and let the reader drop what its scope does not admit.
BROAD_FILTER = 20_000
BROAD_FETCH_MAX = 20


class CurrentIndex:
    """Safe to use from threads: one query at a time, since a query takes milliseconds.

    `newest_manifest` reads the manifest afresh; it is asked when a directory turns out to be gone.
    """

    def __init__(self, data_dir: Path, model: str, newest_manifest: Callable[[], Manifest]) -> None:
        self._data_dir = data_dir
        self._model = model
        self._newest_manifest = newest_manifest
        self._lock = threading.Lock()
        self._index: DenseIndex | None = None
        self._manifest: Manifest | None = None  # the one that named the open index

    @property
    def is_open(self) -> bool:
        return self._index is not None

    def nearest(self, vector: FloatArray, limit: int, admitted: list[str] | None, published: Published) -> list[DenseHit]:
        """The nearest passages, best first; under a broad filter also some that it does not admit."""
        with self._lock:
            self._follow(published.manifest)
            if self._index is None:
                return []
            admitted_count = 0 if admitted is None else published.passages_in(admitted)
            if admitted is None or admitted_count <= BROAD_FILTER:
                return self._index.nearest(vector, limit, admitted)
            factor = min(2 * self._index.count // admitted_count + 1, BROAD_FETCH_MAX)
            return self._index.nearest(vector, limit * factor)

    def close(self) -> None:
        with self._lock:
            if self._index is not None:
                self._index.close()
            self._index, self._manifest = None, None

    def _follow(self, manifest: Manifest) -> None:
        if self._manifest is not None and self._manifest.store_id == manifest.store_id:
            if self._manifest.index_directory == manifest.index_directory:
                return
            if self._manifest.catalogue_version > manifest.catalogue_version:
                return  # another thread has already seen a newer state than this call's
            if manifest.index_directory and manifest.embedding_model != self._model:
                # Somebody rebuilt with another model while this reader runs: it goes on with the index it has.
                _log.warning("the index is now of model %s; this reader stays with %s", manifest.embedding_model, self._model)
                return
        try:
            opened = self._open(manifest)
        except StoreFullError as exc:
            # Chroma writes a little to open anything. A disk without that little must not silence the words.
            _log.warning("no room to open the dense index, going on without it: %s", exc)
            return
        if self._index is not None:
            self._index.close()
        self._index, self._manifest = opened, manifest

    def _open(self, manifest: Manifest) -> DenseIndex | None:
        if not manifest.index_directory:
            return None
        # loaded where used: Chroma takes longer to load than a figure takes to find
        from vectorstore.chroma import INDEX_FOLDER, DenseIndex

        folder = self._data_dir / INDEX_FOLDER
        try:
            return DenseIndex.open(folder / manifest.index_directory)
        except StoreDamagedError:
            newest = self._newest_manifest()
            if newest.index_directory in ("", manifest.index_directory):
                raise
            # Two ingests have ended since this call began, and the directory it saw named is gone.
            return DenseIndex.open(folder / newest.index_directory)
