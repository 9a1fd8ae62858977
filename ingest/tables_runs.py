"""The values of one row, printed on its own line or spread over the lines below: which lines, and where each value ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from ingest.domain import Line
from ingest.numerals import parse_cell
from ingest.numerals_runs import fewest_values, split_columns, split_tail
from ingest.tables_grid import clean, is_blank

MAX_BLANKS = 5
MAX_LINES = 14
MAX_TABLE_LINES = 60
MIN_SPREAD_LINES = 2
MAX_READINGS = 60
_NOTE = re.compile(r"\d{1,2}(?:\s+|$)")
_BRACKET = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class ValueLine:
    """A line of values as printed; a bracket below it belongs to its last value."""

    tail: str
    first: int
    last: int
    bracket: str = ""

    @property
    def text(self) -> str:
        return f"{self.tail.strip()} {self.bracket}".strip()


@dataclass(frozen=True, slots=True)
class Values:
    """The ways to read a row's values, the likeliest first.

    `places` are the lines of each value, a row's lines for all where its values stand on one line or the readings differ
    in them; `size` is the number of those lines. `whole`: the lines of values that follow are rows of their own, or there
    are none; `doubtful`: other lines than these fit as well.
    """

    readings: tuple[tuple[str, ...], ...]
    places: tuple[tuple[int, int], ...]
    lines: tuple[int, int]
    size: int = 1
    whole: bool = True
    doubtful: bool = False

    @property
    def on_one_line(self) -> bool:
        return self.size == 1


def read_run(lines: Sequence[Line], index: int, tail: str, stops: frozenset[int], noise: frozenset[int]) -> list[ValueLine]:
    """The line with these values and the lines below that hold values alone, brackets joined to what they stand under."""
    run = [ValueLine(tail, lines[index].number, lines[index].number)]
    blanks = 0
    for line in lines[index + 1 :]:
        if line.number in stops or "\t" in line.text.strip() or blanks > MAX_BLANKS or len(run) == MAX_LINES:
            break
        if is_blank(line) or line.number in noise:
            blanks += line.text == ""
            continue
        text = clean(line.text)
        label, values = split_tail(line.text)
        if _BRACKET.fullmatch(text) and not run[-1].bracket:
            run[-1] = replace(run[-1], last=line.number, bracket=text)
        elif values and not clean(label):
            run.append(ValueLine(values, line.number, line.number))
        else:
            break
        blanks = 0
    return run


def spreads_rows(lines: Sequence[Line], index: int, columns: int, stops: frozenset[int]) -> bool:
    """Whether lines below this index hold values alone, too few for a row: the rows go over several lines."""
    found, blanks = 0, 0
    for line in lines[index : index + MAX_TABLE_LINES]:
        label, tail = split_tail(line.text)
        if line.number in stops or "\t" in line.text.strip() or blanks > MAX_BLANKS:
            break
        blanks = blanks + 1 if line.text == "" else 0
        found += bool(tail) and not clean(label) and fewest_values(tail) < columns
    return found >= MIN_SPREAD_LINES


def choose_values(run: Sequence[ValueLine], columns: int, labelled: bool, spreads: bool, has_note: bool = False) -> Values | None:
    """The values of a row of so many columns; None where no number of the lines can strictly hold them.

    A row with its label on the first line (`labelled`) has its values there too, unless that cuts them less evenly or
    the table spreads its rows over lines (`spreads`). With `has_note` the first number may be the reference of a note.
    """
    values = _choose(run, columns, labelled, spreads)
    other = _choose(_without_note(run), columns, labelled, spreads) if has_note else None
    return min((v for v in (other, values) if v), key=lambda v: (not v.whole, v.doubtful, _evenness(v)), default=None)


def _evenness(values: Values) -> int:
    """How unlike the amounts of the likeliest reading are."""
    return min(unlikeness(reading) for reading in values.readings)


def _choose(run: Sequence[ValueLine], columns: int, labelled: bool, spreads: bool) -> Values | None:
    found = {size: values for size in range(1, len(run) + 1) if (values := _values(_own(run[:size], columns), columns))}
    if not found:
        return None
    even = {size: _evenness(values) for size, values in found.items()}
    whole = {size: size == len(run) or _choose(run[size:], columns, False, True) is not None for size in found}
    if labelled and not spreads:
        best = min(found, key=lambda size: (even[size], not whole[size], size))
        return replace(found[best], whole=whole[best], doubtful=len(found) > 1 and (not whole[best] or sum(whole.values()) > 1))
    best = min(found, key=lambda size: (not whole[size], -size))
    return replace(found[best], whole=whole[best])


def _without_note(run: Sequence[ValueLine]) -> Sequence[ValueLine]:
    """The lines where the first number of the first is the reference of a note."""
    match = _NOTE.match(run[0].tail.strip())
    if match is None:
        return []
    rest = run[0].tail.strip()[match.end() :]
    return [replace(run[0], tail=rest), *run[1:]] if rest else run[1:]


def choose_few(run: Sequence[ValueLine], columns: int) -> Values | None:
    """The values of a row that lacks cells: as many lines as there is room for, each read as few values."""
    texts: list[str] = []
    places: list[tuple[int, int]] = []
    size = 0
    for line in run:
        cut = next(iter(_cuts(line.text, fewest_values(line.text))), ())
        if not cut or len(texts) + len(cut) > columns:
            break
        size += 1
        texts.extend(cut)
        places.extend([(line.first, line.last)] * len(cut))
    return Values((tuple(texts),), tuple(places), (run[0].first, run[size - 1].last), size) if texts else None


def unlikeness(texts: Sequence[str]) -> int:
    """How unlike in length the amounts are: the columns of one row are mostly of one size."""
    lengths = [max(n.value.adjusted(), 0) + 1 for text in texts for n in parse_cell(text)[:1] if n.value]
    return max(lengths) - min(lengths) if lengths else 0


def _own(run: Sequence[ValueLine], columns: int) -> Sequence[ValueLine]:
    """The lines without a bracket that says nothing of their last value: one below a line with all the row's values."""
    return [replace(run[0], last=run[0].first, bracket="")] if len(run) == 1 and columns > 1 else run


def _values(run: Sequence[ValueLine], columns: int) -> Values | None:
    readings: list[tuple[str, ...]] = []
    shapes: set[tuple[int, ...]] = set()
    by_count = [{count: _cuts(line.text, count) for count in range(1, columns - len(run) + 2)} for line in run]
    for counts in product(*([count for count, cuts in line.items() if cuts] for line in by_count)):
        if sum(counts) == columns:
            shapes.add(counts)
            for parts in product(*(line[count] for line, count in zip(by_count, counts, strict=True))):
                readings.append(tuple(text for part in parts for text in part))
    if not readings:
        return None
    span = (run[0].first, run[-1].last)
    places = (span,) * columns
    if len(shapes) == 1 and len(run) > 1:
        places = tuple((line.first, line.last) for line, count in zip(run, shapes.pop(), strict=True) for _ in range(count))
    return Values(tuple(dict.fromkeys(readings))[:MAX_READINGS], places, span, len(run))


def _cuts(text: str, count: int) -> tuple[tuple[str, ...], ...]:
    return tuple(reading.values for reading in split_columns(text, count, has_note=False) if not reading.relaxed)
