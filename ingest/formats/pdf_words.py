"""The text layer of a PDF page as words with places: characters joined by where they stand, not by the file's order of blanks."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.formats.page_words import Word, turn_rectangle
from ingest.formats.pdf_letters import Letter, LetterKey, ReadCrop, mend_letters

# A gap wider than this share of the type's height parts words; letters of one word stand closer in all samples.
_WORD_GAP = 0.22
_OVERLAP = 0.6
_BASELINE_SHIFT = 0.25
# Two prints of one letter so close together are a bold made by striking twice.
_STRUCK_TWICE = 0.12
_BOLD = re.compile(r"bold|black|heavy|semib|demi", re.IGNORECASE)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_LIGATURES = range(0xFB00, 0xFB07)
_HYPHENS = frozenset("\ufffe\x02\u00ad")
_KEEPING_BLANKS = frozenset("\u00a0\u202f\u2009\u2007")
_MINUSES = {0x2212: "−", 0x2010: "-", 0x2011: "-"}
_HIGH_HALVES, _LOW_HALVES = (0xD800, 0xDBFF), (0xDC00, 0xDFFF)
_FONT_NAME_BYTES = 256
_SAMPLED_LETTERS = 40


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The words of a page's text layer in the file's order, upright ones and others, and how sound the layer is.

    `broken` is the share of letters for which the file's fonts give no letter. `quarter` is by how many quarter turns
    (clockwise) the page as shown must be turned for the words to stand upright. `is_hidden`: most of it is drawn
    invisible, over a scan that it was read from. `lost` letters are shown but not named by the file.
    """

    words: tuple[Word, ...]
    margin: tuple[Word, ...]
    letters: int
    broken: float
    quarter: int = 0
    is_hidden: bool = False
    lost: int = 0


def read_text_layer(
    page: pdfium.PdfPage, read_crop: ReadCrop | None = None, known: dict[LetterKey, str] | None = None
) -> TextLayer:
    """The words of a page as shown: turned by the page's own rotation, measured from its top left corner.

    `read_crop` reads a part of the page's image, for letters that the file's fonts call by a wrong name; `known` keeps what
    they are from page to page.
    """
    textpage = page.get_textpage()
    try:
        chars, broken = _read_chars(page, textpage)
        hidden = _is_hidden(textpage)
    finally:
        textpage.close()
    lost = mend_letters(chars, read_crop, {} if known is None else known)
    letters = sum(not c.text.isspace() for c in chars)
    quarters = {angle: _quarter(angle) for angle in {c.angle for c in chars}}
    quarter = _main_quarter(chars)
    upright = [c for c in chars if quarters[c.angle] == quarter]
    turned = [c for c in chars if quarters[c.angle] != quarter]
    words = _words(_turn_all(upright, quarter, page))
    return TextLayer(_unique(words), _margin(turned), letters, broken / letters if letters else 0.0, quarter or 0, hidden, lost)


def _read_chars(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> tuple[list[Letter], int]:
    place = _Placing(page)
    rect, x, y = pdfium_c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    faces = _Faces()
    chars: list[Letter] = []
    broken = 0
    handle = textpage.raw  # without the look-up that passing the object costs in each call
    half = 0  # the first half of a letter beyond the basic plane
    for at in range(textpage.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(handle, at)
        if pdfium_c.FPDFText_IsGenerated(handle, at) == 1:
            chars.append(_blank())  # pdfium put it there to part words
            continue
        pdfium_c.FPDFText_GetLooseCharBox(handle, at, rect)
        pdfium_c.FPDFText_GetCharOrigin(handle, at, x, y)
        text = _text_of(code)
        if _LOW_HALVES[0] <= code <= _LOW_HALVES[1] and half:
            chars[-1].text = chr(0x10000 + ((half - _HIGH_HALVES[0]) << 10) + (code - _LOW_HALVES[0]))
            half = 0
            continue
        half = code if _HIGH_HALVES[0] <= code <= _HIGH_HALVES[1] else 0
        if not text.isspace() and (_is_private(code) or pdfium_c.FPDFText_HasUnicodeMapError(handle, at) == 1):
            broken += 1
        x0, top, x1, bottom = place.rectangle(rect.left, rect.bottom, rect.right, rect.top)
        origin_x, baseline = place.point(x.value, y.value)
        font, stated, angle = faces.of(handle, at)
        size = _size(stated, bottom - top)
        hyphen = text in _HYPHENS or (text == "-" and pdfium_c.FPDFText_IsHyphen(handle, at) == 1)
        letter = Letter(text, x0, x1, top, bottom, origin_x, baseline, size, font, angle + place.turn, hyphen)
        if chars and not text.isspace():
            _share_glyph(chars[-1], letter)
        chars.append(letter)
    return chars, broken


def _share_glyph(before: Letter, letter: Letter) -> None:
    """Parts the box of a ligature, which pdfium gives to each of its letters whole."""
    whole = (letter.x, letter.baseline, letter.x1)
    if before.font != letter.font or before.text.isspace() or (before.x, before.baseline, before.x1) != whole:
        return
    middle = (letter.x0 + letter.x1) / 2
    before.x1 = letter.x0 = middle
    before.is_part = letter.is_part = True


def _is_hidden(textpage: pdfium.PdfTextPage) -> bool:
    """Whether most of some letters taken from all over the page are drawn invisible."""
    count = textpage.count_chars()
    modes: list[int] = []
    for at in range(0, count, max(1, count // _SAMPLED_LETTERS)):
        if pdfium_c.FPDFText_IsGenerated(textpage, at) != 1:
            item = pdfium_c.FPDFText_GetTextObject(textpage, at)
            modes.append(pdfium_c.FPDFTextObj_GetTextRenderMode(item) if item else -1)
    return 2 * modes.count(pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE) > len(modes)


def _size(stated: float, height: float) -> float:
    """The type's size as the file states it, in points; from the letter's height where it states none that can be."""
    return stated if 0.4 * height <= stated <= 2.5 * height else 0.8 * height


class _Faces:
    """The faces of a page's letters, each with a name that is the same on every page.

    Some programs name regular and bold alike; the embedded font tells them apart.
    """

    def __init__(self) -> None:
        self._of_object: dict[int, tuple[str, float, float]] = {}
        self._of_font: dict[int, str] = {}

    def of(self, textpage: pdfium_c.FPDF_TEXTPAGE, at: int) -> tuple[str, float, float]:
        """The name of a letter's face, its size in points and its angle: the same for all letters of a text object."""
        item = pdfium_c.FPDFText_GetTextObject(textpage, at)
        if not item:
            return "", 0.0, pdfium_c.FPDFText_GetCharAngle(textpage, at)
        address = ctypes.addressof(item.contents)
        if address not in self._of_object:
            font = pdfium_c.FPDFTextObj_GetFont(item)
            key = ctypes.cast(font, ctypes.c_void_p).value or 0
            if key not in self._of_font:
                self._of_font[key] = _face(font) if font else ""
            matrix = pdfium_c.FS_MATRIX()
            pdfium_c.FPDFText_GetMatrix(textpage, at, matrix)
            size = math.hypot(matrix.c, matrix.d) * pdfium_c.FPDFText_GetFontSize(textpage, at)
            self._of_object[address] = self._of_font[key], size, pdfium_c.FPDFText_GetCharAngle(textpage, at)
        return self._of_object[address]


def _face(font: pdfium_c.FPDF_FONT) -> str:
    name = ctypes.create_string_buffer(_FONT_NAME_BYTES)
    pdfium_c.FPDFFont_GetBaseFontName(font, name, _FONT_NAME_BYTES)
    size = ctypes.c_size_t()
    pdfium_c.FPDFFont_GetFontData(font, None, 0, size)
    data = ctypes.create_string_buffer(size.value or 1)
    pdfium_c.FPDFFont_GetFontData(font, ctypes.cast(data, ctypes.POINTER(ctypes.c_uint8)), size.value, size)
    return f"{name.value.decode('utf-8', 'replace')}#{zlib.crc32(data.raw):08x}"


def _blank() -> Letter:
    return Letter(" ", 0, 0, 0, 0, 0, 0, 0, "", math.nan, False)


def _text_of(code: int) -> str:
    if code in _LIGATURES:
        return unicodedata.normalize("NFKC", chr(code))
    if code in _MINUSES:
        return _MINUSES[code]
    if _HIGH_HALVES[0] <= code <= _LOW_HALVES[1] or code > 0x10FFFF:  # half a letter, or none at all
        return "\ufffd"
    return chr(code)


def _is_private(code: int) -> bool:
    return code in (0, 0xFFFD) or 0xE000 <= code <= 0xF8FF or (code < 32 and chr(code) not in "\t\n\r\x02")


class _Placing:
    """From the coordinates of a PDF page (from the bottom left, unrotated, its box anywhere) to those of the page as shown."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        left, bottom, right, top = page.get_cropbox()
        self._rotation = page.get_rotation() % 360
        self._left, self._bottom, self._right, self._top = left, bottom, right, top
        self.turn = math.radians(self._rotation)

    def point(self, x: float, y: float) -> tuple[float, float]:
        match self._rotation:
            case 90:
                return y - self._bottom, x - self._left
            case 180:
                return self._right - x, y - self._bottom
            case 270:
                return self._top - y, self._right - x
            case _:
                return x - self._left, self._top - y

    def rectangle(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        (xa, ya), (xb, yb) = self.point(left, bottom), self.point(right, top)
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


def shown_rectangle(page: pdfium.PdfPage, left: float, bottom: float, right: float, top: float) -> tuple[float, ...]:
    """A rectangle of the page's own coordinates as x0, y0, x1, y1 from the top left corner of the page as shown."""
    return _Placing(page).rectangle(left, bottom, right, top)


# --- which way the text stands ---------------------------------------------------------------------------------------


def _quarter(angle: float) -> int | None:
    """By how many quarter turns a letter stands, None for a slant; -1 for a blank of no place."""
    if math.isnan(angle):
        return -1
    turns = angle / (math.pi / 2)
    return -round(turns) % 4 if abs(turns - round(turns)) < 0.03 else None  # pdfium counts angles clockwise


def _main_quarter(chars: Sequence[Letter]) -> int | None:
    """The quarter turn of most letters."""
    counts = Counter(_quarter(c.angle) for c in chars if not c.text.isspace())
    counts.pop(None, None)
    return counts.most_common(1)[0][0] if counts else 0


def _turn_all(chars: list[Letter], quarter: int | None, page: pdfium.PdfPage) -> list[Letter]:
    """The letters as if the page were turned so that they stand upright."""
    if not quarter:
        return chars
    width, height = page.get_size()
    return [_turned(c, quarter, width, height) for c in chars]


def _turned(c: Letter, quarter: int, width: float, height: float) -> Letter:
    x0, top, x1, bottom = turn_rectangle((c.x0, c.top, c.x1, c.bottom), quarter, width, height)
    x, baseline, _, _ = turn_rectangle((c.x, c.baseline, c.x, c.baseline), quarter, width, height)
    return Letter(c.text, x0, x1, top, bottom, x, baseline, c.size, c.font, 0.0, c.is_hyphen)


# --- words -----------------------------------------------------------------------------------------------------------


def _words(chars: Sequence[Letter]) -> list[Word]:
    words: list[Word] = []
    current: list[Letter] = []
    for at, char in enumerate(chars):
        after = chars[at + 1] if at + 1 < len(chars) else None
        if char.text in _KEEPING_BLANKS and current and after is not None and _keeps(current[-1], after):
            current.append(char)
            continue
        if char.text.isspace() or not char.text:
            _close(current, words)
            continue
        if current and _parts(current[-1], char):
            if _is_struck_twice(current[-1], char):
                continue
            _close(current, words)
        current.append(char)
    _close(current, words)
    return words


def _keeps(before: Letter, after: Letter) -> bool:
    """Whether a no-break blank stands inside a number, and not to push two cells apart."""
    near = 0 <= after.x0 - before.x1 <= 0.5 * before.size
    return before.text.isdigit() and after.text.isdigit() and near and abs(after.baseline - before.baseline) < 1


def _parts(before: Letter, char: Letter) -> bool:
    if abs(char.baseline - before.baseline) > _BASELINE_SHIFT * max(before.size, char.size, 1):
        return True
    gap = char.x0 - before.x1
    return gap > _WORD_GAP * max(char.size * 0.75, 1) or gap < -_OVERLAP * max(char.size, 1)


def _is_struck_twice(before: Letter, char: Letter) -> bool:
    near = _STRUCK_TWICE * max(char.size, 1)
    return char.text == before.text and abs(char.x - before.x) < near and abs(char.baseline - before.baseline) < near


def _close(current: list[Letter], words: list[Word]) -> None:
    if current:
        ends = current[-1].is_hyphen and len(current) > 1
        text = "".join("-" if c.text in _HYPHENS else " " if c.text in _KEEPING_BLANKS else c.text for c in current).strip()
        if text:
            first = max(current, key=lambda c: c.size)
            name = _SUBSET.sub("", first.font)
            words.append(
                Word(
                    text,
                    min(c.x0 for c in current),
                    min(c.top for c in current),
                    max(c.x1 for c in current),
                    max(c.bottom for c in current),
                    first.baseline,
                    round(first.size, 1),
                    first.font,
                    _BOLD.search(name) is not None,
                    ends_in_hyphen=ends,
                )
            )
    current.clear()


def _unique(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words, those printed twice on one place once."""
    seen: set[tuple[str, int, int]] = set()
    kept: list[Word] = []
    for word in words:
        keys = {(word.text, round(word.x0 + dx), round(word.baseline)) for dx in (0.0, 0.5)}
        if not keys & seen:
            kept.append(word)
        seen |= keys
    return tuple(kept)


def _margin(chars: Sequence[Letter]) -> tuple[Word, ...]:
    """Text set at another angle, in the file's order, one word for each run without a blank."""
    words: list[Word] = []
    current: list[Letter] = []
    for char in chars:
        if char.text.isspace() or math.isnan(char.angle):
            _close(current, words)
        else:
            current.append(char)
    _close(current, words)
    return tuple(words)
