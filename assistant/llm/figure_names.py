"""Whether a sentence calls its figures by their names: their row, no other line of the lexicon, their sex, their association."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.concepts import named_concepts
from assistant.evidence import Calculation, FigureEvidence
from assistant.llm.material import Material
from assistant.llm.own_words import own_names, whole_names
from assistant.llm.prose_words import folded_word, load_prose_words
from assistant.llm.written import PLACE, Written
from assistant.matching import MORE_SPECIAL, stem_similarity, telling_stems
from assistant.query import Query
from assistant.vocabulary import load_vocabulary
from assistant.wording import say_label
from ingest.language import fold, stem, words
from ingest.lexicon import load_concepts


def associations_are_whole(written: Written, figures: list[FigureEvidence]) -> bool:
    """Whether a town of an association's name stands in the whole name, or in the figure's own row."""
    rows = {
        stem(w) for e in figures for w in words(f"{e.stored.figure.row} {e.stored.figure.column} {e.stored.figure.table or ''}")
    }
    for association in {e.stored.report.association for e in figures}:
        own = {stem(w.lower()) for w in own_names(association)}
        spans = whole_names(written.text, association)
        for word in written.words:
            if len(own) > 1 and word.stem in own - rows and not any(begin <= word.at < end for begin, end in spans):
                return False
    return True


def is_named(written: Written, material: Material) -> bool:
    """Whether the sentence calls each figure by its name: a word of its own row, or of the line that this is in the lexicon.
    Where all there is has one name, a sentence that names nothing may do without."""
    every = {telling_stems(say_label(e)) for item in material.items for e in item.figures}
    prose = load_prose_words()
    plain = [word for word in written.words if word.folded not in prose.planned | prose.deviating]
    said = (*(word.stem for word in plain), *(stem(w) for word in plain for w in load_vocabulary().english.get(word.folded, ())))
    if (len(every) < 2 or _is_the_calculation(written, material)) and not _names_anything(written, material):
        return True
    for item in written.cited:
        for e in item.figures:
            leaf = e.stored.figure.row.rpartition(" › ")[2]
            concept = load_concepts().get(e.stored.figure.concept)
            names = telling_stems(leaf) or telling_stems(e.stored.figure.column) or telling_stems(say_label(e))
            known = telling_stems(" ; ".join((concept.label, *concept.printed, *concept.everyday))) if concept else ()
            if not any(_is_same(one, other) for one in names for other in known):
                known = ()  # a row that is called by a place is not named by what all such rows tell
            if names and not any(_is_same(one, other) for one in (*names, *known) for other in said):
                return False
            if _is_per_head(e) and not {"per", "snitt"} & {word.folded[:5] for word in written.words}:
                return False
            if _is_joined(leaf) and not _keeps_the_order(telling_stems(leaf), said):
                return False
    return True


def _is_the_calculation(written: Written, material: Material) -> bool:
    """Whether the sentence tells the one calculation there is and nothing else, no time either: "Skillnaden är {a}"."""
    computed = [item for item in material.items if isinstance(item.source, Calculation)]
    no_time = not any(word.folded.isdigit() for word in written.words)
    return no_time and len(computed) == 1 and [item.key for item in written.cited] == [computed[0].key]


def _names_anything(written: Written, material: Material) -> bool:
    """Whether a word of the sentence is of a figure's row, table or section, or says which kind it is."""
    prose = load_prose_words()
    figures = [e for item in material.items for e in item.figures]
    places = " ; ".join(
        f"{e.stored.figure.row} ; {e.stored.figure.column} ; {e.stored.figure.table or ''} ; {e.stored.figure.locator.section}"
        for e in figures
    )
    rows = set(telling_stems(places))
    return any(word.stem in rows or word.folded in prose.planned | prose.deviating for word in written.words)


def _is_per_head(evidence: FigureEvidence) -> bool:
    """Whether a row tells a quotient: "Kostnad per deltagare", "Kostnad/deltagare"."""
    row = fold(evidence.stored.figure.row)
    return re.search(r"\bper\b|\bkostnad\w*\s?/", row) is not None


def _is_joined(name: str) -> bool:
    """Whether a name is of two things: "Förutbetalda kostnader och upplupna intäkter"."""
    return bool({"och", "and"} & {fold(word) for word in words(name)})


def _keeps_the_order(label: Sequence[str], said: Sequence[str]) -> bool:
    """Whether a name of which a sentence has three words or more has them in its order: "förutbetalda intäkter och upplupna
    kostnader" are not "förutbetalda kostnader och upplupna intäkter"."""
    places = [n for word in said for n, own in enumerate(label) if _is_same(word, own)]
    return len(set(places)) < 3 or places == sorted(places)


def names_no_other_concept(written: Written, figures: list[FigureEvidence], query: Query) -> bool:
    """Whether each line of the lexicon that the sentence names is what a cited figure means (of one that means none, what was
    asked for); or the sentence has the whole name of a figure: "upplupna kostnader" is not "förutbetalda kostnader och upplupna
    intäkter"."""
    text = written.text.replace(PLACE, " ")
    if all(_is_per_head(e) for e in figures):
        text = re.sub(r"\bper \w+", " ", text)  # what it is shared by is named with it
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


def _is_same(one: str, other: str) -> bool:
    return stem_similarity(one, other) >= MORE_SPECIAL
