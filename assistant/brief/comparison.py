"""Several associations side by side: the main measures of each one's own period."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.brief.content import COMPARISON, Cell, Paragraph, Section, TableBlock
from assistant.brief.contested import doubt_notes
from assistant.brief.material import Material
from assistant.brief.stated import MISSING, figure_cell, source_cell
from assistant.brief.wording import period_words
from ingest.lexicon import load_concepts

_MEASURES = (
    "medlemsbidrag", "verksamhetens_intakter", "verksamhetens_kostnader", "arets_resultat", "eget_kapital", "soliditet",
    "antal_anstallda",
)  # fmt: skip


def comparison_section(materials: Sequence[Material]) -> Section | None:
    """A table of measures by association; None for one association, or where no measure is stated by any."""
    if len(materials) < 2:
        return None
    body, doubts = [], []
    for concept in _MEASURES:
        figures = [one.series[concept].figures.get(one.periods[0]) if concept in one.series else None for one in materials]
        if not any(figures):
            continue
        cells = [figure_cell(f, m.sources, m.doubts) if f else MISSING for f, m in zip(figures, materials, strict=True)]
        known = load_concepts().get(concept)
        body.append((Cell(known.label if known else concept), *cells, source_cell(cells)))
        doubts += [note for f, m in zip(figures, materials, strict=True) if f for note in m.doubts.of([f])]
    if not body:
        return None
    heads = tuple(f"{m.extent.association}, {_kind(m)}{period_words(m.extent.period)}" for m in materials)
    notes = [*doubt_notes(doubts, COMPARISON, materials[0].sources)]
    if len({m.extent.period for m in materials}) > 1 or len({m.extent.is_plan for m in materials}) > 1:
        text = "Kolumnerna gäller olika perioder eller både utfall och budget. Jämför dem därför med försiktighet."
        notes.append(Paragraph(f"{COMPARISON}:perioder", text))
    table = TableBlock(
        f"{COMPARISON}:tabell",
        "Förbunden sida vid sida",
        ("Mått", *heads, "Källa"),
        tuple(body),
        f"{len(body)} mått för {len(materials)} förbund.",
        tuple(notes),
    )
    return Section(COMPARISON, "Jämförelse mellan förbunden", (table,))


def _kind(material: Material) -> str:
    return "budget " if material.extent.is_plan else ""
