"""A report file becomes a Document, whatever its format: text in this process, all else in one that may crash."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ingest.domain import Document
from ingest.errors import DamagedFileError
from ingest.formats.file_bytes import read_bytes
from ingest.formats.isolated import Bounds, WorkerFailure, ignore_page, run_isolated
from ingest.formats.limits import BYTES_PER_MB, NO_PAGE, Limits
from ingest.formats.order import Order
from ingest.formats.sniff import has_macros, sniff
from ingest.plain_text import without_turned_direction
from ingest.settings import Settings
from ingest.textfile import read_text

MACROS_IGNORED = "macros-ignored"
_WORKER = "ingest.formats.worker"
# How many pages a reader may crash or hang on before the whole file counts as damaged.
MAX_SKIPPED = 5
# A page of dense tables becomes about 60 kB of lines, cells and boxes; so many megabytes are over 2,000 such pages.
_MAX_RESULT_BYTES = 128 * BYTES_PER_MB
_DOCUMENT = TypeAdapter(Document)
_ORDER = TypeAdapter(Order)


def load_document(path: Path, settings: Settings, on_page: Callable[[int, int], None] = ignore_page) -> Document:
    """The file as lines with their pages and what its layout tells.

    `on_page` is told (page, of) when a page of a paged format is begun; what it raises stops the reading. Raises the
    `InputError` that says why the file cannot be taken.
    """
    limits = Limits.of(settings)
    data = read_bytes(path, limits.max_file_bytes)
    found = sniff(data, path.name)
    if found == "text":
        return without_turned_direction(read_text(data, path.name))
    sha256, macros = hashlib.sha256(data).hexdigest(), has_macros(data)
    del data  # the worker reads the file itself
    document = without_turned_direction(_read_isolated(Order(path.absolute(), found, sha256, limits), on_page))
    return replace(document, flags=(*document.flags, MACROS_IGNORED)) if macros else document


def _read_isolated(order: Order, on_page: Callable[[int, int], None]) -> Document:
    """Reads in a worker; begins anew without the page on which a worker ended, where the format can do without a page."""
    name, limits = order.path.name, order.limits
    bounds = Bounds(limits.worker_memory_bytes, limits.max_page_seconds, _MAX_RESULT_BYTES)
    while True:
        try:
            request = _ORDER.dump_python(order, mode="json")
            return _checked(run_isolated(_WORKER, request, bounds, _pages_only(on_page)), name)
        except WorkerFailure as failure:
            page, skip = failure.page, order.skip
            if (
                order.format != "pdf"
                or page in (None, NO_PAGE)
                or page in skip
                or len(skip) == MAX_SKIPPED
                or failure.what == "flooded"
            ):
                raise _damaged(name, failure, limits) from failure
            order = replace(order, skip=skip | {page})


def _pages_only(on_page: Callable[[int, int], None]) -> Callable[[int, int], None]:
    def told(page: int, of: int) -> None:
        if page != NO_PAGE:
            on_page(page, of)

    return told


def _checked(result: bytes, name: str) -> Document:
    try:
        return _DOCUMENT.validate_json(result)
    except ValidationError as exc:
        detail = str(exc)[:1000]
        raise DamagedFileError(
            f"{name} går inte att läsa. Spara om filen och försök igen.", f"worker's result: {detail}"
        ) from exc


def _damaged(name: str, failure: WorkerFailure, limits: Limits) -> DamagedFileError:
    if failure.what == "hung":
        what = f"{name} tar för lång tid att läsa (över {limits.max_page_seconds} sekunder för en sida)."
        return DamagedFileError(f"{what} Spara om filen, dela den eller höj inställningen max_page_seconds.", str(failure))
    if failure.what == "flooded":
        return DamagedFileError(f"{name} har för mycket text för att läsas. Dela filen och försök igen.", str(failure))
    if failure.what == "swelled":
        what = f"{name} kräver för mycket minne för att läsas."
        return DamagedFileError(f"{what} Spara om filen, dela den eller höj inställningen worker_memory_mb.", str(failure))
    return DamagedFileError(
        f"{name} är skadad och går inte att läsa. Spara om den från originalet och försök igen.", str(failure)
    )
