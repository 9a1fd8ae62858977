"""A place in a report as a page of its own: the page's image where the file has one, its text, the cited lines marked."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from html import escape

from ingest.domain import Page
from ui.page_assets import asset
from ui.page_figure import image_html
from ui.reading import page_note
from ui.source_html import lines_html
from ui.source_place import Place

NOTHING_CITED = (0, 0)


@cache
def security_headers() -> dict[str, str]:
    """Headers under which the page runs no script, loads nothing but its own image and style, and stands in no frame."""
    style = base64.b64encode(hashlib.sha256(asset("source.css").encode()).digest()).decode()
    policy = f"default-src 'none'; img-src 'self'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"
    return {
        "Content-Security-Policy": f"{policy}; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def source_page(place: Place, pages: Sequence[Page], base: str) -> str:
    """The whole HTML document. `pages` are all pages of the report, `base` is the path under which its places are shown."""
    entry = place.entry
    named = {page.number: page for page in pages}
    title = f"{entry.association}, {entry.title}"
    where = " · ".join(part for part in (_pages_text(place, named), place.section) if part)
    body = "".join(_image(place, number, named.get(number), base) for number in place.pages)
    return (
        '<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8">'
        f"<title>{escape(f'{title} – {where}' if where else title)}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{asset('source.css')}</style></head><body>"
        f"<header><h1>{escape(title)}</h1><p>{escape(where)}</p>{_turning(place, base)}</header>"
        f"<main>{body}{_text(place)}</main></body></html>"
    )


def _pages_text(place: Place, named: dict[int, Page]) -> str:
    if not place.pages:
        return ""
    said = []
    for number in place.pages:
        label = named[number].label if number in named else None
        said.append(f"{number} (tryckt {label})" if label and label != str(number) else str(number))
    return f"Sida {' och '.join(said)} av {place.entry.pages}"


def _turning(place: Place, base: str) -> str:
    if not place.pages:
        return ""
    before, after = place.pages[0] - 1, place.pages[-1] + 1
    links = [("Föregående sida", before, "prev"), ("Nästa sida", after, "next")]
    shown = [
        f'<a rel="{rel}" href="{escape(f"{base}?page={number}")}">{text}</a>'
        for text, number, rel in links
        if 1 <= number <= place.entry.pages
    ]
    return f'<nav aria-label="Bläddra">{"".join(shown)}</nav>'


def _image(place: Place, number: int, page: Page | None, base: str) -> str:
    note = page_note(page) if page is not None else ""
    told = f'<p class="fs-note">{escape(note)}</p>' if note else ""
    if not place.has_images:
        return told
    on_page = [box for box in place.boxes if box.page == number]
    box = on_page[0] if len(on_page) == 1 else None
    lines = place.cited if len(on_page) > 1 else None
    size = f' width="{page.width:.0f}" height="{page.height:.0f}"' if page is not None and page.width and page.height else ""
    return f"<figure>{image_html(base, number, place.entry, lines, box, size)}</figure>{told}"


def _text(place: Place) -> str:
    if not any(line.text.strip() for line in place.lines):
        return '<p class="fs-cut">Det finns ingen läst text här.</p>'
    return (
        ('<p class="fs-cut">… avsnittet börjar tidigare</p>' if place.cut_before else "")
        + f'<div class="fs-text">{lines_html(place.lines, place.cited or NOTHING_CITED, "")}</div>'
        + ('<p class="fs-cut">avsnittet fortsätter …</p>' if place.cut_after else "")
    )
