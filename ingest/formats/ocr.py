"""The image of a page becomes words: Tesseract in Swedish and Latin letters, on the image put straight."""

from __future__ import annotations

import math
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import lxml.html

from ingest.formats.ocr_second_look import look_again
from ingest.formats.page_words import PageWords, Ruling, Word

if TYPE_CHECKING:
    import pypdfium2 as pdfium
    from lxml.etree import _Element
    from PIL.Image import Image

# The Swedish model alone has no "%", "§", "–" or "•" and reads digits for them; "Latin" has them and knows all letters.
LANGUAGES = ("swe", "Latin")
PACKAGES = "tesseract-ocr, tesseract-ocr-swe och tesseract-ocr-script-latn"
_DPI = 300
_CROP_DPI = 400
# For a line of known words the model that knows all letters and signs is enough; it is ready in two thirds of the time.
_LETTERS = "Latin"
_POINTS_PER_INCH = 72
# A poster at 300 dots an inch would fill the memory.
_MAX_PIXELS = 40_000_000
# One block of text, its lines across the whole page: the columns are found later, by where the words stand.
_SEGMENTATION = 6
# On a photograph that takes half a minute and finds letters in the leaves; here Tesseract looks for the text itself.
_PICTURE_SEGMENTATION = 3
_LEAST_CONFIDENCE = 20.0
_ON_RULE = 4.0  # points
_SURE_SIGN = 65.0
_SURE_WORD = 45.0
# A page in another direction is recognised as fragments of half this confidence.
_LEGIBLE = 65.0
_FEW_LETTERS = 15
_IN_WORDS = 0.5
# Strokes of bold are a third to a half wider; recognised sizes vary by a tenth.
_BOLD = 1.22
_SQUARE = re.compile(r"(?<=/)m[?’'*]|^m[?’'*]$")
_PERCENT = re.compile(r"\(?(?:96|26|9%|%6)\)")
# What the remains of a drawn line are taken for.
_STROKES = re.compile(r"[|¦_=~\[\]{}<>\\^`.,:;'’]+")
_UPRIGHT = re.compile(r"[1lIi!|\]\[]")
_NOUGHT = re.compile(r"^[Oo]\s?kr\b")
_GROUPS = re.compile(r"[-–−+]?\d{4,6}")
# A label has fewer words on a print line; what refers to a number ("not", "sidan", "bilaga") is shorter.
_LABEL_WORDS, _NO_REFERENCE = 7, 8
_NUMBERS = {key: re.compile(rf"{key} ([-\d. ]+)") for key in ("bbox", "baseline", "x_size", "x_wconf", "textangle")}


@dataclass(frozen=True, slots=True)
class Ocr:
    """What there is to read images with. `missing` is a Swedish sentence that says what to install, "" where all is there."""

    languages: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class ImageWords:
    """The words of a page's image, on the page put upright and straight.

    `quarter` says by how many quarter turns (clockwise) the page was turned, `skew` by how many radians after that.
    """

    words: PageWords
    quarter: int = 0
    skew: float = 0.0


@lru_cache(maxsize=1)
def find_ocr() -> Ocr:
    """Whether Tesseract and both models are installed."""
    try:
        listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return Ocr(missing=f"Installera paketen {PACKAGES} för att läsa den.")
    installed = set(listed.stdout.split())
    missing = [name for name in LANGUAGES if name not in installed]
    if missing:
        return Ocr(missing=f"Installera paketen {PACKAGES} för att läsa den.")
    return Ocr("+".join(LANGUAGES))


def read_image(page: pdfium.PdfPage, number: int, width: float, height: float, ocr: Ocr, timeout_s: int) -> ImageWords:
    """The words of a page as its image shows them, in points. Raises `RuntimeError` when Tesseract takes too long."""
    scale = min(_DPI / _POINTS_PER_INCH, math.sqrt(_MAX_PIXELS / (width * height)))
    found = _read_turned(page, number, width, height, scale, 0, ocr, timeout_s)
    if _is_legible(found.words.words):
        return found
    quarter = _quarter(page, scale, timeout_s)
    if not quarter:
        return found
    upright = (height, width) if quarter % 2 else (width, height)
    return _read_turned(page, number, *upright, scale, quarter, ocr, timeout_s)


def _is_legible(words: Sequence[Word]) -> bool:
    """Whether a page's words were recognised with some certainty and not as single letters, or there are hardly any."""
    letters = sum(len(word.text) for word in words)
    sure = sum(len(word.text) * word.confidence for word in words)
    in_words = sum(len(word.text) for word in words if len(word.text) > 2)
    return letters < _FEW_LETTERS or sure / letters > _LEGIBLE and in_words > _IN_WORDS * letters


def _quarter(page: pdfium.PdfPage, scale: float, timeout_s: int) -> int:
    """By how many quarter turns clockwise the image must be turned for its text to stand upright; 0 where that is not seen."""
    import pytesseract

    image: Image = page.render(scale=scale, grayscale=True).to_pil()
    try:
        found = pytesseract.image_to_osd(image, timeout=timeout_s, output_type=pytesseract.Output.DICT)
    except pytesseract.TesseractError:  # too few letters to tell
        return 0
    return int(found["rotate"]) // 90 % 4


def _read_turned(
    page: pdfium.PdfPage, number: int, width: float, height: float, scale: float, quarter: int, ocr: Ocr, timeout_s: int
) -> ImageWords:
    """The words of a page turned by so many quarters clockwise; width and height are those of the turned page."""
    import pytesseract

    from ingest.formats.page_image import is_picture, straighten, without_rules

    image: Image = page.render(scale=scale, grayscale=True, rotation=90 * quarter).to_pil()
    straight, skew = straighten(image)
    dpi = round(scale * _POINTS_PER_INCH)
    straight, lines = without_rules(straight, dpi)
    rulings = tuple(Ruling(r.x0 / scale, r.y0 / scale, r.x1 / scale, r.y1 / scale) for r in lines)
    config = f"--psm {_PICTURE_SEGMENTATION if is_picture(straight) else _SEGMENTATION} --dpi {dpi}"
    straight.format = "BMP"  # how it is handed over: packing it as PNG takes an eighth of the whole
    found = pytesseract.image_to_pdf_or_hocr(straight, lang=ocr.languages, config=config, extension="hocr", timeout=timeout_s)
    seen = [word for word in _words(found, scale) if not _is_rule(word, rulings)]
    words = tuple(_weighed(_mended(seen), straight, scale))
    words = look_again(words, straight, scale, partial(_read_strip, languages=ocr.languages, dpi=dpi, timeout_s=timeout_s))
    return ImageWords(PageWords(number, width, height, words, rulings), quarter, skew)


def _read_strip(strip: Image, languages: str, dpi: int, timeout_s: int) -> list[tuple[str, float, float]]:
    """The lines of numbers in an image with their middles in pixels and their confidences."""
    import pytesseract

    config = f"--psm {_SEGMENTATION} --dpi {dpi} -c tessedit_char_whitelist=0123456789-,.%"
    found = pytesseract.image_to_pdf_or_hocr(strip, lang=languages, config=config, extension="hocr", timeout=timeout_s)
    lines: dict[float, list[Word]] = {}
    for word in _words(found, 1.0):
        lines.setdefault(word.baseline // 6, []).append(word)
    return [
        (
            " ".join(word.text for word in sorted(line, key=lambda w: w.x0)),
            (min(w.y0 for w in line) + max(w.y1 for w in line)) / 2,
            min(w.confidence for w in line),
        )
        for line in lines.values()
    ]


def read_crop(page: pdfium.PdfPage, box: tuple[float, float, float, float], timeout_s: int) -> str:
    """The one line that a part of a page shows; "" where none is seen. The box is in points of the page as shown."""
    import pytesseract

    width, height = page.get_size()
    x0, y0, x1, y1 = box
    # to the sides only a blank: the next word must stay outside
    above, beside = 0.4 * (y1 - y0), 0.12 * (y1 - y0)
    crop = (max(0.0, x0 - beside), max(0.0, height - y1 - above), max(0.0, width - x1 - beside), max(0.0, y0 - above))
    image = page.render(scale=_CROP_DPI / _POINTS_PER_INCH, grayscale=True, crop=crop).to_pil()
    text: str = pytesseract.image_to_string(image, lang=_LETTERS, config="--psm 7", timeout=timeout_s)
    return " ".join(_spelling(word) for word in text.split())


def _weighed(words: list[Word], image: Image, scale: float) -> list[Word]:
    """The words, those of heavy strokes beside the page's others marked as bold."""
    from ingest.formats.page_image import stroke_width

    widths = []
    for word in words:
        box = (round(word.x0 * scale), round(word.y0 * scale), round(word.x1 * scale), round(word.y1 * scale))
        widths.append(stroke_width(image, box) / (word.size * scale) if word.size else 0.0)
    usual = median(w for w, word in zip(widths, words, strict=True) for _ in word.text) if words else 0.0
    return [replace(word, is_bold=width > _BOLD * usual) for word, width in zip(words, widths, strict=True)]


def _words(hocr: bytes, scale: float) -> list[Word]:
    tree = lxml.html.document_fromstring(hocr)
    words: list[Word] = []
    for line in tree.iter("span"):
        if line.get("class") not in ("ocr_line", "ocr_textfloat", "ocr_header", "ocr_caption"):
            continue
        box, baseline, size = _numbers(line, "bbox"), _numbers(line, "baseline"), _numbers(line, "x_size")
        if len(box) != 4:
            continue
        slope, offset = baseline if len(baseline) == 2 else (0.0, 0.0)
        for item in line.iter("span"):
            if item.get("class") == "ocrx_word":
                word = _word(item, box, slope, offset, size[0] if size else box[3] - box[1], scale)
                if word is not None:
                    words.append(word)
    return words


def _word(item: _Element, line: list[float], slope: float, offset: float, size: float, scale: float) -> Word | None:
    text = "".join(str(part) for part in item.itertext()).strip().strip("|¦_")
    box, confidence = _numbers(item, "bbox"), _numbers(item, "x_wconf")
    if not text or len(box) != 4 or not confidence or _is_noise(text, confidence[0]):
        return None
    x0, y0, x1, y1 = (value / scale for value in box)
    baseline = (line[3] + offset + slope * ((box[0] + box[2]) / 2 - line[0])) / scale
    return Word(text, x0, y0, x1, y1, baseline, round(size * 0.8 / scale, 1), confidence=confidence[0])


def _is_noise(text: str, confidence: float) -> bool:
    """Whether what was recognised is rather a speck, a stroke of a pen or the grain of a picture."""
    signs = sum(c.isalnum() for c in text)
    if signs == 0:
        return _STROKES.fullmatch(text) is not None or confidence < _SURE_SIGN and text not in ("-", "–", "•")
    if any(c.isdigit() for c in text):
        return confidence < _LEAST_CONFIDENCE
    return confidence < (_SURE_SIGN if signs < 2 else _SURE_WORD if signs < 4 else _LEAST_CONFIDENCE)


def _is_rule(word: Word, rulings: Sequence[Ruling]) -> bool:
    """Whether a lone upright stroke is what was left of a drawn line."""
    if not _UPRIGHT.fullmatch(word.text):
        return False
    return any(
        not r.is_horizontal and abs(r.x0 - word.middle) < _ON_RULE and r.y0 - 2 < word.baseline < r.y1 + 2 for r in rulings
    )


def _numbers(item: _Element, key: str) -> list[float]:
    match = _NUMBERS[key].search(item.get("title") or "")
    return [float(part) for part in match[1].split()] if match else []


def _mended(words: list[Word]) -> list[Word]:
    """The words, a numeral whose first blank the recognition lost cut where it stands ("1499" before "130": "1", "499").

    The blank is narrow there, and what follows says that thousands are grouped.
    """
    mended: list[Word] = []
    for word, after in pairwise([*(_spelt(word) for word in words), None]):
        assert word is not None
        if _PERCENT.fullmatch(word.text) and mended and _ends_label(mended, word, after):
            word = replace(word, text="(%)" if word.text.startswith("(") else "%)")
        follows = after is not None and after.text[:3].isdigit() and 0 < after.x0 - word.x1 < word.size
        if follows and _GROUPS.fullmatch(word.text) and after is not None and re.fullmatch(r"\d{3}\D{0,3}", after.text):
            cut = word.x1 - (word.x1 - word.x0) * 3 / len(word.text)
            mended.append(_part(word, word.text[:-3], word.x0, cut - 0.2 * word.size))
            mended.append(_part(word, word.text[-3:], cut, word.x1))
        else:
            mended.append(word)
    return mended


def _ends_label(before: Sequence[Word], word: Word, after: Word | None) -> bool:
    """Whether a bracket ends a row's label, words before it, and behind it a number far off or the end of its print line:
    there "(96)" is a percent sign, while "34 (26)" in a sentence or a cell is a number, and "(not 26)" refers to one."""
    last = before[-1]
    if not last.text.isalpha() or abs(last.baseline - word.baseline) > word.size / 2:
        return False
    if after is not None and abs(after.baseline - word.baseline) < word.size / 2:
        return after.x0 - word.x1 > 2 * word.size and after.text.lstrip("-–−(")[:1].isdigit()
    line = [one for one in before[-_LABEL_WORDS:] if abs(one.baseline - word.baseline) < word.size / 2]
    opened = word.text.startswith("(") or any(one.text.startswith("(") for one in line)
    return opened and len(line) < _LABEL_WORDS and len(last.text) >= _NO_REFERENCE


def _spelt(word: Word) -> Word:
    """The word with the signs that the models read as others ("m?" for "m²", "Okr" for "0 kr")."""
    text = _spelling(word.text)
    return replace(word, text=text) if text != word.text else word


def _spelling(text: str) -> str:
    return _SQUARE.sub("m²", _NOUGHT.sub("0 kr", text.strip("|¦")))


def _part(word: Word, text: str, x0: float, x1: float) -> Word:
    return Word(text, x0, word.y0, max(x1, x0 + 1), word.y1, word.baseline, word.size, confidence=word.confidence)
