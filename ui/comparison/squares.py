"""A comparison laid out: one table a measure, each square with its value, its inputs and what a reader must know of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.evidence import FigureEvidence
from assistant.query import Span
from vectorstore.entries import StoredFinding


@dataclass(frozen=True, slots=True)
class Square:
    """`value` is in `unit` (money in kronor), None where there is none: then `why` says so in Swedish.

    `inputs` are the prints that it is, or is computed from, by `expression` where it is computed. `others` are what the
    reports state instead of it, `findings` what the checks say of it; with `is_contested` they contradict it, with
    `is_ambiguous` they may be about something else. `beside` is said under the value ("avrundat till tkr", "+12,3 %"), and
    computed by `more_expressions` where it is; `printed` is what the reports print of a computed
    value themselves. `drawn` is the value in a chart: a cost's size, whatever sign its table has.
    """

    label: str
    value: Decimal | None
    unit: str
    why: str = ""
    inputs: tuple[FigureEvidence, ...] = ()
    expression: str = ""
    others: tuple[FigureEvidence, ...] = ()
    findings: tuple[StoredFinding, ...] = ()
    is_contested: bool = False
    is_ambiguous: bool = False
    notes: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    drawn: Decimal | None = None
    is_signed: bool = False
    more_expressions: tuple[str, ...] = ()
    printed: tuple[FigureEvidence, ...] = ()

    @property
    def is_computed(self) -> bool:
        return bool(self.expression)

    def with_beside(self, beside: tuple[str, ...], expressions: tuple[str, ...] = ()) -> Square:
        """The same square with more said under its value."""
        return replace(self, beside=(*beside, *self.beside), more_expressions=expressions)


@dataclass(frozen=True, slots=True)
class TableRow:
    """`association` and `span` tell what the row is of; `span` is None where the columns are the times."""

    header: str
    association: str
    span: Span | None
    squares: tuple[Square, ...]


@dataclass(frozen=True, slots=True)
class ComparedTable:
    """One measure. `columns` are as said; `spans` are theirs where they are times, else empty."""

    title: str
    unit: str
    corner: str
    columns: tuple[str, ...]
    spans: tuple[Span, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...] = ()

    def square(self, row: int, column: int) -> Square | None:
        """The square at a place counted from 0, None outside the table."""
        if not (0 <= row < len(self.rows) and 0 <= column < len(self.rows[row].squares)):
            return None
        return self.rows[row].squares[column]
