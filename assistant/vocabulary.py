"""The words of questions, loaded from data and checked: stop words, cues, English equivalents."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from assistant.query import Intent
from ingest.domain import Scenario
from ingest.language import fold, stem, words


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Word lists, folded but for `stopwords`, which hold lower-case words in both spellings.

    `weak` (which includes `operations`) holds stems that say little. `synonyms` maps a stem to the stems of its word
    family and of the words that ask for the same. `intents` and `scenarios` keep the order of the data: the first match wins.
    """

    stopwords: frozenset[str]
    weak: frozenset[str]
    operations: frozenset[str]
    roles: frozenset[str]
    synonyms: Mapping[str, tuple[str, ...]]
    intents: tuple[tuple[Intent, tuple[str, ...]], ...]
    scenarios: tuple[tuple[Scenario, frozenset[str]], ...]
    women: frozenset[str]
    men: frozenset[str]
    spoken: Mapping[str, str]
    change: frozenset[str]
    comparatives: frozenset[str]
    extremes: frozenset[str]
    joining: frozenset[str]
    amounts: tuple[str, ...]
    yes_no_openings: tuple[str, ...]
    claims: tuple[str, ...]
    wished_units: tuple[tuple[str, tuple[str, ...]], ...]
    follow_up_openings: tuple[str, ...]
    persons: frozenset[str]
    things: frozenset[str]
    articles: frozenset[str]
    there: frozenset[str]
    bodies: frozenset[str]
    previous_year: tuple[str, ...]
    superlatives: tuple[str, ...]
    alternatives: tuple[str, ...]
    percent_words: tuple[str, ...]
    money_words: tuple[str, ...]
    about_money_words: tuple[str, ...]
    smallest: tuple[str, ...]
    numerals: frozenset[str]
    latest: tuple[str, ...]
    generic_names: frozenset[str]
    region_words: frozenset[str]
    explain_cues: tuple[str, ...]
    english: dict[str, tuple[str, ...]]


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary of the package's data files. Raises `KeyError` or `ValueError` when the data are incomplete."""
    folder = files("assistant") / "data"
    swedish = tomllib.loads((folder / "swedish.toml").read_text(encoding="utf-8"))
    english = tomllib.loads((folder / "english.toml").read_text(encoding="utf-8"))
    groups = tomllib.loads((folder / "synonyms.toml").read_text(encoding="utf-8"))
    # Both as written and without å ä ö: "for" is the stop word "för", but "män" is not the stop word "man".
    without_content = (*swedish["stopwords"].split(), *english["stopwords"].split())
    stopwords = frozenset(form for w in without_content for form in (w, fold(w)))
    little = [w for name in ("weak", "operations", "telling") for w in swedish[name].split()]
    overlap = {w for w in little if w in stopwords}
    if overlap:
        raise ValueError(f"words both stop words and weak words: {sorted(overlap)}")
    return Vocabulary(
        stopwords=stopwords,
        weak=frozenset(stem(w) for w in little),
        operations=frozenset(stem(w) for w in swedish["operations"].split()),
        roles=frozenset(stem(w) for w in swedish["roles"].split()),
        synonyms=_towards(
            _synonyms(
                line for kind in ("families", "synonyms") for lines in groups[kind].values() for line in lines.splitlines()
            ),
            (line for lines in groups["towards"].values() for line in lines.splitlines()),
        ),
        intents=tuple((Intent(name), tuple(cues)) for name, cues in swedish["intents"].items()),
        scenarios=tuple((Scenario(name), frozenset(fold(c) for c in cues)) for name, cues in swedish["scenarios"].items()),
        women=frozenset(fold(w) for w in swedish["gender"]["women"]),
        men=frozenset(fold(w) for w in swedish["gender"]["men"]),
        spoken=dict(swedish["spoken"]),
        change=frozenset(swedish["change"]["words"].split()),
        comparatives=frozenset(swedish["change"]["comparatives"].split()),
        extremes=frozenset(swedish["compare"]["extremes"]),
        joining=frozenset(swedish["compare"]["joining"]),
        amounts=tuple(swedish["number_kinds"]["amounts"]),
        yes_no_openings=tuple(swedish["yes_no"]["openings"]),
        claims=tuple(swedish["yes_no"]["claims"]),
        wished_units=tuple((unit, tuple(cues)) for unit, cues in swedish["wished_unit"].items()),
        persons=frozenset(swedish["follow_up"]["persons"]),
        things=frozenset(swedish["follow_up"]["things"]),
        articles=frozenset(swedish["follow_up"]["articles"]),
        there=frozenset(swedish["follow_up"]["places"]),
        bodies=frozenset(swedish["follow_up"]["bodies"]),
        follow_up_openings=tuple(swedish["follow_up"]["openings"]),
        previous_year=tuple(swedish["follow_up"]["previous_year"]),
        numerals=frozenset(swedish["numerals"]["words"]),
        superlatives=tuple(swedish["compare"]["superlatives"]),
        alternatives=tuple(swedish["compare"]["or"]),
        percent_words=tuple(swedish["number_kinds"]["percent"]),
        money_words=tuple(swedish["number_kinds"]["money"]),
        about_money_words=tuple(swedish["number_kinds"]["about_money"]),
        smallest=tuple(swedish["rank"]["smallest"]),
        latest=tuple(swedish["relative"]["latest"]),
        generic_names=frozenset(swedish["organisation"]["generic"]),
        region_words=frozenset(swedish["organisation"]["region"]),
        explain_cues=tuple(swedish["cues"]["explain"]),
        english={word: tuple(words(swedish_words)) for word, swedish_words in english["words"].items()},
    )


def _synonyms(groups: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each stem with the other stems of its groups. Raises `ValueError` for a group whose words have one stem."""
    others: dict[str, dict[str, None]] = {}
    for group in filter(None, groups):
        stems = tuple(dict.fromkeys(stem(word) for word in group.split()))
        if len(stems) < 2:
            raise ValueError(f"a group of words needs two different stems: {group!r}")
        for one in stems:
            others.setdefault(one, {}).update(dict.fromkeys(s for s in stems if s != one))
    return {one: tuple(found) for one, found in others.items()}


def _towards(synonyms: dict[str, tuple[str, ...]], groups: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The synonyms with those that hold one way: each line's first word may ask for its others."""
    found = dict(synonyms)
    for first, *others in (line.split() for line in groups if line):
        one = stem(first)
        found[one] = tuple(dict.fromkeys((*found.get(one, ()), *(stem(word) for word in others))))
    return found


def has_phrase(folded: str, phrase: str) -> bool:
    """Whether the folded phrase stands in the folded text as whole words."""
    return f" {phrase} " in _between_blanks(folded)


@lru_cache(maxsize=1_000)
def _between_blanks(folded: str) -> str:
    """One text is looked through for hundreds of phrases."""
    return f" {' '.join(words(folded))} "
