""" "Så räknades det": a computed figure unfolded to its expression, the figures in it with their sources, and the result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from assistant.answer import Answer, AnswerFigure, Citation
from assistant.numbers import numbers_in
from assistant.timespans import parse_period, say_span
from assistant.wording import say_amount, say_expression, say_number
from ui.no_break import kept_together

_TIMES_100 = " * 100"
_OPERAND = re.compile(r"\d+(?:\.\d+)?")
# A print that is put together ("3881 * 1000 + 96") or in thousands ("5990 * 1000"): it stands for one number.
_FACTOR = r"(?: [*/] 1000?\b)"
_READING = re.compile(rf"-?\(?\d+(?:\.\d+)?{_FACTOR}*(?: \+ \d+(?:\.\d+)?{_FACTOR}*)*\)?(?: \* 1000)*")
_INNER = re.compile(r"\(([^()]+)\)")
_SCALES = (Decimal(1), Decimal(1000), Decimal(1_000_000))


@dataclass(frozen=True, slots=True)
class _Input:
    """A number of the expression, in words: what it is, when, and the sources (their numbers) that print it."""

    label: str
    when: str
    value: str
    citations: tuple[int, ...]


def calculations_html(answer: Answer, marks: str) -> str:
    """One fold for each computed figure of the answer, "" where nothing was computed. `marks` is the address of a citation mark
    without its number, "#kalla-3-"."""
    return "".join(_fold(figure, answer, marks) for figure in answer.figures if figure.expression)


def _fold(figure: AnswerFigure, answer: Answer, marks: str) -> str:
    expression = figure.expression or ""
    read = _is_reading(figure)
    rows = "".join(_row(one, marks) for one in _inputs(figure, answer))
    table = (
        '<div class="fs-table"><table><thead><tr><th scope="col">Tal i uträkningen</th><th scope="col">Tid</th>'
        f'<th scope="col">Värde</th><th scope="col">Källa</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )
    title = "Så lästes talet" if read else "Så räknades det"
    named = f"{title}<span class='fs-calc-of'>: {escape(figure.label)}</span>"
    return (
        f'<details class="fs-calc"><summary>{named}</summary>'
        f'<p class="fs-formula">{kept_together(escape(_said(expression)))} = {kept_together(escape(_exact(figure)))}</p>'
        f"{table}<p>{kept_together(escape(_result(figure, read)))}</p></details>"
    )


def _row(one: _Input, marks: str) -> str:
    links = " ".join(f'<a class="fs-cite" href="{marks}{n}" aria-label="Öppna källa {n}">{n}</a>' for n in one.citations)
    return (
        f'<tr><th scope="row">{escape(one.label)}</th><td>{escape(one.when)}</td>'
        f"<td>{kept_together(escape(one.value))}</td><td>{links}</td></tr>"
    )


def _said(expression: str) -> str:
    """The expression with Swedish numerals, the factor of a percentage included."""
    factor = " × 100" if expression.endswith(_TIMES_100) else ""
    return say_expression(expression) + factor


def _exact(figure: AnswerFigure) -> str:
    unit = "" if figure.unit == "antal" else f" {figure.unit}"
    return f"{say_number(Decimal(figure.value))}{unit}"


def _result(figure: AnswerFigure, read: bool) -> str:
    said, exact = say_amount(Decimal(figure.value), figure.unit), _exact(figure)
    if read:
        return f"Trycket är skadat eller delat i källan och läses som {exact}."
    if said == exact:
        return f"Resultatet är {exact}. Det är inte avrundat."
    return f"Resultatet är {exact}, med fyra decimaler. I svaret är det avrundat till {said}."


def _is_reading(figure: AnswerFigure) -> bool:
    """Whether the expression only says how one print is read."""
    expression = figure.expression or ""
    return len(figure.citations) == 1 and "* 100" in expression and _READING.fullmatch(expression) is not None


def _inputs(figure: AnswerFigure, answer: Answer) -> Iterator[_Input]:
    """The numbers of the expression in their order, each once; its factors and counts are not among them."""
    printed = [one for one in answer.figures if one is not figure and set(one.citations) <= set(figure.citations)]
    cited = [one for one in answer.citations if one.n in figure.citations]
    if _is_reading(figure):
        yield from (_Input(figure.label, _when(figure), _quoted(one), (one.n,)) for one in cited)
        return
    for number in dict.fromkeys(_operands(figure.expression or "")):
        alike = [one for one in printed if abs(Decimal(one.value)) == number and (not one.expression or _is_reading(one))]
        if alike:
            yield from _named(alike)
        else:
            yield from _found_in(cited, number, figure.unit)


def _named(figures: Sequence[AnswerFigure]) -> Iterator[_Input]:
    """The figures as inputs; what several sources print is one input."""
    by_name: dict[tuple[str, str, str], list[int]] = {}
    for one in figures:
        label = one.label if one.scenario in ("utfall", "andel") else f"{one.label} ({one.scenario})"
        by_name.setdefault((label, _when(one), _exact(one)), []).extend(one.citations)
    for (label, when, value), citations in by_name.items():
        yield _Input(label, when, value, tuple(dict.fromkeys(citations)))


def _found_in(cited: Sequence[Citation], number: Decimal, unit: str) -> Iterator[_Input]:
    """A number that is no figure of the answer, by the row or sentence that prints it, in kronor or coarser."""
    for one in cited:
        printed = numbers_in(one.quote.replace(" | ", " ; ").replace("\t", " ; "))
        if any(abs(value) * scale == number for value in printed for scale in _SCALES):
            label = re.split(r" \| |\t", one.quote)[0][:80]
            yield _Input(label, "", say_number(number), (one.n,))
            return


def _operands(expression: str) -> list[Decimal]:
    """The numbers that stand for something printed: without the 100 of a percentage and the count of an average."""
    bare = _collapsed(expression.removesuffix(_TIMES_100))
    terms = len(re.findall(r" \+ ", bare)) + 1
    bare = re.sub(rf"\) / {terms}$", ")", bare)
    bare = re.sub(r" / 100(?= \*)", "", bare)
    return [Decimal(number) for number in _OPERAND.findall(bare)]


def _collapsed(expression: str) -> str:
    """Each print that is put together, in its brackets, as the one number it stands for."""

    def as_number(match: re.Match[str]) -> str:
        inner = match[1]
        if "* 100" not in inner or _READING.fullmatch(inner) is None:
            return match[0]
        return format(sum((_product(term) for term in inner.split(" + ")), Decimal(0)).normalize(), "f")

    return _INNER.sub(as_number, expression)


def _product(term: str) -> Decimal:
    value = Decimal(1)
    operator = "*"
    for token in term.split():
        if token in "*/":
            operator = token
        else:
            value = value * Decimal(token) if operator == "*" else value / Decimal(token)
    return value


def _when(figure: AnswerFigure) -> str:
    return say_span(parse_period(figure.period)) if figure.period else ""


def _quoted(citation: Citation) -> str:
    return f"”{citation.quote.replace(chr(9), ' | ')}”"
