"""What is asked of a worker: one file to read, known by its checksum."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.formats.limits import Limits


@dataclass(frozen=True, slots=True)
class Order:
    """`path` is absolute, `format` as `sniff` tells it; `skip` are the pages (from 1) on which earlier workers ended."""

    path: Path
    format: str
    sha256: str
    limits: Limits
    skip: frozenset[int] = frozenset()
