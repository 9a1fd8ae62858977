"""Exact arithmetic over printed figures."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.calculate import Operation, calculate
from assistant.evidence import FigureEvidence
from ingest.domain import Figure, Locator, Scenario
from ingest.errors import UsageError
from vectorstore.entries import ReportEntry, StoredFigure

REPORT = ReportEntry(
    report="norrviken_2021",
    association="Samordningsförbundet Norrviken",
    orgnr=None,
    kind="årsredovisning",
    title="Årsredovisning 2021",
    period="2021",
    period_start=date(2021, 1, 1),
    period_end=date(2021, 12, 31),
    source_file="norrviken_2021.txt",
    sha256="0" * 64,
    visibility="public",
    aliases=(),
    pages=0,
    pages_unread=0,
    sections=1,
    tables=1,
    figures=1,
    passages=1,
    findings=0,
    ingested_at="2026-01-01T00:00:00+00:00",
    flags=(),
)


def figure(value: str, unit: str = "kr", period: str = "2021", scenario: Scenario = Scenario.OUTCOME) -> FigureEvidence:
    key = f"norrviken_2021:{value}{unit}{period}"
    printed = Figure(
        key, "Resultaträkning", "Rad", period, Decimal(value), unit, value, period, scenario, None, f"Rad {value}", Locator()
    )
    return FigureEvidence(key, StoredFigure(printed, REPORT), 1.0)


def test_a_sum_keeps_its_expression() -> None:
    result = calculate(Operation.SUM, [figure("50000"), figure("25000")], "Summa")
    assert (result.value, result.expression) == (Decimal(75000), "50000 + 25000")


def test_a_difference_is_the_last_less_the_first() -> None:
    result = calculate(Operation.DIFFERENCE, [figure("1718627"), figure("1379857")], "Förändring")
    assert (result.value, result.expression) == (Decimal(-338770), "1379857 - 1718627")


def test_a_debt_printed_with_a_minus_shrinks_when_it_gets_less_negative() -> None:
    result = calculate(Operation.DIFFERENCE, [figure("-7912113"), figure("-6050288")], "Förändring")
    assert result.value == Decimal(-1861825)


def test_a_result_that_turns_keeps_its_signs() -> None:
    result = calculate(Operation.DIFFERENCE, [figure("487600"), figure("-38774")], "Förändring")
    assert (result.value, result.expression) == (Decimal(-526374), "-38774 - 487600")


def test_a_change_in_percent_is_measured_from_the_first() -> None:
    result = calculate(Operation.CHANGE_PERCENT, [figure("1443339"), figure("310035")], "Förändring")
    assert round(result.value, 2) == Decimal("-78.52")


def test_thousands_are_folded_to_kronor() -> None:
    assert calculate(Operation.SUM, [figure("10281", "tkr"), figure("500")], "Summa").value == Decimal(10281500)


def test_different_units_are_not_added() -> None:
    with pytest.raises(UsageError) as refused:
        calculate(Operation.SUM, [figure("5"), figure("5", "antal")], "Summa")
    assert "olika enheter" in refused.value.message_sv


def test_a_budget_is_not_added_to_an_outcome() -> None:
    with pytest.raises(UsageError):
        calculate(Operation.SUM, [figure("5"), figure("7", scenario=Scenario.BUDGET)], "Summa")


def test_a_balance_is_not_added_to_a_flow() -> None:
    with pytest.raises(UsageError) as refused:
        calculate(Operation.SUM, [figure("5"), figure("7", period="2021-12-31")], "Summa")
    assert "ställning" in refused.value.message_sv


def test_a_division_by_zero_is_refused() -> None:
    with pytest.raises(UsageError):
        calculate(Operation.RATIO, [figure("5"), figure("0", "antal")], "Kvot")


def test_one_figure_is_not_enough() -> None:
    with pytest.raises(UsageError):
        calculate(Operation.SUM, [figure("5")], "Summa")
