"""What a brief says of itself, in every kind of file."""

from __future__ import annotations

from datetime import date

from assistant.brief.content import Brief
from ui.review_words import day_text

SOURCES_TITLE = "Källor"
HOW_MADE = (
    "Underlaget är sammanställt av ett program ur rapporternas egna tabeller och texter. Siffror inom hakparentes hänvisar till "
    "källistan sist. Text inom citattecken är rapportens egna ord. Tecknet ⚠ betyder att rapporterna säger emot uppgiften. "
    "Vad som har räknats fram ur tryckta siffror är skillnader och procent. Kontrollera mot rapporten innan något beslutas."
)


def cover_lines(brief: Brief, today: date) -> tuple[str, ...]:
    """What stands under the title: the reports, and when the brief was put together."""
    reports = [f"{chapter.association}: {', '.join(chapter.reports)}" for chapter in brief.chapters]
    return (*reports, f"Sammanställt {day_text(today)}")
