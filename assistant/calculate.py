"""Exact arithmetic over printed figures: Decimal, with the expression kept.

Mixed units, mixed scenarios, or a flow with an instant are refused: the sum would mean nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from enum import StrEnum

from assistant.evidence import Calculation, FigureEvidence
from assistant.timespans import parse_period
from ingest.domain import SIDE_PRINTED_NEGATIVE, Scenario
from ingest.errors import UsageError

# Printed units of money in kronor; the expression is written in the base unit.
KRONOR = {"kr": Decimal(1), "tkr": Decimal(1000), "mnkr": Decimal(1_000_000)}

# No printed amount has so many; quotients are rounded where they are said.
DIGITS = 60


class Operation(StrEnum):
    SUM = "sum"
    DIFFERENCE = "difference"
    CHANGE_PERCENT = "change_percent"
    SHARE = "share"
    RATIO = "ratio"
    AVERAGE = "average"


def base_value(evidence: FigureEvidence) -> Decimal:
    """The value in the base unit: money in kronor, everything else as printed.

    Equity and debts of a balance sheet that prints that whole side with a minus are the amounts they are.
    """
    figure = evidence.stored.figure
    sign = -1 if SIDE_PRINTED_NEGATIVE in figure.flags else 1
    return sign * figure.value * KRONOR.get(figure.unit, Decimal(1))


def base_unit(evidence: FigureEvidence) -> str:
    return "kr" if evidence.stored.figure.unit in KRONOR else evidence.stored.figure.unit


def calculate(operation: Operation, inputs: Sequence[FigureEvidence], label: str) -> Calculation:
    """The operation over figures in the order given: difference = last - first, change = (last - first) / |first|.

    Returns the exact value (quotients to more digits than are ever said). Raises `UsageError` for too few
    figures, a division by zero, mixed units (a ratio may mix), mixed scenarios, or a flow mixed with an instant.
    """
    _refuse_what_means_nothing(operation, inputs)
    values = _on_one_footing(inputs)
    first, last = values[0], values[-1]
    with localcontext() as context:
        context.prec = DIGITS
        if operation is Operation.SUM:
            value, expression = sum(values, Decimal(0)), " + ".join(_operand(v) for v in values)
        elif operation is Operation.AVERAGE:
            value, expression = (
                sum(values, Decimal(0)) / len(values),
                f"({' + '.join(_operand(v) for v in values)}) / {len(values)}",
            )
        elif operation is Operation.DIFFERENCE:
            low, high = _sizes(first, last)
            value, expression = high - low, f"{_plain(high)} - {_operand(low)}"
        elif operation is Operation.CHANGE_PERCENT:
            low, high = _sizes(first, last)
            value, expression = (high - low) / abs(low) * 100, f"({_plain(high)} - {_operand(low)}) / {_plain(abs(low))} * 100"
        elif operation is Operation.SHARE:
            value, expression = first / last * 100, f"{_plain(first)} / {_operand(last)} * 100"
        else:
            value, expression = first / last, f"{_plain(first)} / {_operand(last)}"
    unit = "%" if operation in (Operation.SHARE, Operation.CHANGE_PERCENT) else base_unit(inputs[0])
    key = f"c:{operation}:" + "+".join(e.key for e in inputs)
    return Calculation(key, label, +value, unit, expression, tuple(e.key for e in inputs))


def _on_one_footing(inputs: Sequence[FigureEvidence]) -> list[Decimal]:
    """The values; of different things with different signs the sizes: incomes and costs printed with a minus are both amounts."""
    values = [base_value(e) for e in inputs]
    one_thing = len({e.stored.figure.concept or e.stored.figure.row for e in inputs}) == 1
    return values if one_thing or len({v < 0 for v in values if v}) < 2 else [abs(v) for v in values]


def _sizes(first: Decimal, last: Decimal) -> tuple[Decimal, Decimal]:
    """Costs and debts printed with a minus grow when they get more negative: it is their size that changes."""
    return (abs(first), abs(last)) if first < 0 and last < 0 else (first, last)


def _refuse_what_means_nothing(operation: Operation, inputs: Sequence[FigureEvidence]) -> None:
    if len(inputs) < 2:
        raise UsageError("Det behövs minst två siffror att räkna med.", f"{operation} over {len(inputs)} figures")
    units, scenarios = {base_unit(e) for e in inputs}, {e.stored.figure.scenario for e in inputs}
    if operation is not Operation.RATIO and len(units) > 1:
        raise UsageError(f"Siffror med olika enheter ({', '.join(sorted(units))}) kan inte räknas ihop.", "mixed units")
    if operation in (Operation.SUM, Operation.AVERAGE) and len(scenarios) > 1:
        raise UsageError(f"{', '.join(sorted(scenarios))} kan inte räknas ihop.", "mixed scenarios")
    if operation is not Operation.RATIO and len({_is_instant(e) for e in inputs}) > 1:
        raise UsageError("En ställning ett visst datum kan inte räknas ihop med ett belopp för en period.", "flow with instant")
    divisor = base_value(inputs[0] if operation is Operation.CHANGE_PERCENT else inputs[-1])
    if operation in (Operation.CHANGE_PERCENT, Operation.SHARE, Operation.RATIO) and divisor == 0:
        raise UsageError("Det går inte att dela med noll.", "division by zero")


def _is_instant(evidence: FigureEvidence) -> bool:
    figure = evidence.stored.figure
    return figure.period is not None and figure.scenario is not Scenario.SHARE and parse_period(figure.period).is_instant


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _operand(value: Decimal) -> str:
    return f"({_plain(value)})" if value < 0 else _plain(value)
