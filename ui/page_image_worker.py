"""The process that draws one page of a PDF as an image and ends: `python -m ui.page_image_worker`, started by `ui.page_image`."""

from __future__ import annotations

import base64
import io
import json
import math
from pathlib import Path

import pypdfium2 as pdfium

from ingest.errors import DamagedFileError
from ingest.formats.confined import BeginPage, answer_order

# Two pixels a point are 144 dots an inch: small print of an A4 page is read without effort, at 2 megapixels.
SCALE = 2.0
MAX_PIXELS = 4_000_000
MAX_SIDE = 8_000


def draw_order(request: dict[str, object], begin_page: BeginPage) -> bytes:
    """The page as shown, as JSON: `{"png": base64, "scale": pixels a point}`. Raises `InputError` where it cannot be drawn."""
    number = int(str(request["page"]))
    begin_page(number, number)
    image, scale = draw(Path(str(request["path"])), number)
    return json.dumps({"png": base64.b64encode(image).decode(), "scale": scale}).encode()


def draw(path: Path, number: int) -> tuple[bytes, float]:
    """PNG of a page (1-based), turned and cut as viewers show it, and how many pixels a point takes.

    A large page is drawn smaller: never more than `MAX_PIXELS`, no side over `MAX_SIDE`.
    """
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as exc:
        raise DamagedFileError("Filen går inte att öppna som PDF, så sidan kan inte visas som bild.", str(exc)) from exc
    if not 1 <= number <= len(document):
        raise DamagedFileError(f"Filen har ingen sida {number} att visa.", f"{len(document)} pages")
    document.init_forms()  # what was filled in belongs to what the page shows
    page = document[number - 1]
    scale = fitting_scale(*page.get_size())
    picture = page.render(scale=scale, limit_image_cache=True).to_pil()
    out = io.BytesIO()
    picture.convert("RGB").save(out, "PNG")
    return out.getvalue(), scale


def fitting_scale(width: float, height: float) -> float:
    """Pixels a point for a page of this size in points. Raises `DamagedFileError` for a size that no page has."""
    if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
        raise DamagedFileError("Sidan har ingen storlek, så den kan inte visas som bild.", f"{width} x {height} points")
    return min(SCALE, math.sqrt(MAX_PIXELS / (width * height)), MAX_SIDE / max(width, height))


if __name__ == "__main__":
    answer_order(draw_order)
