"""What to ask next: questions near the one just answered that the library does answer, each tried before it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING

from assistant.answer import Answer, AnswerFigure, Status
from assistant.concepts import named_concepts
from assistant.timespans import parse_period, say_span
from ingest.domain import Scenario
from ingest.errors import FinsamError
from ingest.lexicon import Concept, load_concepts
from ui.conversations.kept_conversations import Turn
from ui.examples import ASKED_FIRST, WORK_QUESTIONS
from vectorstore.entries import ReportEntry

if TYPE_CHECKING:
    from ui.desk import Desk

MOST_SUGGESTED = 3
_MOST_TRIED = 7  # each costs as much as a question
_LABEL_ANYHOW = 32  # characters of a row's label that reads well in a question, though no concept is known for it


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A question, the association it is about, and the kind of figure that it wants ("" for any answer)."""

    question: str
    association: str
    scenario: str = ""


def suggestions(desk: Desk, turn: Turn, history: Sequence[str]) -> tuple[str, ...]:
    """At most `MOST_SUGGESTED` questions, answered with a source after this turn and within its limits; none after a question
    that was not answered. Raises what `Desk.answer` raises."""
    if turn.answer is None or turn.answer.status is not Status.ANSWERED:
        return ()
    asked = {_bare(question) for question in (*history, turn.question)}
    entries = desk.library().reports(turn.limits.scope)
    fresh = (one for one in dict.fromkeys(_candidates(turn.answer, entries)) if _bare(one.question) not in asked)
    answered = (one.question for one in islice(fresh, _MOST_TRIED) if _is_answered(desk, one, turn, history))
    return tuple(islice(answered, MOST_SUGGESTED))


def _is_answered(desk: Desk, candidate: _Candidate, turn: Turn, history: Sequence[str]) -> bool:
    try:
        answer = desk.answer_without_model(candidate.question, (*history, turn.question), turn.limits)
    except FinsamError:
        return False  # the person did not ask for it
    same = turn.answer is not None and answer.text == turn.answer.text
    return answer.status is Status.ANSWERED and bool(answer.citations) and not same and _is_about(answer, candidate)


def _is_about(answer: Answer, candidate: _Candidate) -> bool:
    """Whether the answer speaks of what the question names: the association alone, and the kind of figure."""
    right = all(citation.association == candidate.association for citation in answer.citations)
    return right and (not candidate.scenario or any(one.scenario == candidate.scenario for one in answer.figures))


def _bare(question: str) -> str:
    return " ".join(question.lower().strip(" ?!.").split())


def _candidates(answer: Answer, entries: Sequence[ReportEntry]) -> Iterator[_Candidate]:
    """Questions of each kind by turns: the same in time, another measure, elsewhere, the work."""
    told = next((one for one in answer.figures if one.period and not one.expression), None)
    association = told.association if told else answer.citations[0].association if answer.citations else ""
    here = [entry for entry in entries if entry.association == association]
    if not here:
        return
    concept = _concept_of(told) if told else None
    measure = _named(told, concept) if told else ""
    kinds: tuple[Iterable[_Candidate], ...] = (
        _through_time(measure, concept, told, here) if told and measure else (),
        _other_measures(concept, here, told),
        _elsewhere(measure, association, entries) if measure else (),
        (_Candidate(text.format(association=association), association) for text in WORK_QUESTIONS),
    )
    yield from (one for one in chain.from_iterable(zip_longest(*kinds)) if one is not None)


def _concept_of(figure: AnswerFigure) -> Concept | None:
    lexicon = load_concepts()
    named = named_concepts(figure.label, lexicon)
    return next((one for one in lexicon.concepts if one.key in named), None)


def _named(figure: AnswerFigure, concept: Concept | None) -> str:
    """What the figure measures, as it reads in a question; "" where its label does not."""
    label = concept.label if concept else figure.label
    if not concept and (len(label) > _LABEL_ANYHOW or ":" in label or "–" in label):
        return ""
    return label[:1].lower() + label[1:]


def _through_time(measure: str, concept: Concept | None, told: AnswerFigure, here: Sequence[ReportEntry]) -> Iterator[_Candidate]:
    span = parse_period(told.period or "")
    association = here[0].association
    for entry in here:
        year = entry.period_end.year
        if year != span.end.year and entry.period_start.year == year:
            first, last = sorted((year, span.end.year))
            changed = f"Hur mycket ändrades {measure} i {association} från {first} till {last}?"
            yield _Candidate(changed, association)
            yield _Candidate(f"Vad var {measure} i {association} {year}?", association)
    # what is budgeted for is a flow: nobody budgets what stands on the account
    if told.scenario == Scenario.OUTCOME and not span.is_instant and (concept is None or concept.kind == "flow"):
        yield _Candidate(f"Vad var budgeten för {measure} i {association} {span.end.year}?", association, str(Scenario.BUDGET))


def _other_measures(concept: Concept | None, here: Sequence[ReportEntry], told: AnswerFigure | None) -> Iterator[_Candidate]:
    newest = max(here, key=lambda entry: entry.period_end)
    year = parse_period(told.period or "").end.year if told else newest.period_end.year
    of_year = next((entry for entry in here if entry.period_start.year <= year <= entry.period_end.year), newest)
    concepts = {one.key: one for one in load_concepts().concepts}
    for key in ASKED_FIRST:
        if key in concepts and (concept is None or key != concept.key):
            label = concepts[key].label
            when = say_span(parse_period(of_year.period))
            yield _Candidate(f"Vad var {label[:1].lower()}{label[1:]} i {of_year.association} {when}?", of_year.association)


def _elsewhere(measure: str, association: str, entries: Sequence[ReportEntry]) -> Iterator[_Candidate]:
    newest = {entry.association: entry for entry in sorted(entries, key=lambda entry: entry.period_end)}
    for name, entry in newest.items():
        if name != association:
            yield _Candidate(f"Vad var {measure} i {name} {say_span(parse_period(entry.period))}?", name)
