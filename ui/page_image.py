"""A page of a stored PDF as an image with the cited places marked.

Drawing is done by a process of its own (`page_image_worker`), one that a hostile file may crash; marking is done here, on
the image that came back. A page once drawn is kept for a while, so that another mark on it costs no process.
"""

from __future__ import annotations

import base64
import binascii
import io
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from ingest.domain import Box
from ingest.errors import DamagedFileError, InputError, PageImageBusyError
from ingest.formats.isolated import Bounds, WorkerFailure, run_isolated
from ingest.settings import Settings

if TYPE_CHECKING:
    from PIL.Image import Image

KEPT_BYTES = 32_000_000  # a drawn page of text is 0.1 to 0.4 MB, a scanned one up to 5
_DRAWN_AT_ONCE = 2
_MOST_WAITING = 8
_DRAW_SECONDS = 30.0
_MAX_RESULT_BYTES = 24_000_000  # noise in four megapixels is 12 MB as PNG, a third more in base64
# The mark of the page's text (chat.css): yellow, with a dark line around it that is seen without colours too.
_FILL, _OUTLINE = (255, 236, 150), (138, 75, 0)
_LINE_POINTS, _MARGIN_POINTS = 1.5, 2.0
_MOST_PIXELS = 5_000_000  # somewhat more than the worker draws
_WORKER = "ui.page_image_worker"


class _Drawn(BaseModel):
    """What the worker answers: a PNG in base64, and pixels a point."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    png: str
    scale: float


@dataclass(frozen=True, slots=True)
class _Page:
    png: bytes
    scale: float


class PageImages:
    """Draws pages for any number of threads; at most `KEPT_BYTES` of them are kept."""

    def __init__(self, settings: Settings) -> None:
        self._memory_bytes = settings.worker_memory_mb * 1_000_000
        self._kept: OrderedDict[tuple[Path, int], _Page] = OrderedDict()
        self._lock = threading.Lock()  # guards what is kept and how many wait
        self._waiting = 0
        self._drawing = threading.BoundedSemaphore(_DRAWN_AT_ONCE)

    def png(self, original: Path, page: int, boxes: Sequence[Box] = ()) -> bytes:
        """The page (1-based) of a PDF as PNG, with the boxes that lie on it marked.

        `original` is named by its content (see `vectorstore.originals`). Raises `InputError` when the page cannot be
        drawn, `PageImageBusyError` when too many wait.
        """
        drawn = self._page(original, page)
        on_page = [box for box in boxes if box.page == page]
        return _marked(drawn, on_page) if on_page else drawn.png

    def _page(self, original: Path, page: int) -> _Page:
        known = self._known((original, page))
        if known is not None:
            return known
        with self._lock:
            if self._waiting >= _MOST_WAITING:
                raise PageImageBusyError("Många sidor ritas just nu. Försök igen om en stund.", f"{self._waiting} wait")
            self._waiting += 1
        try:
            with self._drawing:
                known = self._known((original, page))  # somebody else may have had it drawn meanwhile
                if known is None:
                    known = self._draw(original, page)
                    self._keep((original, page), known)
                return known
        finally:
            with self._lock:
                self._waiting -= 1

    def _draw(self, original: Path, page: int) -> _Page:
        if not original.is_file():
            raise InputError("Filen som rapporten lästes ur finns inte kvar. Läs in den igen: finsam ingest.", str(original))
        bounds = Bounds(self._memory_bytes, _DRAW_SECONDS, _MAX_RESULT_BYTES)
        try:
            told = run_isolated(_WORKER, {"path": str(original.absolute()), "page": page}, bounds)
            drawn = _Drawn.model_validate_json(told)
            return _Page(base64.b64decode(drawn.png, validate=True), drawn.scale)
        except (WorkerFailure, ValidationError, binascii.Error) as exc:
            raise DamagedFileError("Sidan går inte att visa som bild. Läs texten i stället.", str(exc)[:1000]) from exc

    def _known(self, key: tuple[Path, int]) -> _Page | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: tuple[Path, int], page: _Page) -> None:
        with self._lock:
            self._kept[key] = page
            while len(self._kept) > 1 and sum(len(one.png) for one in self._kept.values()) > KEPT_BYTES:
                self._kept.popitem(last=False)


def _marked(page: _Page, boxes: Sequence[Box]) -> bytes:
    """The image with each box coloured as by a marker pen, which leaves print as dark as it is, and a line around it."""
    from PIL import Image, ImageChops, ImageDraw

    opened = Image.open(io.BytesIO(page.png), formats=["PNG"])  # what a hostile file made of the worker is not trusted
    if opened.width * opened.height > _MOST_PIXELS:
        raise DamagedFileError("Sidan går inte att visa som bild. Läs texten i stället.", f"{opened.size} pixels")
    picture = opened.convert("RGB")
    pen = ImageDraw.Draw(picture)
    width = max(2, round(_LINE_POINTS * page.scale))
    for box in boxes:
        left, top, right, bottom = _pixels(box, page.scale, picture)
        inside = picture.crop((left, top, right + 1, bottom + 1))
        picture.paste(ImageChops.multiply(inside, Image.new("RGB", inside.size, _FILL)), (left, top))
        pen.rectangle((left, top, right, bottom), outline=_OUTLINE, width=width)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _pixels(box: Box, scale: float, picture: Image) -> tuple[int, int, int, int]:
    """The box with a little air around it, within the picture."""
    x0, y0 = round((box.x0 - _MARGIN_POINTS) * scale), round((box.y0 - _MARGIN_POINTS) * scale)
    x1, y1 = round((box.x1 + _MARGIN_POINTS) * scale), round((box.y1 + _MARGIN_POINTS) * scale)
    right, bottom = picture.width - 1, picture.height - 1
    left, top = min(max(x0, 0), right), min(max(y0, 0), bottom)
    return left, top, min(max(x1, left), right), min(max(y1, top), bottom)
