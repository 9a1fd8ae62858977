"""The parts of `bench.documents`: what reads a file, and what is simpler. Each says how many seconds it took, imports aside."""

from __future__ import annotations

import ctypes
import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.settings import Settings

if TYPE_CHECKING:
    from ingest.domain import Document

DPI, POINTS_PER_INCH = 300, 72
OCR_LANGUAGES = "swe+Latin"

Told = dict[str, object]


def read_in_process(path: str) -> Told:
    """The reader itself, as the worker calls it. Tells also which pages were read from their image."""
    from ingest.formats.sniff import sniff

    data = Path(path).read_bytes()
    read = _reader(sniff(data, path))
    started = time.perf_counter()
    document = read(Path(path), data)
    seconds = time.perf_counter() - started
    images = [page.number for page in document.pages if page.source.value != "text"]
    return {"seconds": seconds, "pages": len(document.pages), "ocr": images}


def _reader(found: str) -> Callable[[Path, bytes], Document]:
    from ingest.formats.limits import Limits

    limits = Limits()
    if found == "pdf":
        from ingest.formats.isolated import ignore_page
        from ingest.formats.pdf import read_pdf

        return lambda path, data: read_pdf(path, "", limits, ignore_page, frozenset())
    if found == "docx":
        from ingest.formats.word import read_docx

        return lambda path, data: read_docx(data, path.name, "", limits)
    if found == "xlsx":
        from ingest.formats.workbook import read_xlsx

        return lambda path, data: read_xlsx(data, path.name, "")
    from ingest.formats.web import read_html

    return lambda path, data: read_html(data, path.name, "")


def load(path: str) -> Told:
    """The file as the ingest takes it: a worker is started, its result checked."""
    from ingest.formats.load import load_document

    return _timed(lambda: load_document(Path(path), Settings()))


def read_report(path: str) -> Told:
    """The file as far as to its sections, passages, tables, figures and findings."""
    from ingest.read import read

    return _timed(lambda: read(Path(path), Settings()))


def extract_words(path: str) -> Told:
    """The words of a PDF with their boxes: each character and its box, put together up to the next blank."""
    import pypdfium2 as pdfium

    started = time.perf_counter()
    pdf = pdfium.PdfDocument(path)
    words = sum(len(_words_of(page.get_textpage())) for page in pdf)
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "pages": len(pdf), "words": words}


def _words_of(textpage: object) -> list[tuple[str, float, float, float, float]]:
    import pypdfium2.raw as pdfium_c

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    words: list[tuple[str, float, float, float, float]] = []
    text, x0, y0, x1, y1 = "", 0.0, 0.0, 0.0, 0.0
    for at in range(pdfium_c.FPDFText_CountChars(textpage)):
        char = chr(pdfium_c.FPDFText_GetUnicode(textpage, at))
        pdfium_c.FPDFText_GetCharBox(textpage, at, left, right, bottom, top)
        if char.isspace():
            if text:
                words.append((text, x0, y0, x1, y1))
            text = ""
        elif text:
            text += char
            x0, y0, x1, y1 = min(x0, left.value), min(y0, bottom.value), max(x1, right.value), max(y1, top.value)
        else:
            text, x0, y0, x1, y1 = char, left.value, bottom.value, right.value, top.value
    return [*words, (text, x0, y0, x1, y1)] if text else words


def extract_text(path: str) -> Told:
    """The plain text of a PDF by pypdfium2."""
    import pypdfium2 as pdfium

    return _timed(lambda: [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(path)])


def extract_layout(path: str) -> Told:
    """The plain text of a PDF by pdftotext, laid out as on the page."""
    return _timed(lambda: subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True))


def recognise(path: str, pages: str = "") -> Told:
    """Tesseract alone on the images of a PDF's pages (a JSON list of numbers; all by default)."""
    import pypdfium2 as pdfium
    import pytesseract

    def run() -> None:
        pdf = pdfium.PdfDocument(path)
        for number in json.loads(pages) if pages else range(1, len(pdf) + 1):
            image = pdf[number - 1].render(scale=DPI / POINTS_PER_INCH, grayscale=True).to_pil()
            pytesseract.image_to_string(image, lang=OCR_LANGUAGES)

    return _timed(run)


def bare_docx(path: str) -> Told:
    """The texts of paragraphs and cells by python-docx."""
    import docx

    def run() -> list[str]:
        document = docx.Document(path)
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return [paragraph.text for paragraph in document.paragraphs] + cells

    return _timed(run)


def bare_html(path: str) -> Told:
    """The text of a page by lxml."""
    from lxml import etree, html

    def run() -> str:
        page = html.document_fromstring(Path(path).read_text("utf-8"))
        return etree.tostring(page, method="text", encoding="unicode")

    return _timed(run)


def bare_xlsx(path: str) -> Told:
    """The values of the cells by openpyxl."""
    import openpyxl

    def run() -> list[object]:
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
        return [value for sheet in workbook for values in sheet.iter_rows(values_only=True) for value in values]

    return _timed(run)


def _timed(run: Callable[[], object]) -> Told:
    started = time.perf_counter()
    run()
    return {"seconds": time.perf_counter() - started}


PARTS: dict[str, Callable[..., Told]] = {
    "reader": read_in_process,
    "loaded": load,
    "report": read_report,
    "words": extract_words,
    "text": extract_text,
    "layout": extract_layout,
    "ocr": recognise,
    "bare_docx": bare_docx,
    "bare_html": bare_html,
    "bare_xlsx": bare_xlsx,
}
