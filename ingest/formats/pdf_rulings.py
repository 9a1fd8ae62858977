"""The straight lines drawn on a PDF page, thin rectangles and the borders of boxes among them, and how much images cover."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.formats.page_words import Ruling
from ingest.formats.pdf_words import shown_rectangle

_THIN = 2.0
_SHORTEST = 6.0
# A page that draws more is a drawing, and nothing on it is a table's border.
_MOST_OBJECTS = 20_000
_FORM_DEPTH = 4


def read_rulings(page: pdfium.PdfPage) -> tuple[Ruling, ...]:
    """The horizontal and vertical lines of a page, in points from the top left corner of the page as shown."""
    found: list[Ruling] = []
    for x0, y0, x1, y1, is_line in _paths(page):
        width, height = x1 - x0, y1 - y0
        if height <= _THIN and width >= _SHORTEST:
            middle = (y0 + y1) / 2
            found.append(Ruling(x0, middle, x1, middle))
        elif width <= _THIN and height >= _SHORTEST:
            middle = (x0 + x1) / 2
            found.append(Ruling(middle, y0, middle, y1))
        elif is_line and width >= _SHORTEST and height >= _SHORTEST:
            found += [Ruling(x0, y, x1, y) for y in (y0, y1)] + [Ruling(x, y0, x, y1) for x in (x0, x1)]
    return tuple(dict.fromkeys(found))


def _paths(page: pdfium.PdfPage) -> Iterator[tuple[float, float, float, float, bool]]:
    """The bounds of each path, and whether it is a box that is drawn with a line."""
    for count, item in enumerate(page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=_FORM_DEPTH)):
        if count > _MOST_OBJECTS:
            return
        try:
            left, bottom, right, top = item.get_bounds()
        except pdfium.PdfiumError:
            continue  # a path of no extent has no bounds
        x0, y0, x1, y1 = shown_rectangle(page, left, bottom, right, top)
        yield x0, y0, x1, y1, _is_stroked_box(item)


def _is_stroked_box(item: pdfium.PdfObject) -> bool:
    fill, stroke = pdfium_c.c_int(), pdfium_c.FPDF_BOOL()
    if not pdfium_c.FPDFPath_GetDrawMode(item, fill, stroke) or not stroke.value:
        return False
    return pdfium_c.FPDFPath_CountSegments(item) in (4, 5)


def image_share(page: pdfium.PdfPage) -> float:
    """The share of the page that images cover, 0 to 1; those that lie on each other count twice."""
    width, height = page.get_size()
    covered = 0.0
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=_FORM_DEPTH):
        try:
            left, bottom, right, top = item.get_bounds()
        except pdfium.PdfiumError:
            continue
        x0, y0, x1, y1 = shown_rectangle(page, left, bottom, right, top)
        covered += max(0.0, min(x1, width) - max(x0, 0.0)) * max(0.0, min(y1, height) - max(y0, 0.0))
    return float(min(1.0, covered / (width * height)))
