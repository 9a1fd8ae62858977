"""Whether a sentence calls its figures by their names: all that tells a row and its column, or a name that the lexicon has."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Calculation, FigureEvidence
from assistant.llm.givers import GETS, INCOME, PAYS, ROLES
from assistant.llm.material import Item, Material
from assistant.llm.own_words import own_names, whole_names
from assistant.llm.prose_words import load_prose_words
from assistant.llm.written import Written
from assistant.matching import MISSPELLED, stem_similarity, telling_stems
from assistant.operations import Operation
from assistant.query import Query
from assistant.vocabulary import load_vocabulary
from assistant.wording import say_label
from ingest.language import fold, stem, words
from ingest.lexicon import load_concepts

# So much of a long name, a question to participants say, tells which it is.
_LONG, _ENOUGH = 5, 0.6
# A sum of so many is called by what its parts have in common, and by the question's words for them.
_MANY = 3


def is_named(written: Written, query: Query, material: Material) -> bool:
    """Whether the sentence calls each figure by its name. "Skillnaden är {a}" may do without where one calculation is all."""
    if _is_the_calculation(written, material) and not _names_anything(written, material):
        return True
    said = _said(written, [e for item in written.cited for e in item.figures])
    return all(_is_called(item, said, query) for item in written.cited)


def _said(written: Written, figures: Sequence[FigureEvidence]) -> tuple[str, ...]:
    """The stems of the sentence's words but those of an association's whole name, English ones in Swedish too."""
    # of a name of one place, like "Finsam Norrby", the word may as well be a row's: "Språkverkstaden Norrby"
    associations = [name for e in figures if len(own_names(name := e.stored.report.association)) > 1]
    spans = [span for name in associations for span in whole_names(written.text, name)]
    plain = [word for word in written.words if not any(begin <= word.at < end for begin, end in spans)]
    vocabulary, prose = load_vocabulary().english, load_prose_words()
    said = [word.stem for word in plain] + [stem(w) for word in plain for w in vocabulary.get(word.folded, ())]
    folded = {word.folded for word in plain}
    # what a verb, a sign or an English word says of what is told
    meant = (
        (prose.living, prose.inhabitants),
        (prose.attending, prose.attendants),
        (prose.women, prose.women),
        (prose.men, prose.men),
        (prose.plus | prose.minus, prose.results),
    )
    said += [stem(w) for cues, names in meant if folded & cues for w in names]
    if folded & (PAYS | GETS):
        said += [one for e in figures for one in telling_stems(say_label(e)) if any(money in one for money in INCOME)]
    return tuple(dict.fromkeys(said))


def _is_called(item: Item, said: Sequence[str], query: Query) -> bool:
    computed = item.source if isinstance(item.source, Calculation) else None
    if computed is not None and computed.operation in (Operation.SUM, Operation.AVERAGE) and len(item.inputs) >= _MANY:
        shared = frozenset[str].intersection(*(frozenset(_of_leaf(say_label(e))) for e in item.inputs))
        asked = {t.stem for m in query.measures for t in m.terms if not t.required and not t.inherited}
        if shared and all(_is_among(one, said) for one in shared | asked):
            return True
    return all(_figure_is_called(e, said) for e in item.figures)


def _figure_is_called(evidence: FigureEvidence, said: Sequence[str]) -> bool:
    # brackets say how it is computed, or of what it is a share
    name, _, printed = re.sub(r"\s*\([^)]*\)", "", say_label(evidence)).partition(" – ")
    leaf, column = _of_leaf(name), telling_stems(printed)
    if not leaf and not column:
        return True
    if _is_per_head(evidence) and not {"per", "snitt", "genomsnitt"} & set(said):
        return False
    if _is_joined(name) and not _keeps_the_order(leaf, said):
        return False
    said = (*said, *_of_abbreviations(name, said))
    if not _is_covered([one for one in column if one not in leaf], said):
        return False
    return _is_covered(leaf, said) or _is_called_by_the_lexicon(evidence, leaf, said)


def _of_abbreviations(name: str, said: Sequence[str]) -> list[str]:
    """The abbreviations of a name of which the sentence has the whole word: "soc. avg." of "sociala avgifter"."""
    short = [stem(w.lower()) for w in re.findall(r"(\w{2,})\.", name)]
    return [one for one in short if one not in said and any(fold(other).startswith(fold(one)) for other in said)]


def _of_leaf(name: str) -> tuple[str, ...]:
    """The stems of a row's own name; where they tell only a sum or a count, those too of the next above that tells more."""
    common = {stem(w) for w in load_prose_words().common_rows}
    leaf, *above = (telling_stems(part) for part in reversed(name.split(": ")))
    if set(leaf) - common:
        return leaf
    telling = next((apart for part in above if (apart := tuple(one for one in part if one not in common))), ())
    return (*telling, *leaf)


def _is_called_by_the_lexicon(evidence: FigureEvidence, leaf: Sequence[str], said: Sequence[str]) -> bool:
    """Whether a name that the lexicon has for its line is said whole, and what its row says beyond the lexicon's words."""
    concept = load_concepts().get(evidence.stored.figure.concept)
    if concept is None:
        return False
    names = [telling_stems(name) for name in (concept.label, *concept.printed, *concept.everyday)]
    known = [one for name in names for one in name]
    beyond = [one for one in leaf if not _is_among(one, known)]
    whole = [name for name in names if name and (name == names[0] or not _is_a_part(name, leaf))]
    return len(beyond) < len(leaf) and _is_covered(beyond, said) and any(_is_covered(name, said) for name in whole)


def _is_a_part(name: Sequence[str], leaf: Sequence[str]) -> bool:
    """Whether a name is some of a row's words and no other: "skulder" of "Kortfristiga skulder" tells less than the row."""
    return all(_is_among(one, leaf) for one in name) and not all(_is_among(one, name) for one in leaf)


def _is_covered(names: Sequence[str], said: Sequence[str]) -> bool:
    """Whether the names are said, but for what tells a count, a sum or a kind of figure, which is tried elsewhere."""
    idle = {stem(w) for w in load_prose_words().idle}
    names = [one for one in names if one not in idle]
    met = sum(_is_among(one, said) for one in names)
    return met == len(names) or (len(names) > _LONG and met >= _ENOUGH * len(names))


def _is_among(one: str, said: Sequence[str]) -> bool:
    return any(stem_similarity(one, other) >= MISSPELLED for other in said)


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


def _is_the_calculation(written: Written, material: Material) -> bool:
    """Whether the sentence tells the one calculation there is and nothing else, no time either."""
    prose = load_prose_words()
    computed = [item for item in material.items if isinstance(item.source, Calculation)]
    no_time = not any(word.folded.isdigit() for word in written.words)
    does = prose.costing | prose.attending | prose.living | PAYS | ROLES
    if does & {word.folded for word in written.words}:
        return False
    return no_time and len(computed) == 1 and [item.key for item in written.cited] == [computed[0].key]


def _is_per_head(evidence: FigureEvidence) -> bool:
    """Whether a row tells a quotient: "Kostnad per deltagare", "Kostnad/deltagare"."""
    row = fold(evidence.stored.figure.row)
    return re.search(r"\bper\b|\bkostnad\w*\s?/", row) is not None


def _is_joined(name: str) -> bool:
    """Whether a name is of two things: "Förutbetalda kostnader och upplupna intäkter"."""
    return bool({"och", "and"} & {fold(word) for word in words(name.rpartition(": ")[2])})


def _keeps_the_order(label: Sequence[str], said: Sequence[str]) -> bool:
    """Whether a name of which a sentence has three words or more has them in its order: "förutbetalda intäkter och upplupna
    kostnader" are not "förutbetalda kostnader och upplupna intäkter"."""
    places = [n for word in said for n, own in enumerate(label) if stem_similarity(word, own) >= MISSPELLED]
    return len(set(places)) < 3 or places == sorted(places)
