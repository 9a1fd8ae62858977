"""The values of one row, printed on its own line or spread over the lines below: which lines, and where each value ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.domain import Line
from ingest.numerals import parse_cell
from ingest.numerals_runs import fewest_values, split_columns, split_tail
from ingest.tables_grid import clean, is_blank

MAX_BLANKS = 5
MAX_LINES = 14
MAX_TABLE_LINES = 60
MIN_SPREAD_LINES = 2
MAX_READINGS = 60
MAX_PARTIAL = 200
_NOTE = re.compile(r"^\d{1,2}(?:\s+|$)")
_YEARS = re.compile(r"(?:19|20)\d\d(?: (?:19|20)\d\d)+")
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
        elif values and not clean(label) and not _YEARS.fullmatch(text):
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
    if not has_note or not run or not _NOTE.match(run[0].tail.strip()):
        return values
    alone = bool(_NOTE.fullmatch(run[0].tail.strip()))
    other = _choose(_without_note(run), columns, labelled, spreads) if alone or labelled or values is None else None
    if values and other and values.lines == other.lines and values.whole == other.whole:
        return replace(values, readings=tuple(dict.fromkeys((*other.readings, *values.readings))))
    return min(
        (v for v in (other, values) if v), key=lambda v: (not v.whole, -v.lines[1], v.doubtful, _evenness(v)), default=None
    )


def _evenness(values: Values) -> int:
    """How unlike the amounts of the likeliest reading are."""
    return min(unlikeness(reading) for reading in values.readings)


def _choose(run: Sequence[ValueLine], columns: int, labelled: bool, spreads: bool) -> Values | None:
    sizes = range(1, min(len(run), columns) + 1)
    found = {size: values for size in sizes if (values := _values(_own(run[:size], columns), columns))}
    if not found:
        return None
    even = {size: _evenness(values) for size, values in found.items()}
    whole = {size: size == len(run) or _begins_row(run[size:], columns) for size in found}
    if labelled and not spreads:
        best = min(found, key=lambda size: (even[size], not whole[size], size))
        return replace(found[best], whole=whole[best], doubtful=len(found) > 1 and (not whole[best] or sum(whole.values()) > 1))
    best = min(found, key=lambda size: (not whole[size], -size))
    return replace(found[best], whole=whole[best])


def _without_note(run: Sequence[ValueLine]) -> Sequence[ValueLine]:
    """The lines where the first number of the first is the reference of a note."""
    rest = _NOTE.sub("", run[0].tail.strip(), count=1)
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
    lengths = [length for text in texts if (length := digits(text))]
    return max(lengths) - min(lengths) if lengths else 0


@lru_cache(maxsize=50_000)
def digits(text: str) -> int:
    """The digits of a cell's amount before the decimal comma; 0 for nothing, nil and zero."""
    found = parse_cell(text)
    return max(found[0].value.adjusted(), 0) + 1 if found and found[0].value else 0


def _own(run: Sequence[ValueLine], columns: int) -> Sequence[ValueLine]:
    """The lines without a bracket that says nothing of their last value: one below a line with all the row's values."""
    return [replace(run[0], last=run[0].first, bracket="")] if len(run) == 1 and columns > 1 else run


def _begins_row(run: Sequence[ValueLine], columns: int) -> bool:
    """Whether the first of these lines, or more of them together, can hold just so many values."""
    sums = {0}
    for line in run:
        sums = {before + count for before in sums for count in _counts(line.text, columns) if before + count <= columns}
        if columns in sums or not sums:
            break
    return columns in sums


def _values(run: Sequence[ValueLine], columns: int) -> Values | None:
    partial: list[tuple[tuple[int, ...], tuple[str, ...]]] = [((), ())]
    for at, line in enumerate(run):
        after = len(run) - at - 1  # each line below holds a value at least
        partial = [
            ((*shape, count), (*texts, *cut))
            for shape, texts in partial
            for count in _counts(line.text, columns - len(texts) - after)
            for cut in _cuts(line.text, count)
        ][:MAX_PARTIAL]
    full = [(shape, texts) for shape, texts in partial if len(texts) == columns]
    if not full:
        return None
    span, shapes = (run[0].first, run[-1].last), {shape for shape, _ in full}
    places = (span,) * columns
    if len(shapes) == 1 and len(run) > 1:
        places = tuple((line.first, line.last) for line, count in zip(run, shapes.pop(), strict=True) for _ in range(count))
    return Values(tuple(dict.fromkeys(texts for _, texts in full))[:MAX_READINGS], places, span, len(run))


@lru_cache(maxsize=20_000)
def _counts(text: str, most: int) -> tuple[int, ...]:
    """In how many values, up to so many, a line can strictly be cut."""
    return tuple(count for count in range(1, most + 1) if _cuts(text, count))


@lru_cache(maxsize=20_000)
def _cuts(text: str, count: int) -> tuple[tuple[str, ...], ...]:
    return tuple(reading.values for reading in split_columns(text, count, has_note=False) if not reading.relaxed)
