"""The public page `/fraga` as HTML: the chat where a script may run, else a plain form and its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from assistant.answer import Answer, Status
from ui.access.login_page import PRODUCT
from ui.api.public_paths import ASK_PAGE, ASK_STYLE, STATEMENT_PAGE, WIDGET_SCRIPT
from ui.operations.masking import masked
from ui.widget.answer_page_html import answer_section
from ui.widget.contact_html import contact_html

if TYPE_CHECKING:
    from ui.widget.about import About

QUESTION_FIELD = "fraga"
PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # "no-referrer" would make the browser send the form with the origin "null", like a page from nowhere.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_TITLE = "Fråga om rapporterna"


@dataclass(frozen=True, slots=True)
class PageView:
    """What the page shows: `about` is None where it cannot be told now; `problem` is the line above the form, "" for none."""

    about: About | None = None
    question: str = ""
    answer: Answer | None = None
    problem: str = ""


def public_page(view: PageView) -> str:
    """The whole document. Once something was asked through the form it stays a page of plain HTML."""
    begun = bool(view.answer or view.problem)
    content = _content(view) + _foot(view)
    if not begun:
        content = f'<finsam-chat mode="inline">{content}</finsam-chat>'
    script = "" if begun else f'<script src="{WIDGET_SCRIPT}" async></script>'
    title = f"{'Fel: ' if view.problem else 'Svar: ' if view.answer else ''}{_TITLE} – {PRODUCT}"
    return (
        f'<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="data:,"><link rel="stylesheet" href="{ASK_STYLE}">{script}</head>'
        f"<body><main><h1>{PRODUCT}</h1>{content}</main></body></html>"
    )


def _content(view: PageView) -> str:
    if view.about is not None and not view.about.associations:
        return _problem(view.problem) + "<p>Det finns inga publicerade rapporter att fråga om än.</p>"
    answered = answer_section(view.question, view.answer, _contact(view)) if view.answer else ""
    return _problem(view.problem) + answered + ("" if view.answer else _introduction(view.about)) + _form(view)


def _problem(line: str) -> str:
    return f'<p class="problem" role="alert" id="fel"><strong>Det gick inte.</strong> {escape(line)}</p>' if line else ""


def _introduction(about: About | None) -> str:
    covered = ""
    if about is not None:
        items = "".join(f"<li>{escape(one.name)}: {escape(_periods(one.periods))}</li>" for one in about.associations)
        covered = f"<h2>Det här kan jag svara ur</h2><ul>{items}</ul>"
    statistics = " Anonym statistik förs, utan frågornas text." if about is not None and about.statistics else ""
    return (
        "<p>Jag är en AI-assistent: ett program som söker i publicerade rapporter och sätter ihop svar ur dem. Jag kan "
        f"missförstå en fråga, så kontrollera i källan innan du använder ett svar.</p>{covered}"
        f"<p>{_model_lines(about)}Frågor sparas inte.{statistics} Skriv inga personuppgifter.</p>"
    )


def _model_lines(about: About | None) -> str:
    """Which language model phrases answers, and whether it is another machine's; "" without one."""
    if about is None or about.language_model is None:
        return ""
    where = (
        "på en annan dator: din fråga och utdrag ur rapporterna skickas dit."
        if about.sends_questions
        else "på assistentens egen dator."
    )
    return (
        f"Svar formuleras av språkmodellen {escape(about.language_model)} {where} Siffror och källor hämtar programmet ur "
        "rapporterna. "
    )


def _periods(periods: Sequence[str]) -> str:
    from assistant.timespans import parse_period, say_span

    return ", ".join(say_span(parse_period(period)) for period in periods)


def _form(view: PageView) -> str:
    longest = f" Högst {view.about.max_question_chars} tecken." if view.about else ""
    # an answered question is done with; one that failed is there to be mended
    kept = "" if view.answer and view.answer.status is not Status.CLARIFY else masked(view.question)
    told = ' aria-describedby="langd fel"' if view.problem else ' aria-describedby="langd"'
    return (
        f'<form method="post" action="{ASK_PAGE}" accept-charset="utf-8">'
        f'<label for="{QUESTION_FIELD}">{"Nästa fråga" if view.answer else "Din fråga"}</label>'
        # a line feed right after the tag is not part of the text
        f'<textarea id="{QUESTION_FIELD}" name="{QUESTION_FIELD}" rows="4" required{told}>\n{escape(kept)}</textarea>'
        f'<p class="where" id="langd">Varje fråga besvaras för sig.{longest} Skriv inga personnummer.</p>'
        f"<button>Fråga</button></form>"
    )


def _foot(view: PageView) -> str:
    parts = (f'<a href="{STATEMENT_PAGE}">Tillgänglighet</a>', contact_html(_contact(view)))
    return f'<p class="foot">{" · ".join(part for part in parts if part)}</p>'


def _contact(view: PageView) -> str:
    return view.about.contact if view.about is not None else ""
