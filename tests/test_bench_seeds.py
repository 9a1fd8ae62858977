"""Seeded errors: the text is changed where it is said to be, and lines are counted on after a row is gone."""

from pathlib import Path

from bench.seeds import Seed, SeedKind


def _seed(texts: dict[int, str | None], told_on: set[int]) -> Seed:
    return Seed(SeedKind.ROW, Path("rapport.txt"), texts, frozenset(told_on), ())


def test_a_dropped_row_is_gone_and_the_others_stay() -> None:
    assert _seed({2: None}, {3}).edited(["Lön 3", "Hyra 2", "Summa 5"]) == ["Lön 3", "Summa 5"]


def test_the_total_below_a_dropped_row_moves_up_a_line() -> None:
    assert _seed({2: None}, {3}).lines_that_tell() == {2}


def test_a_changed_line_tells_itself() -> None:
    assert _seed({2: "Hyra 7"}, {3}).lines_that_tell() == {2, 3}
