"""How much more or less than planned, or than last year, a sentence says that something cost, against the row it names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from ingest.checks.causes import likely_cause
from ingest.checks.relation import Relation, Term, factor_to, in_base_unit, step_of
from ingest.checks.sentences_said import Said, before, figure_of
from ingest.checks.sheets import is_doubtful
from ingest.checks.year_rows import are_alike, telling_stems
from ingest.domain import Certainty, Figure, FindingKind, Report, Scenario
from ingest.statements_numbers import MONEY, Mention

_MORE = r"(?:battre|samre|hogre|lagre|mer|mindre|storre|farre|fler|dyrare|billigare)"
_PLAN = r"(?:budget\w*|planera\w*|plan\b|berakna\w*|vantat)"
_THAN_PLANNED = re.compile(
    rf"^ ?(?:(?:av|i) )?(?:(?:nagot|alltsa|klart) )?(?:{_MORE}(?: [a-z]+)? an (?:vad som )?(?:[a-z]+ )?{_PLAN}"
    r"|(?:over|under) (?:sin |den |det )?budget\w*)"
)
_OF_BUDGET = re.compile(
    r"\b(?:underskr\w+|overskr\w+|avvik\w+|drog over|over|under) (?:sin |mot |fran )?budget\w*[^.;\d]{0,20}\bmed $"
)
_AGAINST_PLAN = re.compile(r"^ (?:mot|jamfort med|i forhallande till|fran) (?:budget|plan)\w*")
_OVERDREW = re.compile(r"\b(?:drog|gick) (?:over|under|back|plus|minus)(?: med)? $")
# A sum so short says by chance what another row's difference is.
_LONG = 5
_PAIRS = ({Scenario.OUTCOME, Scenario.BUDGET}, {Scenario.FORECAST, Scenario.BUDGET})


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's outcome, or forecast, and its budget for one time."""

    real: Figure
    planned: Figure
    stems: frozenset[str]

    @property
    def apart(self) -> Decimal:
        return abs(abs(self.real.value) - abs(self.planned.value))


@dataclass(frozen=True, slots=True)
class _Told:
    """A difference that a sentence tells, and the rows that its words name."""

    said: Said
    mention: Mention
    rows: tuple[_Row, ...]

    def agrees_with(self, row: _Row) -> bool:
        factor = factor_to(self.mention.unit or "", row.real)
        room = max(step_of(row.real), step_of(row.planned)) * (factor or Decimal(0)) + _step(self.mention)
        return factor is not None and abs(row.apart * factor - abs(self.mention.value)) < room

    @property
    def agrees(self) -> bool:
        return any(self.agrees_with(row) for row in self.rows)


def deviation_relations(report: Report, sentences: Sequence[Said]) -> Iterator[Relation]:
    """A difference that no row it names prints: accused where it is a slip of the pen away from the only one that it can
    mean, or where what is told right beside it agrees with its rows."""
    rows = _rows(report)
    told = [one for said in sentences for one in _told(said, rows)]
    for one in told:
        if one.agrees or any(one.agrees_with(row) for row in rows):
            continue
        is_beside = any(other.agrees and _are_near(one.said, other.said, sentences) for other in told)
        slips = [row for row in one.rows if _is_slip(one.mention, row)]
        meant = slips or (list(one.rows) if is_beside else [])
        row = _only(meant)
        if row is not None:
            yield _relation(report, one, row, certain=bool(slips))


def _only(rows: Sequence[_Row]) -> _Row | None:
    """The one that all say, in tkr or in kr: then the finer."""
    apart = [in_base_unit(row.apart, row.real.unit) for row in rows]
    finest = min(rows, key=lambda row: in_base_unit(Decimal(1), row.real.unit), default=None)
    room = max((in_base_unit(2 * step_of(row.real), row.real.unit) for row in rows), default=Decimal(0))
    return finest if finest is not None and finest.apart and max(apart) - min(apart) <= room else None


def _step(mention: Mention) -> Decimal:
    """Half of one in the last place told; a rounded amount leaves more open."""
    digits = f"{abs(mention.value):f}"
    if mention.hedge and "." not in digits:
        return Decimal(10) ** (len(digits) - len(digits.rstrip("0")))
    exponent = mention.value.as_tuple().exponent
    return Decimal(1).scaleb(exponent) / 2 if isinstance(exponent, int) else Decimal(1)


def _rows(report: Report) -> list[_Row]:
    by_row: dict[tuple[object, ...], list[Figure]] = {}
    for figure in report.figures:
        if figure.unit in MONEY and not is_doubtful(figure):
            by_row.setdefault((figure.table, figure.locator.lines, figure.row), []).append(figure)
    return [row for figures in by_row.values() for row in _pairs(figures)]


def _pairs(figures: Sequence[Figure]) -> Iterator[_Row]:
    stems = telling_stems(figures[0].row.rsplit(" › ", 1)[-1])
    for pair in combinations(figures, 2):
        real, planned = sorted(pair, key=lambda figure: figure.scenario is Scenario.BUDGET)
        same_time = (real.period or "")[:4] == (planned.period or "")[:4] and real.unit == planned.unit
        if same_time and {real.scenario, planned.scenario} in _PAIRS:
            yield _Row(real, planned, stems)


def _are_near(one: Said, other: Said, sentences: Sequence[Said]) -> bool:
    """Whether two sentences are one, or no more than two apart in a paragraph."""
    return one is other or other in before(one, sentences, 2) or one in before(other, sentences, 2)


def _told(said: Said, rows: Sequence[_Row]) -> Iterator[_Told]:
    """The differences from a plan in a sentence, with the rows whose name stands in the words before each."""
    start = 0
    for mention in said.mentions:
        ahead, behind = said.folded[start : mention.start], said.folded[mention.end :]
        start = mention.end
        is_apart = (
            _THAN_PLANNED.match(behind) or _AGAINST_PLAN.match(behind) or _OF_BUDGET.search(ahead) or _OVERDREW.search(ahead)
        )
        if mention.unit in MONEY and is_apart:
            stems = telling_stems(ahead)
            yield _Told(said, mention, tuple(_named(rows, stems)))


def _named(rows: Sequence[_Row], stems: Collection[str]) -> list[_Row]:
    """The rows all of whose words stand there; where there is none, those that one of the words alone has."""
    shared = [(row, sum(any(are_alike(one, other) for other in stems) for one in row.stems)) for row in rows if row.stems]
    return [row for row, known in shared if known == len(row.stems)] or [row for row, known in shared if known]


def _is_slip(mention: Mention, row: _Row) -> bool:
    factor = factor_to(mention.unit or "", row.real)
    value = row.apart * factor if factor is not None else Decimal(0)
    return len(f"{abs(mention.value):.0f}") >= _LONG and bool(likely_cause(abs(mention.value), value))


def _relation(report: Report, one: _Told, row: _Row, certain: bool) -> Relation:
    stated = figure_of(report, one.said, one.mention, f"{row.real.row.rsplit(' › ', 1)[-1]}, skillnaden mot budget")
    factor = factor_to(stated.unit, row.real) or Decimal(1)
    larger, smaller = sorted((row.real, row.planned), key=lambda figure: -abs(figure.value))
    sign = factor * (-1 if stated.value < 0 else 1)
    terms = tuple(Term(figure, way * sign * (-1 if figure.value < 0 else 1)) for figure, way in ((larger, 1), (smaller, -1)))
    certainty = Certainty.CERTAIN if certain else Certainty.INTERPRETATION
    return Relation(FindingKind.DIFFERENCE, stated, terms, "skillnaden mot budgeten i tabellen", certainty)
