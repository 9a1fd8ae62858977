"""The story of ingest: a file becomes a Report, checked against itself."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ingest.checks.check import check_report
from ingest.domain import Report
from ingest.errors import NoReportsError
from ingest.figures import read_figures
from ingest.formats.isolated import ignore_page
from ingest.formats.load import load_document
from ingest.language import fold
from ingest.metadata import detect
from ingest.passages import cut_passages
from ingest.places import place_figures, place_findings, place_passages, place_tables
from ingest.sections import find_sections
from ingest.settings import Settings
from ingest.sidecar import is_sidecar, read_sidecar, refuse_backward_period
from ingest.statements import read_statements
from ingest.tables import read_tables

OnPage = Callable[[int, int], None]
_ENDINGS = frozenset((".txt", ".pdf", ".docx", ".docm", ".xlsx", ".xlsm", ".html", ".htm", ".xhtml"))


def read(path: Path, settings: Settings, on_page: OnPage = ignore_page) -> Report:
    """A report file with its sidecar, read whole. `on_page` is told (page, of) as the pages of a paged file are begun.

    Raises an `InputError` when the file, its sidecar or its metadata cannot be used.
    """
    document = load_document(path, settings, on_page)
    sidecar = read_sidecar(path)
    sections = find_sections(document)
    metadata = detect(document, sections, sidecar)
    refuse_backward_period(metadata.period_start, metadata.period_end, path)
    report_id = make_report_id(path)
    tables = place_tables(document, read_tables(document, sections))
    figures = place_figures(document, read_figures(report_id, tables, metadata))
    passages = place_passages(document, cut_passages(report_id, document, sections, tables, metadata))
    statements = place_figures(document, read_statements(report_id, document, passages, metadata))
    report = Report(report_id, metadata, document, sections, passages, tables, figures, document.flags, statements)
    return replace(report, findings=place_findings(document, check_report(report)))


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
        raise NoReportsError(
            f"Hittade inga rapporter ({where}). Ange filer (PDF, Word, Excel, webbsida eller text) eller en mapp som har sådana."
        )
    return tuple(sorted(found.values()))


def _files_inside(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in _ENDINGS and os.path.isfile(path))


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))  # unlike `resolve`, no error for a link that leads to itself
