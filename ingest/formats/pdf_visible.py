"""Which words of a text layer the page shows: white on white, covered, clipped or beside the page, a word is not read."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pypdfium2 as pdfium

from ingest.formats.page_words import Word, turn_rectangle

# The page is drawn at so many pixels a point; on a poster at fewer, and where that would be too few, not at all.
_SCALE = 1.5
_MOST_PIXELS = 12_000_000
_LEAST_SCALE = 0.5
# Print and paper differ by more than this (of 255) in some pixel of every word; grey stamps by some sixty.
_CONTRAST = 16
_SMALLEST_TYPE = 1.0


def shown_words(page: pdfium.PdfPage, words: Sequence[Word], quarter: int) -> tuple[Word, ...]:
    """The words that can be seen. `quarter` is how the page was turned before the words were placed."""
    width, height = page.get_size()
    scale = min(_SCALE, math.sqrt(_MOST_PIXELS / max(width * height, 1.0)))
    if scale < _LEAST_SCALE or not words:
        return tuple(words)
    shown = page.render(scale=scale, grayscale=True).to_numpy()
    pixels = shown.reshape(shown.shape[0], shown.shape[1])
    upright = (height, width) if quarter % 2 else (width, height)
    return tuple(word for word in words if word.size >= _SMALLEST_TYPE and _is_shown(word, pixels, scale, quarter, upright))


def _is_shown(word: Word, pixels: np.ndarray, scale: float, quarter: int, upright: tuple[float, float]) -> bool:
    x0, y0, x1, y1 = turn_rectangle((word.x0, word.y0, word.x1, word.y1), 4 - quarter, *upright)
    rows, columns = pixels.shape
    top, bottom = max(0, math.floor(y0 * scale)), min(rows, math.ceil(y1 * scale))
    left, right = max(0, math.floor(x0 * scale)), min(columns, math.ceil(x1 * scale))
    if top >= bottom or left >= right:
        return False  # beside the page
    part = pixels[top:bottom, left:right]
    return int(part.max()) - int(part.min()) >= _CONTRAST
