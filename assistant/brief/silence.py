"""What a brief says where it found nothing: that the reports are silent, or where they may speak of it after all.

"Says nothing" is said only where no sentence, list or row of the reports has a word of the matter.
"""

from __future__ import annotations

import re

from assistant.brief.content import Paragraph, SectionKey
from assistant.brief.material import Material
from assistant.brief.sources import marks
from ingest.domain import TextUnit
from ingest.language import fold
from vectorstore.entries import ReportEntry

_ABOUT = {
    SectionKey.ECONOMY: "resultat och ställning",
    SectionKey.FIVE_YEARS: "hur samma mått har utvecklats över flera år",
    SectionKey.BUDGET: "hur utfallet förhåller sig till budgeten",
    SectionKey.CONTRIBUTION: "vad medlemsbidragen har använts till",
    SectionKey.PARTICIPANTS: "hur många som har deltagit i insatserna",
    SectionKey.GOALS: "hur målen har uppfyllts",
    SectionKey.INDICATORS: "indikatormätningar eller enkäter",
    SectionKey.EVENTS: "väsentliga händelser",
    SectionKey.OUTLOOK: "risker eller förväntad utveckling",
}
_WORDS = {
    SectionKey.ECONOMY: re.compile(r"\bresultat\w*|\bintakt\w*|\bkostnad\w*"),
    SectionKey.FIVE_YEARS: None,
    SectionKey.BUDGET: re.compile(r"\bbudget\w*"),
    SectionKey.CONTRIBUTION: re.compile(r"\bmedlems(?:bidrag|avgift)\w*|\bdriftbidrag\w*|\bmedelstilldelning\w*"),
    SectionKey.PARTICIPANTS: re.compile(
        r"\d+ (?:\w+ ){0,2}(?:deltagare|individer|personer|arenden|medborgare)\b|\bdeltagare\b.*\d|\bantal deltagare\b"
    ),
    SectionKey.GOALS: re.compile(r"\b(?:del)?mal(?:et|en|uppfyll\w*|sattning\w*)?\b"),
    SectionKey.INDICATORS: re.compile(r"\bindikator\w*|\benkat\w*"),
    SectionKey.EVENTS: re.compile(r"\bhandelse(?:r|rna)?\b"),
    SectionKey.OUTLOOK: re.compile(r"\brisk\w*|\bframtid\w*|\bforvantad utveckling\b"),
}
_MOST_PLACES = 3


def say_silence(material: Material, key: SectionKey) -> Paragraph:
    """The sentence in the place of a section that has nothing."""
    name = f"{material.id}:{key}:inget"
    if key is SectionKey.QUESTIONS:
        return Paragraph(name, "Inget i rapporternas siffror ger i sig anledning till en fråga.")
    if key is SectionKey.BUDGET and material.extent.is_plan:
        return Paragraph(name, "En plan har inget utfall att ställa mot budgeten.")
    one = len(material.extent.main) == 1
    subject = "Rapporten" if one else "Rapporterna"
    if key is SectionKey.FIVE_YEARS:
        return Paragraph(name, f"I {subject.lower()} har inget hittats om {_ABOUT[key]}.")
    places = mentions(material, key)
    if not places:
        return Paragraph(name, f"{subject} säger inget om {_ABOUT[key]}.")
    text = f"Programmet har inte kunnat läsa ut {_ABOUT[key]}. Ställen i {subject.lower()} som kan röra saken:{marks(*places)}."
    return Paragraph(name, text)


def mentions(material: Material, key: SectionKey) -> list[int]:
    """The first places of the period's reports that have a word of the matter, each of another section."""
    places = _first_places(material, key)
    return [material.sources.quote(entry, unit.locator, unit.text) for entry, unit in places]


def speaks_of(material: Material, key: SectionKey) -> bool:
    return bool(_first_places(material, key))


def _first_places(material: Material, key: SectionKey) -> list[tuple[ReportEntry, TextUnit]]:
    wanted = _WORDS[key]
    found: dict[str, tuple[ReportEntry, TextUnit]] = {}
    for contents in material.contents:
        for unit in (unit for passage in contents.passages for unit in passage.units):
            if wanted is not None and unit.locator.section not in found and wanted.search(fold(unit.text)):
                found[unit.locator.section] = (contents.report, unit)
    return list(found.values())[:_MOST_PLACES]
