"""The operations on amounts: each gives the exact value and the expression that says how."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, localcontext
from enum import StrEnum
from math import prod

# Quotients have this many digits and more; they are rounded where they are said.
DIGITS = 60


class Operation(StrEnum):
    """What is computed. Of two figures the first is the earlier, the part, the dividend or the percentage; a share may be of
    several parts, the last figure is the whole."""

    SUM = "sum"
    DIFFERENCE = "difference"
    PRODUCT = "product"
    RATIO = "ratio"
    PERCENT_OF = "percent_of"
    CHANGE_PERCENT = "change_percent"
    SHARE = "share"
    AVERAGE = "average"


def evaluate(operation: Operation, values: Sequence[Decimal]) -> tuple[Decimal, str]:
    """The value, exact or a quotient of at least `DIGITS` digits, and the expression over the values (`+ - * / ( )`).

    Two values, unless the operation is a sum, a product or an average; a divisor is not zero.
    """
    with localcontext() as context:
        context.prec = DIGITS + sum(len(v.as_tuple().digits) for v in values)
        return _FORMULAS[operation](values)


_Result = tuple[Decimal, str]


def _sum(values: Sequence[Decimal]) -> _Result:
    return sum(values, Decimal(0)), " + ".join(map(_operand, values))


def _difference(values: Sequence[Decimal]) -> _Result:
    first, last = values
    return last - first, f"{_plain(last)} - {_operand(first)}"


def _product(values: Sequence[Decimal]) -> _Result:
    return prod(values, start=Decimal(1)), " * ".join(map(_operand, values))


def _ratio(values: Sequence[Decimal]) -> _Result:
    first, last = values
    return first / last, f"{_plain(first)} / {_operand(last)}"


def _percent_of(values: Sequence[Decimal]) -> _Result:
    percent, amount = values
    return percent / 100 * amount, f"{_plain(percent)} / 100 * {_operand(amount)}"


def _change_percent(values: Sequence[Decimal]) -> _Result:
    first, last = values
    return (last - first) / abs(first) * 100, f"({_plain(last)} - {_operand(first)}) / {_plain(abs(first))} * 100"


def _share(values: Sequence[Decimal]) -> _Result:
    *parts, whole = values
    if len(parts) == 1:
        return parts[0] / whole * 100, f"{_plain(parts[0])} / {_operand(whole)} * 100"
    total, expression = _sum(parts)
    return total / whole * 100, f"({expression}) / {_operand(whole)} * 100"


def _average(values: Sequence[Decimal]) -> _Result:
    total, expression = _sum(values)
    return total / len(values), f"({expression}) / {len(values)}"


_FORMULAS: Mapping[Operation, Callable[[Sequence[Decimal]], _Result]] = {
    Operation.SUM: _sum,
    Operation.DIFFERENCE: _difference,
    Operation.PRODUCT: _product,
    Operation.RATIO: _ratio,
    Operation.PERCENT_OF: _percent_of,
    Operation.CHANGE_PERCENT: _change_percent,
    Operation.SHARE: _share,
    Operation.AVERAGE: _average,
}


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _operand(value: Decimal) -> str:
    return f"({_plain(value)})" if value < 0 else _plain(value)
