"""What an association is known by in its newest report: who leads its board, and who its members are.

Sentences of older reports answer as well as the newest one's, so these are not left to what is likeliest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rapidfuzz import fuzz

from assistant.asked_content import content_of
from assistant.demands import names_a_person
from assistant.evidence import Evidence, QuoteEvidence
from assistant.near_misses import near_misses
from assistant.query import Intent, Query, Term
from assistant.report_index import IndexedUnit, ReportIndex, indexes_of
from assistant.unit_traits import CAPITAL_INSIDE, PERSON
from ingest.domain import UnitKind
from ingest.language import fold, terms, words
from vectorstore.entries import Scope
from vectorstore.library import Library

# An office that one person holds at a time; the deputy is another one.
_CHAIR = "ordforande"
_OFFICE, _DEPUTY = re.compile(rf"(?<!vice )\b{_CHAIR}\b"), re.compile(rf"\bvice {_CHAIR}\b|\bvice{_CHAIR}\b")
_CHAIRS = frozenset(terms("ordförande ordföranden"))
_DEPUTIES = frozenset(terms("vice viceordförande"))
# One wrong or missing letter: "ordförane".
_SPELLED_LIKE = 88
# "ordförande i kommunstyrelsen" leads something else.
_OF_ANOTHER = re.compile(rf"{_CHAIR} (?:i|for|av|in|of) (?!(?:samordnings)?forbund|styrelse|finsam)")
_MEMBER_WORDS = frozenset(terms("medlem medlemmar medlemmarna förbundsmedlemmar kommun kommuner kommunerna ingår tillhör deltar"))
_ASKS_FOR_MEMBERS = re.compile(
    r"\b(?:vilka|vilken|vem|lista|which|who)\b.*(?:\bmedlem\w*|\bforbundsmedlem\w*|\bmembers?\b"
    r"|\b(?:kommuner|kommunerna|municipalities)\b(?: \w+){0,2} (?:med|ingar|tillhor|deltar)\b|\bkommuner ingar\b)"
    r"|\bhur manga (?:medlemmar|medlemskommuner|kommuner) (?:har|ingar|finns|ar)\b|\bhow many (?:members|municipalities)\b"
)
_TELLS_MEMBERS = re.compile(r"\b(?:som|ar|bestar av) medlemmar\b|\bmedlemmar(?:na)? (?:ar|bestar av|utgors av)\b|\bmedlemmar:")
_LEAST_NAMES = 3
# More associations than this are not listed for somebody who named none.
_MOST_LISTED = 6
# A longer text says more than who it is.
_SHORT_CHARS = 400
_Finds = Callable[[ReportIndex], IndexedUnit | None]


def gather_known(query: Query, library: Library) -> Evidence | None:
    """Who chairs, or who are members, as the newest report of each association asked about says it; of those of a time that the
    question names, where it names one. None for any other question."""
    if _asks_for_chair(query):
        found = _newest(query, library, lambda index: _chair_in(index, query))
        return _as_evidence(query, found) or near_misses(query, library)
    if _asks_for_members(query):
        return _as_evidence(query, _newest(query, library, _members_in))
    return None


def _asks_for_chair(query: Query) -> bool:
    content = content_of(query)
    return query.intent is Intent.WHO and bool(content) and all(_is_chair(t) or t.stem in _DEPUTIES for t in content)


def _is_chair(term: Term) -> bool:
    return bool(_CHAIRS & {term.stem, *term.variants}) or fuzz.ratio(fold(term.word), _CHAIR) >= _SPELLED_LIKE


def _asks_for_members(query: Query) -> bool:
    content = content_of(query)
    only_them = all(t.stem in _MEMBER_WORDS or set(t.variants) & _MEMBER_WORDS for t in content)
    asks = _ASKS_FOR_MEMBERS.search(fold(query.question)) is not None
    return query.intent in (Intent.LIST, Intent.WHO, Intent.VALUE) and bool(content) and only_them and asks


def _newest(query: Query, library: Library, find: _Finds) -> list[QuoteEvidence]:
    """One quote for each association, of its newest report that has one."""
    scope = Scope(associations=frozenset(query.associations))
    found: dict[str, QuoteEvidence] = {}
    for index in sorted(indexes_of(library).open(library, scope), key=lambda index: index.report.period_end, reverse=True):
        entry = index.report
        in_time = not query.periods or any(entry.period_start <= p.end and p.start <= entry.period_end for p in query.periods)
        one = find(index) if in_time and entry.association not in found else None
        if one is not None:
            key = f"{one.passage.id}/{one.position}"
            found[entry.association] = QuoteEvidence(key, one.unit, one.passage, one.position, entry, 1.0, 1.0)
    order = query.associations or sorted(found)
    return [found[name] for name in order if name in found]


def _as_evidence(query: Query, quotes: Sequence[QuoteEvidence]) -> Evidence | None:
    """The quotes as an answer; as readings to choose from where several associations have one and none is named."""
    if not quotes:
        return None
    if query.associations or len(quotes) == 1:
        return Evidence(quotes=tuple(quotes))
    shown = tuple(quotes[:_MOST_LISTED])
    return Evidence(quotes=shown, choices=tuple(quote.report.association for quote in shown))


def _chair_in(index: ReportIndex, query: Query) -> IndexedUnit | None:
    """The row or short sentence that names a person and the office, the row first, then the shortest."""
    named = [one for one in index.units.units if _names_the_chair(one, query)]
    return min(named, key=lambda one: (one.unit.kind is not UnitKind.ROW, len(one.unit.text)), default=None)


def _names_the_chair(one: IndexedUnit, query: Query) -> bool:
    text = one.unit.text
    folded = " ".join(words(fold(text)))
    office = _DEPUTY if any(t.stem in _DEPUTIES for t in query.terms) else _OFFICE
    if len(text) > _SHORT_CHARS or office.search(folded) is None or _OF_ANOTHER.search(folded):
        return False
    return PERSON.search(text) is not None and names_a_person(text, query.question)


def _members_in(index: ReportIndex) -> IndexedUnit | None:
    """The first sentence that lists names and calls them members."""
    return next((one for one in index.units.units if _lists_members(one)), None)


def _lists_members(one: IndexedUnit) -> bool:
    text = one.unit.text
    tells = one.unit.kind is not UnitKind.ROW and len(text) <= _SHORT_CHARS and _TELLS_MEMBERS.search(fold(text)) is not None
    return tells and "," in text and len(CAPITAL_INSIDE.findall(text)) >= _LEAST_NAMES
