"""Images of pages: put straight, drawn lines taken away, pictures told from pages of text."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ingest.formats.page_image import is_picture, straighten, stroke_width, without_rules

DPI = 100


def _paper() -> Image.Image:
    return Image.new("L", (827, 1169), 255)


def _text_lines() -> Image.Image:
    """Lines of bars as wide as words, where text would stand."""
    image = _paper()
    draw = ImageDraw.Draw(image)
    for y in range(120, 1050, 24):
        for x in range(100, 700, 70):
            draw.rectangle((x, y, x + 55, y + 8), fill=0)
    return image


def _dark(image: Image.Image) -> np.ndarray:
    return np.asarray(image) < 128


# --- straight --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("degrees", [-3.0, -1.2, 0.6, 2.5])
def test_a_leaning_page_is_turned_back(degrees: float) -> None:
    leaning = _text_lines().rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)

    _, turned = straighten(leaning)

    assert math.degrees(turned) == pytest.approx(-degrees, abs=0.15)


def test_a_straight_page_is_left_as_it_is() -> None:
    image = _text_lines()

    assert straighten(image) == (image, 0.0)


def test_an_empty_page_is_straight() -> None:
    assert straighten(_paper())[1] == 0.0


# --- pictures --------------------------------------------------------------------------------------------------------


def test_a_page_of_text_is_no_picture() -> None:
    assert not is_picture(_text_lines())


def test_a_photograph_over_the_page_is_a_picture() -> None:
    noise = np.random.default_rng(7).integers(0, 200, (1169, 827), dtype=np.uint8)

    assert is_picture(Image.fromarray(noise))


# --- strokes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [3, 6])
def test_strokes_are_as_wide_as_they_are_drawn(width: int) -> None:
    image = _paper()
    draw = ImageDraw.Draw(image)
    for x in range(100, 200, 20):
        draw.rectangle((x, 100, x + width - 1, 130), fill=0)

    assert stroke_width(image, (90, 95, 210, 135)) == width


def test_where_nothing_dark_is_there_is_no_stroke() -> None:
    assert stroke_width(_paper(), (90, 95, 210, 135)) == 0.0


# --- drawn lines -----------------------------------------------------------------------------------------------------


def test_a_long_thin_line_is_taken_away_and_told() -> None:
    image = _paper()
    ImageDraw.Draw(image).line((100, 300, 700, 300), fill=0, width=2)

    cleaned, (ruling,) = without_rules(image, DPI)

    assert not _dark(cleaned).any()
    assert (ruling.is_horizontal, ruling.x0, ruling.x1) == (True, 100, pytest.approx(701, abs=1))
    assert ruling.y0 == pytest.approx(300, abs=2)


def test_an_upright_line_is_taken_away_and_told() -> None:
    image = _paper()
    ImageDraw.Draw(image).line((300, 100, 300, 700), fill=0, width=2)

    cleaned, (ruling,) = without_rules(image, DPI)

    assert not _dark(cleaned).any()
    assert (ruling.is_horizontal, ruling.y0, ruling.y1) == (False, 100, pytest.approx(701, abs=1))


def test_all_lines_of_a_drawn_table_are_told() -> None:
    image = _paper()
    draw = ImageDraw.Draw(image)
    for y in (200, 260, 320):
        draw.line((100, y, 700, y), fill=0, width=2)
    for x in (100, 400, 700):
        draw.line((x, 200, x, 320), fill=0, width=2)

    _, rulings = without_rules(image, DPI)

    assert sorted(ruling.is_horizontal for ruling in rulings) == [False] * 3 + [True] * 3


def test_a_dash_stays() -> None:
    image = _paper()
    ImageDraw.Draw(image).rectangle((100, 300, 118, 302), fill=0)

    cleaned, rulings = without_rules(image, DPI)

    assert (_dark(cleaned).sum(), rulings) == (_dark(image).sum(), ())


def test_a_black_box_stays() -> None:
    image = _paper()
    ImageDraw.Draw(image).rectangle((100, 300, 300, 360), fill=0)

    cleaned, rulings = without_rules(image, DPI)

    assert rulings == ()
    assert _dark(cleaned)[330, 200]


def test_a_stroke_through_a_line_is_not_cut_in_two() -> None:
    image = _paper()
    draw = ImageDraw.Draw(image)
    draw.line((100, 300, 700, 300), fill=0, width=2)
    draw.rectangle((350, 290, 354, 312), fill=0)

    cleaned, _ = without_rules(image, DPI)

    assert _dark(cleaned)[290:313, 352].all()


def test_the_image_that_is_given_stays_as_it_is() -> None:
    image = _paper()
    ImageDraw.Draw(image).line((100, 300, 700, 300), fill=0, width=2)
    without_rules(image, DPI)

    assert _dark(image)[300, 400]
