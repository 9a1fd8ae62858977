"""The story of ingest: a file becomes a Report, checked against itself."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ingest.checks.check import check_report
from ingest.domain import Report
from ingest.errors import NoReportsError
from ingest.figures import read_figures
from ingest.language import fold
from ingest.metadata import detect
from ingest.passages import cut_passages
from ingest.sections import find_sections
from ingest.settings import Settings
from ingest.sidecar import is_sidecar, read_sidecar, refuse_backward_period
from ingest.statements import read_statements
from ingest.tables import read_tables
from ingest.textfile import BYTES_PER_MB, load

_ENDING = ".txt"


def read(path: Path, settings: Settings) -> Report:
    """A report file with its sidecar, read whole.

    Raises an `InputError` when the file, its sidecar or its metadata cannot be used.
    """
    document = load(path, settings.max_file_mb * BYTES_PER_MB)
    sidecar = read_sidecar(path)
    sections = find_sections(document)
    metadata = detect(document, sections, sidecar)
    refuse_backward_period(metadata.period_start, metadata.period_end, path)
    report_id = make_report_id(path)
    tables = read_tables(document, sections)
    figures = read_figures(report_id, tables, metadata)
    passages = cut_passages(report_id, document, sections, tables, metadata)
    statements = read_statements(report_id, document, passages, metadata)
    report = Report(report_id, metadata, document, sections, passages, tables, figures, document.flags, statements)
    return replace(report, findings=check_report(report))


def make_report_id(path: Path) -> str:
    """The file name without its ending, lower-case ASCII; what is no letter, digit, "-" or "_" becomes "-"."""
    return re.sub(r"[^a-z0-9_]+", "-", fold(path.stem)).strip("-") or "rapport"


def find_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The report files among files and folders (searched to the bottom), sorted, each once.

    A file that is named is taken whatever its ending: reading tells by its content. Raises `NoReportsError` when
    there is none.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        for file in _files_inside(path) if os.path.isdir(path) else [path]:
            if not is_sidecar(file):
                found.setdefault(_real(file), file)
    if not any(os.path.exists(file) for file in found.values()):
        where = ", ".join(str(path) for path in paths) or "inga sökvägar"
        raise NoReportsError(f"Hittade inga rapporter ({where}). Ange textfiler (.txt) eller en mapp som innehåller dem.")
    return tuple(sorted(found.values()))


def _files_inside(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() == _ENDING and os.path.isfile(path))


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))  # unlike `resolve`, no error for a link that leads to itself
