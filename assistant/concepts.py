"""Which concepts of the lexicon a text names."""

from __future__ import annotations

import re
from functools import cache

from assistant.vocabulary import has_phrase
from ingest.language import fold, words
from ingest.lexicon import Concept, Lexicon


def named_concepts(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The concepts that the text names, by the longest phrases: "intäkter" within "upplupna intäkter" names none of its own."""
    folded = " ".join(words(fold(text)))
    said = set(folded.split())
    found: dict[str, None] = {}
    for phrase, key in _phrases(lexicon.concepts):
        if phrase.partition(" ")[0] in said and has_phrase(folded, phrase):
            found[key] = None
            folded = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", "|", folded)
    # Other words may come between those of an everyday phrase: "hur mycket pengar har ni på banken".
    spread = (
        key for phrase, key in _phrases(lexicon.concepts, everyday_only=True) if " " in phrase and set(phrase.split()) <= said
    )
    return tuple(dict.fromkeys((*found, *spread)))


@cache
def _phrases(concepts: tuple[Concept, ...], *, everyday_only: bool = False) -> tuple[tuple[str, str], ...]:
    """The folded phrases of concepts with the concept that each names, longest first."""
    named = ((p, c.key) for c in concepts for p in (c.everyday if everyday_only else (*c.everyday, *c.printed)))
    folded = ((" ".join(words(fold(phrase))), key) for phrase, key in named)
    return tuple(sorted((pair for pair in folded if pair[0]), key=lambda pair: -len(pair[0])))
