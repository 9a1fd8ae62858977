"""What a reader must know beside a figure: rounding, damage, doubt about column, unit or time."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evidence import FigureEvidence
from assistant.query import Span
from assistant.timespans import PART_OF, best_fit, parse_period, say_span
from assistant.wording import printed_scale, say, say_figure, say_label, say_time
from ingest.domain import SIDE_PRINTED_NEGATIVE

# The flags of the contract that a reader is told of, and the phrase that tells.
_FLAG_PHRASES = (
    ("repaired", "damaged"),
    ("ambiguous", "ambiguous"),
    ("low-confidence", "low_confidence"),
    ("column-uncertain", "uncertain"),
    ("unit-contradiction", "contradicted_unit"),
    ("unit-assumed", "assumed_unit"),
    (SIDE_PRINTED_NEGATIVE, "printed_negative"),
)


def figure_warnings(figures: Sequence[FigureEvidence], language: str, periods: Sequence[Span] = ()) -> tuple[str, ...]:
    """The warnings of all figures used, each once, in the order of the figures; `periods` are the times asked about."""
    return tuple(dict.fromkeys(text for e in figures for text in _warnings(e, language, periods)))


def _warnings(evidence: FigureEvidence, language: str, periods: Sequence[Span]) -> list[str]:
    label, figure = say_label(evidence), evidence.stored.figure
    found = []
    unit = printed_scale(evidence)
    if unit:
        found.append(say(language, "printed_in", label=label, unit=unit))
    for prefix, phrase in _FLAG_PHRASES:
        if any(flag.startswith(prefix) for flag in figure.flags):
            found.append(say(language, phrase, label=label, raw=figure.raw, value=say_figure(evidence), unit=figure.unit))
    if "period-assumed" in figure.flags:
        found.append(say(language, "assumed_period", label=label, time=say_time(evidence)))
    if figure.period and periods:
        span = parse_period(figure.period)
        if best_fit(periods, span) == PART_OF and not span.is_instant:
            found.append(say(language, "part_of_year", time=say_span(span)))
    return found
