"""A sheet's amounts as the search for sums goes over them: what stands in each cell, and whether a sum holds in a column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from ingest.checks.causes import likely_cause
from ingest.checks.relation import Relation, Term, factor_to
from ingest.checks.sheets import Sheet
from ingest.domain import Certainty, Figure, FindingKind, Scenario
from ingest.figures_meaning import COLUMN_UNCERTAIN
from ingest.language import fold

_NIL = re.compile(r"^[-–—−]+\s*(?:kr|tkr|mnkr|mkr|%|st)?\.?$", re.IGNORECASE)
_TOTAL = re.compile(
    r"^(?:del)?summa\b|^totalt?\b|^totala\b|\btotalt$|^sammanlagt\b|^samtliga\b|"
    r"^(?:redovisat|bokfort) varde|^(?:arets )?balanskravsresultat"
)
_RESULT = re.compile(r"resultat|kassaflode|^medel fran|likvida medel|netto|saldo|overskott|underskott|^utgaende\b")
_PART = re.compile(r"^(?:[-–+/ ]*)(?:varav|darav|dar av|av vilka)\b")
# Cards and facts are keys with values: nothing in them is a column.
_NO_COLUMNS = ("card", "named")
# As for the reader's proofs: no statement is so long.
_MAX_ROWS = 500
# More rows than these, or longer names, are not listed in a sentence.
_MAX_NAMED, _MAX_NAMES = 4, 120


class Content(Enum):
    """What a cell holds: an amount, a dash for nil, nothing, words, or a number that the reader was not sure of."""

    AMOUNT = "amount"
    NIL = "nil"
    EMPTY = "empty"
    WORDS = "words"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Guess:
    """Rows, each times its factor, that may make up the row `total`."""

    total: int
    terms: tuple[tuple[int, int], ...]

    @property
    def rows(self) -> tuple[int, ...]:
        return tuple(row for row, _ in self.terms)

    @property
    def is_plain(self) -> bool:
        return all(factor > 0 for _, factor in self.terms)


@dataclass(frozen=True, slots=True)
class Trial:
    """A guess and what each column says to it. `strength` is how many digits agree in the columns where it holds."""

    guess: Guess
    held: tuple[int, ...]
    broken: tuple[int, ...]
    strength: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The amounts of a sheet that are no percentages, by row and column."""

    sheet: Sheet
    contents: tuple[tuple[Content, ...], ...]
    labels: tuple[str, ...]

    def figure(self, row: int, column: int) -> Figure | None:
        if self.contents[row][column] is not Content.AMOUNT:
            return None
        return self.sheet.amount(row, column)

    def has_amounts(self, row: int) -> bool:
        return any(c in (Content.AMOUNT, Content.NIL, Content.DOUBT) for c in self.contents[row]) and not self.is_words(row)

    def is_deviation(self, column: int) -> bool:
        """Whether a column says by how much two others differ: gains and losses by signs of their own."""
        figures = (self.sheet.amount(row, column) for row in range(len(self.labels)))
        return any(figure is not None and figure.scenario is Scenario.DEVIATION for figure in figures)

    def is_words(self, row: int) -> bool:
        return Content.WORDS in self.contents[row] and Content.AMOUNT not in self.contents[row]

    def is_total(self, row: int) -> bool:
        return bool(_TOTAL.search(self.labels[row]))

    def is_result(self, row: int) -> bool:
        return bool(_RESULT.search(self.labels[row]))

    def is_negative(self, row: int) -> bool:
        """Whether a row prints amounts with a minus and none without."""
        values = [
            figure.value for column in self.sheet.columns if (figure := self.figure(row, column)) is not None and figure.value
        ]
        return bool(values) and max(values) < 0

    def is_gappy(self, row: int) -> bool:
        """Whether some cells of a row are blank and others not: a cell may have slipped into another column."""
        kinds = set(self.contents[row])
        return Content.EMPTY in kinds and bool(kinds & {Content.AMOUNT, Content.DOUBT})

    def relation(self, guess: Guess, column: int, certainty: Certainty = Certainty.CERTAIN) -> Relation | None:
        """The guess in one column; None where a cell is in doubt, words, of another unit, or nothing is stated."""
        stated = self.figure(guess.total, column)
        if stated is None:
            return None
        terms: list[Term] = []
        for row, factor in guess.terms:
            figure = self.figure(row, column)
            if figure is None:
                if self.contents[row][column] in (Content.DOUBT, Content.WORDS):
                    return None
                continue
            scale = factor_to(stated.unit, figure)
            if scale is None:
                return None
            terms.append(Term(figure, factor * scale))
        if not terms:
            return None
        labels = [self.labels[row] for row in guess.rows]
        kind = FindingKind.SEX_SPLIT if is_sex_split(labels) else FindingKind.SUM if guess.is_plain else FindingKind.DIFFERENCE
        return Relation(kind, stated, tuple(terms), self._rule(guess), certainty)

    def try_out(self, guess: Guess) -> Trial:
        held: list[int] = []
        broken: list[int] = []
        strength = 0.0
        for column in self.sheet.columns:
            relation = self.relation(guess, column)
            if relation is None or relation.is_empty or self.is_result(guess.total) and self.is_deviation(column):
                continue
            if relation.holds:
                held.append(column)
                strength += digits_in(relation)
            else:
                broken.append(column)
        return Trial(guess, tuple(held), tuple(broken), strength)

    def _rule(self, guess: Guess) -> str:
        labels = [" ".join(self.sheet.rows[row].label.split()) for row in guess.rows]
        named = all(labels)
        if named and len(labels) == 1:
            return f"raden {labels[0]}"
        if named and not guess.is_plain and len(labels) <= 4:
            return _signed_names(labels, [factor for _, factor in guess.terms])
        if named and len(labels) <= _MAX_NAMED and sum(map(len, labels)) <= _MAX_NAMES:
            return " plus ".join(labels)
        return "summan av raderna under" if min(guess.rows) > guess.total else "summan av raderna ovanför"


def lay_grid(sheet: Sheet) -> Grid | None:
    """None for a table in which no column can have a sum, and for one too long to be a statement."""
    if sheet.table.layout in _NO_COLUMNS or not 0 < len(sheet.rows) <= _MAX_ROWS:
        return None
    contents = tuple(tuple(_content(sheet, row, column) for column in sheet.columns) for row in range(len(sheet.rows)))
    return Grid(sheet, contents, tuple(_plain(row.label) for row in sheet.rows))


def slipped(sheet: Sheet, row: int) -> bool:
    """Whether the reader was not sure of a row's columns, so that a blank cell may not be blank."""
    return any(flag.startswith(COLUMN_UNCERTAIN) for cell in sheet.rows[row].cells for figure in cell for flag in figure.flags)


def is_part(label: str) -> bool:
    """Whether a folded label names a part of the row above it ("varav kvinnor")."""
    return bool(_PART.match(label))


def is_sex_split(labels: Sequence[str]) -> bool:
    """Whether folded labels are women and men, and nothing else."""
    joined = [re.sub(r"[^a-z]", "", label) for label in labels]
    return len(labels) == 2 and any(j.startswith("kvinn") for j in joined) and any(j in ("man", "mannen") for j in joined)


def digits_in(relation: Relation) -> float:
    """How many digits agree where a relation holds."""
    largest = max(abs(figure.value) for figure in relation.figures)
    room = relation.room * 2 + 1
    exponent = relation.stated.value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < 0:
        largest, room = largest.scaleb(-exponent), (relation.room.scaleb(-exponent)) * 2 + 1
    return max(0.0, float((largest / room).log10())) if largest else 0.0


def looks_like_a_slip(relation: Relation) -> bool:
    """Whether a slip of a digit, a zero or a sign in one of the figures explains why it does not hold."""
    return any(likely_cause(figure.value, value) for figure, value in mending_values(relation))


def has_false_sign(relation: Relation) -> bool:
    """Whether one wrong sign explains why a relation does not hold."""
    return any(value and figure.value == -value for figure, value in mending_values(relation))


def mending_values(relation: Relation) -> Iterator[tuple[Figure, Decimal]]:
    """Each figure of a relation with the value that would make it hold."""
    yield relation.stated, relation.expected
    for term in relation.terms:
        if term.factor:
            yield term.figure, term.figure.value + relation.residual / term.factor


def _content(sheet: Sheet, row: int, column: int) -> Content:
    text = sheet.rows[row].row.cells[column].text.strip()
    cell = sheet.rows[row].cells[column]
    figure = sheet.amount(row, column)
    if figure is not None:
        return Content.WORDS if figure.unit == "%" else Content.AMOUNT
    if cell:
        return Content.DOUBT
    if not text:
        return Content.DOUBT if slipped(sheet, row) else Content.EMPTY
    if _NIL.match(text):
        return Content.NIL
    return Content.DOUBT if any(ch.isdigit() for ch in text) else Content.WORDS


def _plain(label: str) -> str:
    return " ".join(fold(label).split()).strip(" :.;*=")


def _signed_names(labels: Sequence[str], factors: Sequence[int]) -> str:
    """ "Intäkter minus Kostnader": what is added first, then what is taken away."""
    order = sorted(range(len(labels)), key=lambda i: factors[i] < 0)
    first, *rest = order
    words = [labels[first] if factors[first] > 0 else f"minus {labels[first]}"]
    words += [f"{'plus' if factors[i] > 0 else 'minus'} {labels[i]}" for i in rest]
    return " ".join(words)
