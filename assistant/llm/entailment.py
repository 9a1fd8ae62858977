"""Whether a text bears out a sentence that restates it: a score between 0 and 1, and what it takes to be let through.

A sentence that uses the words of its source alone can still lie: with the words in another order ("the board asked the office"),
with one left out ("not", "in some cases", "the aim is that"), in another tense, with a number beside another word. So the score
is the share that is kept, in order, of all the words and numbers of the sentence and of those sentences of the text that it uses.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import chain

from assistant.evidence import QuoteEvidence
from assistant.llm.material import Item
from assistant.llm.written import Written
from ingest.language import fold

# All of it: of 170 lies that restate a text (tests/questions/lies.jsonl), scored by their content words alone, 95 score .6 or
# more, 24 .9 and 8 .95. In a long sentence a "not" left out costs a hundredth. See decision 25.
ENTAILED_FROM = 1.0
_WORD_OR_NUMBER = re.compile(r"[^\W\d_]+|\d+")
# What stands in brackets may be left out.
_BRACKETED = re.compile(r"\([^)]*\)")
_SENTENCE_END = re.compile(r"(?<=[.;!?])\s+(?=[A-ZÅÄÖ·•-])|\s[·•]\s")


def entailment(written: Written, item: Item) -> float:
    """How much of what the sentence and the text say is the same, in the same order: the best of the text's runs of sentences."""
    said = _told_by_sentence(written)
    return max((_score(said, run) for parts in (_parts(item, _BRACKETED), _parts(item)) for run in _runs(parts)), default=0.0)


def _runs(parts: Sequence[list[str]]) -> list[list[str]]:
    return [list(chain(*parts[first:last])) for first in range(len(parts)) for last in range(first + 1, len(parts) + 1)]


def _score(said: Sequence[str], source: Sequence[str]) -> float:
    places = [[n for n, other in enumerate(source) if other == one] for one in said]
    return 2 * _longest_in_order(places) / (len(said) + len(source)) if said or source else 0.0


def _parts(item: Item, without: re.Pattern[str] | None = None) -> list[list[str]]:
    """The words of each sentence of a text, folded, and "#1", "#2", … for its numbers; less what is `without`."""
    if not isinstance(item.source, QuoteEvidence):
        return []
    text = " ".join(item.source.unit.text.split())
    for number, printed in enumerate(item.numbers, 1):
        text = text.replace(printed, f"\ufffb{number}\ufffb", 1)
    plain = without.sub(" ", text) if without is not None else text
    return [words for part in _SENTENCE_END.split(plain) if (words := _tokens(part))]


def _tokens(text: str) -> list[str]:
    pattern = re.compile(rf"\ufffb(\d+)\ufffb|({_WORD_OR_NUMBER.pattern})")
    return [f"#{match[1]}" if match[1] else fold(match[2]) for match in pattern.finditer(text)]


def _told_by_sentence(written: Written) -> list[str]:
    told = [(word.at, fold(word.written)) for word in written.words]
    told += [(place.at, f"#{place.number}") for place in written.places]
    return [one for _, one in sorted(told)]


def _longest_in_order(places: Sequence[Sequence[int]]) -> int:
    """How many of the words, in their order, can be met at rising places of the source."""
    ends: list[int] = []
    for options in places:
        for place in sorted(options, reverse=True):  # each word once: a later place never builds on an earlier one of the same
            at = bisect_left(ends, place)
            ends[at : at + 1] = [place]
    return len(ends)
