"""An answer on the page without a script: its text with marks that lead to numbered sources, each a link of its own."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from assistant.answer import Status
from ui.answer_html import answer_html
from ui.no_break import kept_together
from ui.operations.masking import masked
from ui.widget.contact_html import contact_html

if TYPE_CHECKING:
    from assistant.answer import Answer, Citation

_TURN = 0
_MARK = re.compile(rf'<a class="fs-cite" href="#kalla-{_TURN}-(\d+)" aria-label="[^"]*">\d+</a>')
_NO_BREAK = "\u00a0"


def answer_section(question: str, answer: Answer, contact: str = "") -> str:
    """The question as it was asked, but for personal identity numbers, the answer, and its sources; under one that says that
    nothing is there also whom to ask ("" for nobody)."""
    shown = _MARK.sub(r'<a class="fs-cite" href="#kalla-\1" aria-label="Källa \1">\1</a>', answer_html(answer, _TURN))
    return (
        f'<section aria-labelledby="svar"><h2>Du frågade</h2><p class="question">{escape(masked(question))}</p>'
        f'<h2 id="svar">Svar</h2>{shown}{_whom_to_ask(answer, contact)}{_sources(answer.citations)}</section>'
    )


def _whom_to_ask(answer: Answer, contact: str) -> str:
    if answer.status is not Status.DECLINED or not contact:
        return ""
    return f'<p class="whom">Vill du fråga någon i stället? {contact_html(contact)}</p>'


def _sources(citations: tuple[Citation, ...]) -> str:
    if not citations:
        return ""
    items = "".join(map(_source, citations))
    return f'<h2>Källor</h2><ol class="sources">{items}</ol>'


def _source(one: Citation) -> str:
    link = f'<a href="{escape(one.source_url)}" target="_blank" rel="noopener">{escape(one.title)} (öppnas i ny flik)</a>'
    where = " · ".join(escape(part) for part in _where(one))
    quote = escape(kept_together(one.quote))
    return f'<li id="kalla-{one.n}" value="{one.n}">{link}<p class="where">{where}</p><blockquote>”{quote}”</blockquote></li>'


def _where(citation: Citation) -> tuple[str, ...]:
    return tuple(part for part in (citation.association, _page(citation), citation.section) if part)


def _page(citation: Citation) -> str:
    """The page of the file, with its print where that differs; of what only the table of contents tells, that it does so."""
    page, label = citation.page, citation.page_label
    if page is None:
        return f"sida{_NO_BREAK}{label} enligt innehållsförteckningen" if label else ""
    printed = f" (tryckt {label})" if label and label != str(page) else ""
    return f"sida{_NO_BREAK}{page}{printed}"
