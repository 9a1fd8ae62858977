"""Figures of the store as the brief states them: text, value, the place, and whether the reports contradict it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.amounts import KRONOR, base_unit, base_value, sign_is_meant
from assistant.brief.content import Cell, Stated
from assistant.brief.contested import SIGN, Doubts
from assistant.brief.sources import Sources
from assistant.brief.wording import NO_BREAK, amount, percent, signed
from assistant.evidence import FigureEvidence
from ingest.domain import SIDE_PRINTED_NEGATIVE
from vectorstore.entries import StoredFigure

_POINTS = "procentenheter"
MISSING = Cell("saknas", numeric=True)


def evidence(stored: StoredFigure) -> FigureEvidence:
    return FigureEvidence(stored.figure.key, stored, 1.0)


def printed_value(stored: StoredFigure) -> Decimal:
    """The value in its printed unit; equity and debts of a side that is printed with a minus are the amounts they are."""
    return -stored.figure.value if SIDE_PRINTED_NEGATIVE in stored.figure.flags else stored.figure.value


def stated(stored: StoredFigure) -> Stated:
    return Stated((stored.figure.key,), printed_value(stored), stored.figure.unit)


def said(stored: StoredFigure) -> str:
    return amount(printed_value(stored), stored.figure.unit)


def said_with_doubt(stored: StoredFigure, doubts: Doubts) -> str:
    """The figure as it is said, with the sign that the reports contradict it where they do."""
    return said(stored) + (f"{NO_BREAK}{SIGN}" if doubts.of([stored]) else "")


def figure_cell(stored: StoredFigure | None, sources: Sources, doubts: Doubts, added: str = "") -> Cell:
    """The cell of a printed figure, "saknas" for none. `added` stands behind the figure."""
    if stored is None:
        return MISSING
    contested = bool(doubts.of([stored]))
    text = said_with_doubt(stored, doubts) + added
    return Cell(text, (sources.figure(stored),), stated(stored), contested, numeric=True)


def difference(now: StoredFigure, before: StoredFigure) -> Stated:
    """What a figure has changed by, in its unit; of two units of money in kronor. Signs of costs are left aside."""
    first, last = _on_one_footing(before, now)
    same = now.figure.unit == before.figure.unit
    unit = now.figure.unit if same else base_unit(evidence(now))
    scale = KRONOR.get(unit, Decimal(1))
    change = _POINTS if unit == "%" else unit
    return Stated((now.figure.key, before.figure.key), (last - first) / scale, change, _minus(last, first))


def change_percent(now: StoredFigure, before: StoredFigure) -> Stated | None:
    """How many percent more or less; None from nothing, from or to a loss, and of percentages."""
    first, last = _on_one_footing(before, now)
    if first <= 0 or last < 0 or now.figure.unit == "%":
        return None
    return Stated(
        (now.figure.key, before.figure.key), (last - first) / first * 100, "%", f"({_minus(last, first)}) / {_bare(first)} * 100"
    )


def _on_one_footing(before: StoredFigure, now: StoredFigure) -> tuple[Decimal, Decimal]:
    one, other = evidence(before), evidence(now)
    values = base_value(one), base_value(other)
    return values if sign_is_meant(one) or sign_is_meant(other) else (abs(values[0]), abs(values[1]))


def change_cell(now: StoredFigure | None, before: StoredFigure | None, sources: Sources) -> Cell:
    """ "+1 200 kr (+3,2 %)", "−24,4 procentenheter"; a dash where there is nothing to compare."""
    if now is None or before is None:
        return Cell("–", numeric=True)
    change, share = difference(now, before), change_percent(now, before)
    text = signed(amount(change.value, change.unit)) if change.value else "oförändrat"
    text = text.removesuffix("er") if abs(change.value) == 1 and change.unit == _POINTS else text
    if change.value and share is not None:
        text += f" ({signed(percent(share.value))})"
    return Cell(text, (sources.figure(now), sources.figure(before)), change, numeric=True)


def source_cell(cells: Sequence[Cell]) -> Cell:
    """The last cell of a row: the marks of every place that its figures stand in."""
    numbers = dict.fromkeys(n for cell in cells for n in cell.citations)
    return Cell(" ".join(f"[{n}]" for n in numbers), tuple(numbers))


def _minus(last: Decimal, first: Decimal) -> str:
    return f"{_bare(last)} - {_bare(first)}"


def _bare(value: Decimal) -> str:
    return f"({value:f})" if value < 0 else f"{value:f}"
