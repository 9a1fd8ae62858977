"""The library as a table in HTML, a page of it at a time; on a narrow window each row is a card.

All that reports say is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ui.reports.choice import PAGE_SIZE, Choice, SortedBy, chosen, pages_needed
from ui.reports.words import count_words, flag_words, moment_words, pages_words, period_words
from ui.visibility_words import PUBLIC, VISIBILITY_WORDS
from vectorstore.entries import ReportEntry

_COLUMNS = (
    (SortedBy.ASSOCIATION, "Förbund"),
    (SortedBy.TITLE, "Rapport"),
    (SortedBy.PERIOD, "Period"),
    (SortedBy.PAGES, "Sidor"),
    (SortedBy.FIGURES, "Siffror"),
    (SortedBy.FINDINGS, "Fynd"),
    (SortedBy.FLAGS, "Anmärkningar"),
    (SortedBy.VISIBILITY, "Synlighet"),
    (SortedBy.INGESTED, "Inläst"),
)
_NUMBERS = frozenset({SortedBy.PAGES, SortedBy.FIGURES, SortedBy.FINDINGS})
NOTHING_YET = "Inga rapporter är inlästa än. Ladda upp en fil här ovanför, eller läs in en mapp: finsam ingest MAPP"
NOTHING_YET_FOR_READERS = "Inga rapporter är inlästa än. Den som är redaktör kan ladda upp dem här."


def library_html(entries: Sequence[ReportEntry], choice: Choice, may_edit: bool) -> str:
    """A line that says how many, the table and the pager."""
    if not entries:
        return f'<p class="fs-review-empty">{NOTHING_YET if may_edit else NOTHING_YET_FOR_READERS}</p>'
    wanted = chosen(entries, choice)
    pages = pages_needed(len(wanted))
    page = min(max(choice.page, 1), pages)
    first = (page - 1) * PAGE_SIZE
    told = f'<h2 class="fs-summary" tabindex="-1">{escape(_summary(entries, wanted))}</h2>'
    if not wanted:
        return told + '<p class="fs-review-empty">Ingen rapport passar. Ändra urvalet för att se fler.</p>'
    rows = "".join(_row(entry) for entry in wanted[first : first + PAGE_SIZE])
    table = (
        '<div class="fs-library-frame"><table class="fs-library" role="table" aria-label="Rapporter">'
        f'<thead role="rowgroup"><tr role="row">{_head(choice)}</tr></thead><tbody role="rowgroup">{rows}</tbody></table></div>'
    )
    return told + table + _pager(page, pages, first, len(wanted))


def notice_html(text: str) -> str:
    """The place of the list with one calm line instead of it."""
    return f'<p class="fs-notice fs-review-empty" role="alert">{escape(text)}</p>'


def _summary(entries: Sequence[ReportEntry], wanted: Sequence[ReportEntry]) -> str:
    names = {entry.association for entry in wanted}
    reports = f"{count_words(len(wanted))} {'rapport' if len(wanted) == 1 else 'rapporter'}"
    of_all = f" av {count_words(len(entries))}" if len(wanted) < len(entries) else ""
    return f"{reports}{of_all} från {count_words(len(names))} förbund" if wanted else "Ingen rapport"


def _head(choice: Choice) -> str:
    return "".join(_column(order, name, choice) for order, name in _COLUMNS)


def _column(order: SortedBy, name: str, choice: Choice) -> str:
    is_sorted = order is choice.order
    sorted_so = f' aria-sort="{"descending" if choice.falling else "ascending"}"' if is_sorted else ""
    arrow = (" ▼" if choice.falling else " ▲") if is_sorted else ""
    number = ' class="fs-number"' if order in _NUMBERS else ""
    return (
        f'<th scope="col" role="columnheader"{sorted_so}{number}>'
        f'<button type="button" class="fs-sort" data-order="{order.value}">{name}'
        f'<span aria-hidden="true">{arrow}</span></button></th>'
    )


def _row(entry: ReportEntry) -> str:
    cells = (
        _cell(SortedBy.TITLE, _title(entry)),
        _cell(SortedBy.PERIOD, escape(period_words(entry))),
        _cell(SortedBy.PAGES, escape(pages_words(entry))),
        _cell(SortedBy.FIGURES, count_words(entry.figures)),
        _cell(SortedBy.FINDINGS, count_words(entry.findings)),
        _cell(SortedBy.FLAGS, _flags(entry)),
        _cell(SortedBy.VISIBILITY, visibility_html(entry.visibility)),
        _cell(SortedBy.INGESTED, escape(moment_words(entry.ingested_at))),
    )
    name = f'<th scope="row" role="rowheader" data-label="Förbund">{escape(entry.association)}</th>'
    return f'<tr role="row" data-report="{escape(entry.report)}">{name}{"".join(cells)}</tr>'


def _cell(order: SortedBy, content: str) -> str:
    number = ' class="fs-number"' if order in _NUMBERS else ""
    return f'<td role="cell" data-label="{dict(_COLUMNS)[order]}"{number}>{content}</td>'


def _title(entry: ReportEntry) -> str:
    return (
        f'<button type="button" class="fs-open-report" aria-haspopup="dialog">{escape(entry.title)}</button>'
        f'<span class="fs-kind">{escape(entry.kind.capitalize())} · {escape(entry.source_file)}</span>'
    )


def visibility_html(visibility: str) -> str:
    """Told by a word and the shape of its mark, not by colour alone."""
    mark = "●" if visibility == PUBLIC else "○"
    word = VISIBILITY_WORDS.get(visibility, visibility)
    return f'<span class="fs-visibility"><span aria-hidden="true">{mark}</span> {escape(word)}</span>'


def _flags(entry: ReportEntry) -> str:
    told = flag_words(entry)
    if not told:
        return '<span class="fs-none">Inga</span>'
    items = "".join(f"<li>{escape(text)}</li>" for text in told)
    return f'<ul class="fs-flags">{items}</ul>'


def _pager(page: int, pages: int, first: int, count: int) -> str:
    if pages == 1:
        return ""
    last = min(first + PAGE_SIZE, count)

    def turn(to: int, text: str) -> str:
        off = "" if 1 <= to <= pages else " disabled"
        return f'<button type="button" class="fs-turn" data-page="{to}"{off}>{text}</button>'

    shown = f"Rapport {count_words(first + 1)}–{count_words(last)} av {count_words(count)}"
    return (
        f'<nav class="fs-pager" aria-label="Bläddra bland rapporterna">{turn(page - 1, "Föregående")}'
        f"<span>{shown}</span>{turn(page + 1, 'Nästa')}</nav>"
    )
