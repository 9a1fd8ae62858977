"""What a report's words say about a goal: the target that was set and what was reached."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ingest.checks.goals_verdicts import sentences_in
from ingest.checks.number_words import SPELLED_OR_DIGITS, in_digits, number_of
from ingest.language import fold, stem, words


class Bound(StrEnum):
    """Which side of the target's number is the good one."""

    AT_LEAST = "minst"
    AT_MOST = "högst"


@dataclass(frozen=True, slots=True)
class Target:
    """`is_plain` where the words say the bound ("minst", "högst"), not only the custom of such goals.

    `unit` is "%", "kr" (`value` in kr then) or "" for what is counted;
    `nouns` are the stems of the words after the number, `stems` of the sentence.
    """

    value: Decimal
    unit: str
    bound: Bound
    is_plain: bool
    nouns: frozenset[str]
    stems: frozenset[str]
    text: str

    def is_met_by(self, value: Decimal) -> bool:
        return value >= self.value if self.bound is Bound.AT_LEAST else value <= self.value

    def is_missed_by(self, value: Decimal) -> bool:
        """Whether an outcome fails even when it is read as coarsely as the target is printed: 34,7 % is 35 %."""
        exponent = self.value.as_tuple().exponent
        return not self.is_met_by(value) and not self.is_met_by(round(value, -min(0, int(exponent))))


@dataclass(frozen=True, slots=True)
class Outcome:
    """A number reached, with the stems of the words that say what of. `unit` and `nouns` as in `Target`.

    `is_floor` for "fler än 90 %", which is at least so much; `is_part` for the 14 of "14 av 18 platser".
    """

    value: Decimal
    unit: str
    nouns: frozenset[str]
    stems: frozenset[str]
    text: str
    is_floor: bool = False
    is_part: bool = False


_NUMBER = (
    r"(?<![\d,.–-])(?<!\d[  ])(?P<number>\d{1,3}(?:[  ]\d{3})+(?:,\d+)?|\d+(?:,\d+)?)"
    r"(?![\d,]|\.\d|[–-]\d|:|/\d|[  ]\d{3}(?!\d)|\s*(?:t?kr|mn?kr|kronor)\b)"
)
_MONEY = re.compile(
    r"(?<![\d,.–-])(?<!\d[  ])(?P<number>\d{1,3}(?:[  ]\d{3})+(?:,\d+)?|\d+(?:,\d+)?)\s*"
    r"(?P<unit>tkr|mn?kr|miljoner (?:kr|kronor)|kr|kronor)\b(?P<after>(?:\s+[^\W\d_]+){0,2})"
)
_IN_KR = {"kr": 1, "kronor": 1, "tkr": 1_000}
_VALUE = re.compile(rf"{_NUMBER}(?P<unit>\s*(?:%|procent\b))?(?P<after>(?:\s+[^\W\d_]+){{0,2}})")
_AT_LEAST = re.compile(r"\b(?:minst|lagst|fler an|mer an|over|overstiga|atminstone|nar|na|uppga till)\s+(?:\w+\s+)?$")
_AT_MOST = re.compile(
    r"\b(?:hogst|max|maximalt|som mest|under|mindre an|farre an|inom|lagre an|understig\w*|(?:inte|ej) fler an|"
    r"inte (?:over\w*|mer an|overskrid\w*|overstig\w*)|ej over\w*)\s+$"
)
# What nobody wishes more of: a goal without "minst" or "högst" about it is a ceiling.
_UNWELCOME = re.compile(
    r"\b(?:avslut\w* (?:mot|till|pa grund av|pga|p\.?g\.?a\.?) (?:vard\w*|sjukdom\w*|sjuk\w*)|avbr[yo]t\w*|avhopp\w*|aterfall\w*"
    r"|vantetid\w*|kotid\w*|i ko|sjukfranvaro\w*|kostnad\w*|uteblivn?a\w*)\b"
)
# A goal with two ends has no single number to hold the outcome against.
_RANGE = re.compile(r"\bmellan \d+(?:,\d+)?(?: ?%| procent)? och \d+")
_SHALL = re.compile(r"\b(?:ska|skall)\b")
_ASIDE = re.compile(
    r"\b(?:svarsfrekvens\w*|foregaende|fjol\w*|forra|tidigare|jamfort|jmf|varav|budget\w*|malet ar|ska|skall|heltid\w*"
    r"|administration\w*|overhead)\b"
)
_PART_BEFORE = re.compile(rf"(?<!\S)(?P<count>{SPELLED_OR_DIGITS}) av (?:(?:de|totalt|samtliga|\w+s) )?$")
_FLOOR_BEFORE = re.compile(r"\b(?:fler an|mer an|over)\s+$")
_YEAR = range(1990, 2100)
_NO_MEASURE = re.compile(
    r"\s+(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|av|och|till|i|ar|an)\b"
)


def targets_in(text: str, *, is_goal: bool) -> Iterator[Target]:
    """The targets with a number. `is_goal`: the place says that it is one ("Mål" heads the column or the card's row)."""
    for sentence in sentences_in(text):
        folded = fold(sentence)
        if not is_goal and not _SHALL.search(folded) or _RANGE.search(folded):
            continue
        found = _measures(folded) or list(_MONEY.finditer(folded))
        if not found:
            folded = in_digits(folded)
            found = _measures(folded)
        if len(found) != 1:
            continue  # "100 % inom 10 dagar": which of them is the target is a guess
        yield _target(found[0], sentence, folded)


def _measures(folded: str) -> list[re.Match[str]]:
    return [match for match in _VALUE.finditer(folded) if _is_measure(match, folded)]


def _target(match: re.Match[str], sentence: str, folded: str) -> Target:
    before = folded[: match.start()]
    at_most, at_least = bool(_AT_MOST.search(before)), bool(_AT_LEAST.search(before))
    bound = Bound.AT_MOST if at_most or (not at_least and _UNWELCOME.search(folded)) else Bound.AT_LEAST
    value, unit = _measure(match)
    return Target(value, unit, bound, at_most or at_least, _nouns(match["after"]), _stems(sentence), sentence)


def _measure(match: re.Match[str]) -> tuple[Decimal, str]:
    """The value of a measure and its unit as in `Target`."""
    printed = (match["unit"] or "").strip()
    if printed in ("", "%", "procent"):
        return _decimal(match), "%" if printed else ""
    value = _decimal(match) * _IN_KR.get(printed, 1_000_000)
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value, "kr"


def target_of_figures(label: str, value: Decimal, unit: str) -> Target:
    """The target of a table row that prints its number in a column; the row's label says the bound, if anything does."""
    folded = fold(label)
    at_most = bool(re.search(r"\b(?:hogst|max|maximalt|som mest|tak)\b", folded))
    at_least = bool(re.search(r"\b(?:minst|lagst)\b", folded))
    bound = Bound.AT_MOST if at_most or (not at_least and _UNWELCOME.search(folded)) else Bound.AT_LEAST
    return Target(value, unit if unit == "%" else "", bound, at_most or at_least, _nouns(label), _stems(label), label)


def outcomes_in(text: str) -> Iterator[Outcome]:
    """The numbers of a text that says what was reached, without those said in passing (other years, response rates)."""
    for sentence in sentences_in(text):
        folded = in_digits(fold(sentence))
        for match in _VALUE.finditer(folded):
            clause = folded[_clause_start(folded, match.start()) : match.end()]
            if not _is_measure(match, folded) or _ASIDE.search(clause) or _in_brackets(folded, match.start()):
                continue
            unit = "%" if match["unit"] else ""
            if not unit and (part := _PART_BEFORE.search(folded[: match.start()])):
                count = number_of(part["count"])  # "14 av 18 platser": 14 is what was reached
                if count is not None:
                    yield Outcome(Decimal(count), unit, _nouns(match["after"]), _stems(sentence), sentence, is_part=True)
                continue
            is_floor = bool(_FLOOR_BEFORE.search(folded[: match.start()]))
            yield Outcome(_decimal(match), unit, _nouns(match["after"]), _stems(sentence), sentence, is_floor)
        for match in _MONEY.finditer(folded):
            clause = folded[_clause_start(folded, match.start()) : match.end()]
            if not _ASIDE.search(clause) and not _in_brackets(folded, match.start()):
                is_floor = bool(_FLOOR_BEFORE.search(folded[: match.start()]))
                value, unit = _measure(match)
                yield Outcome(value, unit, _nouns(match["after"]), _stems(sentence), sentence, is_floor)


def _clause_start(text: str, at: int) -> int:
    return max((text.rfind(mark, 0, at) for mark in (",", ";", ":")), default=-1) + 1


def _in_brackets(text: str, at: int) -> bool:
    return text.rfind("(", 0, at) > text.rfind(")", 0, at)


def _is_measure(match: re.Match[str], folded: str) -> bool:
    """Whether a number measures something: no year, no part of a date, no number of a list."""
    value = _decimal(match)
    if match["unit"]:
        return True
    if not match["after"].strip() or (value == value.to_integral_value() and int(value) in _YEAR):
        return False
    return not _NO_MEASURE.match(folded[match.end("number") :])


def _decimal(match: re.Match[str]) -> Decimal:
    return Decimal(re.sub(r"\s", "", match["number"]).replace(",", "."))


_NOUN_LETTERS = 3
_NO_NOUN = {"unik", "ny", "nya", "nytt", "ska", "olik", "gemensam", "av", "stycken", "per", "och", "i", "under"}


def _nouns(after: str) -> frozenset[str]:
    """The stems after a number, a genitive as its noun ("6 veckors väntetid")."""
    found = [form for word in words(after) for form in (word, word.removesuffix("s"))]
    return frozenset(stem(word) for word in found if stem(word) not in _NO_NOUN)


# Words of every goal: they tell no two of them apart.
_COMMON = frozenset(
    stem(word)
    for word in (
        "av de den det att ska skall till för i på en ett och eller som med under året har är vara sig sin sina genom mot vid "
        "deltagare deltagarna deltagarnas personer individer procent minst högst mål målet gick går gå nå når delvis andel antal"
    ).split()
)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if not word.isdigit()) - _COMMON


def matched(targets: Sequence[Target], outcomes: Sequence[Outcome]) -> Iterator[tuple[Target, tuple[Outcome, ...]]]:
    """Each target with the outcomes that are surely its own; targets that find none, or share one, are left out."""
    for target in targets:
        alike = [outcome for outcome in outcomes if _same_measure(target, outcome)]
        rivals = [other for other in targets if other is not target and any(_same_measure(other, one) for one in alike)]
        if not rivals:
            own = alike if len(alike) == 1 or _shared(target, alike) else []
        else:
            own = [one for one in alike if _likeness(target, one) > max(_likeness(rival, one) for rival in rivals)]
            best = max((_likeness(target, one) for one in own), default=0)
            own = [one for one in own if best > 0 and _likeness(target, one) == best]
        if own:
            yield target, tuple(own)


def _shared(target: Target, outcomes: Sequence[Outcome]) -> bool:
    """Whether several outcomes are all of one sentence, the groups asked each with its share, or say the same number."""
    return len({outcome.text for outcome in outcomes}) == 1 or len({outcome.value for outcome in outcomes}) == 1


def _likeness(target: Target, outcome: Outcome) -> int:
    return len(target.stems & outcome.stems)


def _same_measure(target: Target, outcome: Outcome) -> bool:
    if target.unit or outcome.unit:
        return target.unit == outcome.unit
    # "30 kalenderdagar" and "41 dagar"
    return any(
        one.endswith(other) or other.endswith(one) for one in target.nouns for other in outcome.nouns if _is_noun(one, other)
    )


def _is_noun(*stems: str) -> bool:
    return all(len(one) >= _NOUN_LETTERS for one in stems)


def reached_percent(target: Target, outcome: Outcome) -> int:
    """How much of the target was reached; of a ceiling, how much of the outcome it allows."""
    if not target.value or not outcome.value:
        return 0
    share = outcome.value / target.value if target.bound is Bound.AT_LEAST else target.value / outcome.value
    return int(share * 100)
