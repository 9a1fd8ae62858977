"""The tab "Underlag" in Gradio: the form that chooses, the preview that is changed, and beside it the cited place.

What is shown is made in `drafting`; here it is laid out, and the person's actions are tied to the desk.
"""

from __future__ import annotations

import gradio as gr

from ui.access.person import person_of
from ui.brief.drafting import Shown, change, drop_draft, make, open_source, reopen, show_choices
from ui.desk import Desk
from ui.page_assets import asset
from ui.source_html import no_cards_html

NO_SOURCE_YET = "Välj en siffra inom hakparentes i underlaget, så visas rapporten här med stället markerat."


def build_brief(desk: Desk, blocks: gr.Blocks, tab: gr.Tab) -> None:
    """Fills the tab. What can be chosen is read anew when the tab is."""
    with gr.Row(elem_id="fs-briefs", elem_classes="fs-panes"):
        with gr.Column(scale=3, elem_id="fs-brief-main"):
            told = gr.HTML(elem_id="fs-brief-told")
            form = gr.HTML(elem_id="fs-brief-form", js_on_load=asset("brief_form.js"))
            preview = gr.HTML(elem_id="fs-brief-preview", js_on_load=asset("brief.js"))
        with gr.Column(scale=2, elem_id="fs-brief-side", elem_classes="fs-side"):
            gr.HTML(no_cards_html(NO_SOURCE_YET), elem_classes="fs-card-list")
            reader = gr.HTML(elem_classes="fs-reading", js_on_load=asset("reader.js"))
    shown = [form, preview, told]

    def choose(request: gr.Request) -> list[object]:
        return _updates(show_choices(desk, person_of(request)), fresh=True)

    def made(event: gr.EventData, request: gr.Request) -> list[object]:
        return _updates(make(desk, person_of(request), str(event.wanted), str(event.sections)))

    def reopened(event: gr.EventData, request: gr.Request) -> list[object]:
        return _updates(reopen(desk, person_of(request), str(event.draft)))

    def forgotten(event: gr.EventData, request: gr.Request) -> list[object]:
        return _updates(drop_draft(desk, person_of(request), str(event.draft)), fresh=True)

    def changed(event: gr.EventData, request: gr.Request) -> list[object]:
        given = event.asked if isinstance(event.asked, dict) else {}
        asked = {str(name): str(value) for name, value in given.items()}
        return _updates(change(desk, person_of(request), str(event.draft), asked))

    def source(event: gr.EventData, request: gr.Request) -> str:
        return open_source(desk, person_of(request), str(event.draft), int(event.n))

    tab.select(choose, None, shown, show_progress="hidden", api_visibility="private")
    form.make(made, None, shown, show_progress="hidden", api_visibility="private")
    form.reopen(reopened, None, shown, show_progress="hidden", api_visibility="private")
    form.forget(forgotten, None, shown, show_progress="hidden", api_visibility="private")
    preview.anew(choose, None, shown, show_progress="hidden", api_visibility="private")
    preview.change_block(changed, None, shown, show_progress="hidden", api_visibility="private")
    preview.source(source, None, [reader], show_progress="hidden", api_visibility="private")


def _updates(what: Shown, fresh: bool = False) -> list[object]:
    """Values for form, preview and what is told. A notice in place of a preview leaves the form as it is filled in."""
    notice = "fs-notice" in what.preview[:40]
    if fresh:
        return [what.form, "", what.told]
    if notice or not what.preview:
        return [gr.skip(), gr.skip(), what.preview or what.told]
    return [gr.HTML(""), what.preview, f"<p>{what.told}</p>" if what.told else ""]
