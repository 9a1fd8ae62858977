"""Kin: figures that differ in one thing only, the rows of a column, the columns of a row, or what one paragraph states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.amounts import KRONOR
from assistant.evidence import FigureEvidence
from assistant.figure_words import GENDERS
from assistant.matching import THE_WORD_ITSELF, source_stems, stem_similarity, telling_stems, term_match, term_weights
from assistant.query import NumberKind, Query, Term
from assistant.timespans import ACCEPTABLE, best_fit, parse_period
from ingest.domain import Scenario
from ingest.language import terms
from vectorstore.entries import Scope, StoredFigure
from vectorstore.library import Library

# Words beside the names of what is compared that tell nothing about it.
LITTLE = frozenset(terms("bland vidare ihop jämfört hela själva alla samtliga tom varit lämnade innan gick"))
# The heading's words count less than the row's; what stands around the table or sentence least.
_NEAR_CONTEXT, _FAR_CONTEXT = 0.8, 0.6
# A paragraph goes on where the next statement stands on the next line; what introduces it stands so many lines above.
_PARAGRAPH_GAP, _LINES_BEFORE = 1, 20
NAMED_SO = "frågan nämner det som skiljer siffran från de andra i samma tabell eller stycke"


@dataclass(frozen=True, slots=True)
class Kin:
    """Figures of one unit, kind and time from one place. `labels` tell them apart, `near` and `far` is what they share.

    Statements have no heading: what is near to one is its own sentence.
    """

    figures: tuple[StoredFigure, ...]
    labels: tuple[tuple[str, ...], ...]
    near: str
    far: str

    @property
    def first(self) -> StoredFigure:
        return self.figures[0]


def kin_of(query: Query, library: Library, *, any_time: bool = False) -> tuple[Kin, ...]:
    """Every set of kin in the tables and paragraphs that have words of the question, of the times and kinds it asks for."""
    scope = Scope(associations=frozenset(query.associations))
    asked = " ".join(form for t in query.terms for form in (t.word, *t.variants))
    if not asked:
        return ()
    tables = {_place(s) for s in library.search_figures(asked, scope)}
    paragraphs = {(s.report.report, s.figure.locator.section) for s in library.search_statements(asked, scope)}
    printed = [s for s in library.figures(scope) if _place(s) in tables]
    stated = [s for s in library.statements(scope) if (s.report.report, s.figure.locator.section) in paragraphs]
    fitting = [s for s in printed if _is_asked_for(s, query, any_time)]
    found = [*_in_columns(fitting), *_in_rows(fitting)]
    return (*found, *_in_paragraphs([s for s in stated if _is_asked_for(s, query, any_time)], library))


def _place(stored: StoredFigure) -> tuple[str, str | None, str]:
    return stored.report.report, stored.figure.table, stored.figure.locator.section


def _is_asked_for(stored: StoredFigure, query: Query, any_time: bool) -> bool:
    """The time, the kind and the kind of number that the question names. Money that is asked for is no number of people."""
    figure = stored.figure
    if any(flag.startswith("column-uncertain") for flag in figure.flags):
        return False
    if figure.scenario is not (query.scenario or Scenario.OUTCOME) and not _stands_in(figure.scenario, query):
        return False
    if query.number_kind is NumberKind.MONEY and figure.unit not in KRONOR:
        return False
    if any_time or not query.periods:
        return True
    return figure.period is not None and best_fit(query.periods, parse_period(figure.period)) >= ACCEPTABLE


def _stands_in(scenario: Scenario, query: Query) -> bool:
    """A plan answers where the question names no kind: a report of a plan has nothing else."""
    return query.scenario is None and scenario is Scenario.BUDGET


def _in_columns(printed: Iterable[StoredFigure]) -> Iterator[Kin]:
    groups: dict[tuple[object, ...], list[StoredFigure]] = {}
    for s in printed:
        f = s.figure
        parents = f.row.rpartition(" › ")[0]
        groups.setdefault((*_place(s), parents, f.column, f.period, f.scenario, f.unit), []).append(s)
    for members in groups.values():
        f = members[0].figure
        near = " ".join((f.row.rpartition(" › ")[0], f.column, f.table or ""))
        yield _kin(members, [s.figure.row.rpartition(" › ")[2] for s in members], near, f.locator.section)


def _in_rows(printed: Iterable[StoredFigure]) -> Iterator[Kin]:
    groups: dict[tuple[object, ...], list[StoredFigure]] = {}
    for s in printed:
        f = s.figure
        groups.setdefault((*_place(s), f.row, f.period, f.scenario, f.unit), []).append(s)
    for members in groups.values():
        f = members[0].figure
        yield _kin(members, [s.figure.column for s in members], f"{f.row} {f.table or ''}", f.locator.section)


def _in_paragraphs(stated: Sequence[StoredFigure], library: Library) -> Iterator[Kin]:
    for paragraph in paragraphs_of(stated):
        far = f"{paragraph_text(paragraph)} {text_before(paragraph[0], library)}"
        groups: dict[tuple[object, ...], list[StoredFigure]] = {}
        for s in paragraph:
            groups.setdefault((s.figure.period, s.figure.scenario, s.figure.unit), []).append(s)
        for members in groups.values():
            yield _kin(members, [s.figure.row.replace(" › ", " ") for s in members], "", far)


def paragraphs_of(stated: Iterable[StoredFigure]) -> list[list[StoredFigure]]:
    """Statements that stand together: of one section, each on the last one's line or the next."""
    paragraphs: list[list[StoredFigure]] = []
    for s in stated:
        if paragraphs and _goes_on(paragraphs[-1][-1], s):
            paragraphs[-1].append(s)
        else:
            paragraphs.append([s])
    return paragraphs


def _goes_on(last: StoredFigure, following: StoredFigure) -> bool:
    a, b = last.figure.locator, following.figure.locator
    if last.report.report != following.report.report or a.section != b.section or a.lines is None or b.lines is None:
        return False
    return 0 <= b.lines[0] - a.lines[1] <= _PARAGRAPH_GAP or a.lines == b.lines or last.figure.raw == following.figure.raw


def paragraph_text(paragraph: Sequence[StoredFigure]) -> str:
    return " ".join(dict.fromkeys(s.figure.raw for s in paragraph))


def text_before(first: StoredFigure, library: Library) -> str:
    """The section and the lines above a statement: what it is about is often said there."""
    lines = first.figure.locator.lines
    above = library.lines(first.report.report, max(lines[0] - _LINES_BEFORE, 1), lines[0] - 1) if lines else ()
    return " ".join((first.figure.locator.section, *(line.text for line in above)))


def _kin(members: Sequence[StoredFigure], labels: Sequence[str], near: str, far: str) -> Kin:
    return Kin(tuple(members), tuple(_label_stems(label) for label in labels), near, far)


def _label_stems(label: str) -> tuple[str, ...]:
    """The telling stems, and "man", which as a word of sentences tells nothing."""
    sexes = (word for word in terms(label) if any(word in sex for sex in GENDERS))
    return tuple(dict.fromkeys((*telling_stems(label), *sexes)))


# --- how well kin are what is asked about -----------------------------------------------------------------------------


def is_named(own: Iterable[str], asked: frozenset[str]) -> bool:
    """Whether the question has every one of the words; a word for one sex names it."""
    return all(any(is_word(word, other) for other in asked) for word in own)


@lru_cache(maxsize=200_000)
def is_word(one: str, other: str) -> bool:
    """Whether two stems are the same word or two words for one sex."""
    return stem_similarity(one, other) >= THE_WORD_ITSELF or any(one in sex and other in sex for sex in GENDERS)


def coverage(asked: Sequence[Term], row: Iterable[str], near: str, far: str, query: Query, library: Library) -> float:
    """The share of what is asked, weighted by how much each word tells, that the row or its surroundings have.

    0 when a name is missing. 1 when nothing is asked but what tells the figures apart.
    """
    asked = [t for t in asked if t.stem not in LITTLE]
    if not asked:
        return 1.0
    row_stems, near_stems, far_stems = tuple(row), source_stems(near), source_stems(far)
    if any(t.required and term_match(t, row_stems + near_stems + far_stems) < THE_WORD_ITSELF for t in asked):
        return 0.0
    weights = term_weights(asked, library, Scope(associations=frozenset(query.associations)))
    met = [
        max(term_match(t, row_stems), _NEAR_CONTEXT * term_match(t, near_stems), _FAR_CONTEXT * term_match(t, far_stems))
        for t in asked
    ]
    total = sum(weights)
    return sum(w * m for w, m in zip(weights, met, strict=True)) / total if total else 1.0


def as_evidence(stored: StoredFigure, score: float) -> FigureEvidence:
    return FigureEvidence(stored.figure.key, stored, score, (NAMED_SO,))
