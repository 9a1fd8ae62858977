"""The image of a page inside HTML: its address, its alternative text, and where on it to look."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from assistant.answer import Citation
from assistant.source_url import place_query
from ingest.domain import Box
from vectorstore.entries import ReportEntry

PUBLIC_ROOT, STAFF_ROOT = "/api/source", "/kalla"


def base_path(root: str, report: str) -> str:
    """The path of a report's places under a root."""
    return f"{root}/{quote(report, safe='')}"


def image_text(number: int, entry: ReportEntry, *, marked: bool) -> str:
    """The alternative text of a page's image."""
    return f"Sidan {number} i {entry.title}, {entry.association}" + (", med det citerade stället markerat" if marked else "")


def image_html(base: str, number: int, entry: ReportEntry, lines: tuple[int, int] | None, box: Box | None, size: str = "") -> str:
    """The `<img>` of a page with the place marked. `data-top` is the place's distance from the page's top, in points."""
    source = f"{base}?{place_query(number, lines, box)}&format=png"
    top = f' data-top="{box.y0:.0f}"' if box is not None else ""
    text = image_text(number, entry, marked=box is not None or lines is not None)
    return f'<img src="{escape(source)}" alt="{escape(text)}"{top}{size}>'


def cited_page_html(citation: Citation, entry: ReportEntry) -> str:
    """The image of the cited page for the source panel, a link to see it large; "" for what has no image."""
    if entry.format != "pdf" or citation.page is None:
        return ""
    base = base_path(STAFF_ROOT, entry.report)
    image = image_html(base, citation.page, entry, citation.lines, citation.box)
    large = escape(f"{base}?{place_query(citation.page, citation.lines, citation.box)}")
    return (
        f'<figure class="fs-page"><a href="{large}" target="_blank" rel="noopener" tabindex="-1">{image}</a>'
        f'<figcaption><a href="{large}" target="_blank" rel="noopener">Öppna sidan stor</a></figcaption></figure>'
    )
