"""The same years' figures said in two sentences: where two of the years agree in both, the others must agree too.

Two sentences about one thing rarely use the same words, so words alone cannot tell that they speak of the same. A
common value does: sentences that give 57 % for 2023, share a telling word and name several years are one series said
twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.checks.relation import Relation, Term
from ingest.checks.words import say_place
from ingest.domain import Certainty, Figure, FindingKind, Locator, Scenario
from ingest.language import stem, words

# A stem in more labels than this tells nothing about which series it is ("deltagare").
_TELLING_SHARE = 0.2
_SURE_YEARS, _SURE_WORDS = 2, 2
_MIN_LETTERS = 4
_SAID = (Scenario.OUTCOME, Scenario.SHARE)


@dataclass(frozen=True, slots=True)
class Series:
    """What is said at one place of one thing for several years. `figures` by period, `stems` those of the label."""

    figures: dict[str, Figure]
    stems: frozenset[str]

    @property
    def unit(self) -> str:
        return next(iter(self.figures.values())).unit

    @property
    def place(self) -> Locator:
        return next(iter(self.figures.values())).locator


def series_relations(statements: Sequence[Figure]) -> Iterator[Relation]:
    """For each year that two tellings of a series share: the later one's value is the earlier one's."""
    series = _read_series(statements)
    common = Counter(stem for one in series for stem in one.stems)
    telling = {stem for stem, count in common.items() if count <= max(3, _TELLING_SHARE * len(series))}
    for at, later in enumerate(series):
        for earlier in series[:at]:
            if _tell_the_same(earlier, later, telling):
                for period in later.figures.keys() & earlier.figures.keys():
                    yield _same(later.figures[period], earlier.figures[period])


def _read_series(statements: Sequence[Figure]) -> list[Series]:
    by_telling: dict[tuple[str, str, Locator], dict[str, Figure]] = {}
    for figure in statements:
        if figure.period and figure.scenario in _SAID:
            telling = by_telling.setdefault((figure.row, figure.unit, figure.locator), {})
            telling.setdefault(figure.period, figure)
    return [
        Series(figures, frozenset(stem(word) for word in words(label) if len(word) >= _MIN_LETTERS))
        for (label, *_), figures in by_telling.items()
        if len(figures) > 1
    ]


def _tell_the_same(one: Series, other: Series, telling: set[str]) -> bool:
    """Whether two years agree and a word does, or one year and a telling word, or all words of the
    shorter label in one section."""
    shared = one.figures.keys() & other.figures.keys()
    agreeing = sum(one.figures[period].value == other.figures[period].value for period in shared)
    if one.unit != other.unit or one.place.lines == other.place.lines or len(shared) == agreeing:
        return False
    alike = {(a, b) for a in one.stems for b in other.stems if _are_alike(a, b)}
    if agreeing >= _SURE_YEARS:
        return bool(alike)
    if agreeing:
        return any(a in telling and b in telling for a, b in alike)
    shorter = min((one.stems, other.stems), key=len)
    covered = {a for pair in alike for a in pair} & shorter
    return one.place.section == other.place.section and len(shorter) >= _SURE_WORDS and covered == shorter


def _are_alike(one: str, other: str) -> bool:
    """Whether two stems are the same word, or one is the compound that the other begins ("grundskol", "grundskoleutbildning")."""
    return one == other or (min(len(one), len(other)) > _MIN_LETTERS and (one.startswith(other) or other.startswith(one)))


def _same(later: Figure, earlier: Figure) -> Relation:
    same_section = later.locator.section == earlier.locator.section
    rule = f"samma uppgift {'på ett annat ställe' if same_section else say_place(earlier.locator)}"
    return Relation(FindingKind.CONTRADICTION, later, (Term(earlier),), rule, Certainty.CERTAIN)
