"""Where the figures of a report are printed: the characters that an error is seeded into."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.domain import Figure

_NUMBER = re.compile(r"(?<![\d,.\w])(?:\d{1,3}(?:[ \u00a0]\d{3})+|\d+)(?:,\d+)?(?![\d\w])")


@dataclass(frozen=True, slots=True)
class Span:
    """Where a number is printed: a 1-based line, and the characters from `start` up to `end`."""

    line: int
    start: int
    end: int


def value_of(print_: str) -> Decimal:
    return Decimal(re.sub(r"\s", "", print_).replace(",", "."))


def spans_in_rows(figures: Sequence[Figure], lines: Sequence[str]) -> dict[str, Span]:
    """Where the figures of tables are printed, in the order of the rows' cells; none where that is not sure."""
    spans: dict[str, Span] = {}
    taken: dict[tuple[int, int], tuple[int, int]] = {}
    for figure in figures:
        if not figure.locator.lines:
            continue
        line, start = taken.get(figure.locator.lines, (figure.locator.lines[0], 0))
        span = next(_prints(figure, lines, (line, figure.locator.lines[1]), start), None)
        if span:
            spans[figure.key] = span
            taken[figure.locator.lines] = (span.line, span.end)
    return spans


def spans_in_text(statements: Sequence[Figure], lines: Sequence[str]) -> dict[str, Span]:
    """Where the numbers of sentences are printed, each where it is printed once in its lines."""
    spans: dict[str, Span] = {}
    for figure in statements:
        if figure.locator.lines:
            found = list(_prints(figure, lines, figure.locator.lines, 0))
            if len(found) == 1:
                spans[figure.key] = found[0]
    return spans


def _prints(figure: Figure, lines: Sequence[str], place: tuple[int, int], start: int) -> Iterator[Span]:
    for number in range(place[0], place[1] + 1):
        for match in _NUMBER.finditer(lines[number - 1], start if number == place[0] else 0):
            if value_of(match.group()) == abs(figure.value):
                yield Span(number, match.start(), match.end())


def with_sign(span: Span, lines: Sequence[str]) -> Span:
    minus = re.search(r"[-–−+]$", lines[span.line - 1][: span.start])
    return Span(span.line, span.start - len(minus.group()), span.end) if minus else span


def headers_above(one: str, other: str, lines: Sequence[str], before: int) -> tuple[Span, Span] | None:
    """Where two headers stand on one line above the table's first row, each once."""
    if not one or not other or one in other or other in one:
        return None
    for number in range(before - 1, max(0, before - 5), -1):
        text = lines[number - 1]
        if text.count(one) == text.count(other) == 1:
            at = text.index(one), text.index(other)
            return Span(number, at[0], at[0] + len(one)), Span(number, at[1], at[1] + len(other))
    return None
