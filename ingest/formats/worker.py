"""The process that parses one file and ends: `python -m ingest.formats.worker`, started by `ingest.formats.load`."""

from __future__ import annotations

import hashlib

from pydantic import TypeAdapter

from ingest.domain import Document
from ingest.errors import UnreadableFileError
from ingest.formats.confined import BeginPage, answer_order
from ingest.formats.order import Order

_DOCUMENT = TypeAdapter(Document)
_ORDER = TypeAdapter(Order)


def read_order(request: dict[str, object], begin_page: BeginPage) -> bytes:
    """The JSON text of the Document that the request asks for. Raises an `InputError` when the file cannot be taken."""
    order = _ORDER.validate_python(request)
    data = order.path.read_bytes()
    if hashlib.sha256(data).hexdigest() != order.sha256:
        raise UnreadableFileError(f"{order.path.name} ändrades medan den lästes. Försök igen.", "another checksum than before")
    return _DOCUMENT.dump_json(_read(order, data, begin_page))


def _read(order: Order, data: bytes, begin_page: BeginPage) -> Document:
    """Each reader brings a library of its own, so that a web page needs no PDF library to be read."""
    if order.format == "pdf":
        from ingest.formats.pdf import read_pdf

        return read_pdf(order.path, order.sha256, order.limits, begin_page, order.skip)
    if order.format == "docx":
        from ingest.formats.word import read_docx

        return read_docx(data, order.path.name, order.sha256, order.limits)
    if order.format == "xlsx":
        from ingest.formats.workbook import read_xlsx

        return read_xlsx(data, order.path.name, order.sha256)
    if order.format == "html":
        from ingest.formats.web import read_html

        return read_html(data, order.path.name, order.sha256)
    raise ValueError(f"no reader for {order.format}")


if __name__ == "__main__":
    answer_order(read_order)
