"""The read side: reports, figures and passages as they are published, for any number of threads.

Every call sees one published state from beginning to end and notices by itself when there is a newer one. A hit of
the dense index whose report has been replaced since is dropped.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, Row, select

from ingest.domain import Figure, Line, Passage, Section, Table
from ingest.settings import Settings
from vectorstore import fulltext, records
from vectorstore.compatibility import refuse_mismatch
from vectorstore.database import database_path, has_tables, open_engine
from vectorstore.dense import CurrentIndex
from vectorstore.entries import EVERYTHING, PassageHit, ReportContents, ReportEntry, Scope, StoredFigure
from vectorstore.faults import told_plainly
from vectorstore.hybrid import depth_for, fuse_passages, rank_by_runs, rank_by_words
from vectorstore.manifest import Manifest, read_manifest
from vectorstore.published import CataloguedReport, Published, empty_store, read_published
from vectorstore.query_vectors import QueryVectors
from vectorstore.schema import figures, lines, passages, report_tables, sections, statements, table_rows
from vectorstore.statement_records import read_statement

if TYPE_CHECKING:
    from vectorstore.embedder import Embedder
    from vectorstore.vectors import FloatArray


class Library:
    """See the module. `open` is the way in."""

    def __init__(self, settings: Settings, embedder: Embedder | None) -> None:
        self._settings = settings
        self._lock = threading.RLock()  # guards what is cached below
        self._engine: Engine | None = None
        self._file_id: tuple[int, int] = (0, 0)
        self._known: Published | None = None
        self._figures: dict[int, tuple[Figure, ...]] = {}
        self._counts: tuple[tuple[str, int], dict[str, int]] | None = None
        self._query_vectors = QueryVectors(settings.embedding_model, embedder)
        self._dense = CurrentIndex(settings.data_dir, settings.embedding_model, self._newest_manifest)

    @classmethod
    def open(cls, settings: Settings, embedder: Embedder | None = None) -> Library:
        """Raises `EmptyStoreError` when nothing is ingested, `IndexMismatchError`, `StoreDamagedError`.

        `embedder` stands in for the model that the settings name.
        """
        library = cls(settings, embedder)
        try:
            with library._reading() as (_, published):
                if not published.catalogue:
                    raise empty_store(settings.data_dir)
                refuse_mismatch(published.manifest, [one.source for one in published.catalogue], settings)
        except BaseException:
            library.close()
            raise
        return library

    def close(self) -> None:
        self._dense.close()
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
            self._engine = None

    def reports(self, scope: Scope = EVERYTHING) -> tuple[ReportEntry, ...]:
        """Sorted by association and the period's start."""
        with self._reading() as (_, published):
            return tuple(one.entry for one in published.catalogue if scope.admits(one.entry))

    def sections(self, report: str) -> tuple[Section, ...]:
        """In reading order; none for an unknown report."""
        statement = select(sections).where(sections.c.report_id == report).order_by(sections.c.position)
        with self._reading() as (connection, _):
            return tuple(records.read_section(row) for row in connection.execute(statement))

    def tables(self, report: str) -> tuple[Table, ...]:
        """In reading order, as printed; none for an unknown report."""
        statement = select(report_tables).where(report_tables.c.report_id == report).order_by(report_tables.c.position)
        rows_of = select(table_rows).where(table_rows.c.report_id == report)
        with self._reading() as (connection, _):
            found = connection.execute(statement).all()
            rows = connection.execute(rows_of.order_by(table_rows.c.table_position, table_rows.c.position)).all()
        of_table: dict[int, list[Row[tuple[object, ...]]]] = {}
        for row in rows:
            of_table.setdefault(row.table_position, []).append(row)
        return tuple(records.read_table(one, of_table.get(one.position, [])) for one in found)

    def versions(self) -> tuple[tuple[str, int], ...]:
        """Every report with the number of its version, which no other version of any report ever has, in catalogue order."""
        with self._reading() as (_, published):
            return tuple((one.entry.report, one.version) for one in published.catalogue)

    def contents(self, report: str) -> ReportContents:
        """What is searched of one report. Raises `KeyError` for a report that is not in the catalogue."""
        with self._reading() as (connection, published):
            catalogued = next((one for one in published.catalogue if one.entry.report == report), None)
            if catalogued is None:
                raise KeyError(report)
            of_report = select(passages).where(passages.c.report_id == report).order_by(passages.c.position)
            stated = select(statements).where(statements.c.report_id == report).order_by(statements.c.position)
            return ReportContents(
                catalogued.entry,
                self.sections(report),
                tuple(records.read_passage(row) for row in connection.execute(of_report)),
                self._figures_of(connection, catalogued),
                tuple(read_statement(row) for row in connection.execute(stated)),
            )

    def figures(self, scope: Scope = EVERYTHING) -> tuple[StoredFigure, ...]:
        """Those of tables, in catalogue order, then as they stand in the report."""
        with self._reading() as (connection, published):
            admitted = [one for one in published.catalogue if scope.admits(one.entry)]
            return tuple(StoredFigure(figure, one.entry) for one in admitted for figure in self._figures_of(connection, one))

    def search_figures(self, words: str, scope: Scope = EVERYTHING, limit: int = 300) -> tuple[StoredFigure, ...]:
        """Figures of tables by any of the words in row, parents, table, column or section; best first."""
        with self._reading() as (connection, published):
            ranked = fulltext.rank_figures(connection, fulltext.query_terms(words), published.admitted(scope), limit)
            rows = connection.execute(select(figures).where(figures.c.pk.in_(ranked)))
            found = {row.pk: StoredFigure(records.read_figure(row), published.by_id[row.report_id]) for row in rows}
        return tuple(found[pk] for pk in ranked)

    def statements(self, scope: Scope = EVERYTHING) -> tuple[StoredFigure, ...]:
        """The figures that running text states, in catalogue order, then as they stand in the report."""
        with self._reading() as (connection, published):
            order = {one.entry.report: at for at, one in enumerate(published.catalogue) if scope.admits(one.entry)}
            rows = connection.execute(select(statements).where(statements.c.report_id.in_(order)))
            in_order = sorted(rows, key=lambda row: (order[row.report_id], row.position))
            return tuple(StoredFigure(read_statement(row), published.by_id[row.report_id]) for row in in_order)

    def search_statements(self, words: str, scope: Scope = EVERYTHING, limit: int = 300) -> tuple[StoredFigure, ...]:
        """By any of the words in what is measured, the sentence or the section; best first."""
        with self._reading() as (connection, published):
            ranked = fulltext.rank_statements(connection, fulltext.query_terms(words), published.admitted(scope), limit)
            rows = connection.execute(select(statements).where(statements.c.pk.in_(ranked)))
            found = {row.pk: StoredFigure(read_statement(row), published.by_id[row.report_id]) for row in rows}
        return tuple(found[pk] for pk in ranked)

    def search_passages(
        self,
        text: str,
        scope: Scope = EVERYTHING,
        limit: int = 20,
        words: Sequence[str] = (),
        by_meaning: bool = True,
        periods: Sequence[tuple[date, date]] = (),
    ) -> tuple[PassageHit, ...]:
        """By words, by runs of letters and, where a dense index exists, by meaning; best first.

        `words` are the ones that tell: where given, the text's own are looked for only by meaning. `periods` (first and
        last day) admit passages of reports that touch one of them, and passages that name its first or last year.
        Without `by_meaning` the embedding model and the dense index are not needed and not loaded, and runs of letters
        are left out too. Raises `StoreDamagedError` when the dense index cannot be opened.
        """
        vector = self.embed_query(text) if by_meaning else None
        depth = depth_for(limit)
        with self._reading() as (connection, published):
            admitted = published.admitted(scope)
            by_words = rank_by_words(connection, text, words, admitted, depth)
            by_runs = rank_by_runs(connection, text, words, admitted, depth) if by_meaning else []
            nearest = [] if vector is None else self._dense.nearest(vector, depth, admitted, published)
            return tuple(fuse_passages(connection, published, admitted, periods, by_words, by_runs, nearest, limit))

    def passages_before(self, following: Sequence[Passage]) -> dict[str, Passage]:
        """For each passage's id the passage before it in its report, whatever its section; the first of a report has none."""
        next_one = passages.alias()
        statement = (
            select(passages, next_one.c.id.label("of"))
            .join(next_one, (passages.c.report_id == next_one.c.report_id) & (passages.c.position == next_one.c.position - 1))
            .where(next_one.c.id.in_([passage.id for passage in following]))
        )
        with self._reading() as (connection, _):
            return {row.of: records.read_passage(row) for row in connection.execute(statement)}

    def document_frequency(self, stems: Sequence[str], scope: Scope = EVERYTHING) -> dict[str, int]:
        """In how many passages each stem occurs; 0 when it does not."""
        with self._reading() as (connection, published):
            admitted = published.admitted(scope)
            if admitted is None:
                counts = self._stem_counts(connection, published)
                return {stem: counts.get(stem, 0) for stem in stems}
            return {stem: fulltext.passages_with(connection, stem, admitted) for stem in stems}

    def stem_vocabulary(self) -> frozenset[str]:
        """Every stem that stands in some passage."""
        with self._reading() as (connection, published):
            return frozenset(self._stem_counts(connection, published))

    def passage_count(self, scope: Scope = EVERYTHING) -> int:
        return sum(entry.passages for entry in self.reports(scope))

    def embed_query(self, text: str) -> FloatArray | None:
        """The question's vector, shape (dimension,); None where there is no dense index. Loads the model at first use."""
        with self._reading() as (_, published):
            manifest = published.manifest
        if not manifest.index_directory and not self._dense.is_open:
            return None
        return self._query_vectors.of(text)

    def lines(self, report: str, first: int, last: int) -> tuple[Line, ...]:
        """Lines `first` to `last`, 1-based and inclusive, as far as they exist."""
        statement = select(lines).where(lines.c.report_id == report, lines.c.number.between(first, last)).order_by(lines.c.number)
        with self._reading() as (connection, _):
            return tuple(records.read_line(row) for row in connection.execute(statement))

    def page_text(self, report: str, page: int | None) -> str:
        """One page, or the whole text when `page` is None; "" for what does not exist."""
        statement = select(lines.c.text).where(lines.c.report_id == report).order_by(lines.c.number)
        if page is not None:
            statement = statement.where(lines.c.page == page)
        with self._reading() as (connection, _):
            return "\n".join(connection.execute(statement).scalars())

    @contextmanager
    def _reading(self) -> Iterator[tuple[Connection, Published]]:
        """One state of the store: every statement inside sees the same."""
        with told_plainly(self._settings.data_dir), self._current_engine().begin() as connection:
            if not has_tables(connection):
                raise empty_store(self._settings.data_dir)
            yield connection, self._published(connection)

    def _current_engine(self) -> Engine:
        """The engine, opened again when the database file is another than it was."""
        path = database_path(self._settings.data_dir)
        if not path.is_file():
            raise empty_store(self._settings.data_dir)
        stat = path.stat()
        with self._lock:
            if self._engine is None or self._file_id != (stat.st_dev, stat.st_ino):
                if self._engine is not None:
                    self._engine.dispose()
                self._engine = open_engine(self._settings.data_dir, writing=False)
                self._file_id = (stat.st_dev, stat.st_ino)
            return self._engine

    def _published(self, connection: Connection) -> Published:
        manifest = read_manifest(connection)
        with self._lock:
            if self._known is not None and self._known.state == (manifest.store_id, manifest.catalogue_version):
                return self._known
        published = read_published(connection, manifest)
        with self._lock:
            self._known = published
            alive = {one.version for one in published.catalogue}
            self._figures = {version: kept for version, kept in self._figures.items() if version in alive}
        return published

    def _newest_manifest(self) -> Manifest:
        with self._reading() as (_, published):
            return published.manifest

    def _figures_of(self, connection: Connection, report: CataloguedReport) -> tuple[Figure, ...]:
        with self._lock:
            kept = self._figures.get(report.version)
        if kept is None:
            statement = select(figures).where(figures.c.report_id == report.entry.report).order_by(figures.c.position)
            kept = tuple(records.read_figure(row) for row in connection.execute(statement))
            with self._lock:
                self._figures[report.version] = kept
        return kept

    def _stem_counts(self, connection: Connection, published: Published) -> dict[str, int]:
        with self._lock:
            if self._counts is not None and self._counts[0] == published.state:
                return self._counts[1]
        counts = fulltext.stem_counts(connection)
        with self._lock:
            self._counts = (published.state, counts)
        return counts
