"""The labels of fact cards in running lines: closed by a colon, set off by a bar or a wide gap, or known by their words."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ingest.card_keys import KeyKind, kind_of
from ingest.domain import Line
from ingest.language import fold
from ingest.tables_grid import clean, is_blank

MAX_NAME_CHARS = 60
MAX_NAME_WORDS = 7
MAX_WRAPPED_LINES = 3
MAX_GAP_IN_BRACKET = 5
MAX_VALUE_LINES = 4
_MARK = re.compile(r"^(?:[-–•*·▪]\s+)?\**")
_BAR = re.compile(r"([^|]+?)\s*\|\s*([^|]*)")
_COLON = re.compile(r"([^:|]+?)\s*:\**(?:\s+(.*))?")
_WIDE = re.compile(r"(\S+(?: \S+)*) {3,}(\S+(?: \S+)*)")
_SENTENCE = re.compile(r"[!?;]|(?<!\bo)\.(?:\s|$)")
_SHORT_FORMS = re.compile(r"\b(?:t\.?o\.?m|bl\.?a|ca|inkl|exkl|resp|f\.?d)\.")
_YEAR = r"(?: (?:19|20)\d\d)?"
# A line of its own without any mark is a label only where it says just this.
_FIELDS = (
    rf"(?:totalt )?antal(?: [a-z-]+){{1,4}}{_YEAR}(?: ?\(.*)?",
    rf"(?:unika |nya )?deltagare{_YEAR}|besok(?:are)?|avslutade(?: [a-z/]+){{0,4}}|varav [a-z]+ ?(?:/|och) ?[a-z]+",
    rf"(?:total |beviljad )?budget(?:(?: for)? (?:helar(?:et)?|aret|insatsen|projektet))?{_YEAR}(?: ?\(.*)?",
    rf"(?:for)?brukat(?: [a-z.]+){{0,3}}|(?:ekonomiskt )?utfall{_YEAR}|beviljade medel|finansiering|bemanning",
    rf"(?:genomsnitts|genomsnittlig |snitt|styck|total)?kostnad(?:er)?(?: per [a-z]+)?{_YEAR}",
)
_TEXTS = (
    r"syfte(?: ?(?:/|och) ?mal)?|mal|m[a-z]{0,3}lgrupp(?:er)?|overgripande m.l|(?:kvantitativa|kvalitativa) m.l(?: ?\(.*)?",
    r"(?:projekt|insats)?agare|huvudman|projekttid|projektperiod|period|maluppfyllelse|resultat(?:/effekter)?|effekter",
    r"aktiviteter|innehall|metod|arets tema|tema|samverkansparter|parter",
)
_BARE = re.compile("|".join((*_FIELDS, *_TEXTS)))


@dataclass(frozen=True, slots=True)
class Label:
    """`name` as printed, wrapped parts joined by a blank; `first` and `last` are indexes into the lines searched.

    `parts` are the indexes of the lines that hold the name. `value` is the index of the line on which its value starts,
    beside it or between its parts, with what stands there; None and "" where no value does.
    """

    name: str
    parts: tuple[int, ...]
    value: int | None
    text: str
    is_known: bool

    @property
    def first(self) -> int:
        return self.parts[0]

    @property
    def last(self) -> int:
        return max(self.parts[-1], self.value or 0)

    @property
    def kind(self) -> KeyKind:
        return kind_of(self.name)


def find_labels(lines: Sequence[Line], stops: Collection[int]) -> list[Label]:
    """The labels in order, none on a line numbered in `stops`. An unknown name is one only by its colon or bar."""
    found: list[Label] = []
    at = 0
    while at < len(lines):
        label = None if lines[at].number in stops or "\t" in lines[at].text else _label_at(lines, at)
        if label is not None:
            found.append(label)
        at = label.last + 1 if label is not None else at + 1
    return found


def plain(line: Line) -> str:
    """A line without list marks, bold marks, markup and the bars at its edges."""
    return _MARK.sub("", clean(line.text)).replace("**", "").strip("| ")


def value_lines(lines: Sequence[Line], start: int, labels: Collection[int]) -> list[int]:
    """The lines of the text that starts at this index, up to a blank line, a page or one of the lines of `labels`."""
    found = [start]
    for at in range(start + 1, min(start + MAX_VALUE_LINES, len(lines))):
        marked = _MARK.match(clean(lines[at].text))
        if is_blank(lines[at]) or at in labels or lines[at].page != lines[start].page or marked and marked.end():
            break
        found.append(at)
    return found


def _label_at(lines: Sequence[Line], at: int) -> Label | None:
    text = plain(lines[at])
    if not text or not text[0].isalpha() or not text[0].isupper():
        return None
    if match := _BAR.fullmatch(text):
        return _made(lines, at, match[1].rstrip(": "), match[2])
    if match := _COLON.fullmatch(text):
        return _made(lines, at, match[1], match[2] or "")
    if (match := _WIDE.fullmatch(lines[at].text.strip())) and _BARE.fullmatch(fold(match[1])):
        return _made(lines, at, match[1], match[2])
    return _wrapped(lines, at, text)


def _made(lines: Sequence[Line], at: int, name: str, text: str) -> Label | None:
    if not _is_name(name):
        return None
    parts = [at]
    if at + 1 < len(lines) and re.match(r"per [a-zåäö]+:?$", plain(lines[at + 1])):
        # the label's column is narrower than its words
        name, parts = f"{name} {plain(lines[at + 1]).rstrip(': ')}", [at, at + 1]
    return Label(name, tuple(parts), at if text else None, text, kind_of(name) is not KeyKind.OTHER)


def _is_name(name: str) -> bool:
    if len(name) > MAX_NAME_CHARS or len(name.split()) > MAX_NAME_WORDS or name.count("(") != name.count(")"):
        return False
    bare = re.sub(r"\b(?:19|20)\d\d\b", "", _SHORT_FORMS.sub("", name))
    return not _SENTENCE.search(bare) and not re.search(r"\d", bare) and "@" not in name


def _wrapped(lines: Sequence[Line], at: int, text: str) -> Label | None:
    """A name over some lines that a colon or bracket closes, or one line that says just what labels say."""
    parts, name = [at], text
    for below in range(at + 1, min(at + MAX_WRAPPED_LINES, len(lines))):
        more = plain(lines[below])
        if not more or more[0].isupper() or name.count("(") > name.count(")") and ")" not in more:
            break
        name, parts = f"{name} {more}", [*parts, below]
        if more.endswith(":"):
            bare = re.sub(r"\b(?:19|20)\d\d ?", "", name.rstrip(": "))
            return Label(name.rstrip(": "), tuple(parts), None, "", True) if _is_name(bare) else None
    if not _BARE.fullmatch(fold(text)):
        return None
    return _across_value(lines, at, text) if text.count("(") > text.count(")") else Label(text, (at,), None, "", True)


def _across_value(lines: Sequence[Line], at: int, text: str) -> Label | None:
    """A name whose bracket closes lines below, perhaps with its value printed between the two."""
    value: int | None = None
    for below in range(at + 1, min(at + 1 + MAX_GAP_IN_BRACKET, len(lines))):
        more = plain(lines[below])
        if re.match(r"\d", more) and value is None:
            value = below
        elif ")" in more and len(more) <= MAX_NAME_CHARS:
            found = plain(lines[value]) if value is not None else ""
            return Label(f"{text} {more.rstrip(': ')}", (at, below), value, found, True)
        elif more:
            return None
    return None
