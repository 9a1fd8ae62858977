"""The content words of a question: without stop words, time, cues and the association's name, typos corrected."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from assistant.background import Background
from assistant.names import NameMention
from assistant.query import Term
from assistant.timespans import TimeMention, fold_aligned
from ingest.language import stem

_WORD = re.compile(r"[^\W_]+")
_ASKING = frozenset({"vilken", "vilket", "vilka", "manga", "which"})
# A word of an English question that the data do not translate may be a name or may say nothing.
UNTRANSLATED_WEIGHT = 0.5
WEAK_WEIGHT = 0.3
# A misspelled word of five letters or more is read as the nearest word of the corpus from this similarity on
# (one wrong or swapped letter in eight gives 87).
_TYPO_RATIO = 86
_TYPO_FROM_LETTERS = 5


def read_terms(text: str, names: NameMention, times: TimeMention, background: Background, language: str) -> tuple[Term, ...]:
    """The content words in order, each stem once."""
    vocabulary = background.vocabulary
    folded = fold_aligned(text)
    places = (*names.consumed, *times.places)
    found: dict[str, Term] = {}
    asking = False
    for match in _WORD.finditer(text):
        token, low = match.group(), folded[match.start() : match.end()]
        inside = any(start <= match.start() < end for start, end in places)
        asking = asking or low in _ASKING
        of_english = language == "en" and low in vocabulary.english
        means_nothing = token.lower() in vocabulary.stopwords and not (of_english and low in vocabulary.men)
        if inside or means_nothing or low in vocabulary.generic_names or low in vocabulary.joining:
            continue
        if len(low) == 1 and not low.isdigit():
            continue
        if of_english:
            variants = tuple(stem(w) for w in vocabulary.english[low])
            alike = (*variants[1:], *vocabulary.synonyms.get(variants[0], ()))
            term = Term(token, variants[0], WEAK_WEIGHT if variants[0] in vocabulary.weak else 1.0, variants=alike)
        else:
            term = _term(token, match.start() == 0, background)
            if any(start <= match.start() < end for start, end in names.places):
                term = replace(term, required=True)  # a municipality that is named is meant, however it is spelled
            if language == "en" and not term.required and term.stem not in background.corpus:
                term = replace(term, weight=UNTRANSLATED_WEIGHT)
        if asking and term.weight == 1.0:
            term, asking = replace(term, focus=True), False
        found.setdefault(term.stem, term)
    return tuple(found.values())


def _term(token: str, is_first: bool, background: Background) -> Term:
    vocabulary, own = background.vocabulary, stem(token.lower())
    is_name = token[0].isupper() and not is_first
    variants = vocabulary.synonyms.get(own, ())
    if own in vocabulary.weak or own.isdigit():
        return Term(token, own, WEAK_WEIGHT, variants=variants)
    meant = _corrected(own, background.corpus)
    if meant is not None:
        variants = (*variants, meant, *vocabulary.synonyms.get(meant, ()))
    return Term(token, own, 1.0, required=is_name, variants=variants)


@lru_cache(maxsize=5_000)
def _corrected(own: str, corpus: frozenset[str]) -> str | None:
    """The corpus word that a misspelled one stands for; None for a word that is there, is short, or holds a digit."""
    if own in corpus or len(own) < _TYPO_FROM_LETTERS or any(c.isdigit() for c in own):
        return None
    words = [w for w in corpus if w[0] == own[0] and abs(len(w) - len(own)) <= _LENGTH_APART and w.isalpha()]
    near = process.extractOne(own, words, scorer=fuzz.ratio, score_cutoff=_TYPO_RATIO)
    if near is not None:
        return str(near[0])
    # One letter left out, doubled or swapped is a slip even where the ratio falls short ("avskrvning").
    slips = [w for w in words if len(w) >= _TYPO_FROM_LETTERS and OSA.distance(own, w, score_cutoff=1) <= 1]
    return slips[0] if len(slips) == 1 else None


_LENGTH_APART = 3
