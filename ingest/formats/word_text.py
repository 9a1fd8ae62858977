"""The text of a Word paragraph as a reader sees it: inserted text kept, deleted and hidden text left out, fields by result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.formats.word_styles import Styles, W, is_on, is_set

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# Elements whose content belongs to the text as if they were not there.
WRAPPERS = frozenset(
    f"{W}{name}"
    for name in ("sdt", "sdtContent", "ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo")
)
# Not text of the document: properties, what was taken out, instructions of fields, pronunciation above the line.
_LEFT_OUT = frozenset(
    f"{W}{name}" for name in ("pPr", "rPr", "del", "moveFrom", "instrText", "delText", "delInstrText", "sdtPr", "rt")
)
MARK, BREAK, TEXT = "mark", "break", "text"
_CHARACTERS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
# Symbol and Wingdings put their signs on private code points.
_SYMBOLS = {
    "F0B7": "•",
    "F0A7": "•",
    "F0D8": "•",
    "F0FC": "✓",
    "F0E0": "→",
    "F0B4": "×",
    "F0B1": "±",
    "F02D": "−",
    "F0A3": "≤",
    "F0B3": "≥",
}


@dataclass(slots=True)
class ParagraphText:
    """The text with tabs and line ends, and what hangs on it.

    `events` are, in order, the page breaks of Word's last layout (`MARK`), those that the writer set (`BREAK`), and text
    between them (`TEXT`). `notes` are the footnotes and endnotes (kind, id) in the order of their marks.
    """

    text: str = ""
    events: list[str] = field(default_factory=list)
    bold: bool = True
    size: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)


class TextReader:
    """Reads paragraphs; counts the notes through the document, so each paragraph must be read once and in order."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.note_marks: dict[tuple[str, str], str] = {}

    def read(self, paragraph: etree._Element, *, bold: bool, size: int) -> ParagraphText:
        """The paragraph's text; `bold` and `size` are what its style says of runs that do not say."""
        found = ParagraphText(size=0)
        parts: list[str] = []
        for element in _inline(paragraph):
            if element.tag == f"{W}r":
                self._read_run(element, found, parts, bold, size)
            elif element.tag == f"{_MATH}t":
                parts.append(element.text or "")
        found.text = "".join(parts)
        found.bold = found.bold and bool(found.text.strip())
        found.size = found.size or size
        return found

    def _read_run(self, run: etree._Element, found: ParagraphText, parts: list[str], bold: bool, size: int) -> None:
        properties = run.find(f"{W}rPr")
        style = None if properties is None else properties.find(f"{W}rStyle")
        style_bold, style_hidden = self._styles.character_style(None if style is None else style.get(f"{W}val"))
        own_hidden = is_set(properties, "vanish")
        hidden = style_hidden if own_hidden is None else own_hidden
        for element in _run_content(run):
            tag = element.tag
            if tag == f"{W}lastRenderedPageBreak":
                found.events.append(MARK)
            elif tag == f"{W}br" and element.get(f"{W}type") == "page":
                found.events.append(BREAK)
                parts.append("\n")
            elif tag == f"{W}txbxContent":
                found.boxes.append(element)
            elif hidden:
                continue
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                parts.append(self._mark(element, found))
            else:
                text = _text_of(element)
                parts.append(text)
                if text.strip():
                    if found.events[-1:] != [TEXT]:
                        found.events.append(TEXT)
                    own_bold = is_set(properties, "b")
                    found.bold = found.bold and (
                        bold if own_bold is None and style_bold is None else bool(own_bold or style_bold)
                    )
                    found.size = max(found.size, _size(properties, size))

    def _mark(self, reference: etree._Element, found: ParagraphText) -> str:
        kind = "footnote" if reference.tag == f"{W}footnoteReference" else "endnote"
        note = (kind, reference.get(f"{W}id", ""))
        found.notes.append(note)
        mark = self.note_marks.setdefault(note, str(len(self.note_marks) + 1))
        return f"[{mark}]"


def _inline(parent: etree._Element) -> Iterator[etree._Element]:
    """The runs and formulas of a paragraph in order, those inside links, controls, fields and insertions included."""
    for child in parent.iterchildren():
        if child.tag == f"{W}r":
            yield child
        elif child.tag in WRAPPERS:
            yield from _inline(child)
        elif child.tag in (f"{_MATH}oMath", f"{_MATH}oMathPara"):
            yield from child.iter(f"{_MATH}t")
        elif child.tag == f"{_MC}AlternateContent":
            yield from _inline(_chosen(child))


def _run_content(parent: etree._Element) -> Iterator[etree._Element]:
    """What a run holds, in order; of drawings only their text boxes, and of alternatives the first."""
    for child in parent.iterchildren():
        if child.tag == f"{_MC}AlternateContent":
            yield from _run_content(_chosen(child))
        elif child.tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            yield from _outermost_boxes(child)
        elif child.tag == f"{W}ruby":
            yield from child.iterfind(f"{W}rubyBase//{W}t")
        elif child.tag not in _LEFT_OUT:
            yield child


def _outermost_boxes(drawing: etree._Element) -> Iterator[etree._Element]:
    for child in drawing.iterchildren():
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag == f"{_MC}AlternateContent":
            yield from _outermost_boxes(_chosen(child))
        else:
            yield from _outermost_boxes(child)


def _chosen(alternatives: etree._Element) -> etree._Element:
    """A new program's drawing and, for old ones, the same again: one of them is the text."""
    choice = alternatives.find(f"{_MC}Choice")
    fallback = alternatives.find(f"{_MC}Fallback")
    return choice if choice is not None else fallback if fallback is not None else alternatives


def _text_of(element: etree._Element) -> str:
    if element.tag == f"{W}t":
        return element.text or ""
    if element.tag == f"{W}br":
        return "\n"
    if element.tag == f"{W}sym":
        return _SYMBOLS.get(element.get(f"{W}char", "").upper(), "")
    return _CHARACTERS.get(str(element.tag), "")


def _size(properties: etree._Element | None, otherwise: int) -> int:
    element = None if properties is None else properties.find(f"{W}sz")
    text = "" if element is None else element.get(f"{W}val", "")
    return int(text) if text.isdecimal() and len(text) < 5 else otherwise


def is_taken_out(properties: etree._Element | None) -> bool:
    """Whether the properties of a row say that it was deleted in a tracked change."""
    deleted = None if properties is None else properties.find(f"{W}del")
    return deleted is not None and is_on(deleted.get(f"{W}val"))
