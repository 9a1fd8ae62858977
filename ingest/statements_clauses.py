"""The clause that a number stands in: what comes before it, what comes after it, and which number it stands beside.

A bracket is a clause of its own, and for what stands outside it is not there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.statements_numbers import YEAR, Mention
from ingest.statements_words import Sentence

_END = r"(?:(?<!\b[a-z])\.|[;:!?])(?= |$)"
_STOP = re.compile(rf"{_END}|,(?! ?\d+ ?%)| - |/(?= ?\d)")
_BEGIN = re.compile(rf"{_END}|,| - |/(?= ?\d)|\b(?:att|da|men|medan|eftersom|dar) ")
_STRONG = re.compile(_END)
_AND = re.compile(
    r"(?: ?(?:/|\+|=|,)"
    r"|,? (?:och|samt|men|medan|varav|varvid|resp|fran|eller|jamfort med|hela|endast|bara|totalt|ytterligare))* ?$"
)
# "30 % av de 40 deltagarna har …": a number that only repeats the whole does not end what the first is about.
_OF_SO_MANY = re.compile(r"\b(?:av|till|for|hos|bland|i) (?:de|dessa|alla|samtliga|totalt|vara|forbundets|deras|cirka|ca| )* ?$")
_DURATIONS = ("timmar", "dagar", "veckor", "månader", "år", "minuter", "gånger")
_LEADING = re.compile(
    r"(?:och|men|samt|att|sa|da|dar|det|den|de|ett|en|sin|sitt|sina|totalt|sammanlagt|hela|endast|bara|dessa|ca|cirka|darmed|vilket"
    r"|vilka|som|aven|nu|varav|varvid|av|resterande|ovriga|dock|fordelat|alltsa|samtliga|alla|dessutom|vidare|an)\b"
)
_TRAILING = re.compile(
    r"(?<!\d )\b(?:och|samt|men|med|pa|till|om|i|av|for|att|som|ca|cirka|over|an|en|ett|den|det|de|var|ar|har|hela|endast|drygt"
    r"|nara|eller|vid|under|fran|varav|varvid|mot|nastan|vilket|inom)$"
)
_LAST_YEAR = r"\b(?:aret (?:innan|fore|dessforinnan)|forra aret|foregaende ar|i fjol)\b"
_TIME_WORDS = rf"{_LAST_YEAR}|\b(?:ar|jamfor\w*|jmf|och|motsvarande|samma|period|med|mot|ca)\b"
MAX_WORDS = 14
# A bracket right behind a number and the noun that it counts is about that number.
_NOUN_WORDS = 2


@dataclass(frozen=True, slots=True)
class Clause:
    """A number's surroundings, folded and, under the names that begin with `text_`, as printed.

    `before` begins at the last comma, connective or number, `after` ends at the next; `lead` and `rest` go on to the full
    stops or the bracket's ends. `outer` is what stands before the bracket that holds the number, from the number before.
    What leads up to the number ends in a blank or is "". `host` is the index of the number that this one stands beside:
    the one before it on the same level, or the last before the bracket; `touches_host`: nothing but a noun parts them.
    `dated_only`: nothing but a year stands beside it, so it is its host's value at another time ("(2022 - 43 %)").
    """

    before: str
    after: str
    lead: str
    rest: str
    outer: str
    text_before: str
    text_after: str
    text_lead: str
    text_rest: str
    text_outer: str
    in_bracket: bool
    dated_only: bool
    host: int | None
    touches_host: bool


def clause_of(sentence: Sentence, mentions: Sequence[Mention], at: int) -> Clause:
    """The surroundings of `mentions[at]`."""
    number = mentions[at]
    bracket = sentence.bracket_at(number.start)
    folded, text = _level(sentence.folded, sentence, bracket), _level(sentence.text, sentence, bracket)
    levels = [sentence.bracket_at(mention.start) for mention in mentions[:at]]
    beside = [i for i, level in enumerate(levels) if level == bracket]
    outside = [i for i, level in enumerate(levels) if level is None]
    host = beside[-1] if beside else outside[-1] if outside else None
    floor = bracket[0] + 1 if bracket else 0
    lead = _last(_STRONG, folded, floor, number.hedge_start)
    begin = max(_last(_BEGIN, folded, floor, number.hedge_start), *(mentions[i].end for i in beside[-1:]), lead)
    end = _after_end(folded, sentence, mentions, at)
    stop = _STRONG.search(folded, number.end)
    full = stop.start() if stop else len(folded.rstrip())
    outer = slice(max([0, *(m.end for m in mentions[:at] if m.end < floor)]), floor - 1) if bracket else slice(0)
    dated = max(_last(re.compile(r"[,;]"), folded, floor, number.start), *(mentions[i].end for i in beside[-1:]), floor)
    return Clause(
        before=_led(folded[begin : number.hedge_start]),
        after=" ".join(folded[number.end : end].split()),
        lead=_led(folded[lead : number.hedge_start]),
        rest=" ".join(folded[number.end : full].split()),
        outer=_led(sentence.folded[outer]),
        text_before=" ".join(text[begin : number.hedge_start].split()),
        text_after=" ".join(text[number.end : end].split()),
        text_lead=" ".join(text[lead : number.hedge_start].split()),
        text_rest=" ".join(text[number.end : full].split()),
        text_outer=" ".join(sentence.text[outer].split()),
        in_bracket=bracket is not None,
        dated_only=bracket is not None and _is_dated_only(folded[dated : number.hedge_start], folded[number.end : end]),
        host=host,
        touches_host=bracket is not None and bool(outside) and not beside and len(sentence.folded[outer].split()) <= _NOUN_WORDS,
    )


def _level(text: str, sentence: Sentence, bracket: tuple[int, int] | None) -> str:
    """The sentence's text with all but one level blanked out, place for place."""
    if bracket is not None:
        inside = text[bracket[0] + 1 : bracket[1]].rstrip(")]")
        return " " * (bracket[0] + 1) + inside.ljust(len(text) - bracket[0] - 1)
    for start, end in sentence.brackets:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _last(pattern: re.Pattern[str], folded: str, start: int, end: int) -> int:
    """Where the last match between two places ends, `start` where there is none."""
    return max((match.end() for match in pattern.finditer(folded, start, end)), default=start)


def _led(text: str) -> str:
    folded = " ".join(text.split())
    return f"{folded} " if folded else ""


def _after_end(folded: str, sentence: Sentence, mentions: Sequence[Mention], at: int) -> int:
    stop = _STOP.search(folded, mentions[at].end)
    end = stop.start() if stop else len(folded.rstrip())
    bracket = sentence.bracket_at(mentions[at].start)
    for later in mentions[at + 1 :]:
        between = folded[mentions[at].end : later.hedge_start]
        beside = sentence.bracket_at(later.start) == bracket
        if beside and later.unit not in _DURATIONS and not (later.unit is None and _OF_SO_MANY.search(between)):
            connected = _AND.search(between)
            return min(end, mentions[at].end + (connected.start() if connected else len(between)))
    return end


def _is_dated_only(before: str, after: str) -> bool:
    around = f"{before} {after}"
    rest = re.sub(rf"{_TIME_WORDS}|{YEAR}|[-,.:/ ]", "", around)
    return not rest and re.search(rf"{YEAR}|{_LAST_YEAR}", around) is not None


def tidy(text: str) -> str:
    """A stretch of text as a label: without what leads up to it or dangles, at most `MAX_WORDS` words; "" if none is left."""
    text = " ".join(text.split()).strip(" ,.;:-–/*”“\"'»«()[]=+")
    folded = Sentence.of(text).folded
    while (match := _LEADING.match(folded) or re.match(r"\d+(?: \d{3})* ", folded)) is not None:
        text = text[match.end() :].lstrip(" ,.;:-–/*")
        folded = Sentence.of(text).folded
    text = " ".join(text.split(" ")[:MAX_WORDS])
    text = re.sub(r"(?<=[”\"’]) \d+$", "", text)
    while (match := _TRAILING.search(Sentence.of(text).folded)) is not None:
        text = text[: match.start()].rstrip(" ,.;:-–/*”“\"'")
    return text if re.search(r"[^\W\d_]{3}", text) else ""
