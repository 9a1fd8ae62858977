"""A question and the ones before it become a typed `Query`, by vocabulary, catalogue and fuzzy matching."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from assistant.concepts import named_concepts
from assistant.followup import merge_with_history
from assistant.names import AssociationName, NameMention, find_associations, name_associations
from assistant.query import NUMERIC_INTENTS, Intent, Measure, NumberKind, Query, Term
from assistant.timespans import TimeMention, find_spans, fold_aligned, year_span
from assistant.vocabulary import Vocabulary, has_phrase, load_vocabulary
from ingest.domain import Scenario
from ingest.language import fold, stem, words
from ingest.lexicon import Lexicon, load_concepts
from vectorstore.library import Library

_WORD = re.compile(r"[^\W_]+")
# "från 2019 till 2023" means all the years, unless it is the change between the ends that is asked for.
_FROM_TO = re.compile(r"\bfran \d{4} till (?:och med )?\d{4}\b|\bfrom \d{4} to \d{4}\b")
_BETWEEN_ENDS = frozenset({Intent.DIFFERENCE, Intent.CHANGE_PERCENT, Intent.COMPARE})
# "va kostade": written as it is said.
_SPOKEN_WHAT = re.compile(r"^va ")
_ASKING = frozenset({"vilken", "vilket", "vilka", "manga", "which"})
# A word of an English question that the data do not translate may be a name or may say nothing.
UNTRANSLATED_WEIGHT = 0.5
WEAK_WEIGHT = 0.3
# A misspelled word of five letters or more is read as the nearest word of the corpus from this similarity on
# (one wrong or swapped letter in eight gives 87).
_TYPO_RATIO = 86
_TYPO_FROM_LETTERS = 5


def understand(question: str, history: Sequence[str], library: Library) -> Query:
    """What is asked. Never raises for odd questions: what is not recognised is left to the search."""
    vocabulary, lexicon = load_vocabulary(), load_concepts()
    known = name_associations(((r.association, r.aliases) for r in library.reports()), vocabulary)
    asked = merge_with_history(question, history, known, vocabulary)
    return _read_question(asked, known, vocabulary, lexicon, library)


def understand_measure(wanted: str, library: Library) -> Query:
    """The words for one thing that is measured ("kostnad per deltagare", "summa eget kapital och skulder"), never taken apart.

    The query has one measure and asks for its value; associations, times and kind are those that the words name.
    """
    vocabulary, lexicon = load_vocabulary(), load_concepts()
    known = name_associations(((r.association, r.aliases) for r in library.reports()), vocabulary)
    query = _read_question(wanted, known, vocabulary, lexicon, library)
    whole = _measure(wanted, query, known, vocabulary, lexicon, library.stem_vocabulary())
    return replace(query, intent=Intent.VALUE, measures=(whole,), divided_by=None)


def _read_question(
    question: str, known: Sequence[AssociationName], vocabulary: Vocabulary, lexicon: Lexicon, library: Library
) -> Query:
    folded = _SPOKEN_WHAT.sub("vad ", fold(question))
    names = find_associations(question, known, vocabulary)
    times = find_spans(question)
    language = _language(folded, vocabulary)
    intent = _intent(folded, vocabulary, times)
    corpus = library.stem_vocabulary()
    terms = _terms(question, names, times, vocabulary, corpus, language)
    query = Query(
        question=question,
        language=language,
        intent=intent,
        terms=terms,
        measures=(),
        associations=names.associations,
        unknown_association=names.unknown,
        periods=times.spans,
        scenario=_scenario(folded, vocabulary),
        wants_latest=any(has_phrase(folded, phrase) for phrase in vocabulary.latest),
        quantity=intent in NUMERIC_INTENTS or _asks_quantity(folded, vocabulary),
        gender=_gender(folded, vocabulary),
        number_kind=_number_kind(folded, intent, vocabulary),
        about_money=_begins(folded, (*vocabulary.money_words, *vocabulary.about_money_words)),
        divided_by=_divided_by(question, terms) if intent is Intent.RATIO else None,
    )
    measures = _measures(question, query, known, vocabulary, lexicon, corpus)
    named = bool(query.associations or query.periods)
    if intent is Intent.DEFINE and named and any(m.concepts for m in measures):
        # "vad är resultatet i X 2022" asks for a figure, not for the meaning of the word.
        return replace(query, measures=measures, intent=Intent.VALUE, quantity=True)
    if intent not in _BETWEEN_ENDS and _FROM_TO.search(folded) and len(times.spans) == 2 and all(s.is_year for s in times.spans):
        first, last = (span.start.year for span in times.spans)
        return replace(query, measures=measures, periods=tuple(year_span(year) for year in range(first, last + 1)))
    return replace(query, measures=measures)


def _language(folded: str, vocabulary: Vocabulary) -> str:
    english = set("the what how much many did does who why when which is are was were of and year funding before".split())
    swedish = set("vad hur ar var vem varfor nar vilka vilken mycket manga och for det som har fick i pa".split())
    tokens = _WORD.findall(folded)
    return "en" if sum(t in english for t in tokens) > sum(t in swedish for t in tokens) else "sv"


def _intent(folded: str, vocabulary: Vocabulary, times: TimeMention) -> Intent:
    alternatives = any(has_phrase(folded, word) for word in vocabulary.alternatives)
    if has_phrase(folded, "hur mycket") or has_phrase(folded, "hur manga"):
        # "hur mycket sjönk", "med hur många procent har det ökat": what is asked for is a change.
        if any(stem(w) in vocabulary.operations for w in words(folded)):
            return Intent.CHANGE_PERCENT if has_phrase(folded, "procent") or "%" in folded else Intent.DIFFERENCE
    elif alternatives and any(has_phrase(folded, word) for word in vocabulary.superlatives):
        return Intent.COMPARE
    for intent, cues in vocabulary.intents:
        if any(has_phrase(folded, cue) for cue in cues):
            if intent is Intent.RANK and not any(has_phrase(folded, word) for word in vocabulary.superlatives):
                continue
            return Intent.COMPARE if alternatives and intent in (Intent.WHO, Intent.WHERE) else intent
    if alternatives:
        return Intent.COMPARE
    return Intent.TREND if times.year_range else Intent.TELL


def _asks_quantity(folded: str, vocabulary: Vocabulary) -> bool:
    return (
        any(has_phrase(folded, cue) for intent, cues in vocabulary.intents if intent in NUMERIC_INTENTS for cue in cues)
        or "%" in folded
    )


def _number_kind(folded: str, intent: Intent, vocabulary: Vocabulary) -> NumberKind | None:
    if intent is Intent.SHARE or "%" in folded or _begins(folded, vocabulary.percent_words):
        return NumberKind.PERCENT
    amount = has_phrase(folded, "hur mycket") and _begins(folded, vocabulary.about_money_words)
    return NumberKind.MONEY if amount or _begins(folded, vocabulary.money_words) else None


def _begins(folded: str, beginnings: Sequence[str]) -> bool:
    """Whether a word begins so; a beginning of two letters must be the whole word ("kr")."""
    return any(word == b or (len(b) > 2 and word.startswith(b)) for word in words(folded) for b in beginnings)


def _scenario(folded: str, vocabulary: Vocabulary) -> Scenario | None:
    for scenario, cues in vocabulary.scenarios:
        if any(has_phrase(folded, cue) for cue in cues):
            return scenario
    return None


def _gender(folded: str, vocabulary: Vocabulary) -> str | None:
    tokens = set(_WORD.findall(folded))
    women, men = bool(tokens & vocabulary.women), bool(tokens & vocabulary.men)
    return "women" if women and not men else "men" if men and not women else None


def _divided_by(question: str, terms: Sequence[Term]) -> str | None:
    after = _SPLIT_RATIO.split(question, maxsplit=1)[1:]
    asked = [stem(w) for w in words(after[0])] if after else []
    return next((s for s in asked if any(t.stem == s for t in terms)), None)


def _terms(
    text: str, names: NameMention, times: TimeMention, vocabulary: Vocabulary, corpus: frozenset[str], language: str
) -> tuple[Term, ...]:
    """The content words of a text: without stop words, time and the association's name; each stem once."""
    folded = fold_aligned(text)
    places = (*names.consumed, *times.places)
    found: dict[str, Term] = {}
    asking = False
    for match in _WORD.finditer(text):
        token, low = match.group(), folded[match.start() : match.end()]
        inside = any(start <= match.start() < end for start, end in places)
        asking = asking or low in _ASKING
        if inside or token.lower() in vocabulary.stopwords or low in vocabulary.generic_names:
            continue
        if len(low) == 1 and not low.isdigit():
            continue
        if language == "en" and low in vocabulary.english:
            variants = tuple(stem(w) for w in vocabulary.english[low])
            term = Term(token, variants[0], WEAK_WEIGHT if variants[0] in vocabulary.weak else 1.0, variants=variants[1:])
        else:
            term = _term(token, match.start() == 0, vocabulary, corpus)
            if any(start <= match.start() < end for start, end in names.places):
                term = replace(term, required=True)  # a municipality that is named is meant, however it is spelled
            if language == "en" and not term.required and term.stem not in corpus:
                term = replace(term, weight=UNTRANSLATED_WEIGHT)
        if asking and term.weight == 1.0:
            term, asking = replace(term, focus=True), False
        found.setdefault(term.stem, term)
    return tuple(found.values())


def _term(token: str, is_first: bool, vocabulary: Vocabulary, corpus: frozenset[str]) -> Term:
    own = stem(token.lower())
    is_name = token[0].isupper() and not is_first
    variants = vocabulary.synonyms.get(own, ())
    if own in vocabulary.weak or own.isdigit():
        return Term(token, own, WEAK_WEIGHT, variants=variants)
    if own not in corpus and len(own) >= _TYPO_FROM_LETTERS and not own.isdigit():
        near = process.extractOne(own, corpus, scorer=fuzz.ratio, score_cutoff=_TYPO_RATIO)
        if near and near[0][0] == own[0]:
            variants = (*variants, near[0])
    return Term(token, own, 1.0, required=is_name, variants=variants)


_SPLIT_ALTERNATIVES = re.compile(r"\s+eller\s+|\s+el\.?\s+|\s+or\s+|\s+jämfört med\s+|\s+än\s+", re.IGNORECASE)
_SPLIT_ADDENDS = re.compile(r"\s+och\s+|\s*,\s*|\s+samt\s+|\s+and\s+", re.IGNORECASE)
_SPLIT_THAN = re.compile(r"\s+än\s+|\s+than\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"skillnad\w*\s+mellan\s+(?P<one>.+?)\s+och\s+(?P<other>.+)", re.IGNORECASE)
# "hur stor del av intäkterna går till lokaler": what is divided by what.
_PART_OF = re.compile(
    r"(?:del|andel|procent|%)\s+av\s+(?P<whole>.+?)\s+(?:går|gick|utgör|utgjorde|utgörs|läggs|lades|används|användes|står|stod|består|bestod)\s+"
    r"(?:till|av|på|för)?\s*(?P<part>.+)",
    re.IGNORECASE,
)
_SPLIT_RATIO = re.compile(r"\s+per\s+", re.IGNORECASE)


def _measures(
    question: str,
    query: Query,
    known: Sequence[AssociationName],
    vocabulary: Vocabulary,
    lexicon: Lexicon,
    corpus: frozenset[str],
) -> tuple[Measure, ...]:
    """The things whose figures are wanted: one, or several where the question adds, compares or divides."""
    pattern = {Intent.COMPARE: _SPLIT_ALTERNATIVES, Intent.SUM: _SPLIT_ADDENDS, Intent.RATIO: _SPLIT_RATIO}.get(query.intent)
    if query.intent is Intent.DIFFERENCE and len(query.periods) < 2 and query.scenario is not Scenario.DEVIATION:
        pattern = _SPLIT_THAN
    between = _BETWEEN.search(question) if pattern is _SPLIT_THAN else None
    part_of = _PART_OF.search(question) if query.intent is Intent.SHARE else None
    parts = [part for part in pattern.split(question) if part.strip()] if pattern else [question]
    if between:
        parts = [between["one"], between["other"]]
    if part_of:
        parts = [part_of["part"], part_of["whole"]]
    read = [_measure(part, query, known, vocabulary, lexicon, corpus) for part in parts]
    several = len(query.associations) > 1  # then "… i A eller B" leaves a part that only names B
    measures = tuple(m for m in read if m.terms or m.concepts or (several and m.associations))
    return measures if len(measures) > 1 else (_measure(question, query, known, vocabulary, lexicon, corpus),)


def _measure(
    text: str, query: Query, known: Sequence[AssociationName], vocabulary: Vocabulary, lexicon: Lexicon, corpus: frozenset[str]
) -> Measure:
    names, times = find_associations(text, known, vocabulary), find_spans(text)
    terms = _terms(text, names, times, vocabulary, corpus, query.language)
    kinds = {cue for _, cues in vocabulary.scenarios for cue in cues}
    things = tuple(t for t in terms if t.stem not in vocabulary.operations and fold(t.word) not in kinds)
    translated = (
        " ".join(w for t in _WORD.findall(text.lower()) for w in vocabulary.english.get(t, ())) if query.language == "en" else ""
    )
    concepts = named_concepts(f"{text} {translated}", lexicon)
    return Measure(text.strip(), things, concepts, names.associations, times.spans, _scenario(fold(text), vocabulary))
