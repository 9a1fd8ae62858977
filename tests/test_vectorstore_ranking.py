"""Fusion of rankings."""

from __future__ import annotations

import pytest

from vectorstore.ranking import RRF_K, fuse


def test_what_both_rankings_hold_comes_before_what_one_holds_first() -> None:
    best, _ = fuse([[1, 2], [3, 2]])[0]

    assert best == 2


def test_a_score_is_the_sum_of_reciprocal_ranks() -> None:
    assert dict(fuse([[7], [8, 7]]))[7] == pytest.approx(1 / (RRF_K + 1) + 1 / (RRF_K + 2))


def test_no_ranking_gives_nothing() -> None:
    assert fuse([[], []]) == []
