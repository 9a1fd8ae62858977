"""Percentages of running text against what stands beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.checks.stated_shares import stated_share_findings
from ingest.domain import Finding, FindingKind, Report, Severity
from ingest.read import read
from ingest.settings import Settings

HEAD = ("ÅRSREDOVISNING 2023", "Samordningsförbundet Norrdal", "", "1 Förvaltningsberättelse", "")


def report_of(tmp_path: Path, *lines: str) -> Report:
    """The report of an invented association that says the lines in its first chapter."""
    path = tmp_path / "norrdal_arsredovisning_2023.txt"
    path.write_text("\n".join((*HEAD, *lines)) + "\n", encoding="utf-8")
    return read(path, Settings())


def findings(tmp_path: Path, *lines: str) -> list[Finding]:
    return list(stated_share_findings(report_of(tmp_path, *lines)))


def numbers(finding: Finding) -> tuple[str, str]:
    """What is stated and what follows, as printed numbers."""
    return str(finding.stated), str(finding.computed)


@pytest.mark.parametrize(
    "text",
    [
        "I enkäten svarade 16 av 38 deltagare (48 %) att stödet hjälpt dem.",
        "Av de 38 som avslutades gick 16 personer (48 %) vidare till arbete.",
        "Totalt har 38 deltagare avslutats. 48 % av dessa (16 deltagare) gick vidare till arbete.",
        "Under året avslutades 38 deltagare. Av dem gick 16 till arbete, vilket motsvarar 48 %.",
        "Av teamets 38 deltagare var 16 under 25 år, det vill säga 48 %.",
    ],
)
def test_a_share_is_that_of_its_part_and_its_whole(tmp_path: Path, text: str) -> None:
    (finding,) = findings(tmp_path, text)
    assert finding.kind is FindingKind.SHARE
    assert numbers(finding) == ("48", "42.1")


@pytest.mark.parametrize(
    "text",
    [
        "I enkäten svarade 16 av 38 deltagare (42 %) att stödet hjälpt dem.",
        "I enkäten svarade 2 av 3 deltagare (66 %) att stödet hjälpt dem.",
        "I enkäten svarade 16 av 38 deltagare (ca 40 %) att stödet hjälpt dem.",
        "Insatsen tog 721 000 kr (35 %) i anspråk.",
        "Under året hölls 3 av 5 möten (75 % av heltid avsattes).",
    ],
)
def test_rounded_and_other_shares_are_no_findings(tmp_path: Path, text: str) -> None:
    assert findings(tmp_path, text) == []


def test_a_share_that_no_count_of_so_few_gives_is_a_finding(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, "Av de 35 kvinnor som avslutats under 2023 hade 67% varit inskrivna i ett år.")
    assert numbers(finding) == ("67", "66")
    assert finding.severity is Severity.MINOR


def test_a_goal_for_few_people_need_not_be_a_whole_number(tmp_path: Path) -> None:
    assert findings(tmp_path, "Målet är att 80 % av de 13 företagen ska anställa.") == []


def test_shares_that_divide_all_make_a_hundred(tmp_path: Path) -> None:
    text = "Försörjningen fördelade sig så här: sjukpenning 31 procent, bistånd 38 procent, studiestöd 41 procent."
    (finding,) = findings(tmp_path, text)
    assert numbers(finding) == ("110", "100")


def test_a_list_lacks_a_nought_that_its_twin_shows_to_be_missing(tmp_path: Path) -> None:
    (finding,) = findings(
        tmp_path,
        "- 22% av deltagarna saknar fullgjord skolgång, 37% har endast gått i grundskola, 41% har gymnasieutbildning",
        "",
        "Deltagare i den andra orten:",
        "- 22% av deltagarna saknar fullgjord skolgång, 32% har endast gått i grundskola, 4% har gymnasieutbildning "
        "och 6% har universitetsutbildning",
    )
    assert numbers(finding) == ("4", "40")
    assert finding.cause == "en nolla saknas"


def test_two_places_make_a_hundred(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, "Av deltagarna kom 78 % från Vik och 32 % från Sund.")
    assert numbers(finding) == ("110", "100")


def test_a_rise_to_less_is_a_contradiction(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, "Antalet deltagare har ökat från 223 till 203.")
    assert finding.kind is FindingKind.CONTRADICTION


def test_the_percent_of_a_change_is_of_what_was_before(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, "Antalet deltagare har ökat från 203 till 223, dvs. 20 %.")
    assert numbers(finding) == ("20", "9.9")


def test_ages_and_dates_are_no_change(tmp_path: Path) -> None:
    lines = (
        "Arbetslösheten har minskat i åldern från 16 till 29 år.",
        "Kostnaderna har minskat från 1 januari till 31 december.",
    )
    assert findings(tmp_path, *lines) == []


def test_halved_is_about_half(tmp_path: Path) -> None:
    assert findings(tmp_path, "Antalet remisser halverades (15 stycken 2020 jmf med 30 stycken 2019).") == []
    (finding,) = findings(tmp_path, "Antalet remisser halverades (24 stycken 2020 jmf med 30 stycken 2019).")
    assert finding.stated == 24


def test_an_average_is_of_the_people_counted_before(tmp_path: Path) -> None:
    text = "Av de 117 individer som sökt vägledning kom många igen. Det blev 200 kontakter (i snitt minst 2/individ)."
    (finding,) = findings(tmp_path, text)
    assert numbers(finding) == ("2", "1.7")


def test_one_year_outside_the_range_told_of_all_years_is_a_contradiction(tmp_path: Path) -> None:
    (finding,) = findings(
        tmp_path,
        "Deltagare som skrivs ut mot egenförsörjning har över tid varierat mellan 30% och som mest 48%.",
        "",
        "40 % skrevs ut mot egenförsörjning 2023 (2021 – 4% mot egenförsörjning, 2022 – 48% mot egenförsörjning).",
    )
    assert finding.stated == 4


def test_a_share_of_the_finished_is_that_of_the_years_counts(tmp_path: Path) -> None:
    (finding,) = findings(
        tmp_path,
        "Totalt har 183 deltagare varit inskrivna under 2023. Totalt var 255 deltagare inskrivna under 2022.",
        "",
        "34% av deltagarna har avslutats 2023 (2022 – 51%).",
        "",
        "63 deltagare skrevs ut under 2023. 114 deltagare skrevs ut under 2022.",
    )
    assert numbers(finding) == ("51", "44.7")
