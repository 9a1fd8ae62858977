"""The sections that are told in the reports' own words: what happened, and what is expected."""

from __future__ import annotations

import re

from assistant.brief.content import Block, SectionKey
from assistant.brief.material import Material
from assistant.brief.quotes import EVENTS, as_quotes, in_section, quotes_of_section, said_in, spread, stands_alone
from ingest.language import fold

_OUTLOOK = ("forvantad utveckling", "framtida utveckling", "framtidsutsikter", "riskanalys", "risker och osakerhet")
_RISK = re.compile(
    r"\b(?:risk(?:er|en|erna|omrade\w*)?|hotas?|osaker\w*|uttrade|uppsagning|neddragning\w*"
    r"|minska(?:d|de|t) (?:medel|anslag|bidrag)\w*)\b"
)
_MOST_EVENTS, _MOST_OUTLOOK, _MOST_RISKS = 8, 6, 3
_ENOUGH = 3  # paragraphs whose first sentences stand alone tell enough; less is filled up with others


def events_blocks(material: Material) -> tuple[Block, ...]:
    """The first sentence of each paragraph on events of importance, as far as it stands alone."""
    return tuple(quotes_of_section(material, EVENTS, SectionKey.EVENTS, _MOST_EVENTS, enough=_ENOUGH))


def outlook_blocks(material: Material) -> tuple[Block, ...]:
    """What the reports expect, and the sentences anywhere else that speak of risks."""
    expected = quotes_of_section(material, _OUTLOOK, SectionKey.OUTLOOK, _MOST_OUTLOOK, enough=_ENOUGH)
    risky = [
        said
        for said in said_in(material)
        if not in_section(said.unit.locator.section, (*_OUTLOOK, *EVENTS))
        and _RISK.search(fold(said.unit.text))
        and stands_alone(said.unit.text)
    ]
    return (*expected, *as_quotes(material, spread(material, risky, _MOST_RISKS), SectionKey.OUTLOOK))
