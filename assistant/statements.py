"""Counts by gender in running text ("13 individer deltagit (6 kvinnor och 7 män)"), so that a share can be computed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.evidence import Calculation, QuoteEvidence
from assistant.operations import Operation

_COUNT = r"(\d{1,3}(?:[ \u00a0]\d{3})+|\d+)"
_WOMEN = re.compile(rf"{_COUNT}\s+kvinn(?:or|a)\b", re.IGNORECASE)
_MEN = re.compile(rf"{_COUNT}\s+m(?:än|an)\b", re.IGNORECASE)
_OF_A_PART = re.compile(r"\d\s?(?:%|procent)\s+av\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class GenderSplit:
    women: Decimal
    men: Decimal


def find_gender_split(text: str) -> GenderSplit | None:
    """The split of a text that states exactly one; None for none or several, where it is unclear which is meant, and for that
    of a part: "19 % av deltagarna, 21 kvinnor/20 män"."""
    women, men = _WOMEN.findall(text), _MEN.findall(text)
    if len(women) != 1 or len(men) != 1 or _OF_A_PART.search(text):
        return None
    return GenderSplit(_count(women[0]), _count(men[0]))


def gender_share(gender: str, evidence: QuoteEvidence, label: str) -> Calculation | None:
    """The share of women or men in the split that a quoted sentence states, in percent."""
    split = find_gender_split(evidence.unit.text)
    if split is None or split.women + split.men == 0:
        return None
    part = split.women if gender == "women" else split.men
    expression = f"{part} / ({split.women} + {split.men}) * 100"
    value = part / (split.women + split.men) * 100
    return Calculation(f"c:share:{evidence.key}", Operation.SHARE, label, value, "%", expression, (evidence.key,))


def _count(print_: str) -> Decimal:
    return Decimal(re.sub(r"\D", "", print_))
