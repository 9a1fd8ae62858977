"""An opened square as HTML: what it is, what contradicts it, how it was computed, and what a reader must know."""

from __future__ import annotations

from html import escape

from ui.comparison.places import citations_of, figures_of
from ui.comparison.square_words import figure_text, value_text, working_texts
from ui.comparison.squares import Square
from ui.source_html import cards_html

_CONTESTED_BY_PRINT = "Rapporterna anger också något annat för samma sak:"
_MORE_ROWS = "Flera rader heter så, under olika rubriker eller i olika delar. Den här visas; de andra är:"


def square_html(square: Square) -> str:
    """The square in words, then its sources as cards."""
    figures = figures_of(square)
    value = "" if square.value is None else f'<p class="fs-cmp-square-value">{escape(value_text(square))}</p>'
    parts = [value, _missing(square), _others(square), _findings(square), _working(square), _notes(square)]
    heading = f'<h2 tabindex="-1" class="fs-cmp-square-title">{escape(square.label)}</h2>'
    cards = cards_html(citations_of(figures), 0) if figures else ""
    return f'<section class="fs-cmp-square" aria-label="Vald ruta">{heading}{"".join(parts)}</section>{cards}'


def _missing(square: Square) -> str:
    if square.value is not None:
        return ""
    return f'<p class="fs-cmp-square-why"><strong>Saknas.</strong> {escape(square.why)}</p>'


def _others(square: Square) -> str:
    if not square.others:
        return ""
    said = _CONTESTED_BY_PRINT if square.is_contested else _MORE_ROWS
    word = "Motsägs." if square.is_contested else "Flera rader."
    items = "".join(f"<li>{escape(figure_text(e))}</li>" for e in square.others)
    return f'<div class="fs-warning"><strong>{word}</strong> {said}<ul>{items}</ul></div>'


def _findings(square: Square) -> str:
    told = (f'<div class="fs-warning"><strong>Motsägs.</strong> {escape(one.finding.what)}</div>' for one in square.findings)
    return "".join(told)


def _working(square: Square) -> str:
    """Open at once: whoever opens a computed square asks how it came about."""
    texts = working_texts(square)
    if not texts:
        return ""
    sums = "".join(f"<p>{escape(text)}</p>" for text in texts)
    inputs = "".join(f"<li>{escape(figure_text(e))}</li>" for e in square.inputs)
    printed = "".join(f"<p>Rapporten anger själv: {escape(figure_text(e))}</p>" for e in square.printed)
    return f'<details class="fs-cmp-working" open><summary>Så räknades det</summary>{sums}<ol>{inputs}</ol>{printed}</details>'


def _notes(square: Square) -> str:
    items = "".join(f"<li>{escape(note)}</li>" for note in square.notes)
    return f'<ul class="fs-cmp-square-notes">{items}</ul>' if items else ""
