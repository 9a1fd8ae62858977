"""Two figures held against each other: which is more, by how much, and yes or no where that was the question."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.amounts import size
from assistant.calculate import calculate
from assistant.compose_figures import are_alike, asks_for_the_least, lower_first
from assistant.draft import mark
from assistant.evidence import Calculation, FigureEvidence
from assistant.facts import Fact, facts_of, is_repaired
from assistant.operations import Operation
from assistant.premises import Claim, asks_whether, read_premise
from assistant.query import Intent, Query
from assistant.voice import Voice
from ingest.errors import UsageError


def comparable_pair(query: Query, figures: Sequence[FigureEvidence]) -> tuple[Fact, Fact] | None:
    """The two facts that a question compares, in the order in which it names them; None for anything else."""
    facts = facts_of(figures)
    if query.intent is not Intent.COMPARE or len(facts) != 2:
        return None
    one, other = facts
    a, b = one.best.stored, other.best.stored
    over_time = (
        a.figure.row == b.figure.row and a.figure.column == b.figure.column and a.report.association == b.report.association
    )
    return None if over_time else (one, other)


def say_compared(query: Query, voice: Voice, pair: tuple[Fact, Fact]) -> tuple[str, tuple[Calculation, ...]]:
    """The text, and the difference where the two are alike enough for one."""
    more, less = sorted(pair, key=lambda fact: -size(fact.best))
    apart = more.best.stored.report.association != less.best.stored.report.association
    least = asks_for_the_least(query)
    one, other = (less, more) if least else (more, less)
    names = {
        "one": voice.full_label(one.best, with_association=True), "other": voice.full_label(other.best, with_association=apart),
        "one_value": voice.figure(one.best), "one_mark": mark(one.best.key),
        "other_value": voice.figure(other.best), "other_mark": mark(other.best.key),
    }  # fmt: skip
    calculations = _difference(voice, more, less)
    if size(more.best) == size(less.best):
        phrase, calculations = "compared_equal", ()
    elif calculations:
        phrase = "compared_least" if least else "compared_most"
        names["difference"] = voice.result(calculations[0])
    else:
        phrase = "compared_least_unlike" if least else "compared_most_unlike"
    sentence = voice.say(phrase, **names)
    return _yes_or_no(query, voice, pair, sentence), calculations


def _difference(voice: Voice, more: Fact, less: Fact) -> tuple[Calculation, ...]:
    """How much more the larger is. Nothing where the two are of unlike kinds, units or lengths of time; and what was not
    asked for is not computed from a damaged print."""
    if not are_alike([more.best, less.best]) or is_repaired(more.best) or is_repaired(less.best):
        return ()
    try:
        return (calculate(Operation.DIFFERENCE, [less.best, more.best], voice.say("difference_label")),)
    except UsageError:
        return ()  # figures that may stand side by side though nothing can be computed from them


def _yes_or_no(query: Query, voice: Voice, pair: tuple[Fact, Fact], sentence: str) -> str:
    """ "Är A högre än B?" is answered by yes or no first; the pair is in the question's order."""
    claimed = read_premise(query.question).size
    if not asks_whether(query) or claimed is None:
        return sentence
    first, second = (size(fact.best) for fact in pair)
    true = first > second if claimed is Claim.MORE else first < second
    return f"{voice.say('yes' if true else 'no')}, {lower_first(sentence)}"
