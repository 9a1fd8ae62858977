"""What a reader must know beside a figure: rounding, damage, doubt about column, unit or time."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evidence import FigureEvidence
from assistant.query import Span
from assistant.timespans import PART_OF, best_fit, parse_period
from assistant.wording import printed_scale, say, say_figure, say_label, say_time, say_when
from ingest.domain import READ_FROM_IMAGE, SIDE_PRINTED_NEGATIVE, UNSURE_IN_IMAGE
from ingest.figures import HARDLY_SO

# The flags of the contract that a reader is told of, and the phrase that tells.
_FLAG_PHRASES = (
    ("repaired", "damaged"),
    ("ambiguous", "ambiguous"),
    (UNSURE_IN_IMAGE, "unsure_in_image"),
    (HARDLY_SO, "low_confidence"),
    ("column-uncertain", "uncertain"),
    ("unit-contradiction", "contradicted_unit"),
    ("unit-assumed", "assumed_unit"),
    (SIDE_PRINTED_NEGATIVE, "printed_negative"),
)
_OF_THE_UNIT = frozenset({"contradicted_unit", "assumed_unit"})
_OF_THE_PRINT = frozenset({"damaged", "ambiguous", "low_confidence", "unsure_in_image"})
# A phrase and the names it is filled with, but for the label.
_Warning = tuple[str, tuple[tuple[str, str], ...]]


def figure_warnings(figures: Sequence[FigureEvidence], language: str, periods: Sequence[Span] = ()) -> tuple[str, ...]:
    """The warnings of all figures used, in the order of the figures; `periods` are the times asked about.

    What is to be said of several figures is said once, of all their labels.
    """
    labels: dict[_Warning, dict[str, None]] = {}
    for e in figures:
        for warning in _warnings(e, language, periods):
            labels.setdefault(warning, {})[say_label(e)] = None
    return tuple(say(language, phrase, label="; ".join(of), **dict(names)) for (phrase, names), of in labels.items())


def _warnings(evidence: FigureEvidence, language: str, periods: Sequence[Span]) -> list[_Warning]:
    figure = evidence.stored.figure
    found: list[_Warning] = []
    unit = printed_scale(evidence)
    if unit:
        found.append(("printed_in", (("unit", unit),)))
    for prefix, phrase in _FLAG_PHRASES:
        if any(flag.startswith(prefix) for flag in figure.flags):
            found.append((phrase, _names(phrase, evidence, language)))
    if READ_FROM_IMAGE in figure.flags and not any(flag.startswith(UNSURE_IN_IMAGE) for flag in figure.flags):
        found.append(("from_image", ()))
    if "period-assumed" in figure.flags:
        found.append(("assumed_period", (("time", say_time(evidence, language)),)))
    if figure.period and periods:
        span = parse_period(figure.period)
        if best_fit(periods, span) == PART_OF and not span.is_instant:
            found.append(("part_of_year", (("time", say_when(span, language)),)))
    return found


def _names(phrase: str, evidence: FigureEvidence, language: str) -> tuple[tuple[str, str], ...]:
    """What a phrase says of its figure alone: print and value where it doubts them, the unit where it doubts that."""
    figure = evidence.stored.figure
    if phrase in _OF_THE_UNIT:
        return (("unit", figure.unit),)
    if phrase in _OF_THE_PRINT:
        return (("raw", figure.raw), ("value", say_figure(evidence, language)))
    return ()
