"""What stands above the list: where files are dropped, and what is chosen among the reports. All that reports say is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from ingest.domain import ReportKind
from ingest.settings import Settings
from ui.reports.choice import Choice, years_of
from vectorstore.entries import ReportEntry

FORMATS = "PDF, Word (docx), Excel (xlsx), webbsida (html) eller text"


def filter_html(entries: Sequence[ReportEntry], choice: Choice) -> str:
    """The form whose fields filter the list; it offers what is there. "" while nothing is."""
    if not entries:
        return ""
    names = dict.fromkeys(entry.association for entry in entries)
    kinds = [kind.value for kind in ReportKind if any(entry.kind == kind.value for entry in entries)]
    years = sorted({year for entry in entries for year in years_of(entry)}, reverse=True)
    return (
        '<form class="fs-library-filter" role="search" aria-label="Välj bland rapporterna">'
        + _select("association", "Förbund", "Alla förbund", ((name, name) for name in names), choice.association)
        + _select("kind", "Slag", "Alla slag", ((kind, kind.capitalize()) for kind in kinds), choice.kind)
        + _select("year", "År", "Alla år", ((str(year), str(year)) for year in years), str(choice.year or ""))
        + '<label>Sök<input type="search" name="text" maxlength="200" autocomplete="off" placeholder="Titel, filnamn …" '
        f'value="{escape(choice.text)}"></label></form>'
    )


def upload_html(settings: Settings) -> str:
    """Where files are dropped or chosen, with the limits said first; the jobs are listed below by the script."""
    limit = f"högst {settings.max_file_mb} MB och {settings.max_pages} sidor per fil"
    return (
        f'<section class="fs-upload" aria-labelledby="fs-upload-h" data-max-bytes="{settings.max_file_mb * 1_000_000}" '
        f'data-max-mb="{settings.max_file_mb}"><h2 id="fs-upload-h">Ladda upp rapporter</h2>'
        '<div class="fs-drop"><p><strong>Släpp filer här</strong> eller '
        '<label class="fs-pick" for="fs-files">välj filer</label>'
        '<input type="file" id="fs-files" multiple aria-describedby="fs-limits" '
        'accept=".pdf,.docx,.docm,.xlsx,.xlsm,.html,.htm,.xhtml,.txt"></p>'
        f'<p class="fs-limits" id="fs-limits">{escape(FORMATS)}, {escape(limit)}. Det är filens innehåll som avgör, inte namnet. '
        "Nya rapporter är interna tills någon gör dem publika.</p></div>"
        '<details class="fs-says"><summary>Om förbund eller period inte framgår av filen</summary><div class="fs-says-fields">'
        "<p>Fyll i det här innan du laddar upp. Tomma fält läses ur filen; det som står här gäller alla filer du släpper.</p>"
        '<label>Förbund<input name="association" autocomplete="off" maxlength="200"></label>'
        '<label>Periodens första dag<input type="date" name="period_start"></label>'
        '<label>Periodens sista dag<input type="date" name="period_end"></label></div></details>'
        '<div class="fs-jobs-part" hidden><div class="fs-jobs-head"><h3>Uppladdningar och ändringar</h3>'
        '<button type="button" class="fs-clear-jobs">Rensa det som är klart</button></div>'
        '<ul class="fs-jobs"></ul></div><p class="fs-jobs-told fs-unseen" role="status"></p></section>'
    )


def _select(name: str, label: str, every: str, choices: Iterable[tuple[str, str]], now: str) -> str:
    options = [f'<option value="">{every}</option>']
    for value, text in choices:
        options.append(f'<option value="{escape(value)}"{" selected" if value == now else ""}>{escape(text)}</option>')
    return f'<label>{label}<select name="{name}">{"".join(options)}</select></label>'
