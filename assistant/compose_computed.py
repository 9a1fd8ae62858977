"""Computed figures as text: the result in one sentence, what it was computed from, and how."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.asked_wholes import asks_of_whole_budget
from assistant.choose import is_sum
from assistant.compose_rows import say_rows
from assistant.draft import mark
from assistant.evidence import Calculation, FigureEvidence
from assistant.facts import facts_of
from assistant.operations import Operation
from assistant.premises import Claim, asks_whether, claimed_direction, direction_of, read_premise
from assistant.query import Query
from assistant.timespans import parse_period
from assistant.voice import Voice
from assistant.wording import say_each, say_label, say_times
from ingest.domain import Scenario


def say_computed(query: Query, voice: Voice, calculation: Calculation, figures: Sequence[FigureEvidence]) -> str:
    """The text for a calculation over some of the figures."""
    by_key = {e.key: e for e in figures}
    inputs = [by_key[key] for key in calculation.inputs]
    if calculation.operation in (Operation.SHARE, Operation.PERCENT_OF):
        return _part_of(query, voice, calculation, inputs)
    if calculation.operation in (Operation.DIFFERENCE, Operation.CHANGE_PERCENT):
        return _changed(query, voice, calculation, inputs)
    return _combined(voice, calculation, inputs)


def _changed(query: Query, voice: Voice, calculation: Calculation, inputs: Sequence[FigureEvidence]) -> str:
    """From one time to another; a question that takes the wrong direction for granted is told so."""
    first, last = inputs[0], inputs[-1]
    one_place = first.stored.report.association == last.stored.report.association
    two_things = say_label(first) != say_label(last) or first.stored.figure.scenario is not last.stored.figure.scenario
    if not one_place or (two_things and voice.time(first) == voice.time(last)):
        return _difference(query, voice, calculation, last, first)
    names = {
        "label": voice.label(last), "association": last.stored.report.association,
        "first": voice.figure(first), "first_time": voice.time(first), "first_mark": mark(first.key),
        "last": voice.figure(last), "last_time": voice.time(last), "last_mark": mark(last.key),
    }  # fmt: skip
    claimed = claimed_direction(query)
    actual = direction_of(calculation)
    if actual is None:
        sentence = voice.say("unchanged", **names)
    else:
        contrary = claimed not in (None, actual) and not asks_whether(query)
        names |= {"direction": voice.say(f"went_{actual}"), "value": voice.result(calculation)}
        if contrary:
            names["claimed"] = voice.say(f"not_{claimed}")
        sentence = f"{voice.say('changed_contrary' if contrary else 'changed', **names)} {voice.working(calculation)}"
    if asks_whether(query) and claimed is not None:
        return f"{voice.say('yes' if claimed is actual else 'no')}. {sentence}"
    return sentence


def _difference(query: Query, voice: Voice, calculation: Calculation, one: FigureEvidence, other: FigureEvidence) -> str:
    """Two things held against each other: how much more the one is than the other, which the question names second."""
    names = {"value": voice.result(calculation), "one": _named(voice, one, other), "other": _named(voice, other, one)}
    more = calculation.value > 0
    sentence = voice.say("no_difference" if calculation.value == 0 else "more_than" if more else "less_than", **names)
    claimed = read_premise(query.question).size if asks_whether(query) else None
    if claimed is not None:
        true = calculation.value != 0 and (claimed is Claim.MORE) is more
        sentence = f"{voice.say('yes' if true else 'no')}. {sentence}"
    return "\n".join([sentence, say_rows(voice, facts_of([one, other])), voice.working(calculation)])


def _named(voice: Voice, evidence: FigureEvidence, beside: FigureEvidence) -> str:
    """The figure's name, with its association where the other one is of another."""
    elsewhere = evidence.stored.report.association != beside.stored.report.association
    return voice.full_label(evidence, with_association=elsewhere)


def _combined(voice: Voice, calculation: Calculation, inputs: Sequence[FigureEvidence]) -> str:
    phrase = {Operation.RATIO: "ratio", Operation.AVERAGE: "average"}.get(calculation.operation, "sum")
    names = {
        "value": voice.amount(calculation.value, calculation.unit),
        "about": _about(voice, inputs),
    }
    labels = list(dict.fromkeys(say_label(e) for e in inputs))
    if phrase == "ratio":
        names |= {"dividend": say_label(inputs[0]), "divisor": say_label(inputs[-1])}
    else:
        names["what"] = f": {labels[0]}" if len(labels) == 1 else ""
    rows = say_rows(voice, facts_of(inputs))
    return "\n".join([voice.say(phrase, **names), rows, voice.working(calculation)])


def _about(voice: Voice, inputs: Sequence[FigureEvidence]) -> str:
    """The associations and times that figures are about, each once."""
    names = say_each(list(dict.fromkeys(e.stored.report.association for e in inputs)), voice.language)
    spans = [parse_period(e.stored.figure.period) for e in inputs if e.stored.figure.period]
    return f"{names}, {say_times(spans, voice.language)}" if spans else names


def _part_of(query: Query, voice: Voice, calculation: Calculation, inputs: Sequence[FigureEvidence]) -> str:
    part, whole = inputs[0], inputs[-1]
    of_budget = whole.stored.figure.scenario is Scenario.BUDGET and part.stored.figure.scenario is Scenario.OUTCOME
    parts = say_each([voice.row(e) for e in inputs[:-1]], voice.language)
    names = {"part": parts, "value": voice.result(calculation), "about": _about(voice, [part] if of_budget else inputs)}
    if not of_budget:
        sentence = voice.say("part_of", whole=voice.row(whole), **names)
    elif is_sum(whole):
        sentence = voice.say("part_of_whole_budget", **names | {"part": voice.subject(part)})
    else:
        sentence = voice.say("part_of_own_budget", **names | {"part": voice.subject(part)})
        if asks_of_whole_budget(query.question):
            sentence = f"{voice.say('whole_budget_unsaid')} {sentence}"
    return "\n".join([sentence, say_rows(voice, facts_of(inputs)), voice.working(calculation)])
