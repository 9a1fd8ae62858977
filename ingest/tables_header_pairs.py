"""Headers printed over two lines whose words belong together column by column: "Utfall Aktuell Avvikelse" over
"2022 budget 2022 utfall-budget"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.language import fold

_MONTH = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?"
_YEAR = r"(?:19|20)\d\d"
TIME = rf"{_YEAR}-\d\d-\d\d|(?:\d{{1,2}}\s)?(?:(?:{_MONTH}(?:\s?-\s?{_MONTH})?|helar|ar)\s)?{_YEAR}(?!-)"
_UNIT = re.compile(rf"(?<!\S)(?:{TIME})(?!\S)|\S+")
_TIME = re.compile(TIME)
_DEVIATION = re.compile(r"avvik|differens|\bdiff\b|skillnad|forandring")
_FORMULA = re.compile(r"[a-z]+\.?\s?[-/]\s?[a-z]+")
MAX_UNITS = 14


def join_lines(upper: Sequence[str], lower: str) -> tuple[str, ...] | None:
    """The columns of two header lines, None where more than one way to pair them makes sense, or none.

    A time ends its column. A line of as many times as there are columns that can have one leaves the deviation without.
    """
    units = [lower[m.start() : m.end()] for m in _UNIT.finditer(fold(lower))] if len(fold(lower)) == len(lower) else lower.split()
    if not units or len(units) > MAX_UNITS or len(upper) < 2:
        return None
    deviations = [bool(_DEVIATION.search(fold(name))) for name in upper]
    if len(units) < len(upper):
        if len(units) != deviations.count(False) or not all(_is_time(unit) for unit in units):
            return None
        rest = iter(units)
        return tuple(name if apart else f"{name} {next(rest)}" for name, apart in zip(upper, deviations, strict=True))
    found = [groups for groups in _groups(units, len(upper)) if _makes_sense(groups, deviations)]
    if len(found) != 1:
        return None
    return tuple(" ".join([name, *group]) for name, group in zip(upper, found[0], strict=True))


def _groups(units: Sequence[str], count: int) -> Iterator[tuple[tuple[str, ...], ...]]:
    if count == 1:
        yield (tuple(units),)
        return
    for length in range(1, len(units) - count + 2):
        yield from ((tuple(units[:length]), *rest) for rest in _groups(units[length:], count - 1))


def _makes_sense(groups: Sequence[Sequence[str]], deviations: Sequence[bool]) -> bool:
    timed = [any(map(_is_time, group)) for group in groups]
    if any(any(map(_is_time, group[:-1])) for group in groups):
        return False
    if any(_FORMULA.fullmatch(fold(word)) and not apart for g, apart in zip(groups, deviations, strict=True) for word in g):
        return False
    # with a time for each column but the deviations, no other column goes without
    return sum(timed) < deviations.count(False) or all(t or apart for t, apart in zip(timed, deviations, strict=True))


def _is_time(unit: str) -> bool:
    return _TIME.fullmatch(fold(unit)) is not None
