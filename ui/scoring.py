"""One answer held against what a question set expects of it: right or not, and why.

Right: the expected status, every expected figure stated, all key phrases, no forbidden one, and a quote that stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, field_validator

from assistant.answer import Answer, AnswerFigure, Status
from ui.grounding import BACKED_TOLERANCE, evaluated, folded, has, number_words, numbers, rounded_forms, stands

AMBIGUOUS = "ambiguous"
SMALL_NUMBER = 12  # counts up to a dozen need no source
YEARS = (1990, 2035)
_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_DATES_AND_MARKS = re.compile(
    r"\b\d{4}-\d{2}(?:-\d{2})?\b|\b\d{1,2} (?:" + _MONTHS + r")\b|\[\d+(?:[,–-] ?\d+)*\]", re.IGNORECASE
)
_SCALE_WORDS = re.compile("miljon|mnkr|mkr|tkr|tusen")
_BARE_AMOUNT = re.compile(r"[\d \u00a0.,%−-]+(kr|tkr|%)?")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class ExpectedFigure(_Frozen):
    """A number that the text must state, in kr where it is money."""

    value: float
    tolerance: float | None = 0.0


class Expectation(_Frozen):
    """What a right answer states; each group of `any_of` must be met by one of its phrases."""

    figures: tuple[ExpectedFigure, ...] = ()
    must_contain: tuple[str, ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()
    must_not_contain: tuple[str, ...] = ()

    @field_validator("figures", "must_contain", "any_of", "must_not_contain", mode="before")
    @classmethod
    def _none_is_empty(cls, value: object) -> object:
        return () if value is None else value

    @field_validator("any_of", mode="before")
    @classmethod
    def _a_lone_phrase_is_a_group(cls, value: object) -> object:
        return [[group] if isinstance(group, str) else group for group in value] if isinstance(value, list) else value


class Source(_Frozen):
    """A place where the expected answer stands; `doc` is the question set's name of the report."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    doc: str | None = None


class Question(_Frozen):
    """A question of the set, with what is expected; `type`, `persona` and the reports of `sources` group the result."""

    id: str
    type: str
    question: str
    persona: str | None = None
    history: tuple[str, ...] = ()
    answerable: bool = True
    expect: Expectation = Expectation()
    sources: tuple[Source, ...] = ()

    @property
    def reports(self) -> tuple[str, ...]:
        """The reports that the answer stands in, each once, in the order of the sources."""
        return tuple(dict.fromkeys(source.doc for source in self.sources if source.doc))

    @field_validator("history", "sources", mode="before")
    @classmethod
    def _none_of_them(cls, value: object) -> object:
        return () if value is None else value

    @field_validator("expect", mode="before")
    @classmethod
    def _nothing_expected(cls, value: object) -> object:
        return {} if value is None else value


@dataclass(frozen=True, slots=True)
class Score:
    """How an answer did. `ungrounded` are stated numbers without backing; `misses` says why it is not right."""

    id: str
    type: str
    persona: str | None
    reports: tuple[str, ...]
    right: bool
    wrong: bool
    declined: bool
    status: Status
    misses: tuple[str, ...]
    ungrounded: tuple[float, ...]
    citations: int
    bad_citations: int
    characters: int
    elapsed_ms: int
    text: str


def score(question: Question, answer: Answer, bodies: Mapping[str, str]) -> Score:
    """Scores one answer; `bodies` are the folded source texts by file name."""
    good = tuple(c.quote for c in answer.citations if stands(c.quote, bodies.get(c.source_file, "")))
    allowed = _allowed_numbers(question, answer, good)
    stated = numbers(_DATES_AND_MARKS.sub(" ", answer.text))
    if _SCALE_WORDS.search(question.question.lower()):
        stated += [figure for figure in allowed if rounded_forms([figure], answer.text)]
    missing = _missing_figures(question, answer, stated)
    forbidden = _forbidden(question, answer, stated)
    misses = _misses(question, answer, missing, forbidden, bool(good))
    expected = question.expect.figures
    none_of_them = bool(expected) and len(missing) == len(expected) and answer.status is Status.ANSWERED and bool(stated)
    judged = question.answerable and answer.status is not Status.DECLINED
    judged = judged and not (question.type == AMBIGUOUS and answer.status is Status.CLARIFY)
    return Score(
        id=question.id,
        type=question.type,
        persona=question.persona,
        reports=question.reports,
        right=not misses,
        wrong=(bool(forbidden) or none_of_them) if judged else bool(misses) and not question.answerable,
        declined=answer.status is Status.DECLINED,
        status=answer.status,
        misses=misses,
        ungrounded=_ungrounded(answer, stated, allowed),
        citations=len(answer.citations),
        bad_citations=len(answer.citations) - len(good),
        characters=len(answer.text),
        elapsed_ms=answer.elapsed_ms,
        text=answer.text,
    )


def in_print(value: float) -> str:
    """A number as Swedish prints it, exact: "1 379 857", "83,9"."""
    return f"{value:,.12g}".translate({ord(","): " ", ord("."): ","})


def _misses(question: Question, answer: Answer, missing: list[float], forbidden: list[str], cited: bool) -> tuple[str, ...]:
    if not question.answerable:
        return () if answer.status is Status.DECLINED else ("borde ha avböjts",)
    if answer.status is Status.DECLINED:
        return ("avböjt",)
    if question.type == AMBIGUOUS and answer.status is Status.CLARIFY:
        return ()
    text, expect = folded(answer.text), question.expect
    misses = [f"saknar talet {in_print(value)}" for value in missing]
    misses += [f"saknar ”{phrase}”" for phrase in expect.must_contain if folded(phrase) not in text]
    misses += [f"saknar alla av {' / '.join(group)}" for group in expect.any_of if not any(folded(p) in text for p in group)]
    misses += [f"har med ”{phrase}”" for phrase in forbidden]
    if answer.status is Status.CLARIFY:
        misses.append("frågade tillbaka")
    if not cited:
        misses.append("inget citat som står i källan")
    return tuple(misses)


def _missing_figures(question: Question, answer: Answer, stated: list[float]) -> list[float]:
    said = stated + number_words(answer.text)
    return [figure.value for figure in question.expect.figures if not has(said, figure.value, figure.tolerance or 0.0)]


def _forbidden(question: Question, answer: Answer, stated: list[float]) -> list[str]:
    text = folded(answer.text)
    found = []
    for phrase in question.expect.must_not_contain:
        in_phrase = numbers(phrase)
        if in_phrase:
            present = bool(_BARE_AMOUNT.fullmatch(phrase.strip())) and has(stated, in_phrase[0], 0.0)
        else:
            present = folded(phrase) in text
        if present:
            found.append(phrase)
    return found


def _allowed_numbers(question: Question, answer: Answer, good_quotes: tuple[str, ...]) -> list[float]:
    backed = numbers(" ; ".join(re.sub(r"\t|\|", " ; ", quote) for quote in good_quotes)) + numbers(" ".join(good_quotes))
    allowed = list(backed)
    for figure in answer.figures:
        value = _number_of(figure)
        if value is not None and _is_backed(figure, value, backed):
            allowed += [value, value / 1000]
    allowed += numbers(question.question) + numbers(" ".join(question.history))
    return allowed + rounded_forms(allowed, answer.text)


def _number_of(figure: AnswerFigure) -> float | None:
    try:
        return float(figure.value)
    except ValueError:
        return None


def _is_backed(figure: AnswerFigure, value: float, backed: list[float]) -> bool:
    if has(backed, value, BACKED_TOLERANCE) or has(backed, value / 1000, BACKED_TOLERANCE):
        return True
    computed = evaluated(figure.expression, backed)
    return computed is not None and abs(computed - value) <= max(0.06, abs(value) * 1e-6)


def _ungrounded(answer: Answer, stated: list[float], allowed: list[float]) -> tuple[float, ...]:
    named = numbers(
        " ".join(
            " ".join(str(part or "") for part in (c.association, c.title, c.section, c.page, c.page_label, c.report, "", c.n))
            for c in answer.citations
        )
    )
    known = allowed + named
    return tuple(
        value
        for value in stated
        if not has(known, value, 0.051 if value != int(value) else 0.0)
        and not YEARS[0] <= abs(value) <= YEARS[1]
        and abs(value) > SMALL_NUMBER
    )
