"""One count or share over several years, as running text tells it: "120 deltagare (2022 – 150 personer, 2021 – 95)"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.amounts import KRONOR
from assistant.evidence import FigureEvidence
from assistant.figure_words import GENDERS
from assistant.gather_kin import as_evidence, coverage, paragraph_text, paragraphs_of, text_before
from assistant.gather_named import NAMED_SCORE
from assistant.gather_parts import PEOPLE
from assistant.matching import telling_stems
from assistant.query import Intent, NumberKind, Query, Term
from assistant.timespans import is_time_of, parse_period
from assistant.vocabulary import has_phrase, load_vocabulary
from ingest.domain import Scenario
from ingest.language import fold, terms, words
from vectorstore.entries import Scope, StoredFigure
from vectorstore.library import Library

# What is asked must stand in the paragraph or above it this fully; another paragraph that does nearly as well with other
# values leaves open which is meant.
_ABOUT, _CLEARLY_BETTER, _NEARLY_AS_GOOD = 0.7, 0.04, 0.2
_TELLING = 0.5
# "kr" begins other words too.
_SHORTEST_BEGINNING = 2
_CHANGES = frozenset({Intent.CHANGE_PERCENT, Intent.DIFFERENCE, Intent.COMPARE})
_BOTH_SEXES = GENDERS[0] | GENDERS[1]


def years_in_text(query: Query, library: Library) -> tuple[FigureEvidence, ...]:
    """The figures of one paragraph that tells one thing at two or more times, oldest first; of those asked for, if any are.

    None when no paragraph is about it, or two are that disagree.
    """
    found = []
    for paragraph in paragraphs_of(library.statements(Scope(associations=frozenset(query.associations)))):
        for series in _series_of(paragraph, query):
            text, above = paragraph_text(paragraph), text_before(paragraph[0], library)
            about = coverage(_content(query), terms(text), "", above, query, library)
            asked = [s for s in series if _is_asked(s, query)]
            if about >= _ABOUT and asked and len(series) > 1:
                found.append((about, asked))
    if _is_about_money(query):
        found = [(about, series) for about, series in found if all(s.figure.unit in KRONOR for s in series)]
    if not found:
        return ()
    return tuple(as_evidence(s, NAMED_SCORE) for s in _joined(found))


def _joined(found: Sequence[tuple[float, list[StoredFigure]]]) -> list[StoredFigure]:
    """The best paragraph's times, with those that others nearly as good add. None where two that are as good disagree."""
    ranked = sorted(found, key=lambda one: -one[0])
    best, at_time = ranked[0][0], dict[str, StoredFigure]()
    for about, series in ranked:
        known = [(at_time[s.figure.period or ""], s) for s in series if s.figure.period in at_time]
        disagree = any(a.figure.value != b.figure.value or a.report.association != b.report.association for a, b in known)
        if disagree and about > best - _CLEARLY_BETTER:
            return []
        if not disagree and about > best - _NEARLY_AS_GOOD:
            at_time |= {s.figure.period or "": s for s in series if s.figure.period not in at_time}
    of_one = {s.report.association for s in at_time.values()}
    return [at_time[period] for period in sorted(at_time)] if len(of_one) == 1 else []


def _series_of(paragraph: Sequence[StoredFigure], query: Query) -> list[list[StoredFigure]]:
    """One figure a time of what has one name, or of people by whatever word; none of one sex unless it is asked for."""
    sexes = [sex for sex in GENDERS if any(t.stem in sex for t in query.terms)]
    wants_share = query.number_kind is NumberKind.PERCENT and query.intent not in _CHANGES
    groups: dict[tuple[str, ...], dict[str, StoredFigure | None]] = {}
    kind = query.scenario or Scenario.OUTCOME
    for s in (s for s in paragraph if s.figure.scenario is kind and s.figure.period is not None):
        label = set(telling_stems(s.figure.row.replace(" › ", " "))) | (set(terms(s.figure.row)) & _BOTH_SEXES)
        if (s.figure.unit == "%") is not wants_share or (label & _BOTH_SEXES and not any(label & sex for sex in sexes)):
            continue
        name = tuple(sorted(label - PEOPLE))
        at_time = groups.setdefault(name, {})
        period = s.figure.period or ""
        # Two numbers of one name and time: which is meant is open, unless the first tells of people in all.
        at_time[period] = s if period not in at_time or at_time[period] == s else None
    whole = [[s for s in times.values() if s is not None] for times in groups.values() if None not in times.values()]
    return [sorted(series, key=lambda s: s.figure.period or "") for series in whole]


def _is_asked(stored: StoredFigure, query: Query) -> bool:
    span = parse_period(stored.figure.period or "")
    if asks_year_by_year(query) and span.is_year:
        return min(p.start.year for p in query.periods) <= span.start.year <= max(p.end.year for p in query.periods)
    return not query.periods or any(is_time_of(asked, span) for asked in query.periods)


def asks_year_by_year(query: Query) -> bool:
    """Whether two years named are the ends of a row of years: "per år 2020 till 2023"."""
    folded = fold(query.question)
    return len(query.periods) == 2 and any(has_phrase(folded, phrase) for phrase in ("per ar", "ar for ar", "varje ar"))


def _is_about_money(query: Query) -> bool:
    """Whether an amount is meant, also where its change is wanted in percent: a number of people is no answer to it."""
    vocabulary = load_vocabulary()
    beginnings = tuple(b for b in (*vocabulary.money_words, *vocabulary.about_money_words) if len(b) > _SHORTEST_BEGINNING)
    return query.number_kind is NumberKind.MONEY or any(fold(word).startswith(beginnings) for word in words(query.question))


def _content(query: Query) -> list[Term]:
    """What is asked, without the words for people, change and number."""
    vocabulary = load_vocabulary()
    return [t for t in query.terms if t.stem not in vocabulary.operations and t.stem not in PEOPLE and t.weight >= _TELLING]
