"""Evidence becomes text without a language model: the answer first, then the figures, then how it was computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.amounts import size
from assistant.answer import Status
from assistant.compose_warnings import figure_warnings
from assistant.draft import Draft, mark
from assistant.evidence import Calculation, Evidence, FigureEvidence, QuoteEvidence
from assistant.query import Intent, Query
from assistant.vocabulary import has_phrase, load_vocabulary
from assistant.wording import say, say_amount, say_expression, say_figure, say_label, say_scenario, say_time
from ingest.domain import Scenario
from ingest.language import fold


def compose(query: Query, evidence: Evidence) -> Draft:
    """The draft of an answer. Every number in it comes from the evidence it cites."""
    if evidence.choices:
        return _clarify(query, evidence)
    if evidence.calculations and evidence.figures:
        return _computed(query, evidence)
    if evidence.calculations:
        return _gender_share(query, evidence)
    if evidence.figures and evidence.quotes:
        return _figure_with_reason(query, evidence)
    if evidence.figures:
        return _figures(query, evidence)
    if evidence.quotes:
        return _quotes(query, evidence)
    return decline(query, evidence.near)


def decline(query: Query, near: str = "") -> Draft:
    """The reports do not say; with what is near, if anything."""
    unknown = query.unknown_association
    text = say(query.language, "declined_unknown", name=unknown) if unknown else say(query.language, "declined")
    return Draft(Status.DECLINED, query.language, f"{text} {near}".strip())


def _clarify(query: Query, evidence: Evidence) -> Draft:
    lines = [say(query.language, "clarify")]
    for e in evidence.figures:
        label = f"{e.stored.report.association}, {_full_label(e, query.language)}"
        lines.append(say(query.language, "line", label=label, value=say_figure(e), mark=mark(e.key)))
    lines += [_quote_line(query, "quote_choice", q, association=q.report.association) for q in evidence.quotes]
    return Draft(
        Status.CLARIFY, query.language, "\n".join(lines), evidence.figures, (), evidence.quotes, _warnings(query, evidence)
    )


def _figures(query: Query, evidence: Evidence) -> Draft:
    distinct = _one_for_each_print(evidence.figures)
    if len(distinct) == 1:
        text = _sentence(query, distinct[0], evidence.figures)
    elif query.intent is Intent.COMPARE and len(distinct) == 2:
        text = _compared(query, distinct[0], distinct[1])
    else:
        text = _list(query, distinct)
    return Draft(Status.ANSWERED, query.language, text, evidence.figures, warnings=_warnings(query, evidence))


def _one_for_each_print(figures: Sequence[FigureEvidence]) -> tuple[FigureEvidence, ...]:
    """Figures that only repeat another one's fact serve as further sources, not as further lines."""
    kept: dict[tuple[str, str | None, str, str], FigureEvidence] = {}
    for e in figures:
        figure = e.stored.figure
        kept.setdefault((e.stored.report.association, figure.period, str(figure.scenario), figure.row), e)
    return tuple(kept.values())


def _sentence(query: Query, evidence: FigureEvidence, all_figures: Sequence[FigureEvidence]) -> str:
    time = say_time(evidence)
    phrase = "figure" if time else "figure_untimed"
    if evidence.stored.figure.scenario is Scenario.BUDGET and time:
        phrase = "figure_planned"
    marks = " ".join(mark(e.key) for e in all_figures)
    extra = say_scenario(evidence, query.language) if phrase != "figure_planned" else ""
    label = say_label(evidence) + (f" ({extra})" if extra else "")
    names = {"label": label, "association": evidence.stored.report.association, "value": say_figure(evidence), "mark": marks}
    return say(query.language, phrase, **names, **({"time": time} if phrase != "figure_untimed" else {}))


def _list(query: Query, figures: Sequence[FigureEvidence]) -> str:
    """One line a figure; what all share is said once in the heading."""
    associations = {e.stored.report.association for e in figures}
    labels = {say_label(e) for e in figures}
    if len(associations) == 1 and len(labels) == 1 and query.intent is not Intent.RANK:
        scenario = say_scenario(figures[0], query.language)
        heading = say(
            query.language,
            "list_heading",
            label=labels.pop() + (f" ({scenario})" if scenario else ""),
            association=associations.pop(),
        )
        lines = [say(query.language, "line", label=say_time(e), value=say_figure(e), mark=mark(e.key)) for e in figures]
    else:
        heading = say(query.language, _heading(query))
        lines = [
            say(
                query.language,
                "line",
                label=f"{e.stored.report.association}, {_full_label(e, query.language)}",
                value=say_figure(e),
                mark=mark(e.key),
            )
            for e in figures
        ]
    return "\n".join([heading, *lines])


def _heading(query: Query) -> str:
    if query.intent is not Intent.RANK:
        return "mixed_heading"
    folded = fold(query.question)
    return "smallest_first" if any(has_phrase(folded, word) for word in load_vocabulary().smallest) else "largest_first"


def _full_label(evidence: FigureEvidence, language: str) -> str:
    parts = (say_label(evidence), say_scenario(evidence, language), say_time(evidence))
    return ", ".join(part for part in parts if part)


def _compared(query: Query, one: FigureEvidence, other: FigureEvidence) -> str:
    """Two figures side by side, the larger size first. Two periods of one row are a change."""
    if one.stored.figure.row == other.stored.figure.row and one.stored.report.association == other.stored.report.association:
        return _list(query, (one, other))
    more, less = sorted((one, other), key=lambda e: -size(e))
    phrase = "equal" if size(one) == size(other) else "compared"
    names = {
        "more_value": say_figure(more),
        "more_mark": mark(more.key),
        "less_value": say_figure(less),
        "less_mark": mark(less.key),
    }
    if phrase == "compared":
        names |= {"more": _label_with_association(more, query.language), "less": _label_with_association(less, query.language)}
    return say(query.language, phrase, **names)


def _label_with_association(evidence: FigureEvidence, language: str) -> str:
    return f"{_full_label(evidence, language)} ({evidence.stored.report.association})"


def _computed(query: Query, evidence: Evidence) -> Draft:
    calculation = evidence.calculations[0]
    by_key = {e.key: e for e in evidence.figures}
    inputs = [by_key[key] for key in calculation.inputs]
    if query.intent is Intent.SHARE:
        text = _part_of(query, calculation, inputs)
    elif query.intent in (Intent.DIFFERENCE, Intent.CHANGE_PERCENT, Intent.COMPARE):
        text = _changed(query, calculation, inputs)
    else:
        text = _combined(query, calculation, inputs)
    return Draft(
        Status.ANSWERED, query.language, text, evidence.figures, evidence.calculations, warnings=_warnings(query, evidence)
    )


def _changed(query: Query, calculation: Calculation, inputs: Sequence[FigureEvidence]) -> str:
    first, last = inputs[0], inputs[-1]
    one_place = first.stored.report.association == last.stored.report.association
    two_things = say_label(first) != say_label(last) or first.stored.figure.scenario is not last.stored.figure.scenario
    if not one_place or (two_things and say_time(first) == say_time(last)):
        return _difference(query, calculation, last, first)
    names = {
        "label": say_label(last), "association": last.stored.report.association,
        "first": say_figure(first), "first_time": say_time(first), "first_mark": mark(first.key),
        "last": say_figure(last), "last_time": say_time(last), "last_mark": mark(last.key),
    }  # fmt: skip
    if calculation.value == 0:
        return say(query.language, "unchanged", **names)
    direction = say(query.language, "increased" if calculation.value > 0 else "decreased")
    text = say(
        query.language, "changed", direction=direction, value=say_amount(abs(calculation.value), calculation.unit), **names
    )
    return f"{text} {say(query.language, 'working', expression=say_expression(calculation.expression))}"


def _difference(query: Query, calculation: Calculation, one: FigureEvidence, other: FigureEvidence) -> str:
    """Two things of the same time: how much more the one is than the other."""
    value = say_amount(abs(calculation.value), calculation.unit)
    label = _full_label if one.stored.report.association == other.stored.report.association else _label_with_association
    lines = [
        say(query.language, "line", label=label(e, query.language), value=say_figure(e), mark=mark(e.key)) for e in (one, other)
    ]
    working = say(query.language, "working", expression=say_expression(calculation.expression))
    return "\n".join([say(query.language, "computed", label=calculation.label, value=value), *lines, working])


def _combined(query: Query, calculation: Calculation, inputs: Sequence[FigureEvidence]) -> str:
    phrase = "ratio" if query.intent is Intent.RATIO else "sum"
    names = {
        "value": say_amount(calculation.value, calculation.unit),
        "association": ", ".join(dict.fromkeys(e.stored.report.association for e in inputs)),
        "time": ", ".join(dict.fromkeys(say_time(e) for e in inputs)),
    }
    if phrase == "ratio":
        names["label"] = calculation.label
    lines = [
        say(query.language, "line", label=_full_label(e, query.language), value=say_figure(e), mark=mark(e.key)) for e in inputs
    ]
    working = say(query.language, "working", expression=say_expression(calculation.expression))
    return "\n".join([say(query.language, phrase, **names), *lines, working])


def _part_of(query: Query, calculation: Calculation, inputs: Sequence[FigureEvidence]) -> str:
    value = say_amount(calculation.value, calculation.unit)
    lines = [
        say(query.language, "line", label=_full_label(e, query.language), value=say_figure(e), mark=mark(e.key)) for e in inputs
    ]
    working = say(query.language, "working", expression=say_expression(calculation.expression))
    return "\n".join([say(query.language, "computed", label=calculation.label, value=value), *lines, working])


def _gender_share(query: Query, evidence: Evidence) -> Draft:
    calculation, quote = evidence.calculations[0], evidence.quotes[0]
    value = say_amount(calculation.value, calculation.unit)
    text = say(query.language, "share", label=calculation.label, value=value, quote=quote.unit.text, mark=mark(quote.key))
    return Draft(Status.ANSWERED, query.language, text, (), evidence.calculations, evidence.quotes, evidence.notes)


def _figure_with_reason(query: Query, evidence: Evidence) -> Draft:
    figures, quotes = _figures(query, evidence), _quotes(query, evidence)
    return replace(quotes, text=f"{figures.text}\n{quotes.text}", figures=figures.figures, warnings=figures.warnings)


def _quotes(query: Query, evidence: Evidence) -> Draft:
    quotes = evidence.quotes
    if len(quotes) == 1:
        text = _quote_line(query, "quote", quotes[0], association=quotes[0].report.association)
    else:
        lines = [_quote_line(query, "quote_line", quote) for quote in quotes]
        text = "\n".join([say(query.language, "quotes_heading", association=quotes[0].report.association), *lines])
    return Draft(Status.ANSWERED, query.language, text, (), (), quotes, evidence.notes)


def _quote_line(query: Query, phrase: str, quote: QuoteEvidence, **names: str) -> str:
    return say(query.language, phrase, title=quote.report.title, quote=quote.unit.text, mark=mark(quote.key), **names)


def _warnings(query: Query, evidence: Evidence) -> tuple[str, ...]:
    printed = figure_warnings(_one_for_each_print(evidence.figures), query.language, query.periods)
    return tuple(dict.fromkeys((*evidence.notes, *printed)))
