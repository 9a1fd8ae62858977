"""Errors seeded into the text of a report, each so that it breaks a relation that is checked and held before."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from bench.prints import Span, headers_above, spans_in_rows, spans_in_text, value_of, with_sign
from ingest.checks.relation import Relation
from ingest.domain import Figure, FindingKind, Report, Row
from ingest.unit_words import MONEY_UNITS

# What is left of "kvinnor plus män" when one of them is gone says nothing; two rows and their total still do.
_MIN_ROWS_LEFT = 2


class SeedKind(StrEnum):
    DIGIT = "a digit changed"
    ROW = "a row dropped"
    COLUMNS = "two columns swapped in a row"
    HEADERS = "two column headers swapped"
    SIGN = "a sign flipped"


@dataclass(frozen=True, slots=True)
class Seed:
    """One error. `texts` are the new texts of the lines by number, None for a line that is dropped; `told_on` are the
    lines, numbered before, of the totals that it breaks; `broken` says in words the relations that it breaks."""

    kind: SeedKind
    path: Path
    texts: Mapping[int, str | None]
    told_on: frozenset[int]
    broken: tuple[str, ...]

    def edited(self, lines: Sequence[str]) -> list[str]:
        return [text for n, old in enumerate(lines, start=1) if (text := self.texts.get(n, old)) is not None]

    def lines_that_tell(self) -> frozenset[int]:
        """The lines, numbered after the change, on which a finding must have a place to count."""
        dropped = [n for n, text in self.texts.items() if text is None]
        told = {*self.told_on, *self.texts}.difference(dropped)
        return frozenset(n - sum(gone < n for gone in dropped) for n in told)


def seeds_of(report: Report, path: Path, relations: Iterable[Relation], chance: random.Random) -> Iterator[Seed]:
    """Every error of a report that can be seeded, in no telling order; of the digits, one for each figure."""
    return _Seeder(report, path, [r for r in relations if r.holds and not r.is_empty], chance).seeds()


class _Seeder:
    """What is known of one report: where its figures are printed and which relations each stands in."""

    def __init__(self, report: Report, path: Path, relations: Sequence[Relation], chance: random.Random) -> None:
        self.path, self.chance = path, chance
        self.lines = [line.text for line in report.document.lines]
        self.touching: dict[str, list[Relation]] = {}
        for relation in relations:
            for key in {figure.key for figure in relation.figures}:
                self.touching.setdefault(key, []).append(relation)
        self.spans = {**spans_in_rows(report.figures, self.lines), **spans_in_text(report.statements, self.lines)}
        self.by_row: dict[tuple[str, tuple[int, int]], list[Figure]] = {}
        for figure in report.figures:
            if figure.locator.lines:
                self.by_row.setdefault((figure.table or "", figure.locator.lines), []).append(figure)
        self.in_tables = {figure.key for figure in report.figures}
        self.figures = {figure.key: figure for figure in (*report.figures, *report.statements)}
        self.report = report

    def seeds(self) -> Iterator[Seed]:
        for key in self.touching:
            if key in self.spans:
                yield from self._digit(self.figures[key])
                yield from self._sign(self.figures[key])
        for (_, lines), figures in self.by_row.items():
            yield from self._row(lines, figures)
            yield from self._columns(figures)
        yield from self._headers()

    def _seed(self, kind: SeedKind, texts: Mapping[int, str | None], broken: Sequence[Relation]) -> Seed:
        told_on = {n for r in broken if (at := r.stated.locator.lines) for n in range(at[0], at[1] + 1)}
        return Seed(kind, self.path, texts, frozenset(told_on), tuple(_say(relation) for relation in broken))

    def _breaks(self, values: Mapping[str, Decimal]) -> list[Relation]:
        """The relations that no longer hold when the figures with these keys have these values."""
        touched = {id(r): r for key in values for r in self.touching.get(key, ())}
        return [r for r in touched.values() if abs(_residual_with(r, values)) > r.room]

    def _replace(self, span: Span, print_: str) -> dict[int, str | None]:
        text = self.lines[span.line - 1]
        return {span.line: text[: span.start] + print_ + text[span.end :]}

    def _digit(self, figure: Figure) -> Iterator[Seed]:
        span = self.spans[figure.key]
        print_ = self.lines[span.line - 1][span.start : span.end]
        at = self.chance.choice([i for i, letter in enumerate(print_) if letter.isdigit()])
        is_first = not any(letter.isdigit() for letter in print_[:at])
        digit = self.chance.choice([d for d in "0123456789" if d != print_[at] and not (is_first and d == "0")])
        changed = print_[:at] + digit + print_[at + 1 :]
        if broken := self._breaks({figure.key: value_of(changed).copy_sign(figure.value)}):
            yield self._seed(SeedKind.DIGIT, self._replace(span, changed), broken)

    def _sign(self, figure: Figure) -> Iterator[Seed]:
        """Of money in tables: nobody prints a negative number of people."""
        if figure.unit not in MONEY_UNITS or figure.key not in self.in_tables or not figure.value:
            return
        span = self.spans[figure.key]
        before = self.lines[span.line - 1][: span.start]
        minus = re.search(r"[-–−+]\s?$", before)
        if minus is None and figure.value < 0:
            return  # in brackets, or made negative by the reader
        start = minus.start() if minus else span.start
        sign = "" if minus and minus.group()[0] != "+" else "-"
        if broken := self._breaks({figure.key: -figure.value}):
            number = self.lines[span.line - 1][span.start : span.end]
            yield self._seed(SeedKind.SIGN, self._replace(Span(span.line, start, span.end), sign + number), broken)

    def _row(self, lines: tuple[int, int], figures: Sequence[Figure]) -> Iterator[Seed]:
        """A row that is added up on another line: its loss breaks the sum. That of a total breaks nothing, as the rows
        that make it up are still there to be added."""
        keys = {figure.key for figure in figures}
        sums = {id(r): r for key in keys for r in self.touching.get(key, ()) if _adds_rows(r)}.values()
        if any(r.stated.key in keys for r in sums):
            return
        gone = dict.fromkeys(keys, Decimal(0))
        broken = [r for r in sums if _rows_left(r, lines) >= _MIN_ROWS_LEFT and abs(_residual_with(r, gone)) > r.room]
        if broken:
            yield self._seed(SeedKind.ROW, dict.fromkeys(range(lines[0], lines[1] + 1)), broken)

    def _columns(self, figures: Sequence[Figure]) -> Iterator[Seed]:
        pairs = [
            (one, other)
            for at, one in enumerate(figures)
            for other in figures[at + 1 :]
            if one.value != other.value and one.unit == other.unit and one.key in self.spans and other.key in self.spans
        ]
        self.chance.shuffle(pairs)
        for one, other in pairs:
            if broken := self._breaks({one.key: other.value, other.key: one.value}):
                texts = self._swap(with_sign(self.spans[one.key], self.lines), with_sign(self.spans[other.key], self.lines))
                if texts:
                    yield self._seed(SeedKind.COLUMNS, texts, broken)
                    return

    def _swap(self, one: Span, other: Span) -> dict[int, str | None]:
        """Nothing where the prints are the same or overlap."""
        first, last = sorted((one, other), key=lambda span: (span.line, span.start))
        if first.line == last.line and first.end > last.start:
            return {}
        prints = [self.lines[span.line - 1][span.start : span.end] for span in (first, last)]
        texts: dict[int, str | None] = {}
        for span, print_ in ((last, prints[0]), (first, prints[1])):  # from the right, so that places stay
            text = texts.get(span.line) or self.lines[span.line - 1]
            texts[span.line] = text[: span.start] + print_ + text[span.end :]
        return texts

    def _headers(self) -> Iterator[Seed]:
        for table in self.report.tables:
            first = min((row.lines[0] for row in table.rows), default=0)
            for at, one in enumerate(table.columns):
                for other in table.columns[at + 1 :]:
                    header = headers_above(one, other, self.lines, first)
                    values = self._exchanged(table.rows, one, other) if header else {}
                    broken = [r for r in self._breaks(values) if _tells_columns_apart(r, values)]
                    if header and broken:
                        yield self._seed(SeedKind.HEADERS, self._swap(*header), broken)

    def _exchanged(self, rows: Sequence[Row], one: str, other: str) -> dict[str, Decimal]:
        values: dict[str, Decimal] = {}
        for row in rows:
            here = [figure for title_lines, figures in self.by_row.items() if title_lines[1] == row.lines for figure in figures]
            a, b = ([f for f in here if f.column == header] for header in (one, other))
            if len(a) == len(b) == 1:
                values |= {a[0].key: b[0].value, b[0].key: a[0].value}
        return values


def _tells_columns_apart(relation: Relation, values: Mapping[str, Decimal]) -> bool:
    """Whether exchanged headers contradict it: not where it stays in one column, where a cell of the two columns is empty,
    or where a difference is only the other way round, as the sign of a deviation is custom."""
    changed = [figure for figure in relation.figures if figure.key in values]
    beside = [f for f in relation.figures if f.key not in values and f.table == changed[0].table]
    if any(f.column in {c.column for c in changed} for f in beside):
        return False
    if len({f.column for f in changed}) == 1 and len(changed) == len(relation.figures):
        return False
    stated = relation.stated
    reverse = _residual_with(relation, {**values, stated.key: -values.get(stated.key, stated.value)})
    return not (relation.kind is FindingKind.DIFFERENCE and abs(reverse) <= relation.room)


def _adds_rows(relation: Relation) -> bool:
    """Whether several rows of one table are added up on another row of it."""
    stated = relation.stated
    rows = {term.figure.locator.lines for term in relation.terms}
    return all(t.figure.table == stated.table for t in relation.terms) and stated.locator.lines not in rows and len(rows) > 1


def _rows_left(relation: Relation, dropped: tuple[int, int]) -> int:
    return len({term.figure.locator.lines for term in relation.terms} - {dropped})


def _residual_with(relation: Relation, values: Mapping[str, Decimal]) -> Decimal:
    terms = sum((values.get(t.figure.key, t.figure.value) * t.factor for t in relation.terms), Decimal(0))
    return values.get(relation.stated.key, relation.stated.value) - terms


def _say(relation: Relation) -> str:
    return f"{relation.kind}: {relation.stated.row} {relation.stated.value} = {relation.rule}"
