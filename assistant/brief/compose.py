"""The story of a brief: which reports, what they hold, section by section, and what they do not say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from assistant.brief.budget import budget_blocks
from assistant.brief.comparison import comparison_section
from assistant.brief.content import SECTION_TITLES, Block, Brief, Chapter, Section, SectionKey
from assistant.brief.contradictions import contradiction_blocks
from assistant.brief.contribution import contribution_blocks
from assistant.brief.economy import economy_blocks, five_year_blocks
from assistant.brief.extent import read_extent
from assistant.brief.goals import goals_blocks
from assistant.brief.indicators import indicators_blocks
from assistant.brief.material import Material, notes_on, read_material
from assistant.brief.narrative import events_blocks, outlook_blocks
from assistant.brief.participants import participants_blocks
from assistant.brief.questions import question_blocks
from assistant.brief.silence import say_silence
from assistant.brief.sources import Sources
from assistant.brief.wording import period_words
from ingest.errors import UsageError
from vectorstore.library import Library

MOST_ASSOCIATIONS = 6
ALL_SECTIONS = tuple(SectionKey)

_WRITERS: dict[SectionKey, Callable[[Material], tuple[Block, ...]]] = {
    SectionKey.ECONOMY: economy_blocks,
    SectionKey.FIVE_YEARS: five_year_blocks,
    SectionKey.BUDGET: budget_blocks,
    SectionKey.CONTRIBUTION: contribution_blocks,
    SectionKey.PARTICIPANTS: participants_blocks,
    SectionKey.GOALS: goals_blocks,
    SectionKey.INDICATORS: indicators_blocks,
    SectionKey.EVENTS: events_blocks,
    SectionKey.OUTLOOK: outlook_blocks,
    SectionKey.QUESTIONS: question_blocks,
    SectionKey.CONTRADICTIONS: contradiction_blocks,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """An association by name, short name or part of it, and a period; without one its latest."""

    association: str
    period: str | None = None


def build_brief(wanted: Sequence[Wanted], library: Library, sections: Collection[SectionKey] = ALL_SECTIONS) -> Brief:
    """The brief on one association or several. The same store gives the same brief.

    Raises `UsageError` for an association or a period that no report has, for none or too many associations, and where no
    section is chosen.
    """
    if not 1 <= len(wanted) <= MOST_ASSOCIATIONS:
        raise UsageError(f"Välj minst ett förbund och högst {MOST_ASSOCIATIONS}.")
    if not sections:
        raise UsageError("Välj minst ett avsnitt till underlaget.")
    sources = Sources(library.reports())
    extents = {(one.association, one.period): one for w in wanted for one in [read_extent(w.association, w.period, library)]}
    materials = [read_material(extent, library, sources) for extent in extents.values()]
    comparison = comparison_section(materials)
    chapters = tuple(_chapter(material, sections) for material in materials)
    notes = tuple(dict.fromkeys(note for material in materials for note in notes_on(material.contents)))
    return Brief(_title(materials), chapters, sources.citations(), comparison, notes)


def _title(materials: Sequence[Material]) -> str:
    names = [f"{one.extent.association} {period_words(one.extent.period)}" for one in materials]
    return f"Underlag för medlemssamråd: {', '.join(names)}"


def _chapter(material: Material, sections: Collection[SectionKey]) -> Chapter:
    extent = material.extent
    return Chapter(
        extent.association,
        extent.period,
        period_words(extent.period),
        tuple(entry.title for entry in extent.main),
        tuple(_section(material, key) for key in ALL_SECTIONS if key in sections),
    )


def _section(material: Material, key: SectionKey) -> Section:
    blocks = _WRITERS[key](material)
    if not blocks:
        blocks = (say_silence(material, key),)
    return Section(key, SECTION_TITLES[key], blocks)
