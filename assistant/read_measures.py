"""The things whose figures a question wants: one, or several where it adds, compares or divides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache, partial

from rapidfuzz import fuzz, process

from assistant.asked_times import find_asked_times
from assistant.background import Background
from assistant.concepts import named_concepts
from assistant.matching import THE_WORD_ITSELF, source_stems, term_match
from assistant.names import find_associations
from assistant.query import Intent, Measure, Query, Term
from assistant.read_intent import as_asked, read_scenarios
from assistant.read_terms import read_terms
from assistant.vocabulary import Vocabulary
from ingest.domain import Scenario
from ingest.language import fold, stem, words
from ingest.lexicon import Concept

_WORD = re.compile(r"[^\W_]+")
# "de individinriktade insatserna" are called "Individinriktade insatser".
_DEFINITE = re.compile(r"\b(\w{3,}[aeo]r)na\b", re.IGNORECASE)
# One wrong letter in eight gives 87; shorter words are too easily one another.
_TYPO_RATIO, _LINE_WORD_LETTERS = 86, 7
_SPLIT_ALTERNATIVES = re.compile(
    r"\s+eller\s+|\s+el\.?\s+|\s+or\s+|\s+(?:jämfört|jmf|jfr)\.?\s+(?:med|m\b)?\s*|\s+(?:kontra|gentemot|vs\.?|versus)\s+|\s+än\s+",
    re.IGNORECASE,
)
_SPLIT_ADDENDS = re.compile(r"\s+och\s+|\s+o\s+|\s*,\s*|\s+samt\s+|\s+and\s+", re.IGNORECASE)
_SPLIT_THAN = re.compile(
    r"\s+än\s+|\s+than\s+|\s+(?:jämfört|jmf|jfr)\.?\s+(?:med|m\b)?\s*|\s+compared (?:to|with)\s+", re.IGNORECASE
)
# "hur många gånger större är A än B".
_HOW_MANY_TIMES = re.compile(
    r"\b(?:hur\s+(?:många|manga|mycket)\s+(?:gånger|ganger|gång|gang|ggr)|how\s+many\s+times)\b\s*(?:\w*(?:re|mer|fler|more)\b)?\s*",
    re.IGNORECASE,
)
_SPLIT_RATIO = re.compile(r"\s+per\s+", re.IGNORECASE)
_BETWEEN = re.compile(
    r"(?:skillnad\w*|skiljer|skilde|skiljde|difference)\b.*?\s(?:mellan|between)\s+(?P<one>.+?)\s+(?:och|o|and)\s+(?P<other>.+)",
    re.IGNORECASE,
)
# "hur mycket mer än A betalade B": the verb stands between what is compared.
_THAN_FIRST = re.compile(
    r"\b(?:mer|mindre|fler|färre|högre|lägre|more|less|fewer)\s+(?:än|than)\s+(?P<other>.+?)\s+"
    r"(?P<verb>betal\w+|fick|får|gav|ger|bidrog|bidrar|hade|har|kostade|kostar)\s+(?P<one>.+)",
    re.IGNORECASE,
)
# "hur stor del av intäkterna går till lokaler": what is divided by what.
_PART_OF = re.compile(
    r"(?:del|andel|procent|%)\s+av\s+(?P<whole>.+?)\s+(?:går|gick|utgör|utgjorde|utgörs|läggs|lades|används|användes|står|stod|består|bestod)\s+"
    r"(?:till|av|på|för)?\s*(?P<part>.+)",
    re.IGNORECASE,
)
# "hur stor del av intäkterna kom från regionen": a whole with its payer.
_PART_FROM = re.compile(
    r"(?:del|andel|procent|%|share|proportion|part|percentage|percent)\s+(?:av|of)\s+(?P<whole>.+?)\s+"
    r"(?:(?:kom|kommer|kommit|fick|får|comes?|came)\s+(?P<between>(?:\S+\s+){0,4}?)(?:i?från|ifran|fran|av|from)|"
    r"(?:betal\w+|finansiera\w+|gavs|ges|täck\w+|was paid|were paid|is paid)\s+(?:av|by|från))\s+(?P<part>.+)",
    re.IGNORECASE,
)
# "hur stor del av intäkterna var bidrag": as sure only where the whole is a line of the accounts.
_PART_WAS = re.compile(
    r"(?:del|andel|procent|%|share|proportion|part|percentage|percent)\s+(?:av|of)\s+(?P<whole>.+?)\s+"
    r"(?:är|ar|var|blev|was|were|is|are)\s+(?P<part>.+)",
    re.IGNORECASE,
)


def read_measures(question: str, query: Query, background: Background) -> tuple[Measure, ...]:
    """The measures of a question whose other parts are read; always at least one."""
    read = partial(read_measure, query=query, background=background)
    measures = [read(part) for part in _parts(question, query, background)]
    several = len(query.associations) > 1  # then "... i A eller B" leaves a part that only names B
    kept = tuple(m for m in measures if m.terms or m.concepts or (several and m.associations))
    if all(m.associations for m in kept) and query.intent is Intent.DIFFERENCE:
        # "mellan budgeten i A 2022 och den i B 2021": the kind is said once.
        kept = tuple(replace(m, scenario=m.scenario or kept[0].scenario) for m in kept)
    return kept if len(kept) > 1 else (read(question),)


def _parts(question: str, query: Query, background: Background) -> list[str]:
    if query.intent is Intent.SHARE:
        part_from = _PART_FROM.search(question)
        if part_from is not None:
            return [part_from["part"], " ".join((part_from["whole"], part_from["between"] or ""))]
        part_of = _PART_OF.search(question) or _of_a_line(_PART_WAS.search(question), background)
        return [part_of["part"], part_of["whole"]] if part_of else [question]
    if query.intent is Intent.DIFFERENCE:
        between, first = _BETWEEN.search(question), _THAN_FIRST.search(question)
        if query.scenario is Scenario.DEVIATION or (len(query.periods) > 1 and not _of_two(between, background)):
            return [question]
        if between:
            return [between["one"], between["other"]]
        if first:
            return [f"{first['verb']} {first['one']}", f"{first['verb']} {first['other']}"]
    if query.intent is Intent.RATIO and _HOW_MANY_TIMES.search(question):
        return [part for part in _SPLIT_THAN.split(_HOW_MANY_TIMES.sub("", question)) if part.strip()]
    patterns = {
        Intent.COMPARE: _SPLIT_ALTERNATIVES,
        Intent.SUM: _SPLIT_ADDENDS,
        Intent.RATIO: _SPLIT_RATIO,
        Intent.DIFFERENCE: _SPLIT_THAN,
    }
    pattern = patterns.get(query.intent)
    return [part for part in pattern.split(question) if part.strip()] if pattern else [question]


def _of_two(between: re.Match[str] | None, background: Background) -> bool:
    """Whether each side of "mellan A och B" has an association of its own."""
    if between is None:
        return False
    sides = [find_associations(between[side], background.known, background.vocabulary).associations for side in ("one", "other")]
    return all(sides) and sides[0] != sides[1]


def _of_a_line(match: re.Match[str] | None, background: Background) -> re.Match[str] | None:
    """The match where both sides name a concept, or the whole one that is an amount of money."""
    if match is None:
        return None
    part, whole = (named_concepts(match[group], background.lexicon) for group in ("part", "whole"))
    of_money = any(c.unit == "money" for c in background.lexicon.concepts if c.key in whole)
    return match if whole and (part or of_money) else None


def read_measure(text: str, query: Query, background: Background) -> Measure:
    """One measure out of a part of the question, in the question's language and time."""
    vocabulary = background.vocabulary
    names = find_associations(text, background.known, vocabulary)
    times = find_asked_times(text, background.newest_of(names.associations or query.associations))
    terms = read_terms(text, names, times, background, query.language)
    kinds = {cue for _, cues in vocabulary.scenarios for cue in cues}
    things = tuple(
        t
        for t in terms
        if t.stem not in vocabulary.operations and fold(t.word) not in kinds and not _says_how_it_went(t, vocabulary)
    )
    translated = (
        " ".join(w for t in _WORD.findall(text.lower()) for w in vocabulary.english.get(t, ())) if query.language == "en" else ""
    )
    spelled = f"{_spelled(text, background)} {translated}"
    concepts = named_concepts(spelled, background.lexicon)
    concepts = concepts or named_concepts(_DEFINITE.sub(r"\1", spelled), background.lexicon)
    concepts = _without_totals_of_another(concepts, spelled, things, background)
    scenario = next(iter(read_scenarios(as_asked(text, vocabulary), vocabulary)), None)
    return Measure(text.strip(), things, concepts, names.associations, times.spans, scenario)


def _without_totals_of_another(
    concepts: tuple[str, ...], spelled: str, things: Sequence[Term], background: Background
) -> tuple[str, ...]:
    """The concepts without those that only a weak word names where something else is asked for: "kostnad för resor" is not what
    everything cost."""
    content = [t for t in things if t.weight >= 1 and not t.required]
    if not concepts or not content:
        return concepts
    named = set(_named_by_telling_words(spelled, background))
    return tuple(c for c in concepts if c in named or all(_is_word_of(t, c, background) for t in content))


def _named_by_telling_words(spelled: str, background: Background) -> tuple[str, ...]:
    weak = background.vocabulary.weak
    asked = words(spelled)
    telling = [w for w in asked if stem(w) not in weak]
    return named_concepts(" ".join(telling if len(telling) < len(asked) else asked), background.lexicon)


def _is_word_of(term: Term, key: str, background: Background) -> bool:
    """Whether a word is one of those that a concept is called by."""
    concept = next(c for c in background.lexicon.concepts if c.key == key)
    return term_match(term, source_stems(" ".join((concept.label, *concept.printed, *concept.everyday)))) >= THE_WORD_ITSELF


def _says_how_it_went(term: Term, vocabulary: Vocabulary) -> bool:
    """Whether a word only weighs things or says that they changed ("better", "ändrats"): no row is called so."""
    return not term.required and (term.word.lower() in vocabulary.comparatives or fold(term.word) in _CHANGED)


_CHANGED = frozenset("andrats andrades forandrats forandrades utvecklats utvecklades".split())


def _spelled(text: str, background: Background) -> str:
    """The text with misspelled names of lines of the accounts put right ("avskrvningar")."""
    return _WORD.sub(lambda match: _line_word(match.group(), background.lexicon.concepts, background.corpus), text)


@lru_cache(maxsize=5_000)
def _line_word(word: str, concepts: tuple[Concept, ...], corpus: frozenset[str]) -> str:
    if len(word) < _LINE_WORD_LETTERS or not word.isalpha() or stem(word.lower()) in corpus:
        return word
    near = process.extractOne(fold(word), _line_words(concepts), scorer=fuzz.ratio, score_cutoff=_TYPO_RATIO)
    return str(near[0]) if near and near[0][0] == fold(word)[0] else word


@cache
def _line_words(concepts: tuple[Concept, ...]) -> tuple[str, ...]:
    phrases = (phrase for c in concepts for phrase in (*c.everyday, *c.printed))
    return tuple({w for phrase in phrases for w in words(fold(phrase)) if len(w) >= _LINE_WORD_LETTERS})


def divided_by(question: str, query: Query) -> str | None:
    """The stem of the content word after "per" in a question for a quotient."""
    after = _SPLIT_RATIO.split(question, maxsplit=1)[1:]
    stems = {term.word.lower(): term.stem for term in query.terms}
    return next((stems[w] for w in _WORD.findall(after[0].lower()) if w in stems), None) if after else None
