"""Sentences about texts: one restates a text word for word, or leads in texts that stand in it word for word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence import QuoteEvidence
from assistant.llm.entailment import ENTAILED_FROM, entailment
from assistant.llm.material import Item
from assistant.llm.own_words import own_names, scope_of, whole_names
from assistant.llm.prose_words import folded_word, load_prose_words
from assistant.llm.refusals import Reason, Refusal
from assistant.llm.said_sources import sources_agree
from assistant.llm.said_times import month_of
from assistant.llm.written import PLACE, Place, Word, Written, part_of
from assistant.matching import INFLECTED, source_stems, stem_similarity
from assistant.query import Query
from assistant.timespans import parse_period
from assistant.vocabulary import load_vocabulary
from ingest.language import fold, stem, words

# Words that make a topic of what follows them, and so tell nothing of it.
_ABOUT = frozenset("om kring angaende gallande about regarding concerning on".split())
_REPORTS = frozenset(
    map(stem, "rapporten årsredovisningen delårsrapporten delårsredovisningen verksamhetsplanen planen report plan".split())
)
_ENDINGS = frozenset("n t en et er ar or na erna arna orna s ens ets ns ts a e".split())
_MOST_TOPICS = 6
_HOW_MANY = frozenset({"manga", "mycket", "stor", "stort", "stora"})
_ASKING = frozenset("vem vilka nar who when".split())
_OF_A_QUESTION = _ASKING | frozenset("som ar var har ska is was has".split())
_WHOM = frozenset("dem de vilka vilken vad manga mycket".split())
# As they are written: folded, "här" would be "har".
_NEVER = frozenset({"hur", "how", "har", "är", "var", "blev", "att", "som", "as", "is", "was", "has"})


def why_not_restated(written: Written, item: Item) -> Refusal | None:
    """Why a sentence that rests on one text may not be told; None where it keeps to it."""
    if re.search(r"[%‰\-−+]\s*$", written.text[: written.places[0].at] if written.places else ""):
        return Refusal(Reason.OWN_SIGN)
    if any(re.match(r"\s?[%‰]", written.text[place.at + 1 :]) for place in written.places):
        return Refusal(Reason.UNIT)
    return None if entailment(written, item) >= ENTAILED_FROM else Refusal(Reason.SENTENCE)


def why_not_led_in(written: Written, item: Item, query: Query) -> Refusal | None:
    """The same of a sentence that leads in what it restates: "Förbundet skriver i planen 2020: Det har {c1} platser [c]"."""
    colon = written.text.index(":")
    leading = part_of(written, 0, colon + 1)
    if leading.places:
        return Refusal(Reason.SENTENCE)
    leading = replace(leading, text=f"{leading.text} {PLACE}", places=(Place(item, None, colon + 2),))
    return why_not_leading_in(leading, query) or why_not_restated(part_of(written, colon + 1, len(written.text)), item)


def why_not_leading_in(written: Written, query: Query) -> Refusal | None:
    """Why a sentence around whole texts may not be told: it may say whose they are, of what time and about what, no more. What it
    is about stands after "om" and what is like it, up to the word that says that a text comes."""
    quotes = [item.source for item in written.cited if isinstance(item.source, QuoteEvidence)]
    if not all(_names_whole(written, quote) and _times_are_whole(written, quote) for quote in quotes):
        return Refusal(Reason.SCOPE)
    if not sources_agree(written, [quote.report for quote in quotes]):
        return Refusal(Reason.SOURCE)
    if not all(_names_whole_role(written, quote) for quote in quotes):
        return Refusal(Reason.ROLE)
    if re.search(r"[”“\"«»„]", re.sub(rf"”?{PLACE}”?", "", written.text)):
        return Refusal(Reason.OWN_QUOTE)
    leading = load_prose_words().leading
    scope = " ; ".join(text for quote in quotes for text in scope_of(quote))
    known, digits = source_stems(scope), set(re.findall(r"\d+", scope))
    texts = " ; ".join(f"{quote.unit.text} ; {quote.unit.locator.section}" for quote in quotes)
    topics = source_stems(texts)
    own = {fold(w) for w in words(texts)}
    spoken = {folded_word(w) for w in words(f"{query.question} {' '.join(quote.unit.text for quote in quotes)}")}
    says = next((word.folded for word in written.words if _says(word)), "")
    topic = _topic(written)
    asking = False  # within a question like "om vem som …": it says nothing of its answer
    about = 1 if says in _SAYS_OF else 0  # how many words of a topic there are since "om"; 0 outside of one
    for before, word in zip((None, *written.words), written.words, strict=False):
        if before is not None and re.search(r"[;:.]", written.text[before.at : word.at]):
            about = 0
        asking = (asking or (word.folded in _ASKING and before is not None and before.folded in _ABOUT)) and not _says(word)
        if asking and word.folded in _OF_A_QUESTION:
            continue
        following = next((one.folded for one in written.words if one.at > word.at), "")
        if word.folded == "hur" and following in _HOW_MANY:
            continue
        if word.folded == "som" and before is not None and before.folded in _WHOM:
            continue
        if word.written.lower() in _NEVER:
            return Refusal(Reason.WORD, word.written)
        if word.folded in _ABOUT or word.folded in _SAYS_WHAT:
            about = 1
        elif word.folded.isdigit():
            if word.folded not in digits and not (word in topic and word.folded in spoken):
                return Refusal(Reason.SCOPE)
        elif before is not None and before.folded == "hur" and word.folded in _HOW_MANY:
            continue
        elif word.folded in leading:
            about = 0 if _says(word) else about
        elif (
            about
            and about <= _MOST_TOPICS
            and not _says(word)
            and not _tells(word, spoken, own)
            and (_is_inflected(word, own) or (word.stem in topics and not _is_somebody(word)))
        ):
            about += 1
        elif not _is_met(word, known):
            return Refusal(Reason.WORD, word.written)
    return None


def _is_somebody(word: Word) -> bool:
    """Whether it is who does what its stem says: "statistikern" is no form of "statistik"."""
    return word.folded[len(word.stem) :] in ("ern", "erns")


def _is_inflected(word: Word, told: set[str]) -> bool:
    """Whether it is a word of the texts in another form."""
    plain = fold(word.written)
    return any(
        (plain.startswith(one) and plain[len(one) :] in _ENDINGS) or (one.startswith(plain) and one[len(plain) :] in _ENDINGS)
        for one in told
        if len(one) > 2
    )


def _says(word: Word) -> bool:
    """Whether the word says that a text comes."""
    return word.folded in _SAYING


_SAYING = frozenset(
    "skriver skrev star stod sags anges angavs anger framgar beskriver beskrivs redovisar redovisas redovisade lyder uppger "
    "forklarar forklaras namns namner svarar berattar writes says states reads reported describes explains follows".split()
)
# After these comes what is told of.
_SAYS_WHAT = frozenset("beskriver forklarar anger sammanfattar redovisar raknar describes explains".split())
# Of these it is the topic that stands before them, and not who says it.
_SAYS_OF = frozenset("star stod sags anges angavs framgar beskrivs redovisas forklaras namns".split())
# Words that would make a topic tell something.
_TELLING = frozenset(
    "att ar var blev blir har hade ska skulle fick far kan gor gjorde inte ej eftersom darfor trots fast an fore "
    "efter sedan mer mindre fler farre battre samre vanligare hogre lagre storst flest that is was were are has had "
    "because therefore although does did not cannot than before after more less better worse".split()
)


def _tells(word: Word, spoken: set[str], own: set[str]) -> bool:
    """Whether the word would tell something of a topic; which of several, whose and when it may say as question and text do, and
    how many as the text does."""
    prose = load_prose_words()
    if word.folded in own and word.folded in prose.number_words:
        return False
    if word.folded in spoken and word.folded in prose.ordinals | prose.women | prose.men | prose.months:
        return False
    return word.folded in _TELLING or word.folded in prose.claiming


def _names_whole(written: Written, quote: QuoteEvidence) -> bool:
    """Whether the text's association, where the sentence names it or somebody who writes, is named whole: one of its two towns is
    something else, and nobody else writes its reports."""
    spans = whole_names(written.text, quote.report.association)
    own = {stem(w.lower()) for w in own_names(quote.report.association)}
    told = source_stems(f"{quote.unit.text} ; {quote.unit.locator.section}")
    generic = load_vocabulary().generic_names
    for n, word in enumerate(written.words):
        within = any(begin <= word.at < end for begin, end in spans)
        if word.stem in own and not within and word.stem not in told:
            return False
        # "Om kön till Norrby skriver …": what stands before the verb is the topic, who writes stands after it
        begins_with_topic = any(other.folded in _ABOUT for other in written.words[:n])
        author = written.words[n - 2] if n > 1 else None
        has_author = author is not None and any(begin <= author.at < end for begin, end in spans)
        before = () if has_author else written.words[max(n - 1, 0) : n]
        beside = (*before, *(() if begins_with_topic else written.words[n + 1 : n + 2]))
        writes = any(other.folded in _SAYING - _SAYS_OF for other in beside)
        is_name = word.written[:1].isupper() and (n > 0 or word.folded not in load_prose_words().leading)
        if writes and is_name and not within and word.folded not in generic and word.folded not in load_prose_words().leading:
            return False
    return True


def _names_whole_role(written: Written, quote: QuoteEvidence) -> bool:
    """Whether a deputy whom the text tells of is not made the one whose deputy it is."""
    deputies = load_prose_words().ordinals
    told = [folded_word(w) for w in words(quote.unit.text)]
    said = [word.folded for word in written.words]
    roles = load_vocabulary().roles
    held = {role for before, role in zip(told, told[1:], strict=False) if before in deputies and stem(role) in roles}
    alone = {role for before, role in zip(("", *said), said, strict=False) if stem(role) in roles and before not in deputies}
    return not {stem(role) for role in held} & {stem(role) for role in alone}


def _times_are_whole(written: Written, quote: QuoteEvidence) -> bool:
    """Whether a month that the sentence names comes with the other one of the report's time, and years are of that time."""
    span = parse_period(quote.report.period)
    named = {number for word in written.words if (number := month_of(word)) is not None}
    both = set() if span.is_year else {span.start.month, span.end.month}
    titled = [match.span() for match in re.finditer(re.escape(quote.report.title), written.text, re.IGNORECASE)]
    beside = [word for word in written.words if not any(begin <= word.at < end for begin, end in titled)]
    told = set(re.findall(r"\b(?:19|20)\d\d\b", quote.unit.text))
    topics = {word.at for word in _topic(written)}
    years = {word.folded for word in beside if re.fullmatch(r"(?:19|20)\d\d", word.folded)}
    years -= {word.folded for word in beside if word.at in topics and word.folded in told}
    known = {str(year) for year in range(span.start.year, span.end.year + 1)}
    return (not named or both <= named) and years <= known


def _topic(written: Written) -> list[Word]:
    """The words after "om" and the like, up to the one that says that a text comes or names a report."""
    found: list[Word] = []
    within = False
    for word in written.words:
        within = (within or word.folded in _ABOUT) and not _says(word) and word.stem not in _REPORTS
        if within:
            found.append(word)
    return found


def _is_met(word: Word, stems: Sequence[str], least: float = INFLECTED) -> bool:
    return any(stem_similarity(word.stem, other) >= least for other in stems)
