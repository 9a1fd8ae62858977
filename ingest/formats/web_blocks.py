"""The blocks of a web page in order: headings, paragraphs, lists and tables of its main part, what is not shown left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.formats.line_writer import Block, Paragraph, one_line
from ingest.formats.web_tables import cell_text, read_table

BULLET = "• "
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Not the report's text: programs, what is drawn or played, and what leads around the site.
_LEFT_OUT = frozenset(
    "script style noscript template head title meta link nav footer button input select textarea option datalist iframe object "
    "embed svg math canvas audio video map dialog menu".split()
)
# Roles of the same parts in pages that do not use the elements.
_LEFT_OUT_ROLES = frozenset("navigation contentinfo search banner menu menubar dialog alertdialog".split())
_HIDDEN_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q s samp small span strike strong sub "
    "sup time tt u var wbr br picture source ruby rb".split()
)
_STRUCK = frozenset("del s strike rt rp".split())
# Some servers wrap the whole page in a form; a form to fill in holds none of these.
_PAGE_IN_FORM = ("main", "article", "h1", "table")
_FRAME_ROLES = frozenset(("presentation", "none"))
# Less is a teaser or one article of many.
_MIN_MAIN_SHARE = 0.3


@dataclass(slots=True)
class PageReader:
    """Walks the page with a stack of its own: a page may be nested deeper than Python calls functions."""

    blocks: list[Block] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _list_depth: int = 0
    _item_begins: bool = False

    def read(self, root: etree._Element) -> tuple[Block, ...]:
        """The blocks of the page with this root element."""
        for event, element in _walk(_main_part(root)):
            if event == "text":
                self._text.append(str(element))
            elif isinstance(element, str):
                continue
            elif event == "table":
                self._end_paragraph()
                self._add_table(element)
            elif event == "begin":
                self._begin(element)
            else:
                self._end(element)
        self._end_paragraph()
        return tuple(self.blocks)

    def _add_table(self, element: etree._Element) -> None:
        caption, table = element.find("caption"), read_table(element, is_shown)
        if caption is not None and is_shown(caption):
            self.blocks.append(Paragraph((cell_text(caption, is_shown),)))
        if table is not None:
            self.blocks.append(table)

    def _begin(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == "br":
            self._text.append("\n")
        elif tag == "li":
            self._end_paragraph()
            self._item_begins = True
            self._text.append(_mark_of(element))
        elif tag not in _INLINE:
            self._end_paragraph(keep_mark=True)

    def _end(self, element: etree._Element) -> None:
        level = _HEADINGS.get(str(element.tag), 0)
        if level:
            self._end_paragraph(level)
        elif element.tag not in _INLINE:
            self._end_paragraph()

    def _end_paragraph(self, level: int = 0, keep_mark: bool = False) -> None:
        """Closes the paragraph; with `keep_mark` not yet where nothing but the mark of a list item is there."""
        text = "".join(self._text)
        if keep_mark and self._item_begins and not text.strip().strip(BULLET).strip("0123456789."):
            return
        lines = tuple(line for line in map(one_line, text.split("\n")) if line)
        if lines and lines != (BULLET.strip(),):
            self.blocks.append(
                Paragraph((" ".join(lines),) if level else lines, level=level, close=self._item_begins and not level)
            )
        self._text.clear()
        self._item_begins = False


def is_shown(element: etree._Element) -> bool:
    """Whether the element and what is in it is text that a visitor sees."""
    if not isinstance(element.tag, str) or element.tag in _LEFT_OUT or element.tag in _STRUCK:
        return False
    if element.tag == "form" and not any(next(element.iter(tag), None) is not None for tag in _PAGE_IN_FORM):
        return False
    if element.get("hidden") is not None or element.get("aria-hidden", "").strip().lower() == "true":
        return False
    return not (_HIDDEN_STYLE.search(element.get("style", "")) or element.get("role", "").strip().lower() in _LEFT_OUT_ROLES)


def _walk(root: etree._Element) -> Iterator[tuple[str, etree._Element | str]]:
    """("begin", element), ("text", text), ("end", element) in the order of the page; ("table", element) for a whole table."""
    stack: list[tuple[str, etree._Element]] = [("visit", root)]
    while stack:
        event, element = stack.pop()
        if event == "end":
            yield "end", element
        elif event == "visit" and is_shown(element):
            if element.tag == "table" and not _is_frame(element):
                yield "table", element
            else:
                yield "begin", element
                if element.text:
                    yield "text", _folded(element)
                stack.append(("end", element))
                for child in reversed(element):
                    stack += [("tail", child), ("visit", child)]
        if event == "tail" and element.tail:
            yield "text", element.tail.replace("\n", " ")


def _folded(element: etree._Element) -> str:
    """The element's own first text; line ends of the source are blanks but in a <pre>."""
    text = element.text or ""
    return text if element.tag == "pre" else text.replace("\n", " ").replace("\r", " ")


def _main_part(root: etree._Element) -> etree._Element:
    """The element that holds the page's article, where one is marked and has a fair share of the text; else the body."""
    body = root.find("body")
    whole = root if body is None else body
    everything = _length(whole)
    by_role = (element for element in whole.iter() if element.get("role", "") == "main")
    marked = [*whole.iter("main"), *by_role, *whole.iter("article")]
    for candidate in marked:
        if is_shown(candidate) and _length(candidate) >= _MIN_MAIN_SHARE * everything:
            return candidate
    return whole


def _length(element: etree._Element) -> int:
    return sum(len(text.strip()) for text in element.itertext("*") if isinstance(text, str))


def _is_frame(table: etree._Element) -> bool:
    """Whether the table only places other content: it says so, holds another table, or has a single cell."""
    if table.get("role", "").strip().lower() in _FRAME_ROLES:
        return True
    cells = list(table.iter("td", "th"))
    return len(cells) == 1 or next(table.iterdescendants("table"), None) is not None


def _mark_of(item: etree._Element) -> str:
    """The mark or number before a list item."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return BULLET
    before = sum(1 for sibling in item.itersiblings("li", preceding=True))
    start = parent.get("start", "1")
    return f"{(int(start) if re.fullmatch(r'[0-9]{1,4}', start) else 1) + before}. "
