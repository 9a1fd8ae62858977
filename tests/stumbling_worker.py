"""A worker for the tests of `ingest.formats.load`: a reader of four pages that crashes on some, as the file's first line says."""

from __future__ import annotations

import ctypes
from pathlib import Path

from pydantic import TypeAdapter

from ingest.domain import Document, Line, Page, PageSource
from ingest.formats.confined import BeginPage, answer_order

PAGES = 8


def answer(request: dict[str, object], begin_page: BeginPage) -> bytes:
    path, skip = Path(str(request["path"])), request["skip"]
    assert isinstance(skip, list)
    bad = [int(word) for word in path.read_bytes().splitlines()[1].decode().split()]
    for page in range(1, PAGES + 1):
        begin_page(page, PAGES)
        if page in bad and page not in skip:
            ctypes.string_at(0)
    if 99 in bad:
        return b'{"lines": "no document"}'
    pages = tuple(Page(n, source=PageSource.UNREAD if n in skip else PageSource.TEXT) for n in range(1, PAGES + 1))
    lines = tuple(Line(n, f"Sida {n}", n) for n in range(1, PAGES + 1) if n not in skip)
    return TypeAdapter(Document).dump_json(
        Document(path.name, str(request["sha256"]), "", lines, PAGES, format="pdf", pages=pages)
    )


if __name__ == "__main__":
    answer_order(answer)
