"""A square in Swedish words: its value, its marks, and what is told of it when it is opened."""

from __future__ import annotations

from assistant.evidence import FigureEvidence
from assistant.wording import say_amount, say_expression, say_figure, say_label, say_time
from ingest.domain import Scenario
from ui.comparison.squares import ComparedTable, Square

MISSING = "saknas"
CONTESTED, AMBIGUOUS = "⚠ motsägs", "? flera rader"
_BLANK, _NO_BREAK = " ", "\u00a0"
_HUNDRED_TIMES = " * 100"


def value_text(square: Square, unit: str = "") -> str:
    """The value with its unit, without the unit that the table states for all; "saknas" where there is none."""
    if square.value is None:
        return MISSING
    said = say_amount(square.value, square.unit)
    if square.unit == unit:
        said = said.removesuffix(f" {unit}")
    return unbroken(f"+{said}" if square.is_signed and square.value > 0 else said)


def marks_of(square: Square) -> tuple[str, ...]:
    """What is said under the value of a square that is not simply so."""
    marks = [CONTESTED] if square.is_contested else []
    return (*marks, *([AMBIGUOUS] if square.is_ambiguous else []), *square.beside)


def unbroken(text: str) -> str:
    """A number on one line."""
    return text.replace(_BLANK, _NO_BREAK)


def working_texts(square: Square) -> tuple[str, ...]:
    """ "4 262 576 / 223 = 19 114,69 kr", and the same for what is said beside it."""
    if square.value is None or not square.expression:
        return ()
    first = f"{expression_text(square.expression)} = {value_text(square)}"
    return (unbroken(first).replace(f"{_NO_BREAK}={_NO_BREAK}", " = "), *map(expression_text, square.more_expressions))


def expression_text(expression: str) -> str:
    """An expression in Swedish numerals; a percentage keeps its factor, so that it can be followed."""
    times = " × 100" if expression.endswith(_HUNDRED_TIMES) else ""
    return say_expression(expression) + times


def figure_text(evidence: FigureEvidence) -> str:
    """ "Lokaler, budget 2021: 62 100 kr"."""
    figure = evidence.stored.figure
    kind = "" if figure.scenario is Scenario.OUTCOME else f"{figure.scenario} "
    when = f"{kind}{say_time(evidence)}".strip()
    name = ", ".join(part for part in (say_label(evidence), when) if part)
    return f"{name}: {unbroken(say_figure(evidence))}"


def summary_text(tables: tuple[ComparedTable, ...]) -> str:
    """ "3 mått, 4 förbund. 41 värden, 12 saknas, 3 motsägs av andra uppgifter."""
    squares = [square for table in tables for row in table.rows for square in row.squares]
    names = {row.association for table in tables for row in table.rows}
    filled = sum(square.value is not None for square in squares)
    contested = sum(square.is_contested for square in squares)
    parts = [f"{filled} {'värde' if filled == 1 else 'värden'}"]
    parts += [f"{len(squares) - filled} saknas"] if filled < len(squares) else []
    parts += [f"{contested} motsägs av andra uppgifter"] if contested else []
    return f"{len(tables)} mått, {len(names)} förbund: {', '.join(parts)}."
