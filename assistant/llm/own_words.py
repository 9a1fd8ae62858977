"""What the source of an item says itself: the stems, folded words, years and names that a sentence about it may use."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.evidence import Calculation, FigureEvidence, QuoteEvidence
from assistant.llm.material import Item
from assistant.matching import source_stems, telling_stems
from assistant.timespans import parse_period
from assistant.vocabulary import load_vocabulary
from assistant.wording import say_label, say_time, say_when
from ingest.domain import Scenario
from ingest.language import fold, stem, words
from ingest.lexicon import load_concepts


@dataclass(frozen=True, slots=True)
class OwnWords:
    """`stems` as `source_stems` gives them; `folded` every word as it stands; `digits` every run of digits that is no value of
    a figure; `concepts` the stems of other names that the lexicon has for what is meant."""

    stems: tuple[str, ...]
    folded: frozenset[str]
    digits: frozenset[str]
    concepts: tuple[str, ...] = ()


def own_words(items: Iterable[Item]) -> OwnWords:
    """The words of all the items together."""
    texts: list[str] = []
    concepts: list[str] = []
    years: list[str] = []
    for item in items:
        if isinstance(item.source, QuoteEvidence):
            texts += [item.source.unit.text, *scope_of(item.source)]
            continue
        for evidence in item.figures:
            texts += _of_figure(evidence)
            years += [str(year) for year in years_of(evidence)]
            concepts += _of_concept(evidence)
        if isinstance(item.source, Calculation):
            texts.append(item.source.label)
    text = " ; ".join(texts)
    return OwnWords(
        source_stems(text),
        frozenset(fold(word) for word in words(text)),
        frozenset((*re.findall(r"\d+", text), *years)),
        source_stems(" ; ".join(concepts)),
    )


def years_of(evidence: FigureEvidence) -> tuple[int, ...]:
    """The years that the figure's time touches; none where it has no time."""
    period = evidence.stored.figure.period
    if not period:
        return ()
    span = parse_period(period)
    return tuple(range(span.start.year, span.end.year + 1))


def label_stems(evidence: FigureEvidence) -> frozenset[str]:
    """The stems of its name that say which row and column it is."""
    return frozenset(telling_stems(say_label(evidence)))


def association_stems(evidence: FigureEvidence) -> frozenset[str]:
    """The stems of the association's name and short names that are not every association's."""
    generic = load_vocabulary().generic_names
    report = evidence.stored.report
    return frozenset(stem(w) for name in (report.association, *report.aliases) for w in words(name) if fold(w) not in generic)


def scenario_words(scenario: Scenario) -> frozenset[str]:
    """The single folded words that name a kind of figure."""
    named = next((cues for kind, cues in load_vocabulary().scenarios if kind is scenario), frozenset())
    return frozenset(word for word in named if " " not in word) | {fold(str(scenario))}


def scope_of(quote: QuoteEvidence) -> tuple[str, ...]:
    """Where a sentence holds: its section and report, whose it is, and of what time, in both languages."""
    report = quote.report
    period = parse_period(report.period)
    times = (say_when(period, "sv"), say_when(period, "en"), *_months(report.period))
    return (quote.unit.locator.section, report.title, report.association, *report.aliases, report.period, *times)


def _of_figure(evidence: FigureEvidence) -> list[str]:
    """Its names and place; of a statement the sentence too. The digits of its value are none of them."""
    figure, report = evidence.stored.figure, evidence.stored.report
    named = [say_label(evidence), figure.row, figure.column, figure.table or "", figure.locator.section]
    said = re.sub(r"\d", " ", figure.raw) if figure.table is None else ""
    times = (say_time(evidence), say_time(evidence, "en"), *_months(figure.period))
    whose = (report.association, *report.aliases, report.title)
    return [*named, said, *whose, *times, figure.unit, str(figure.scenario)]


def _months(period: str | None) -> tuple[str, ...]:
    """The English names of the months in which a time begins and ends; the Swedish ones are in how it is said."""
    if not period:
        return ()
    span = parse_period(period)
    return month_name[span.start.month], month_name[span.end.month]


def _of_concept(evidence: FigureEvidence) -> list[str]:
    concept = load_concepts().get(evidence.stored.figure.concept)
    return [concept.label, *concept.printed, *concept.everyday] if concept is not None else []


def whole_names(text: str, association: str) -> list[tuple[int, int]]:
    """Where the association is named whole, or by all that is its own: "Norrby/Söderby", "Finsam Norrby och Söderby"."""
    own = own_names(association)
    joined = r"(?:[/\s–-]|\boch\b|\band\b)+".join(map(re.escape, own))
    return [match.span() for match in re.finditer(rf"\b{joined}s?\b", text, re.IGNORECASE)] if own else []


def own_names(association: str) -> list[str]:
    """The words of its name that are not every association's."""
    generic = load_vocabulary().generic_names
    return [w for w in re.findall(r"\w+", association) if fold(w) not in generic]
