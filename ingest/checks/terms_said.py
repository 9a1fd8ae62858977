"""One thing called by two of the field's terms, which are data ("medlemssamråd", "medlemsråd")."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from ingest.checks.outline_places import Spot, Text, spot_around
from ingest.domain import Certainty, Finding, FindingKind
from ingest.errors import UsageError
from ingest.language import fold

_KEYS = {"words", "not_before", "misprint"}


@dataclass(frozen=True, slots=True)
class Terms:
    """Words for one thing, the usual one first, each with how it is met in folded text."""

    words: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    are_slips: bool


@lru_cache(maxsize=1)
def load_terms() -> tuple[Terms, ...]:
    """The terms of the package. Raises as `parse_terms`."""
    return parse_terms(resources.files("ingest").joinpath("data/terms.toml").read_text(encoding="utf-8"))


def parse_terms(text: str) -> tuple[Terms, ...]:
    """Terms from TOML. Raises `UsageError` for an unknown key and for fewer than two words."""
    found: list[Terms] = []
    for entry in tomllib.loads(text).get("same", ()):
        words, endings = entry.get("words", []), entry.get("not_before", [])
        if set(entry) - _KEYS or len(words) < 2:
            raise UsageError(f"Termerna går inte att läsa: {words or entry}. Rätta terms.toml.")
        behind = rf"(?!{'|'.join(re.escape(fold(ending)) for ending in endings)})" if endings else ""
        patterns = tuple(re.compile(rf"(?<![\w-]){re.escape(fold(word))}{behind}") for word in words)
        found.append(Terms(tuple(words), patterns, entry.get("misprint", False) is True))
    return tuple(found)


def term_findings(text: Text) -> Iterator[Finding]:
    """The rarer of two names for one thing; a slip of the pen by itself."""
    for terms in load_terms():
        places = [list(_spots(text, pattern)) for pattern in terms.patterns]
        used = [at for at, spots in enumerate(places) if spots]
        if terms.are_slips:
            for at in used[1:] if used[:1] == [0] else used:
                what = f"”{_printed(places[at][0], terms.words[at])}” ska vara {terms.words[0]}."
                yield text.finding(FindingKind.MISPRINT, what, places[at], text.certainty, cause="skrivfel")
        elif len(used) > 1:
            rare = min(used, key=lambda at: (len(places[at]), -at))
            usual = max((at for at in used if at != rare), key=lambda at: len(places[at]))
            what = f"Samma sak kallas ”{terms.words[rare]}” och ”{terms.words[usual]}”."
            spots = [*places[rare], *places[usual]]
            yield text.finding(FindingKind.CONTRADICTION, what, spots, Certainty.INTERPRETATION)


def _printed(spot: Spot, word: str) -> str:
    """The whole word as it stands there."""
    return next((one.strip('.,:;()”"') for one in spot.quote.split() if fold(one).startswith(fold(word))), word)


def _spots(text: Text, pattern: re.Pattern[str]) -> Iterator[Spot]:
    """Where the words stand outside the table of contents; nothing where folding moves the letters."""
    for line in text.body():
        folded = fold(line.text)
        match = pattern.search(folded) if len(folded) == len(line.text) else None
        if match is not None:
            yield spot_around(line, match.start(), match.end())
