"""A language model reads a question that code found nothing for: what it says is checked, and becomes the same typed query.

It may say the question in the reports' words; it may not change what is asked about. Every association and time must be of the
question or the conversation, none of the question's may be missing, and a measure must be in the question's own words or be one
of the lexicon's that lie next to the question in meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import CallOutcome
from assistant.concepts import named_concepts
from assistant.limits import Limits
from assistant.llm.failures import ModelFailure
from assistant.llm.model import Prompt, Turn
from assistant.llm.prompts import prompt_text
from assistant.matching import MORE_SPECIAL, stem_similarity
from assistant.query import NUMERIC_INTENTS, Intent, Query, Span
from assistant.request import read_association, read_periods
from assistant.understand import understand
from assistant.vocabulary import load_vocabulary
from assistant.wording import say_each, say_when
from ingest.domain import Scenario
from ingest.errors import UsageError
from ingest.language import stem, words
from ingest.lexicon import load_concepts
from vectorstore.library import Library

# A measure in other words than the question's must be among so many of the lexicon's that mean most nearly the same. Of nine
# questions in slang the right one was among four in seven; a measure drawn by lot is in one of thirteen.
_NEAREST_CONCEPTS = 4
_NAMES = 6  # of a concept's everyday names
_KEPT_QUESTIONS = 6


class Reading(BaseModel):
    """What the model answers. Lists are short, texts are a few words; what else it says is left alone."""

    model_config = ConfigDict(extra="ignore")

    about_reports: bool = True
    intent: Intent = Intent.VALUE
    measures: list[str] = Field(default_factory=list, max_length=4)
    associations: list[str] = Field(default_factory=list, max_length=10)
    periods: list[str] = Field(default_factory=list, max_length=10)
    scenario: Scenario | None = None


def read_by_model(query: Query, asked: Sequence[str], turn: Turn, library: Library, limits: Limits) -> Query | None:
    """The question as the model reads it, its `question` in the reports' words; None where it cannot be used, also not when the
    model is asked once more.

    `asked` are the questions of the conversation, the last last. Raises `ModelFailure` where the model does not answer.
    """
    prompt = _prompt(query, asked, library)
    try:
        reading = turn.read(prompt, Reading, "read")
        read = _checked(reading, query, asked, library, limits)
    except ModelFailure as failure:
        if failure.outcome is not CallOutcome.MALFORMED:
            raise
        read = prompt_text(query.language, "read_not_json")
    if isinstance(read, Query) or read is None:
        return read
    repaired = replace(prompt, asked=prompt_text(query.language, "read_repair", asked=prompt.asked, problems=read))
    again = _checked(turn.read(repaired, Reading, "repair"), query, asked, library, limits)
    return again if isinstance(again, Query) else None


def _prompt(query: Query, asked: Sequence[str], library: Library) -> Prompt:
    language = query.language
    earlier = "\n".join(asked[:-1][-_KEPT_QUESTIONS:])
    return Prompt(
        prompt_text(language, "read_rules", intents=", ".join(f'"{intent}"' for intent in Intent)),
        prompt_text(
            language,
            "read_asked",
            conversation=prompt_text(language, "conversation", questions=earlier) + "\n\n" if earlier else "",
            question=asked[-1],
            associations="\n".join(sorted({report.association for report in library.reports()})),
            measures=", ".join(concept.label for concept in load_concepts().concepts),
        ),
    )


def _checked(reading: Reading, query: Query, asked: Sequence[str], library: Library, limits: Limits) -> Query | str | None:
    """The reading as a query; what is wrong with it, for the model; None where it says that the reports cannot tell."""
    if not reading.about_reports or not reading.measures:
        return None
    language = query.language
    earlier = [understand(text, (), library, limits) for text in asked[:-1][-_KEPT_QUESTIONS:]]
    try:
        associations = tuple(dict.fromkeys(read_association(name, library) for name in reading.associations))
        periods = read_periods(reading.periods)
    except UsageError as wrong:
        return wrong.message_sv
    problem = _changed(query, earlier, associations, periods)
    if problem:
        return problem
    for measure in reading.measures:
        if not _is_grounded(measure, asked, library):
            return prompt_text(language, "read_no_measure", what=measure)
    parts = [" och ".join(said) for said in (reading.measures, associations, reading.periods) if said]
    read = understand(" ".join(parts), (), library, limits)
    if not any(measure.terms or measure.concepts for measure in read.measures):
        return prompt_text(language, "read_no_measure", what=reading.measures[0])
    names = tuple(t for t in query.terms if t.required and t.stem not in {own.stem for own in read.terms})
    return replace(
        read,
        question=", ".join(parts),
        language=language,
        intent=reading.intent,
        terms=(*read.terms, *names),
        measures=tuple(replace(m, terms=(*m.terms, *names), associations=(), periods=(), scenario=None) for m in read.measures),
        associations=associations or query.associations,
        periods=periods or query.periods,
        scenario=query.scenario or reading.scenario,
        quantity=reading.intent in NUMERIC_INTENTS,
        gender=query.gender,
        number_kind=query.number_kind,
        wished_unit=query.wished_unit,
        parts=(),
    )


def _changed(query: Query, earlier: Sequence[Query], associations: Sequence[str], periods: Sequence[Span]) -> str:
    """What the reading adds to the conversation or leaves out of the question; "" for nothing."""
    language = query.language
    named, times = set(query.associations), set(query.periods)
    left_out = [*(named - set(associations)), *(say_when(span, language) for span in times - set(periods))]
    if left_out and (associations or periods):
        return prompt_text(language, "read_left_out", what=say_each(sorted(left_out), language))
    known = named.union(*(one.associations for one in earlier))
    known_times = times.union(*(one.periods for one in earlier))
    unsaid = [name for name in associations if name not in known]
    unsaid += [say_when(span, language) for span in periods if span not in known_times]
    return prompt_text(language, "read_unsaid", what=say_each(unsaid, language)) if unsaid else ""


def _is_grounded(measure: str, asked: Sequence[str], library: Library) -> bool:
    """Whether the measure is in the conversation's own words, or a concept next to the question in meaning."""
    stopwords = load_vocabulary().stopwords
    said = [stem(word) for text in asked for word in words(text)]
    own = [stem(word) for word in words(measure) if word not in stopwords]
    if own and all(any(stem_similarity(one, other) >= MORE_SPECIAL for other in said) for one in own):
        return True
    concepts = named_concepts(measure, load_concepts())
    return bool(concepts) and set(concepts) <= set(_nearest_concepts(asked[-1], library))


def _nearest_concepts(question: str, library: Library) -> tuple[str, ...]:
    """The keys of the concepts that have a name which means most nearly what the question asks; none without an embedding
    model."""
    asked = library.embed_query(question)
    if asked is None:
        return ()
    names = [(c.key, name) for c in load_concepts().concepts for name in (c.label, *c.everyday[:_NAMES])]

    def embedded() -> tuple[tuple[float, ...], ...]:
        vectors = [library.embed_query(name) for _, name in names]
        return tuple(tuple(map(float, vector)) for vector in vectors if vector is not None)

    known = np.array(library.keeping(("names of concepts in meaning",), embedded))
    middle = known.mean(axis=0)  # all short texts are near each other: what tells them apart is how they differ from the mean
    towards = known - middle
    nearness = (towards @ (np.asarray(asked) - middle)) / np.linalg.norm(towards, axis=1)
    ranked = dict.fromkeys(names[int(n)][0] for n in np.argsort(-nearness))
    return tuple(ranked)[:_NEAREST_CONCEPTS]
