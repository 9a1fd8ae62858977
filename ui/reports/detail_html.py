"""One report in a dialog: what is known of it and from where, the form that puts it right, and what can be done with it.

All that the report, its file or a person says is escaped.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from ingest.domain import ReportKind
from ingest.said_limits import LONGEST_TEXT
from ingest.sidecar import sidecar_path
from ui.access.person import Person, Role
from ui.reports.form import FORM_FIELDS, current
from ui.reports.original_api import original_address
from ui.reports.table_html import visibility_html
from ui.reports.words import (
    FIELD_WORDS,
    PUBLIC_MEANS,
    contents_words,
    counted,
    flag_words,
    moment_words,
    pages_words,
    period_words,
)
from ui.visibility_words import INTERNAL, PUBLIC, VISIBILITY_WORDS
from vectorstore.catalogue_changes import HeldReport
from vectorstore.corrections import Correction
from vectorstore.entries import ReportEntry

FORMAT_WORDS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "html": "webbsida", "text": "text"}


@dataclass(frozen=True, slots=True)
class Said:
    """What became of the last click. `typed` are the fields as the person left them, where they could not be saved."""

    told: str = ""
    failed: bool = False
    typed: Mapping[str, str] | None = None


NOTHING_SAID = Said()


def detail_html(held: HeldReport, person: Person, comes_back: bool, said: Said = NOTHING_SAID) -> str:
    """The dialog; `comes_back` when the file lies where the next ingest finds it again. Never twice the same: a dialog that was
    closed opens again."""
    entry = held.entry
    edits = person.role.includes(Role.EDITOR)
    return (
        f'<dialog class="fs-report-dialog" aria-labelledby="fs-report-h" data-report="{escape(entry.report)}" '
        f'data-made="{secrets.token_hex(4)}"><header><div><h2 id="fs-report-h" tabindex="-1">{escape(entry.title)}</h2>'
        f"<p>{escape(entry.association)} · {escape(period_words(entry))} · {visibility_html(entry.visibility)}</p></div>"
        '<button type="button" class="fs-close" data-act="close">Stäng</button></header>'
        f'<div class="fs-dialog-told" role="{"alert" if said.failed else "status"}">{_told(said)}</div>'
        + _facts(entry)
        + (_form(held, said.typed) if edits else _read_only(held))
        + (_visibility(entry) + _again(entry) if edits else "")
        + (_deletion() if person.role.includes(Role.ADMINISTRATOR) else "")
        + "</dialog>"
        + (_confirmation(held, comes_back) if person.role.includes(Role.ADMINISTRATOR) else "")
    )


def _told(said: Said) -> str:
    return f'<p class="{"fs-notice" if said.failed else "fs-done"}">{escape(said.told)}</p>' if said.told else ""


def _facts(entry: ReportEntry) -> str:
    tables = counted(entry.tables, "tabell", "tabeller")
    contents = f"{counted(entry.sections, 'avsnitt', 'avsnitt')}, {tables}, {contents_words(entry)}"
    rows = [
        ("Fil", escape(entry.source_file)),
        ("Sidor", escape(pages_words(entry) if entry.pages else "Filen har inga sidnummer")),
        ("Innehåll", contents),
        ("Inläst", escape(moment_words(entry.ingested_at))),
    ]
    flags = flag_words(entry)
    if flags:
        rows.append(("Anmärkningar", "".join(f"<p>{escape(text)}</p>" for text in flags)))
    listed = "".join(f"<div><dt>{name}</dt><dd>{text}</dd></div>" for name, text in rows)
    kind = FORMAT_WORDS.get(entry.format, entry.format)
    return (
        f'<dl class="fs-facts">{listed}</dl><p><a class="fs-download" href="{escape(original_address(entry.report))}" download>'
        f"Hämta originalet ({escape(kind)})</a></p>"
    )


def _read_only(held: HeldReport) -> str:
    rows = "".join(
        f"<div><dt>{FIELD_WORDS[field]}</dt><dd>{escape(_shown(current(held, field), field)) or '–'}"
        f'<span class="fs-origin">{escape(origin_words(held, field))}</span></dd></div>'
        for field in FORM_FIELDS
    )
    return f'<h3>Uppgifter om rapporten</h3><dl class="fs-facts">{rows}</dl>'


def _form(held: HeldReport, typed: Mapping[str, str] | None) -> str:
    given = typed or {}
    fields = "".join(_field(held, field, given.get(field)) for field in FORM_FIELDS)
    return (
        '<h3 id="fs-right-h">Uppgifter om rapporten</h3><form class="fs-right" aria-labelledby="fs-right-h">'
        f'<input type="hidden" name="version" value="{held.version}">{fields}'
        '<p class="fs-form-note">Ändras annat än organisationsnummer och andra namn läses rapporten på nytt ur originalet, '
        "eftersom siffrornas tid och textens rubriker beror på det. Det som rättas här går före det som läses ur filen, också "
        'nästa gång den läses in.</p><button type="submit" class="fs-primary">Spara uppgifterna</button></form>'
    )


def _field(held: HeldReport, field: str, typed: str | None) -> str:
    value = _shown(current(held, field), field) if typed is None else typed
    name, origin = f"fs-f-{field}", f"fs-o-{field}"
    common = f'id="{name}" name="{field}" aria-describedby="{origin}"'
    if field == "kind":
        control = f"<select {common}>{_options((kind.value for kind in ReportKind), value)}</select>"
    elif field == "aliases":
        control = f'<textarea {common} rows="3">{escape(value)}</textarea>'
    elif field.startswith("period_"):
        control = f'<input type="date" {common} value="{escape(value)}" required>'
    else:
        required = "" if field == "orgnr" else " required"
        control = f'<input type="text" {common} value="{escape(value)}" maxlength="{LONGEST_TEXT}" autocomplete="off"{required}>'
    hint = " (ett på varje rad)" if field == "aliases" else ""
    return (
        f'<div class="fs-field fs-field-{field}"><label for="{name}">{FIELD_WORDS[field]}{hint}</label>{control}'
        f'<p class="fs-origin" id="{origin}">{escape(origin_words(held, field))}</p></div>'
    )


def origin_words(held: HeldReport, field: str) -> str:
    """Where a field's value comes from, and what stood there before it was put right."""
    said = next((one for one in held.corrections if one.field == field), None)
    if said is not None:
        return _correction_words(said, field)
    if getattr(held.sidecar, field) not in (None, ()):
        if held.sidecar_is_gone:
            return "Som när rapporten lästes in. Filen som den lästes ur är ändrad eller borta."
        return f"Angavs vid inläsningen ({sidecar_path(held.source_path).name})."
    if not current(held, field):
        return "Inga är angivna." if field == "aliases" else "Framgår inte av rapporten."
    return "Läst ur rapporten."


def _correction_words(said: Correction, field: str) -> str:
    before = f"”{_shown(said.before, field)}”" if said.before else "inget"
    return f"Rättat av {said.by}, {moment_words(said.at)}. Före rättelsen: {before}."


def _shown(value: str, field: str) -> str:
    """A field's value as a person reads and writes it."""
    if field == "aliases":
        return "\n".join(json.loads(value)) if value else ""
    return value


def _visibility(entry: ReportEntry) -> str:
    is_public = entry.visibility == PUBLIC
    to, word = (INTERNAL, "Gör intern") if is_public else (PUBLIC, "Gör publik")
    now = VISIBILITY_WORDS.get(entry.visibility, entry.visibility).lower()
    return (
        f'<section aria-labelledby="fs-seen-h"><h3 id="fs-seen-h">Synlighet: {escape(now)}</h3>'
        f'<p id="fs-seen-p">{PUBLIC_MEANS} Ändringen gäller genast.</p>'
        f'<button type="button" data-act="show" data-visibility="{to}" aria-describedby="fs-seen-p">{word}</button></section>'
    )


def _again(entry: ReportEntry) -> str:
    return (
        '<section aria-labelledby="fs-again-h"><h3 id="fs-again-h">Läs om</h3><p id="fs-again-p">Läser originalet på nytt, till '
        "exempel när textigenkänning har installerats eller programmet har fått en ny version. Under tiden gäller det som är "
        f"inläst ({escape(moment_words(entry.ingested_at))}).</p>"
        '<button type="button" data-act="reread" aria-describedby="fs-again-p">Läs om rapporten</button></section>'
    )


def _deletion() -> str:
    return (
        '<section aria-labelledby="fs-gone-h"><h3 id="fs-gone-h">Ta bort</h3><p>Rapporten, dess siffror och fynd försvinner '
        'ur svaren.</p><button type="button" data-act="ask-delete" class="fs-danger" aria-haspopup="dialog">'
        "Ta bort rapporten …</button>"
        "</section>"
    )


def _confirmation(held: HeldReport, comes_back: bool) -> str:
    entry = held.entry
    after = (
        f"Filen {entry.source_file} ligger kvar där den lästes in ifrån. Läses den mappen in igen kommer rapporten tillbaka."
        if comes_back
        else "Också filen tas bort. Det går inte att ångra."
    )
    return (
        '<dialog class="fs-confirm" role="alertdialog" aria-labelledby="fs-sure-h" aria-describedby="fs-sure-p">'
        '<h2 id="fs-sure-h">Ta bort rapporten?</h2>'
        f"<p><strong>{escape(entry.association)}, {escape(entry.title)}</strong></p>"
        f'<p id="fs-sure-p">{contents_words(entry)} försvinner ur '
        f"svaren, liksom det som har rättats. {escape(after)}</p>"
        '<div class="fs-choices"><button type="button" data-act="keep">Behåll rapporten</button>'
        '<button type="button" data-act="delete" class="fs-danger">Ta bort rapporten</button></div></dialog>'
    )


def _options(values: Iterable[str], now: str) -> str:
    return "".join(
        f'<option value="{escape(value)}"{" selected" if value == now else ""}>{escape(value.capitalize())}</option>'
        for value in values
    )
