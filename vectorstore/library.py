"""The read side: reports, figures and passages as they are published, for any number of threads.

Every call sees one published state from beginning to end and notices by itself when there is a newer one. A hit of
the dense index whose report has been replaced since is dropped. `Library.within` gives the same, narrowed to a scope.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Connection, Row, select

from ingest.domain import Line, Page, Section, Table
from ingest.settings import Settings
from vectorstore import fulltext, records
from vectorstore.across import findings_among_public
from vectorstore.compatibility import refuse_mismatch
from vectorstore.dense import CurrentIndex
from vectorstore.entries import EVERYTHING, PUBLIC, PassageHit, ReportContents, ReportEntry, Scope, StoredFigure, StoredFinding
from vectorstore.findings import findings_in
from vectorstore.hybrid import depth_for, fuse_passages, rank_by_runs, rank_by_words
from vectorstore.kept import Kept, rows_with
from vectorstore.manifest import Manifest
from vectorstore.originals import original_path
from vectorstore.page_records import read_line, read_page
from vectorstore.published import Published, empty_store
from vectorstore.query_vectors import QueryVectors
from vectorstore.reader import Reader
from vectorstore.schema import figures, lines, pages, passages, report_tables, sections, statements, table_rows
from vectorstore.statement_records import read_statement

if TYPE_CHECKING:
    from vectorstore.embedder import Embedder
    from vectorstore.vectors import FloatArray

T = TypeVar("T")

_NO_REPORT = ""  # no report's id


class Library:
    """See the module. `open` is the way in."""

    def __init__(self, settings: Settings, embedder: Embedder | None) -> None:
        self._settings = settings
        self._reader = Reader(settings.data_dir)
        self._query_vectors = QueryVectors(settings.embedding_model, embedder)
        self._dense = CurrentIndex(settings.data_dir, settings.embedding_model, self._newest_manifest)
        self._limits = EVERYTHING
        self._whole: Library | None = None  # the library that this is a part of

    @property
    def whole(self) -> Library:
        """The library as it was opened; itself where it is not narrowed."""
        return self._whole or self

    def within(self, scope: Scope) -> Library:
        """The library as if it held only what the scope admits: no call tells of anything else. What is kept in memory is
        shared, and closing is left to the whole. One thing is the whole's: the order of what a search finds weighs a word by
        how rare it is in everything that is stored."""
        limits = scope.inside(self._limits)
        if limits == self._limits:
            return self
        narrowed = copy(self)
        narrowed._limits, narrowed._whole = limits, self.whole
        return narrowed

    @classmethod
    def open(cls, settings: Settings, embedder: Embedder | None = None) -> Library:
        """Raises `EmptyStoreError` when nothing is ingested, `IndexMismatchError`, `StoreDamagedError`.

        `embedder` stands in for the model that the settings name.
        """
        library = cls(settings, embedder)
        try:
            with library._reader.reading() as (_, kept):
                published = kept.published
                if not published.catalogue:
                    raise empty_store(settings.data_dir)
                refuse_mismatch(published.manifest, [one.source for one in published.catalogue], settings)
        except BaseException:
            library.close()
            raise
        return library

    def close(self) -> None:
        """Closes what is open; of a narrowed library nothing, as that is the whole's."""
        if self._whole is not None:
            return
        self._dense.close()
        self._reader.close()

    def reports(self, scope: Scope = EVERYTHING) -> tuple[ReportEntry, ...]:
        """Sorted by association and the period's start. Under a public scope the findings are counted as it shows them."""
        admitted = scope.inside(self._limits)
        published = self._reader.current().published
        if not _partly_public(published, admitted):
            return tuple(one.entry for one in published.catalogue if admitted.admits(one.entry))

        def count(connection: Connection, kept: Kept) -> tuple[ReportEntry, ...]:
            counted = Counter(stored.finding.report for stored in _findings_of(connection, kept, admitted))
            entries = (one.entry for one in kept.published.catalogue if admitted.admits(one.entry))
            return tuple(replace(entry, findings=counted[entry.report]) for entry in entries)

        return self._reader.keeping(("reports", admitted), count)

    def sections(self, report: str) -> tuple[Section, ...]:
        """In reading order; none for an unknown report."""
        statement = select(sections).where(sections.c.report_id == self._admitted(report)).order_by(sections.c.position)
        with self._reader.reading() as (connection, _):
            return tuple(records.read_section(row) for row in connection.execute(statement))

    def tables(self, report: str) -> tuple[Table, ...]:
        """In reading order, as printed; none for an unknown report."""
        report = self._admitted(report)
        statement = select(report_tables).where(report_tables.c.report_id == report).order_by(report_tables.c.position)
        rows_of = select(table_rows).where(table_rows.c.report_id == report)
        with self._reader.reading() as (connection, _):
            found = connection.execute(statement).all()
            rows = connection.execute(rows_of.order_by(table_rows.c.table_position, table_rows.c.position)).all()
        of_table: dict[int, list[Row[tuple[object, ...]]]] = {}
        for row in rows:
            of_table.setdefault(row.table_position, []).append(row)
        return tuple(records.read_table(one, of_table.get(one.position, [])) for one in found)

    def versions(self) -> tuple[tuple[str, int], ...]:
        """Every report with the number of its version, which no other version of any report ever has, in catalogue order."""
        catalogue = self._reader.current().published.catalogue
        return tuple((one.entry.report, one.version) for one in catalogue if self._limits.admits(one.entry))

    def contents(self, report: str) -> ReportContents:
        """What is searched of one report. Raises `KeyError` for a report that is not in the catalogue."""
        with self._reader.reading() as (connection, kept):
            entry = kept.published.by_id[self._admitted(report)]
            of_report = select(passages).where(passages.c.report_id == report).order_by(passages.c.position)
            stated = select(statements).where(statements.c.report_id == report).order_by(statements.c.position)
            return ReportContents(
                entry,
                self.sections(report),
                tuple(records.read_passage(row) for row in connection.execute(of_report)),
                tuple(stored.figure for stored in _figures_of(connection, kept, entry)),
                tuple(read_statement(row) for row in connection.execute(stated)),
            )

    def figures(self, scope: Scope = EVERYTHING) -> tuple[StoredFigure, ...]:
        """Those of tables, in catalogue order, then as they stand in the report."""

        scope = scope.inside(self._limits)

        def read(connection: Connection, kept: Kept) -> tuple[StoredFigure, ...]:
            admitted = [one.entry for one in kept.published.catalogue if scope.admits(one.entry)]
            return tuple(stored for entry in admitted for stored in _figures_of(connection, kept, entry))

        return self._reader.keeping(("figures", scope), read)

    def search_figures(self, words: str, scope: Scope = EVERYTHING, limit: int = 300) -> tuple[StoredFigure, ...]:
        """Figures of tables by any of the words in row, parents, table, column or section; best first."""

        scope = scope.inside(self._limits)

        def read(connection: Connection, kept: Kept) -> tuple[StoredFigure, ...]:
            ranked = fulltext.rank_figures(connection, fulltext.query_terms(words), kept.published.admitted(scope), limit)
            return tuple(rows_with(connection, kept, figures, _figure_reader(kept), ranked).values())

        return self._reader.keeping(("figures", words, scope, limit), read)

    def statements(self, scope: Scope = EVERYTHING) -> tuple[StoredFigure, ...]:
        """The figures that running text states, in catalogue order, then as they stand in the report."""

        scope = scope.inside(self._limits)

        def read(connection: Connection, kept: Kept) -> tuple[StoredFigure, ...]:
            order = {one.entry.report: at for at, one in enumerate(kept.published.catalogue) if scope.admits(one.entry)}
            rows = connection.execute(select(statements).where(statements.c.report_id.in_(order)))
            in_order = sorted(rows, key=lambda row: (order[row.report_id], row.position))
            return tuple(map(_statement_reader(kept), in_order))

        return self._reader.keeping(("statements", scope), read)

    def search_statements(self, words: str, scope: Scope = EVERYTHING, limit: int = 300) -> tuple[StoredFigure, ...]:
        """By any of the words in what is measured, the sentence or the section; best first."""

        scope = scope.inside(self._limits)

        def read(connection: Connection, kept: Kept) -> tuple[StoredFigure, ...]:
            ranked = fulltext.rank_statements(connection, fulltext.query_terms(words), kept.published.admitted(scope), limit)
            return tuple(rows_with(connection, kept, statements, _statement_reader(kept), ranked).values())

        return self._reader.keeping(("statements", words, scope, limit), read)

    def findings(self, scope: Scope = EVERYTHING) -> tuple[StoredFinding, ...]:
        """Where the reports contradict themselves or each other, in catalogue order; of a report those within it first, in
        the order of its text, then those across reports. Under a public scope these are as if no other report existed."""
        admitted = scope.inside(self._limits)
        return self._reader.keeping(("findings", admitted), lambda connection, kept: _findings_of(connection, kept, admitted))

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
        scope = scope.inside(self._limits)
        vector = self.embed_query(text) if by_meaning else None
        depth = depth_for(limit)
        with self._reader.reading() as (connection, kept):
            admitted = kept.published.admitted(scope)
            asked = text, tuple(words), scope, depth
            by_words = kept.get(("words", asked), lambda: rank_by_words(connection, text, words, admitted, depth))
            by_runs = rank_by_runs(connection, text, words, admitted, depth) if by_meaning else []
            nearest = [] if vector is None else self._dense.nearest(vector, depth, admitted, kept.published)
            return tuple(fuse_passages(connection, kept, admitted, periods, by_words, by_runs, nearest, limit))

    def document_frequency(self, stems: Sequence[str], scope: Scope = EVERYTHING) -> dict[str, int]:
        """In how many passages each stem occurs; 0 when it does not."""
        counted = self._stem_counts(scope.inside(self._limits))
        return {stem: sum(counts.get(stem, 0) for counts in counted) for stem in stems}

    def stem_vocabulary(self) -> frozenset[str]:
        """Every stem that stands in some passage; the same object until something is published."""
        counted = self._stem_counts(self._limits)
        return self._reader.keeping(("vocabulary", self._limits), lambda *_: frozenset().union(*counted))

    def passage_count(self, scope: Scope = EVERYTHING) -> int:
        return sum(entry.passages for entry in self.reports(scope))

    def knows_meaning(self) -> bool:
        """Whether there is a dense index, so that passages are found by meaning too."""
        return bool(self._reader.current().published.manifest.index_directory) or self._dense.is_open

    def embed_query(self, text: str) -> FloatArray | None:
        """The question's vector, shape (dimension,); None where there is no dense index. Loads the model at first use."""
        return self._query_vectors.of(text) if self.knows_meaning() else None

    def lines(self, report: str, first: int, last: int) -> tuple[Line, ...]:
        """Lines `first` to `last`, 1-based and inclusive, as far as they exist."""

        def read(connection: Connection, _: Kept) -> tuple[Line, ...]:
            of_report = select(lines).where(lines.c.report_id == report).order_by(lines.c.number)
            return tuple(read_line(row) for row in connection.execute(of_report))

        report = self._admitted(report)
        every = self._reader.keeping(("lines", report), read)
        return every[bisect_left(every, first, key=_number_of) : bisect_right(every, last, key=_number_of)]

    def page_text(self, report: str, page: int | None) -> str:
        """One page, or the whole text when `page` is None; "" for what does not exist."""
        statement = select(lines.c.text).where(lines.c.report_id == self._admitted(report)).order_by(lines.c.number)
        if page is not None:
            statement = statement.where(lines.c.page == page)
        with self._reader.reading() as (connection, _):
            return "\n".join(connection.execute(statement).scalars())

    def pages(self, report: str) -> tuple[Page, ...]:
        """Every page in order, also those that could not be read; none for an unknown report or a format without pages."""

        def read(connection: Connection, _: Kept) -> tuple[Page, ...]:
            of_report = select(pages).where(pages.c.report_id == report).order_by(pages.c.number)
            return tuple(read_page(row) for row in connection.execute(of_report))

        report = self._admitted(report)
        return self._reader.keeping(("pages", report), read)

    def original(self, report: str) -> Path | None:
        """Where the bytes of the report's file are kept; None for an unknown report."""
        entry = self._reader.current().published.by_id.get(self._admitted(report))
        return original_path(self._settings.data_dir, entry.sha256) if entry is not None else None

    def keeping(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, kept under the key until something is published: for what rests on the reports and nothing else.
        The key says what it is of; it is this library's own, or this part's."""
        return self._reader.current().get((self._limits, key), make)

    def source_folders(self) -> frozenset[Path]:
        """The folders that the reports' files were read from."""
        catalogue = self._reader.current().published.catalogue
        return frozenset(one.source.path.parent for one in catalogue if self._limits.admits(one.entry))

    def _newest_manifest(self) -> Manifest:
        return self._reader.current().published.manifest

    def _admitted(self, report: str) -> str:
        """The id of a report, or one that no report has where the library is narrowed to others."""
        if self._limits == EVERYTHING:
            return report
        entry = self._reader.current().published.by_id.get(report)
        return report if entry is not None and self._limits.admits(entry) else _NO_REPORT

    def _stem_counts(self, scope: Scope) -> list[Mapping[str, int]]:
        """In how many passages each stem occurs: of everything at once, else for each report of the scope."""
        admitted = self._reader.current().published.admitted(scope)
        if admitted is None:
            return [self._reader.keeping("stems", lambda connection, _: fulltext.stem_counts(connection))]
        return [self._reader.keeping(("stems", one), _stem_counter(one)) for one in admitted]


def _partly_public(published: Published, scope: Scope) -> list[str]:
    """The associations of a public scope that have reports which nobody may know of; none under another scope."""
    if not scope.only_public:
        return []
    entries = [one.entry for one in published.catalogue]
    hidden = {entry.association for entry in entries if not PUBLIC.admits(entry)}
    return sorted(hidden & {entry.association for entry in entries if scope.admits(entry)})


def _findings_of(connection: Connection, kept: Kept, scope: Scope) -> tuple[StoredFinding, ...]:
    anew = {
        name: kept.get(("findings among public", name), partial(findings_among_public, connection, name))
        for name in _partly_public(kept.published, scope)
    }
    return findings_in(connection, kept.published, scope, anew)


def _figures_of(connection: Connection, kept: Kept, report: ReportEntry) -> tuple[StoredFigure, ...]:
    statement = select(figures).where(figures.c.report_id == report.report).order_by(figures.c.position)
    return kept.get(("figures of", report.report), lambda: tuple(map(_figure_reader(kept), connection.execute(statement))))


def _figure_reader(kept: Kept) -> Callable[[Row[tuple[object, ...]]], StoredFigure]:
    return lambda row: StoredFigure(records.read_figure(row), kept.published.by_id[row.report_id])


def _statement_reader(kept: Kept) -> Callable[[Row[tuple[object, ...]]], StoredFigure]:
    return lambda row: StoredFigure(read_statement(row), kept.published.by_id[row.report_id])


def _stem_counter(report: str) -> Callable[[Connection, Kept], Counter[str]]:
    return lambda connection, _: fulltext.stem_counts_of(connection, report)


def _number_of(line: Line) -> int:
    return line.number
