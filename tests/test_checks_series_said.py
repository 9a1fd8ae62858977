"""The same years said in two sentences, and people spelt in two ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.checks.misprints import misprint_findings
from ingest.checks.series_said import series_relations
from ingest.domain import Report
from ingest.read import read
from ingest.settings import Settings

HEAD = """Samordningsförbundet Norrdal
Årsredovisning 2023
Organisationsnummer 222000-1234

1. Verksamhet
"""


def report_of(tmp_path: Path, *lines: str) -> Report:
    path = tmp_path / "norrdal_arsredovisning_2023.txt"
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return read(path, Settings())


def contradicted(report: Report) -> list[tuple[str, str]]:
    return [
        (str(relation.stated.value), str(relation.expected))
        for relation in series_relations(report.statements)
        if not relation.holds
    ]


def test_years_that_differ_between_two_tellings_of_a_series_contradict_each_other(tmp_path: Path) -> None:
    report = report_of(
        tmp_path,
        "57 % har ersättning från Försäkringskassan (2021 – 41 %, 2022 – 47 %).",
        "",
        "I sammanfattning har 57 % sin försörjning via Försäkringskassan (2021 – 45 %, 2022 – 47 %).",
    )
    assert contradicted(report) == [("45", "41")]


def test_two_things_with_a_value_in_common_are_not_one_series(tmp_path: Path) -> None:
    report = report_of(
        tmp_path,
        "57 % har ersättning från Försäkringskassan (2021 – 41 %, 2022 – 47 %).",
        "",
        "57 % bor i egen lägenhet (2021 – 45 %, 2022 – 50 %).",
    )
    assert contradicted(report) == []


def test_another_group_with_the_same_words_is_another_series(tmp_path: Path) -> None:
    report = report_of(
        tmp_path,
        "16 % saknar offentlig försörjning (2022 – 20 %).",
        "",
        "2. Andra teamet",
        "24 % saknar offentlig försörjning (2022 – 32 %).",
    )
    assert contradicted(report) == []


@pytest.mark.parametrize(
    "names",
    [("Johanna Svärth", "Johanna Svärd"), ("Marie-Louise Naucér", "Marie-Louise Naclér"), ("Lena Carlsson", "Lena Karlsson")],
)
def test_a_person_spelt_in_two_ways_is_found_with_both_places(tmp_path: Path, names: tuple[str, str]) -> None:
    report = report_of(tmp_path, f"Ledamot: {names[0]}, Norrdals kommun", "", "2. Underskrifter", names[1])
    (found,) = misprint_findings(report, ())
    assert [names[0] in found.places[0].quote, names[1] in found.places[1].quote] == [True, True]


@pytest.mark.parametrize("names", [("Anna Lind", "Anna Lund"), ("Anna Berg", "Eva Berg"), ("Anna Nilsson", "Anna Nilssons")])
def test_two_people_or_a_genitive_are_no_misspelling(tmp_path: Path, names: tuple[str, str]) -> None:
    report = report_of(tmp_path, f"Ledamot: {names[0]}, Norrdals kommun", "", "2. Underskrifter", names[1])
    assert not list(misprint_findings(report, ()))
