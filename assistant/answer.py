"""The answer as it leaves the house: the contract's answer object as frozen values.

Every number in `text` is a figure in `figures`, or stands in a quote, or in the question.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ingest.domain import Box


class Status(StrEnum):
    ANSWERED = "answered"
    DECLINED = "declined"
    CLARIFY = "clarify"


class Intervention(StrEnum):
    """What the gate (`assistant.verify`) did to a draft before it became the answer."""

    NONE = "none"
    DROPPED = "dropped"  # a mark that led to no source was left out
    REFUSED = "refused"  # a quote did not stand or a number was not backed: the draft was not told


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a report. `n` counts from 1 in the order of first use; `quote` stands there character for character.

    `lines` are those of the stored text, known of every place; to the outside a `box` is told instead where there is one.
    """

    n: int
    report: str
    association: str
    title: str
    source_file: str
    page: int | None
    page_label: str | None
    section: str
    lines: tuple[int, int] | None
    box: Box | None
    quote: str
    source_url: str


@dataclass(frozen=True, slots=True)
class AnswerFigure:
    """A figure stated in the text: `value` is a decimal string in `unit` (money in kr); `citations` are numbers.

    `expression` says how it comes from printed numbers: computed, or read from a damaged print ("3272 * 1000 + 655").
    """

    value: str
    unit: str
    label: str
    association: str
    period: str | None
    scenario: str
    expression: str | None
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person gets. `text` is Swedish or English running text (Markdown) with marks like [1].

    `intervention` is for those who run the program; it is no part of the contract's object.
    """

    status: Status
    language: str
    text: str
    figures: tuple[AnswerFigure, ...] = ()
    citations: tuple[Citation, ...] = ()
    warnings: tuple[str, ...] = ()
    elapsed_ms: int = 0
    id: str | None = None
    intervention: Intervention = Intervention.NONE
