"""Totals against their parts: the intended sum is found even where it is broken, and right tables are left alone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.checks.relation import Relation
from ingest.checks.sheets import lay_out
from ingest.checks.sums import column_sums
from ingest.domain import FindingKind
from ingest.read import read
from ingest.settings import Settings
from tests.hand_tables import figures_of, table

REPORTS = Path(__file__).parent.parent / "reports"
INVENTED = Path(__file__).parent / "reports" / "invented"


def relations_of(columns: Sequence[str], *rows: Sequence[str], title: str = "Not 1 Kostnader (kr)") -> tuple[Relation, ...]:
    made = table(title, columns, *rows, unit="kr")
    return tuple(column_sums(lay_out((made,), figures_of(made))))


def broken(relations: Sequence[Relation]) -> list[tuple[str, Decimal, Decimal]]:
    return [(r.stated.row, r.stated.value, r.expected) for r in relations if not r.holds]


def broken_in(path: Path) -> list[tuple[str, Decimal, Decimal]]:
    report = read(path, Settings())
    return broken(list(column_sums(lay_out(report.tables, report.figures))))


def test_a_sum_that_another_column_bears_out_is_found_where_it_is_broken() -> None:
    relations = relations_of(
        ("2022", "2021"), ("Hyra", "100 000", "90 000"), ("Löner", "450 000", "400 000"), ("Summa", "560 000", "490 000")
    )
    assert broken(relations) == [("Summa", Decimal(560000), Decimal(550000))]


def test_a_lone_column_s_total_with_one_wrong_digit_is_found() -> None:
    relations = relations_of(("2022",), ("Hyra", "100 000"), ("Löner", "450 000"), ("Summa", "560 000"))
    assert broken(relations) == [("Summa", Decimal(560000), Decimal(550000))]


def test_a_total_that_says_what_it_leaves_out_accuses_nobody() -> None:
    relations = relations_of(("2022",), ("Hyra", "100 000"), ("Löner", "450 000"), ("Summa exkl. hyra", "450 000"))
    assert broken(relations) == []


def test_costs_printed_positive_are_taken_from_the_income() -> None:
    relations = relations_of(
        ("2022", "2021"),
        ("Bidrag", "5 000 000", "4 800 000"),
        ("Kostnader", "4 400 000", "4 500 000"),
        ("Resultat", "600 000", "300 000"),
    )
    assert [r.kind for r in relations] == [FindingKind.DIFFERENCE] * 2
    assert broken(relations) == []


def test_a_group_is_the_sum_of_the_rows_below_it() -> None:
    relations = relations_of(
        ("2022", "2021", "2020"),
        ("Insatser", "812 345", "700 111", "655 432"),
        ("Verkstan", "500 345", "400 111", "350 432"),
        ("Kompassen", "312 000", "300 000", "305 000"),
        ("Administration", "301 234", "288 765", "270 987"),
        ("Lön", "200 234", "189 765", "180 987"),
        ("Hyra", "101 000", "99 000", "90 000"),
        ("Totalt", "1 113 579", "988 876", "926 419"),
    )
    assert broken(relations) == []
    assert {r.stated.row for r in relations} == {"Insatser", "Administration", "Totalt"}


def test_parts_that_happen_to_be_half_of_the_total_are_still_added_one_by_one() -> None:
    relations = relations_of(
        ("2022", "2021"),
        ("Staten", "2 400 000", "2 200 000"),
        ("Regionen", "1 200 000", "1 100 000"),
        ("Norrby kommun", "700 000", "650 000"),
        ("Söderby kommun", "500 000", "450 000"),
        ("Summa", "4 800 000", "4 400 000"),
    )
    assert {r.stated.row for r in relations} == {"Summa"}
    assert broken(relations) == []


def test_the_operating_cash_flow_starts_with_what_the_operations_gave() -> None:
    relations = relations_of(
        ("2022", "2021"),
        ("Årets resultat", "100 000", "50 000"),
        ("Medel från verksamheten före förändring av rörelsekapital", "100 000", "50 000"),
        ("Ökning/minskning kortfristiga fordringar", "20 000", "10 000"),
        ("Ökning/minskning kortfristiga skulder", "30 000", "15 000"),
        ("Kassaflöde för den löpande verksamheten", "50 000", "25 000"),
        title="Kassaflödesanalys (kr)",
    )
    assert [expected for _, _, expected in broken(relations)] == [Decimal(150000), Decimal(75000)]


def test_a_rate_below_its_like_is_no_sum() -> None:
    relations = relations_of(
        ("Invånare", "Kr per invånare"), ("Norrby", "1 000", "30,24"), ("Söderby", "2 000", "30,24"), ("Summa", "3 000", "30,24")
    )
    assert broken(relations) == []


def test_women_and_men_above_their_total_are_a_split_by_sex() -> None:
    made = table(
        "Avslutade",
        ("Arbete", "Studier", "Rehab"),
        ("kvinnor", "12", "11", "9"),
        ("män", "13", "14", "8"),
        ("Totalt", "25", "26", "17"),
    )
    relations = tuple(column_sums(lay_out((made,), figures_of(made))))
    assert {r.kind for r in relations} == {FindingKind.SEX_SPLIT}
    assert broken(relations) == [("Totalt", Decimal(26), Decimal(25))]


def test_the_totals_known_to_be_wrong_in_a_table_of_groups_are_found() -> None:
    found = broken_in(REPORTS / "finsam-degerfors-karlskoga_arsredovisning_2021.txt")
    assert ("Totala kostnader", Decimal(5111400), Decimal(5086399)) in found
    assert ("Totala kostnader", Decimal(6692120), Decimal(6609348)) in found
    assert ("Resultat/saldo", Decimal(-184120), Decimal(-1084120)) in found
    assert ("Verksamhetens nettokostnad", Decimal(-38954), Decimal(-38594)) in found


def test_a_subtotal_that_repeats_the_grand_total_is_found_by_the_other_year() -> None:
    found = broken_in(REPORTS / "finsam-degerfors-karlskoga_arsredovisning_2023.txt")
    assert ("Summa omsättningstillgångar", Decimal(2213177), Decimal(2172418)) in found
    assert ("Strukturövergripande insatser", Decimal(621166), Decimal(521167)) in found


@pytest.mark.parametrize(
    "name", ["furusjon_arsredovisning_2022", "grasjo-hallnas_delarsrapport_2024-04", "klockarbygden_arsredovisning_2021"]
)
def test_tables_that_add_up_have_no_broken_sum(name: str) -> None:
    assert broken_in(INVENTED / f"{name}.txt") == []
