"""The form that chooses a brief, as HTML: associations with their periods, sections, and the person's drafts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.brief.content import SECTION_TITLES
from assistant.brief.wording import period_words
from ui.brief.drafts import Kept
from ui.review_words import day_text
from vectorstore.entries import ReportEntry


def choices_html(entries: Sequence[ReportEntry], drafts: Sequence[Kept]) -> str:
    """The whole form; associations by name, of each the periods it has reports for, the latest chosen."""
    names = sorted({entry.association for entry in entries}, key=str.casefold)
    items = "".join(_association(n, name, [one for one in entries if one.association == name]) for n, name in enumerate(names))
    sections = "".join(
        f'<li><label><input type="checkbox" name="section" value="{key}" checked> {escape(title)}</label></li>'
        for key, title in SECTION_TITLES.items()
    )
    search = (
        '<label class="fs-brief-search">Sök förbund <input type="search" autocomplete="off" class="fs-brief-filter"></label>'
        if len(names) > 8
        else ""
    )
    return (
        '<form class="fs-brief-form" novalidate><h2>Underlag för medlemssamråd</h2>'
        f'<fieldset><legend>Förbund och period</legend>{search}<ul class="fs-brief-associations">{items}</ul></fieldset>'
        f'<fieldset><legend>Avsnitt</legend><ul class="fs-brief-sections">{sections}</ul></fieldset>'
        '<p><button type="submit" class="fs-brief-make">Gör underlag</button></p></form>' + _drafts(drafts)
    )


def _association(n: int, name: str, entries: Sequence[ReportEntry]) -> str:
    ordered = sorted({(one.period_end, one.period) for one in entries}, reverse=True)
    options = "".join(f'<option value="{escape(period)}">{escape(period_words(period))}</option>' for _, period in ordered)
    said = escape(name)
    return (
        f'<li><label><input type="checkbox" name="association" value="{said}" id="fs-brief-a{n}"> {said}</label> '
        f'<select name="period" aria-label="Period för {said}">{options}</select></li>'
    )


def _drafts(drafts: Sequence[Kept]) -> str:
    if not drafts:
        return ""
    items = "".join(
        f'<li><button type="button" class="fs-draft-open" data-draft="{escape(one.id)}">{escape(one.title)}</button> '
        f'<span class="fs-soft">{escape(_when(one.changed_at))}</span> '
        f'<button type="button" class="fs-draft-forget" data-draft="{escape(one.id)}" '
        f'aria-label="Ta bort utkastet {escape(one.title)}">Ta bort</button></li>'
        for one in drafts
    )
    return f'<section class="fs-drafts"><h3>Dina utkast</h3><ul>{items}</ul></section>'


def _when(changed_at: str) -> str:
    from datetime import datetime

    at = datetime.fromisoformat(changed_at).astimezone()
    return f"{day_text(at.date())} kl. {at:%H.%M}"


def choices_notice_html(text: str) -> str:
    """The place of the form with one calm line instead."""
    return f'<p class="fs-notice fs-brief-empty" role="alert">{escape(text)}</p>'
