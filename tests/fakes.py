"""Stand-ins for unit tests: an embedder that needs no weights, and small reports built by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.domain import (
    Cell,
    Document,
    Figure,
    Line,
    Locator,
    Metadata,
    Passage,
    Report,
    ReportKind,
    Row,
    Scenario,
    Section,
    Table,
    TextUnit,
    UnitKind,
    Visibility,
)
from ingest.language import terms
from ingest.settings import Settings
from vectorstore.index import IndexedReport, index_report
from vectorstore.library import Library
from vectorstore.store import Store, open_store

FAKE_DIMENSION = 256


class FakeEmbedder:
    """Texts with common words get near vectors: each stem adds to four of 256 places. Remembers what it was asked."""

    def __init__(self, name: str = "fake") -> None:
        self.name = name
        self.dimension = FAKE_DIMENSION
        self.passages: list[str] = []
        self.queries: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.passages.extend(texts)
        return np.stack([_vector(text) for text in texts])

    def embed_query(self, text: str) -> NDArray[np.float32]:
        self.queries.append(text)
        return _vector(text)


def _vector(text: str) -> NDArray[np.float32]:
    vector = np.full(FAKE_DIMENSION, 0.01, dtype=np.float32)
    for stem in terms(text):
        vector[list(hashlib.sha256(stem.encode()).digest()[:4])] += 1.0
    normalised: NDArray[np.float32] = vector / np.linalg.norm(vector)
    return normalised


def small_report(
    report_id: str = "finsam-norrdal_arsredovisning_2021",
    association: str = "Finsam Norrdal",
    year: int = 2021,
    texts: Sequence[str] = ("Arbetsträning är att pröva ett arbete.", "Styrelsen har haft fem möten."),
    result_kr: int = -38774,
    visibility: Visibility = Visibility.INTERNAL,
) -> Report:
    """A report of two sections, a passage for each text, and one table with the row "Årets resultat"."""
    row_text = f"Årets resultat\t{result_kr}"
    source = ("1 Verksamheten", *texts, "2 Resultaträkning", row_text)
    lines = tuple(Line(number, text) for number, text in enumerate(source, start=1))
    last = len(lines)
    header = f"{association} – årsredovisning – {year} – 1 Verksamheten"
    place = Locator(section="2 Resultaträkning", lines=(last, last))
    row = Row("Årets resultat", (), (Cell(str(result_kr), (last, last)),), f"Årets resultat | {result_kr}", (last, last))
    return Report(
        id=report_id,
        metadata=Metadata(
            association,
            None,
            ReportKind.ANNUAL_REPORT,
            f"Årsredovisning {year}",
            date(year, 1, 1),
            date(year, 12, 31),
            visibility,
        ),
        document=Document(f"{report_id}.txt", hashlib.sha256("\n".join(source).encode()).hexdigest(), "utf-8", lines, 0),
        sections=(
            Section(0, "1", "Verksamheten", "1 Verksamheten", 1, None, 1, last - 2),
            Section(1, "2", "Resultaträkning", "2 Resultaträkning", 1, None, last - 1, last),
        ),
        passages=tuple(
            Passage(
                id=f"{report_id}:p{n}",
                header=header,
                text=text,
                units=(TextUnit(text, UnitKind.SENTENCE, Locator("1 Verksamheten", lines=(n + 2, n + 2))),),
                locator=Locator("1 Verksamheten", lines=(n + 2, n + 2)),
            )
            for n, text in enumerate(texts)
        ),
        tables=(Table("Resultaträkning", (str(year),), (row,), place, "statement", "kr"),),
        figures=(
            Figure(
                key=f"{report_id}:f0",
                table="Resultaträkning",
                row="Årets resultat",
                column=str(year),
                value=Decimal(result_kr),
                unit="kr",
                raw=str(result_kr),
                period=str(year),
                scenario=Scenario.OUTCOME,
                concept=None,
                quote=row.quote,
                locator=place,
            ),
        ),
    )


def printed_figure(
    row: str,
    value: str,
    period: str | None,
    *,
    unit: str = "kr",
    scenario: Scenario = Scenario.OUTCOME,
    table: str = "Resultaträkning",
    column: str = "",
    concept: str | None = None,
    flags: tuple[str, ...] = (),
) -> Figure:
    """A figure as a table prints it, for `report_of_figures`, which gives it its key and line."""
    place = Locator(section="2 Resultaträkning")
    return Figure(
        "", table, row, column, Decimal(value), unit, value, period, scenario, concept, f"{row} | {value}", place, flags
    )


def report_of_figures(
    *figures: Figure, report_id: str = "norrdal-2021", association: str = "Finsam Norrdal", year: int = 2021
) -> Report:
    """A report that states these figures, one a line."""
    return replace(
        small_report(report_id, association, year),
        tables=(),
        figures=tuple(
            replace(figure, key=f"{report_id}:f{n}", locator=replace(figure.locator, lines=(n + 1, n + 1)))
            for n, figure in enumerate(figures)
        ),
    )


def index_hand_made(report: Report, source_path: Path, store: Store) -> IndexedReport:
    """Publishes a report that was read from no file: the file is written first, with the report's text."""
    text = "\n".join(line.text for line in report.document.lines).encode()
    source_path.write_bytes(text)
    document = replace(report.document, sha256=hashlib.sha256(text).hexdigest())
    return index_report(replace(report, document=document), source_path, store)


@contextmanager
def library_of(data_dir: Path, *reports: Report) -> Iterator[Library]:
    """The read side of a store with these reports: words and figures answer, no embedding is needed."""
    settings = Settings(data_dir=data_dir)
    with open_store(settings) as store:
        for report in reports:
            index_hand_made(report, data_dir / report.document.source_file, store)
    library = Library.open(settings, FakeEmbedder())
    yield library
    library.close()
