"""The figures of whole reports against their cells read by hand: found, rightly named, and nothing else exported."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from ingest.domain import Figure
from ingest.read import read
from ingest.settings import Settings
from tests.hand_read_cells import HandReadCell, read_cells

ROOT = Path(__file__).parent.parent
CELLS = {path.stem: path for path in sorted((ROOT / "tests" / "cells").glob("*.tsv"))}
FOUND, NAMED, PRINTED = 0.99, 0.98, 0.995


@lru_cache
def matched(name: str) -> tuple[tuple[tuple[HandReadCell, Figure | None], ...], tuple[Figure, ...]]:
    """Every cell with its figure, the best named one first, and the figures that no cell has."""
    left = list(read(ROOT / "reports" / f"{name}.txt", Settings()).figures)
    pairs: list[tuple[HandReadCell, Figure | None]] = []
    for cell in read_cells(CELLS[name]):
        best = min((f for f in left if cell.is_at(f)), key=lambda f: len(cell.wrongly_named(f)), default=None)
        if best is not None:
            left.remove(best)
        pairs.append((cell, best))
    return tuple(pairs), tuple(left)


def test_every_report_has_been_read_by_hand() -> None:
    assert sorted(CELLS) == sorted(path.stem for path in (ROOT / "reports").glob("*.txt"))
    assert sum(len(matched(name)[0]) for name in CELLS) > 1_200


@pytest.mark.parametrize("name", CELLS)
def test_the_cells_are_found_with_their_row_and_value(name: str) -> None:
    pairs, _ = matched(name)
    missing = [cell for cell, figure in pairs if figure is None]

    assert len(missing) <= (1 - FOUND) * len(pairs), missing


@pytest.mark.parametrize("name", CELLS)
@pytest.mark.parametrize("what", ["period", "unit", "scenario"])
def test_the_cells_mean_what_the_page_says(what: str, name: str) -> None:
    pairs, _ = matched(name)
    wrong = [(cell, figure) for cell, figure in pairs if figure is None or what in cell.wrongly_named(figure)]

    assert len(wrong) <= (1 - NAMED) * len(pairs), wrong


@pytest.mark.parametrize("name", CELLS)
def test_no_figure_is_exported_that_is_not_printed_so(name: str) -> None:
    pairs, others = matched(name)

    assert len(others) <= (1 - PRINTED) * (len(pairs) + len(others)), others
