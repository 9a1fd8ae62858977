"""What was gathered for an answer. Each piece has an opaque key that composing cites and code resolves."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.operations import Operation
from ingest.domain import Passage, TextUnit
from vectorstore.entries import ReportEntry, StoredFigure


@dataclass(frozen=True, slots=True)
class FigureEvidence:
    """A printed figure and how well it answers; `reasons` say why, in Swedish."""

    key: str
    stored: StoredFigure
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteEvidence:
    """A sentence, list or row that answers, with the report and the passage it stands in (`unit` is its `position`th)."""

    key: str
    unit: TextUnit
    passage: Passage
    position: int
    report: ReportEntry
    score: float
    coverage: float


@dataclass(frozen=True, slots=True)
class PlaceEvidence:
    """A place that a finding of the checks points to, with what stands there."""

    key: str
    report: ReportEntry
    unit: TextUnit


@dataclass(frozen=True, slots=True)
class Calculation:
    """A computed figure: what was done, the exact `value`, the arithmetic over printed values, and the keys of every input.

    `mixed` says, in Swedish, what unlike figures were computed with because that was asked for outright.
    """

    key: str
    operation: Operation
    label: str
    value: Decimal
    unit: str
    expression: str
    inputs: tuple[str, ...]
    mixed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything gathered for one query, best first. Empty when the reports do not say.

    `choices` names the readings when the question has more than one. For a declining answer `near` says what reports
    there are and `nearest` is what comes closest, if anything does. `notes` are warnings that belong to the evidence.
    `of_premise`: it tells of the amount that the question takes for granted.
    """

    figures: tuple[FigureEvidence, ...] = ()
    calculations: tuple[Calculation, ...] = ()
    quotes: tuple[QuoteEvidence, ...] = ()
    choices: tuple[str, ...] = ()
    near: str = ""
    nearest: FigureEvidence | QuoteEvidence | None = None
    notes: tuple[str, ...] = ()
    of_premise: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether it answers nothing; what is near does not count."""
        return not (self.figures or self.calculations or self.quotes)
