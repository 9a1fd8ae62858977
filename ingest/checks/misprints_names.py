"""Names misspelt: the association's own, and one person or team spelt in two ways."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from ingest.checks.outline_places import Text, spot_around
from ingest.domain import Certainty, Finding, FindingKind, Line

_NAME = re.compile(r"(?<![\w@./-])[A-ZÅÄÖÉ][a-zåäöéü]{4,}(?![\w@])(?!\.\w)")
_PERSON = re.compile(r"(?<![\w-])([A-ZÅÄÖÉ][a-zåäöéü]+(?:-[A-ZÅÄÖÉ][a-zåäöéü]+)?) ([A-ZÅÄÖÉ][a-zåäöéü]{4,})(?!-?\w)")
_ORDINARY = frozenset(
    {"finsam", "samordningsförbundet", "samordningsförbund", "förbundet", "förbund", "kommun", "kommuner", "region"}
)
_MIN_SOUND, _MIN_LETTERS, _LONG_NAME = 3, 6, 8
# An ending of this many letters may be grammar ("teamet", "teamen").
_ENDING = 3


def spelling_findings(text: Text) -> Iterator[Finding]:
    """Nothing for a scan that has lost letters everywhere."""
    if text.is_damaged:
        return
    words: dict[str, list[tuple[Line, re.Match[str]]]] = defaultdict(list)
    lower: Counter[str] = Counter()
    for line in text.report.document.lines:
        for match in _NAME.finditer(line.text):
            words[_bare(match[0])].append((line, match))
        lower.update(re.findall(r"(?<![\w-])[a-zåäö]{5,}", line.text))
    own = [_as_printed_most(name, words) for name in _own_names(text)]
    for name in own:
        yield from _misspelt_own(text, name, words, lower)
    yield from _two_persons(text, lower)
    yield from _two_teams(text, words, lower, own)


def _bare(name: str) -> str:
    return name.removesuffix("s") if len(name) > _MIN_LETTERS else name


def _own_names(text: Text) -> list[str]:
    """The words of the association's name that no other association has."""
    parts = re.findall(r"[A-ZÅÄÖ][a-zåäöé]+", text.report.metadata.association)
    return [_bare(part) for part in parts if len(part) >= _MIN_LETTERS and part.lower() not in _ORDINARY]


def _as_printed_most(name: str, words: dict[str, list[tuple[Line, re.Match[str]]]]) -> str:
    """The name is taken from the text, and may be taken from where it is misspelt."""
    near = [other for other in words if OSA.distance(other, name) <= _room(name) and other[:2] == name[:2]]
    return max([name, *near], key=lambda other: len(words.get(other, ())))


def _room(name: str) -> int:
    return 1 if len(name) < _LONG_NAME else 2


def _misspelt_own(
    text: Text, name: str, words: dict[str, list[tuple[Line, re.Match[str]]]], lower: Counter[str]
) -> Iterator[Finding]:
    sound = len(words.get(name, ()))
    if sound < _MIN_SOUND:
        return
    for other, places in words.items():
        if other == name or not 1 <= OSA.distance(other, name) <= _room(name) or len(places) * _MIN_SOUND > sound:
            continue
        if lower[other.lower()] or other[:2] != name[:2] or other.startswith(name) or name.startswith(other):
            continue
        what = f"Namnet {name} är tryckt ”{other}”, men skrivs {name} på {sound} andra ställen."
        spots = [spot_around(line, match.start(), match.end()) for line, match in places]
        yield text.finding(FindingKind.MISPRINT, what, spots, cause="skrivfel i namnet")


def _two_persons(text: Text, lower: Counter[str]) -> Iterator[Finding]:
    """The same first name before two surnames that are hardly apart ("Karlsson" and "Carlsson")."""
    surnames: dict[str, dict[str, tuple[Line, re.Match[str]]]] = defaultdict(dict)
    for line in text.report.document.lines:
        for match in _PERSON.finditer(line.text):
            if match[1].lower() not in _ORDINARY and not lower[match[1].lower()] and not lower[match[2].lower()]:
                surnames[match[1]].setdefault(_bare(match[2]), (line, match))
    for first, found in surnames.items():
        names = list(found)
        # two persons of one first name are rare where the name is: then the surnames may be further apart
        room = 2 if "-" in first or len(names) == 2 else 1
        for index, one in enumerate(names):
            for other in (name for name in names[index + 1 :] if _is_slip(one, name, room)):
                spots = [spot_around(line, match.start(), match.end()) for line, match in (found[one], found[other])]
                what = f"Namnet är tryckt på två sätt: ”{found[one][1][0]}” och ”{found[other][1][0]}”."
                yield text.finding(FindingKind.CONTRADICTION, what, spots, Certainty.INTERPRETATION, cause="skrivfel i namnet")


def _is_slip(one: str, other: str, room: int) -> bool:
    """Further than one letter apart, names must at least begin alike."""
    apart = OSA.distance(one, other)
    if min(len(one), len(other)) < _MIN_LETTERS - 1 or one.startswith(other) or other.startswith(one):
        return False
    return apart == 1 or (apart <= room and one[:2] == other[:2])


def _two_teams(
    text: Text, words: dict[str, list[tuple[Line, re.Match[str]]]], lower: Counter[str], own: list[str]
) -> Iterator[Finding]:
    """A name printed often, and once or twice with one letter more, less or another inside it."""
    often = [name for name, places in words.items() if len(places) >= _MIN_SOUND and len(name) >= _LONG_NAME and name not in own]
    for name in often:
        if lower[name.lower()]:
            continue
        for other, places in words.items():
            if other == name or len(places) * _MIN_SOUND > len(words[name]) or lower[other.lower()] or other in own:
                continue
            if OSA.distance(other, name) == 1 and other[-_ENDING:] == name[-_ENDING:] and other[:2] == name[:2]:
                spots = [spot_around(line, match.start(), match.end()) for line, match in places]
                what = f"”{other}” är troligen {name}, som skrivs så på {len(words[name])} andra ställen."
                yield text.finding(FindingKind.MISPRINT, what, spots, Certainty.INTERPRETATION, cause="skrivfel i namnet")
