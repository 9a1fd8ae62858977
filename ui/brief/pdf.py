"""A brief as a tagged PDF (PDF/UA-1), set by Typst from `ui/assets/brief.typ`.

The brief goes in as data, never as Typst code: what a report or a person wrote cannot run there. Typst reads nothing but its
template, and uses the fonts that come with it.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

from assistant.brief.content import Block, Brief, Cell, Question, Quote, Section, TableBlock
from ui.brief.chart import chart_of_table, picture_png
from ui.brief.edits import BY_HAND
from ui.brief.source_list import by_hand_note, column_shares, source_lines, text_runs
from ui.brief.words import HOW_MADE, SOURCES_TITLE, cover_lines
from ui.page_assets import asset

TEMPLATE = "brief.typ"
_SYMBOL_FONT = re.compile("[\ue000-\uf8ff]")
# Latin, Greek, Cyrillic, Hebrew and Arabic letters, punctuation, arrows, signs.
_UNKNOWN = re.compile("[^\t\n -~\u00a0-\u052f\u0590-\u06ff\u1e00-\u1fff\u2000-\u2bff\ufb00-\ufb06]")


def brief_pdf(brief: Brief, today: date) -> bytes:
    """The PDF's bytes; the same for the same brief and day."""
    import typst

    data = _displayable(json.dumps(_document(brief, today), ensure_ascii=False))
    made: bytes = typst.compile(
        asset(TEMPLATE).encode(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"brief": data},
        pdf_standards=["ua-1"],
        timestamp=datetime(today.year, today.month, today.day, tzinfo=UTC),
    )
    return made


def _displayable(data: str) -> str:
    """The data without signs that the fonts lack, for which the compiler would refuse the whole file: list marks of symbol
    fonts become list marks, all else a square."""
    return _UNKNOWN.sub("□", _SYMBOL_FONT.sub("•", data.replace("\\u0000", " ")))


def _document(brief: Brief, today: date) -> dict[str, object]:
    """The brief as the template reads it: only strings, numbers, lists and dictionaries of them."""
    sections = [_section(brief.comparison)] if brief.comparison is not None else []
    return {
        "title": brief.title,
        "cover": list(cover_lines(brief, today)),
        "notes": list(brief.notes),
        "how": HOW_MADE,
        "several": len(brief.chapters) > 1,
        "comparison": sections,
        "chapters": [
            {"title": f"{chapter.association}, {chapter.said_period}", "sections": [_section(one) for one in chapter.sections]}
            for chapter in brief.chapters
        ],
        "sources_title": SOURCES_TITLE,
        "sources": [{"n": one.n, "place": one.place, "quote": one.quote} for one in source_lines(brief)],
    }


def _section(section: Section) -> dict[str, object]:
    return {"title": section.title, "blocks": [_block(block) for block in section.blocks]}


def _block(block: Block) -> dict[str, object]:
    if isinstance(block, TableBlock):
        return _table(block)
    if isinstance(block, Quote):
        runs = text_runs(f"”{block.text}” [{block.citation}]")
        return {"kind": "quote", "runs": _runs(runs), "doubt": _runs(text_runs(block.doubt))}
    if isinstance(block, Question):
        text = block.text + by_hand_note(block, BY_HAND)
        return {"kind": "question", "runs": _runs(text_runs(text)), "reason": _runs(text_runs(block.reason))}
    return {"kind": "paragraph", "runs": _runs(text_runs(block.text + by_hand_note(block, BY_HAND)))}


def _table(block: TableBlock) -> dict[str, object]:
    return {
        "kind": "table",
        "charts": _charts(block),
        "title": block.title,
        "summary": block.summary,
        "columns": list(block.columns),
        "shares": list(column_shares(block)),
        "numeric": [any(row[n].numeric for row in block.rows) for n in range(len(block.columns))],
        "rows": [[_cell(cell) for cell in row] for row in block.rows],
        "notes": [_runs(text_runs(note.text)) for note in block.notes],
    }


def _charts(block: TableBlock) -> list[dict[str, object]]:
    """The table's chart, if it has one; its bytes as numbers, which JSON can hold."""
    chart = chart_of_table(block)
    return [] if chart is None else [{"png": list(picture_png(chart)), "words": chart.words}]


def _cell(cell: Cell) -> dict[str, object]:
    text = f"”{cell.text}”" if cell.quoted else cell.text
    return {"runs": _runs(text_runs(text))}


def _runs(runs: list[tuple[str, int | None]]) -> list[dict[str, object]]:
    return [{"text": text, "n": n or 0} for text, n in runs]
