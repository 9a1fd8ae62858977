"""A brief at the desk: made, reopened and changed by a person, each time as HTML; a calm line where something is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.brief.compose import Wanted, build_brief
from assistant.brief.content import Brief, SectionKey
from ingest.errors import EmptyStoreError, FinsamError, UsageError
from ui.access.person import Person
from ui.brief.choices_html import choices_html, choices_notice_html
from ui.brief.drafts import forget, keep, keep_new, kept_draft, kept_drafts
from ui.brief.edits import (
    Added,
    Draft,
    add_own,
    apply,
    change_text,
    leave_out,
    move,
    order_of_sections,
    place_of,
    refuse_unknown,
    refuse_unknown_section,
    take_back,
)
from ui.brief.preview_html import preview_html, preview_notice_html
from ui.desk import Desk
from ui.journal import unexpected_text
from ui.reading import excerpt
from ui.review import NOTHING_INGESTED
from ui.source_html import reader_html, reader_notice_html

_TRIES = 5
_UNREADABLE = "Det som skickades från sidan går inte att läsa. Ingenting har ändrats. Ladda om sidan och försök igen."
_STEPS = {"up": -1, "down": 1}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a handler puts on the page: the form "" where it stays, the preview "" where there is none, and what is told."""

    form: str
    preview: str
    told: str = ""


def show_choices(desk: Desk, person: Person) -> Shown:
    """The form with what can be chosen now and the person's drafts."""
    try:
        return Shown(choices_html(desk.library().reports(), kept_drafts(desk.workplace, person)), "")
    except EmptyStoreError:
        return Shown(choices_notice_html(NOTHING_INGESTED), "")
    except FinsamError as exc:
        return Shown(choices_notice_html(exc.message_sv), "")
    except Exception as exc:
        return Shown(choices_notice_html(unexpected_text(exc)), "")


def make(desk: Desk, person: Person, wanted: str, sections: str) -> Shown:
    """A new draft of what was chosen: `wanted` and `sections` are JSON lists, pairs of association and period, and keys."""

    def made() -> Shown:
        draft = _wanted(wanted, sections)
        brief = brief_of(desk, draft)
        draft_id = keep_new(desk.workplace, person, brief.title, draft)
        return Shown("", preview_html(brief, draft, draft_id))

    return _calmly(made)


def _wanted(wanted: str, sections: str) -> Draft:
    try:
        pairs = tuple((str(name), str(period)) for name, period in json.loads(wanted))
        return Draft(pairs, tuple(SectionKey(key).value for key in json.loads(sections)))
    except (ValueError, TypeError, RecursionError) as exc:
        raise UsageError(_UNREADABLE, f"brief wanted: {exc}") from exc


def reopen(desk: Desk, person: Person, draft_id: str) -> Shown:
    def opened() -> Shown:
        draft = kept_draft(desk.workplace, person, draft_id)
        return Shown("", preview_html(brief_of(desk, draft), draft, draft_id))

    return _calmly(opened)


def drop_draft(desk: Desk, person: Person, draft_id: str) -> Shown:
    try:
        forget(desk.workplace, person, draft_id)
    except FinsamError as exc:
        return Shown("", "", exc.message_sv)
    return show_choices(desk, person)


def change(desk: Desk, person: Person, draft_id: str, asked: Mapping[str, str]) -> Shown:
    """One change of a draft, kept at once. `asked` has "what" and what that needs, as `ui/assets/brief.js` sends it."""

    def changed() -> Shown:
        # made anew where another window has changed the draft meanwhile, so that neither change is lost
        for _ in range(_TRIES):
            draft = kept_draft(desk.workplace, person, draft_id)
            brief = brief_of(desk, draft)
            after = _changed(draft, brief, asked)
            if keep(desk.workplace, person, draft_id, after, before=draft):
                break
        else:
            raise UsageError("Utkastet ändras samtidigt i ett annat fönster. Vänta ett ögonblick och försök igen.")
        return Shown("", preview_html(brief, after, draft_id), "Ändringen är sparad i utkastet.")

    return _calmly(changed)


def _changed(draft: Draft, brief: Brief, asked: Mapping[str, str]) -> Draft:
    what, target = asked.get("what", ""), asked.get("target", "")
    if what == "text":
        return change_text(draft, brief, target, asked.get("text", ""), asked.get("reason", ""))
    if what == "cells":
        for cell, text in _cells(asked.get("cells", "{}")).items():
            draft = change_text(draft, brief, target, text, cell=cell)
        return draft
    if what == "drop":
        refuse_unknown(draft, brief, target)
        return leave_out(draft, target)
    if what == "restore":
        refuse_unknown(draft, brief, target)
        return take_back(draft, target)
    if what in _STEPS:
        place, ids = _siblings(apply(draft, brief), target)
        return move(draft, place, ids, target, _STEPS[what])
    if what == "own":
        refuse_unknown_section(brief, target)
        kind = Added.QUESTION if target.endswith(f":{SectionKey.QUESTIONS}") else Added.NOTE
        return add_own(draft, target, kind, asked.get("text", ""))
    raise UsageError("Ändringen går inte att förstå. Ladda om sidan och försök igen.", f"unknown change {what!r}")


def _cells(text: str) -> Mapping[str, str]:
    """The new texts of cells, by the cell ("2:1")."""
    try:
        cells = json.loads(text)
    except (ValueError, RecursionError) as exc:
        raise UsageError(_UNREADABLE, f"cells: {exc}") from exc
    if not isinstance(cells, dict) or not all(isinstance(one, str) for one in cells.values()):
        raise UsageError(_UNREADABLE, "cells are no object of texts")
    return cells


def _siblings(brief: Brief, target: str) -> tuple[str, list[str]]:
    """Where a block or section stands, and the ids of what it can change places with, in the order shown."""
    places = [place_of(chapter, section) for chapter, section in brief.sections()]
    if target in places:
        own = target.partition(":")[0]
        return order_of_sections(int(own)), [place for place in places if place.partition(":")[0] == own]
    for chapter, section in brief.sections():
        ids = [block.id for block in section.blocks]
        if target in ids:
            return place_of(chapter, section), ids
    raise UsageError("Stycket finns inte längre i underlaget. Ladda om sidan och försök igen.")


def open_source(desk: Desk, person: Person, draft_id: str, n: int) -> str:
    """The text of a report at source `n` of a draft, as HTML."""
    try:
        brief = brief_of(desk, kept_draft(desk.workplace, person, draft_id))
        citation = next((one for one in brief.citations if one.n == n), None)
        if citation is None or citation.lines is None:
            return reader_notice_html("Platsen i rapporten går inte att visa här.")
        return reader_html(citation, excerpt(desk.library(), citation.report, citation.lines))
    except FinsamError as exc:
        return reader_notice_html(exc.message_sv)
    except Exception as exc:
        return reader_notice_html(unexpected_text(exc))


def brief_of(desk: Desk, draft: Draft) -> Brief:
    """The brief that a draft is of, as the reports have it now. Raises as `build_brief` does."""
    wanted = [Wanted(name, period or None) for name, period in draft.wanted]
    return build_brief(wanted, desk.library(), [SectionKey(key) for key in draft.sections])


def _calmly(do: Callable[[], Shown]) -> Shown:
    try:
        return do()
    except FinsamError as exc:
        return Shown("", preview_notice_html(exc.message_sv))
    except Exception as exc:
        return Shown("", preview_notice_html(unexpected_text(exc)))
