"""How the lines of the accounts follow from each other, as data checked when loaded."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from ingest.domain import FindingKind
from ingest.errors import UsageError
from ingest.lexicon import Lexicon, fold_label, load_concepts

_PARTS = {"statements", "contents", "lines", "opening", "restated", "relation"}
_REQUIRED = {"in", "stated", "terms", "rule"}
_FLAGS = ("whole", "sure", "most", "either_sign")
_KEYS = {*_REQUIRED, *_FLAGS, "kind", "beside", "per", "from_percent"}
_TERM = re.compile(r"([-+~]) (?:([a-z]+)\.)?([a-z_]+)( @opening)?( \?)?")
# Running text counts as a statement of its own.
TEXT = "text"
# Lines that the columns of an operating statement make of its total row.
COLUMN_LINES = {"intakt": "summa_intakt", "kostnad": "summa_kostnad", "netto": "summa_netto"}


@dataclass(frozen=True, slots=True)
class RuleTerm:
    """`sign` is "+", "-" or "~" (a cost, whichever sign is printed). `statement` is "" for the table itself."""

    sign: str
    statement: str
    line: str
    is_opening: bool
    is_optional: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """In a table of one of the `statements`, each line of `stated` follows from one of the `alternatives`.

    `is_whole`: no row of the table but those named, and those `beside`, stands between them. `is_sure`: a break counts by
    itself; else only where the rule holds for another time, so that no difference of scope is accused; `needs_most`: only
    where it holds for most times. `has_either_sign`: one side may be printed with the other sign.
    `per`: the stated one is the terms in percent of this, where all that say it agree. A break of less than `from_percent` of the
    largest term is none: it may be items that the table leaves out.
    """

    statements: tuple[str, ...]
    stated: tuple[str, ...]
    alternatives: tuple[tuple[RuleTerm, ...], ...]
    words: str
    kind: FindingKind = FindingKind.SUM
    beside: tuple[str, ...] = ()
    is_whole: bool = False
    is_sure: bool = False
    needs_most: bool = False
    has_either_sign: bool = False
    per: tuple[RuleTerm, ...] = ()
    from_percent: int = 0


@dataclass(frozen=True, slots=True)
class Rules:
    """`statements` maps each kind of table to the folded words of its title, `contents` to lines that it must have.

    `lines` maps a folded row label to its line, where no concept names it; `opening` a line that tells how things stood
    when the period began to the line that tells the same at its end. `by_concept`: rows of
    these concepts are one fact in two tables whatever they are called; `wide`: these are counted gross here and net there.
    """

    statements: tuple[tuple[str, tuple[str, ...]], ...]
    contents: tuple[tuple[str, frozenset[str]], ...]
    lines: dict[str, str]
    opening: dict[str, str]
    rules: tuple[Rule, ...]
    by_concept: frozenset[str] = frozenset()
    wide: frozenset[str] = frozenset()

    @property
    def compared_lines(self) -> frozenset[str]:
        """Every line that a relation speaks of."""
        stated = {line for rule in self.rules for line in rule.stated}
        terms = {term.line for rule in self.rules for alternative in rule.alternatives for term in alternative}
        return frozenset(stated | terms | set(self.opening))


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """The relations of the package. Raises as `parse_rules`."""
    return parse_rules(resources.files("ingest").joinpath("data/relations.toml").read_text(encoding="utf-8"), load_concepts())


def parse_rules(text: str, lexicon: Lexicon) -> Rules:
    """Relations from TOML. Raises `UsageError` for an unknown or missing key, an unknown statement or line, a term that is
    not written as one, and for a row label that the lexicon knows already."""
    data = tomllib.loads(text)
    if unknown := sorted(set(data) - _PARTS):
        raise _broken(unknown[0], "okänd del")
    statements = tuple((kind, tuple(fold_label(word) for word in words)) for kind, words in data.get("statements", {}).items())
    lines = {fold_label(label): line for line, labels in data.get("lines", {}).items() for label in labels}
    if named := [label for label in lines if lexicon.concept_of(label)]:
        raise _broken(lines[named[0]], f'"{named[0]}" är redan begreppet {lexicon.concept_of(named[0])}')
    known = {concept.key for concept in lexicon.concepts} | set(lines.values()) | set(COLUMN_LINES.values())
    kinds = {TEXT, *(kind for kind, _ in statements)}
    contents = tuple((kind, frozenset(needed)) for kind, needed in data.get("contents", {}).items())
    opening = dict(data.get("opening", {}))
    by_concept, wide = (frozenset(data.get("restated", {}).get(part, ())) for part in ("by_concept", "wide"))
    for name in (*by_concept, *wide, *opening, *opening.values(), *(line for _, needed in contents for line in needed)):
        _check(name, known, "okänd rad")
    rules = tuple(_rule(entry, kinds, known) for entry in data.get("relation", ()))
    return Rules(statements, contents, lines, opening, rules, by_concept, wide)


def _rule(entry: dict[str, object], kinds: set[str], known: set[str]) -> Rule:
    name = str(entry.get("rule", "relation"))
    if odd := sorted(set(entry) - _KEYS) or sorted(_REQUIRED - set(entry)):
        raise _broken(name, f"okänd nyckel eller nyckel som saknas: {odd[0]}")
    alternatives = entry["terms"]
    if not isinstance(alternatives, list) or not all(isinstance(terms, list) and terms for terms in alternatives):
        raise _broken(name, "terms ska vara en lista av listor")
    flags = {flag: entry.get(flag, False) is True for flag in _FLAGS}
    rule = Rule(
        _words(entry["in"], name),
        _words(entry["stated"], name),
        tuple(tuple(_term(str(text), name) for text in terms) for terms in alternatives),
        name,
        FindingKind(str(entry.get("kind", FindingKind.SUM.value))),
        _words(entry.get("beside", []), name),
        flags["whole"],
        flags["sure"],
        flags["most"],
        flags["either_sign"],
        tuple(_term(text, name) for text in _words(entry.get("per", []), name)),
        int(str(entry.get("from_percent", 0))),
    )
    terms = [term for alternative in (*rule.alternatives, rule.per) for term in alternative]
    for statement in (*rule.statements, *(term.statement for term in terms if term.statement)):
        _check(statement, kinds, f"okänd räkning i {name}")
    for line in (*rule.stated, *rule.beside, *(term.line for term in terms)):
        _check(line, known, f"okänd rad i {name}")
    return rule


def _term(text: str, name: str) -> RuleTerm:
    match = _TERM.fullmatch(text)
    if match is None:
        raise _broken(name, f'"{text}" är ingen term')
    sign, statement, line, opening, optional = match.groups()
    return RuleTerm(sign, statement or "", line, bool(opening), bool(optional))


def _words(value: object, name: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(word, str) for word in value):
        raise _broken(name, "en lista med ord väntades")
    return tuple(value)


def _check(word: str, known: Sequence[str] | set[str], why: str) -> None:
    if word not in known:
        raise _broken(word, why)


def _broken(key: str, why: str) -> UsageError:
    return UsageError(f"Relationerna går inte att läsa: {key}: {why}. Rätta relations.toml.")
