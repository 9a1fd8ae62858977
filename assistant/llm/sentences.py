"""A text that arrives in pieces, cut into sentences as soon as each is whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# The end of a sentence, with keys that follow it; what comes next shows that it is the end. A text that a sentence leads in ends
# it without a sign. Lines end sentences too.
_END = re.compile(
    r"(?:(?<![.!?…])[.!?…]++[”\"’)]*(?:\s?\[[a-z, ]{1,20}\])*(?=\s+[^\s\[])|:\s*[”\"]?\{[a-z]{1,2}\}[”\"]?(?=\s+[A-ZÅÄÖ])|\n)"
)
_ABBREVIATED = re.compile(
    r"\b(?:bl\.a|t\.ex|d\.v\.s|dvs|m\.m|o\.s\.v|osv|ca|jan|feb|mar|apr|aug|sept?|okt|nov|dec|kap|nr|st|resp|exkl|inkl|e\.g|i\.e|etc|soc|avg|övr|ersättn|adm|inkl|div|kostn|förb|verks|ang|\w)\.$",
    re.IGNORECASE,
)
_LONGEST_ABBREVIATION = 8
# Nobody writes longer sentences; a model that has lost its way does.
_MOST_CHARACTERS = 1_000
# What some models think aloud before they answer.
_THOUGHTS = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)
_STILL_THINKING = re.compile(r"<think>(?!.*</think>)|<t?h?i?n?k?$", re.DOTALL)
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")


def sentences(pieces: Iterable[str]) -> Iterator[str]:
    """Each sentence once it is whole, without the mark of a list; last what is left, which may be half a sentence."""
    text = ""
    for piece in pieces:
        text = _THOUGHTS.sub("", text + piece) if not _STILL_THINKING.search(text + piece) else text + piece
        if _STILL_THINKING.search(text):
            continue
        while (end := _first_end(text)) is not None:
            yield from _told(text[:end])
            text = text[end:]
        text = text[-_MOST_CHARACTERS:]
    yield from _told(_THOUGHTS.sub("", text))


def is_whole(sentence: str) -> bool:
    """Whether a sentence has its end: of an answer that was cut off the last one has none."""
    return re.search(r"(?:[.!?…]|\{[a-z]{1,2}\})[”\"’)]*(?:\s?\[[a-z, ]{1,20}\])*\s*$", sentence) is not None


def _first_end(text: str) -> int | None:
    return next((m.end() for m in _END.finditer(text) if m[0][0] in "\n:" or not _goes_on(text, m)), None)


def _goes_on(text: str, end: re.Match[str]) -> bool:
    """Whether it is no end: of an abbreviation, or of a name between quotation marks in the middle of a sentence."""
    is_quoted = end[0][-1] in "”\"’" and text[end.end() :].lstrip()[:1].islower()
    return is_quoted or _is_abbreviated(text, end.start() + 1)


def _is_abbreviated(text: str, end: int) -> bool:
    return _ABBREVIATED.search(text[max(end - _LONGEST_ABBREVIATION, 0) : end]) is not None


def _told(sentence: str) -> Iterator[str]:
    told = _BULLET.sub("", sentence).replace("**", "").strip()
    if told:
        yield told
