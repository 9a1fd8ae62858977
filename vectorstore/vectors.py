"""Vectors in SQL, kept by the hash of the text they stand for, so that no text is ever embedded twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, and_, delete, func, insert, select

from vectorstore.content import searched_text
from vectorstore.schema import passages, vectors

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class MissingText:
    """A text that no vector of the model stands for yet."""

    content_hash: str
    text: str


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """A run of passages with their vectors: keys, report ids, and an array of shape (n, dimension)."""

    pks: tuple[int, ...]
    reports: tuple[str, ...]
    array: FloatArray


def missing_texts(connection: Connection, model: str) -> list[MissingText]:
    """The passages' texts without a vector of this model, each once, in reading order."""
    statement = (
        select(passages.c.content_hash, passages.c.header, passages.c.text, func.min(passages.c.pk))
        .outerjoin(vectors, and_(vectors.c.content_hash == passages.c.content_hash, vectors.c.model == model))
        .where(vectors.c.model.is_(None))
        .group_by(passages.c.content_hash)
        .order_by(func.min(passages.c.pk))
    )
    return [MissingText(row.content_hash, searched_text(row.header, row.text)) for row in connection.execute(statement)]


def save_vectors(connection: Connection, model: str, texts: Sequence[MissingText], array: FloatArray) -> None:
    rows = [
        {"model": model, "content_hash": t.content_hash, "vector": vector.astype("<f4").tobytes()}
        for t, vector in zip(texts, array, strict=True)
    ]
    connection.execute(insert(vectors), rows)


def passage_vectors_after(connection: Connection, model: str, pk: int, limit: int) -> PassageVectors | None:
    """The next passages by key, with their vectors; None after the last."""
    statement = (
        select(passages.c.pk, passages.c.report_id, vectors.c.vector)
        .join(vectors, and_(vectors.c.content_hash == passages.c.content_hash, vectors.c.model == model))
        .where(passages.c.pk > pk)
        .order_by(passages.c.pk)
        .limit(limit)
    )
    rows = connection.execute(statement).all()
    if not rows:
        return None
    array = np.stack([np.frombuffer(row.vector, dtype="<f4") for row in rows]).astype(np.float32, copy=False)
    return PassageVectors(tuple(row.pk for row in rows), tuple(row.report_id for row in rows), array)


def forget_unused_vectors(connection: Connection) -> None:
    """Deletes the vectors of texts that no passage has any more: a removed report leaves nothing behind."""
    connection.execute(delete(vectors).where(vectors.c.content_hash.not_in(select(passages.c.content_hash))))
