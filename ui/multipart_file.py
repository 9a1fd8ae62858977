"""The one file of a multipart request, written to disk as it comes, so that its size is bounded before it is all there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool

from ingest.errors import FileTooLargeError, UsageError

if TYPE_CHECKING:
    from fastapi import Request

# What stands around the file in the body: part headers, small fields, boundaries.
_AROUND_BYTES = 64_000
_MULTIPART = b"multipart/form-data"


def is_multipart(request: Request) -> bool:
    return parse_options_header(request.headers.get("content-type"))[0].lower() == _MULTIPART


@dataclass(frozen=True, slots=True)
class Received:
    """The file's name as told, and the other fields of the form by name."""

    file_name: str
    fields: Mapping[str, str]


async def receive_file(request: Request, target: Path, max_bytes: int) -> Received:
    """Writes the file of the request to `target` and returns what else the form holds.

    Raises `FileTooLargeError` as soon as more than `max_bytes` came, `UsageError` when the body is no form with exactly
    one file, `OSError` when the target cannot be written.
    """
    boundary = parse_options_header(request.headers.get("content-type"))[1].get(b"boundary", b"")
    if not boundary:
        raise UsageError(
            "Innehållet saknar gräns mellan delarna (boundary). Skicka filen som ett formulär (multipart/form-data)."
        )
    with target.open("xb") as out:
        form = _Form(boundary, out, max_bytes)
        async for chunk in request.stream():
            await run_in_threadpool(form.take, chunk)
        await run_in_threadpool(form.finish)
    assert form.file_name is not None
    return Received(form.file_name, {name: value.decode("utf-8", "replace") for name, value in form.fields.items()})


class _Form:
    """Parses the parts of a form; the bytes of the part with a file name go to `out`, those of the others are its fields."""

    def __init__(self, boundary: bytes, out: BinaryIO, max_bytes: int) -> None:
        self.file_name: str | None = None
        self._out = out
        self._max_bytes = max_bytes
        self._written = 0
        self._taken = 0
        self.fields: dict[str, bytes] = {}
        self._in_file = False
        self._field = ""
        self._is_whole = False
        self._header, self._value, self._disposition = b"", b"", b""
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._on_part_begin,
                "on_header_field": self._on_header_field,
                "on_header_value": self._on_header_value,
                "on_header_end": self._on_header_end,
                "on_headers_finished": self._on_headers_finished,
                "on_part_data": self._on_part_data,
                "on_end": self._on_end,
            },
        )

    def take(self, chunk: bytes) -> None:
        self._taken += len(chunk)
        if self._taken > self._max_bytes + _AROUND_BYTES:
            raise too_large(self._max_bytes)
        try:
            self._parser.write(chunk)
        except FormParserError as exc:
            raise _no_form(str(exc)) from exc

    def finish(self) -> None:
        if not self._is_whole:
            raise _no_form("the body ends before its last boundary")
        if self.file_name is None:
            raise UsageError("Formuläret innehåller ingen fil. Välj en fil och försök igen.")

    def _on_part_begin(self) -> None:
        self._in_file, self._disposition = False, b""

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header, self._value = b"", b""

    def _on_headers_finished(self) -> None:
        options = parse_options_header(self._disposition)[1]
        name = options.get(b"filename")
        if name is None:
            self._field = options.get(b"name", b"").decode("utf-8", "replace")
            self.fields[self._field] = b""
            return
        if self.file_name is not None:
            raise UsageError("Skicka en fil i taget.")
        self.file_name, self._in_file = name.decode("utf-8", "replace"), True

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        if not self._in_file:
            self.fields[self._field] += data[start:end]
            if sum(map(len, self.fields.values())) > _AROUND_BYTES:
                raise UsageError("Fälten bredvid filen är för långa. Korta dem och försök igen.")
            return
        self._written += end - start
        if self._written > self._max_bytes:
            raise too_large(self._max_bytes)
        self._out.write(data[start:end])

    def _on_end(self) -> None:
        self._is_whole = True


def too_large(max_bytes: int) -> FileTooLargeError:
    return FileTooLargeError(
        f"Filen är större än gränsen {max_bytes // 1_000_000} MB. Dela den eller höj inställningen max_file_mb."
    )


def _no_form(detail: str) -> UsageError:
    return UsageError("Innehållet är inget helt formulär. Skicka filen som multipart/form-data.", detail)
