"""People counted twice for one thing: an event on one day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from ingest.checks.sentences_said import Said, figure_of, said_finding
from ingest.checks.words import say_value
from ingest.domain import Certainty, Finding, FindingKind, Report
from ingest.language import stem, words
from ingest.statements_numbers import MONTH, Mention

_DAY = re.compile(rf"\b\d{{1,2}} {MONTH}")
_PEOPLE = re.compile(
    r"^ ?(?:[a-z]+ )?(?:personer|deltagare|individer|medarbetare|besokare|samverkansparter|handlaggare|medborgare)\b"
)
# Another year, a goal, or a part of the whole: told apart on purpose.
_OTHER_MATTER = re.compile(
    r"\b(?:varav|unika|nya|ytterligare|jamfor\w*|forra|foregaende|tidigare|aret innan|mal|malet|ska|skall|planera\w*|budget\w*"
    r"|halvar\w*|forsta|varen|hosten|anmal\w*|inbjud\w*|bjods|svar\w*|enkat\w*|kvinnor|man|per)\b|%"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SMALLEST = 20
_SHARED_WORDS = 2
_SHORTEST_WORD = 6
# Counts further apart than that are more likely of different things.
_FAR = 5


def counted_twice(report: Report, sentences: Sequence[Said]) -> Iterator[Finding]:
    """Sentences with one count each, the same day and words, and counts a little apart."""
    told = [(said, count) for said in sentences if (count := _only_count(said)) is not None]
    for (one, first), (other, second) in combinations(told, 2):
        apart = abs(first.value - second.value)
        if not 0 < apart * _FAR <= max(first.value, second.value) or one.quote == other.quote:
            continue
        if _YEAR.findall(one.folded) == _YEAR.findall(other.folded) and _same_day(one, other):
            what = f"{say_value(second.value, '')} personer anges på ett ställe och {say_value(first.value, '')} på ett annat."
            yield said_finding(
                report,
                FindingKind.CONTRADICTION,
                what,
                (other, one),
                second.value,
                first.value,
                "personer",
                certainty=Certainty.INTERPRETATION,
                figures=(figure_of(report, other, second), figure_of(report, one, first)),
            )


def _only_count(said: Said) -> Mention | None:
    """The count of people of a sentence that has no other number."""
    if len(said.mentions) != 1 or len(said.counts) != 1 or _OTHER_MATTER.search(said.folded):
        return None
    count = said.counts[0]
    return count if count.value >= _SMALLEST and _PEOPLE.match(said.folded[count.end :]) else None


def _same_day(one: Said, other: Said) -> bool:
    days = {match.group() for match in _DAY.finditer(one.folded)} & {match.group() for match in _DAY.finditer(other.folded)}
    return bool(days) and len(_content(one) & _content(other)) >= _SHARED_WORDS


def _content(said: Said) -> set[str]:
    return {stem(word) for word in words(said.sentence.text) if len(word) >= _SHORTEST_WORD}
