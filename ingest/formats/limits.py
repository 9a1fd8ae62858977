"""What a reader may use of the machine before its file is refused."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.settings import Settings

BYTES_PER_MB = 1_000_000
# What a reader tells instead of a page when it works on all of them together.
NO_PAGE = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is taken and what reading it may cost.

    `max_page_seconds` is the longest time without a sign of life, `worker_memory_mb` the address space of the process
    that parses.
    """

    max_file_mb: int = 100
    max_pages: int = 1000
    max_page_seconds: int = 120
    worker_memory_mb: int = 3000

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        return cls(settings.max_file_mb, settings.max_pages, settings.max_page_seconds, settings.worker_memory_mb)

    @property
    def max_file_bytes(self) -> int:
        return self.max_file_mb * BYTES_PER_MB

    @property
    def worker_memory_bytes(self) -> int:
        return self.worker_memory_mb * BYTES_PER_MB
