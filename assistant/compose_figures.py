"""Printed figures as text: the answer in one sentence, then the figures under each other where there are several."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.amounts import base_unit, size
from assistant.compose_rows import say_rows
from assistant.draft import mark
from assistant.evidence import FigureEvidence
from assistant.facts import Fact, are_of_one_thing, facts_of
from assistant.premises import asks_whether, read_premise, sign_of
from assistant.query import Intent, Query
from assistant.timespans import length_of, parse_period
from assistant.vocabulary import has_phrase, load_vocabulary
from assistant.voice import Voice
from assistant.wording import say_each, say_label, say_times
from ingest.domain import Scenario
from ingest.language import fold


def say_figures(query: Query, voice: Voice, figures: Sequence[FigureEvidence]) -> str:
    """The text for figures of which nothing is computed."""
    facts = facts_of(figures)
    if len(facts) == 1:
        return _alone(query, voice, facts[0])
    if query.intent is Intent.RANK:
        return _ranked(query, voice, facts)
    if _is_row_of_times(facts):
        return _developed(voice, facts)
    if _is_plan_and_outcome(facts):
        return _against_plan(voice, facts)
    if all(are_of_one_thing(facts[0].best, fact.best) for fact in facts[1:]):
        return _contested(voice, facts)
    return "\n".join([voice.say("mixed_heading", about=_shared(voice, facts)), say_rows(voice, facts)])


def lower_first(text: str) -> str:
    """A sentence that goes on after a comma or colon: its first letter small, unless it begins an abbreviation.

    For sentences that do not begin with a row's label: that may begin with a name.
    """
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _alone(query: Query, voice: Voice, fact: Fact) -> str:
    """One figure; a question that takes the wrong sign for granted is told so first."""
    sentence = voice.sentence(fact.best, " ".join(mark(e.key) for e in fact.prints))
    claimed, actual = read_premise(query.question).sign, sign_of(fact.best)
    if claimed is None or actual is None:
        return sentence
    if query.claimed is not None and claimed is actual:
        return sentence  # whether the amount is right is said with it
    if asks_whether(query):
        return f"{voice.say('yes' if claimed is actual else 'no')}, {lower_first(sentence)}"
    if claimed is actual:
        return sentence
    return voice.say("wrong_sign", claimed=voice.say(claimed), actual=voice.say(actual), sentence=lower_first(sentence))


def _ranked(query: Query, voice: Voice, facts: Sequence[Fact]) -> str:
    """The winner named first. Figures of unlike times or kinds are listed, and said to be unlike."""
    phrase = "lowest" if asks_for_the_least(query) else "highest"
    if not are_alike([fact.best for fact in facts]):
        phrase += "_unlike"
    first = [fact for fact in facts if size(fact.best) == size(facts[0].best)]
    several = len({fact.best.stored.report.association for fact in facts}) > 1
    who = [fact.best.stored.report.association if several else voice.time(fact.best) for fact in first]
    rest = voice.time(facts[0].best) if several else facts[0].best.stored.report.association
    names = {"value": voice.figure(facts[0].best), "label": voice.label(facts[0].best), "rest": rest}
    marks = " ".join(mark(fact.best.key) for fact in first)
    sentence = voice.say(phrase, who=say_each(who, voice.language), mark=marks, **names)
    return "\n".join([sentence, say_rows(voice, facts)])


def asks_for_the_least(query: Query) -> bool:
    folded = fold(query.question)
    return any(has_phrase(folded, word) for word in load_vocabulary().smallest)


def are_alike(figures: Sequence[FigureEvidence]) -> bool:
    """Whether figures are of one kind and of times of one length, so that the larger is the larger."""
    spans = [parse_period(e.stored.figure.period) for e in figures if e.stored.figure.period]
    kinds = {e.stored.figure.scenario for e in figures}
    return len(spans) == len(figures) and len({length_of(s) for s in spans}) == 1 and len(kinds) == 1


def _is_row_of_times(facts: Sequence[Fact]) -> bool:
    """Whether the figures are one measure's at one time each."""
    figures = [fact.best.stored.figure for fact in facts]
    places = {(f.best.stored.report.association, f.best.stored.figure.scenario, base_unit(f.best)) for f in facts}
    one_name = len({f.concept for f in figures} - {None}) == 1 or len({fold(f.row.rpartition(" › ")[2]) for f in figures}) == 1
    times = {f.period for f in figures}
    return len(places) == 1 and one_name and None not in times and len(times) == len(facts)


def _developed(voice: Voice, facts: Sequence[Fact]) -> str:
    """Direction, from and to in a sentence; then every time. Two times need no list."""
    facts = sorted(facts, key=lambda fact: parse_period(fact.best.stored.figure.period or "").end)
    first, last = facts[0], facts[-1]
    names = {
        "label": voice.label(last.best), "association": last.best.stored.report.association,
        "first": voice.figure(first.best), "first_time": voice.time(first.best), "first_mark": mark(first.best.key),
        "last": voice.figure(last.best), "last_time": voice.time(last.best), "last_mark": mark(last.best.key),
    }  # fmt: skip
    if size(first.best) == size(last.best):
        sentence = voice.say("unchanged", **names)
    else:
        direction = voice.say("went_up" if size(last.best) > size(first.best) else "went_down")
        sentence = voice.say("developed", direction=direction, **names)
    return sentence if len(facts) == 2 else "\n".join([sentence, say_rows(voice, facts)])


def _is_plan_and_outcome(facts: Sequence[Fact]) -> bool:
    """Whether there are two figures of one thing and time: what was planned or aimed at, and what came of it."""
    kinds = {fact.best.stored.figure.scenario for fact in facts}
    places = {(f.best.stored.report.association, f.best.stored.figure.period, base_unit(f.best)) for f in facts}
    rows = {fold(fact.best.stored.figure.row.rpartition(" › ")[2]) for fact in facts}
    planned = kinds & {Scenario.BUDGET, Scenario.TARGET}
    return len(facts) == 2 and len(places) == 1 and len(rows) == 1 and Scenario.OUTCOME in kinds and bool(planned)


def _against_plan(voice: Voice, facts: Sequence[Fact]) -> str:
    outcome, plan = sorted(facts, key=lambda fact: fact.best.stored.figure.scenario is not Scenario.OUTCOME)
    return voice.say(
        "against_plan",
        label=say_label(outcome.best), time=voice.time(outcome.best), association=outcome.best.stored.report.association,
        outcome=voice.figure(outcome.best), outcome_mark=mark(outcome.best.key),
        kind=voice.say(f"the_{plan.best.stored.figure.scenario.name.lower()}"),
        plan=voice.figure(plan.best), plan_mark=mark(plan.best.key),
    )  # fmt: skip


def _contested(voice: Voice, facts: Sequence[Fact]) -> str:
    """One thing of which the reports print several figures: the best one, the others, and where each stands."""
    sentence = voice.sentence(facts[0].best, mark(facts[0].best.key)).removesuffix(".")
    others = [f"{voice.figure(fact.best)} {mark(fact.best.key)}" for fact in facts[1:]]
    named_alike = len({voice.label(fact.best) for fact in facts}) == 1
    one_table = len({(fact.best.stored.report.report, fact.best.stored.figure.table) for fact in facts}) == 1
    rows = say_rows(voice, facts, with_places=named_alike or not one_table)
    return "\n".join([voice.say("contested", sentence=sentence, others=say_each(others, voice.language)), rows])


def _shared(voice: Voice, facts: Sequence[Fact]) -> str:
    """What all the figures have in common, for the line above them: name, association and time."""
    figures = [fact.best for fact in facts]
    labels, names = {voice.label(e) for e in figures}, {e.stored.report.association for e in figures}
    spans = [parse_period(e.stored.figure.period) for e in figures if e.stored.figure.period]
    shared = [next(iter(one)) for one in (labels, names) if len(one) == 1]
    if len(spans) == len(figures) and len(set(spans)) == 1:
        shared.append(say_times(spans, voice.language))
    return f" ({', '.join(shared)})" if shared else ""
