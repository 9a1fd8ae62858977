"""People told in sentences against the tables beside them: last year's, those of one name, those in all, those who are left."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.checks.people import people_findings, people_relations
from ingest.checks.stated_shares import stated_share_findings
from ingest.domain import Finding, Report
from ingest.read import read
from ingest.settings import Settings

HEAD = ("ÅRSREDOVISNING 2023", "Samordningsförbundet Norrdal", "", "1 Förvaltningsberättelse", "")
OVERVIEW = (
    "Flerårsöversikt",
    "",
    "\t2023\t2022\t2021",
    "Verksamhetens kostnader (kr)\t4 200 000\t4 000 000\t3 900 000",
    "Antal deltagare\t183\t161\t148",
    "",
)
PLACES = (
    "Deltagare per kommun",
    "",
    "Kommun\tKvinnor\tMän\tTotalt",
    "Viksta\t48\t37\t85",
    "Sundby\t17\t29\t46",
    "Bergsund\t24\t28\t52",
    "Summa\t89\t94\t183",
    "",
)


def report_of(tmp_path: Path, *lines: str) -> Report:
    """The report of an invented association that says the lines in its first chapter."""
    path = tmp_path / "norrdal_arsredovisning_2023.txt"
    path.write_text("\n".join((*HEAD, *lines)) + "\n", encoding="utf-8")
    return read(path, Settings())


def broken(tmp_path: Path, *lines: str) -> list[tuple[str, str]]:
    """Stated and expected of the relations that do not hold."""
    relations = people_relations(report_of(tmp_path, *lines))
    return [(f"{r.stated.value:f}", f"{r.expected:f}") for r in relations if not r.holds]


def share_findings(tmp_path: Path, *lines: str) -> list[Finding]:
    report = report_of(tmp_path, *lines)
    return [*stated_share_findings(report), *people_findings(report)]


def numbers(findings: list[Finding]) -> list[tuple[str, str]]:
    """What is stated and what follows, as printed numbers."""
    return [(str(finding.stated), str(finding.computed)) for finding in findings]


@pytest.mark.parametrize(
    "sentence",
    [
        "Antalet deltagare ökade från 148 till 183 under året.",
        "Antalet deltagare har vuxit från 148 år 2022 till 183.",
        "Under året hade insatserna 183 deltagare, jämfört med 148 föregående år.",
        "Antalet deltagare var 183 (148 år 2022).",
    ],
)
def test_last_year_s_number_is_that_of_the_row_that_prints_both_years(tmp_path: Path, sentence: str) -> None:
    assert broken(tmp_path, *OVERVIEW, sentence) == [("148", "161")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Antalet deltagare ökade från 161 till 183 under året.",
        "Antalet deltagare har ökat från 148 år 2021 till 183.",
        "Antalet deltagare ökade från 90 under våren till 183.",
        "Antalet deltagare ökade från 40 till 52 i Bergsund.",
    ],
)
def test_another_time_or_other_people_are_not_last_year_s(tmp_path: Path, sentence: str) -> None:
    assert broken(tmp_path, *OVERVIEW, sentence) == []


def test_a_change_behind_from_and_to_is_their_difference(tmp_path: Path) -> None:
    assert broken(tmp_path, "Antalet besök ökade från 161 till 183, alltså med 24 personer.") == [("24", "22")]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Kostnaderna är 260 000 kr högre än för ett år sedan.", [("260000", "200000")]),
        ("Kostnaderna ökade med 200 000 kr.", []),
        ("Kostnaderna är 260 000 kr högre än budget.", []),
        ("Kostnaderna för lokaler ökade med 31 400 kr.", []),
    ],
)
def test_a_change_is_that_of_the_row_it_names(tmp_path: Path, sentence: str, found: list[tuple[str, str]]) -> None:
    assert broken(tmp_path, *OVERVIEW, sentence) == found


def test_women_and_men_of_a_year_are_its_participants(tmp_path: Path) -> None:
    assert broken(tmp_path, *OVERVIEW, "Av dem som deltog 2022 var 82 kvinnor och 79 män.") == []
    assert broken(tmp_path, *OVERVIEW, "Av dem som deltog 2022 var 87 kvinnor och 79 män.") == [("161", "166")]
    assert broken(tmp_path, *OVERVIEW, "Av dem som deltog 2022 var 12 kvinnor och 9 män nya.") == []


def test_a_gap_between_a_surplus_and_a_deficit_is_both_together(tmp_path: Path) -> None:
    lines = "Budgeten hade ett underskott på 100 tkr. I stället blev det ett överskott på 464 tkr, en skillnad på {} tkr."
    assert broken(tmp_path, lines.format(564)) == []
    assert broken(tmp_path, lines.format(364)) == [("364", "564")]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Området har 41 200 personer, varav 22 600 i Viksta, 12 400 i Sundby och 6 200 i Berg.", []),
        ("Området har 41 200 personer, varav 22 100 i Viksta, 12 400 i Sundby och 6 200 i Berg.", [("41200", "40700")]),
        ("Området har 41 200 personer, varav 22 600 i Viksta och 6 200 i Berg.", []),
        ("Coacherna har gjort 138 hembesök, 81 under våren och 67 under hösten.", [("138", "148")]),
        ("Coacherna har gjort 138 hembesök, 31 under våren och 57 under hösten.", [("138", "88")]),
        ("Till arbete gick 27 personer och till studier 13, tillsammans 48 personer.", [("48", "40")]),
    ],
)
def test_what_a_sentence_lists_makes_up_its_whole(tmp_path: Path, sentence: str, found: list[tuple[str, str]]) -> None:
    assert broken(tmp_path, sentence) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Kvinnorna utgör 57 % av deltagarna och männen 33 %.", [("90", "100")]),
        ("Andelen kvinnor är 53% och andelen män 47%.", []),
        ("Bland kvinnorna gick 53 % till arbete och bland männen 41 %.", []),
        ("Kommunerna delar kostnaden efter invånare: Viksta 40 %, Sundby 30 %, Berg 20 % och Dal 20 %.", [("110", "100")]),
        ("Störst är tre kommuner: Viksta 40 %, Sundby 30 % och Berg 20 %.", []),
    ],
)
def test_shares_of_one_whole_make_a_hundred(tmp_path: Path, sentence: str, found: list[tuple[str, str]]) -> None:
    assert numbers(share_findings(tmp_path, sentence)) == found


def test_a_share_of_last_year_s_people_that_are_those_of_an_older_year(tmp_path: Path) -> None:
    line = "Förra året var 95 av 161 kvinnor, 59 %."
    assert numbers(share_findings(tmp_path, *OVERVIEW, line)) == []
    line = "Förra året var 95 av 148 kvinnor, 59 %."
    assert numbers(share_findings(tmp_path, *OVERVIEW, line)) == [("148", "161")]


def test_a_response_rate_is_that_of_the_answers_before_it(tmp_path: Path) -> None:
    lines = "Av 91 utdelade enkäter kom 64 tillbaka, 34 från kvinnor och 30 från män. Svarsfrekvensen blev {} procent."
    assert numbers(share_findings(tmp_path, lines.format(70))) == []
    assert numbers(share_findings(tmp_path, lines.format(79))) == [("79", "70.3")]


def test_a_share_right_behind_the_part_and_the_whole(tmp_path: Path) -> None:
    assert numbers(share_findings(tmp_path, "Utfall: 42 av 86, 59 %.")) == [("59", "48.8")]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Kostnaderna har vuxit med 200 000 kr, det vill säga 50 %.", [("50", "5.0")]),
        ("Kostnaderna ökade med 200 000 kr eller 5 procent.", []),
        ("Antalet deltagare är 22 fler än året innan, en uppgång med 24 %.", [("24", "13.7")]),
        ("Kostnaderna ökade med 200 000 kr, varav 50 % avser lokaler.", []),
        ("Av de 120 besöken förra året blev det nu 150. Det är 30 fler, en ökning med 35 %.", [("35", "25.0")]),
    ],
)
def test_the_percent_of_a_change_is_that_of_what_it_grew_from(
    tmp_path: Path, sentence: str, found: list[tuple[str, str]]
) -> None:
    assert numbers(share_findings(tmp_path, *OVERVIEW, sentence)) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Flest deltagare kom från Viksta, 85 personer, och i Sundby deltog 49.", [("49", "46")]),
        ("I Viksta deltog 85 personer och i Bergsund 62.", [("62", "52")]),
        ("85 bor i Viksta och 64 i Sundby.", [("64", "46")]),
        ("Viksta har flest deltagare, 88 personer.", [("88", "85")]),
        ("I Viksta avslutades 85 personer och i Bergsund 62.", []),
        ("85 bor i Viksta och 98 i Sundby eller Bergsund.", []),
        ("I Viksta deltog 30 i kurser och i Bergsund 22.", []),
    ],
)
def test_counts_by_name_are_those_of_the_table_where_one_of_them_agrees(
    tmp_path: Path, sentence: str, found: list[tuple[str, str]]
) -> None:
    assert broken(tmp_path, *PLACES, sentence) == found


def test_a_share_by_name_is_that_of_the_table_s_total(tmp_path: Path) -> None:
    for line in (
        "Av deltagarna bor 46 procent i Viksta och 35 procent i Sundby.",
        "Sundby svarar för 35 % och Bergsund för 28 %.",
    ):
        assert numbers(share_findings(tmp_path, *PLACES, line)) == [("35", "25.1")]


def test_a_month_in_a_sentence_has_the_count_below_its_name(tmp_path: Path) -> None:
    lines = (
        "Remisser till insatserna",
        "",
        "Mars var den livligaste månaden med 19 remisser och juni den lugnaste med 9.",
        "",
        "Månad           jan    feb    mar    apr    maj    jun    Summa",
        "Antal            14     17     19     15     16      6       87",
    )
    assert broken(tmp_path, *lines) == [("9", "6")]


def test_a_count_of_all_is_the_table_s_total(tmp_path: Path) -> None:
    assert broken(tmp_path, *PLACES, "Totalt deltog 138 deltagare.") == [("138", "183")]
    assert broken(tmp_path, *PLACES, "Totalt avslutades 138 deltagare.") == []


def test_those_left_are_those_who_were_there_and_came_without_those_who_left(tmp_path: Path) -> None:
    lines = "Vid årets början var 79 personer inskrivna. Under året tillkom 104 nya och 92 avslutades. "
    assert broken(tmp_path, lines + "Vid årets slut fanns 91 personer kvar.") == []
    assert broken(tmp_path, lines + "Vid årets slut fanns 81 personer kvar.") == [("81", "91")]


def test_those_left_are_all_without_those_who_left(tmp_path: Path) -> None:
    lines = ("Totalt har 92 personer lämnat insatserna.", "")
    assert broken(tmp_path, *OVERVIEW, *lines, "Kvar i insatserna vid årets slut var 81 deltagare.") == [("81", "91")]
    assert broken(tmp_path, *OVERVIEW, *lines, "Kvar i kö vid årets slut var 12 deltagare.") == []


def test_a_list_behind_women_and_men_makes_up_their_whole(tmp_path: Path) -> None:
    line = "Totalt har 86 personer lämnat insatserna, 49 kvinnor och 37 män: 51 från Stegen, 22 från Navet och {} från Porten."
    assert broken(tmp_path, line.format(13)) == []
    assert broken(tmp_path, line.format(18)) == [("86", "91")]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("De sex träffarna lockade 268 besökare. De har kostat 238 600 kr, vilket ger 980 kr per besökare.", [("980", "890")]),
        ("De sex träffarna lockade 268 besökare. De har kostat 238 600 kr, vilket ger 890 kr per besökare.", []),
        ("Hyran är 7 360 kr i månaden, alltså 83 320 kr per år.", [("83320", "88320")]),
        ("Hyran är 7 360 kr i månaden, alltså 88 320 kr per år.", []),
    ],
)
def test_an_average_is_the_cost_by_the_heads_or_the_months(tmp_path: Path, sentence: str, found: list[tuple[str, str]]) -> None:
    assert numbers(share_findings(tmp_path, sentence)) == found
