"""The parts of a Word document that python-docx has no name for, each in the place that the schema gives it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

_WIDTH_CM, _MARGIN_CM = 17.0, 2.0
_INK, _SHADE = "0F5257", "E3EFEE"
_LINK_PT = 7
_BOOKMARK = "kalla"
_MADE = datetime(2026, 1, 1, tzinfo=UTC)  # in the properties; when it was put together stands in the text


def new_document(title: str) -> Document:
    """An empty document in Swedish with a title, A4 with margins of 2 cm, in sober styles."""
    from docx import Document as new
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    document = new()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(_MARGIN_CM)
    for name, size, after in (
        ("Normal", 10, 5), ("Title", 18, 4), ("Heading 1", 14, 4), ("Heading 2", 12, 4), ("Subtitle", 10.5, 2),
        ("Caption", 9.5, 2), ("Quote", 10, 4), ("List Number", 10, 1), ("List Continue", 10, 5),
    ):  # fmt: skip
        style = document.styles[name]
        style.font.size, style.paragraph_format.space_after = Pt(size), Pt(after)
        style.font.color.rgb = RGBColor.from_string(_INK if name in ("Title", "Heading 1", "Heading 2") else "1C2B33")
        style.font.italic = False
        _one_font(style.element, "Arial")
    document.styles["Quote"].paragraph_format.left_indent = Cm(0.6)
    # Word checks the spelling by the style's language, which the template has as American English.
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "sv-SE")
    properties = document.core_properties
    properties.title, properties.author, properties.language, properties.comments = title[:250], "Finsam-assistenten", "sv-SE", ""
    properties.created = properties.modified = _MADE
    return document


def _one_font(style: object, name: str) -> None:
    """The font of a style in all scripts; the template's headings name one by the theme, which would win."""
    from docx.oxml.ns import qn

    fonts = style.get_or_add_rPr().get_or_add_rFonts()  # type: ignore[attr-defined]
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), name)


def add_page_number(document: Document, title: str) -> None:
    """A footer with the title, the page and how many there are."""
    from docx.shared import Cm, Pt

    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = document.styles["Normal"]  # the footer's own style has a tab stop in the middle
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(_WIDTH_CM), _right())
    for text, field in ((f"{title[:90]}\tSida ", ""), ("", "PAGE"), (" av ", ""), ("", "NUMPAGES")):
        if field:
            _add_field(paragraph, field)
        else:
            paragraph.add_run(text)
    for run in paragraph.runs:
        run.font.size = Pt(8)


def _right() -> object:
    from docx.enum.text import WD_TAB_ALIGNMENT

    return WD_TAB_ALIGNMENT.RIGHT


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    for kind in ("begin", "instruction", "separate", "shown", "end"):
        run = paragraph.add_run()
        if kind == "instruction":
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = f" {instruction} "
            run._r.append(text)
        elif kind == "shown":
            run.text = "1"
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def add_picture(document: Document, png: bytes, words: str) -> None:
    """A picture over the whole width in a paragraph of its own, with its words for those who do not see it."""
    from docx.shared import Cm

    shape = document.add_picture(BytesIO(png), width=Cm(_WIDTH_CM))
    shape._inline.docPr.set("descr", words)


def describe_table(table: Table, title: str, summary: str) -> None:
    """The alternative text of a table; caption and description come last among a table's properties."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    for name, text in (("w:tblCaption", title), ("w:tblDescription", summary)):
        element = OxmlElement(name)
        element.set(qn("w:val"), text)
        table._tbl.tblPr.append(element)


def repeat_header(row: _Row) -> None:
    """The row stands on every page that the table runs over, and is told as its header."""
    from docx.oxml.parser import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def shade(cell: _Cell) -> None:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    shading = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", _SHADE)):
        shading.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shading)


def set_widths(table: Table, shares: Sequence[float]) -> None:
    """Fixed widths, for cells and columns alike: LibreOffice goes by the columns, Word by the cells. Rows stay on one page."""
    from docx.oxml.parser import OxmlElement
    from docx.shared import Cm

    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Cm(_WIDTH_CM * share)
    for row in table.rows:
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
        for cell, share in zip(row.cells, shares, strict=True):
            cell.width = Cm(_WIDTH_CM * share)


def restart_numbering(document: Document) -> int:
    """The id of a new list like "List Number" that begins at 1."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    style = document.styles["List Number"].element
    pattern = style.pPr.numPr.numId.val
    numbering = document.part.numbering_part.element
    abstract = next(num for num in numbering.findall(qn("w:num")) if num.numId == pattern).abstractNumId.val
    added = numbering.add_num(abstract)
    override = OxmlElement("w:lvlOverride")
    override.set(qn("w:ilvl"), "0")
    start = OxmlElement("w:startOverride")
    start.set(qn("w:val"), "1")
    override.append(start)
    added.append(override)
    return int(added.numId)


def number_by(paragraph: Paragraph, numbering: int) -> None:
    """Makes the paragraph an item of a list, by the id that `restart_numbering` gave."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # type: ignore[attr-defined]
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering


def anchor(paragraph: Paragraph, number: int, text: str, size_pt: float) -> None:
    """Text that marks of that number lead to."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Pt

    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), f"{_BOOKMARK}{number}")
    paragraph._p.append(start)
    run = paragraph.add_run(text)
    run.bold, run.font.size = True, Pt(size_pt)
    paragraph._p.append(end)


def link_to(paragraph: Paragraph, number: int, text: str, size_pt: float | None) -> None:
    """A mark in the text that leads to its line in the source list."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(text)
    run.font.size = Pt(min(_LINK_PT, size_pt or _LINK_PT))
    run.font.color.rgb = RGBColor.from_string(_INK)
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), f"{_BOOKMARK}{number}")
    link.set(qn("w:history"), "1")
    paragraph._p.replace(run._r, link)
    link.append(run._r)
