"""Measures picked from what is printed, budget against outcome, cost per participant and changes, on the sample reports."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from assistant.compare import EntryStatus, compare
from assistant.comparison_budget import AgainstBudget, against_budget
from assistant.comparison_changes import changes
from assistant.comparison_measures import PrintedMeasure, measure_of, printed_measures, printed_times
from assistant.comparison_quotients import PerParticipant, per_participant
from assistant.timespans import write_period
from ingest.domain import Scenario
from ingest.errors import UsageError
from tests.fakes import library_of, printed_figure, report_of_figures
from vectorstore.library import Library

DEGERFORS, LEKEBERG = "Finsam Degerfors/Karlskoga", "Finsam Lekeberg Örebro"
INSJORIKET, SYDNARKE = "Samordningsförbundet Insjöriket", "Samordningsförbundet Sydnärke"
EVERYBODY = (DEGERFORS, LEKEBERG, INSJORIKET, SYDNARKE)
NORRDAL = "Finsam Norrdal"
RESULT, COACHING = measure_of("begrepp:arets_resultat"), measure_of("rad:Coachingteamet¦")


def labels(library: Library, *names: str) -> list[str]:
    return [one.measure.label for one in printed_measures(library, names)]


def held(library: Library, measure: PrintedMeasure, association: str, period: str) -> AgainstBudget:
    return against_budget([measure], library, [association], [period])[0]


def divided(library: Library, measure: PrintedMeasure, association: str, period: str) -> PerParticipant:
    return per_participant([measure], library, [association], [period])[0]


# What is offered


def test_what_most_of_the_chosen_associations_print_is_offered_first(library_without_vectors: Library) -> None:
    assert labels(library_without_vectors, *EVERYBODY)[:3] == [
        "Årets resultat", "Verksamhetens intäkter", "Verksamhetens kostnader",
    ]  # fmt: skip


def test_rows_come_after_the_concepts_under_their_own_names(library_without_vectors: Library) -> None:
    offers = printed_measures(library_without_vectors, [DEGERFORS])
    assert [bool(one.measure.concept) for one in offers] == sorted((bool(one.measure.concept) for one in offers), reverse=True)
    assert "Coachingteamet" in [one.measure.label for one in offers]


def test_what_is_not_printed_by_the_chosen_is_not_offered(library_without_vectors: Library) -> None:
    assert "Soliditet" not in labels(library_without_vectors, SYDNARKE)


def test_without_associations_nothing_is_offered(library_without_vectors: Library) -> None:
    assert (labels(library_without_vectors), printed_times(library_without_vectors, [])) == ([], ())


def test_two_concepts_of_one_name_are_told_apart(library_without_vectors: Library) -> None:
    offered = labels(library_without_vectors, *EVERYBODY)
    assert len(offered) == len(set(offered))


def test_every_offer_is_read_back_from_its_key(library_without_vectors: Library) -> None:
    offers = printed_measures(library_without_vectors, EVERYBODY)
    assert [measure_of(one.measure.key) for one in offers] == [one.measure for one in offers]


@pytest.mark.parametrize("key", ["", "rad:", "rad:¦", "begrepp:påhittat", "resultat", "rad:" + "a" * 500])
def test_a_key_that_names_nothing_is_refused(key: str) -> None:
    with pytest.raises(UsageError) as refused:
        measure_of(key)
    assert refused.value.message_sv == "Måttet finns inte. Välj ett mått i listan."


def test_a_measure_that_is_offered_fills_a_square_for_every_time_that_it_counts(library_without_vectors: Library) -> None:
    wrong = []
    for offer in printed_measures(library_without_vectors, EVERYBODY)[:45]:
        entries = [e for kind in (Scenario.OUTCOME, Scenario.BUDGET)
                   for e in compare([offer.measure], library_without_vectors, EVERYBODY, None, kind)]  # fmt: skip
        if not any(e.choice for e in entries):
            wrong.append(offer.measure.label)
    assert wrong == []


# What fills a square


def test_a_square_holds_only_figures_of_the_very_measure(library_without_vectors: Library) -> None:
    measures = [one.measure for one in printed_measures(library_without_vectors, EVERYBODY)[:60]]
    strangers = [
        (measure.label, entry.choice.best.stored.figure.row)
        for measure in measures
        for entry in compare([measure], library_without_vectors, EVERYBODY)
        if entry.choice is not None and not measure.admits(entry.choice.best)
    ]
    assert strangers == []


def test_a_members_part_does_not_stand_for_the_whole_contribution(library_without_vectors: Library) -> None:
    measure = measure_of("begrepp:medlemsbidrag")
    entry = compare([measure], library_without_vectors, [SYDNARKE], ["2021"], Scenario.BUDGET)[0]
    assert entry.choice is not None
    assert (entry.choice.best.stored.figure.value, entry.status) == (Decimal(5234000), EntryStatus.FIGURE)


def test_income_and_cost_of_a_row_do_not_stand_for_its_net(library_without_vectors: Library) -> None:
    measure = measure_of("begrepp:strukturovergripande_insatser")
    found = {
        entry.choice.best.stored.figure.column
        for entry in compare([measure], library_without_vectors, [DEGERFORS])
        if entry.choice is not None
    }
    assert not [column for column in found if "Intäkt" in column or "Kostn" in column]


# Budget against outcome


def test_budget_and_outcome_are_taken_from_one_row(library_without_vectors: Library) -> None:
    one = held(library_without_vectors, measure_of("begrepp:summa_insatser"), DEGERFORS, "2021")
    assert one.difference is not None and one.percent is not None
    assert (one.difference.expression, one.difference.value) == ("4646010 - 5259000", Decimal(-612990))
    assert round(one.percent.value, 1) == Decimal("-11.7")


def test_thousands_are_computed_in_kronor_and_said_to_be_rounded(library_without_vectors: Library) -> None:
    one = held(library_without_vectors, measure_of("begrepp:individinriktade_insatser"), DEGERFORS, "2023")
    assert one.difference is not None
    assert one.difference.expression == "4847000 - 4323000"
    assert "Tryckt i tkr: avvikelsen är lika avrundad som trycket." in one.notes


def test_a_printed_deviation_that_the_two_do_not_give_contradicts_them(library_without_vectors: Library) -> None:
    one = held(library_without_vectors, RESULT, INSJORIKET, "2021-01-01 - 2021-08-31")
    assert one.difference is not None and one.printed is not None
    assert (one.difference.value, one.printed.stored.figure.value, one.contested) == (Decimal(147000), Decimal(1747), True)


def test_two_budgets_of_one_thing_contradict_each_other(library_without_vectors: Library) -> None:
    one = held(library_without_vectors, COACHING, DEGERFORS, "2021")
    assert (one.budget.status, one.contested) == (EntryStatus.CONFLICT, True)


def test_a_budget_for_the_year_is_not_held_against_half_of_it(library_without_vectors: Library) -> None:
    one = held(library_without_vectors, measure_of("begrepp:summa_insatser"), LEKEBERG, "januari-juni 2021")
    assert (one.difference, one.refused) == (None, "Budget: Finns bara för 2021.")


def test_a_budgeted_loss_has_no_percentage(library_without_vectors: Library) -> None:
    one = held(library_without_vectors, RESULT, DEGERFORS, "2021")
    assert one.difference is not None
    assert (one.difference.expression, one.percent) == ("-38774 - (-650000)", None)


def test_without_times_every_time_with_a_budget_is_told(library_without_vectors: Library) -> None:
    found = against_budget([RESULT], library_without_vectors, [SYDNARKE])
    assert [write_period(one.span) for one in found if one.budget.choice] == ["2022", "2023", "2024"]


# Per participant


def test_a_cost_is_divided_by_the_participants_of_the_same_thing(library_without_vectors: Library) -> None:
    one = divided(library_without_vectors, COACHING, DEGERFORS, "2021")
    assert one.quotient is not None and one.printed is not None
    assert (one.quotient.expression, round(one.quotient.value)) == ("4262576 / 223", 19115)
    assert (one.printed.stored.figure.value, one.notes) == (Decimal(19115), ())


def test_the_cost_of_everything_is_not_divided_by_one_teams_participants(library_without_vectors: Library) -> None:
    one = divided(library_without_vectors, measure_of("begrepp:verksamhetens_kostnader"), DEGERFORS, "2021")
    assert one.quotient is None
    assert one.refused.startswith("Antalet deltagare är bara tryckt för Coachingteamet, Mottagningsteamet")


def test_without_participants_of_the_same_time_nothing_is_divided(library_without_vectors: Library) -> None:
    one = divided(library_without_vectors, COACHING, DEGERFORS, "2022")
    assert (one.quotient, one.refused) == (None, "Rapporten trycker inget antal deltagare för samma tid.")


@pytest.mark.parametrize(
    ("row", "period", "told"),
    [
        ("Söderstugan › Kostnad per deltagare", "2021", Decimal(900)),
        ("Söderstugan › Kostnad per deltagare", "2020", None),
        ("Norrstugan › Kostnad per deltagare", "2021", None),
    ],
)
def test_the_reports_own_quotient_is_of_the_same_thing_and_time(
    tmp_path: Path, row: str, period: str, told: Decimal | None
) -> None:
    report = report_of_figures(
        printed_figure("Söderstugan", "1000", "2021", table="Insatser"),
        printed_figure("Söderstugan › Antal deltagare", "2", "2021", table="Insatser", unit="antal", concept="deltagare"),
        printed_figure(row, "900", period, table="Insatser", concept="kostnad_per_deltagare"),
    )
    with library_of(tmp_path, report) as library:
        one = divided(library, measure_of("rad:Söderstugan¦"), NORRDAL, "2021")

    assert one.quotient is not None and one.quotient.value == 500
    assert (one.printed.stored.figure.value if one.printed else None) == told
    assert len(one.notes) == (told is not None)


def test_a_cost_of_nothing_is_not_divided(library_without_vectors: Library) -> None:
    one = divided(library_without_vectors, measure_of("rad:Mottagningsteam¦"), DEGERFORS, "2021")
    assert (one.quotient, one.refused) == (None, "Kostnaden är tryckt som noll.")


# Changes


def test_a_change_goes_from_one_printed_time_to_the_next(library_without_vectors: Library) -> None:
    entries = compare([RESULT], library_without_vectors, [DEGERFORS], ["2021", "2022", "2023"])
    found = [one.difference.expression for one in changes(entries) if one.difference]
    assert found == ["243398 - (-38774)", "-795108 - 243398"]


def test_half_a_year_is_not_held_against_a_year(library_without_vectors: Library) -> None:
    entries = compare([RESULT], library_without_vectors, [LEKEBERG], ["2020", "januari-juni 2021"])
    assert [e.choice is not None for e in entries] == [True, True]
    assert changes(entries) == ()


def test_what_became_a_loss_has_no_percentage(library_without_vectors: Library) -> None:
    entries = compare([RESULT], library_without_vectors, [DEGERFORS], ["2022", "2023"])
    assert [one.percent for one in changes(entries)] == [None]


def test_a_row_of_one_name_in_two_columns_is_two_measures(tmp_path: Path) -> None:
    report = report_of_figures(
        printed_figure("Norrby", "10", "2021", column="Medlemsbidrag"),
        printed_figure("Norrby", "3", "2021", column="Antal ärenden", unit="antal"),
    )
    with library_of(tmp_path, report) as library:
        offered = {one.measure.label: one.measure for one in printed_measures(library, [NORRDAL])}
        entry = compare([offered["Norrby – Antal ärenden"]], library)[0]
        assert entry.choice is not None
        assert (set(offered), entry.choice.best.stored.figure.value) == (
            {"Norrby – Medlemsbidrag", "Norrby – Antal ärenden"},
            Decimal(3),
        )


def test_too_many_squares_are_refused_before_anything_is_looked_for(library_without_vectors: Library) -> None:
    years = [str(year) for year in range(1900, 2100)] + ["31 december 2020", *[f"mars {year}" for year in range(1900, 2000)]]
    with pytest.raises(UsageError) as refused:
        compare([RESULT], library_without_vectors, EVERYBODY, years)
    assert refused.value.message_sv.startswith("Jämförelsen får fler än 1000 rutor.")
