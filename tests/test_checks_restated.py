"""One fact in two places of a report: the same row, note and line, what a period ends and the next begins with."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ingest.checks.relation import Relation
from ingest.checks.restated import restated_figures
from ingest.checks.sheets import lay_out
from ingest.domain import Certainty, Report
from ingest.read import read
from ingest.settings import Settings
from tests.accounts_report import report_with

INVENTED = Path(__file__).parent / "reports" / "invented"


def relations_of(report: Report) -> list[Relation]:
    return list(restated_figures(report, lay_out(report.tables, report.figures)))


def broken(report: Report) -> list[tuple[Decimal, Decimal]]:
    return [(relation.stated.value, relation.expected) for relation in relations_of(report) if not relation.holds]


def test_what_is_stated_twice_alike_is_left_alone(tmp_path: Path) -> None:
    relations = relations_of(report_with(tmp_path))

    assert [relation for relation in relations if not relation.holds] == []
    assert {"raden som hänvisar till not 1", "raden som hänvisar till not 3", "det som föregående period slutade med"} <= {
        relation.rule for relation in relations
    }


def test_a_note_whose_total_is_not_the_line_that_points_to_it_is_found(tmp_path: Path) -> None:
    report = report_with(tmp_path, ("Summa\t376 000\t364 000", "Summa\t367 000\t364 000"))

    assert broken(report) == [(Decimal(367_000), Decimal(376_000))]


def test_a_note_on_costs_may_hold_the_depreciation(tmp_path: Path) -> None:
    without = report_with(
        tmp_path,
        ("Summa\t4 888 000\t4 848 000", "Summa\t4 876 000\t4 840 000"),
        ("Administration\t763 310\t750 470", "Kansli\t751 310\t742 470"),
    )

    assert broken(without) == []


def test_a_row_that_agrees_for_one_year_must_agree_for_the_other(tmp_path: Path) -> None:
    report = report_with(tmp_path, ("Individinriktade insatser\t3 512 345 kr", "Individinriktade insatser\t3 521 345 kr"))
    relations = [relation for relation in relations_of(report) if not relation.holds]

    assert [(relation.stated.value, relation.expected) for relation in relations] == [(Decimal(3_512_345), Decimal(3_521_345))]
    assert relations[0].certainty is Certainty.CERTAIN


def test_a_row_that_differs_for_every_year_is_counted_otherwise(tmp_path: Path) -> None:
    """Administration is net of other income in one table and gross in the other."""
    assert not [r for r in relations_of(report_with(tmp_path)) if "Administration" in r.stated.row]


def test_the_year_begins_with_what_the_last_one_ended_with(tmp_path: Path) -> None:
    report = report_with(tmp_path, ("Likvida medel vid årets början\t1 580 000", "Likvida medel vid årets början\t1 850 000"))

    assert broken(report) == [(Decimal(1_850_000), Decimal(1_580_000))]


def test_a_flipped_sign_in_one_year_is_found_where_the_other_year_tells_the_convention(tmp_path: Path) -> None:
    report = report_with(tmp_path, ("Summa\t376 000\t364 000", "Summa\t-376 000\t364 000"))

    assert broken(report) == [(Decimal(-376_000), Decimal(376_000))]


@pytest.mark.parametrize("path", sorted(INVENTED.glob("*.txt")), ids=lambda path: path.stem)
def test_the_invented_reports_state_nothing_twice_in_two_ways_but_where_they_mean_to(path: Path) -> None:
    # one of them swaps two digits between a note and the statement
    meant = [(Decimal(5_394_125), Decimal(5_394_215))] if path.stem.startswith("branvik") else []

    assert broken(read(path, Settings())) == meant


def test_what_is_called_contributions_and_is_all_the_income_is_found(tmp_path: Path) -> None:
    report = report_with(
        tmp_path,
        ("Intäkter\t5 000\t4 900\t4 800", "Medlemsavgift\t5 000\t4 900\t4 800"),
        (
            "Driftbidrag från regionen\t2 500 000\t2 400 000",
            "Driftbidrag från regionen\t1 300 000\t1 200 000\nProjektmedel\t500 000\t500 000",
        ),
        ("Driftbidrag från staten", "Driftbidrag från Alby kommun\t700 000\t700 000\nDriftbidrag från staten"),
    )

    assert (Decimal(5_000), Decimal(4_500)) in broken(report)


def test_a_note_without_a_total_adds_up_to_the_line_that_points_to_it(tmp_path: Path) -> None:
    report = report_with(
        tmp_path,
        ("Fordran mervärdesskatt\t200 000\t200 000\nSumma\t376 000\t364 000", "Fordran mervärdesskatt\t200 000\t210 000"),
    )

    assert broken(report) == [(Decimal(364_000), Decimal(374_000))]


def test_the_cost_for_each_participant_is_the_card_s_cost_over_its_participants() -> None:
    report = read(INVENTED / "klockarbygden_arsredovisning_2021.txt", Settings())
    relations = [relation for relation in relations_of(report) if "delad med" in relation.rule]

    assert [(relation.stated.value, relation.holds) for relation in relations] == [
        (Decimal(22_759), True),
        (Decimal(16_764), True),
    ]
