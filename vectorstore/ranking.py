"""Several rankings become one."""

from __future__ import annotations

from collections.abc import Sequence

# Cormack, Clarke and Büttcher (2009) took 60 for rankings of a thousand. Ours are of sixty or so, and one to three
# passages are right: at 10, 20 and 40 recall@5 of the three rankings was .96, .97 and .97, MRR .85, .85 and .84.
RRF_K = 20


def fuse(rankings: Sequence[Sequence[int]]) -> list[tuple[int, float]]:
    """Reciprocal rank fusion: keys with their scores, best first; ties in the order of first appearance."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + 1.0 / (RRF_K + rank)
    return sorted(scores.items(), key=lambda item: -item[1])
