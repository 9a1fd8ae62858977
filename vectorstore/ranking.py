"""Several rankings become one."""

from __future__ import annotations

from collections.abc import Sequence

# Cormack, Clarke and Büttcher (2009): large enough that one first place does not outweigh two good ones.
RRF_K = 60


def fuse(rankings: Sequence[Sequence[int]]) -> list[tuple[int, float]]:
    """Reciprocal rank fusion: keys with their scores, best first; ties in the order of first appearance."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + 1.0 / (RRF_K + rank)
    return sorted(scores.items(), key=lambda item: -item[1])
