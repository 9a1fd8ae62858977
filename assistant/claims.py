"""An amount that a question takes for granted ("hade ni 250 deltagare?", "varför fick ni bara 800 000 kr?"): what it says, the
question for the amount itself, and whether the figure that answers it bears the claim out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from assistant.amounts import base_unit, base_value
from assistant.asked_content import content_of
from assistant.evidence import Evidence, FigureEvidence
from assistant.facts import facts_of
from assistant.find_figures import fits
from assistant.matching import THE_WORD_ITSELF, source_stems, term_match
from assistant.query import Bound, ClaimedAmount, Query
from assistant.timespans import fold_aligned
from ingest.language import fold
from vectorstore.entries import Scope, StoredFigure
from vectorstore.library import Library

_NUMBER = r"(?<![\w.,/§:-])(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)(?![\w]|[-/:]\d)"
_MONEY = {
    "kr": 1, "kronor": 1, "kronors": 1, "sek": 1, "tkr": 1_000, "kkr": 1_000, "tusen": 1_000, "thousand": 1_000,
    "mnkr": 1_000_000, "mkr": 1_000_000, "miljon": 1_000_000, "miljoner": 1_000_000, "million": 1_000_000, "millions": 1_000_000,
}  # fmt: skip
_PERCENT = frozenset({"%", "procent", "percent"})
_AMOUNT = re.compile(rf"{_NUMBER}\s*(?P<unit>%|[^\W\d_]+)?(?P<crowns>\s+(?:kr|kronor|sek)\b)?", re.IGNORECASE)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_LEAST_LETTERS = 4
# "Ungefär" and "nästan" are said of what is off by so much at most.
_ABOUT = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class _Words:
    openings: tuple[str, ...]
    reasons: tuple[str, ...]
    bounds: Mapping[Bound, tuple[str, ...]]
    only_meant: tuple[str, ...]
    no_counts: frozenset[str]
    aims: frozenset[str]


def read_claim(question: str, hidden: Sequence[tuple[int, int]], *, is_yes_no: bool) -> tuple[str, ClaimedAmount] | None:
    """The question for the amount that a question takes for granted, with that amount; None where it takes none, or several.

    `hidden` are the character places of times and names, whose numbers are no amounts.
    """
    data = _words()
    opening, reason = _opening(question, data.openings), _opening(question, data.reasons)
    if not (opening or reason or is_yes_no) or data.aims & set(fold(question).split()):
        return None
    amounts = [m for m in _AMOUNT.finditer(question) if not any(start <= m.start() < end for start, end in hidden)]
    read = [(m, claim) for m in amounts if (claim := _claim_of(m, data)) is not None]
    if len(read) != 1 or len(amounts) != 1:
        return None
    match, claim = read[0]
    before, bound = _without_bound(question[: match.start()], data)
    how_many, before = _how_many(question), before[opening or reason :].lstrip()
    before = before if opening or reason else before[:1].lower() + before[1:]  # no name: the verb that the question began with
    if claim.unit == "antal":
        asked = f"{how_many} {match['unit']} {before}{question[match.end('unit') :]}"
    else:
        noun = "procent" if claim.unit == "%" else "kronor"
        asked = f"{before} {how_many} {noun}{question[match.end() :]}"
    return " ".join(asked.split()), ClaimedAmount(claim.value, claim.unit, claim.within, claim.printed, bound, bool(reason))


def _how_many(question: str) -> str:
    english = re.search(r"\b(?:did|does|was|were|is|had|have|has|the|that|why)\b", question, re.IGNORECASE)
    return "how many" if english and not re.search(r"\b(?:att|var|hade|är|och|det)\b", question, re.IGNORECASE) else "hur många"


def _opening(question: str, phrases: Sequence[str]) -> int:
    """How many characters the longest of the openings takes; 0 for none."""
    folded = fold_aligned(question)
    lengths = (m.end() for phrase in phrases if (m := re.match(rf"\W*{re.escape(phrase)}\b\s*", folded)))
    return max(lengths, default=0)


def _claim_of(match: re.Match[str], data: _Words) -> ClaimedAmount | None:
    digits = re.sub(r"\s", "", match["number"])
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", digits):
        digits = digits.replace(".", "")
    value = Decimal(digits.replace(",", "."))
    unit = fold(match["unit"]) if match["unit"] and match["unit"] != "%" else match["unit"] or ""
    exponent = value.as_tuple().exponent
    within = Decimal(5).scaleb(int(exponent) - 1)
    printed = " ".join(match.group().split())
    if unit in _MONEY:
        scale = Decimal(_MONEY[unit])
        return ClaimedAmount(value * scale, "kr", within * scale, printed)
    if unit in _PERCENT:
        return ClaimedAmount(value, "%", within, printed)
    is_year = value == int(value) and _FIRST_YEAR <= value <= _LAST_YEAR and len(digits) == len(match["number"])
    if len(unit) < _LEAST_LETTERS or unit in data.no_counts or is_year:
        return None
    return ClaimedAmount(value, "antal", Decimal(0), printed)


def _without_bound(before: str, data: _Words) -> tuple[str, Bound | None]:
    """What stands before the amount without the words that weigh it, and how they do."""
    bound, left = None, before.rstrip()
    while True:
        kind, length = _last_of(left, data)
        if not length:
            return left, bound
        bound = kind or bound
        left = left[:-length].rstrip()


def _last_of(text: str, data: _Words) -> tuple[Bound | None, int]:
    folded = fold_aligned(text)
    for bound, phrases in (*data.bounds.items(), (None, data.only_meant)):
        for phrase in phrases:
            if re.search(rf"(?<!\w){re.escape(phrase)}$", folded):
                return bound, len(phrase)
    return None, 0


def bears_out(claim: ClaimedAmount, evidence: Evidence) -> bool | None:
    """Whether the figure that was found is the one claimed; None where there is none, or several that differ."""
    if evidence.choices or not evidence.figures:
        return None
    if evidence.calculations:
        calculation = evidence.calculations[0]
        return _holds(claim, abs(calculation.value), calculation.unit) if len(evidence.calculations) == 1 else None
    facts = facts_of(evidence.figures)
    verdicts = {bears_out_figure(claim, fact.best) for fact in facts}
    return verdicts.pop() if len(verdicts) == 1 and (len(facts) == 1 or verdicts == {False}) else None


def bears_out_figure(claim: ClaimedAmount, evidence: FigureEvidence) -> bool | None:
    """Whether one figure is the amount claimed; None where it is of another unit."""
    return _holds(claim, abs(base_value(evidence)), base_unit(evidence))


def is_said_elsewhere(query: Query, library: Library) -> bool:
    """Whether the reports print the amount claimed, of that time, beside a word of the question: then another figure does not
    tell that it is wrong."""
    claim = query.claimed
    if claim is None:
        return False
    scope = Scope(associations=frozenset(query.associations))
    asked = content_of(query)
    return any(
        _holds(claim, abs(base_value(e)), base_unit(e)) and any(term_match(t, _told(s)) >= THE_WORD_ITSELF for t in asked)
        for s in (*library.figures(scope), *library.statements(scope))
        if fits(s, query) and (e := FigureEvidence(s.figure.key, s, 0.0))
    )


def _told(stored: StoredFigure) -> tuple[str, ...]:
    figure = stored.figure
    return source_stems(" ".join((figure.row, figure.column, figure.raw if figure.table is None else "")))


def _holds(claim: ClaimedAmount, value: Decimal, unit: str) -> bool | None:
    if (unit in ("kr", "%") or claim.unit != "antal") and unit != claim.unit:
        return None
    if claim.bound is Bound.MORE:
        return value >= claim.value
    if claim.bound is Bound.LESS:
        return value <= claim.value
    within = max(claim.within, claim.value * _ABOUT) if claim.bound is Bound.ABOUT else claim.within
    return abs(value - claim.value) <= within


@cache
def _words() -> _Words:
    """The package's data. Raises `KeyError` when a list is missing."""
    data: dict[str, list[str]] = tomllib.loads((files("assistant") / "data" / "premises.toml").read_text(encoding="utf-8"))
    bounds = {Bound.MORE: "more_than", Bound.LESS: "less_than", Bound.ABOUT: "about"}
    return _Words(
        tuple(data["claim_openings"]),
        tuple(data["reason_openings"]),
        {bound: tuple(sorted(data[name], key=len, reverse=True)) for bound, name in bounds.items()},
        tuple(data["only_meant"]),
        frozenset(data["no_counts"]),
        frozenset(data["aims"]),
    )
