"""A PDF becomes a Document: page by page from its text layer, or from the page's image where that does not serve."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pypdfium2 as pdfium

from ingest.domain import Document, PageSource
from ingest.errors import DamagedFileError, EncryptedFileError, TooManyPagesError, UnreadPagesError
from ingest.formats.limits import NO_PAGE, Limits
from ingest.formats.ocr import find_ocr, read_crop, read_image
from ingest.formats.page_document import ReadPage, assemble
from ingest.formats.page_words import PageWords
from ingest.formats.pdf_letters import LetterKey
from ingest.formats.pdf_rulings import image_share, read_rulings
from ingest.formats.pdf_visible import shown_words
from ingest.formats.pdf_words import TextLayer, read_text_layer

# A page with fewer letters than this, most of it covered by images, is a picture of a page with a stamp on it.
_FEW_LETTERS = 200
_MOSTLY_IMAGE = 0.5
# Of the letters of a sound text layer next to none are unknown.
_BROKEN = 0.08
# Recognition looks at a page up to three times.
_OCR_SHARE = 0.3
_LETTERS_LOST = "Några tecken på sidan går inte att läsa: filens teckensnitt säger inte vilka de är."
_TAIL_BYTES = 4096
_SLOW = "Sidan tog för lång tid att läsa ur bilden."
_EMPTY = "Sidan är tom, eller visar bara linjer och bilder."
_STOPPED = "Sidan stoppade läsningen och är hoppad över."


def read_pdf(path: Path, sha256: str, limits: Limits, begin_page: Callable[[int, int], None], skip: frozenset[int]) -> Document:
    """The document. `begin_page` is told the number of each page before it is read, and how many there are.

    Pages in `skip` are not touched and count as unread. Raises `EncryptedFileError`, `DamagedFileError`,
    `TooManyPagesError`, and `UnreadPagesError` where not one page can be read.
    """
    pdf = _open(path)
    try:
        total = len(pdf)
        if total > limits.max_pages:
            raise TooManyPagesError(
                f"{path.name} har {total} sidor, fler än gränsen {limits.max_pages}. "
                "Dela filen eller höj inställningen max_pages."
            )
        pages: list[ReadPage] = []
        letters: dict[LetterKey, str] = {}
        for number in range(1, total + 1):
            begin_page(number, total)
            pages.append(_skipped(pdf, number) if number in skip else _read_page(pdf, number, limits, letters))
        begin_page(NO_PAGE, total)  # what follows is about all pages
    finally:
        pdf.close()
    if not any(page.words is not None for page in pages):
        note = next((page.note for page in pages if page.note), "Filen har inga sidor.")
        raise UnreadPagesError(f"{path.name} har ingen sida som går att läsa. {note}")
    unread = [f"page-unread: {page.number}" for page in pages if page.source is PageSource.UNREAD]
    cut_short = () if _has_end_mark(path) else ("file-cut-short: the file lacks its end mark, pages may be missing",)
    return assemble(path.name, sha256, "pdf", pages, (*unread, *cut_short))


def _has_end_mark(path: Path) -> bool:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _TAIL_BYTES))
        return b"%%EOF" in file.read()


def _open(path: Path) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as exc:
        if "password" in str(exc).lower():
            raise EncryptedFileError(
                f"{path.name} är skyddad med lösenord. Spara den utan lösenord och försök igen.", str(exc)
            ) from exc
        raise DamagedFileError(
            f"{path.name} är skadad och går inte att öppna som PDF. Spara eller hämta den på nytt.", str(exc)
        ) from exc


def _skipped(pdf: pdfium.PdfDocument, number: int) -> ReadPage:
    return ReadPage(number, 0.0, 0.0, PageSource.UNREAD, _STOPPED)


def _read_page(pdf: pdfium.PdfDocument, number: int, limits: Limits, letters: dict[LetterKey, str]) -> ReadPage:
    try:
        page = pdf[number - 1]
    except pdfium.PdfiumError:
        return ReadPage(number, 0.0, 0.0, PageSource.UNREAD, "Sidan är skadad i filen.")
    try:
        return _read_opened(page, number, limits, letters)
    finally:
        page.close()


def _read_opened(page: pdfium.PdfPage, number: int, limits: Limits, letters: dict[LetterKey, str]) -> ReadPage:
    width, height = page.get_size()
    ocr = find_ocr()
    crop = partial(read_crop, page, timeout_s=limits.max_page_seconds) if not ocr.missing else None
    layer = read_text_layer(page, crop, letters)
    reason = _distrust(layer, page)
    if not reason:
        return _from_layer(page, layer, number, width, height)
    if ocr.missing:
        if layer.words and layer.broken <= _BROKEN and layer.letters >= _FEW_LETTERS:
            return _from_layer(page, layer, number, width, height)
        return ReadPage(number, width, height, PageSource.UNREAD, f"{reason} {ocr.missing}")
    try:
        found = read_image(page, number, width, height, ocr, round(_OCR_SHARE * limits.max_page_seconds))
    except RuntimeError:  # so pytesseract tells that the time is over
        return ReadPage(number, width, height, PageSource.UNREAD, f"{reason} {_SLOW}")
    if not found.words.words and not layer.words:
        return ReadPage(number, width, height, PageSource.OCR, "Sidan är tom eller en bild utan text.", found.words)
    note = f"{reason} Texten är läst ur bilden."
    return ReadPage(number, width, height, PageSource.OCR, note, found.words, found.quarter, found.skew)


def _from_layer(page: pdfium.PdfPage, layer: TextLayer, number: int, width: float, height: float) -> ReadPage:
    upright = (height, width) if layer.quarter % 2 else (width, height)
    seen = layer.words if layer.is_hidden else shown_words(page, layer.words, layer.quarter)
    rulings = read_rulings(page) if not layer.quarter else ()
    words = PageWords(number, *upright, seen, rulings, layer.margin)
    hidden = len(layer.words) - len(seen)
    notes = (
        _LETTERS_LOST if layer.lost else "",
        f"{hidden} ord som inte syns på sidan är utelämnade." if hidden else "",
        "" if layer.letters else _EMPTY,
    )
    note = " ".join(filter(None, notes))
    return ReadPage(number, width, height, PageSource.TEXT, note, words, layer.quarter)


def _distrust(layer: TextLayer, page: pdfium.PdfPage) -> str:
    """Why the text layer does not serve, as a Swedish sentence; "" where it does."""
    if layer.broken > _BROKEN:
        return "Sidans teckensnitt säger inte vilka bokstäver de visar."
    if layer.letters < _FEW_LETTERS and image_share(page) > _MOSTLY_IMAGE:
        return "Sidan är en bild."
    if layer.is_hidden:
        return "Sidan är en inläst bild."
    return ""
