"""Reports in which every figure is right: nothing above rounding may be found in them."""

from collections import Counter
from pathlib import Path

import pytest

from bench.findings import RIGHT, above_rounding
from ingest.checks.check import relations_of
from ingest.domain import FindingKind
from ingest.read import read
from ingest.settings import Settings

REPORTS = sorted(RIGHT.glob("*.txt"))


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_nothing_above_rounding_is_found_in_a_report_that_is_right(path: Path) -> None:
    found = above_rounding(read(path, Settings()))

    assert [(finding.kind, finding.what) for finding in found] == []


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_report_that_is_right_is_checked_in_many_relations(path: Path) -> None:
    kinds = Counter(relation.kind for relation in relations_of(read(path, Settings())) if not relation.is_empty)

    assert kinds.total() >= 70
    assert kinds.keys() >= {FindingKind.SUM, FindingKind.DIFFERENCE, FindingKind.SEX_SPLIT, FindingKind.CONTRADICTION}


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_every_relation_of_a_report_that_is_right_holds(path: Path) -> None:
    broken = [relation for relation in relations_of(read(path, Settings())) if not relation.holds]

    assert [(relation.stated.row, relation.rule) for relation in broken] == []
