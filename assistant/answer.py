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


class CallOutcome(StrEnum):
    """How a call of the language model ended: with what was asked for, or why not."""

    OK = "ok"
    TIMEOUT = "timeout"  # silence, or not done within the time of an answer
    UNREACHABLE = "unreachable"
    RATE_LIMITED = "rate_limited"
    REFUSED = "refused"  # no right to ask, or a request that the server does not take
    SERVER_ERROR = "server_error"
    CUT = "cut"  # the connection ended in the middle of an answer
    EMPTY = "empty"
    MALFORMED = "malformed"  # not what was asked for, also not when asked again


@dataclass(frozen=True, slots=True)
class ModelCall:
    """One call of the language model: what for ("read", "repair", "phrase", "rephrase"), how it ended and how long it took."""

    purpose: str
    outcome: CallOutcome
    seconds: float


class NotPhrased(StrEnum):
    """Why a language model that is configured did not phrase an answer."""

    CALL_FAILED = "call_failed"
    PAUSED = "paused"  # it failed so often that it is left alone for a while
    NOT_BACKED = "not_backed"  # what it wrote, less what no source bears out, was no answer
    INTERNAL = "internal"  # the evidence is of internal reports, and the model is not ours
    NOTHING_TO_PHRASE = "nothing_to_phrase"  # the reports do not say, or it must be asked back


@dataclass(frozen=True, slots=True)
class Phrasing:
    """The part that a configured language model had in an answer. `model` is "provider:model".

    `reason` is none where its sentences make up the text. `note` tells people what they need to know of it, "" for nothing.
    `dropped` counts its sentences that the gate did not let through. `outside_s` are the seconds of the answer outside its
    calls, `released_s` the longest that a sentence waited from its end in the stream until it was told.
    """

    model: str
    reason: NotPhrased | None
    note: str = ""
    calls: tuple[ModelCall, ...] = ()
    dropped: int = 0
    outside_s: float = 0.0
    released_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person gets. `text` is Swedish or English running text (Markdown) with marks like [1].

    `intervention` is for those who run the program; it is no part of the contract's object. `phrasing` is none where no
    language model is configured.
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
    phrasing: Phrasing | None = None
