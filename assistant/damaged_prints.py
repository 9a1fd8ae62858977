"""Damaged prints ("3272 655" for 3 272 655): how the value comes from the numbers that stand there, as an expression.

So do amounts printed in thousands, where something is computed of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.amounts import base_value
from assistant.evidence import FigureEvidence
from assistant.facts import is_repaired

# As a reader takes a line apart: blanks before three digits belong to a number.
_NUMBER = re.compile(r"\d{1,3}(?:\s\d{3})+|\d+")
# What stands before so many more digits is worth that many times as much; said with the factors 100 and 1000 alone.
_WORTH = ("", " * 1000 / 100", " * 100")
_THOUSANDS = {"tkr": 1, "mnkr": 2}
_OPERAND = re.compile(r"\d+(?:\.\d+)?")


def reading_of(evidence: FigureEvidence) -> str | None:
    """The value in the base unit as an expression over the print's numbers ("3272 * 1000 + 655"); None for a print that
    is read as it stands."""
    if not is_repaired(evidence):
        return None
    numbers = [re.sub(r"\D", "", match.group()) for match in _NUMBER.finditer(evidence.stored.figure.raw)]
    if len(numbers) < 2:
        return None
    behind = [sum(map(len, numbers[place + 1 :])) for place in range(len(numbers))]
    terms = [f"{int(number)}{_worth(digits)}" for number, digits in zip(numbers, behind, strict=True) if int(number)]
    expression = " + ".join(terms)
    thousands = _THOUSANDS.get(evidence.stored.figure.unit, 0)
    if thousands:
        expression = f"({expression}){' * 1000' * thousands}"
    return f"-({expression})" if base_value(evidence) < 0 else expression


def _worth(digits: int) -> str:
    thousands, rest = divmod(digits, 3)
    return " * 1000" * thousands + _WORTH[rest]


def with_readings(expression: str, inputs: Sequence[FigureEvidence]) -> str:
    """An expression over figures with every damaged one as it is read, and every one in thousands as it is printed."""
    readings: dict[str, str] = {}
    for evidence in inputs:
        reading = reading_of(evidence) or _printed_in_thousands(evidence)
        if reading is not None:
            readings[_plain(abs(base_value(evidence)))] = f"({reading.removeprefix('-')})"
    return _OPERAND.sub(lambda number: readings.get(number.group(), number.group()), expression)


def _printed_in_thousands(evidence: FigureEvidence) -> str | None:
    """ "5990 * 1000" for a print of 5 990 tkr."""
    thousands = _THOUSANDS.get(evidence.stored.figure.unit, 0)
    return f"{_plain(abs(evidence.stored.figure.value))}{' * 1000' * thousands}" if thousands else None


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
