"""What a bracketed number beside another means: a share, a part by name, or the same of another time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.language import fold
from ingest.periods import is_period
from ingest.unit_words import MONEY_UNITS, named_unit

_BRACKETS = re.compile(r"\(([^()]*)\)?")
_SHARE = re.compile(r"%|procent|andel|forbruk")
_ALL_IN_BRACKETS = re.compile(r"(?:foregaende|forra|fg\.?) ars?(?:ets)?\b[^.]*\binom parentes")
_OTHER_TIME = re.compile(
    r"^(?:utfall |budget )?(?:foregaende|foreg\.?|fg\.?|forra) ?(?:ar(?:et)?|period(?:en)?)\.?$|^f\.\s?a\.?$"
)


YEAR_BEFORE = "föregående år"


@dataclass(frozen=True, slots=True)
class Bracket:
    """`part`: the name of what is bracketed ("varav kvinnor"), "" where none; `time`: the time it is of, as printed."""

    part: str = ""
    time: str = ""
    is_share: bool = False


def read_bracket(label: str, header: str, title: str) -> Bracket | None:
    """What the bracket in a row's label, else in its header or title, says of the bracketed number; None where none says."""
    if _ALL_IN_BRACKETS.search(fold(title)):
        return Bracket(time=YEAR_BEFORE)
    for text in (label, header, title):
        for inside in map(str.strip, _BRACKETS.findall(text)):
            folded = fold(inside)
            if _SHARE.search(folded):
                return Bracket(is_share=True)
            if is_period(inside) or _OTHER_TIME.match(folded):
                return Bracket(time=inside)
            if named_unit(inside) not in MONEY_UNITS and re.search(r"[a-z]{2}", folded) and not re.search(r"\d", folded):
                return Bracket(part=inside)
    return None


def without_brackets(text: str) -> str:
    """A label or header without what stands in brackets, white space folded."""
    return " ".join(_BRACKETS.sub(" ", text).split())
