"""What is counted: the noun beside a number ("12 nya deltagare", "antal deltagare 40"), or what is told of so many."""

from __future__ import annotations

import re

from ingest.statements_clauses import Clause, tidy
from ingest.statements_numbers import Mention
from ingest.statements_words import Sentence, Word, is_countable, is_finite, may_describe, names_countable, names_people

_SEX = re.compile(r"(?:kvinn(?:or|a|orna)|man(?:nen)?|flickor|pojkar|tjejer|killar)")
_NUMBER_OF = re.compile(r"\b(?P<label>antal(?:et)? (?:[a-z]+ ){0,2}?[a-z]+)(?: (?:var|ar|blev|uppgick till|uppgar till))? $")
_MORE = re.compile(r"(?:fler|flera|farre|mer|mindre)\b")
_RATE = re.compile(r" ?/ ?[a-z]+| per [a-z]+")
_NAME = re.compile(r"(?:[A-ZÅÄÖ][\w/-]* ?)+")
_SO_MANY = re.compile(r"(?:^|\b(?P<verb>ar|var|kommer|kom|gick|gar) |\b(?:har|hade|totalt|sammanlagt|varav|och|samt|av de) )$")
_OF_THEM = re.compile(r"av (?:dessa|dem) ")
_SUPINE = re.compile(r"\w{2,}(?:it|at|tt|ts)")
_PREPOSITION = re.compile(r"\b(?:fran|i|till|inom|via|pa|hos|mot)\b")
_MAX_DESCRIBING = 2


def counted_text(sentence: Sentence, clause: Clause, mention: Mention) -> str:
    """The noun with the words that describe it, as printed; "" where the number counts nothing that is named."""
    words = sentence.words_after(mention.end, _MAX_DESCRIBING + 1)
    if words and _MORE.match(words[0].folded) or (clause.in_bracket and _NAME.fullmatch(clause.text_before)):
        return ""
    for at, word in enumerate(words):
        if is_countable(word) and not _describes_next(words, at):
            rate = _RATE.match(sentence.folded, word.end)
            return sentence.text[words[0].start : rate.end() if rate else word.end]
        if not may_describe(word):
            break
    if words and names_people(words[0]):
        return words[0].text
    if "varav" in clause.before.split() and words and may_describe(words[0]):
        return words[0].text
    named = _NUMBER_OF.search(clause.before)
    return tidy(clause.text_before[named.start("label") : named.end("label")]) if named else ""


def _describes_next(words: tuple[Word, ...], at: int) -> bool:
    return at + 1 < len(words) and not names_countable(words[at]) and may_describe(words[at]) and is_countable(words[at + 1])


def told_text(clause: Clause, told_before: str) -> str:
    """What is told of so many where the noun is left out ("9 har remitterats från …, 6 från …"), "" where nothing is.

    `told_before` is what was told of the number before it, in the same way.
    """
    led = _SO_MANY.search(clause.before)
    if led is None:
        return ""
    after = _OF_THEM.sub("", clause.after)
    first = re.match(r"[a-z]+", after)
    if first is None:
        return ""
    those = re.match(r"som [a-z]+(?: [a-z]+(?:ts|it|at))?", after)
    if those is not None and clause.before.endswith("av de "):
        return tidy(clause.text_after[: those.end()])
    if is_finite(first.group()) or (_SUPINE.fullmatch(first.group()) and re.search(r"\b(?:har|hade)\b", clause.lead)):
        return tidy(clause.text_after[len(clause.after) - len(after) :])
    if not _PREPOSITION.fullmatch(first.group()):
        return ""
    shared = _PREPOSITION.search(Sentence.of(told_before).folded)
    if shared is not None:
        return tidy(f"{told_before[: shared.start()]}{clause.text_after}")
    if led["verb"] in ("gick", "gar", "kom", "kommer"):
        return tidy(f"{led['verb']} {clause.text_after}")
    return tidy(clause.text_after) if led["verb"] or clause.before.endswith("varav ") else ""


def is_sex(label: str) -> bool:
    """Whether a label names one of the sexes and nothing else."""
    return _SEX.fullmatch(Sentence.of(label).folded) is not None
