"""Measures side by side: every square filled by its own figure or said to be missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.choose import contradicting, namesakes
from assistant.compare import Entry, EntryStatus, compare
from ingest.domain import Report, Scenario
from ingest.errors import UsageError
from tests.fakes import library_of, printed_figure, report_of_figures
from vectorstore.library import Library

DEGERFORS, LEKEBERG = "Finsam Degerfors/Karlskoga", "Finsam Lekeberg Örebro"
INSJORIKET, SYDNARKE = "Samordningsförbundet Insjöriket", "Samordningsförbundet Sydnärke"
NORRDAL, SUNNERBY = "Finsam Norrdal", "Finsam Sunnerby"


def value_of(entry: Entry) -> str | None:
    return str(entry.choice.best.stored.figure.value) if entry.choice else None


def shown(entries: tuple[Entry, ...]) -> dict[str, str]:
    """By association: the figure, or why there is none."""
    return {e.association: value_of(e) or e.why_missing for e in entries}


def built(tmp_path: Path, *reports: Report) -> dict[tuple[str, str], Entry]:
    """The outcome of "lokaler" at any time, by association and time."""
    with library_of(tmp_path, *reports) as library:
        return {(e.association, str(e.span and e.span.end.year)): e for e in compare(["lokaler"], library)}


def test_half_a_year_does_not_answer_for_the_year(library_without_vectors: Library) -> None:
    entry = compare(["årets resultat"], library_without_vectors, [LEKEBERG], ["2021"])[0]
    assert (entry.status, entry.why_missing) == (EntryStatus.MISSING, "Finns bara för 2020, januari–juni 2021.")


def test_half_a_year_answers_for_itself(library_without_vectors: Library) -> None:
    assert shown(compare(["årets resultat"], library_without_vectors, [LEKEBERG], ["januari-juni 2021"])) == {LEKEBERG: "156640"}


def test_the_year_does_not_answer_for_its_half(library_without_vectors: Library) -> None:
    entry = compare(["årets resultat"], library_without_vectors, [DEGERFORS], ["januari-juni 2021"])[0]
    assert entry.status is EntryStatus.MISSING


def test_a_balance_answers_for_the_year_that_it_ends(library_without_vectors: Library) -> None:
    entries = compare(["soliditet"], library_without_vectors, [DEGERFORS, INSJORIKET], ["2021"])
    assert shown(entries) == {
        DEGERFORS: "41.8",
        INSJORIKET: "Finns bara för 31 augusti 2018, 31 augusti 2019, 31 augusti 2020, 31 augusti 2021.",
    }


def test_a_budget_does_not_answer_for_an_outcome(library_without_vectors: Library) -> None:
    entries = compare(["årets resultat"], library_without_vectors, [SYDNARKE], ["2022"])
    assert shown(entries) == {SYDNARKE: "Finns bara som budget (2022, 2023, 2024)."}


def test_budgets_are_compared_when_they_are_asked_for(library_without_vectors: Library) -> None:
    entries = compare(["årets resultat"], library_without_vectors, [SYDNARKE], ["2022"], Scenario.BUDGET)
    assert shown(entries) == {SYDNARKE: "-546500"}


def test_the_kind_may_be_named_by_the_words_of_the_measure(library_without_vectors: Library) -> None:
    entries = compare(["budgeterat resultat"], library_without_vectors, [SYDNARKE], ["2023"])
    assert shown(entries) == {SYDNARKE: "-647000"}


def test_a_figure_that_is_stated_differently_elsewhere_is_shown_with_the_other(library_without_vectors: Library) -> None:
    entry = compare(["årets resultat"], library_without_vectors, [DEGERFORS], ["2020"])[0]
    assert entry.choice is not None
    others = {str(e.stored.figure.value) for e in contradicting(entry.choice)}
    assert (entry.status, value_of(entry), others) == (EntryStatus.CONFLICT, "487600", {"462600"})


def test_every_combination_has_one_entry(library_without_vectors: Library) -> None:
    entries = compare(["soliditet", "medlemsbidrag"], library_without_vectors, None, ["2020", "2021"])
    asked = {(e.measure, e.association, e.span) for e in entries}
    assert len(entries) == len(asked) == 2 * 4 * 2


def test_an_association_without_the_row_is_not_helped_out_by_another(library_without_vectors: Library) -> None:
    entries = compare(["Driftbidrag från Örebro kommun"], library_without_vectors, [DEGERFORS, LEKEBERG], ["januari-juni 2021"])
    assert shown(entries) == {DEGERFORS: "Förbundets rapporter har ingen sådan rad.", LEKEBERG: "950000"}


def test_without_times_every_time_that_is_stated_gets_a_column(tmp_path: Path) -> None:
    one = report_of_figures(printed_figure("Lokaler", "5", "2020"), printed_figure("Lokaler", "7", "2021"))
    other = report_of_figures(printed_figure("Lokaler", "9", "2021"), report_id="sunnerby", association=SUNNERBY)
    entries = built(tmp_path, one, other)
    assert {place: value_of(e) for place, e in entries.items()} == {
        (NORRDAL, "2020"): "5",
        (NORRDAL, "2021"): "7",
        (SUNNERBY, "2020"): None,
        (SUNNERBY, "2021"): "9",
    }


def test_a_figure_whose_time_is_uncertain_fills_no_square(tmp_path: Path) -> None:
    doubtful = printed_figure("Lokaler", "5", None, flags=("column-uncertain",))
    other = report_of_figures(printed_figure("Lokaler", "9", "2021"), report_id="sunnerby", association=SUNNERBY)
    entries = built(tmp_path, report_of_figures(doubtful), other)
    assert entries[NORRDAL, "2021"].why_missing == "Finns, men det går inte säkert att se vilken tid siffran gäller."


def test_a_count_is_not_put_beside_amounts(tmp_path: Path) -> None:
    one = report_of_figures(printed_figure("Lokaler", "5000", "2021"))
    other = report_of_figures(
        printed_figure("Antal lokaler", "3", "2021", unit="antal"), report_id="sunnerby", association=SUNNERBY
    )
    entries = built(tmp_path, one, other)
    told = "Närmaste rad är ”Antal lokaler”, som inte är samma sak som i resten av raden."
    assert (value_of(entries[NORRDAL, "2021"]), entries[SUNNERBY, "2021"].why_missing) == ("5000", told)


def test_rows_of_one_name_under_different_headings_leave_open_which_is_meant(tmp_path: Path) -> None:
    rows = [printed_figure(f"{place} › Lokaler", value, "2021") for place, value in (("Kansliet", "5"), ("Verkstaden", "7"))]
    entry = built(tmp_path, report_of_figures(*rows))[NORRDAL, "2021"]
    assert entry.choice is not None
    found = {value_of(entry), *(str(e.stored.figure.value) for e in namesakes(entry.choice))}
    assert (entry.status, found) == (EntryStatus.AMBIGUOUS, {"5", "7"})


def test_a_measure_that_nobody_states_is_missing_everywhere(tmp_path: Path) -> None:
    entries = built(tmp_path, report_of_figures(printed_figure("Resor", "5", "2021")))
    assert {place: e.why_missing for place, e in entries.items()} == {
        (NORRDAL, "None"): "Förbundets rapporter har ingen sådan rad."
    }


def test_a_comparison_that_nobody_could_read_is_refused(library_without_vectors: Library) -> None:
    years = [str(year) for year in range(1950, 2050)]
    with pytest.raises(UsageError) as refused:
        compare(["resultat", "soliditet", "revision"], library_without_vectors, None, years)
    assert refused.value.message_sv == "Jämförelsen får fler än 1000 rutor. Ange färre mått, förbund eller perioder."
