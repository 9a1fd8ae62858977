"""A question that leans on the one before ("och män?", "och året innan?") inherits what it does not itself say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.asked_times import find_asked_times
from assistant.background import Background
from assistant.concepts import named_concepts
from assistant.names import find_associations
from assistant.query import INHERITED_WEIGHT, Intent, Measure, Query, Term
from assistant.timespans import say_span
from assistant.vocabulary import Vocabulary
from ingest.language import fold, stem, words

_WORD = re.compile(r"[^\W_]+")
_PREPOSITION = re.compile(
    r"^(?:\W*(?:och|o|å|men|and|oxå|då|how about|what about)\b)*\W*(?P<word>från|fran|till|av|för|for|hos|i|på|from|to|by|in)\s+",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^(?:(?:och|o|å|men|and|but|oxå|då|how about|what about)\b\W*)+", re.IGNORECASE)
_ASKING = frozenset("hur vad va vem vilken vilket vilka nar var varfor how what who when which why where".split())
# "var det", "motsvarar det": what was asked about before.
_IS_THAT = re.compile(
    r"\b(?:ar|var|blir|blev|utgor|utgjorde|motsvarar|motsvarade) (?:det|den|de|detta)\b(?! \w)|\b(?:is|was) (?:that|it)\b(?! \w)"
)
# What may follow "de" or "den" when it stands for something said before: no noun.
_NOT_A_NOUN = frozenset("for i pa med till fran av da och eller har hade ar var fick blev kostade in of to".split())
_MUNICIPAL = frozenset(map(stem, "kommun kommunen kommunens kommuner län".split()))
_SUBORDINATING = frozenset("nar som att om da for av till med i pa hos an that when if".split())
# A question with so many content words of its own, and an association, stands by itself.
_ENOUGH_CONTENT = 2
# "och Norrby kommun?" has so many at most.
_BARE = 2


def asks_for_its_part(query: Query) -> bool:
    """ "Hur stor del av intäkterna var det?": what part the thing asked about before is of another."""
    unsaid = not query.associations and not query.periods
    return query.intent is Intent.SHARE and unsaid and _IS_THAT.search(fold(query.question)) is not None


def leans(query: Query, vocabulary: Vocabulary) -> bool:
    """Whether the question needs the conversation: by its opening, a pronoun, or because it says too little."""
    tokens = words(fold(query.question))
    content = [t for t in query.terms if t.weight >= 1]
    if query.unknown_association is not None:
        return False
    if _has_open_pronoun(query, tokens, vocabulary) or asks_for_its_part(query):
        return True
    opens = _opens_leaning(query.question, tokens, vocabulary)
    # "och Norrby kommun?": a payer's name may name an association too; without an asking word it goes on from before.
    if query.associations and len(content) >= _ENOUGH_CONTENT and not (opens and not _asks(tokens) and len(content) <= _BARE):
        return False
    if opens:
        return True
    if query.intent is Intent.DEFINE and content:
        return False
    return not content or (len(content) < _ENOUGH_CONTENT and not query.associations)


def _asks(tokens: Sequence[str]) -> bool:
    return any(word in _ASKING for word in tokens)


def _opens_leaning(question: str, tokens: Sequence[str], vocabulary: Vocabulary) -> bool:
    said = " ".join(tokens)
    opens = any(f"{said} ".startswith(f"{opening} ") for opening in vocabulary.follow_up_openings)
    return opens or question.lower().startswith("å ")


def _has_open_pronoun(query: Query, tokens: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a pronoun stands for something that the question does not name before it."""
    names = {fold(t.word) for t in query.terms if t.required or t.stem in vocabulary.roles}
    content = {fold(t.word) for t in query.terms if t.weight >= 1}
    for index, token in enumerate(tokens):
        before, following = set(tokens[:index]), (*tokens[index + 1 :], "")[0]
        if token in vocabulary.persons and not names & before:
            return True
        if token in vocabulary.things and not content & before:
            return True
        # "hur många var de?", "vad står de för?": the subject of the question itself, and no article.
        stands_alone = not following or following in _NOT_A_NOUN
        if token in vocabulary.articles and stands_alone and index and tokens[index - 1] not in _SUBORDINATING:
            return True
        if token in vocabulary.there and not names and not query.associations:
            return True
    return False


def complete(query: Query, previous: Query, background: Background) -> Query:
    """The question with association, time, kind and subject of the one before where it says none itself.

    What it replaces drops out: the other gender, the place or body before, what stood after the same preposition, the
    concept before. Where it says no subject of its own it is the question before with those replaced.
    """
    vocabulary = background.vocabulary
    said = words(fold(query.question))
    own = tuple(t for t in query.terms if t.weight >= 1)
    asks = _asks(said)
    swapped = _swapped(query, previous, own, background)
    # Nothing of its own, or only a word that takes another one's place: the question before with that replaced.
    is_swap = not own or bool(swapped) and (not asks or all(_is_slot(t, background) for t in own))
    is_swap = is_swap and query.intent is not Intent.EXPLAIN
    dropped = swapped | _replaced_concepts(query, previous, background)
    kept = tuple(t for t in previous.terms if t.stem not in dropped | {o.stem for o in query.terms})
    keeps_names = bool(vocabulary.there & set(said))
    intent = _intent(query, previous, asks=asks, has_own_words=bool(own))
    same_kind = intent is previous.intent and (is_swap or not asks)
    completed = replace(
        query,
        question=_as_one(query, previous, dropped, is_swap, background),
        language=query.language if asks else previous.language,
        intent=intent,
        terms=(
            # "och alingsås?": a name is meant, however it is spelled.
            *(replace(t, required=True) if is_swap and background.is_name(t.word) else t for t in query.terms),
            *(_inherit(t, is_swap or (keeps_names and t.required)) for t in kept),
        ),
        associations=query.associations or previous.associations,
        unknown_association=None if query.associations else previous.unknown_association,
        periods=query.periods or previous.periods,
        scenario=query.scenario or previous.scenario,
        quantity=query.quantity or intent is Intent.VALUE or (same_kind and previous.quantity),
        gender=query.gender or (None if any(_is_gender(t, vocabulary) for t in query.terms) else previous.gender),
        divided_by=query.divided_by or (previous.divided_by if is_swap else None),
        number_kind=query.number_kind or (previous.number_kind if same_kind else None),
        about_money=query.about_money or (same_kind and previous.about_money),
        wished_unit=query.wished_unit or previous.wished_unit,
        yes_no=query.yes_no or (is_swap and previous.yes_no),
        parts=(),
    )
    return replace(completed, measures=_measures(completed, query, previous, dropped, is_swap, background))


def _intent(query: Query, previous: Query, *, asks: bool, has_own_words: bool) -> Intent:
    """The new question's, where it has an asking word of its own; "och männen?" is asked as the one before."""
    if query.intent is Intent.EXPLAIN:
        return Intent.EXPLAIN
    if asks and (has_own_words or query.intent is not Intent.TELL):
        return query.intent
    if previous.intent is Intent.EXPLAIN:
        # Only another "varför" asks for a reason again: "och året innan?" asks for the figure that the reason was about.
        about = any(m.concepts for m in (*query.measures, *previous.measures))
        return Intent.VALUE if about else Intent.TELL
    return previous.intent


def _swapped(query: Query, previous: Query, own: Sequence[Term], background: Background) -> frozenset[str]:
    """Stems of the question before whose place the new words take."""
    vocabulary = background.vocabulary
    found: set[str] = set()
    if query.gender or any(_is_gender(t, vocabulary) for t in query.terms):
        found |= {t.stem for t in previous.terms if fold(t.word) in vocabulary.women | vocabulary.men}
    named = [t for t in own if _is_slot(t, background) and not _is_gender(t, vocabulary)]
    places = {t.stem for t in previous.terms if _is_place(t, previous, background)}
    bodies = {t.stem for t in previous.terms if _is_body(t, vocabulary)}
    if named:
        # A municipality takes the place of another one; only where none was named, that of the state or the region.
        found |= places | bodies if any(_is_body(t, vocabulary) for t in named) or not places else places | (bodies & _MUNICIPAL)
    opening = _PREPOSITION.match(query.question)
    if opening:
        found |= _after_preposition(opening["word"], previous)
    return frozenset(found)


def _is_gender(term: Term, vocabulary: Vocabulary) -> bool:
    return fold(term.word) in vocabulary.women | vocabulary.men


def _is_body(term: Term, vocabulary: Vocabulary) -> bool:
    return fold(term.word) in vocabulary.bodies


def _is_slot(term: Term, background: Background) -> bool:
    """Whether a word is a name, a body or a gender, which others of the kind can stand for."""
    vocabulary = background.vocabulary
    return term.required or _is_gender(term, vocabulary) or _is_body(term, vocabulary) or background.is_name(term.word)


def _is_place(term: Term, previous: Query, background: Background) -> bool:
    """Whether the word names a place: part of an association's name, or named as municipality or region."""
    places = {place for association in background.known for place in association.places}
    if any(fold(term.word).startswith(place.rstrip("s")) for place in places):
        return True  # "Karlstad", "Karlstads", "Karlstadsborna"
    named = rf"\b{re.escape(term.word)}\s+(?:kommun|lan|stad)|\bregion(?:en)?\s+{re.escape(term.word)}"
    return term.required and re.search(named, previous.question, re.IGNORECASE) is not None


def _after_preposition(word: str, previous: Query) -> set[str]:
    """The content words right after the same preposition in the question before: a name whole, else one word."""
    stems: set[str] = set()
    content = {t.word.lower(): t.stem for t in previous.terms}
    for match in re.finditer(rf"\b{re.escape(word)}\s+((?:[A-ZÅÄÖ]\S*\s*|län\s*)+|\S+)", previous.question):
        stems |= {content[w] for w in _WORD.findall(match[1].lower()) if w in content}
    return stems


def _replaced_concepts(query: Query, previous: Query, background: Background) -> frozenset[str]:
    """Words that named a concept, where the new question names another one."""
    if not any(m.concepts for m in query.measures):
        return frozenset()
    return frozenset(t.stem for t in previous.terms if named_concepts(t.word, background.lexicon))


def _inherit(term: Term, is_swap: bool) -> Term:
    if is_swap:
        return replace(term, inherited=True)
    return replace(term, inherited=True, weight=min(term.weight, INHERITED_WEIGHT), required=False, focus=False)


def _measures(
    completed: Query, query: Query, previous: Query, dropped: frozenset[str], is_swap: bool, background: Background
) -> tuple[Measure, ...]:
    said = {t.stem: t for t in completed.terms}
    own = tuple(said.get(t.stem, t) for m in query.measures for t in m.terms)
    if not is_swap:
        kept = {t.stem for m in previous.measures for t in m.terms}
        inherited = tuple(t for t in completed.terms if t.inherited and t.stem in kept)
        # "varför?" alone is about what the question before was about.
        about = () if any(t.weight >= 1 for t in query.terms) else tuple(c for m in previous.measures for c in m.concepts)
        return tuple(replace(m, terms=(*m.terms, *inherited), concepts=m.concepts or about) for m in query.measures)
    concepts = tuple(c for m in query.measures for c in m.concepts)
    return tuple(
        replace(
            m,
            text=completed.question if len(previous.measures) == 1 else m.text,
            terms=(*own, *(replace(t, inherited=True) for t in m.terms if t.stem not in dropped | {o.stem for o in own})),
            concepts=tuple(dict.fromkeys((*concepts, *_still_named(m, dropped, background)))),
            associations=() if query.associations else m.associations,
            periods=() if query.periods else m.periods,
            scenario=query.scenario or m.scenario,
        )
        for m in previous.measures
    )


def _still_named(measure: Measure, dropped: frozenset[str], background: Background) -> tuple[str, ...]:
    """The measure's concepts that do not hang on a dropped word."""
    text = " ".join(w for w in words(measure.text) if stem(w) not in dropped)
    named = named_concepts(text, background.lexicon)
    return tuple(c for c in measure.concepts if c in named or not dropped)


def _as_one(query: Query, previous: Query, dropped: frozenset[str], is_swap: bool, background: Background) -> str:
    """The question as it would be asked without the conversation."""
    tail = _OPENING.sub("", query.question).rstrip("?!. ")
    if not is_swap:
        said = [t.word for t in previous.terms if t.stem not in dropped]
        context = () if query.associations else previous.associations
        times = () if query.periods else tuple(map(say_span, previous.periods))
        return " ".join((tail, *said, *context, *times)) + "?"
    text = previous.question
    hidden = [m.span() for m in _WORD.finditer(text) if stem(m.group().lower()) in dropped]
    if query.associations:
        hidden += find_associations(text, background.known, background.vocabulary).consumed
    if query.periods:
        hidden += find_asked_times(text, background.newest_of(previous.associations)).places
    for start, end in sorted(hidden, reverse=True):
        text = text[:start] + text[end:]
    times = tuple(map(say_span, query.periods)) if not find_asked_times(tail, None).spans else ()
    return " ".join((*text.rstrip("?!. ").split(), tail, *times)) + "?"
