"""The words of a figure, by where they stand, and how well they meet those of a measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.asked_content import content_of
from assistant.matching import THE_WORD_ITSELF, source_stems, telling_stems, term_match
from assistant.query import Intent, Query, Term
from assistant.vocabulary import load_vocabulary
from ingest.domain import Figure
from ingest.language import terms

# Women and men, each by all the words for them.
GENDERS = (
    frozenset(terms("kvinna kvinnor kvinnorna tjej tjejer tjejerna flicka flickor flickorna")),
    frozenset(terms("man män männen kille killar killarna pojke pojkar pojkarna")),
)
GENDER_STEMS = frozenset(terms("kvinna kvinnor man män flicka flickor pojke pojkar"))
# Words of the row itself count full; of its parents, column and table title less; of the section least.
_NEAR_CONTEXT, _FAR_CONTEXT = 0.8, 0.6


@dataclass(frozen=True, slots=True)
class FigureWords:
    """`row`, `near` and `far` are stems of the row, around it and of its section; `telling` are the row's that tell it
    from other rows. A row called "2022", "kvinnor" or "Totalt" does not name itself: its column does.
    """

    label: str
    names_itself: bool
    row: tuple[str, ...]
    near: tuple[str, ...]
    far: tuple[str, ...]
    telling: tuple[str, ...]


def words_of(figure: Figure) -> FigureWords:
    """The words of a figure; a statement is headed by its sentence, a table's figure by the table's title."""
    heading = figure.raw if figure.table is None else figure.table
    return _words(figure.row, figure.column, heading, figure.locator.section)


@lru_cache(maxsize=50_000)
def _words(row: str, column: str, heading: str, section: str) -> FigureWords:
    parents, _, label = row.rpartition(" › ")
    names_itself = bool(set(telling_stems(label)) - GENDER_STEMS)
    own, around = (label, column) if names_itself else (f"{label} {column}", "")
    # "Budget 2021" and "Utfall" tell time and kind, which are asked for otherwise.
    near = source_stems(" ".join((parents, around if telling_stems(around) else "", heading)))
    return FigureWords(label, names_itself, source_stems(own), near, source_stems(section), telling_stems(own))


@lru_cache(maxsize=50_000)
def of_one_gender(label: str) -> bool:
    """Whether a row or column is about women or men, girls or boys."""
    return bool(set(terms(label)) & GENDER_STEMS)


def is_called_so(figure: Figure, query: Query) -> bool:
    """Whether a row of a table, with its heading, is called by all that the question asks about and by nothing else."""
    if figure.table is None or query.intent is not Intent.VALUE:
        return False
    heading, _, label = figure.row.rpartition(" › ")
    asked = content_of(query)
    called = (word for word in telling_stems(" ".join((heading, label))) if word not in load_vocabulary().weak)
    row = (*source_stems(figure.row), *source_stems(figure.column))
    met = all(term_match(t, row) >= THE_WORD_ITSELF for t in asked)
    return bool(asked) and met and all(any(term_match(t, (word,)) > 0 for t in query.terms) for word in called)


class TermMatches:
    """How well the terms of one measure are met, each by each source once: rows share their headings and sections."""

    def __init__(self, question_terms: Sequence[Term]) -> None:
        self.names_a_gender = any(t.stem in GENDER_STEMS for t in question_terms)
        self._terms = question_terms
        self._known: dict[tuple[str, ...], list[float]] = {}

    def placed(self, figure: FigureWords) -> list[tuple[float, str]]:
        """For each term the best match, weighed by where it stands, and that place."""
        sources = (self._of(figure.row), self._of(figure.near), self._of(figure.far))
        return [
            max((row, "row"), (_NEAR_CONTEXT * near, "near"), (_FAR_CONTEXT * far, "far"))
            for row, near, far in zip(*sources, strict=True)
        ]

    def best(self, stem: str) -> float:
        """The best match of any term with one stem; 0 without terms."""
        return max(self._of((stem,)), default=0.0)

    def _of(self, stems: tuple[str, ...]) -> list[float]:
        known = self._known.get(stems)
        if known is None:
            known = self._known[stems] = [term_match(term, stems) for term in self._terms]
        return known
