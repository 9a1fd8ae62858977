"""The sources as HTML: numbered cards beside the chat, and a report's text with the cited words marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import groupby

from assistant.answer import Citation
from ingest.domain import Line
from ui.listing import lines_text, page_text
from ui.page_figure import cited_page_html
from ui.reading import Excerpt

LONGEST_NUMBER = 22  # characters of a cell that is kept on one line
_NUMBER_CELL = re.compile(r"[-−–+(]*\s*\d[\d\s.,:%()−–+-]*(?:t?kr|mnkr)?[\s().,:%\d-]*")
_CELL_BREAK = re.compile(r"\s*\|\s*|\t+")
_PIECE_BREAK = re.compile(r"\||…|\t")


def no_cards_html(text: str) -> str:
    """The place of the sources with a line instead of them."""
    return f'<div class="fs-sources"><h2>Källor</h2><p class="fs-empty">{escape(text)}</p></div>'


def cards_html(citations: Sequence[Citation], turn: int) -> str:
    """The numbered sources of one answer. `turn` is the answer's index in the chat."""
    if not citations:
        return no_cards_html("Det här svaret har inga källor.")
    cards = "".join(f"<li>{_card(citation, turn)}</li>" for citation in citations)
    return f'<div class="fs-sources"><h2>Källor <span class="fs-count">{len(citations)}</span></h2><ol>{cards}</ol></div>'


def _card(citation: Citation, turn: int) -> str:
    place = " · ".join(part for part in (page_text(citation), lines_text(citation)) if part)
    quote = '<span class="fs-cell"></span>'.join(escape(cell) for cell in _CELL_BREAK.split(citation.quote))
    return (
        f'<button type="button" class="fs-card" data-turn="{turn}" data-n="{citation.n}" aria-label="Öppna källa {citation.n}: '
        f'{escape(citation.association)}, {escape(citation.title)}, {escape(citation.section)}">'
        f'<span class="fs-n" aria-hidden="true">{citation.n}</span><span class="fs-card-body">'
        f'<span class="fs-association">{escape(citation.association)}</span>'
        f'<span class="fs-title">{escape(citation.title)}</span>'
        f'<span class="fs-section">{escape(citation.section)}</span>'
        f'<span class="fs-place">{escape(place)}</span>'
        f'<span class="fs-quote">{quote}</span></span></button>'
    )


def reader_html(citation: Citation, excerpt: Excerpt, note: str = "") -> str:
    """The report's text around the cited place, cited lines set off and the quoted words in `<mark>`; above it the page's
    image where the file has one. `note` is a line above all: what the reader must know of the place."""
    title = f"{escape(excerpt.entry.association)}, {escape(excerpt.entry.title)}"
    place = " · ".join(part for part in (escape(excerpt.section), page_text(citation), lines_text(citation)) if part)
    return (
        _reader_open(f'<span class="fs-n" aria-hidden="true">{citation.n}</span> {title}', place)
        + (f'<p class="fs-note" role="note">{escape(note)}</p>' if note else "")
        + ('<p class="fs-cut">… avsnittet börjar tidigare</p>' if excerpt.cut_before else "")
        + '<div class="fs-text" role="region" aria-label="Rapportens text" tabindex="0">'
        + cited_page_html(citation, excerpt.entry)
        + lines_html(excerpt.lines, excerpt.cited, citation.quote)
        + "</div>"
        + ('<p class="fs-cut">avsnittet fortsätter …</p>' if excerpt.cut_after else "")
        + "</section>"
    )


def reader_notice_html(text: str) -> str:
    """The reader with one line instead of a text: why the place cannot be shown."""
    return _reader_open("Källan kan inte visas", "") + f'<p class="fs-notice" role="alert">{escape(text)}</p></section>'


def _reader_open(title: str, place: str) -> str:
    return (
        '<section class="fs-reader" aria-label="Källtext"><header>'
        '<button type="button" class="fs-close">← Källor</button>'
        f'<h2 tabindex="-1">{title}</h2><p class="fs-place">{place}</p></header>'
    )


def lines_html(lines: Sequence[Line], cited: tuple[int, int], quote: str) -> str:
    """The lines with the quoted words marked: lines with tabs as rows of one grid, of several blank lines in a row the first."""
    spans = quoted_spans(lines, cited, quote)
    html = ""
    for kind, group in groupby(lines, key=_kind_of_line):
        run = list(group)
        shown = run[:1] if kind == "blank" else run
        inner = "".join(_line_html(line, cited, spans.get(line.number, [])) for line in shown)
        html += f'<div class="fs-rows">{inner}</div>' if kind == "row" else inner
    return html


def _kind_of_line(line: Line) -> str:
    if not line.text.strip():
        return "blank"
    return "row" if "\t" in line.text.strip() else "text"


def quoted_spans(lines: Sequence[Line], cited: tuple[int, int], quote: str) -> dict[int, list[tuple[int, int]]]:
    """Where the quote's words stand, as character spans by line number, in order and without overlap."""
    within = [line for line in lines if cited[0] <= line.number <= cited[1]]
    starts, body = [], ""
    for line in within:
        starts.append(len(body))
        body += line.text + "\n"
    found = _find_pieces(body, quote) or [(0, len(body))]
    spans: dict[int, list[tuple[int, int]]] = {}
    for line, start in zip(within, starts, strict=True):
        lead = len(line.text) - len(line.text.lstrip())
        for first, last in found:
            a, b = max(first - start, lead), min(last - start, len(line.text.rstrip()))
            if a < b:
                spans.setdefault(line.number, []).append((a, b))
    return spans


def _find_pieces(body: str, quote: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = 0
    for piece in _PIECE_BREAK.split(quote):
        words = piece.split()
        if not words:
            continue
        match = re.compile(r"\s+".join(re.escape(word) for word in words)).search(body, at)
        if match is None:
            return []
        found.append(match.span())
        at = match.end()
    return found


def _line_html(line: Line, cited: tuple[int, int], marks: Sequence[tuple[int, int]]) -> str:
    css_class = "fs-line fs-cited" if cited[0] <= line.number <= cited[1] else "fs-line"
    number = f'<span class="fs-no" aria-hidden="true">{line.number}</span>'
    cells, at = "", 0
    for cell in line.text.split("\t"):
        css_cell = "fs-tx fs-number" if len(cell) <= LONGEST_NUMBER and _NUMBER_CELL.fullmatch(cell.strip()) else "fs-tx"
        cells += f'<span class="{css_cell}">{_marked(cell, at, marks)}</span>'
        at += len(cell) + 1
    return f'<div class="{css_class}">{number}{cells}</div>'


def _marked(cell: str, start: int, marks: Sequence[tuple[int, int]]) -> str:
    """A cell's text with the marks that fall within it; `start` is where the cell begins in its line."""
    html, at = "", 0
    for first, last in marks:
        a, b = max(first - start, at), min(last - start, len(cell))
        if a < b:
            html += f"{_shown(cell[at:a])}<mark>{_shown(cell[a:b])}</mark>"
            at = b
    return html + _shown(cell[at:])


def _shown(text: str) -> str:
    return escape(text.replace("\f", ""))
