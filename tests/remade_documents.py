"""The five sample reports as documents: Word files, PDF and scans made of their tables as typed from the print.

`tests/remade/<report>.json` holds a report's headings, sentences and tables. The Word file is laid out as the genre
prints it: statements without lines, cards and activity tables with them, numbers to the right, the association in the
header and the page in the footer. LibreOffice prints it; the scan is that print as a copier gives it.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import numpy as np
import pypdfium2 as pdfium
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from PIL import Image, ImageFilter

FOLDER = Path(__file__).parent / "remade"
REMADE = {path.stem: path for path in sorted(FOLDER.glob("*.json"))}
SOFFICE_MISSING = "soffice is missing (Debian: apt install libreoffice-writer-nogui fonts-liberation)"

# Whose name runs along at the top of the pages, by the name of the file.
_ASSOCIATIONS = {
    "finsam-degerfors-karlskoga": "Finsam Degerfors/Karlskoga",
    "finsam-lekeberg-orebro": "Finsam Lekeberg Örebro",
    "insjoriket": "Samordningsförbundet Insjöriket",
    "sydnarke": "Samordningsförbundet Sydnärke",
}
_FONT = "Liberation Sans"
_TEXT_WIDTH_CM = 17.0
_INDENT_CM_A_BLANK = 0.1
_CONVERSION_TIMEOUT_S = 240
# How wide a letter or digit of the font is, in ems, with something to spare for bold; what a cell has beside its text; and
# the fewest letters that a column has room for ("Män" in bold is wider than three digits).
_EM, _CELL_MARGINS_CM, _FEWEST_LETTERS = 0.61, 0.45, 5
_SIZES_PT = (10.0, 9.0, 8.0, 7.0)
_CM_A_POINT = 2.54 / 72
# What stands to the right in its column: a numeral, perhaps with its unit and a share behind it, or a nil.
_NUMERAL = re.compile(r"[-–−+]? ?\d[\d  ]*(,\d+)? ?(kr|tkr|%|mkr)?( ?\(.*\))?|[-–] ?(kr)?")
# What no sensible print breaks: a time span in dates, a grouped numeral with its sign and unit, else a word.
_UNBROKEN = re.compile(r"\d{4}-\d\d-\d\d -\d{4}-\d\d-\d\d|[-–−+]? ?\d+(?: \d{3})+(?:,\d+)?(?: kr)?|\S+")

_SCAN_DPI = 200
_MOST_TURN_DEGREES = 0.6
_NOISE = 6.0
_JPEG_QUALITY = 75


def build_docx(source: Path, folder: Path) -> Path:
    """The report typed in `source` (JSON) as a Word file in `folder`, under the same name."""
    typed = json.loads(source.read_text(encoding="utf-8"))
    document = _empty_document(next(name for stem, name in _ASSOCIATIONS.items() if source.stem.startswith(stem)))
    blocks = typed["blocks"]
    if "cover" not in blocks[0]:
        document.add_paragraph(typed["title"], style="Title")
    for block, after in pairwise([*blocks, {}]):
        _add(document, block)
        if "table" in block and "heading" not in after:
            document.add_paragraph()  # people leave a line free; without it Word joins two tables into one
    path = folder / f"{source.stem}.docx"
    document.save(str(path))
    return path


def convert_to_pdf(files: Sequence[Path], folder: Path) -> list[Path]:
    """Word files printed as PDF by LibreOffice, in one call with a profile of its own. Raises where it does not manage."""
    command = [
        shutil.which("soffice") or "soffice", f"-env:UserInstallation={(folder / 'profile').absolute().as_uri()}", "--headless",
        "--convert-to", "pdf", "--outdir", str(folder), *map(str, files),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=_CONVERSION_TIMEOUT_S)
    made = [folder / f"{file.stem}.pdf" for file in files]
    missing = [path.name for path in made if not path.exists()]
    if missing:
        raise RuntimeError(f"soffice made no {', '.join(missing)}")
    return made


def to_scan(pdf: Path, folder: Path) -> Path:
    """The pages as a copier gives them, images only: slightly turned, blurred and noisy; always the same ones."""
    chance = np.random.default_rng(20261122)
    source = pdfium.PdfDocument(pdf)
    try:
        pages = [_scanned(page, chance) for page in source]
    finally:
        source.close()
    path = folder / f"{pdf.stem}.pdf"
    pages[0].save(path, "PDF", save_all=True, append_images=pages[1:], resolution=float(_SCAN_DPI), quality=_JPEG_QUALITY)
    return path


def _scanned(page: pdfium.PdfPage, chance: np.random.Generator) -> Image.Image:
    image = page.render(scale=_SCAN_DPI / 72, grayscale=True).to_pil().convert("L")
    turn = float(chance.uniform(0.2, _MOST_TURN_DEGREES) * chance.choice([-1, 1]))
    turned = image.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.7))
    noisy = np.asarray(turned, dtype=np.float32) * 0.94 + 8 + chance.normal(0, _NOISE, (image.height, image.width))
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def _empty_document(association: str) -> Document:
    document = docx.Document()
    for name in ("Normal", "Title", *(f"Heading {level}" for level in range(1, 5))):
        font = document.styles[name].font
        font.name = _FONT
        fonts = font.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[theme]
    document.styles["Normal"].font.size = Pt(10)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.header.paragraphs[0].text = association
    footer = section.footer.paragraphs[0]
    footer.paragraph_format.tab_stops.add_tab_stop(Cm(_TEXT_WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)
    footer.add_run("Sida ")
    _add_field(footer, "PAGE")
    footer.add_run(" (")
    _add_field(footer, "NUMPAGES")
    footer.add_run(")")
    return document


def _add_field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    field.append(OxmlElement("w:r"))
    field[0].append(OxmlElement("w:t"))
    field[0][0].text = "1"
    paragraph._p.append(field)


def _add(document: Document, block: dict[str, Any]) -> None:
    match block:
        case {"cover": [first, *others]}:
            document.add_paragraph(first, style="Title")
            for line in others:
                document.add_paragraph(line)
            document.add_page_break()  # type: ignore[no-untyped-call]
        case {"heading": text, "level": level}:
            document.add_heading(text, level)
        case {"paragraph": text}:
            document.add_paragraph(text)
        case {"table": {"ruled": ruled, "header_rows": header_rows, "rows": rows}}:
            _TypedTable(rows, header_rows, ruled).add_to(document)
        case _:
            raise ValueError(f"no block that can be laid out: {block}")


@dataclass(frozen=True, slots=True)
class _TypedTable:
    rows: list[list[str]]
    header_rows: int
    ruled: bool

    def add_to(self, document: Document) -> None:
        size_pt, widths_cm = self._widths_cm()
        table = document.add_table(len(self.rows), len(widths_cm), "Table Grid" if self.ruled else "Normal Table")
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.LEFT
        for column, width_cm in zip(table.columns, widths_cm, strict=True):
            column.width = Cm(width_cm)
        for number, (row, texts) in enumerate(zip(table.rows, self.rows, strict=True)):
            if number < self.header_rows:
                row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
                cell.width = Cm(widths_cm[at])
                self._write(cell, text, size_pt, number, at)
        for number, first, last in self._spans():
            _merge(table, number, first, last)

    def _write(self, cell: _Cell, text: str, size_pt: float, number: int, at: int) -> None:
        is_header = number < self.header_rows
        for index, line in enumerate(text.split("\n")):
            paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
            run = paragraph.add_run(line.lstrip(" "))
            run.font.size, run.bold = Pt(size_pt), is_header or None
            form = paragraph.paragraph_format
            form.space_after = form.space_before = Pt(1)
            indent = len(line) - len(line.lstrip(" "))
            if indent:
                form.left_indent = Cm(indent * _INDENT_CM_A_BLANK)
            if self._is_right(at) and (is_header or _NUMERAL.fullmatch(line.strip())):
                form.alignment = WD_ALIGN_PARAGRAPH.CENTER if is_header and self.ruled else WD_ALIGN_PARAGRAPH.RIGHT

    def _is_right(self, at: int) -> bool:
        """Whether a column holds numerals more than anything else."""
        texts = [row[at].strip() for row in self.rows[self.header_rows :] if row[at].strip()]
        return at > 0 and 2 * sum(_NUMERAL.fullmatch(text) is not None for text in texts) > len(texts)

    def _spans(self) -> Iterator[tuple[int, int, int]]:
        """(row, first column, last column) of each header cell that stands over several columns."""
        for number, texts in enumerate(self.rows[: self.header_rows]):
            below = self.rows[number + 1 : self.header_rows]
            filled = [at for at, text in enumerate(texts) if text]
            if filled == [0]:  # a title over all columns; further down, the label of a row
                if number == 0 and len(texts) > 1:
                    yield number, 0, len(texts) - 1
                continue
            for at, end in pairwise([*filled, len(texts)]):
                if end - at > 1 and any(row[other] for row in below for other in range(at + 1, end)):
                    yield number, at, end - 1

    def _widths_cm(self) -> tuple[float, list[float]]:
        """The size of the letters and the columns' widths: no word or numeral is broken, the rest goes where text is."""
        spanning = {(number, first) for number, first, _ in self._spans()}  # they do not widen the first of their columns
        columns = [
            [row[at] for number, row in enumerate(self.rows) if (number, at) not in spanning] for at in range(len(self.rows[0]))
        ]
        least = [max([_FEWEST_LETTERS, *(len(w) for text in column for w in _UNBROKEN.findall(text))]) for column in columns]
        liked = [max(len(line) for text in column for line in text.split("\n")) for column in columns]
        for size_pt in _SIZES_PT:
            letter_cm = size_pt * _CM_A_POINT * _EM
            free = _TEXT_WIDTH_CM - len(columns) * _CELL_MARGINS_CM - sum(least) * letter_cm
            if free >= 0:
                break
        widths = [_CELL_MARGINS_CM + n * letter_cm for n in least]
        more = [max(0.0, _CELL_MARGINS_CM + n * letter_cm - width) for n, width in zip(liked, widths, strict=True)]
        left = max(free, 0.0)
        if not self.ruled:  # a statement gives its labels room first, and fills the page
            labels = min(left, more[0])
            widths[0], more[0], left = widths[0] + labels, 0.0, left - labels
        share = min(1.0, left / sum(more)) if sum(more) else 0.0
        widths = [width + share * extra for width, extra in zip(widths, more, strict=True)]
        if not self.ruled:
            widths[0] += max(0.0, _TEXT_WIDTH_CM - sum(widths))
        return size_pt, widths


def _merge(table: Table, number: int, first: int, last: int) -> None:
    own = len(table.cell(number, first).paragraphs)
    merged = table.cell(number, first).merge(table.cell(number, last))
    for paragraph in merged.paragraphs[own:]:
        paragraph._p.getparent().remove(paragraph._p)
    for paragraph in merged.paragraphs:
        if first > 0:
            paragraph.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
