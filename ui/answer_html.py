"""An answer as safe HTML for the chat: paragraphs, lists, tables, bold, and citation marks that open their source.

Questions and report texts are data: everything is escaped here, and of Markdown only what the composer writes is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from itertools import groupby

from assistant.answer import Answer, Status
from assistant.wording import phrase_opening
from ui.no_break import kept_together
from ui.phrasing_lines import phrasing_lines

# "[1]", "[1, 3]" or "[1–3]"
_MARKS = re.compile(r"\[(\d{1,3}(?:\s?[,–-]\s?\d{1,3})*)\]")
_BEFORE_MARK = re.compile(r" (?=\[\d)")  # a mark stands on the line of what it backs
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_BULLET = re.compile(r"\s*[-•*]\s+")
_NUMBERED = re.compile(r"\s*\d{1,2}[.)]\s+")
_TABLE_RULE = re.compile(r"\|?[\s:|-]+\|?")
_SENTENCE_END = re.compile(r"(?<=[.!?:])(?:\s?\[[^\]]*\])*\s+|\n+")
_LINK = re.compile(r'<a class="fs-cite"[^>]*>(\d+)</a>')
_BARE_MARK = r'<span class="fs-cite">\1</span>'
_BADGES = {
    Status.DECLINED: ("fs-declined", "Står inte i rapporterna"),
    Status.CLARIFY: ("fs-clarify", "Vilket menar du?"),
}
_BEYOND = ("fs-clarify", "Utanför urvalet")
# What the composer begins a line or a warning with where the reports contradict themselves or each other.
_CONTESTED_LINES = ("contested_by", "contested_by_sum")
_CONTESTED_WARNINGS = ("conflict", "disagree", "contested_warning", "contested_explained", "contested_more")
_CONTESTED_SIGN = '<strong class="fs-sign"><span aria-hidden="true">≠ </span>Motstridiga uppgifter</strong> '


def question_html(question: str) -> str:
    """A person's question, escaped, line breaks kept."""
    return f'<div class="fs-question">{_break_lines(escape(question))}</div>'


def answer_html(answer: Answer, turn: int, *, growing: bool = False, limited: bool = False) -> str:
    """An answer: badge when declined or asking back, text, warnings, who phrased it. `turn` is its index in the chat;
    `limited` tells that it was held within limits, so that asking back without naming choices means that the question goes
    beyond them."""
    badge = ""
    # who asks back which one is meant names sources; "you're welcome" needs no label
    is_choice = answer.status is not Status.CLARIFY or bool(answer.citations)
    if answer.status in _BADGES and (is_choice or limited):
        badge_class, label = _BADGES[answer.status] if is_choice else _BEYOND
        badge = f'<p class="fs-badge {badge_class}">{label}</p>'
    warnings = "".join(_warning(_only_marks(warning, answer), turn) for warning in answer.warnings)
    text = text_html(_only_marks(answer.text, answer), turn)
    phrased = "" if growing else "".join(f'<p class="fs-phrased">{escape(line)}</p>' for line in phrasing_lines(answer))
    css_class = "fs-answer fs-growing" if growing else "fs-answer"
    return f'<div class="{css_class}" lang="{escape(answer.language)}">{badge}{text}{warnings}{phrased}</div>'


def _only_marks(text: str, answer: Answer) -> str:
    """The text with "[7]" kept from reading as a mark, by an unseen sign, where the answer has no source 7: a report's own
    note, in a sentence that is quoted."""
    known = {str(citation.n) for citation in answer.citations}

    def kept(match: re.Match[str]) -> str:
        return match[0] if known.issuperset(re.findall(r"[0-9]+", match[1])) else f"[\u2060{match[0][1:]}"

    return _MARKS.sub(kept, text)


def _warning(text: str, turn: int) -> str:
    if _begins(text, _CONTESTED_WARNINGS):
        return f'<div class="fs-warning fs-contested">{_CONTESTED_SIGN}{_inline(text, turn)}</div>'
    return f'<div class="fs-warning"><strong>Observera</strong> {_inline(text, turn)}</div>'


def growing_texts(text: str) -> Iterator[str]:
    """The text as it grows sentence by sentence, each piece longer than the one before; the last is the whole."""
    for match in _SENTENCE_END.finditer(text):
        if match.end() < len(text):
            yield text[: match.end()]
    yield text


def growing_html(text: str) -> str:
    """What a language model has written so far: its sources are known when it is whole, so its marks lead nowhere."""
    return f'<div class="fs-answer fs-growing fs-writing">{_LINK.sub(_BARE_MARK, text_html(text, 0))}</div>'


def notice_html(text: str) -> str:
    """A line that is no answer: an error told calmly, or what is missing."""
    return f'<div class="fs-answer fs-notice" role="alert">{escape(text)}</div>'


def waiting_html() -> str:
    """What stands in the place of the answer until its first sentence."""
    return '<div class="fs-answer fs-waiting" role="status">Söker i rapporterna …</div>'


def text_html(text: str, turn: int) -> str:
    """Running text with light Markdown as HTML on one line (the chat's Markdown reader then leaves it alone)."""
    blocks = []
    for kind, group in groupby(text.strip().split("\n"), key=_kind_of_line):
        lines = list(group)
        blocks.append(_WRITERS[kind](lines, turn))
    return "".join(blocks)


def _kind_of_line(line: str) -> str:
    if not line.strip():
        return "blank"
    if line.lstrip().startswith("|"):
        return "table"
    if _BULLET.match(line):
        return "bullets"
    if _begins(line, _CONTESTED_LINES):
        return "contested"
    return "numbered" if _NUMBERED.match(line) else "paragraph"


def _paragraph(lines: list[str], turn: int) -> str:
    return "<p>" + "<br>".join(_inline(line, turn) for line in lines) + "</p>"


def _contested(lines: list[str], turn: int) -> str:
    return "".join(f'<div class="fs-warning fs-contested">{_CONTESTED_SIGN}{_inline(line, turn)}</div>' for line in lines)


def _begins(text: str, phrases: tuple[str, ...]) -> bool:
    """Whether a text begins as one of the composer's phrases does, in either language."""
    openings = (phrase_opening(language, phrase) for phrase in phrases for language in ("sv", "en"))
    return any(opening and text.startswith(opening) for opening in openings)


def _bullets(lines: list[str], turn: int) -> str:
    return "<ul>" + "".join(f"<li>{_inline(_BULLET.sub('', line, count=1), turn)}</li>" for line in lines) + "</ul>"


def _numbered(lines: list[str], turn: int) -> str:
    # The number is kept as written: it may be the source's own.
    return '<ul class="fs-numbered">' + "".join(f"<li>{_inline(line.strip(), turn)}</li>" for line in lines) + "</ul>"


def _table(lines: list[str], turn: int) -> str:
    printed = [line.strip() for line in lines if not _TABLE_RULE.fullmatch(line.strip())]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in printed]
    head, body = rows[:1], rows[1:]
    html = "".join("<tr>" + "".join(f'<th scope="col">{_inline(cell, turn)}</th>' for cell in row) + "</tr>" for row in head)
    html += "".join("<tr>" + "".join(f"<td>{_inline(cell, turn)}</td>" for cell in row) + "</tr>" for row in body)
    return f'<div class="fs-table"><table>{html}</table></div>'


def _blank(_lines: list[str], _turn: int) -> str:
    return ""


_WRITERS: dict[str, Callable[[list[str], int], str]] = {
    "blank": _blank, "contested": _contested, "table": _table, "bullets": _bullets, "numbered": _numbered,
    "paragraph": _paragraph,
}  # fmt: skip


def _inline(text: str, turn: int) -> str:
    marked = _MARKS.sub(
        lambda match: _mark_links(match[1], turn), escape(_BEFORE_MARK.sub("\u00a0", kept_together(text)), quote=False)
    )
    return _BOLD.sub(r"<strong>\1</strong>", marked)


def _mark_links(numbers: str, turn: int) -> str:
    def link(match: re.Match[str]) -> str:
        return f'<a class="fs-cite" href="#kalla-{turn}-{match[0]}" aria-label="Öppna källa {match[0]}">{match[0]}</a>'

    return f'<span class="fs-cites">{re.sub(r"[0-9]+", link, numbers)}</span>'


def _break_lines(html: str) -> str:
    return html.replace("\n", "<br>")
