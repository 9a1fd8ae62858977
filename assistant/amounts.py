"""A printed figure as an amount to compute with: in the base unit, and with the sign it means."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.evidence import FigureEvidence
from ingest.domain import SIDE_PRINTED_NEGATIVE, Figure, Scenario
from ingest.language import fold

# Printed units of money in kronor; every computation is in the base unit.
KRONOR = {"kr": Decimal(1), "tkr": Decimal(1000), "mnkr": Decimal(1_000_000)}

# Rows whose minus says something. A cost or a debt is printed with a minus in one table and without in the next.
_SIGNED = re.compile(r"(resultat|kassaflode|forandring|avvikelse|differens|overskott|underskott|netto|eget[ _]kapital)(?![a-z])")


def base_value(evidence: FigureEvidence) -> Decimal:
    """The value in the base unit: money in kronor, everything else as printed.

    Equity and debts of a balance sheet that prints that whole side with a minus are the amounts they are.
    """
    figure = evidence.stored.figure
    sign = -1 if SIDE_PRINTED_NEGATIVE in figure.flags and figure.value else 1
    return sign * figure.value * KRONOR.get(figure.unit, Decimal(1))


def base_unit(evidence: FigureEvidence) -> str:
    return "kr" if evidence.stored.figure.unit in KRONOR else evidence.stored.figure.unit


def sign_is_meant(evidence: FigureEvidence) -> bool:
    """Whether a minus means less than nothing (a result, a cash flow, a deviation) and not just "a cost"."""
    return is_signed(evidence.stored.figure)


def is_signed(figure: Figure) -> bool:
    """As `sign_is_meant`."""
    name = f"{figure.concept or ''} {fold(figure.row.rpartition(' › ')[2])}"
    return figure.scenario is Scenario.DEVIATION or _SIGNED.search(name) is not None


def size(evidence: FigureEvidence) -> Decimal:
    """What makes a figure larger or smaller than another: its amount, whatever sign its table gives a cost; with its sign
    where that is meant."""
    value = base_value(evidence)
    return value if sign_is_meant(evidence) else abs(value)
