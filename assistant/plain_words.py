"""Spoken and sloppy questions put plainly: "hej, hur mkt folk va det, vet ni?" asks "hur många personer va det".

Only words that mean the same wherever they stand are replaced; what they stand for is data.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.timespans import fold_aligned
from ingest.language import fold, stem, words

_WORD = re.compile(r"[^\W_]+")
# No phrase of the data has more words.
_LONGEST = 6
# A phrase may be made of what a word was replaced by: "hur mkt folk jobbar på".
_PASSES = 2


@dataclass(frozen=True, slots=True)
class PlainWords:
    """`said` maps folded words and phrases, as tuples of words, to plain ones; `unless_printed` those that a report may use;
    `split` are verbs with a particle after the name of who does it ("går A in med")."""

    said: Mapping[tuple[str, ...], str]
    unless_printed: Mapping[str, str]
    split: tuple[tuple[re.Pattern[str], str], ...]
    openings: frozenset[tuple[str, ...]]
    closings: frozenset[tuple[str, ...]]


@cache
def load_plain_words() -> PlainWords:
    """The package's data. Raises `KeyError` when a part is missing, `ValueError` for a key that is not folded."""
    data = tomllib.loads((files("assistant") / "data" / "plain.toml").read_text(encoding="utf-8"))
    said = {**data["words"], **data["phrases"]}
    keys = (*said, *data["split"], *data["unless_printed"], *data["openings"], *data["closings"])
    unfolded = [key for key in keys if fold(key) != key]
    if unfolded:
        raise ValueError(f"keys that are not folded: {unfolded}")
    return PlainWords(
        {tuple(words(key)): plain for key, plain in said.items()},
        data["unless_printed"],
        tuple((_split(key), plain) for key, plain in data["split"].items()),
        frozenset(tuple(words(phrase)) for phrase in data["openings"]),
        frozenset(tuple(words(phrase)) for phrase in data["closings"]),
    )


def _split(key: str) -> re.Pattern[str]:
    """ "gar _ in med" with up to three words in between. Raises `ValueError` for a key without the gap."""
    verb, particle = (re.escape(part.strip()) for part in key.split("_"))
    return re.compile(rf"\b{verb}\s+(?P<who>\S+(?:\s+\S+){{0,2}}?)\s+{particle}\b")


def in_plain_words(question: str, corpus: Collection[str]) -> str:
    """The question with plain words and without its politeness; `corpus` are the stems of the reports.

    A question that holds nothing else stays as it is.
    """
    plain = load_plain_words()
    asked = _joined(_without_ends(question, plain), plain)
    for _ in range(_PASSES):
        asked = _put_plainly(asked, plain, corpus)
    return asked


def _joined(asked: str, plain: PlainWords) -> str:
    folded = fold_aligned(asked)
    for pattern, instead in plain.split:
        match = pattern.search(folded)
        if match is not None:
            return f"{asked[: match.start()]}{instead} {asked[match.start('who') : match.end('who')]}{asked[match.end() :]}"
    return asked


def _put_plainly(asked: str, plain: PlainWords, corpus: Collection[str]) -> str:
    found = list(_WORD.finditer(asked))
    folded = [fold(match.group()) for match in found]
    text, kept_to, at = "", 0, 0
    while at < len(found):
        length, instead = _meant(folded, at, plain, corpus)
        if instead is None or _is_name(found[at], asked):
            at += 1
            continue
        text += asked[kept_to : found[at].start()] + instead
        at += length
        kept_to = found[at - 1].end()
    return text + asked[kept_to:]


def _meant(folded: Sequence[str], at: int, plain: PlainWords, corpus: Collection[str]) -> tuple[int, str | None]:
    """How many words from here stand for what; the longest phrase first."""
    for length in range(min(_LONGEST, len(folded) - at), 0, -1):
        instead = plain.said.get(tuple(folded[at : at + length]))
        if instead is not None:
            return length, instead
    word = folded[at]
    return 1, plain.unless_printed.get(word) if stem(word) not in corpus else None


def _is_name(match: re.Match[str], text: str) -> bool:
    """Whether a capital inside the sentence makes the word a name; a question written in capitals has none."""
    return match.group()[0].isupper() and match.start() > 0 and not text.isupper()


def _without_ends(question: str, plain: PlainWords) -> str:
    """The question without greeting and courtesy before and after it."""
    found = list(_WORD.finditer(question))
    folded = [fold(match.group()) for match in found]
    first, last = 0, len(found)
    while length := _phrase_at(folded[first:last], plain.openings):
        first += length
    while length := _phrase_at(folded[first:last][::-1], frozenset(phrase[::-1] for phrase in plain.closings)):
        last -= length
    if first >= last:
        return question
    start = found[first].start() if first else 0
    end = len(question) if last == len(found) else found[last - 1].end()
    return question[start:end] + ("" if end == len(question) else "?")


def _phrase_at(folded: Sequence[str], phrases: Collection[tuple[str, ...]]) -> int:
    """How many words the longest of the phrases at the beginning has; 0 for none, and where nothing would be left."""
    lengths = range(min(_LONGEST, len(folded) - 1), 0, -1)
    return next((length for length in lengths if tuple(folded[:length]) in phrases), 0)
