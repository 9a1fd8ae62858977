"""A meeting brief as frozen values: chapters of sections of blocks, with the numbered places that everything rests on.

No layout here. A text carries its sources as marks like [3], which are the `n` of a citation of the brief.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from assistant.answer import Citation


class SectionKey(StrEnum):
    """The sections that can be chosen, in the order of the brief."""

    ECONOMY = "ekonomi"
    FIVE_YEARS = "femar"
    BUDGET = "budget"
    CONTRIBUTION = "medlemsbidrag"
    PARTICIPANTS = "deltagare"
    GOALS = "mal"
    INDICATORS = "indikatorer"
    EVENTS = "handelser"
    OUTLOOK = "utveckling"
    QUESTIONS = "fragor"
    CONTRADICTIONS = "motsagelser"


SECTION_TITLES = {
    SectionKey.ECONOMY: "Ekonomi i korthet",
    SectionKey.FIVE_YEARS: "Utveckling fem år",
    SectionKey.BUDGET: "Budget mot utfall",
    SectionKey.CONTRIBUTION: "Medlemsbidragens användning",
    SectionKey.PARTICIPANTS: "Insatser och deltagare",
    SectionKey.GOALS: "Måluppfyllelse",
    SectionKey.INDICATORS: "Indikatorer",
    SectionKey.EVENTS: "Väsentliga händelser",
    SectionKey.OUTLOOK: "Risker och förväntad utveckling",
    SectionKey.QUESTIONS: "Frågor att ställa",
    SectionKey.CONTRADICTIONS: "Motsägelser i rapporterna",
}
COMPARISON = "jamforelse"  # the key of the section that sets several associations side by side


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure as the brief states it: `value` in `unit`, and the keys of the stored figures that it is or comes from.

    `expression` is "" for a printed figure, else over the values of `keys` in their order, in `unit`.
    """

    keys: tuple[str, ...]
    value: Decimal
    unit: str
    expression: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or two of ours, with marks of the places it rests on. `by_hand`: a person has written or changed it."""

    id: str
    text: str
    stated: tuple[Stated, ...] = ()
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A report's own words, character for character but for folded white space. `doubt` tells, with its places, where the
    reports say otherwise."""

    id: str
    text: str
    citation: int
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its text, the figure it states, and the places it rests on. `contested`: the reports say otherwise
    too; a note under the table tells both values. `quoted` cells are a report's own words."""

    text: str
    citations: tuple[int, ...] = ()
    stated: Stated | None = None
    contested: bool = False
    numeric: bool = False
    quoted: bool = False
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """What of a table is drawn: the rows at the places `rows`, over the columns between the heading and the sources. It holds
    no values of its own. `kind` is what they are, "Utfall" or "Budget"; the figures are of one unit."""

    kind: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table: the first cell of a row is its heading, the others stand under `columns` (one more than the value cells).

    `summary` says in a sentence what the table shows, for those who do not see it; `notes` stand under it. With a `chart` some of
    its rows are drawn too.
    """

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    summary: str
    notes: tuple[Paragraph, ...] = ()
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the board, and the reason for it with its sources."""

    id: str
    text: str
    reason: str
    stated: tuple[Stated, ...] = ()
    by_hand: bool = False


Block = Paragraph | Quote | TableBlock | Question


@dataclass(frozen=True, slots=True)
class Section:
    """`key` is a `SectionKey` or `COMPARISON`."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """What the reports of one association say of one period. `reports` are titles with what is to be known of each."""

    association: str
    period: str
    said_period: str
    reports: tuple[str, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """The whole brief. `citations` count from 1 in the order of first use; `comparison` is None for one association."""

    title: str
    chapters: tuple[Chapter, ...]
    citations: tuple[Citation, ...]
    comparison: Section | None = None
    notes: tuple[str, ...] = field(default=())

    def sections(self) -> Iterator[tuple[int, Section]]:
        """Every section with the index of its chapter; the comparison first, as chapter -1."""
        if self.comparison is not None:
            yield -1, self.comparison
        yield from ((n, section) for n, chapter in enumerate(self.chapters) for section in chapter.sections)

    def blocks(self) -> Iterator[Block]:
        yield from (block for _, section in self.sections() for block in section.blocks)
