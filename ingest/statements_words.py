"""A sentence of running text with its words, and what kind of word each can be, told by its form and a few lists.

All matching is done on the folded text: a scan that has lost å ä ö reads like the rest.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from ingest.language import fold

_BRACKET = re.compile(r"\([^()]*(?:\)|$)|\[[^\[\]]*(?:\]|$)")
_WORD = re.compile(r"[^\W\d_]+(?:[-–][^\W\d_]+)*")
_PLURAL = re.compile(r"\w{2,}(?:orna|arna|erna|or|ningar|heter|elser|ioner|ar|er|are|en)")
_TIME = re.compile(r"(?:dagar|veckor|manader|ar|timmar|minuter|ganger|kronor|kvartal|halvar)(?:na|s)?")
_COMPARATIVE = re.compile(r"\w*(?:igare|nare|lagre|hogre|storre|mindre|farre|langre|battre|samre|fler|mer)")
_ADJECTIVE = re.compile(r"\w{2,}(?:a|ade|ande|ende)|olika|ytterligare")
_PASSIVE_PAST = re.compile(r"\w{3,}(?:ades|rdes|ldes|ndes)")
_SHORTEST_NOUN = 3
# A capital letter begins names, and nouns that somebody gave one ("9 Samordningsförbund"): short ones are pronouns ("Man").
_LONG_NOUN = 6


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence at its place. `folded` is the word made comparable."""

    text: str
    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its folded form, letter for letter: what is found in one stands at the same place in the other.

    `brackets` are the places of its brackets, each from the opening to after the closing one or to the end.
    """

    text: str
    folded: str
    brackets: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str) -> Sentence:
        text = text.replace("*", " ")  # marks of bold type
        folded = "".join(_fold_letter(letter) for letter in text)
        return cls(text, folded, tuple(match.span() for match in _BRACKET.finditer(folded)))

    def bracket_at(self, at: int) -> tuple[int, int] | None:
        """The bracket that holds a place, None outside brackets."""
        return next(((start, end) for start, end in self.brackets if start < at < end), None)

    def words_after(self, at: int, limit: int) -> tuple[Word, ...]:
        """The words that follow a place with nothing but blanks between, at most `limit`."""
        found: list[Word] = []
        while len(found) < limit:
            blanks = len(self.text[at:]) - len(self.text[at:].lstrip())
            match = _WORD.match(self.text, at + blanks)
            if match is None or (found and not blanks):
                break
            found.append(Word(match.group(), self.folded[match.start() : match.end()], match.start(), match.end()))
            at = match.end()
        return tuple(found)


@lru_cache(maxsize=2000)
def _fold_letter(letter: str) -> str:
    folded = fold(letter)
    # "½" and "²" must not become digits, nor a ligature two letters
    return folded if len(folded) == 1 and not folded.isdigit() else letter


def is_countable(word: Word) -> bool:
    """Whether the word names things that can be counted, in the plural (or a person, meeting and so on in the singular)."""
    last = word.folded.rpartition("-")[2]
    if word.folded in _words("never_counted") or len(word.folded) < _SHORTEST_NOUN or _TIME.fullmatch(last):
        return False
    if names_countable(word):
        return word.text[0].islower() or len(word.text) >= _LONG_NOUN
    if word.text[0].isupper() or _COMPARATIVE.fullmatch(last):
        return False
    return _PLURAL.fullmatch(last) is not None


def names_countable(word: Word) -> bool:
    """Whether the word is, or ends in, one that is known to be counted."""
    return word.folded.endswith(tuple(_words("counted")))


def names_people(word: Word) -> bool:
    """Whether the word is an adjective that stands for people ("20 unga")."""
    return word.folded in _words("people")


def may_describe(word: Word) -> bool:
    """Whether the word can stand between a number and what it counts ("12 nya deltagare", "5 avslutade männen")."""
    known = is_finite(word.folded) or word.folded in _words("never_counted")
    return word.text[0].islower() and not known and _ADJECTIVE.fullmatch(word.folded) is not None


def is_finite(folded: str) -> bool:
    """Whether a folded word is a common finite verb, or has the form of one in the passive past ("avslutades")."""
    return folded in _words("finite") or _PASSIVE_PAST.fullmatch(folded) is not None


@lru_cache(maxsize=8)
def _words(name: str) -> frozenset[str]:
    """A list of the package's words, folded. Raises `KeyError` for one that is not there."""
    text = resources.files("ingest").joinpath("data/words.toml").read_text(encoding="utf-8")
    return frozenset(fold(word) for word in tomllib.loads(text)[name])
