"""The tab "Rapporter" in Gradio: uploads, the list with what is chosen in it, one report in a dialog, and the log of changes.

What is shown is made in `shown`, what is done in `actions`; here it is laid out, and the person's clicks are tied to them. The
page says with each action what is chosen in the list; nothing is remembered in Gradio's session, which a restart ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape

import gradio as gr

from ingest.errors import NotAllowedError
from ui.access.person import Person, person_of
from ui.desk import Desk
from ui.page_assets import asset
from ui.page_carried import carried
from ui.reports.actions import Outcome, delete, put_right, read_once_more, show_or_hide
from ui.reports.choice import Choice, choice_of, order_of
from ui.reports.form import FORM_FIELDS
from ui.reports.shown import changes_html, controls_html, done, list_html, report_html, uploads_html
from ui.reports.table_html import notice_html
from ui.uploads import Uploads

Shown = tuple[object, ...]  # one value or update for each component of the event
_NOBODY = "Du är inte inloggad. Ladda om sidan och logga in."


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of the tab that its actions read or change."""

    uploads: gr.HTML
    controls: gr.HTML
    told: gr.HTML
    listing: gr.HTML
    detail: gr.HTML
    changes: gr.HTML
    query: gr.HTML


def build_reports(desk: Desk, blocks: gr.Blocks, tab: gr.Tab, uploads: Uploads) -> None:
    """Fills the tab. The reports are read anew when it is chosen, with each choice, and when a job is over."""
    parts = _lay_out()
    _tie_list(parts, desk, tab)
    _tie_changes(parts, desk, uploads)


def _lay_out() -> _Parts:
    with gr.Column(elem_id="fs-reports"):
        uploads = gr.HTML(elem_id="fs-uploads", js_on_load=asset("reports_upload.js"))
        controls = gr.HTML(elem_id="fs-library-controls", js_on_load=asset("reports_filter.js"))
        told = gr.HTML(elem_id="fs-reports-told")
        listing = gr.HTML(elem_id="fs-library-list", js_on_load=asset("reports.js"))
        changes = gr.HTML(elem_id="fs-changes")
        detail = gr.HTML(elem_id="fs-report-detail", js_on_load=asset("reports_dialog.js"))
    return _Parts(uploads, controls, told, listing, detail, changes, carried())


def _tie_list(parts: _Parts, desk: Desk, tab: gr.Tab) -> None:
    def enter(query: str, request: gr.Request) -> Shown:
        person = _person(request)
        if person is None:
            return "", "", notice_html(_NOBODY), ""
        return uploads_html(desk, person), *_all(desk, Choice.from_query(query), person)

    def refresh(query: str, request: gr.Request) -> Shown:
        person = _person(request)
        return _all(desk, Choice.from_query(query), person) if person is not None else ("", notice_html(_NOBODY), "")

    def listed(choice: Choice, request: gr.Request) -> Shown:
        person = _person(request)
        return choice.to_query(), list_html(desk, choice, person) if person is not None else notice_html(_NOBODY)

    def choose(query: str, event: gr.EventData, request: gr.Request) -> Shown:
        form = {name: getattr(event, name, "") for name in ("association", "kind", "year", "text")}
        return listed(choice_of(form, Choice.from_query(query)), request)

    def sort(query: str, event: gr.EventData, request: gr.Request) -> Shown:
        return listed(Choice.from_query(query).sorted_by(order_of(event.order)), request)

    def turn(query: str, event: gr.EventData, request: gr.Request) -> Shown:
        return listed(replace(Choice.from_query(query), page=int(event.page)), request)

    everything = [parts.controls, parts.listing, parts.changes]
    tab.select(enter, parts.query, [parts.uploads, *everything], show_progress="hidden", api_visibility="private")
    parts.uploads.refresh(refresh, parts.query, everything, show_progress="hidden", api_visibility="private")
    chosen = [parts.query, parts.listing]
    parts.controls.choose(choose, parts.query, chosen, show_progress="hidden", api_visibility="private")
    parts.listing.sort(sort, parts.query, chosen, show_progress="hidden", api_visibility="private")
    parts.listing.turn(turn, parts.query, chosen, show_progress="hidden", api_visibility="private")


def _tie_changes(parts: _Parts, desk: Desk, uploads: Uploads) -> None:
    def open_report(event: gr.EventData, request: gr.Request) -> str:
        person = _person(request)
        return report_html(desk, str(event.report), person) if person is not None else ""

    def changed(event: gr.EventData, query: str, request: gr.Request, change: Callable[[Person], Outcome]) -> Shown:
        """The dialog again with what was said; closed where a job goes on with it, which is told above the list."""
        person = _person(request)
        if person is None:
            return "", _status(_NOBODY), gr.skip(), gr.skip(), gr.skip()
        waits, said = done(lambda: change(person), _typed(event))
        detail = "" if waits else report_html(desk, str(event.report), person, said)
        return detail, _status(said.told), *_all(desk, Choice.from_query(query), person)

    def save(query: str, event: gr.EventData, request: gr.Request) -> Shown:
        return changed(event, query, request, lambda person: put_right(desk, uploads, str(event.report), _typed(event), person))

    def show(query: str, event: gr.EventData, request: gr.Request) -> Shown:
        return changed(event, query, request, lambda person: show_or_hide(desk, str(event.report), str(event.visibility), person))

    def reread(query: str, event: gr.EventData, request: gr.Request) -> Shown:
        return changed(event, query, request, lambda person: read_once_more(desk, uploads, str(event.report), person))

    def remove(query: str, event: gr.EventData, request: gr.Request) -> Shown:
        return changed(event, query, request, lambda person: delete(desk, uploads, str(event.report), person))

    shown = [parts.detail, parts.told, parts.controls, parts.listing, parts.changes]
    for opener in (parts.listing.open, parts.uploads.open):
        opener(open_report, None, parts.detail, show_progress="hidden", api_visibility="private")
    detail = parts.detail
    for event, action in ((detail.save, save), (detail.show, show), (detail.reread, reread), (detail.remove, remove)):
        event(action, parts.query, shown, show_progress="hidden", api_visibility="private")


def _all(desk: Desk, choice: Choice, person: Person) -> Shown:
    return controls_html(desk, choice), list_html(desk, choice, person), changes_html(desk, person)


def _person(request: gr.Request) -> Person | None:
    """Who clicked; None for nobody who is signed in (any more)."""
    try:
        return person_of(request)
    except NotAllowedError:
        return None


def _typed(event: gr.EventData) -> dict[str, str]:
    names = (*FORM_FIELDS, "version")
    return {name: str(getattr(event, name)) for name in names if hasattr(event, name)}


def _status(text: str) -> str:
    return f'<p role="status">{escape(text)}</p>'
