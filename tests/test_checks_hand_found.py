"""What careful readers found in the reports, and what was planted in invented ones, as far as the checks find it.

The floors are what is found today; a drop fails. The reports of `PLANTED_LATER` were written after the checks and are
only counted, but for what they showed to be falsely accused.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from ingest.checks.relation import in_base_unit
from ingest.domain import Finding, Severity
from ingest.read import read
from ingest.settings import Settings
from tests.found_by_hand import FOLDER, Count, count, load, tells_of

ROOT = Path(__file__).parent.parent
PLANTED = ROOT / "tests" / "planted"
SAMPLES = sorted(path for path in (ROOT / "reports").glob("*.txt"))
PLANTED_FIRST = [PLANTED / "kustringen_delarsrapport_2023-08.txt", PLANTED / "nordskogen_arsredovisning_2022.txt"]
PLANTED_LATER = sorted(set(PLANTED.glob("*.txt")) - set(PLANTED_FIRST))


@cache
def findings_of(path: Path) -> tuple[Finding, ...]:
    return read(path, Settings()).findings


def found_in(paths: list[Path], severity: Severity) -> Count:
    counts = [count(load(path.stem), findings_of(path), severity) for path in paths]
    return Count(sum(one.found for one in counts), sum(one.all for one in counts))


@pytest.mark.parametrize(
    ("paths", "material", "minor"),
    [(SAMPLES, 52, 87), (PLANTED_FIRST, 30, 24), (PLANTED_LATER, 22, 16)],
    ids=["samples", "planted first", "planted later"],
)
def test_what_readers_found_is_found(paths: list[Path], material: int, minor: int) -> None:
    assert found_in(paths, Severity.MATERIAL).found >= material
    assert found_in(paths, Severity.MINOR).found >= minor


def test_nine_in_ten_of_what_is_found_in_the_samples_was_found_by_a_reader_too() -> None:
    found = [(path, finding) for path in SAMPLES for finding in findings_of(path) if finding.severity is not Severity.ROUNDING]
    listed = [1 for path, finding in found if any(tells_of(finding, one) for one in load(path.stem))]

    assert len(listed) >= 0.9 * len(found)


def test_severity_is_that_of_the_readers_in_nine_of_ten() -> None:
    pairs = [
        (finding.severity, one.severity)
        for path in SAMPLES
        for one in load(path.stem)
        if (finding := next((f for f in findings_of(path) if tells_of(f, one)), None)) is not None
    ]

    assert sum(ours is theirs for ours, theirs in pairs) >= 0.9 * len(pairs)


@pytest.mark.parametrize("path", [*SAMPLES, *PLANTED_FIRST, *PLANTED_LATER], ids=lambda path: path.stem)
def test_every_expression_makes_what_is_said_to_be_computed(path: Path) -> None:
    """Sums and differences, in the base unit, to within half of the unit that it is said in."""
    sums = [f for f in findings_of(path) if f.expression and f.computed is not None and not set("*/()") & set(f.expression)]
    assert sums or not any(finding.expression for finding in findings_of(path))
    for finding in sums:
        terms = finding.expression.replace(" - ", " + -").split(" + ")
        one = in_base_unit(Decimal(1), finding.unit)
        assert abs(sum(map(Decimal, terms)) - (finding.computed or 0) * one) <= one / 2


def test_every_list_belongs_to_a_report() -> None:
    assert {path.stem for path in FOLDER.glob("*.jsonl")} == {path.stem for path in (*SAMPLES, *PLANTED_FIRST, *PLANTED_LATER)}
