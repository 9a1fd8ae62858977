"""The tab "Granskning" in Gradio: filters, the findings, and beside them the text that a finding points to.

What is shown is made in `review`; here it is laid out, and the person's actions are tied to the desk. The page says with each
action what is chosen and opened; nothing is remembered in Gradio's session, which a restart of the server ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import gradio as gr

from ingest.domain import Certainty, FindingKind, Severity
from ui.access.person import Person, person_of
from ui.desk import Desk
from ui.page_assets import asset
from ui.page_carried import carried
from ui.review import NO_PLACE_YET, Listing, close_finding, list_findings, open_place, reopen_finding
from ui.review_choice import SHOWN_AT_FIRST, WORST_FIRST, Choice
from ui.source_html import no_cards_html

EVERY = ""  # the value of "all" in a drop-down
ALL_ASSOCIATIONS, ALL_REPORTS, ALL_KINDS = ("Alla förbund", EVERY), ("Alla rapporter", EVERY), ("Alla slag", EVERY)
# The values of `_Review.filters`, as the browser sends them: Gradio would measure them against what it offered at the start of
# the server, before there was a report to choose. `_choice` takes of them what there is.
Filters = tuple[object, object, object, object, object, object]
Shown = tuple[object, ...]  # one value or update for each component in `_Review.shown`


@dataclass(frozen=True, slots=True)
class _Review:
    """The parts of the tab that its actions read or change."""

    association: gr.Dropdown
    report: gr.Dropdown
    kind: gr.Dropdown
    severities: gr.CheckboxGroup
    certainties: gr.CheckboxGroup
    explained: gr.Checkbox
    refresh: gr.Button
    told: gr.HTML
    listing: gr.HTML
    cards: gr.HTML
    reader: gr.HTML
    page: gr.HTML
    opened: gr.HTML

    @property
    def filters(self) -> list[gr.Dropdown | gr.CheckboxGroup | gr.Checkbox]:
        return [self.association, self.report, self.kind, self.severities, self.certainties, self.explained]

    @property
    def shown(self) -> list[gr.components.Component]:
        """What a new listing changes, in the order of `_show`."""
        return [self.listing, self.association, self.report, self.page, self.told]


def build_review(desk: Desk, blocks: gr.Blocks, tab: gr.Tab) -> None:
    """Fills the tab. The findings are read anew when it is chosen, and with each filter."""
    review = _lay_out()
    _tie_list(review, desk, tab)
    _tie_places(review, desk)
    _tie_closing(review, desk)


def _lay_out() -> _Review:
    with gr.Row(elem_id="fs-review", elem_classes="fs-panes"):
        with gr.Column(scale=3, elem_id="fs-review-list"):
            with gr.Row(elem_classes="fs-filters"):
                association = _drop_down("Förbund", [ALL_ASSOCIATIONS])
                report = _drop_down("Rapport", [ALL_REPORTS])
                kind = _drop_down("Slag", [ALL_KINDS, *((one.value.capitalize(), one.value) for one in FindingKind)])
            with gr.Row(elem_classes="fs-filters fs-ticks"):
                severities = _ticks(
                    "Allvar", [one.value for one in WORST_FIRST], [one.value for one in WORST_FIRST if one in SHOWN_AT_FIRST]
                )
                certainties = _ticks("Säkerhet", [one.value for one in Certainty], [one.value for one in Certainty])
                explained = gr.Checkbox(False, label="Visa förklarade", container=False, elem_id="fs-show-explained")
                refresh = gr.Button("Uppdatera", scale=0, min_width=100, elem_id="fs-refresh")
            told = gr.HTML(elem_id="fs-told")
            listing = gr.HTML(elem_id="fs-findings", js_on_load=asset("review.js"))
        with gr.Column(scale=2, elem_id="fs-review-side", elem_classes="fs-side"):
            cards = gr.HTML(no_cards_html(NO_PLACE_YET), elem_classes="fs-card-list", js_on_load=asset("review_cards.js"))
            reader = gr.HTML(elem_classes="fs-reading", js_on_load=asset("reader.js"))
    filters = (association, report, kind, severities, certainties, explained)
    return _Review(*filters, refresh, told, listing, cards, reader, carried("1"), carried())


def _tie_list(review: _Review, desk: Desk, tab: gr.Tab) -> None:
    def list_anew(request: gr.Request, *filters: *Filters) -> Shown:
        return _listed(desk, filters, 1, person_of(request))

    def turn(event: gr.EventData, request: gr.Request, *filters: *Filters) -> Shown:
        return _listed(desk, filters, int(event.page), person_of(request))

    changes = [tab.select, review.refresh.click, *(part.input for part in review.filters)]
    shown = review.shown
    gr.on(changes, list_anew, review.filters, shown, show_progress="hidden", api_visibility="private", preprocess=False)
    review.listing.turn(
        turn, review.filters, shown, show_progress="hidden", api_visibility="private", preprocess=False
    )  # fmt: skip


def _tie_places(review: _Review, desk: Desk) -> None:
    def show_place(event: gr.EventData) -> tuple[str, str, str]:
        return (str(event.finding), *open_place(desk, str(event.finding), int(event.n)))

    def show_card(opened: str, event: gr.EventData) -> tuple[str, str, str]:
        return (opened, *open_place(desk, opened, int(event.n)))

    shown = [review.opened, review.cards, review.reader]
    review.listing.place(show_place, None, shown, show_progress="hidden", api_visibility="private")
    review.cards.source(show_card, [review.opened], shown, show_progress="hidden", api_visibility="private")


def _tie_closing(review: _Review, desk: Desk) -> None:
    def explain(event: gr.EventData, request: gr.Request, page: str, *filters: *Filters) -> Shown:
        person = person_of(request)
        closed = close_finding(desk, str(event.finding), str(event.note), str(event.by), person)
        return _told(desk, closed, _number(page), filters, person)

    def reopen(event: gr.EventData, request: gr.Request, page: str, *filters: *Filters) -> Shown:
        person = person_of(request)
        return _told(desk, reopen_finding(desk, str(event.finding), person), _number(page), filters, person)

    given, shown = [review.page, *review.filters], review.shown
    for event, action in ((review.listing.explain, explain), (review.listing.reopen, reopen)):
        event(action, given, shown, show_progress="hidden", api_visibility="private", preprocess=False)


def _listed(desk: Desk, filters: Filters, page: int, person: Person, told: str = "") -> Shown:
    return _show(list_findings(desk, _choice(*filters), page, person), page, told)


def _told(desk: Desk, outcome: tuple[bool, str], page: int, filters: Filters, person: Person) -> Shown:
    """The list anew where something was saved; where not, only why: what was written stays in its form."""
    saved, told = outcome
    return _listed(desk, filters, page, person, told) if saved else (gr.skip(), gr.skip(), gr.skip(), gr.skip(), told)


def _choice(
    association: object, report: object, kind: object, severities: object, certainties: object, explained: object
) -> Choice:
    return Choice(
        association=association if isinstance(association, str) else EVERY,
        report=report if isinstance(report, str) else EVERY,
        kind=next((one for one in FindingKind if one.value == kind), None),
        severities=frozenset(one for one in Severity if isinstance(severities, list) and one.value in severities),
        certainties=frozenset(one for one in Certainty if isinstance(certainties, list) and one.value in certainties),
        explained=explained is True,
    )


def _number(page: str) -> int:
    return int(page) if page.isascii() and page.isdigit() and len(page) < 10 else 1


def _show(listing: Listing, page: int, told: str) -> Shown:
    """A listing as updates of `_Review.shown`: the drop-downs offer what is indexed now."""
    choice = listing.choice
    names = dict.fromkeys(entry.association for entry in listing.entries)
    reports = [entry for entry in listing.entries if choice.association in (EVERY, entry.association)]
    titles = [(entry.title if choice.association else f"{entry.association}: {entry.title}", entry.report) for entry in reports]
    return (
        listing.html,
        gr.update(choices=[ALL_ASSOCIATIONS, *((name, name) for name in names)], value=choice.association),
        gr.update(choices=[ALL_REPORTS, *titles], value=choice.report),
        str(page),
        told,
    )


def _drop_down(label: str, choices: Sequence[tuple[str, str]]) -> gr.Dropdown:
    return gr.Dropdown(list(choices), value=EVERY, label=label, min_width=150, filterable=len(choices) > 20)


def _ticks(label: str, choices: Sequence[str], chosen: Sequence[str]) -> gr.CheckboxGroup:
    shown = [(word.capitalize(), word) for word in choices]
    return gr.CheckboxGroup(shown, value=list(chosen), label=label, min_width=120)
