"""People counted in sentences and cards: women and men, places and teams, differences, and what is counted twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.checks.people import people_findings, people_relations
from ingest.checks.relation import Relation
from ingest.domain import Finding, FindingKind, Report, Severity
from ingest.read import read
from ingest.settings import Settings

HEAD = ("ÅRSREDOVISNING 2023", "Samordningsförbundet Norrdal", "", "1 Förvaltningsberättelse", "")


def report_of(tmp_path: Path, *lines: str) -> Report:
    """The report of an invented association that says the lines in its first chapter."""
    path = tmp_path / "norrdal_arsredovisning_2023.txt"
    path.write_text("\n".join((*HEAD, *lines)) + "\n", encoding="utf-8")
    return read(path, Settings())


def relations(tmp_path: Path, *lines: str) -> list[Relation]:
    return list(people_relations(report_of(tmp_path, *lines)))


def broken(tmp_path: Path, *lines: str) -> list[tuple[str, str]]:
    """Stated and expected of the relations that do not hold."""
    return [(f"{r.stated.value:f}", f"{r.expected:f}") for r in relations(tmp_path, *lines) if not r.holds]


def findings(tmp_path: Path, *lines: str) -> list[Finding]:
    return list(people_findings(report_of(tmp_path, *lines)))


def numbers(finding: Finding) -> tuple[str, str]:
    """What is stated and what follows, as printed numbers."""
    return str(finding.stated), str(finding.computed)


@pytest.mark.parametrize(
    "sentence",
    [
        "Totalt antal deltagare 223, 129 kvinnor och 94 män.",
        "Under året har 223 personer deltagit i insatserna, varav 129 kvinnor och 94 män.",
        "Förbundet har registrerat 223 ärenden (129 kvinnor och 94 män) med personuppgifter.",
        "Sammanlagt 223 personer fick stöd, 129 kvinnor, 91 män och 3 med annan könstillhörighet.",
        "Av de 223 deltagarna var 129 kvinnor och 94 män.",
        "Totalt har 223 deltagare varit inskrivna under hela 2023 fördelat på 129 kvinnor/ 94 män.",
    ],
)
def test_women_and_men_make_up_the_count_they_are_tied_to(tmp_path: Path, sentence: str) -> None:
    (split,) = relations(tmp_path, sentence)
    assert split.kind is FindingKind.SEX_SPLIT
    assert split.stated.value == 223
    assert split.holds


def test_a_wrong_split_in_a_sentence_is_broken(tmp_path: Path) -> None:
    assert broken(tmp_path, "Teamet mötte 95 individer, 53 kvinnor och 43 män.") == [("95", "96")]


def test_the_whole_may_stand_in_the_sentence_before(tmp_path: Path) -> None:
    lines = "Totalt har 117 medborgare fått vägledning. Fördelat på 70 kvinnor och 48 män."
    assert broken(tmp_path, lines) == [("117", "118")]


@pytest.mark.parametrize(
    "sentence",
    [
        "20 personer deltog, varav 8 kvinnor och 5 män under 30 år.",
        "19 % av deltagarna, 21 kvinnor och 20 män, bor på landet.",
        "Under året deltog 40 personer i kurser och i teamet avslutades 10 kvinnor och 5 män.",
        "I projektet deltog 35 personer, 3 kvinnor och 2 män har gått vidare till arbete.",
    ],
)
def test_women_and_men_of_some_other_group_are_not_tied_to_a_count(tmp_path: Path, sentence: str) -> None:
    assert relations(tmp_path, sentence) == []


def test_places_listed_make_up_the_count_of_the_sentence_before(tmp_path: Path) -> None:
    lines = (
        "Under perioden har 96 individer remitterats. 27 har remitterats från Vik, 12 från Sund, 41 från Berg och 17 från Dal."
    )
    assert broken(tmp_path, lines) == [("96", "97")]


def test_a_list_of_some_reasons_need_not_make_up_the_whole(tmp_path: Path) -> None:
    lines = "Totalt avslutades 40 deltagare. Av dessa gick 20 till arbete, 10 till studier och 7 till vård."
    assert relations(tmp_path, lines) == []


def test_names_with_counts_behind_divided_among_make_up_the_whole(tmp_path: Path) -> None:
    assert broken(tmp_path, "Kursen samlade 50 medarbetare, fördelade på Viks kommun 21, Region Dal 20 och Berg 8.") == [
        ("50", "49")
    ]


def test_groups_in_a_sum_make_up_its_women_and_men(tmp_path: Path) -> None:
    lines = (
        "I det ena teamet var 223 deltagare inskrivna, 129 kvinnor och 94 män.",
        "Det andra mötte 95 individer, 52 kvinnor och 43 män.",
        "Det totala antalet är 223 (A) + 95 (B) = 318 deltagare, 182 kvinnor och 136 män.",
    )
    assert broken(tmp_path, *lines) == [("182", "181"), ("136", "137")]


def test_a_change_is_the_difference_of_the_two_years(tmp_path: Path) -> None:
    assert broken(tmp_path, "Antalet deltagare har ökat med 28 personer, från 151 till 178.") == [("28", "27")]


def test_what_is_better_than_budget_is_the_difference_of_outcome_and_budget(tmp_path: Path) -> None:
    lines = "Årets resultat är 522 600 kr mot budgeterade 290 000 kr. Det är alltså 223 600 kr bättre än budget."
    assert broken(tmp_path, lines) == [("223600", "232600")]


def test_the_others_are_what_is_left_of_the_whole(tmp_path: Path) -> None:
    assert broken(tmp_path, "Av årets 179 deltagare är 96 nya. Övriga 84 började före årsskiftet.") == [("84", "83")]


def test_answers_without_a_sex_are_a_small_matter(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, "Pågående deltagare lämnade 75 enkäter – 45 kvinnor / 25 män.")
    assert numbers(finding) == ("75", "70")
    assert finding.severity is Severity.MINOR


def test_a_part_is_not_larger_than_the_whole(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, "Antal deltagare som avslutades: 62 varav unika deltagare: 63.")
    assert numbers(finding) == ("63", "62")


def test_percent_of_women_and_men_make_a_hundred(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, "Förra året var det 203 deltagare, 52% kvinnor och 46% män.")
    assert numbers(finding) == ("98", "100")


def test_rates_of_women_and_men_need_not_make_a_hundred(tmp_path: Path) -> None:
    assert findings(tmp_path, "Av eleverna är 53,9% (53,1% män/54,8% kvinnor) behöriga.") == []


def test_a_letter_for_a_one_is_a_misprint(tmp_path: Path) -> None:
    line = "Av dem har 7 remisser återremitterats, 3 kvinnor och 4 män (Vik 1 man, Sund i kvinna, Berg 3 män, Dal 2 kvinnor)."
    assert [f.kind for f in findings(tmp_path, line)] == [FindingKind.MISPRINT]


def test_places_whose_shares_make_a_hundred_have_all_women_and_men(tmp_path: Path) -> None:
    lines = (
        "Totalt antal deltagare 223, 129 kvinnor och 94 män.",
        "",
        "Deltagare bosatta i Vik",
        "",
        "- 19% av deltagarna, 21 kvinnor/20 män",
        "",
        "Deltagare bosatta i Sund",
        "",
        "- 81% av deltagarna, 106 kvinnor/ 75 män",
    )
    (finding,) = findings(tmp_path, *lines)
    assert numbers(finding) == ("223", "222")


def test_one_day_with_two_counts_of_visitors_is_a_contradiction(tmp_path: Path) -> None:
    lines = (
        "Samverkansdagen i Norrhede den 24 oktober besöktes av 152 medarbetare.",
        "",
        "Dagen i Norrhede den 24 oktober för samverkan samlade 140 deltagare.",
    )
    (finding,) = findings(tmp_path, *lines)
    assert set(numbers(finding)) == {"140", "152"}
