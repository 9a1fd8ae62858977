"""The findings as HTML: a summary line, the list report by report, and the pager. What the reports say is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from assistant.answer import Citation
from ingest.domain import Finding, Severity
from ui.access.person import LOCAL, Person, Role
from ui.review_choice import Choice, by_report, choose, closed_aside
from ui.review_words import (
    calculation_text,
    citations_of,
    closed_text,
    computed_label,
    computed_text,
    difference_text,
    quote_text,
    stated_text,
    summary_text,
    where_text,
)
from vectorstore.entries import ReportEntry, StoredFinding
from vectorstore.review import MAX_NAME_CHARS, MAX_NOTE_CHARS

PAGE_SIZE = 25  # findings at a time: a hundred cards are slow to lay out on an old laptop
PLACES_AT_ONCE = 4  # places shown before "och … till"
_SEVERITY_CLASS = {Severity.MATERIAL: "fs-material", Severity.MINOR: "fs-minor", Severity.ROUNDING: "fs-rounding"}
_SEVERITY_MARK = {Severity.MATERIAL: "▲", Severity.MINOR: "●", Severity.ROUNDING: "○"}
# The blank inside "184 120", and the one before a unit.
_IN_AMOUNT = re.compile(r"(?<=\d) (?=\d{3}(?!\d)|(?:kr|tkr|mnkr|%)(?!\w))")


def review_html(
    findings: Sequence[StoredFinding], choice: Choice, page: int, entries: Sequence[ReportEntry], person: Person = LOCAL
) -> str:
    """Summary, export links, one page of the chosen findings (`page` is 1-based; one too high means the last) and the pager."""
    chosen = choose(findings, choice)
    pages = max(1, -(-len(chosen) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    first = (page - 1) * PAGE_SIZE
    groups = by_report(chosen[first : first + PAGE_SIZE])
    body = "".join(_group(group, entries, person) for group in groups) if chosen else _nothing(findings, choice)
    return _head(chosen, closed_aside(findings, choice), choice) + body + _pager(page, pages, len(chosen))


def review_notice_html(text: str) -> str:
    """The place of the list with one calm line instead of it."""
    return f'<p class="fs-notice fs-review-empty" role="alert">{escape(text)}</p>'


def saved_html(text: str) -> str:
    """A line that tells what became of a click, for the status region."""
    return f"<p>{escape(text)}</p>"


def _head(chosen: Sequence[StoredFinding], left_out: int, choice: Choice) -> str:
    query = escape(choice.to_query())
    exports = (
        '<nav class="fs-exports" aria-label="Hämta urvalet">'
        f'<a href="/granskning.docx?{query}" download>Hämta som Word</a>'
        f'<a href="/granskning.csv?{query}" download>Hämta för Excel (CSV)</a></nav>'
    )
    text = escape(summary_text(chosen, left_out))
    return f'<div class="fs-review-head"><h2 class="fs-summary" tabindex="-1">{text}</h2>{exports if chosen else ""}</div>'


def _nothing(findings: Sequence[StoredFinding], choice: Choice) -> str:
    if not findings:
        text = "Rapporterna säger inte emot sig själva eller varandra i det som har kontrollerats."
    elif not choice.severities or not choice.certainties:
        text = "Välj minst ett allvar och minst en säkerhet, så visas fynden här."
    else:
        text = "Ingenting i det här urvalet. Välj fler slag eller fler rapporter för att se andra fynd."
    return f'<p class="fs-review-empty">{text}</p>'


def _group(group: Sequence[StoredFinding], entries: Sequence[ReportEntry], person: Person) -> str:
    entry = group[0].report
    cards = "".join(f"<li>{_card(stored, entries, person)}</li>" for stored in group)
    title = f"<strong>{escape(entry.association)}</strong> {escape(entry.title)}"
    return f'<section class="fs-of-report"><h3>{title}</h3><ol class="fs-findings">{cards}</ol></section>'


def _card(stored: StoredFinding, entries: Sequence[ReportEntry], person: Person) -> str:
    finding = stored.finding
    named = f"f-{escape(finding.id)}"
    return (
        f'<article class="fs-finding {_SEVERITY_CLASS[finding.severity]}" data-finding="{escape(finding.id)}" '
        f'aria-labelledby="{named}"><p class="fs-tags">'
        f'<span class="fs-severity"><span aria-hidden="true">{_SEVERITY_MARK[finding.severity]}</span> '
        f"{escape(finding.severity.value.capitalize())}</span>"
        f"<span>{escape(finding.kind.value.capitalize())}</span><span>{escape(finding.certainty.value.capitalize())}</span>"
        + ('<span class="fs-closed-tag">✓ Förklarad</span>' if stored.explained else "")
        + f'</p><h4 id="{named}">{_said(finding.what)}</h4>{_values(finding)}{_reasons(finding)}'
        f"{_places(stored, entries)}{_closing(stored, person)}</article>"
    )


def _said(text: str) -> str:
    """Text of ours, escaped; an amount is not broken over two lines."""
    return escape(_IN_AMOUNT.sub("\u00a0", text))


def _values(finding: Finding) -> str:
    """Stated, computed and difference side by side; "" where it is no matter of numbers."""
    rows = (
        ("Anges", stated_text(finding)),
        (computed_label(finding), computed_text(finding)),
        ("Skillnad", difference_text(finding)),
    )
    cells = "".join(f"<div><dt>{label}:</dt> <dd>{_said(text)}</dd></div>" for label, text in rows if text)
    calculation = calculation_text(finding)
    told = f'<p class="fs-calculation">Uträkning: {_said(calculation)}</p>' if calculation else ""
    return f'<dl class="fs-values">{cells}</dl>{told}' if cells else ""


def _reasons(finding: Finding) -> str:
    cause = f'<p class="fs-cause"><strong>Trolig orsak:</strong> {_said(finding.cause)}</p>' if finding.cause else ""
    if not finding.consequences:
        return cause
    items = "".join(f"<li>{_said(text)}</li>" for text in finding.consequences)
    return f'{cause}<div class="fs-consequences"><p><strong>Det hör ihop med:</strong></p><ul>{items}</ul></div>'


def _places(stored: StoredFinding, entries: Sequence[ReportEntry]) -> str:
    links = [f"<li>{_place(citation, stored.finding.report)}</li>" for citation in citations_of(stored, entries)]
    shown, rest = links[:PLACES_AT_ONCE], links[PLACES_AT_ONCE:]
    more = f'<details><summary>{_more(len(rest))}</summary><ul class="fs-places">{"".join(rest)}</ul></details>' if rest else ""
    return f'<div class="fs-where"><ul class="fs-places" aria-label="Platser i rapporterna">{"".join(shown)}</ul>{more}</div>'


def _more(count: int) -> str:
    return "och en plats till" if count == 1 else f"och {count} platser till"


def _place(citation: Citation, report: str) -> str:
    said = escape(where_text(citation, report, " · "))
    return (
        f'<button type="button" class="fs-place-link" data-n="{citation.n}" aria-label="Öppna plats {citation.n}: {said}">'
        f'<span class="fs-n" aria-hidden="true">{citation.n}</span><span class="fs-place-body">'
        f'<span class="fs-place">{said}</span><q class="fs-said">{escape(quote_text(citation.quote))}</q></span></button>'
    )


def _closing(stored: StoredFinding, person: Person) -> str:
    """The note that closed the finding with a way to reopen it, or the form that closes it; a reader only reads."""
    may = person.role.includes(Role.EDITOR)
    if stored.explained is not None:
        reopening = '<button type="button" class="fs-reopen">Öppna fyndet igen</button>' if may else ""
        return f'<div class="fs-explained"><p>{escape(closed_text(stored))}</p>{reopening}</div>'
    if not may:
        return f'<p class="fs-explain-not">Den som är {Role.EDITOR.value} kan förklara fyndet.</p>'
    known = "" if person == LOCAL else f' value="{escape(person.name)}" readonly'
    return (
        '<details class="fs-explain"><summary>Förklara</summary><form>'
        "<p>Har fyndet en förklaring, till exempel att talen mäter olika saker? Skriv den här. "
        "Fyndet räknas då inte längre som öppet, även när rapporten läses in igen. "
        "Är rapporten publik visas förklaringen, men inte ditt namn, också för allmänheten.</p>"
        f'<label>Förklaring <textarea name="note" rows="3" required maxlength="{MAX_NOTE_CHARS}"></textarea></label>'
        f'<label>Ditt namn <input name="by" type="text"{known} required maxlength="{MAX_NAME_CHARS}" autocomplete="name"></label>'
        '<button type="submit">Spara förklaringen</button></form></details>'
    )


def _pager(page: int, pages: int, count: int) -> str:
    if pages == 1:
        return ""
    first, last = (page - 1) * PAGE_SIZE + 1, min(page * PAGE_SIZE, count)
    back = f'<button type="button" class="fs-turn" data-page="{page - 1}"{" disabled" if page == 1 else ""}>← Föregående</button>'
    on = f'<button type="button" class="fs-turn" data-page="{page + 1}"{" disabled" if page == pages else ""}>Nästa →</button>'
    return f'<nav class="fs-pager" aria-label="Bläddra bland fynden">{back}<span>Fynd {first}–{last} av {count}</span>{on}</nav>'
