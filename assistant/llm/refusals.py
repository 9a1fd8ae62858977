"""Why a sentence of a language model was not told; each reason has words in which the model is told of it (prompts.toml)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """What is wrong with a sentence, for those who run the program."""

    NO_END = "no end"
    NOT_PROSE = "not prose"
    INVENTED_KEY = "an invented key"
    NO_SOURCE = "no source"
    YES_OR_NO = "yes or no"
    SAID_ALREADY = "said already"
    NOT_VERIFIED = "not verified"
    FIGURE_AND_TEXT = "a figure and a text in one sentence"
    TEXT_AND_NUMBERS = "a text beside its numbers"
    SEVERAL_TEXTS = "several texts in one sentence"
    OWN_SIGN = "a sign of its own"
    OWN_NUMBER = "a number of its own"
    OWN_QUOTE = "a quote of its own"
    UNIT = "another unit"
    WORD = "an unbacked word"
    FIGURE_NAME = "another figure's name"
    ASSOCIATION = "a part of an association"
    NO_NAME = "no name"
    GIVER = "another giver or taker"
    SEX = "another sex"
    SOURCE = "another source"
    TIME = "another time"
    KIND = "another kind"
    OPERATION = "another operation"
    CLAIM = "an unbacked claim"
    FALSE_QUOTE = "a false quote"
    SENTENCE = "an unbacked sentence"
    SCOPE = "another scope"
    ROLE = "another role"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason, and the word or words of the sentence that it is about; "" for the whole of it."""

    reason: Reason
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}" if self.detail else str(self.reason)
