"""Misprints that the rest of the report proves: places read by eye, and slips made in a sound report."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest

from ingest.checks.misprints import misprint_findings
from ingest.checks.sheets import lay_out
from ingest.domain import Finding, FindingKind, Report, Severity
from ingest.read import read
from ingest.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SOUND = next((ROOT / "tests" / "reports" / "sixth").glob("*.txt"))
SAMPLES = sorted((ROOT / "reports").glob("*.txt"))
INVENTED = sorted((ROOT / "tests" / "reports" / "invented").glob("*.txt"))


@lru_cache
def _report(path: Path) -> Report:
    return read(path, Settings())


def _all(report: Report) -> tuple[Finding, ...]:
    return tuple(misprint_findings(report, lay_out(report.tables, report.figures)))


def _at(part: str, line: int) -> Finding:
    report = _report(next(path for path in SAMPLES if part in path.name))
    [found] = [f for f in _all(report) if f.places[0].locator.lines == (line, line)]
    return found


def _changed(folder: Path, old: str, new: str) -> tuple[Finding, ...]:
    text = SOUND.read_text(encoding="utf-8")
    assert old in text
    path = folder / SOUND.name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return _all(read(path, Settings()))


@pytest.mark.parametrize("path", [*INVENTED, SOUND], ids=lambda path: path.stem)
def test_a_sound_report_has_no_finding(path: Path) -> None:
    assert not _all(_report(path))


@pytest.mark.parametrize(
    ("part", "line", "computed"),
    [
        ("karlskoga_arsredovisning_2021", 76, "5821961"),
        ("verksamhetsplan", 381, "4469000"),
        ("insjoriket", 171, "1"),
        ("lekeberg", 115, "7999238"),
    ],
)
def test_a_number_printed_wrong_is_told_with_what_it_should_be(part: str, line: int, computed: str) -> None:
    assert _at(part, line).computed == Decimal(computed)


@pytest.mark.parametrize(("line", "says"), [(419, "fyra delar"), (428, "avhuggen"), (17, "Sydnärke")])
def test_a_date_a_time_and_a_name_printed_wrong_are_found(line: int, says: str) -> None:
    assert says in _at("verksamhetsplan", line).what


def test_a_digit_lost_from_a_sum_of_money_is_material() -> None:
    assert _at("lekeberg", 115).severity is Severity.MATERIAL


def test_a_percentage_that_has_lost_its_number_is_found() -> None:
    assert "Procenttalet saknas" in _at("lekeberg", 176).what


@pytest.mark.parametrize("line", [114, 118])
def test_a_person_spelt_in_two_ways_is_a_contradiction(line: int) -> None:
    assert _at("karlskoga_arsredovisning_2021", line).kind is FindingKind.CONTRADICTION


def test_a_minus_too_much_is_one_finding_for_its_table() -> None:
    assert _at("verksamhetsplan", 358).kind is FindingKind.SIGN


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Underskottet, 90 890 kr,", "Underskottet, 9O 890 kr,", "bokstav"),
        ("medlemsbidragen till 7 840 000 kr", "medlemsbidragen till 7 8 40 000 kr", "7 840 000 kr"),
        ("Styrelsen för Samordningsförbundet Ljusådalen,", "Styrelsen för Samordningsförbundet Ljusdalen,", "Ljusådalen"),
    ],
)
def test_a_slip_in_a_sound_report_is_found(tmp_path: Path, old: str, new: str, says: str) -> None:
    [finding] = _changed(tmp_path, old, new)
    assert says in finding.what


def test_an_amount_over_a_line_break_is_no_lost_digit(tmp_path: Path) -> None:
    assert not _changed(tmp_path, "uppgick medlemsbidragen till 7 840 000 kr", "uppgick medlemsbidragen till 7\n840 000 kr")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_quote_stands_at_its_place(path: Path) -> None:
    report = _report(path)
    for finding in _all(report):
        for place in finding.places:
            first, last = place.locator.lines or (1, 1)
            source = " ".join(" ".join(line.text for line in report.document.lines[first - 1 : last]).split())
            assert all(part in source for part in place.quote.split(" | "))
