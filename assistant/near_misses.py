"""What the reports do hold, for someone whose question they do not answer: the nearest figure or sentence, and what there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.asked_content import without_places
from assistant.evidence import Evidence, FigureEvidence, QuoteEvidence
from assistant.facts import is_repaired
from assistant.gather_figures import gather_figures
from assistant.gather_members import is_about_contributions
from assistant.query import Intent, Query, Span
from assistant.timespans import parse_period
from assistant.wording import say, say_each
from vectorstore.entries import ReportEntry, Scope
from vectorstore.library import Library

# A sentence that answers with at least this probability is near; its section may be worth opening.
_NEAR = 0.2
# More names than this are left unsaid, so that a declining answer stays short.
_NAMES_LISTED = 6


def near_misses(query: Query, library: Library, quotes: Sequence[QuoteEvidence] = ()) -> Evidence:
    """Evidence that answers nothing: `nearest` and `near` alone. `quotes` are those that were found but not good enough."""
    if query.unknown_association:
        return Evidence(near=_known_associations(query, library))
    if asks_nothing(query):
        return Evidence(near=say(query.language, "empty"))
    figure = _of_another_time(query, library)
    near_quote = next((quote for quote in quotes if quote.score >= _NEAR and quote.unit.locator.section), None)
    if figure is None and near_quote is not None:
        return Evidence(nearest=near_quote)  # its section is in one of the reports: no list of them is needed
    return Evidence(near=_reports_at_hand(query, library), nearest=figure)


def asks_nothing(query: Query) -> bool:
    """Whether there is no word in it that can be looked up, and no association or time: "hej", "vad kostar det?"."""
    about = any(t.weight >= 1 for t in query.terms) or any(m.concepts for m in query.measures)
    return not (about or query.associations or query.periods or query.unknown_association)


def names_only_a_place(query: Query) -> bool:
    """Whether a number or a person is asked for, and no word says what of, but for where: "hur mycket var det i Norrby?".

    Any row that holds the place's name would do. What the place pays as a member is asked for by a verb.
    """
    every = [t for t in (*query.terms, *(t for m in query.measures for t in m.terms)) if t.weight >= 1]
    leans = any(t.inherited for t in query.terms)
    wants = query.quantity or query.intent is Intent.WHO or leans
    # "å 2021 då?" after "vad kostade det i Norrby?" has no word but "kostade" to go on.
    only_places = (
        bool(every or leans and query.scenario is None)
        and not without_places(every, query)
        and not any(m.concepts for m in query.measures)
    )
    return wants and only_places and not is_about_contributions(query)


def _of_another_time(query: Query, library: Library) -> FigureEvidence | None:
    """The very figure that was asked for, at the time that is nearest to the one asked about; none that is hard to read."""
    if not (query.periods and query.associations and query.quantity) or names_only_a_place(query):
        return None
    measure = replace(query.measures[0], periods=())
    anytime = replace(query, periods=(), measures=(measure,))
    newest, every_year = (gather_figures(replace(anytime, intent=i), library).figures for i in (Intent.VALUE, Intent.TREND))
    timed = [e for e in (*newest[:1], *every_year) if e.stored.figure.period and not is_repaired(e)]
    return min(timed, key=lambda e: _distance(parse_period(e.stored.figure.period or ""), query.periods), default=None)


def _distance(span: Span, asked: Sequence[Span]) -> int:
    return min(abs((span.end - one.end).days) for one in asked)


def _reports_at_hand(query: Query, library: Library) -> str:
    reports = library.reports(Scope(associations=frozenset(query.associations)))
    if len(query.associations) != 1:
        return _known_associations(query, library)
    titles = list(dict.fromkeys(r.title for r in reports))
    return say(query.language, "near_reports", titles=say_each(titles, query.language))


def _known_associations(query: Query, library: Library) -> str:
    """ "" where there are no reports, or none that may be told of."""
    names = sorted(_associations(library.reports()))
    if not names:
        return ""
    shown = names[:_NAMES_LISTED]
    listed = [*shown, say(query.language, "and_more")] if len(names) > len(shown) else shown
    return say(query.language, "near_associations", names=say_each(listed, query.language))


def _associations(reports: Sequence[ReportEntry]) -> set[str]:
    return {r.association for r in reports}
