"""What was asked, as typed values: the result of understanding and the input of gathering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ingest.domain import Scenario


class Intent(StrEnum):
    VALUE = "value"
    DIFFERENCE = "difference"
    CHANGE_PERCENT = "change_percent"
    SHARE = "share"
    SUM = "sum"
    AVERAGE = "average"
    RATIO = "ratio"
    RANK = "rank"
    TREND = "trend"
    COMPARE = "compare"
    LIST = "list"
    DEFINE = "define"
    EXPLAIN = "explain"
    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    TELL = "tell"


class NumberKind(StrEnum):
    """What kind of number a question insists on."""

    PERCENT = "percent"
    MONEY = "money"


# Intents that a number answers; the others are answered by quoting.
NUMERIC_INTENTS = frozenset(
    {
        Intent.VALUE, Intent.DIFFERENCE, Intent.CHANGE_PERCENT, Intent.SHARE, Intent.SUM,
        Intent.AVERAGE, Intent.RATIO, Intent.RANK, Intent.TREND, Intent.COMPARE,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time, both days included. `start == end` is an instant."""

    start: date
    end: date

    @property
    def is_instant(self) -> bool:
        return self.start == self.end

    @property
    def is_year(self) -> bool:
        first, last = (self.start.month, self.start.day), (self.end.month, self.end.day)
        return (first, last) == ((1, 1), (12, 31)) and self.start.year == self.end.year


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of the question: `stem` is comparable, `weight` is below 1 for words that say little.

    `required` marks a name that the source must hold ("Leader", "Malmö"): without it the source is about
    something else. `focus` marks the word right after the asking one ("vilket tema", "hur många möten").
    `variants` are other stems that count as the same (a synonym, a corrected typo). `inherited` words come from the
    conversation: with the weight that they had where the question only replaces a word of the one before, with
    `INHERITED_WEIGHT` where it has a subject of its own.
    """

    word: str
    stem: str
    weight: float = 1.0
    required: bool = False
    focus: bool = False
    variants: tuple[str, ...] = ()
    inherited: bool = False


# A word of the conversation is preferred, never demanded, in a question that says itself what it is about.
INHERITED_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing whose figure is wanted: its words, the concepts they name, and what it has of its own.

    A measure's own association, periods and scenario ("A 2021 eller B enligt budget 2022") go before the question's.
    """

    text: str
    terms: tuple[Term, ...]
    concepts: tuple[str, ...] = ()
    associations: tuple[str, ...] = ()
    periods: tuple[Span, ...] = ()
    scenario: Scenario | None = None


class Bound(StrEnum):
    """What stands before an amount: that it was more or less than that, or only about so much."""

    MORE = "more"
    LESS = "less"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class ClaimedAmount:
    """An amount that a question takes for granted ("hade ni 250 deltagare?").

    `value` is in the base unit `unit` ("kr", "%" or "antal"), `within` is half of its last digit, `printed` is how it was asked.
    `has_reason` marks a question that asks why it was so.
    """

    value: Decimal
    unit: str
    within: Decimal
    printed: str
    bound: Bound | None = None
    has_reason: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A question, understood. Empty `associations` or `periods` means: not named.

    `divided_by` is the stem of the word after "per" in a question for a quotient. `number_kind` is
    the kind of number insisted on ("hur många procent", "vad kostade"); `about_money` is a hint that money is meant.
    `wished_unit` is the unit to answer in ("mnkr", "tkr", "kr"). `yes_no` marks a question whose answer begins with yes or
    no ("gick det back?", "är det sant att ...?").

    `parts` are the questions that stand in one ("vad var intäkterna och kostnaderna?", "hur många deltog och hur många var
    kvinnor?", "budget och utfall för X"): none, or two and more, each complete and without parts of its own, to be answered
    one by one. The query around them is the whole question read as one.

    `premise` is the question for an amount that this one takes for granted, with that amount as its `claimed`: the figure tells
    whether it is so before anything else is answered.
    """

    question: str
    language: str
    intent: Intent
    terms: tuple[Term, ...]
    measures: tuple[Measure, ...]
    associations: tuple[str, ...] = ()
    unknown_association: str | None = None
    periods: tuple[Span, ...] = ()
    scenario: Scenario | None = None
    wants_latest: bool = False
    quantity: bool = False
    gender: str | None = None
    divided_by: str | None = None
    number_kind: NumberKind | None = None
    about_money: bool = False
    wished_unit: str | None = None
    yes_no: bool = False
    parts: tuple[Query, ...] = ()
    claimed: ClaimedAmount | None = None
    premise: Query | None = None
