"""A page of a PDF as an image: turned and cut as viewers show it, the cited place marked, and never too large."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from ingest.domain import Box
from ingest.errors import DamagedFileError, InputError, PageImageBusyError
from ingest.settings import Settings
from tests.tiny_pdf import TinyPage, tiny_pdf
from ui import page_image
from ui.page_image import PageImages
from ui.page_image_worker import MAX_PIXELS, MAX_SIDE, SCALE, fitting_scale

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
MARK = Box(1, 100, 200, 300, 240)
# The rectangle lies 100 points from the left and 200 from the top of an upright A4 page.
INK = TinyPage(rectangles=((100, 842 - 200 - 40, 200, 40),))


@pytest.fixture
def images() -> PageImages:
    return PageImages(Settings())


def written(folder: Path, *pages: TinyPage) -> Path:
    path = folder / "original"
    path.write_bytes(tiny_pdf(*pages))
    return path


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def at(picture: Image.Image, x: float, y: float) -> tuple[int, ...]:
    """The colour at a place given in points from the top left."""
    found = picture.getpixel((int(x * SCALE), int(y * SCALE)))
    assert isinstance(found, tuple)
    return found


def ink_corners(picture: Image.Image) -> tuple[float, float, float, float]:
    """The rectangle of all that is dark, in points."""
    dark = picture.convert("L").point(lambda value: 255 if value < 60 else 0)
    found = dark.getbbox()
    assert found is not None
    x0, y0, x1, y1 = found
    return x0 / SCALE, y0 / SCALE, x1 / SCALE, y1 / SCALE


def test_a_page_is_drawn_at_two_pixels_a_point(images: PageImages, tmp_path: Path) -> None:
    picture = opened(images.png(written(tmp_path, TinyPage(size=(600, 800))), 1))

    assert picture.size == (1200, 1600)


def test_the_place_is_filled_so_that_the_print_shows_through_with_a_line_around_it(images: PageImages, tmp_path: Path) -> None:
    picture = opened(images.png(written(tmp_path, TinyPage(rectangles=((150, 842 - 225, 10, 10),))), 1, [MARK]))

    red, green, blue = at(picture, 250, 220)
    assert red > 240 and green > 220 and blue < 210  # paper under the mark
    assert max(at(picture, 155, 220)) < 10  # print under the mark
    assert max(at(picture, 98.5, 220)) < 150  # the line, two points outside
    assert at(picture, 96, 220) == WHITE
    assert at(picture, 310, 220) == WHITE


def test_a_box_of_another_page_marks_nothing(images: PageImages, tmp_path: Path) -> None:
    original = written(tmp_path, INK)

    assert images.png(original, 1, [Box(2, 0, 0, 50, 50)]) == images.png(original, 1)


@pytest.mark.parametrize(
    ("rotate", "corners"),
    [
        (0, (100, 200, 300, 240)),
        (90, (842 - 240, 100, 842 - 200, 300)),
        (180, (595 - 300, 842 - 240, 595 - 100, 842 - 200)),
        (270, (200, 595 - 300, 240, 595 - 100)),
    ],
)
def test_a_turned_page_is_shown_and_marked_upright(
    images: PageImages, tmp_path: Path, rotate: int, corners: tuple[float, float, float, float]
) -> None:
    original = written(tmp_path, TinyPage(rectangles=INK.rectangles, rotate=rotate))

    drawn = ink_corners(opened(images.png(original, 1)))
    marked = opened(images.png(original, 1, [Box(1, *corners)]))

    assert drawn == pytest.approx(corners, abs=1)
    assert at(marked, corners[0] - 1.5, (corners[1] + corners[3]) / 2) != WHITE
    assert at(marked, corners[0] - 5, (corners[1] + corners[3]) / 2) == WHITE


def test_a_page_is_cut_to_what_viewers_show(images: PageImages, tmp_path: Path) -> None:
    original = written(tmp_path, TinyPage(rectangles=INK.rectangles, cropbox=(50, 0, 595, 742)))

    picture = opened(images.png(original, 1))

    assert picture.size == (1090, 1484)
    assert ink_corners(picture) == pytest.approx((50, 100, 250, 140), abs=1)


@pytest.mark.parametrize("size", [(14400, 14400), (14400, 3), (3, 14400)])
def test_a_page_as_large_as_a_wall_is_drawn_small(images: PageImages, tmp_path: Path, size: tuple[float, float]) -> None:
    picture = opened(images.png(written(tmp_path, TinyPage(size=size)), 1))

    assert picture.width * picture.height <= MAX_PIXELS * 1.01
    assert max(picture.size) <= MAX_SIDE


@pytest.mark.parametrize("size", [(0.0, 100.0), (float("inf"), 100.0), (float("nan"), 1.0), (-1.0, 5.0)])
def test_a_size_that_no_page_has_is_refused(size: tuple[float, float]) -> None:
    with pytest.raises(DamagedFileError):
        fitting_scale(*size)


def test_a_page_that_the_file_does_not_have_is_told(images: PageImages, tmp_path: Path) -> None:
    with pytest.raises(DamagedFileError) as told:
        images.png(written(tmp_path, INK), 2)

    assert told.value.message_sv == "Filen har ingen sida 2 att visa."


def test_a_file_that_is_no_pdf_is_told_and_not_waited_for(images: PageImages, tmp_path: Path) -> None:
    (tmp_path / "original").write_bytes(b"%PDF-1.4 and nothing more")

    with pytest.raises(DamagedFileError):
        images.png(tmp_path / "original", 1)


def test_a_file_that_is_gone_is_told_with_what_to_do(images: PageImages, tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        images.png(tmp_path / "original", 1)

    assert "finsam ingest" in told.value.message_sv


def test_a_process_that_gets_too_little_memory_ends_alone(tmp_path: Path) -> None:
    images = PageImages(Settings().model_copy(update={"worker_memory_mb": 40}))

    with pytest.raises(DamagedFileError) as told:
        images.png(written(tmp_path, INK), 1)

    assert told.value.message_sv == "Sidan går inte att visa som bild. Läs texten i stället."


def test_a_page_once_drawn_is_marked_anew_without_its_file(images: PageImages, tmp_path: Path) -> None:
    original = written(tmp_path, INK)
    plain = images.png(original, 1)
    original.unlink()

    assert images.png(original, 1) == plain
    assert images.png(original, 1, [MARK]) != plain


def test_of_the_pages_drawn_only_so_much_is_kept(images: PageImages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = written(tmp_path, INK, INK)
    monkeypatch.setattr(page_image, "KEPT_BYTES", len(images.png(original, 1)) + 10)
    images.png(original, 2)
    original.unlink()

    images.png(original, 2)
    with pytest.raises(InputError):
        images.png(original, 1)


def test_when_too_many_wait_the_next_is_asked_to_come_back(
    images: PageImages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_image, "_MOST_WAITING", 0)

    with pytest.raises(PageImageBusyError) as told:
        images.png(written(tmp_path, INK), 1)

    assert told.value.retry_helps
