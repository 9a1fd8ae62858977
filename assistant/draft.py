"""What a composer hands to the gate: text with keys instead of marks, and the evidence the keys stand for."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from string import ascii_lowercase

from assistant.answer import Status
from assistant.evidence import Calculation, FigureEvidence, PlaceEvidence, QuoteEvidence

# Stands in every mark of this process: no question and no report can hold a mark, whatever brackets it prints. Letters alone,
# since digits would be read as numbers that the text says.
_OF_THIS_PROCESS = "".join(secrets.choice(ascii_lowercase) for _ in range(20))
MARK = re.compile(rf"⟦{_OF_THIS_PROCESS} ([^⟧]+)⟧")


@dataclass(frozen=True, slots=True)
class Draft:
    """`text` cites evidence as `mark` writes it. Only evidence that the text cites ends up among the sources."""

    status: Status
    language: str
    text: str
    figures: tuple[FigureEvidence, ...] = ()
    calculations: tuple[Calculation, ...] = ()
    quotes: tuple[QuoteEvidence, ...] = ()
    warnings: tuple[str, ...] = ()
    places: tuple[PlaceEvidence, ...] = ()


def mark(key: str) -> str:
    """How a draft's text cites the evidence of a key; `MARK` finds it."""
    return f"⟦{_OF_THIS_PROCESS} {key}⟧"
