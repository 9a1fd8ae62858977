"""From what is printed or computed to a square of the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.amounts import base_unit, base_value, size
from assistant.choose import Choice, contradicting, namesakes
from assistant.compare import Entry, EntryStatus
from assistant.comparison_budget import AgainstBudget
from assistant.comparison_changes import ChangeBetween
from assistant.comparison_findings import FindingsByFigure, is_contested, open_findings
from assistant.comparison_quotients import PerParticipant
from assistant.compose_warnings import figure_warnings
from assistant.evidence import Calculation, FigureEvidence
from assistant.query import Span
from assistant.timespans import say_span
from assistant.wording import printed_scale, say_amount, say_time
from ui.comparison.squares import Square

_NO_PERCENTAGE = "Ingen procentsats: budgeten är noll, eller ett resultat som är eller blev negativt."


def of_entry(entry: Entry, findings: FindingsByFigure, kind: str = "") -> Square:
    """A printed figure, or why there is none; `kind` names what it is where the column does not ("budget")."""
    label = _label(entry.measure, entry.association, entry.span, kind)
    choice = entry.choice
    if choice is None:
        return Square(label, None, "", entry.why_missing)
    best = choice.best
    doubts = open_findings([best], findings)
    return Square(
        label=label,
        value=base_value(best),
        unit=base_unit(best),
        drawn=size(best),
        inputs=(best,),
        others=_others(choice),
        findings=doubts,
        is_contested=is_contested(entry, findings),
        is_ambiguous=entry.status is not EntryStatus.FIGURE and not is_contested(entry, findings),
        notes=figure_warnings([best], "sv", [entry.span] if entry.span else ()),
        beside=_precision([best]),
    )


def of_budget(one: AgainstBudget, findings: FindingsByFigure) -> tuple[Square, ...]:
    """Budget, outcome, and the deviation in the unit and in percent."""
    budget, outcome = of_entry(one.budget, findings, "budget"), of_entry(one.outcome, findings, "utfall")
    return budget, outcome, *(_deviation(one, found, findings) for found in (one.difference, one.percent))


def _deviation(one: AgainstBudget, computed: Calculation | None, findings: FindingsByFigure) -> Square:
    label = _label(one.measure, one.association, one.span, "avvikelse från budget")
    inputs = _prints(one.budget, one.outcome)
    if computed is None:
        no_percentage = one.difference is not None and not one.refused
        return Square(label, None, "", _NO_PERCENTAGE if no_percentage else one.refused)
    printed = (one.printed,) if one.printed is not None else ()
    return replace(_computed(label, computed, inputs, one.notes, one.contested, findings), printed=printed)


def of_quotient(one: PerParticipant, findings: FindingsByFigure) -> Square:
    """A cost by its participants, or why it is not computed."""
    label = _label(one.measure, one.association, one.span, "kronor per deltagare")
    if one.quotient is None or one.participants is None:
        return Square(label, None, "", one.refused)
    printed = (one.printed,) if one.printed is not None else ()
    inputs = (*_prints(one.cost), one.participants)
    square = _computed(label, one.quotient, inputs, one.notes, one.contested, findings, signed=False)
    return replace(square, printed=printed)


def of_change(entry: Entry, change: ChangeBetween | None, findings: FindingsByFigure) -> Square:
    """What changed since the printed time before, or why nothing is said."""
    label = _label(entry.measure, entry.association, entry.span, "förändring")
    if entry.choice is None:
        return Square(label, None, "", entry.why_missing)
    if change is None or change.first.choice is None:
        return Square(
            label, None, "", "Inget tidigare värde för en lika lång period att jämföra med.", inputs=(entry.choice.best,)
        )
    if change.difference is None:
        return Square(label, None, "", change.refused, inputs=_prints(change.first, change.last))
    percent = change.percent
    beside = (
        (f"{say_signed(percent.value, percent.unit)}",) if percent is not None and percent.unit != change.difference.unit else ()
    )
    since = f"sedan {say_time(change.first.choice.best)}"
    inputs = _prints(change.first, change.last)
    contested = any(is_contested(one, findings) for one in (change.first, change.last))
    square = _computed(label, change.difference, inputs, (), contested, findings)
    expressions = (percent.expression,) if beside and percent is not None else ()
    return square.with_beside((*beside, since), expressions)


def say_signed(value: Decimal, unit: str) -> str:
    """A deviation or change with its sign said, whichever it is."""
    said = say_amount(value, unit)
    return f"+{said}" if value > 0 else said


def _computed(
    label: str,
    computed: Calculation,
    inputs: Sequence[FigureEvidence],
    notes: Sequence[str],
    contested: bool,
    findings: FindingsByFigure,
    *,
    signed: bool = True,
) -> Square:
    doubts = open_findings(inputs, findings)
    return Square(
        label=label,
        value=computed.value,
        unit=computed.unit,
        drawn=computed.value,
        inputs=tuple(inputs),
        expression=computed.expression,
        findings=doubts,
        is_contested=contested or bool(doubts),
        notes=(*notes, *figure_warnings(inputs, "sv")),
        beside=_precision(inputs) if computed.unit == "kr" else (),
        is_signed=signed,
    )


def _prints(*entries: Entry) -> tuple[FigureEvidence, ...]:
    return tuple(entry.choice.best for entry in entries if entry.choice is not None)


def _others(choice: Choice) -> tuple[FigureEvidence, ...]:
    """What else is printed, each amount once."""
    others = (*contradicting(choice), *namesakes(choice))
    return tuple({(base_value(e), e.stored.figure.row, e.stored.report.report): e for e in others}.values())


def _precision(inputs: Sequence[FigureEvidence]) -> tuple[str, ...]:
    """That the print is coarser than a krona."""
    scales = dict.fromkeys(scale for e in inputs if (scale := printed_scale(e)) is not None)
    return (f"avrundat till {' och '.join(scales)}",) if scales else ()


def _label(measure: str, association: str, span: Span | None, kind: str = "") -> str:
    time = say_span(span) if span is not None else ""
    return ", ".join(part for part in (measure, association, time, kind) if part)
