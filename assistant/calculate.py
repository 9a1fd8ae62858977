"""Exact arithmetic over printed figures: what may be computed, on what footing; what means nothing is refused."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.amounts import base_unit, base_value, sign_is_meant
from assistant.evidence import Calculation, FigureEvidence
from assistant.operations import Operation, evaluate
from assistant.timespans import parse_period
from ingest.domain import Scenario
from ingest.errors import UsageError

PERCENTAGE_POINTS = "procentenheter"
_OF_MANY = frozenset({Operation.SUM, Operation.PRODUCT, Operation.AVERAGE})
_DIVIDING = frozenset({Operation.CHANGE_PERCENT, Operation.SHARE, Operation.RATIO})
_CHANGING = frozenset({Operation.DIFFERENCE, Operation.CHANGE_PERCENT})
_COMPARING = frozenset({*_CHANGING, Operation.SHARE, Operation.RATIO})
# A quotient or a product of unlike things is a new thing ("kronor per deltagare"); their sum is nothing.
_MAKING_A_NEW_UNIT = frozenset({Operation.RATIO, Operation.PRODUCT})


def calculate(
    operation: Operation, inputs: Sequence[FigureEvidence], label: str, *, allow_mixed: bool = False, several_parts: bool = False
) -> Calculation:
    """The operation over figures in the order given: difference = last - first, change = (last - first) / |first| * 100,
    share = first / last * 100, percent_of = first / 100 * last.

    Money is in kronor; the value is exact, quotients to more digits than are ever said. `allow_mixed` asks outright for
    unlike figures: of several scenarios, a period's amount with a day's balance, a quotient or product of several
    units, a sum of differently signed rows. What was mixed stands in the result's `mixed`. `several_parts`: a share is of all
    figures before the last, taken together.

    Raises `UsageError` for a wrong number of figures, a figure given twice, a division by zero, a mixture that was not
    asked for, and always where the arithmetic means nothing: units that cannot be added, an amount times an amount.
    """
    _refuse_wrong_count(operation, inputs, several=several_parts and operation is Operation.SHARE)
    _refuse_meaningless_units(operation, inputs)
    mixed = _mixtures(operation, inputs)
    if mixed and not allow_mixed:
        raise UsageError(
            f"Siffrorna är av olika slag ({'; '.join(mixed)}) och räknas inte ihop. "
            "Välj siffror av samma slag, eller be uttryckligen om att de blandas.",
            f"mixed figures: {mixed}",
        )
    values = _on_one_footing(operation, inputs)
    divisor = values[0] if operation is Operation.CHANGE_PERCENT else values[-1]
    if operation in _DIVIDING and divisor == 0:
        raise UsageError("Det går inte att dela med noll. Välj en annan siffra att jämföra med.", "division by zero")
    value, expression = evaluate(operation, values)
    key = f"c:{operation}:" + "+".join(e.key for e in inputs)
    return Calculation(key, operation, label, value, _unit(operation, inputs), expression, tuple(e.key for e in inputs), mixed)


def _on_one_footing(operation: Operation, inputs: Sequence[FigureEvidence]) -> list[Decimal]:
    """The values to compute with: as printed, or the sizes of costs, debts and the like.

    Printed with a minus they grow when they get more negative; and one table prints the sign that another leaves out.
    """
    values = [base_value(e) for e in inputs]
    if not _differ_in_sign(inputs):
        grows = operation in _CHANGING and all(v < 0 for v in values) and not any(sign_is_meant(e) for e in inputs)
        return [abs(v) for v in values] if grows else values
    one_concept = len({e.stored.figure.concept for e in inputs}) == 1 and inputs[0].stored.figure.concept is not None
    held_against_each_other = operation in _COMPARING and (not _are_one_row(inputs) or _are_plan_and_outcome(inputs))
    return [abs(v) for v in values] if one_concept or held_against_each_other else values


def _are_plan_and_outcome(inputs: Sequence[FigureEvidence]) -> bool:
    """Of one row: a table may print what was spent with a minus and what was planned without."""
    return {e.stored.figure.scenario for e in inputs} == {Scenario.BUDGET, Scenario.OUTCOME}


def _differ_in_sign(inputs: Sequence[FigureEvidence]) -> bool:
    """Whether figures are printed with different signs though for none of them a minus means less than nothing."""
    return len({v < 0 for e in inputs if (v := base_value(e))}) > 1 and not any(sign_is_meant(e) for e in inputs)


def _are_one_row(inputs: Sequence[FigureEvidence]) -> bool:
    return len({e.stored.figure.concept or e.stored.figure.row for e in inputs}) == 1


def _sign_is_unclear(operation: Operation, inputs: Sequence[FigureEvidence]) -> bool:
    """Whether a different sign may mean another direction as well as another table's way to print: of rows that are
    added up, or of one row without a known meaning in two tables."""
    if not _differ_in_sign(inputs) or operation in (Operation.PRODUCT, Operation.PERCENT_OF):
        return False
    if not _are_one_row(inputs):
        return operation in (Operation.SUM, Operation.AVERAGE)
    tables = {(e.stored.report.report, e.stored.figure.table) for e in inputs}
    return inputs[0].stored.figure.concept is None and len(tables) > 1


def _unit(operation: Operation, inputs: Sequence[FigureEvidence]) -> str:
    """The result's unit: a quotient of one unit by itself is a bare number, of two the first one's ("kronor per ...")."""
    units = [base_unit(e) for e in inputs]
    if operation in (Operation.SHARE, Operation.CHANGE_PERCENT):
        return "%"
    if operation is Operation.DIFFERENCE and units[0] == "%":
        return PERCENTAGE_POINTS
    if operation is Operation.RATIO and units[0] == units[1]:
        return "antal"
    if operation is Operation.PERCENT_OF:
        return units[1]
    if operation is Operation.PRODUCT:
        return min(units, key=lambda unit: (unit != "kr", unit == "antal"))
    return units[0]


# --- what is refused -------------------------------------------------------------------------------------------------


def _refuse_wrong_count(operation: Operation, inputs: Sequence[FigureEvidence], *, several: bool) -> None:
    if len(inputs) < 2:
        raise UsageError("Det behövs minst två siffror att räkna med.", f"{operation} over {len(inputs)} figures")
    if operation not in _OF_MANY and not several and len(inputs) != 2:
        raise UsageError("Det här räknas på precis två siffror: den första och den sista.", f"{operation} over {len(inputs)}")
    if len({e.key for e in inputs}) != len(inputs):
        raise UsageError("Samma siffra är angiven två gånger. Ange varje siffra en gång.", "a figure given twice")


def _refuse_meaningless_units(operation: Operation, inputs: Sequence[FigureEvidence]) -> None:
    units = [base_unit(e) for e in inputs]
    if operation is Operation.PERCENT_OF:
        if units[0] != "%":
            raise UsageError("Den första siffran ska vara en procentsats, den andra det den räknas på.", "no percentage")
    elif operation is Operation.PRODUCT:
        if units.count("kr") > 1 or "%" in units:
            raise UsageError(
                "Ett belopp kan bara multipliceras med antal. En procentsats räknas på ett belopp med percent_of.",
                f"product of {units}",
            )
    elif operation is not Operation.RATIO and len(set(units)) > 1:
        raise UsageError(
            f"Siffror med olika enheter ({', '.join(sorted(set(units)))}) kan inte räknas ihop. Välj siffror med samma enhet.",
            "units that cannot be added",
        )


def _mixtures(operation: Operation, inputs: Sequence[FigureEvidence]) -> tuple[str, ...]:
    """What makes the figures unlike, in Swedish; empty when they are alike."""
    units, scenarios = {base_unit(e) for e in inputs}, {str(e.stored.figure.scenario) for e in inputs}
    if operation is Operation.PERCENT_OF:
        scenarios -= {str(Scenario.SHARE)}  # a share of what happened, or was planned, is of the same kind
    found = []
    if operation in _MAKING_A_NEW_UNIT and len(units) > 1:
        found.append(f"enheter: {', '.join(sorted(units))}")
    if len(scenarios) > 1:
        found.append(", ".join(sorted(scenarios)))
    if len({_is_instant(e) for e in inputs}) > 1:
        found.append("en ställning ett visst datum och ett belopp för en period")
    if _sign_is_unclear(operation, inputs):
        found.append("tryckta med olika tecken")
    return tuple(found)


def _is_instant(evidence: FigureEvidence) -> bool:
    figure = evidence.stored.figure
    return figure.period is not None and figure.scenario is not Scenario.SHARE and parse_period(figure.period).is_instant
