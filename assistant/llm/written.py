"""A sentence as the model wrote it: its words, and the placeholders and keys that stand among them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.llm.material import Item, Material
from assistant.llm.prose_words import folded_word, load_prose_words
from ingest.language import fold, stem, words

# `{a}` a number, `{c2}` the second number of a text, `[c]` or `[c, d]` what the sentence rests on.
_KEYED = re.compile(r"\{\s*([a-z]{1,2})(\d{1,2})?\s*\}|\[\s*([a-z]{1,2}(?:[,;\s]+[a-z]{1,2})*)\s*\]")
_WORD = re.compile(r"[^\W\d_]+|\d+")
# Stands in the text for a number that code fills in.
PLACE = "\ufffc"


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a run of digits: as written, folded, its stem, and where it begins in `Written.text`."""

    written: str
    folded: str
    stem: str
    at: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where code fills something in: an item's value (a figure, or a whole text), or the `number`th number (from 1) of a text."""

    item: Item
    number: int | None
    at: int

    @property
    def printed(self) -> str:
        """What stands there without its marks."""
        return self.item.value if self.number is None else self.item.numbers[self.number - 1]


@dataclass(frozen=True, slots=True)
class Written:
    """`text` holds `PLACE` for each of `places` and no keys; `cited` are the items that it rests on, those places' too.

    `invents` tells that it has a placeholder for a number that there is not.
    """

    text: str
    words: tuple[Word, ...]
    places: tuple[Place, ...]
    cited: tuple[Item, ...]
    invents: bool


def read_written(sentence: str, material: Material) -> Written:
    """The sentence taken apart. Keys of nothing are left out."""
    sentence = re.sub(r"\bi dag\b", "idag", sentence.replace(PLACE, " "))
    pieces: list[str] = []
    places: list[Place] = []
    cited: list[Item] = []
    invents = False
    length = done = 0
    for match in _KEYED.finditer(sentence):
        pieces.append(sentence[done : match.start()])
        length += len(pieces[-1])
        done = match.end()
        for key in re.split(r"[,;\s]+", match[1] or match[3]):
            item = material.item(key)
            number = int(match[2]) if match[2] else None
            if item is None or (number is not None and not 1 <= number <= len(item.numbers)):
                invents = invents or match[1] is not None
                continue
            cited.append(item)
            if match[1]:
                places.append(Place(item, number, length))
                pieces.append(PLACE)
                length += 1
    pieces.append(sentence[done:])
    text = "".join(pieces)
    words = tuple(Word(m[0], folded_word(m[0]), stem(m[0].lower()), m.start()) for m in _WORD.finditer(text))
    return Written(text, words, tuple(places), tuple({item.key: item for item in cited}.values()), invents)


def part_of(written: Written, begin: int, end: int) -> Written:
    """The part of a sentence between two places of its text, resting on the same items."""
    words = tuple(replace(word, at=word.at - begin) for word in written.words if begin <= word.at < end)
    places = tuple(replace(place, at=place.at - begin) for place in written.places if begin <= place.at < end)
    return replace(written, text=written.text[begin:end], words=words, places=places)


def unit_after(place: Place, written: Written) -> Word | None:
    """The word right after a number that is a unit; none where there is another word. "år 2023" names a time."""
    following = [word for word in written.words if word.at > place.at][:2]
    if (
        not following
        or following[0].folded not in load_prose_words().units
        or written.text[place.at + 1 : following[0].at].strip()
    ):
        return None
    names_a_year = following[0].folded in ("år", "years") and len(following) == 2 and following[1].folded.isdigit()
    return None if names_a_year else following[0]


def relative_time(written: Written, source: str = "") -> str:
    """The first words of the sentence for a time that depends on when one reads, unless the source has them; "" for none."""
    said, told = (f" {' '.join(fold(word) for word in words(text))} " for text in (written.text, source))
    told = told.replace(" i dag ", " idag ")
    return next(
        (phrase for phrase in load_prose_words().relative_times if f" {phrase} " in said and f" {phrase} " not in told), ""
    )
