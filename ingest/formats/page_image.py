"""A page's image put straight and cleaned: by how much a scan leans, and the drawn lines that disturb the reading of text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ingest.formats.page_words import Ruling

if TYPE_CHECKING:
    from PIL.Image import Image

# A page lies no more askew on the glass than this; steps finer than a twentieth of a degree show no more.
_MOST_DEGREES = 4.0
_STEP = 0.5
_FINE_STEP = 0.05
_WORKING_WIDTH = 900
_DARK = 140
_LEAST = 0.1
_DARK_RULE = 205
_PAPER = 200
_MOSTLY_PAPER = 0.6
# In inches: shorter is a dash or the bar of a letter, thicker a box.
_SHORTEST_RULE = 0.3
_THICKEST_RULE = 0.03
_RAGGED = 3


def is_picture(image: Image) -> bool:
    """Whether most of the image is no paper: a photograph, a cover in colour."""
    small = np.asarray(image.convert("L").resize((_WORKING_WIDTH // 3, _WORKING_WIDTH // 2)))
    return float(np.mean(small > _PAPER)) < _MOSTLY_PAPER


def straighten(image: Image) -> tuple[Image, float]:
    """The image turned so that its lines are level, and by how many radians (counter-clockwise) it was turned."""
    degrees = _lean(image)
    if abs(degrees) < _LEAST:
        return image, 0.0
    from PIL import Image as pillow

    turned = image.rotate(degrees, resample=pillow.Resampling.BICUBIC, fillcolor=255)
    return turned, math.radians(degrees)


def _lean(image: Image) -> float:
    """The turn, in degrees, under which the rows of the image differ most in darkness."""
    small = image.convert("L").resize((_WORKING_WIDTH, max(1, round(image.height * _WORKING_WIDTH / image.width))))
    dark = np.asarray(small) < _DARK
    if not dark.any():
        return 0.0
    ys, xs = np.nonzero(dark)
    coarse = _best(xs, ys, np.arange(-_MOST_DEGREES, _MOST_DEGREES + _STEP / 2, _STEP))
    return _best(xs, ys, np.arange(coarse - _STEP, coarse + _STEP / 2, _FINE_STEP))


def _best(xs: np.ndarray, ys: np.ndarray, degrees: np.ndarray) -> float:
    scores = [_sharpness(xs, ys, math.radians(d)) for d in degrees]
    return float(degrees[int(np.argmax(scores))])


def _sharpness(xs: np.ndarray, ys: np.ndarray, angle: float) -> float:
    # turning the image by `angle` counter-clockwise moves a point at x down by -x·sin: rows are counted as they then lie
    rows = np.round(ys * math.cos(angle) - xs * math.sin(angle)).astype(int)
    counts = np.bincount(rows - rows.min())
    return float(np.sum(np.diff(counts.astype(float)) ** 2))


def stroke_width(image: Image, box: tuple[int, int, int, int]) -> float:
    """The usual width of the strokes in a part of the image, in pixels; 0 where nothing dark is."""
    dark = np.asarray(image.crop(box)) < _DARK
    padded = np.zeros((dark.shape[0], dark.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = dark
    edges = np.diff(padded, axis=1)
    starts, ends = np.nonzero(edges == 1)[1], np.nonzero(edges == -1)[1]
    lengths = ends - starts
    lengths = lengths[lengths <= max(2, dark.shape[0] // 2)]
    return float(np.mean(lengths)) if lengths.size else 0.0


# --- drawn lines -----------------------------------------------------------------------------------------------------


def without_rules(image: Image, dpi: int) -> tuple[Image, tuple[Ruling, ...]]:
    """The image without its long thin horizontal and vertical lines, which recognition takes for dashes and digits; and
    the lines, in pixels.

    What letters share with a line stays where the line is crossed.
    """
    from PIL import Image as pillow

    pixels = np.asarray(image.convert("L")).copy()
    dark = pixels < _DARK_RULE
    rulings: list[Ruling] = []
    for turned in (False, True):
        grid = dark.T if turned else dark
        thin, mask = _rules(grid, round(_SHORTEST_RULE * dpi), max(3, round(_THICKEST_RULE * dpi)))
        pixels[mask.T if turned else mask] = 255
        for at, start, end in _stretches(thin, round(_SHORTEST_RULE * dpi)):
            rulings.append(Ruling(at, start, at, end) if turned else Ruling(start, at, end, at))
    return pillow.fromarray(pixels), tuple(rulings)


def _stretches(thin: np.ndarray, shortest: int) -> list[tuple[float, float, float]]:
    """The lines in a mask of horizontal ones: where each lies across, its start and its end."""
    found: list[list[float]] = []
    for row in np.nonzero(thin.any(axis=1))[0]:
        padded = np.concatenate(([0], thin[row].astype(np.int8), [0]))
        edges = np.diff(padded)
        for start, end in zip(np.nonzero(edges == 1)[0], np.nonzero(edges == -1)[0], strict=True):
            near = next((f for f in reversed(found) if row - f[0] <= _RAGGED + 1 and start <= f[2] and f[1] <= end), None)
            if near is None:
                found.append([float(row), float(start), float(end)])
            else:
                near[0], near[1], near[2] = float(row), min(near[1], float(start)), max(near[2], float(end))
    return [(f[0], f[1], f[2]) for f in found if f[2] - f[1] >= shortest]


def _rules(dark: np.ndarray, shortest: int, thickest: int) -> tuple[np.ndarray, np.ndarray]:
    """Where horizontal runs of dark pixels are so long, in lines so thin: a mask of the image's shape; and what of the image
    to blank for it, ragged edges included."""
    runs = _long_runs(dark, shortest)
    beyond = thickest + 1
    thick = _shifted(runs, beyond) | _shifted(runs, -beyond)
    thin = runs & ~thick
    spread = thin.copy()
    for by in range(1, _RAGGED + 1):
        spread |= _shifted(thin, by) | _shifted(thin, -by)
    # a stroke that goes through the line belongs to a letter
    through = _shifted(dark, beyond) & _shifted(dark, -beyond)
    return thin, spread & ~through


def _long_runs(dark: np.ndarray, shortest: int) -> np.ndarray:
    """The pixels that stand in a row of at least so many dark ones."""
    padded = np.zeros((dark.shape[0], dark.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = dark
    edges = np.diff(padded, axis=1)
    mask = np.zeros_like(dark)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    long = ends - starts >= shortest
    for row, start, end in zip(rows[long], starts[long], ends[long], strict=True):
        mask[row, start:end] = True
    return mask


def _shifted(mask: np.ndarray, by: int) -> np.ndarray:
    """The mask moved down by so many pixels, False where nothing comes from."""
    moved = np.zeros_like(mask)
    if by >= 0:
        moved[by:] = mask[: mask.shape[0] - by] if by else mask
    else:
        moved[:by] = mask[-by:]
    return moved
