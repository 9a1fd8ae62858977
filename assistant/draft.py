"""What a composer hands to the gate: text with keys instead of marks, and the evidence the keys stand for."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Status
from assistant.evidence import Calculation, FigureEvidence, PlaceEvidence, QuoteEvidence


@dataclass(frozen=True, slots=True)
class Draft:
    """`text` cites evidence as `⟦key⟧`. Only evidence that the text cites ends up among the sources."""

    status: Status
    language: str
    text: str
    figures: tuple[FigureEvidence, ...] = ()
    calculations: tuple[Calculation, ...] = ()
    quotes: tuple[QuoteEvidence, ...] = ()
    warnings: tuple[str, ...] = ()
    places: tuple[PlaceEvidence, ...] = ()


def mark(key: str) -> str:
    return f"⟦{key}⟧"
