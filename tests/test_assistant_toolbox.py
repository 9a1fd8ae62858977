"""The tools as plain functions, over small reports whose traps are built by hand."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from assistant import tools_json
from assistant.operations import Operation
from assistant.toolbox import Toolbox
from ingest.domain import Scenario
from ingest.errors import UsageError
from tests.fakes import library_of, printed_figure, report_of_figures
from vectorstore.library import Library

UNCERTAIN = "column-uncertain"
REPAIRED = 'repaired: "5 82 1961" read as 5821961 (the column\'s difference confirms it)'


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Toolbox]:
    report = report_of_figures(
        printed_figure("Lokaler", "49428", "2021"),
        printed_figure("Lokaler", "60000", "2021", scenario=Scenario.BUDGET, table="Budget och utfall"),
        printed_figure("Resor", "1200", None, flags=(UNCERTAIN,)),
        printed_figure("Representation", "4500", "2021", flags=("ambiguous",)),
        printed_figure("Konferenser", "5821961", "2021", flags=(REPAIRED,)),
        printed_figure("Andel långtidsarbetslösa", "4.5", "2021", unit="%", scenario=Scenario.SHARE),
    )
    with library_of(tmp_path, report) as library:
        yield Toolbox(library)


def key_of(box: Toolbox, measure: str, scenario: Scenario | None = None) -> str:
    return box.find_figures(measure, scenario=scenario)[0].key


def test_a_program_gets_the_figure_itself(box: Toolbox) -> None:
    assert box.find_figures("lokaler", "Finsam Norrdal", "2021")[0].stored.figure.value == Decimal(49428)


def test_the_kind_may_stand_in_the_words_or_beside_them(box: Toolbox) -> None:
    by_words, by_argument = box.find_figures("budget för lokaler"), box.find_figures("lokaler", scenario=Scenario.BUDGET)
    assert [e.key for e in by_words] == [e.key for e in by_argument] == ["norrdal-2021:f1"]


def test_shares_are_found_when_they_are_what_is_asked_for(box: Toolbox) -> None:
    assert [str(e.stored.figure.value) for e in box.find_figures("långtidsarbetslösa", scenario=Scenario.SHARE)] == ["4.5"]


def test_a_figure_whose_column_is_uncertain_says_so_among_its_reasons(box: Toolbox) -> None:
    assert "kolumnen är osäker" in box.find_figures("resor")[0].reasons


def test_a_computation_with_an_uncertain_column_warns_of_it(box: Toolbox) -> None:
    result = box.calculate(Operation.SUM, [key_of(box, "lokaler", Scenario.OUTCOME), key_of(box, "resor")])
    assert result.warnings == ("Resor: det går inte säkert att se vilken kolumn siffran hör till.",)


def test_a_computation_with_a_print_that_can_be_read_in_several_ways_warns_of_it(box: Toolbox) -> None:
    result = box.calculate(Operation.SUM, [key_of(box, "lokaler", Scenario.OUTCOME), key_of(box, "representation")])
    assert result.warnings == ("Representation: trycket går att läsa på flera sätt; 4 500 kr är det troligaste.",)


def test_a_computation_with_a_repaired_print_warns_of_it(box: Toolbox) -> None:
    result = box.calculate(Operation.SUM, [key_of(box, "lokaler", Scenario.OUTCOME), key_of(box, "konferenser")])
    assert result.warnings[0].startswith("Konferenser: trycket ”5821961” är skadat och läses som 5 821 961 kr")


def test_a_computation_holds_its_inputs_in_order(box: Toolbox) -> None:
    keys = [key_of(box, "konferenser"), key_of(box, "lokaler", Scenario.OUTCOME)]
    assert [e.key for e in box.calculate(Operation.SHARE, keys).inputs] == keys


def test_a_measure_without_a_telling_word_is_refused(box: Toolbox) -> None:
    with pytest.raises(UsageError) as refused:
        box.find_figures("hur mycket är det")
    assert refused.value.message_sv.startswith("'hur mycket är det' säger inte vad som söks.")


def test_an_association_in_the_words_that_has_no_report_is_refused(box: Toolbox) -> None:
    with pytest.raises(UsageError) as refused:
        box.find_figures("lokaler i Finsam Malmö")
    assert refused.value.message_sv == "Finsam Malmö är inget av förbunden. De är: Finsam Norrdal."


def test_a_time_that_cannot_be_read_is_refused_with_examples(box: Toolbox) -> None:
    with pytest.raises(UsageError) as refused:
        box.find_figures("lokaler", period="i fjol")
    assert refused.value.message_sv == (
        "Perioden 'i fjol' går inte att tolka. Skriv till exempel 2021, januari–juni 2021 eller 2021-12-31."
    )


def test_a_quotient_in_json_is_rounded_and_a_sum_is_not(box: Toolbox) -> None:
    keys = [key_of(box, "konferenser"), key_of(box, "lokaler", Scenario.OUTCOME)]
    told = [tools_json.computed(box.calculate(operation, keys))["value"] for operation in (Operation.RATIO, Operation.SUM)]
    assert told == ["117.786699846241", "5871389"]


def test_a_figure_in_a_sentence_is_found_with_the_sentence_and_can_be_computed_with(library_without_vectors: Library) -> None:
    box = Toolbox(library_without_vectors)
    found = box.find_figures("antal kvinnor som deltagit", "Finsam Degerfors/Karlskoga", "2023")
    women = next(e for e in found if e.stored.figure.value == 114)
    men = next(e for e in box.find_figures("antal män som deltagit", "D/K", "2023") if e.stored.figure.value == 69)

    assert women.stored.figure.table is None
    assert women.stored.figure.raw.startswith("Totalt har 183 deltagare varit inskrivna")
    assert box.calculate(Operation.SUM, [women.key, men.key]).calculation.value == Decimal(183)


def test_a_row_of_a_table_stands_before_a_sentence_that_says_the_same(library_without_vectors: Library) -> None:
    found = Toolbox(library_without_vectors).find_figures("årets resultat", "D/K", "2023")

    assert found[0].stored.figure.table is not None
