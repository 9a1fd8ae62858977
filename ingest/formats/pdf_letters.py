"""Letters that a PDF's fonts call by another name than they show: found by their widths, read from the image.

Some programs embed a letter without saying which it is ("10 %" comes out as "10 a"). Its width gives it away: all letters
of one name and one face are equally wide.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

# In one face widths of a letter agree; between faces of a family bold is up to a quarter wider than regular.
_SAME_FACE = 0.15
_OTHER_FACE = 0.4
# Where so much of a word is of another width, the word is set wide or narrow, and its letters are what they are called.
_STRETCHED = 0.5
_TRIES = 3
_LEVEL = 0.05
_MOST_KINDS = 12
_MOST_BESIDE = 6
LOST = "\ufffd"


@dataclass(slots=True)
class Letter:
    """A letter of a page, or a blank, in the file's order: what it is called, and where it stands.

    `is_part`: it shares one glyph with its neighbour ("ﬁ"), so that its width says nothing.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    x: float
    baseline: float
    size: float
    font: str
    angle: float
    is_hyphen: bool
    is_part: bool = False

    @property
    def width(self) -> float:
        """In shares of the type's size."""
        return (self.x1 - self.x0) / self.size if self.size else 0.0


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A letter in doubt: its word, its place there, and the words of its line up to it."""

    word: list[Letter]
    at: int
    line: tuple[list[Letter], ...]


ReadCrop = Callable[[tuple[float, float, float, float]], str]
# A face, what it calls a letter, and the letter's width in hundredths of the type's size.
LetterKey = tuple[str, str, int]


def mend_letters(letters: list[Letter], read_crop: ReadCrop | None, known: dict[LetterKey, str]) -> int:
    """Gives wrongly called letters their true name where `read_crop` (a box of the page to its text) tells it, else `LOST`.

    `known` are the names found on earlier pages; what is found here is added. Returns how many letters stay lost.
    """
    doubtful = _doubtful([letter for letter in letters if _is_upright(letter) or letter.text.isspace()])
    if len(doubtful) > _MOST_KINDS:
        return 0  # not single letters: type set wide or narrow
    lost = 0
    for key, words in doubtful.items():
        if key not in known and read_crop is not None:
            known[key] = _name(words, read_crop)
        for doubt in words:
            doubt.word[doubt.at].text = known.get(key) or LOST
        lost += len(words) if not known.get(key) else 0
    return lost


def _doubtful(letters: Sequence[Letter]) -> dict[LetterKey, list[_Doubt]]:
    """Letters of a width that their name does not have."""
    widths: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    of_family: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for letter in letters:
        if letter.text.isalpha() and not letter.is_part:
            widths[letter.font, letter.text][round(100 * letter.width)] += 1
            of_family[_family(letter.font), letter.text][round(100 * letter.width)] += 1
    own = {key: counts.most_common(1)[0][0] for key, counts in widths.items()}
    usual = {key: counts.most_common(1)[0][0] for key, counts in of_family.items()}
    odd_keys = {
        (font, text, width)
        for (font, text), counts in widths.items()
        for width in counts
        if abs(width - own[font, text]) > _SAME_FACE * own[font, text] - 1
        or abs(width - usual[_family(font), text]) > _OTHER_FACE * usual[_family(font), text] - 1
    }
    if not odd_keys:
        return {}
    found: dict[LetterKey, list[_Doubt]] = defaultdict(list)
    words = list(_words(letters))
    for place, word in enumerate(words):
        odd = [
            at
            for at, letter in enumerate(word)
            if (letter.font, letter.text, round(100 * letter.width)) in odd_keys and _is_odd(letter, own, usual)
        ]
        if odd and (len(odd) <= _STRETCHED * len(word) or len(word) == 1):
            for at in odd:
                found[word[at].font, word[at].text, round(100 * word[at].width)].append(_Doubt(word, at, _beside(words, place)))
    return found


def _beside(words: Sequence[list[Letter]], place: int) -> tuple[list[Letter], ...]:
    """The words of the same line without a wide gap between them, up to this one: alone it is too small to be read."""
    first = place
    while first > 0 and place - first < _MOST_BESIDE:
        before, word = words[first - 1], words[first]
        if abs(before[-1].baseline - word[0].baseline) > 1 or not 0 <= word[0].x0 - before[-1].x1 < word[0].size:
            break
        first -= 1
    return tuple(words[first : place + 1])


def _is_upright(letter: Letter) -> bool:
    return abs(math.remainder(letter.angle, math.tau)) < _LEVEL


def _is_odd(letter: Letter, own: dict[tuple[str, str], int], usual: dict[tuple[str, str], int]) -> bool:
    if not letter.text.isalpha() or not letter.size or letter.is_part:
        return False
    w, u = own[letter.font, letter.text], usual[_family(letter.font), letter.text]
    width = 100 * letter.width
    return abs(width - w) > _SAME_FACE * w or abs(width - u) > _OTHER_FACE * u


def _family(font: str) -> str:
    return font.partition("#")[0]


def _words(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    """The letters of each word, as far as blanks and gaps tell."""
    word: list[Letter] = []
    for letter in letters:
        apart = bool(word) and (letter.x0 - word[-1].x1 > 0.25 * letter.size or abs(letter.baseline - word[-1].baseline) > 1)
        if word and (letter.text.isspace() or apart):
            yield word
            word = []
        if not letter.text.isspace():
            word.append(letter)
    if word:
        yield word


def _name(doubts: Sequence[_Doubt], read_crop: ReadCrop) -> str:
    """What the image shows at the first of these places where the words around are read as the file has them; "" at none."""
    for doubt in doubts[:_TRIES]:
        own = [letter for word in doubt.line for letter in word]
        box = (min(c.x0 for c in own), min(c.top for c in own), max(c.x1 for c in own), max(c.bottom for c in own))
        shown = _shown_letter(read_crop(box).split(), doubt)
        if shown:
            return shown
    return ""


def _shown_letter(shown: Sequence[str], doubt: _Doubt) -> str:
    """The letter that the image has where the doubtful one stands, if it has as many words and the rest of the word agrees."""
    called = "".join(letter.text for letter in doubt.word)
    if len(shown) != len(doubt.line):
        return ""
    before, after = re.escape(called[: doubt.at]), re.escape(called[doubt.at + 1 :])
    match = re.fullmatch(rf"{before}(\S){after}", shown[-1])
    return match[1] if match is not None else ""
