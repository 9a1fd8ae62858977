"""How well a word of the question is met by the words of a source: same stem, compound part, near spelling."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import repeat

from rapidfuzz import fuzz, process

from assistant.query import Term
from assistant.vocabulary import load_vocabulary
from ingest.language import fold, stem, terms, words
from vectorstore.entries import Scope
from vectorstore.library import Library

SAME, INFLECTED, MISSPELLED = 1.0, 0.95, 0.85
# "medlemsbidrag" is a kind of "bidrag" and answers for it; "grund" is not what "värdegrund" asks for.
TAKEN_APART = 0.9
MORE_SPECIAL, LESS_SPECIAL = 0.75, 0.55
# From here on a match is the word itself and not a relative of it.
THE_WORD_ITSELF = MISSPELLED
_COMPOUND_FROM_LETTERS = 4
_INFLECTION_LETTERS = 2
# What the stemmer leaves on short words ("tema", "temat").
_SHORT_ENDINGS = ("t", "n", "at", "an", "et", "en")
# OCR text without å ä ö has about one wrong letter in eight in a damaged word; a ratio of 86 still tells
# "verksamhet" from "verksamma" on the sample reports.
_NEAR_FROM_LETTERS, _LONG_WORD_LETTERS, _NEAR_RATIO = 6, 10, 86
# "uppl. intäkter": two letters or more, a dot, and the label goes on.
_ABBREVIATION = re.compile(r"\b([^\W\d_]{3,})\.(?=\s*[^\W\d_])")
# A word that stands nowhere is often just another word for what does stand there: it weighs like one in three passages,
# not like the rarest of all.
_UNSEEN_COUNTS_AS = 3


@lru_cache(maxsize=200_000)
def source_stems(text: str) -> tuple[str, ...]:
    """The stems of a text; neighbours also joined ("finsam mässan" meets "finsammässan"); abbreviations with their dot."""
    single = terms(text)
    abbreviated = [f"{fold(m[1])}." for m in _ABBREVIATION.finditer(text)]
    joined = [a + b for a, b in zip(single, single[1:], strict=False) if a.isalpha() and b.isalpha()]
    return tuple(dict.fromkeys((*single, *joined, *abbreviated)))


# Words of labels and headers that only repeat time, kind, unit or position.
_NOISE = frozenset(
    terms(
        "utfall budget budgeterat bokslut helår netto aktuell belopp kr tkr mnkr not år "
        "jan feb mar apr maj jun jul aug sep okt nov dec "
        "januari februari mars april juni juli augusti september oktober november december summa total totalt varav per"
    )
)


@lru_cache(maxsize=200_000)
def telling_stems(label: str) -> tuple[str, ...]:
    """The stems of a row label or column header that say which row or column it is; none for "2022" or "Utfall 2021"."""
    stopwords = load_vocabulary().stopwords
    return tuple(s for w in words(label) if w not in stopwords and (s := stem(w)) not in _NOISE and not s.isdigit())


@lru_cache(maxsize=500_000)
def stem_similarity(asked: str, found: str) -> float:
    """1 for the same stem down to .55 for a compound that holds the other word; 0 for different words."""
    if asked == found:
        return SAME
    if asked[:1] != found[:1] and asked[-1:] != found[-1:]:
        return 0.0  # most pairs: neither begins nor ends with the other
    if found.endswith("."):
        return INFLECTED if asked.startswith(found[:-1]) else 0.0
    short, long = sorted((asked, found), key=len)
    if len(short) > 2 and long.startswith(short) and long[len(short) :] in _SHORT_ENDINGS:
        return INFLECTED
    if len(short) < _COMPOUND_FROM_LETTERS or short.isdigit():
        return 0.0
    if long.startswith(short) and len(long) - len(short) <= _INFLECTION_LETTERS:
        return INFLECTED
    near_length = len(long) - len(short) <= (1 if len(long) < _LONG_WORD_LETTERS else 2)
    if len(short) >= _NEAR_FROM_LETTERS and near_length and short[0] == long[0] and fuzz.ratio(short, long) >= _NEAR_RATIO:
        return MISSPELLED
    if long.startswith(short) or long.endswith(short):
        return MORE_SPECIAL if long == found else LESS_SPECIAL
    return 0.0


def holds_the_other(asked: str, found: str) -> bool:
    """Whether one of the stems begins or ends with the other. Similar stems do, unless one is a misspelling of the other."""
    short, long = sorted((asked, found.removesuffix(".")), key=len)
    return long.startswith(short) or long.endswith(short)


def lengths_of_misspelled(asked: str) -> range:
    """How many letters a misspelling of the stem has at least and at most; none for a short one."""
    return range(max(len(asked) - 2, _NEAR_FROM_LETTERS), len(asked) + 3)


def nearly_spelled(asked: str, stems: Mapping[int, str]) -> list[int]:
    """The numbers of those stems that may be a misspelling of the one asked for."""
    return [number for _, _, number in process.extract(asked, stems, scorer=fuzz.ratio, score_cutoff=_NEAR_RATIO, limit=None)]


@lru_cache(maxsize=500_000)
def _best_similarity(asked: str, stems: tuple[str, ...]) -> float:
    best = max(map(stem_similarity, repeat(asked), stems), default=0.0)
    return max(best, TAKEN_APART) if best < TAKEN_APART and _stands_in_parts(asked, stems) else best


def _stands_in_parts(asked: str, stems: tuple[str, ...]) -> bool:
    """Whether a compound stands there as two words: "medlemsbidrag" as "bidrag från medlemmar"."""
    if len(asked) < 2 * _COMPOUND_FROM_LETTERS:
        return False
    for first in stems:
        if len(first) < _COMPOUND_FROM_LETTERS or not asked.startswith(first) or len(asked) - len(first) < _COMPOUND_FROM_LETTERS:
            continue
        rest = asked[len(first) :]
        if any(stem_similarity(tail, last) >= INFLECTED for tail in (rest, rest.removeprefix("s")) for last in stems):
            return True
    return False


def term_match(term: Term, stems: tuple[str, ...]) -> float:
    """The best similarity of a term, or one of its variants, with the source's stems."""
    return max(_best_similarity(form, stems) for form in (term.stem, *term.variants))


def term_weights(question_terms: Sequence[Term], library: Library, scope: Scope) -> tuple[float, ...]:
    """How much each term tells: its weight times how rare it is in the reports asked about (inverse document frequency)."""
    stems = [form for term in question_terms for form in (term.stem, *term.variants)]
    frequency = library.document_frequency(stems, scope)
    count = max(library.passage_count(scope), 1)
    return tuple(
        term.weight * _rarity(max(frequency[form] for form in (term.stem, *term.variants)), count) for term in question_terms
    )


def _rarity(passages_with: int, passages: int) -> float:
    return math.log(1 + passages / (0.5 + (passages_with or _UNSEEN_COUNTS_AS)))
