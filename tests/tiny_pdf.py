"""A PDF written by hand, of text, lines and images, and the report that reading it would give."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.domain import Box, Document, Locator, Page, PageSource, Report, Section, TextUnit, UnitKind, Visibility
from tests.fakes import small_report

A4 = (595.0, 842.0)


# What WinAnsi has no code for, by the codes that the fonts' encoding gives them.
_EXTRA = {"−": "\x01", "ﬁ": "\x02"}
_ENCODING = "<< /BaseEncoding /WinAnsiEncoding /Differences [1 /minus /fi] >>"
_FACES = ("Helvetica", "Helvetica-Bold", "calls % a", "names no letter", "Times-Roman")


@dataclass(frozen=True, slots=True)
class TinyText:
    """Text at a place in points from the bottom left, in a face of `_FACES`, turned by degrees counter-clockwise.

    The face "calls % a" is Helvetica in which the file says that its percent sign is an "a"; in "names no letter" it says
    of every sign that it is a private one. `hidden` text is drawn invisible, as a scanner's program lays it over its image.
    """

    x: float
    y: float
    text: str
    size: float = 12.0
    face: str = "Helvetica"
    turn: float = 0.0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class TinyImage:
    """A grey image, a byte a pixel from the top left, drawn over a part of the page (x, y, width, height from the bottom)."""

    width: int
    height: int
    pixels: bytes
    place: tuple[float, float, float, float] = (0.0, 0.0, *A4)


@dataclass(frozen=True, slots=True)
class TinyPage:
    """`texts` are (x, y, text) and `rectangles` (x, y, width, height), in points from the bottom left as PDF counts them.

    `prints` are texts in other faces and sizes, `strokes` lines (x0, y0, x1, y1), `boxes` stroked rectangles.
    """

    texts: tuple[tuple[float, float, str], ...] = ()
    rectangles: tuple[tuple[float, float, float, float], ...] = ()
    size: tuple[float, float] = A4
    rotate: int = 0
    cropbox: tuple[float, float, float, float] | None = None
    prints: tuple[TinyText, ...] = ()
    strokes: tuple[tuple[float, float, float, float], ...] = ()
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    image: TinyImage | None = None


def tiny_pdf(*pages: TinyPage, locked: bool = False) -> bytes:
    """The bytes of a PDF 1.4 with these pages, in Helvetica of 12 points where nothing else is said.

    A `locked` one says that it is encrypted with a password that is not empty.
    """
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    after = 4 + 2 * len(pages)  # the faces but the first, then their maps, then the images
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        _font("Helvetica"),
    ]
    fonts = " ".join(["/F1 3 0 R", *(f"/F{2 + n} {after + n} 0 R" for n in range(len(_FACES) - 1))])
    images = [page.image for page in pages if page.image is not None]
    first_image = after + len(_FACES) + 1
    for n, page in enumerate(pages):
        crop = f"/CropBox [{' '.join(map(str, page.cropbox))}] " if page.cropbox else ""
        shown = f" /XObject << /Im {first_image + images.index(page.image)} 0 R >>" if page.image is not None else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.size[0]} {page.size[1]}] {crop}/Rotate {page.rotate} "
            f"/Resources << /Font << {fonts} >>{shown} >> /Contents {5 + 2 * n} 0 R >>".encode()
        )
        objects.append(_stream(_drawn(page).encode("cp1252")))
    misnamed, private = after + len(_FACES) - 1, after + len(_FACES)
    objects += [
        _font("Helvetica-Bold"),
        _font("Helvetica", misnamed),
        _font("Helvetica", private),
        _font("Times-Roman"),
        _stream(_unicode_map(("<20> <24> <0020>", "<25> <25> <0061>", "<26> <ff> <0026>"))),
        _stream(_unicode_map(("<21> <ff> <e021>",))),
    ]
    objects += [_image(image) for image in images]
    return _file(objects, locked)


def _font(name: str, unicode_map: int | None = None) -> bytes:
    mapped = f" /ToUnicode {unicode_map} 0 R" if unicode_map is not None else ""
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding {_ENCODING}{mapped} >>".encode()


def _unicode_map(ranges: Sequence[str]) -> bytes:
    lines = ["/CIDInit /ProcSet findresource begin", "begincmap", "1 begincodespacerange", "<00> <ff>", "endcodespacerange"]
    lines += [f"{len(ranges)} beginbfrange", *ranges, "endbfrange", "endcmap", "end"]
    return "\n".join(lines).encode()


def _image(image: TinyImage) -> bytes:
    size = f"/Width {image.width} /Height {image.height} /ColorSpace /DeviceGray /BitsPerComponent 8"
    return _stream(image.pixels, f" /Type /XObject /Subtype /Image {size}")


def _drawn(page: TinyPage) -> str:
    drawn = []
    if page.image is not None:
        x, y, width, height = page.image.place
        drawn.append(f"q {width} 0 0 {height} {x} {y} cm /Im Do Q")
    drawn += [f"{x} {y} {width} {height} re f" for x, y, width, height in page.rectangles]
    drawn += [f"0.7 w {x} {y} {width} {height} re S" for x, y, width, height in page.boxes]
    drawn += [f"0.7 w {x0} {y0} m {x1} {y1} l S" for x0, y0, x1, y1 in page.strokes]
    drawn += [f"BT /F1 12 Tf {x} {y} Td ({_escaped(text)}) Tj ET" for x, y, text in page.texts]
    return "\n".join([*drawn, *map(_print, page.prints)])


def _print(text: TinyText) -> str:
    sin, cos = round(math.sin(math.radians(text.turn)), 6), round(math.cos(math.radians(text.turn)), 6)
    face = 1 + _FACES.index(text.face)
    place = f"{cos} {sin} {-sin} {cos} {text.x} {text.y} Tm"
    return f"BT /F{face} {text.size} Tf {3 if text.hidden else 0} Tr {place} ({_escaped(text.text)}) Tj ET"


def _escaped(text: str) -> str:
    for sign, code in (("\\", "\\\\"), ("(", "\\("), (")", "\\)"), *_EXTRA.items()):
        text = text.replace(sign, code)
    return text


def _stream(content: bytes, entries: str = "") -> bytes:
    return b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(content), entries.encode(), content)


def _file(objects: Sequence[bytes], locked: bool) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    begin = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    keys = b"11" * 32
    lock = b" /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (keys, keys) if locked else b""
    size = b"<< /Size %d /Root 1 0 R%s >>" % (len(objects) + 1, lock)
    return bytes(out + b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (size, begin))


RESULT_BOX = Box(2, 70.0, 128.0, 300.0, 145.0)


def pdf_report(path: Path, visibility: Visibility = Visibility.INTERNAL, association: str = "Finsam Norrdal") -> Report:
    """Writes a PDF of three pages to `path`: a cover, the income statement with "Årets resultat", and a page nobody can read.

    The report is what reading it gives, its id the file's stem.
    """
    cover = ((70, 700, "Arsredovisning"), (70, 680, "Styrelsen har haft fem moten."))
    path.write_bytes(
        tiny_pdf(
            TinyPage(cover),
            TinyPage(((70, 700, "Arets resultat"), (230, 700, "-38774"))),
            TinyPage(rectangles=((50, 50, 400, 600),)),
        )
    )
    base = small_report(path.stem, association, 2021, ["Styrelsen har haft fem möten."], visibility=visibility)
    places = ((1, 72, 130), (1, 72, 150), (2, 72, 100), (2, 70, 130))
    lines = tuple(
        replace(line, page=page, box=Box(page, x0, y0, 300.0, y0 + 14))
        for line, (page, x0, y0) in zip(base.document.lines, places, strict=True)
    )
    pages = (
        Page(1, None, *A4),
        Page(2, "4", *A4),
        Page(3, None, *A4, PageSource.UNREAD, "bilden är för suddig"),
    )
    document = Document(path.name, hashlib.sha256(path.read_bytes()).hexdigest(), "", lines, len(pages), (), "pdf", pages, None)
    result = Locator("2 Resultaträkning", 2, "4", (4, 4), RESULT_BOX)
    told = Locator("1 Verksamheten", 1, None, (2, 2), lines[1].box)
    unit = TextUnit("Styrelsen har haft fem möten.", UnitKind.SENTENCE, told)
    return replace(
        base,
        document=document,
        sections=(Section(0, "1", "Verksamheten", "1 Verksamheten", 1, None, 1, 2), replace(base.sections[1], line_first=3)),
        passages=tuple(replace(p, units=(unit,), locator=told) for p in base.passages),
        figures=tuple(replace(f, locator=result) for f in base.figures),
        tables=tuple(replace(t, locator=result) for t in base.tables),
    )
