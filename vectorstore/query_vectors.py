"""The vectors of questions, kept for those that are asked again; the model is loaded when the first one comes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vectorstore.embedder import Embedder
    from vectorstore.vectors import FloatArray

QUERY_VECTORS_KEPT = 256


class QueryVectors:
    """For any number of threads. `embedder` stands in for the model of that name."""

    def __init__(self, model: str, embedder: Embedder | None) -> None:
        self._model = model
        self._embedder = embedder
        self._lock = threading.RLock()
        self._kept: OrderedDict[str, FloatArray] = OrderedDict()

    def of(self, text: str) -> FloatArray:
        """The question's vector, shape (dimension,)."""
        with self._lock:
            known = self._kept.get(text)
        if known is not None:
            return known
        vector = self._own_embedder().embed_query(text)
        with self._lock:
            self._kept[text] = vector
            if len(self._kept) > QUERY_VECTORS_KEPT:
                self._kept.popitem(last=False)
        return vector

    def _own_embedder(self) -> Embedder:
        # loaded where used: a figure is found and listed without any of it
        from vectorstore.embedder import SentenceTransformerEmbedder

        with self._lock:
            if self._embedder is None:
                self._embedder = SentenceTransformerEmbedder(self._model)
            return self._embedder
