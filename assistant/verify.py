"""The gate: keys become citations, every quote must stand at its place, every number must be backed. Else no answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, localcontext

from assistant.amounts import base_unit, base_value
from assistant.answer import Answer, AnswerFigure, Citation, Intervention, Status
from assistant.damaged_prints import reading_of, with_readings
from assistant.draft import MARK, Draft, mark
from assistant.evidence import Calculation, FigureEvidence, PlaceEvidence, QuoteEvidence
from assistant.numbers import backed, numbers_in, stated_numbers, without_rounded_amounts
from assistant.operations import DIGITS
from assistant.source_url import source_url
from assistant.wording import say, say_label
from ingest.domain import Box, Figure, Locator
from ingest.numerals import parse_cell
from ingest.statements_numbers import find_mentions
from ingest.statements_words import Sentence
from vectorstore.entries import ReportEntry
from vectorstore.library import Library

_PARTS = re.compile(r" \| |…")


def verify(draft: Draft, question: str, library: Library) -> Answer:
    """The draft as an answer, or a declining one when a quote does not stand or a number is not backed.

    Unknown keys are dropped. The gate is the same for every composer, and for what a declining answer says is near.
    """
    numbers_of_keys: dict[str, int] = {}
    citations: dict[tuple[str, tuple[int, int] | None, str], Citation] = {}
    for key, (report, locator, text) in _sources(draft).items():
        if mark(key) not in draft.text:
            continue
        if not _stands(text, report.report, locator, library):
            return _refused(draft)
        place = (report.report, locator.lines, text)
        known = citations.get(place)
        if known is None:
            citations[place] = _citation(len(citations) + 1, report, locator, text)
        else:  # another cell of the same row
            citations[place] = _citation(known.n, report, replace(locator, box=covering(known.box, locator.box)), text)
        numbers_of_keys[key] = citations[place].n
    if not all(is_printed_so(e.stored.figure) for e in draft.figures if e.key in numbers_of_keys):
        return _refused(draft)
    dropped = any(key not in numbers_of_keys for key in MARK.findall(draft.text))
    text = _tidy(MARK.sub(lambda m: f"[{numbers_of_keys[m[1]]}]" if m[1] in numbers_of_keys else "", draft.text))
    figures = _figures(draft, numbers_of_keys)
    sourceless = not citations and draft.status is not Status.DECLINED
    if sourceless or not _all_backed(text, figures, tuple(citations.values()), draft, question):
        return _refused(draft)
    return Answer(
        draft.status,
        draft.language,
        text,
        figures,
        tuple(citations.values()),
        draft.warnings,
        intervention=Intervention.DROPPED if dropped else Intervention.NONE,
    )


def _refused(draft: Draft) -> Answer:
    return Answer(Status.DECLINED, draft.language, say(draft.language, "declined"), intervention=Intervention.REFUSED)


def _sources(draft: Draft) -> dict[str, tuple[ReportEntry, Locator, str]]:
    """What each key stands for, in the order in which the text first uses the keys."""
    known = {e.key: (e.stored.report, e.stored.figure.locator, e.stored.figure.quote) for e in draft.figures}
    known |= {q.key: (q.report, q.unit.locator, q.unit.text) for q in draft.quotes}
    known |= {p.key: (p.report, p.unit.locator, p.unit.text) for p in draft.places}
    return {key: known[key] for key in dict.fromkeys(MARK.findall(draft.text)) if key in known}


def _stands(quote: str, report: str, locator: Locator, library: Library) -> bool:
    """Whether the quote stands at its place to the letter: its parts in order, white space folded, no number cut in two."""
    if locator.lines is None:
        return False
    body = _folded_blanks(" ".join(line.text for line in library.lines(report, *locator.lines)))
    at = 0
    for part in (_folded_blanks(p) for p in _PARTS.split(quote)):
        starts = [m.start() for m in re.finditer(re.escape(part), body) if m.start() >= at]
        whole = [start for start in starts if not _cuts_a_number(body, start, start + len(part), at)]
        if not part or not whole:
            return False
        at = whole[0] + len(part)
    return True


def _folded_blanks(text: str) -> str:
    return " ".join(text.split())


def _cuts_a_number(body: str, start: int, end: int, previous_end: int) -> bool:
    """Whether digits go on before or after: "774" of "38 774", "38" of "38 774"; the part before may end right there."""
    if body[end : end + 1].isdigit() and body[end - 1].isdigit():
        return True
    if not body[start].isdigit() or body[start - 1 : start].isdigit():
        return body[start].isdigit() and start > 0
    thousands = re.match(r"\d{3}(?!\d)", body[start:])
    return bool(thousands) and re.search(r"\d $", body[:start]) is not None and start - previous_end > 1


def is_printed_so(figure: Figure) -> bool:
    """Whether the figure's print stands in its quote and gives its value; of a repaired print the digits must be the value's.

    A statement's print is its sentence: one of the numbers that it tells must be the value.
    """
    if _folded_blanks(figure.raw) not in _folded_blanks(figure.quote):
        return False
    if figure.table is None:
        return any(mention.value == figure.value for mention in find_mentions(Sentence.of(figure.raw)))
    if any(flag.startswith("repaired") for flag in figure.flags):
        return re.sub(r"\D", "", figure.raw) == re.sub(r"\D", "", format(figure.value, "f"))
    return any(numeral.value == figure.value for numeral in parse_cell(figure.raw))


def covering(one: Box | None, other: Box | None) -> Box | None:
    """The smallest box around both; the first where they lie on different pages."""
    if one is None or other is None or one.page != other.page:
        return one or other
    return Box(one.page, min(one.x0, other.x0), min(one.y0, other.y0), max(one.x1, other.x1), max(one.y1, other.y1))


def _citation(n: int, report: ReportEntry, locator: Locator, quote: str) -> Citation:
    return Citation(
        n=n,
        report=report.report,
        association=report.association,
        title=report.title,
        source_file=report.source_file,
        page=locator.page,
        page_label=locator.page_label,
        section=locator.section,
        lines=locator.lines,
        box=locator.box,
        quote=quote,
        source_url=source_url(report.report, locator.page, locator.lines, locator.box),
    )


def _figures(draft: Draft, numbers_of_keys: dict[str, int]) -> tuple[AnswerFigure, ...]:
    computed = [_computed_figure(c, draft, numbers_of_keys) for c in draft.calculations]
    return (*computed, *(_printed_figure(e, numbers_of_keys) for e in draft.figures if e.key in numbers_of_keys))


def _printed_figure(evidence: FigureEvidence, numbers_of_keys: dict[str, int]) -> AnswerFigure:
    figure, report = evidence.stored.figure, evidence.stored.report
    value, unit = format(base_value(evidence), "f"), base_unit(evidence)
    cited = (numbers_of_keys[evidence.key],)
    label, reading = say_label(evidence), reading_of(evidence)
    return AnswerFigure(value, unit, label, report.association, figure.period, str(figure.scenario), reading, cited)


def _computed_figure(calculation: Calculation, draft: Draft, numbers_of_keys: dict[str, int]) -> AnswerFigure:
    inputs: list[FigureEvidence | QuoteEvidence | PlaceEvidence] = [e for e in draft.figures if e.key in calculation.inputs]
    inputs += [q for q in draft.quotes if q.key in calculation.inputs]
    inputs += [p for p in draft.places if p.key in calculation.inputs]
    reports = dict.fromkeys(
        e.stored.report.association if isinstance(e, FigureEvidence) else e.report.association for e in inputs
    )
    periods = dict.fromkeys(e.stored.figure.period if isinstance(e, FigureEvidence) else e.report.period for e in inputs)
    scenarios = dict.fromkeys(str(e.stored.figure.scenario) if isinstance(e, FigureEvidence) else "utfall" for e in inputs)
    with localcontext() as context:
        context.prec = DIGITS
        value = format(calculation.value.quantize(Decimal("0.0001")).normalize(), "f")
    cited = tuple(sorted({numbers_of_keys[key] for key in calculation.inputs if key in numbers_of_keys}))
    return AnswerFigure(
        value=value,
        unit=calculation.unit,
        label=calculation.label,
        association=", ".join(reports),
        period=next(iter(periods)) if len(periods) == 1 else None,
        scenario=next(iter(scenarios)) if len(scenarios) == 1 else "utfall",
        expression=with_readings(calculation.expression, [e for e in inputs if isinstance(e, FigureEvidence)]),
        citations=cited,
    )


def _all_backed(text: str, figures: Sequence[AnswerFigure], citations: Sequence[Citation], draft: Draft, question: str) -> bool:
    """Every number said is a figure, stands in a quote or the question, or names a place or a time."""
    allowed = [Decimal(f.value) for f in figures]
    for citation in citations:
        allowed += numbers_in(citation.quote.replace(" | ", " ; ")) + numbers_in(citation.quote)
        allowed += numbers_in(f"{citation.section} ; {citation.title} ; {citation.association}")
    for calculation in draft.calculations:
        allowed.append(_as_said(calculation))
        allowed += numbers_in(calculation.expression.replace(".", ","))
    for evidence in (e for e in draft.figures if mark(e.key) in draft.text):
        allowed += numbers_in(f"{evidence.stored.figure.row} ; {evidence.stored.figure.column} ; {evidence.stored.figure.raw}")
    allowed += numbers_in(question)
    marks = "|".join(str(citation.n) for citation in citations)
    said = without_rounded_amounts(re.sub(rf"\[(?:{marks})\]", " ", text), [Decimal(f.value) for f in figures if f.unit == "kr"])
    return all(backed(number, allowed) for number in stated_numbers(said))


def _as_said(calculation: Calculation) -> Decimal:
    """The result rounded as an answer says it: 26,001 % is said as 26 %."""
    with localcontext() as context:
        context.prec = DIGITS
        return abs(calculation.value).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _tidy(text: str) -> str:
    return "\n".join(map(_tidy_line, text.strip().split("\n")))


def _tidy_line(line: str) -> str:
    """One mark for one source, no blanks left by dropped keys; a table's row keeps the blanks that line it up."""
    once = re.sub(r"(\[\d+\])(?: \1)+", r"\1", line)
    return once if once.startswith("|") else re.sub(r" +([.,])", r"\1", re.sub(r"  +", " ", once)).strip()
