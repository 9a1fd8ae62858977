"""Which row, year or part is meant: payers by name, wholes and parts, rows of years, shares of a row, plans of a year."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.evidence import Evidence
from assistant.gather_figures import gather_figures
from assistant.understand import understand
from ingest.domain import Scenario
from tests.fakes import library_of, printed_figure, report_of_figures
from vectorstore.library import Library

_INCOME, _PENSIONS, _SHARES = "Not 1 Intäkter", "Not 5 Avsatt till pensioner", "Medlemsbidrag per kommun"
_ACCOUNT, _OVERVIEW = "Driftredovisning", "Översikt"
_DAY = "2021-12-31"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    norrdal = report_of_figures(
        printed_figure("Medlemsbidrag", "900000", "2021", table=_OVERVIEW, concept="medlemsbidrag"),
        printed_figure("Driftbidrag från Region Fjällen", "450000", "2021", table=_INCOME),
        printed_figure("Driftbidrag från Norrby kommun", "300000", "2021", table=_INCOME),
        printed_figure("Driftbidrag från Sunne kommun", "150000", "2021", table=_INCOME),
        printed_figure("Avsättning pensioner", "70", _DAY, table=_PENSIONS, concept="pensionsavsattning"),
        printed_figure("Avsättning löneskatt", "20", _DAY, table=_PENSIONS),
        printed_figure("Summa avsatt till pensioner", "90", _DAY, table=_PENSIONS, concept="pensionsavsattning"),
        printed_figure("Avsättningar för pensioner", "90", _DAY, table="Balansräkning", concept="pensionsavsattning"),
        printed_figure("Summa", "8000", "2021", table=_ACCOUNT, column="Intäkt"),
        printed_figure("Verksamhetens intäkter", "6100", "2019", table=_OVERVIEW, concept="verksamhetens_intakter"),
        printed_figure("Verksamhetens intäkter", "7100", "2020", table=_OVERVIEW, concept="verksamhetens_intakter"),
        printed_figure("Verksamhetens intäkter", "8100", "2021", table=_OVERVIEW, concept="verksamhetens_intakter"),
        printed_figure("Norrby", "21640", "2021", unit="antal", table=_SHARES, column="Antal invånare"),
        printed_figure("Norrby", "39.67", "2021", unit="%", scenario=Scenario.SHARE, table=_SHARES, column="Andel"),
        printed_figure("Sunne", "60.33", "2021", unit="%", scenario=Scenario.SHARE, table=_SHARES, column="Andel"),
        printed_figure("Administration › Chef", "400", "2021", table="Kostnader"),
        printed_figure("Övergripande insatser › Chef", "300", "2021", table="Kostnader"),
        printed_figure("Jobbklubben", "-4847", "2021", table=_ACCOUNT, column="Utfall kostnad"),
        printed_figure("Jobbklubben", "4323", "2021", scenario=Scenario.BUDGET, table=_ACCOUNT, column="Budget netto"),
        printed_figure("Jobbklubben", "-524", "2021", scenario=Scenario.DEVIATION, table=_ACCOUNT, column="Avvikelse netto"),
    )
    sodal = report_of_figures(
        printed_figure("Driftbidrag från Ekerö kommun", "500000", "2021", table=_INCOME),
        printed_figure("Region Fjällen", "350000", "2021", scenario=Scenario.BUDGET, table="Medlemsbidrag"),
        report_id="sodal-2022",
        association="Finsam Södal",
        year=2022,
    )
    with library_of(tmp_path_factory.mktemp("rules"), norrdal, sodal) as library:
        yield library


def gathered(library: Library, *questions: str) -> Evidence:
    *before, question = questions
    return gather_figures(understand(question, before, library), library)


def values(evidence: Evidence) -> list[str]:
    return [str(e.stored.figure.value) for e in evidence.figures]


def test_the_region_is_one_payer_and_not_all_of_them(library: Library) -> None:
    assert values(gathered(library, "Vad bidrog regionen med till Norrdal 2021?")) == ["450000"]


def test_who_pays_may_be_named_by_the_place_alone(library: Library) -> None:
    assert values(gathered(library, "Vad betalade Norrby kommun till Norrdal 2021?", "och Sunne?")) == ["150000"]


def test_payers_of_two_associations_are_compared_each_by_its_name(library: Library) -> None:
    evidence = gathered(library, "Vem betalade mest 2021, Norrby kommun till Norrdal eller Ekerö kommun till Södal?")
    assert sorted(values(evidence)) == ["300000", "500000"]


def test_a_plan_of_a_year_answers_for_what_it_states_itself(library: Library) -> None:
    evidence = gathered(library, "Vem får mest från Region Fjällen: Norrdal 2021 eller Södal enligt planen för 2022?")
    assert sorted(values(evidence)) == ["350000", "450000"]


def test_of_a_part_and_a_whole_of_one_name_the_whole_is_meant(library: Library) -> None:
    assert values(gathered(library, "Hur stor var avsättningen till pensioner i Norrdal 2021?"))[0] == "90"


def test_years_are_taken_from_the_row_that_states_most_of_them(library: Library) -> None:
    evidence = gathered(library, "Hur stora har intäkterna varit i Norrdal de tre åren fram till 2021?")
    assert (values(evidence), evidence.notes) == (["6100", "7100", "8100"], ())


def test_the_best_year_is_the_one_with_most(library: Library) -> None:
    evidence = gathered(library, "Vilket år hade Norrdal bäst intäkter?")
    assert values(evidence) == ["8100", "7100", "6100"]


def test_the_share_of_a_row_is_in_its_column_of_shares(library: Library) -> None:
    evidence = gathered(library, "Hur många bor i Norrby i Norrdal?", "och hur stor andel av invånarna bor där?")
    assert values(evidence) == ["39.67"]


def test_rows_of_one_name_are_added_up_where_both_headings_are_named(library: Library) -> None:
    question = "Vad kostade chefen i Norrdal 2021, om man lägger ihop den övergripande delen och den administrativa?"
    assert gathered(library, question).calculations[0].expression in ("400 + 300", "300 + 400")


def test_a_deviation_is_told_by_the_outcome_and_the_budget_behind_it(library: Library) -> None:
    evidence = gathered(library, "Kostade Jobbklubben i Norrdal mer eller mindre än budgeterat 2021?")
    assert evidence.calculations[0].expression == "4847 - 4323"
