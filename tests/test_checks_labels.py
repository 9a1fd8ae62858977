"""Periods and units as printed over the values: places read by eye, and slips made in a sound report."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from ingest.checks.periods_said import period_findings
from ingest.checks.sheets import lay_out
from ingest.checks.units_said import unit_findings
from ingest.domain import Certainty, Finding, FindingKind, Report, Severity
from ingest.read import read
from ingest.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SOUND = next((ROOT / "tests" / "reports" / "sixth").glob("*.txt"))
SAMPLES = sorted((ROOT / "reports").glob("*.txt"))


@lru_cache
def _report(path: Path) -> Report:
    return read(path, Settings())


def _sample(part: str) -> Report:
    return _report(next(path for path in SAMPLES if part in path.name))


def _all(report: Report) -> tuple[Finding, ...]:
    return (*period_findings(report), *unit_findings(report, lay_out(report.tables, report.figures)))


def _at(report: Report, line: int) -> list[Finding]:
    return [f for f in _all(report) if any(p.locator.lines and p.locator.lines[0] == line for p in f.places)]


def _changed(folder: Path, old: str, new: str) -> tuple[Finding, ...]:
    text = SOUND.read_text(encoding="utf-8")
    assert old in text
    path = folder / SOUND.name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return _all(read(path, Settings()))


def test_a_sound_report_has_no_finding() -> None:
    assert not _all(_report(SOUND))


@pytest.mark.parametrize(
    ("part", "line", "certainty", "says"),
    [
        ("verksamhetsplan", 350, Certainty.CERTAIN, "2021–2023"),
        ("verksamhetsplan", 323, Certainty.INTERPRETATION, "Medlemsbidrag 2021"),
        ("verksamhetsplan", 154, Certainty.CERTAIN, "2021"),
        ("verksamhetsplan", 425, Certainty.CERTAIN, "31.08.2022"),
        ("karlskoga_arsredovisning_2021", 551, Certainty.INTERPRETATION, "balansdagar"),
        ("lekeberg", 1051, Certainty.CERTAIN, "kallar sig årsredovisning"),
        ("lekeberg", 1046, Certainty.CERTAIN, "årets slut"),
        ("lekeberg", 1058, Certainty.INTERPRETATION, "balansdagar"),
        ("lekeberg", 1108, Certainty.INTERPRETATION, "2021-06-30"),
        ("insjoriket", 5, Certainty.CERTAIN, "kallar sig årsredovisning på 3 ställen"),
        ("insjoriket", 410, Certainty.INTERPRETATION, "hösten"),
        ("insjoriket", 245, Certainty.INTERPRETATION, "första halvåret"),
    ],
)
def test_a_period_that_the_values_contradict_is_found(part: str, line: int, certainty: Certainty, says: str) -> None:
    [finding] = [f for f in _at(_sample(part), line) if f.kind is FindingKind.PERIOD and says in f.what]
    assert (finding.severity, finding.certainty) == (Severity.MINOR, certainty)


@pytest.mark.parametrize(
    ("part", "line", "severity"),
    [
        ("karlskoga_arsredovisning_2021", 566, Severity.MATERIAL),
        ("karlskoga_arsredovisning_2021", 206, Severity.MINOR),
        ("lekeberg", 431, Severity.MINOR),
        ("insjoriket", 64, Severity.MINOR),
    ],
)
def test_a_unit_that_the_values_contradict_is_one_finding_for_its_table(part: str, line: int, severity: Severity) -> None:
    [finding] = [f for f in _at(_sample(part), line) if f.kind is FindingKind.UNIT]
    assert finding.severity is severity


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Styrelsen beslutade den 18 januari om", "Styrelsen beslutade den 31 februari 2024 om", "31 februari 2024"),
        ("Tallberga den 13 mars 2025", "Tallberga fredagen den 13 mars 2025", "torsdag"),
        ("\t2024\t2023\t2022\t2021\t2020", "\t2024\t2023\t2022\t2021\t2019", "2020 saknas"),
        ("2024-01-01–2024-12-31\t2023-01-01–2023-12-31", "2023-01-01–2023-12-31\t2022-01-01–2022-12-31", "2024-12-31"),
        ("2024-01-01–2024-12-31\t2023-01-01–2023-12-31", "2024-01-01–2024-12-31\t2024-01-01–2024-12-31", "båda kolumnerna"),
    ],
)
def test_a_slip_in_a_sound_report_is_found(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert any(says in finding.what for finding in _changed(tmp_path, old, new))


@pytest.mark.parametrize("path", [*SAMPLES, SOUND], ids=lambda path: path.stem)
def test_every_quote_stands_at_its_place(path: Path) -> None:
    report = _report(path)
    for finding in _all(report):
        for place in finding.places:
            first, last = place.locator.lines or (1, 1)
            source = " ".join(" ".join(line.text for line in report.document.lines[first - 1 : last]).split())
            assert all(part in source for part in place.quote.split(" | "))
