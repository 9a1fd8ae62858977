"""A brief as the page shows it, with what changes it: every block can be rewritten, moved or left out. All texts are escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from assistant.brief.content import Block, Brief, Cell, Paragraph, Question, Quote, Section, SectionKey, TableBlock
from ui.brief.chart_html import chart_html
from ui.brief.edits import BY_HAND, LONGEST_TEXT, Draft, apply, place_of
from ui.brief.source_list import by_hand_note, source_lines, text_runs
from ui.brief.words import HOW_MADE, SOURCES_TITLE

_QUESTIONS = SectionKey.QUESTIONS.value


def preview_html(brief: Brief, draft: Draft, draft_id: str) -> str:
    """The brief as the draft has it, the links to its files, its sources, and what was left out."""
    shown = apply(draft, brief)
    level = 3 if len(shown.chapters) == 1 else 4
    body = _section_html(-1, shown.comparison, 3) if shown.comparison is not None else ""
    for n, chapter in enumerate(shown.chapters):
        head = f"{chapter.association}, {chapter.said_period}"
        title = f"<h3>{escape(head)}</h3>" if len(shown.chapters) > 1 else ""
        body += title + "".join(_section_html(n, section, level) for section in chapter.sections)
    notes = "".join(f'<p class="fs-brief-obs"><strong>Obs!</strong> {escape(note)}</p>' for note in brief.notes)
    return (
        f'<article class="fs-brief" data-draft="{escape(draft_id)}" aria-labelledby="fs-brief-title">'
        f'{_head(brief, draft_id)}<p class="fs-brief-how">{escape(HOW_MADE)}</p>{notes}{body}{_sources(shown)}'
        f"{_left_out(brief, draft)}</article>"
    )


def preview_notice_html(text: str) -> str:
    """The place of the preview with one calm line instead."""
    return f'<p class="fs-notice fs-brief-empty" role="alert">{escape(text)}</p>'


def _head(brief: Brief, draft_id: str) -> str:
    query = f"utkast={escape(draft_id)}"
    return (
        f'<header class="fs-brief-head"><h2 id="fs-brief-title" tabindex="-1">{escape(brief.title)}</h2>'
        '<nav class="fs-exports" aria-label="Hämta underlaget">'
        f'<a href="/underlag.docx?{query}" download>Hämta som Word</a><a href="/underlag.pdf?{query}" download>Hämta som PDF</a>'
        '<button type="button" class="fs-brief-new">Välj andra</button></nav></header>'
    )


def _section_html(chapter: int, section: Section, level: int) -> str:
    place = escape(place_of(chapter, section))
    numbered = [block for block in section.blocks if isinstance(block, Question)]
    blocks = "".join(
        _block_html(block, numbered.index(block) + 1 if isinstance(block, Question) else 0) for block in section.blocks
    )
    tools = _tools(place_of(chapter, section), section.title, whole=True)
    kind = "fråga" if section.key == _QUESTIONS else "anteckning"
    add = (
        f'<details class="fs-brief-add"><summary>Lägg till en egen {kind}</summary><form class="fs-own">'
        f'<label>Text <textarea name="text" rows="3" required maxlength="{LONGEST_TEXT}"></textarea></label>'
        f'<button type="submit">Lägg till</button></form></details>'
    )
    return (
        f'<section class="fs-brief-section" data-place="{place}"><div class="fs-brief-title-row">'
        f"<h{level}>{escape(section.title)}</h{level}>"
        f"{tools}</div>{blocks}{add}</section>"
    )


def _block_html(block: Block, number: int) -> str:
    name = _name_of(block)
    return (
        f'<div class="fs-block fs-{_kind(block)}{" fs-by-hand" if _by_hand(block) else ""}" data-block="{escape(block.id)}">'
        f'<div class="fs-block-body">{_body(block, number)}</div>{_tools(block.id, name)}{_editor(block)}</div>'
    )


def _kind(block: Block) -> str:
    return {Paragraph: "paragraph", Quote: "said-quote", TableBlock: "table", Question: "question"}[type(block)]


def _by_hand(block: Block) -> bool:
    return isinstance(block, Paragraph | Question) and block.by_hand


def _name_of(block: Block) -> str:
    text = block.title if isinstance(block, TableBlock) else block.text
    return text if len(text) <= 60 else text[:60].rsplit(" ", 1)[0] + " …"


def _body(block: Block, number: int) -> str:
    if isinstance(block, TableBlock):
        return _table_html(block)
    if isinstance(block, Quote):
        doubt = f'<p class="fs-doubt">{_runs(block.doubt)}</p>' if block.doubt else ""
        return f"<blockquote><p>”{escape(block.text)}” {_mark(block.citation)}</p></blockquote>{doubt}"
    if isinstance(block, Question):
        reason = f'<p class="fs-reason">{_runs(block.reason)}</p>' if block.reason else ""
        return f'<p class="fs-asked"><span>{number}.</span> {_runs(block.text)}{by_hand_note(block, BY_HAND)}</p>{reason}'
    return f"<p>{_runs(block.text)}{by_hand_note(block, BY_HAND)}</p>"


def _table_html(block: TableBlock) -> str:
    numeric = [any(row[n].numeric for row in block.rows) for n in range(len(block.columns))]
    head = "".join(
        f'<th scope="col"{_side(right)}>{escape(name)}</th>' for name, right in zip(block.columns, numeric, strict=True)
    )
    rows = ""
    for row in block.rows:
        first, *others = row
        cells = "".join(f"<td{_side(cell.numeric)}>{_cell(cell)}</td>" for cell in others)
        rows += f'<tr><th scope="row">{_cell(first)}</th>{cells}</tr>'
    notes = "".join(f'<p class="fs-doubt">{_runs(note.text)}</p>' for note in block.notes)
    # a wide table scrolls by itself, also with the keyboard
    return (
        f'{chart_html(block)}<div class="fs-brief-scroll" tabindex="0" role="region" aria-label="{escape(block.title)}"><table>'
        f'<caption>{escape(block.title)}<span class="fs-brief-unseen">. {escape(block.summary)}</span></caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{notes}"
    )


def _side(right: bool) -> str:
    return ' class="fs-brief-num"' if right else ""


def _cell(cell: Cell) -> str:
    return f"”{_runs(cell.text)}”" if cell.quoted else _runs(cell.text)


def _runs(text: str) -> str:
    return "".join(escape(words) if n is None else _mark(n) for words, n in text_runs(text))


def _mark(n: int) -> str:
    return f'<button type="button" class="fs-mark" data-n="{n}" aria-label="Öppna källa {n}">[{n}]</button>'


def _tools(block_id: str, name: str, whole: bool = False) -> str:
    said, target = escape(name), escape(block_id)
    change = (
        ""
        if whole
        else f'<button type="button" class="fs-change" aria-expanded="false" aria-label="Ändra: {said}">Ändra</button>'
    )
    return (
        f'<span class="fs-brief-tools" data-target="{target}">{"" if whole else change}'
        f'<button type="button" class="fs-up" aria-label="Flytta upp: {said}">↑</button>'
        f'<button type="button" class="fs-down" aria-label="Flytta ned: {said}">↓</button>'
        f'<button type="button" class="fs-leave" aria-label="Utelämna: {said}">Utelämna</button></span>'
    )


def _editor(block: Block) -> str:
    """The form that changes a block, hidden until it is asked for."""
    if isinstance(block, TableBlock):
        fields = "".join(_cell_field(block, r, c) for r, row in enumerate(block.rows) for c in range(len(row)))
        return (
            f'<form class="fs-editor" hidden data-cells="1"><p>En ändrad cell märks ”{BY_HAND}” och förlorar sin källa.</p>'
            f'<div class="fs-cell-fields">{fields}</div>{_EDITOR_BUTTONS}</form>'
        )
    reason = (
        f'<label>Skäl <textarea name="reason" rows="3" maxlength="{LONGEST_TEXT}">{escape(block.reason)}</textarea></label>'
        if isinstance(block, Question) and block.reason
        else ""
    )
    told = "Ändras en siffra försvinner källhänvisningen. Ändras ett citat är det inte längre ett citat."
    return (
        f'<form class="fs-editor" hidden><p>{told}</p><label>Text <textarea name="text" rows="4" required '
        f'maxlength="{LONGEST_TEXT}">{escape(block.text)}</textarea></label>{reason}{_EDITOR_BUTTONS}</form>'
    )


_EDITOR_BUTTONS = (
    '<p class="fs-editor-buttons"><button type="submit">Spara</button>'
    '<button type="button" class="fs-restore">Återställ till rapportens</button>'
    '<button type="button" class="fs-cancel">Avbryt</button></p>'
)


def _cell_field(block: TableBlock, row: int, column: int) -> str:
    cell = block.rows[row][column]
    label = f"{block.rows[row][0].text}, {block.columns[column]}"
    text = cell.text.removesuffix(f" ({BY_HAND})")
    return (
        f'<label>{escape(label)} <input name="{row}:{column}" value="{escape(text)}" maxlength="{LONGEST_TEXT}" '
        f'data-before="{escape(text)}"></label>'
    )


def _sources(brief: Brief) -> str:
    items = "".join(
        f'<li id="fs-brief-s{one.n}">{_mark(one.n)} {escape(one.place)}'
        + (f': <q class="fs-brief-print">{escape(one.quote)}</q>' if one.quote else "")
        + "</li>"
        for one in source_lines(brief)
    )
    return f'<details class="fs-brief-sources"><summary>{SOURCES_TITLE}</summary><ul>{items}</ul></details>'


def _left_out(brief: Brief, draft: Draft) -> str:
    items = "".join(
        f'<li>{escape(name)} <button type="button" class="fs-take-back" data-target="{escape(block)}" '
        f'aria-label="Ta med igen: {escape(name)}">Ta med igen</button></li>'
        for block, name in _gone(brief, draft)
    )
    return f'<section class="fs-left-out"><h4>Utelämnat</h4><ul>{items}</ul></section>' if items else ""


def _gone(brief: Brief, draft: Draft) -> Iterator[tuple[str, str]]:
    for chapter, section in brief.sections():
        if place_of(chapter, section) in draft.left_out:
            yield place_of(chapter, section), f"Avsnittet {section.title}"
        for block in section.blocks:
            if block.id in draft.left_out:
                yield block.id, f"{section.title}: {_name_of(block)}"
