"""The address of a place in a report: what a citation carries, and the page that shows it reads."""

from __future__ import annotations

from urllib.parse import quote

from ingest.domain import Box


def source_url(report: str, page: int | None, lines: tuple[int, int] | None, box: Box | None) -> str:
    """Where the API shows the place."""
    query = place_query(page, lines, box)
    return f"/api/source/{quote(report, safe='')}" + (f"?{query}" if query else "")


def place_query(page: int | None, lines: tuple[int, int] | None, box: Box | None) -> str:
    """ "page=3&box=3,70,120.5,420,133"; the lines only where there is no box."""
    parts = [f"page={page}"] if page is not None else []
    if box is not None:
        parts.append("box=" + ",".join(map(str, (box.page, *map(_points, (box.x0, box.y0, box.x1, box.y1))))))
    elif lines is not None:
        parts.append(f"lines={lines[0]}-{lines[1]}")
    return "&".join(parts)


def _points(value: float) -> str:
    return f"{max(value, 0.0):.1f}".removesuffix(".0")
