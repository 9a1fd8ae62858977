"""Headings, numbers and references checked against each other: places read by eye, and slips made in a sound report."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from ingest.checks.outline import outline_findings
from ingest.domain import Certainty, Finding, FindingKind, Report, Severity
from ingest.read import read
from ingest.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SOUND = next((ROOT / "tests" / "reports" / "sixth").glob("*.txt"))
SAMPLES = sorted((ROOT / "reports").glob("*.txt"))
INVENTED = sorted((ROOT / "tests" / "reports" / "invented").glob("*.txt"))


@lru_cache
def _report(path: Path) -> Report:
    return read(path, Settings())


def _sample(part: str) -> Report:
    return _report(next(path for path in SAMPLES if part in path.name))


def _changed(folder: Path, *changes: tuple[str, str]) -> tuple[Finding, ...]:
    """The findings of the sound report after each change, which must hit its first place."""
    text = SOUND.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / SOUND.name
    path.write_text(text, encoding="utf-8")
    return tuple(outline_findings(read(path, Settings())))


def _lines(finding: Finding) -> list[tuple[int, int] | None]:
    return [place.locator.lines for place in finding.places]


def _found_at(report: Report, line: int) -> Finding:
    return next(f for f in outline_findings(report) if (line, line) in _lines(f))


def test_a_sound_report_has_no_finding() -> None:
    assert not list(outline_findings(_report(SOUND)))


@pytest.mark.parametrize("line", [15, 16])
def test_an_entry_without_its_heading_is_found(line: int) -> None:
    assert "finns inte i texten" in _found_at(_sample("karlskoga_arsredovisning_2021"), line).what


def test_a_number_that_jumps_and_differs_from_the_contents_is_one_finding() -> None:
    finding = _found_at(_sample("karlskoga_arsredovisning_2021"), 631)
    assert _lines(finding) == [(631, 631), (26, 26), (577, 577)]
    assert "nummer 7" in finding.what and "nummer 6" in finding.what


def test_a_jump_is_found_without_a_table_of_contents() -> None:
    assert _lines(_found_at(_sample("karlskoga_arsredovisning_2023"), 1596)) == [(1596, 1596), (1545, 1545)]


@pytest.mark.parametrize(("line", "entry"), [(174, 55), (178, 56), (190, 58), (194, 59), (430, 83)])
def test_a_title_that_differs_from_the_contents_is_found(line: int, entry: int) -> None:
    finding = _found_at(_sample("verksamhetsplan"), line)
    assert _lines(finding) == [(line, line), (entry, entry)]
    assert (finding.kind, finding.severity, finding.certainty) == (FindingKind.OUTLINE, Severity.MINOR, Certainty.CERTAIN)


def test_case_quotation_marks_and_dashes_make_no_other_title() -> None:
    said = {line for f in outline_findings(_sample("verksamhetsplan")) for lines in _lines(f) if lines for line in lines}
    assert not said & {198, 202, 321}


def test_appendices_listed_without_their_numbers_are_one_finding() -> None:
    findings = [f for f in outline_findings(_sample("verksamhetsplan")) if "bilagenummer" in f.what]
    assert [f.certainty for f in findings] == [Certainty.INTERPRETATION]


def test_a_note_headed_by_one_of_its_rows_is_found() -> None:
    finding = _found_at(_sample("karlskoga_arsredovisning_2021"), 599)
    assert _lines(finding) == [(599, 599), (545, 545)] and finding.certainty is Certainty.INTERPRETATION


def test_two_diagrams_with_one_number_are_found() -> None:
    assert _lines(_found_at(_sample("lekeberg"), 674)) == [(674, 674), (115, 115)]


def test_a_reference_by_another_title_is_found() -> None:
    assert _lines(_found_at(_sample("karlskoga_arsredovisning_2023"), 641)) == [(641, 641), (1504, 1504)]


def test_a_note_that_is_pointed_to_and_left_out_is_one_finding() -> None:
    report = _report(next(path for path in INVENTED if path.name.startswith("ronn")))
    [finding] = [f for f in outline_findings(report) if "not 3" in f.what]
    assert finding.certainty is Certainty.CERTAIN and finding.consequences


def test_headings_that_the_contents_leave_out_are_one_finding() -> None:
    report = _report(next(path for path in INVENTED if path.name.startswith("vida")))
    [finding] = list(outline_findings(report))
    assert "7 Uppföljning" in finding.what and "8 Beslut" in finding.what


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("5. Driftredovisning\n", "5. Driftsredovisning\n", "Driftsredovisning"),
        ("\n7. Styrelsens underskrift", "\n8. Styrelsens underskrift", "nummer 8"),
        ("Not 6. Kortfristiga skulder", "Not 7. Kortfristiga skulder", "not 6 saknas"),
        ("Not 5. Kortfristiga fordringar", "Not 4. Kortfristiga fordringar", "två gånger"),
        ("Skillnaden har ökat", "Skillnaden (se not 9) har ökat", "not 9"),
        ("Skillnaden har ökat", "Skillnaden har ökat, se avsnitt 5.2", "avsnitt 5.2"),
        ("Skillnaden har ökat", "Skillnaden har ökat, se sidan 41", "sidan 41"),
        ("Verksamhetens kostnader\t3\t", "Verksamhetens kostnader\t2\t", "not 2"),
        ("Verksamhetens intäkter\t2\t", "Verksamhetens intäkter\t9\t", "not 9"),
    ],
)
def test_a_slip_in_a_sound_report_is_found(tmp_path: Path, old: str, new: str, says: str) -> None:
    found = _changed(tmp_path, (old, new))
    assert len(found) == 1 and says in found[0].what


def test_a_reference_to_a_law_is_none_to_the_report(tmp_path: Path) -> None:
    assert not _changed(tmp_path, ("Skillnaden har ökat", "Enligt avsnitt 9 i lagen har skillnaden ökat"))


@pytest.mark.parametrize("path", [*SAMPLES, *INVENTED, SOUND], ids=lambda path: path.stem)
def test_every_quote_stands_at_its_place(path: Path) -> None:
    report = _report(path)
    for finding in outline_findings(report):
        for place in finding.places:
            first, last = place.locator.lines or (1, 1)
            source = " ".join(" ".join(line.text for line in report.document.lines[first - 1 : last]).split())
            assert all(part in source for part in place.quote.split(" | "))
