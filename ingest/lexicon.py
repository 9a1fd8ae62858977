"""The concept lexicon: what a printed line means across associations and years, as data checked when loaded."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from rapidfuzz.distance import Levenshtein

from ingest.errors import UsageError
from ingest.language import fold

_KEYS = {"label", "kind", "unit", "printed", "everyday", "context"}
_REQUIRED = {"label", "kind", "unit", "printed"}
_KINDS = ("flow", "instant")
_UNITS = ("money", "%", "antal")
_LEADING_SIGN = re.compile(r"^([=+]|[-+]/[-+]|-(?=\s))\s*")
_BRACKETS = re.compile(r"\s*\([^)]*\)?")
_WORD_BREAK = re.compile(r"(?<=[a-z]{3})- (?!och\b|eller\b|samt\b)(?=[a-z]{3})")
_YEARS = re.compile(r"\s(19|20)\d\d\b.*$")
_EDGES = " .:;,*="
# A scan with the wrong language misreads about one letter in ten ("Omsittningstillgangar"); shorter labels must be exact.
CHARS_PER_MISREAD = 10


@dataclass(frozen=True, slots=True)
class Concept:
    """`kind` is "flow" or "instant"; `unit` "money", "%" or "antal". `printed` are the line labels that mean it,
    `everyday` the words people use. `context` names table titles outside of which the label means something else.
    """

    key: str
    label: str
    kind: str
    printed: tuple[str, ...]
    everyday: tuple[str, ...] = ()
    unit: str = "money"
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    concepts: tuple[Concept, ...]
    _by_variant: dict[str, tuple[Concept, ...]] = field(repr=False, default_factory=dict)

    def concept_of(self, row_label: str, context: str = "") -> str | None:
        """The key of the concept that a printed row label means; `context` is the table's title and section."""
        for variant in _forms(row_label):
            claims = self._by_variant.get(variant) or self._by_variant.get(self._nearly(variant), ())
            for concept in claims:
                if not concept.context or any(_mentions(context, word) for word in concept.context):
                    return concept.key
        return None

    def _nearly(self, variant: str) -> str:
        """The one known variant that a scanner's misread letter away is this, "" for none or several."""
        allowed = len(variant) // CHARS_PER_MISREAD
        if not allowed:
            return ""
        near = [v for v in self._by_variant if 0 < Levenshtein.distance(variant, v, score_cutoff=allowed) <= allowed]
        return near[0] if len({self._by_variant[v] for v in near}) == 1 and " " not in _odd_words(variant, near[0]) else ""

    def get(self, key: str | None) -> Concept | None:
        return next((c for c in self.concepts if c.key == key), None) if key else None


def _mentions(text: str, word: str) -> bool:
    """Whether a title has the word, one misread letter in ten allowed."""
    wanted = fold_label(word)
    words = re.findall(r"[^\W_]+", fold_label(text))
    return any(Levenshtein.distance(w, wanted) <= len(wanted) // CHARS_PER_MISREAD for w in words)


def _odd_words(one: str, other: str) -> str:
    """The words of the first text that the other lacks."""
    known = set(other.split())
    return " ".join(w for w in one.split() if w not in known)


@lru_cache(maxsize=20_000)
def fold_label(label: str) -> str:
    """A row label made comparable: folded, blanks and closing marks gone.

    A word broken at a line end is joined, "ö" that a scanner read as "6" restored.
    """
    folded = " ".join(fold(label).split()).strip(_EDGES)
    folded = _WORD_BREAK.sub("", folded)
    folded = re.sub(r"(?<![0-9])6(?=[a-z]{3})", "o", folded)
    return _LEADING_SIGN.sub("", folded).strip(_EDGES)


def _forms(label: str) -> tuple[str, ...]:
    """The label as a whole, then without what stands in brackets, without the years that qualify it, and each side
    of a slash, the last first: it is the narrower name ("Intäkter/medlemsavgifter")."""
    whole = fold_label(label)
    bare = _BRACKETS.sub("", whole).strip(_EDGES)
    undated = _YEARS.sub("", bare).strip(_EDGES)
    # "Arvoden, soc. avg." adds in short what the name leaves out
    named = re.sub(r",\s\w{2,5}\..*$", "", undated).strip(_EDGES)
    sides = [side.strip(_EDGES) for side in reversed(undated.split("/"))]
    return tuple(dict.fromkeys((whole, bare, undated, named, *sides)))


@lru_cache(maxsize=1)
def load_concepts() -> Lexicon:
    """The lexicon of the package. Raises as `parse_concepts`."""
    return parse_concepts(resources.files("ingest").joinpath("data/concepts.toml").read_text(encoding="utf-8"))


def parse_concepts(text: str) -> Lexicon:
    """A lexicon from TOML, one table a concept. Raises `UsageError` for an unknown or missing key, an unknown kind or
    unit, and for a printed variant that two concepts claim in the same context."""
    concepts = tuple(_concept(key, entry) for key, entry in tomllib.loads(text).items())
    by_variant: dict[str, tuple[Concept, ...]] = {}
    for concept in concepts:
        for variant in concept.printed:
            others = by_variant.get(fold_label(variant), ())
            for other in others:
                if other.context == concept.context:
                    raise _broken(concept.key, f'"{variant}" står redan under {other.key}')
            # the one with a context is tried first
            by_variant[fold_label(variant)] = tuple(sorted((*others, concept), key=lambda c: not c.context))
    return Lexicon(concepts, by_variant)


def _concept(key: str, entry: object) -> Concept:
    if not isinstance(entry, dict):
        raise _broken(key, "ett begrepp ska vara en tabell")
    unknown, missing = sorted(set(entry) - _KEYS), sorted(_REQUIRED - set(entry))
    if unknown or missing:
        raise _broken(key, f"okänd nyckel {unknown[0]}" if unknown else f"{missing[0]} saknas")
    if entry["kind"] not in _KINDS or entry["unit"] not in _UNITS:
        raise _broken(key, f"kind ska vara {' eller '.join(_KINDS)} och unit {', '.join(_UNITS)}")
    lists = {name: entry.get(name, []) for name in ("printed", "everyday", "context")}
    for name, words in lists.items():
        if not isinstance(words, list) or not all(isinstance(w, str) and w.strip() for w in words):
            raise _broken(key, f"{name} ska vara en lista med ord")
        if len({fold_label(w) for w in words}) != len(words):
            raise _broken(key, f"{name} har samma ord två gånger")
    return Concept(
        key,
        str(entry["label"]),
        str(entry["kind"]),
        tuple(lists["printed"]),
        tuple(lists["everyday"]),
        str(entry["unit"]),
        tuple(lists["context"]),
    )


def _broken(key: str, why: str) -> UsageError:
    return UsageError(f"Begreppslexikonet går inte att läsa: {key}: {why}. Rätta concepts.toml.")
