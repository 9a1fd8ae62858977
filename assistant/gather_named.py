"""Two things that a question names side by side ("A eller B", "mer än", "kvinnor eller män") and that stand side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from assistant.amounts import KRONOR
from assistant.evidence import FigureEvidence
from assistant.figure_words import GENDERS
from assistant.gather_kin import Kin, as_evidence, coverage, is_named, is_word, kin_of
from assistant.query import Query, Term
from assistant.vocabulary import load_vocabulary
from ingest.language import stem, terms, words
from vectorstore.entries import StoredFigure
from vectorstore.library import Library

# What is asked beside the two names must be met this far: the table or paragraph is about it.
_ABOUT = 0.55
# Another place that fits nearly as well and says something else leaves open which is meant.
_CLEARLY_BETTER = 0.03
# Both names and what is asked about them stand there: as good as a row with all the words.
NAMED_SCORE = 0.9
# What every amount of a table of costs answers.
_SPENDING = frozenset(terms("lade lägger lägga lagt pengar kostade kostar kostat spenderade"))
# "A/B" is one name.
_JOINED = re.compile(r"\w+(?:[/-]\w+)+")


def named_pair(query: Query, library: Library) -> tuple[FigureEvidence, FigureEvidence] | None:
    """The figures of the two things that the question names, in its order; None when there are none, or several such pairs."""
    asked = asked_stems(query)
    found = [
        (about, pair)
        for kin in kin_of(query, library)
        for pair in _pairs(kin, asked)
        if (about := _about(kin, pair, query, library)) >= _ABOUT
    ]
    if not found:
        return None
    best, chosen = max(found, key=lambda one: (one[0], _end(one[1][0][0])))
    same_time = [pair for about, pair in found if about > best - _CLEARLY_BETTER and _end(pair[0][0]) == _end(chosen[0][0])]
    if len({tuple(sorted(s.figure.value for s, _ in pair)) for pair in same_time}) > 1:
        return None
    one, other = sorted(chosen, key=lambda item: _position(item[1], query))
    return as_evidence(one[0], NAMED_SCORE), as_evidence(other[0], NAMED_SCORE)


_Item = tuple[StoredFigure, tuple[str, ...]]


def asked_stems(query: Query) -> frozenset[str]:
    """The stems of the question's words; a name of several places is none of them."""
    stopwords = load_vocabulary().stopwords - {"man"}
    return frozenset(stem(w) for w in words(_JOINED.sub(" ", query.question)) if w not in stopwords)


def _pairs(kin: Kin, asked: frozenset[str]) -> list[tuple[_Item, _Item]]:
    """The pairs whose labels differ only in what the question names."""
    items = [item for item in zip(kin.figures, kin.labels, strict=True) if item[1]]
    pairs = []
    for (one, label), (other, other_label) in combinations(items, 2):
        own = tuple(w for w in label if not any(is_word(w, o) for o in other_label))
        others = tuple(w for w in other_label if not any(is_word(w, o) for o in label))
        if own and others and is_named(own, asked) and is_named(others, asked) and _belong_together(one, other):
            pairs.append(((one, own), (other, others)))
    return pairs


def _belong_together(one: StoredFigure, other: StoredFigure) -> bool:
    """A sentence that tells of women and men has its own pair: no part of it goes with a neighbour's."""
    if one.figure.table is not None or one.figure.raw == other.figure.raw:
        return True
    return not any(all(set(terms(s.figure.raw)) & sex for sex in GENDERS) for s in (one, other))


def _about(kin: Kin, pair: tuple[_Item, _Item], query: Query, library: Library) -> float:
    """How fully the place meets what is asked beside the two names. Their sexes are told by the names alone."""
    named = (*pair[0][1], *pair[1][1])
    rest = [t for t in query.terms if not _is_one_of(t, named) and t.stem not in load_vocabulary().operations]
    if pair[0][0].figure.unit in KRONOR:
        rest = [t for t in rest if t.stem not in _SPENDING]
    label = kin.labels[kin.figures.index(pair[0][0])]
    row = tuple(w for w in label if w not in named)
    if _by_sex(pair):
        row = (*row, *_words_beside(kin))
    told = (word for s, _ in pair if s.figure.table is None for word in terms(s.figure.raw))
    return coverage(rest, (*row, *told), kin.near, kin.far, query, library)


def _words_beside(kin: Kin) -> tuple[str, ...]:
    """Rows called "kvinnor" and "män" are told from others by their heading or column, which so count as their own words."""
    figure = kin.first.figure
    text = figure.row if figure.table is None else f"{figure.row.rpartition(' › ')[0]} {figure.column}"
    return tuple(stem(w) for w in words(text))


def _by_sex(pair: tuple[_Item, _Item]) -> bool:
    return all(any(word in sex for sex in GENDERS) for _, own in pair for word in own)


def _is_one_of(term: Term, named: Sequence[str]) -> bool:
    return any(is_word(form, word) for form in (term.stem, *term.variants) for word in named)


def _position(own: Sequence[str], query: Query) -> int:
    """Where the question names it first."""
    asked = [stem(w) for w in words(query.question)]
    return min((i for i, word in enumerate(asked) if any(is_word(word, o) for o in own)), default=len(asked))


def _end(stored: StoredFigure) -> str:
    return (stored.figure.period or "").rpartition("/")[2]
