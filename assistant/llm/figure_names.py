"""Whether a sentence names nothing that its figures are not: no part of an association, no other line of the lexicon, no sex."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.concepts import named_concepts
from assistant.evidence import FigureEvidence
from assistant.llm.own_words import own_names, whole_names
from assistant.llm.prose_words import folded_word, load_prose_words
from assistant.llm.written import PLACE, Written
from assistant.matching import MORE_SPECIAL, stem_similarity, telling_stems
from assistant.query import Query
from assistant.vocabulary import load_vocabulary
from assistant.wording import say_label
from ingest.language import stem, words
from ingest.lexicon import load_concepts


def associations_are_whole(written: Written, figures: list[FigureEvidence]) -> bool:
    """Whether a town of an association's name stands in the whole name, or in the figure's own row."""
    rows = {
        stem(w) for e in figures for w in words(f"{e.stored.figure.row} {e.stored.figure.column} {e.stored.figure.table or ''}")
    }
    associations = {e.stored.report.association for e in figures}
    for association in associations:
        own = {stem(w.lower()) for w in own_names(association)}
        spans = whole_names(written.text, association)
        if len(associations) == 1 and any(_is_added(written, begin) for begin, _ in spans):
            return False
        for word in written.words:
            if len(own) > 1 and word.stem in own - rows and not any(begin <= word.at < end for begin, end in spans):
                return False
    return True


def _is_added(written: Written, begin: int) -> bool:
    """Whether a name stands after "och", as if the figure were of something else too."""
    generic = load_vocabulary().generic_names - {"och", "and"}
    before = [word for word in written.words if word.at < begin and word.folded not in generic]
    return bool(before) and before[-1].folded in ("och", "and")


def names_no_other_concept(written: Written, figures: list[FigureEvidence], query: Query) -> bool:
    """Whether each line of the lexicon that the sentence names is what a cited figure means (of one that means none, what was
    asked for); or the sentence has the whole name of a figure: "upplupna kostnader" is not "förutbetalda kostnader och upplupna
    intäkter"."""
    text = written.text.replace(PLACE, " ")
    if all(re.search(r"\bper\b|/", e.stored.figure.row) for e in figures):
        text = re.sub(r"\bper \w+", " ", text)  # what it is shared by is named with it
    text = re.sub(r"\bkostnad\w* för\b", " ", text)  # "kostnaden för hyra" is the rent
    named = named_concepts(text, load_concepts())
    own = {e.stored.figure.concept for e in figures}
    own |= set(named_concepts(" ; ".join(f"{say_label(e)} ; {e.stored.figure.row}" for e in figures), load_concepts()))
    if None in own:
        own |= {concept for one in (query, *query.parts) for measure in one.measures for concept in measure.concepts}
    said = tuple(word.stem for word in written.words)
    return set(named) <= own or any(
        label and all(any(stem_similarity(one, other) >= MORE_SPECIAL for other in said) for one in label)
        for label in (telling_stems(say_label(e)) for e in figures)
    )


def sexes_agree(written: Written, figures: list[FigureEvidence]) -> bool:
    """Whether women and men are told of exactly where the figures are theirs."""
    names = " ; ".join(f"{say_label(e)} ; {e.stored.figure.row} ; {e.stored.figure.column}" for e in figures)
    return _sexes_of([word.folded for word in written.words]) == _sexes_of([folded_word(word) for word in words(names)])


def _sexes_of(folded: Sequence[str]) -> set[str]:
    prose = load_prose_words()
    sexes = {"women": prose.women, "men": prose.men}
    return {sex for sex, names in sexes.items() if names & set(folded)}
