"""Exact arithmetic over printed figures."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from assistant.calculate import calculate
from assistant.evidence import Calculation, FigureEvidence
from assistant.operations import Operation
from ingest.domain import SIDE_PRINTED_NEGATIVE, Scenario
from ingest.errors import UsageError
from tests.fakes import printed_figure
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


def figure(
    value: str,
    unit: str = "kr",
    period: str = "2021",
    scenario: Scenario = Scenario.OUTCOME,
    row: str = "Rad",
    flags: tuple[str, ...] = (),
    table: str = "Resultaträkning",
    concept: str | None = None,
) -> FigureEvidence:
    key = f"norrviken_2021:{row}{value}{unit}{period}{scenario}"
    printed = printed_figure(row, value, period, unit=unit, scenario=scenario, flags=flags, table=table, concept=concept)
    return FigureEvidence(key, StoredFigure(printed, REPORT), 1.0)


def computed(operation: Operation, *inputs: FigureEvidence, allow_mixed: bool = False) -> Calculation:
    return calculate(operation, inputs, "Uträkning", allow_mixed=allow_mixed)


def refusal(operation: Operation, *inputs: FigureEvidence, allow_mixed: bool = False) -> str:
    with pytest.raises(UsageError) as refused:
        computed(operation, *inputs, allow_mixed=allow_mixed)
    return refused.value.message_sv


def evaluated(expression: str) -> Fraction:
    """An expression of the contract (+ - * / and brackets over decimal numbers), by nothing of our own."""

    def of(node: ast.expr) -> Fraction:
        if isinstance(node, ast.UnaryOp):
            return -of(node.operand)
        if isinstance(node, ast.BinOp):
            one, other = of(node.left), of(node.right)
            operators = {ast.Add: one.__add__, ast.Sub: one.__sub__, ast.Mult: one.__mul__, ast.Div: one.__truediv__}
            return Fraction(operators[type(node.op)](other))
        return Fraction(ast.get_source_segment(expression, node) or "")

    return of(ast.parse(expression, mode="eval").body)


# --- each operation --------------------------------------------------------------------------------------------------


def test_a_sum_keeps_its_expression() -> None:
    result = computed(Operation.SUM, figure("50000"), figure("25000"))
    assert (result.value, result.unit, result.expression) == (Decimal(75000), "kr", "50000 + 25000")


def test_a_difference_is_the_last_less_the_first() -> None:
    result = computed(Operation.DIFFERENCE, figure("1718627"), figure("1379857"))
    assert (result.value, result.expression) == (Decimal(-338770), "1379857 - 1718627")


def test_a_change_in_percent_is_measured_from_the_first() -> None:
    result = computed(Operation.CHANGE_PERCENT, figure("1443339"), figure("310035"))
    assert (round(result.value, 2), result.unit) == (Decimal("-78.52"), "%")


def test_a_share_is_the_first_of_the_last_in_percent() -> None:
    result = computed(Operation.SHARE, figure("4262576"), figure("4813000"))
    assert (round(result.value, 2), result.unit, result.expression) == (Decimal("88.56"), "%", "4262576 / 4813000 * 100")


def test_an_average_divides_the_sum_by_the_number_of_figures() -> None:
    result = computed(Operation.AVERAGE, figure("10"), figure("20"), figure("45"))
    assert (result.value, result.expression) == (Decimal(25), "(10 + 20 + 45) / 3")


def test_a_percentage_is_taken_of_an_amount() -> None:
    result = computed(Operation.PERCENT_OF, figure("22.5", "%"), figure("200", "tkr"))
    assert (result.value, result.unit, result.expression) == (Decimal(45000), "kr", "22.5 / 100 * 200000")


def test_a_share_printed_beside_an_amount_is_taken_of_it_without_further_ado() -> None:
    result = computed(Operation.PERCENT_OF, figure("50", "%", scenario=Scenario.SHARE), figure("200"))
    assert (result.value, result.mixed) == (Decimal(100), ())


def test_a_number_of_people_times_a_cost_per_person_is_money() -> None:
    result = computed(Operation.PRODUCT, figure("22", "antal"), figure("19115"), allow_mixed=True)
    assert (result.value, result.unit, result.expression) == (Decimal(420530), "kr", "22 * 19115")


def test_a_quotient_of_money_by_people_is_money_a_head() -> None:
    result = computed(Operation.RATIO, figure("25310"), figure("200", "antal"), allow_mixed=True)
    assert (result.value, result.unit, result.expression) == (Decimal("126.55"), "kr", "25310 / 200")


def test_a_quotient_of_one_unit_by_itself_is_a_bare_number() -> None:
    assert computed(Operation.RATIO, figure("30"), figure("20")).unit == "antal"


def test_percentages_differ_by_percentage_points() -> None:
    result = computed(Operation.DIFFERENCE, figure("38.7", "%", "2019-12-31"), figure("50.7", "%", "2020-12-31"))
    assert (result.value, result.unit) == (Decimal(12), "procentenheter")


# --- exactness -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("operation", [o for o in Operation if o is not Operation.PERCENT_OF])
@pytest.mark.parametrize("values", [("7175545", "7078387"), ("-38774", "243398"), ("-7912113", "-6050288"), ("0.5", "3")])
def test_the_expression_gives_the_value(operation: Operation, values: Sequence[str]) -> None:
    result = computed(operation, *(figure(value, "antal", row="Årets resultat") for value in values))
    assert abs(evaluated(result.expression) - Fraction(result.value)) < Fraction(1, 10**40)


def test_thousands_and_millions_are_folded_to_kronor() -> None:
    result = computed(Operation.SUM, figure("10281", "tkr"), figure("1.5", "mnkr"), figure("500"))
    assert (result.value, result.expression) == (Decimal(11781500), "10281000 + 1500000 + 500")


def test_a_sum_is_exact_from_millions_of_millions_to_hundredths() -> None:
    assert computed(Operation.SUM, figure("1" + "0" * 70), figure("0.01")).value == Decimal("1" + "0" * 70 + ".01")


def test_a_product_is_exact_to_the_last_of_its_digits() -> None:
    long = "123456789" * 3
    assert computed(Operation.PRODUCT, figure(long, "antal"), figure(long, "antal", "2020")).value == int(long) ** 2


def test_a_quotient_has_more_digits_than_are_ever_said() -> None:
    assert str(computed(Operation.RATIO, figure("1"), figure("3")).value).startswith("0." + "3" * 50)


# --- signs -----------------------------------------------------------------------------------------------------------


def test_a_debt_printed_with_a_minus_shrinks_when_it_gets_less_negative() -> None:
    result = computed(Operation.DIFFERENCE, figure("-7912113"), figure("-6050288"))
    assert (result.value, result.expression) == (Decimal(-1861825), "6050288 - 7912113")


def test_a_loss_that_gets_larger_is_a_result_that_falls() -> None:
    losses = figure("-38774", row="Årets resultat"), figure("-795108", period="2023", row="Årets resultat")
    result = computed(Operation.DIFFERENCE, *losses)
    assert (result.value, result.expression) == (Decimal(-756334), "-795108 - (-38774)")


def test_a_result_that_turns_keeps_its_signs() -> None:
    result = computed(Operation.DIFFERENCE, figure("487600"), figure("-38774"))
    assert (result.value, result.expression) == (Decimal(-526374), "-38774 - 487600")


def test_a_cost_printed_with_a_minus_is_a_positive_share_of_an_income() -> None:
    result = computed(Operation.SHARE, figure("-4469000", row="Projektpengar"), figure("5234000", row="Intäkter"))
    assert (round(result.value, 1), result.expression) == (Decimal("85.4"), "4469000 / 5234000 * 100")


def test_a_loss_is_a_negative_share_of_an_income() -> None:
    result = computed(Operation.SHARE, figure("-38774", row="Årets resultat"), figure("5574000", row="Medlemsbidrag"))
    assert result.value < 0


def test_equity_on_a_side_printed_negative_is_the_amount_it_is() -> None:
    years = (figure(v, period=p, flags=(SIDE_PRINTED_NEGATIVE,)) for v, p in (("-100", "2020-12-31"), ("-250", "2021-12-31")))
    assert computed(Operation.SUM, *years).expression == "100 + 250"


def test_a_cost_that_one_table_prints_with_a_minus_and_another_without_is_one_cost() -> None:
    before = figure("7293915", period="2019", table="Översikt", concept="verksamhetens_kostnader")
    after = figure("-6550801", period="2020", concept="verksamhetens_kostnader")
    assert computed(Operation.DIFFERENCE, before, after).expression == "6550801 - 7293915"
    assert computed(Operation.SUM, before, after).expression == "7293915 + 6550801"


def test_a_row_of_unknown_meaning_with_other_signs_in_another_table_is_refused() -> None:
    told = refusal(Operation.DIFFERENCE, figure("50", period="2019", table="Översikt"), figure("-20", period="2020"))
    assert "olika tecken" in told


def test_rows_printed_with_different_signs_are_not_added_blindly() -> None:
    told = refusal(Operation.SUM, figure("-5", row="Löner"), figure("7", row="Lokaler"))
    assert "olika tecken" in told and "be uttryckligen" in told


def test_rows_printed_with_different_signs_are_added_as_printed_when_that_is_asked_for() -> None:
    result = computed(Operation.SUM, figure("-5", row="Kostnader"), figure("7", row="Intäkter"), allow_mixed=True)
    assert (result.value, result.mixed) == (Decimal(2), ("tryckta med olika tecken",))


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("operation", [Operation.SUM, Operation.DIFFERENCE, Operation.SHARE, Operation.AVERAGE])
def test_units_that_cannot_be_added_are_refused_even_when_asked_for(operation: Operation) -> None:
    told = refusal(operation, figure("5"), figure("5", "antal"), allow_mixed=True)
    assert told == "Siffror med olika enheter (antal, kr) kan inte räknas ihop. Välj siffror med samma enhet."


@pytest.mark.parametrize("operation", [Operation.RATIO, Operation.PRODUCT])
def test_a_new_unit_is_made_only_when_asked_for(operation: Operation) -> None:
    assert "enheter: antal, kr" in refusal(operation, figure("5"), figure("5", "antal"))


@pytest.mark.parametrize("operation", [Operation.SUM, Operation.DIFFERENCE, Operation.CHANGE_PERCENT, Operation.SHARE])
def test_a_budget_is_not_held_against_an_outcome_unasked(operation: Operation) -> None:
    told = refusal(operation, figure("5"), figure("7", scenario=Scenario.BUDGET))
    assert "(budget, utfall)" in told and "be uttryckligen" in told


def test_a_budget_is_held_against_an_outcome_when_asked_for_and_the_result_says_so() -> None:
    result = computed(Operation.DIFFERENCE, figure("7", scenario=Scenario.BUDGET), figure("5"), allow_mixed=True)
    assert (result.value, result.mixed) == (Decimal(-2), ("budget, utfall",))


def test_a_balance_is_not_added_to_a_flow_unasked() -> None:
    assert "ställning" in refusal(Operation.SUM, figure("5"), figure("7", period="2020-12-31"))


def test_a_balance_is_added_to_a_flow_when_asked_for_and_the_result_says_so() -> None:
    result = computed(Operation.SUM, figure("5"), figure("7", period="2020-12-31"), allow_mixed=True)
    assert (result.value, len(result.mixed)) == (Decimal(12), 1)


def test_nothing_is_said_to_be_mixed_where_nothing_is() -> None:
    assert computed(Operation.SUM, figure("5"), figure("7"), allow_mixed=True).mixed == ()


def test_an_amount_times_an_amount_is_refused_even_when_asked_for() -> None:
    assert "multipliceras" in refusal(Operation.PRODUCT, figure("5"), figure("7"), allow_mixed=True)


def test_what_is_taken_a_percentage_of_comes_last() -> None:
    assert "procentsats" in refusal(Operation.PERCENT_OF, figure("200"), figure("22", "%"))


@pytest.mark.parametrize("operation", [Operation.RATIO, Operation.SHARE, Operation.CHANGE_PERCENT])
def test_a_division_by_zero_is_refused(operation: Operation) -> None:
    zero, five = figure("0"), figure("5")
    assert "noll" in refusal(operation, *((zero, five) if operation is Operation.CHANGE_PERCENT else (five, zero)))


def test_one_figure_is_not_enough() -> None:
    assert "minst två" in refusal(Operation.SUM, figure("5"))


@pytest.mark.parametrize("operation", [Operation.DIFFERENCE, Operation.SHARE, Operation.RATIO, Operation.PERCENT_OF])
def test_no_figure_between_two_is_silently_left_out(operation: Operation) -> None:
    assert "precis två" in refusal(operation, figure("5"), figure("6"), figure("7"))


def test_a_figure_is_not_counted_twice() -> None:
    assert "två gånger" in refusal(Operation.SUM, figure("5"), figure("5"))
