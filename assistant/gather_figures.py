"""The figures a numeric question needs, and what is computed from them, by the kind of question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.amounts import KRONOR, size
from assistant.choose import Choice, choose_figure, choose_for_periods
from assistant.evidence import Evidence, FigureEvidence
from assistant.figure_of_else import is_of_the_sex
from assistant.figures_evidence import computed, from_choices
from assistant.gather_alike import choose_alike, each_association
from assistant.gather_budget import share_of_budget
from assistant.gather_changes import asks_for_a_count, change, named_choices, names_two_kinds
from assistant.gather_income import is_of_income, share_of_income
from assistant.gather_kin import is_named
from assistant.gather_members import as_contributions, figures_of_group, figures_under_heading, is_paid_by_a_group
from assistant.gather_named import asked_stems
from assistant.gather_parts import asks_for_part, share_of_count, share_of_number, share_of_parent, share_of_row, share_of_total
from assistant.gather_quotients import deviation_from_budget, ratio
from assistant.gather_series import one_a_time, trend, with_years_meant
from assistant.gather_values import value
from assistant.matching import telling_stems
from assistant.operations import Operation
from assistant.query import Intent, Measure, Query
from assistant.vocabulary import has_phrase, load_vocabulary
from assistant.wording import say
from ingest.domain import Scenario
from ingest.language import fold, terms
from vectorstore.library import Library


def gather_figures(query: Query, library: Library) -> Evidence:
    """Figures and calculations for a numeric query; empty when a figure that is needed is missing."""
    if not any(t.weight >= 1 or m.concepts for m in query.measures for t in m.terms) and not any(
        m.concepts for m in query.measures
    ):
        return Evidence()  # "vad kostar det": nothing says what
    plan: dict[Intent, Callable[[Query, Library], Evidence]] = {
        Intent.SUM: _sum,
        Intent.RATIO: ratio,
        Intent.COMPARE: _compare,
        Intent.DIFFERENCE: change,
        Intent.CHANGE_PERCENT: change,
        Intent.TREND: trend,
        Intent.RANK: _rank,
        Intent.SHARE: _share,
        Intent.AVERAGE: _average,
    }
    asked = as_contributions(with_years_meant(query))
    part = share_of_number(asked, library) if asks_for_part(asked) else Evidence()
    if asked.intent in (Intent.VALUE, Intent.TELL) and is_paid_by_a_group(query):
        return _paid_together(asked, library)
    rows = figures_under_heading(asked, library)
    if rows:
        return _ranked(replace(asked, intent=Intent.RANK), rows)
    if asked.intent is Intent.VALUE and asked.scenario is Scenario.DEVIATION and len(asked.measures) == 1:
        return change(asked, library)
    return part if part.figures else plan.get(asked.intent, value)(asked, library)


def _paid_together(query: Query, library: Library) -> Evidence:
    """What "kommunerna" pay: the sum of their rows where each has one, else the row that is the group's."""
    group = figures_of_group(query, library)
    if group:
        return computed(query, Operation.SUM, [Choice(e) for e in group], say(query.language, "sum_label"))
    return value(query, library)


def _sum(query: Query, library: Library) -> Evidence:
    group = figures_of_group(query, library)
    if group:
        return computed(query, Operation.SUM, [Choice(e) for e in group], say(query.language, "sum_label"))
    if len(query.measures) < 2 and len(query.periods) > 1:
        every = [c for _, c in choose_for_periods(query.measures[0], query, library)]
        known = [c for c in every if c is not None]
        return (
            computed(query, Operation.SUM, known, say(query.language, "sum_label"))
            if len(known) == len(every)
            else trend(query, library)
        )
    if len(query.measures) < 2 and len(query.associations) > 1:
        return _all_together(query, each_association(query, library, query.associations))
    if len(query.measures) < 2:
        return _parts_named(query, value(query, library))
    found = [choose_figure(m, query, library) for m in query.measures]
    whole = choose_alike(query, library) or tuple(c for c in found if c is not None)
    if len(whole) < len(query.measures):
        parts = _parts_named(query, value(replace(query, measures=query.measures[:1]), library))
        return parts if parts.calculations else Evidence()
    return computed(query, Operation.SUM, whole, say(query.language, "sum_label"))


def _parts_named(query: Query, found: Evidence) -> Evidence:
    """The sum of rows of one name under several headings, where the question names every one of the headings."""
    asked = asked_stems(query)
    headings = [set(telling_stems(e.stored.figure.row.rpartition(" › ")[0])) for e in found.figures]
    own = [heading - headings[0].intersection(*headings) for heading in headings]
    if len(own) < 2 or not all(any(is_named((word,), asked) for word in words) for words in own):
        return found
    return computed(query, Operation.SUM, [Choice(e) for e in found.figures], say(query.language, "sum_label"))


def _all_together(query: Query, each: Evidence) -> Evidence:
    """The sum over the associations named, if every one of them states the figure."""
    one_each = {e.stored.report.association: Choice(e) for e in reversed(each.figures)}
    if len(one_each) < len(query.associations):
        return each
    ordered = [one_each[name] for name in query.associations]
    return computed(query, Operation.SUM, ordered, say(query.language, "sum_label"))


def _average(query: Query, library: Library) -> Evidence:
    """Over the members of a group, the years named, or all the years that the reports state; else a printed average."""
    label = say(query.language, "average_label")
    group = figures_of_group(query, library)
    if group:
        return computed(query, Operation.AVERAGE, [Choice(e) for e in group], label)
    without = _without_average(query)
    if len(query.periods) < 2 and not has_phrase(fold(query.question), "per ar"):
        return value(query, library)
    years = trend(without, library)
    ordered = one_a_time(years)
    if len(ordered) < max(len(query.periods), 2):
        return years
    return replace(computed(query, Operation.AVERAGE, ordered, label), notes=years.notes)


def _without_average(query: Query) -> Query:
    """What the average is taken of: no table calls it so."""
    measures = tuple(replace(m, terms=tuple(t for t in m.terms if t.stem not in _AVERAGE_WORDS)) for m in query.measures)
    return replace(query, measures=measures, terms=tuple(t for t in query.terms if t.stem not in _AVERAGE_WORDS))


_AVERAGE_WORDS = frozenset(terms("snitt snittet genomsnitt genomsnittet medelvärde medelvärdet medel average år året"))


def _share(query: Query, library: Library) -> Evidence:
    """A printed percentage; or, of a budget, the part that is used: outcome by budget of the same row."""
    if is_of_income(query):
        given = share_of_income(query, library)
        if given.figures or not query.measures[0].concepts:
            return given
    if len(query.measures) > 1:
        plain = replace(query, intent=Intent.DIFFERENCE)
        part, all_of_it = (choose_figure(m, plain, library) for m in query.measures[:2])
        if part is None or all_of_it is None or not _names_anything(query.measures[1]):
            return share_of_total(query, library)
        label = part.best.stored.figure.row
        share = computed(query, Operation.SHARE, (part, all_of_it), label, allow_mixed=names_two_kinds(query))
        if share.calculations:
            return share
        is_share = part.best.stored.figure.unit == "%" and is_of_the_sex(part.best.stored, query.gender)
        return from_choices(query, (part,)) if is_share else Evidence()  # printed as one
    printed = value(query, library)
    if printed.figures:
        return printed
    if query.scenario is Scenario.BUDGET:
        return share_of_budget(query, library)
    shares = (share_of_row, share_of_count, share_of_parent)
    return next((found for share in shares if (found := share(query, library)).figures), Evidence())


def _names_anything(measure: Measure) -> bool:
    """Whether its words name a thing: "pengarna" might be any of them."""
    return bool(measure.concepts) or any(t.weight >= 1 for t in measure.terms)


def _rank(query: Query, library: Library) -> Evidence:
    """The measure for every association, or every year, that prints it; what the question calls first comes first."""
    members = figures_of_group(query, library)
    if members:
        return _ranked(query, members)
    if _asks_which_year(query):
        years = one_a_time(trend(replace(query, intent=Intent.TREND), library))
        return _ranked(query, [choice.best for choice in years]) if len(years) > 1 else Evidence()
    names = query.associations or tuple(dict.fromkeys(r.association for r in library.reports()))
    found = each_association(query, library, names)
    return replace(found, figures=_ranked(query, found.figures).figures)


def _asks_which_year(query: Query) -> bool:
    folded = fold(query.question)
    named = any(has_phrase(folded, phrase) for phrase in ("vilket ar", "vilka ar", "vilket av aren", "vilka av aren"))
    return named or (len(query.periods) > 1 and len(query.associations) < 2)


def _ranked(query: Query, figures: Sequence[FigureEvidence]) -> Evidence:
    """What the question calls first comes first."""
    ascending = any(has_phrase(fold(query.question), word) for word in load_vocabulary().smallest)
    return from_choices(query, [Choice(e) for e in sorted(figures, key=size, reverse=not ascending)])


def _compare(query: Query, library: Library) -> Evidence:
    if query.scenario is Scenario.DEVIATION and len(query.measures) == 1:
        return deviation_from_budget(query, library)
    if len(query.measures) > 1:
        whole = choose_alike(query, library) or named_choices(query, library)
        if asks_for_a_count(query) and any(c.best.stored.figure.unit in KRONOR for c in whole):
            return Evidence()
        return from_choices(query, whole) if whole else Evidence()
    if len(query.associations) > 1:
        return each_association(query, library, query.associations)
    return change(query, library) if len(query.periods) > 1 else value(query, library)
