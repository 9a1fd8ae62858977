"""The story of the store: a Report becomes findable.

`index_report` publishes one report in one transaction: its words and figures answer from then on, and what it says
against the association's other reports is found.
`publish_vectors` embeds what has no vector yet, builds the dense index aside and switches to it. Whatever a kill
leaves (texts without vectors, a half-built index, an index that covers less than all), the next run makes good.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, Table, delete, func, insert, select

from ingest.domain import Report
from ingest.sidecar import sidecar_path
from ingest.version import CHUNKER_VERSION
from vectorstore import fulltext, records
from vectorstore.across import refresh_across
from vectorstore.chroma import ADD_SIZE, BuiltIndex, build_index
from vectorstore.content import fingerprint
from vectorstore.corrections import shown_as_put_right
from vectorstore.embedder import BATCH_SIZE, Embedder
from vectorstore.entries import ReportEntry
from vectorstore.findings import WITHIN, write_findings
from vectorstore.manifest import next_catalogue_version, read_manifest, write_manifest
from vectorstore.originals import keep_original
from vectorstore.page_records import line_values, page_values
from vectorstore.schema import figures, lines, pages, passages, report_tables, reports, sections, statements, table_rows
from vectorstore.statement_records import statement_values
from vectorstore.store import Store
from vectorstore.vectors import PassageVectors, forget_unused_vectors, missing_texts, passage_vectors_after, save_vectors


class Stage(StrEnum):
    EMBEDDING = "embedding"  # counted in texts
    INDEXING = "indexing"  # counted in passages


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` in a stage; the last report of a stage has them equal."""

    stage: Stage
    done: int
    total: int


ProgressListener = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class IndexedReport:
    """A report in the catalogue; `changed` is False when the same content already stood there."""

    entry: ReportEntry
    changed: bool


@dataclass(frozen=True, slots=True)
class PublishedVectors:
    """`embedded` texts were new; the dense index now covers `passages` passages."""

    embedded: int
    passages: int


def index_report(report: Report, source_path: Path, store: Store) -> IndexedReport:
    """Publishes one report, replacing what the same file said before; until the commit the old version answers.

    Another file's report with the same id gets "-2" (and so on); a file that has moved keeps its id. The file's bytes are
    kept first, so that its pages can be shown. Raises `InputError` when the file is no longer the one that was read.
    """
    keep_original(source_path, report.document.sha256, store.data_dir)
    with store.transaction() as connection:
        report_id = _report_id(connection, report, source_path)
        report = report.with_id(report_id)
        present = connection.execute(select(reports).where(reports.c.id == report_id)).one_or_none()
        report = shown_as_put_right(connection, report, present.sha256 if present is not None else None)
        if present is not None and _says_the_same(present.fingerprint, present.chunker_version, report):
            _remember_source(connection, report_id, source_path)
            return IndexedReport(records.read_entry(present), changed=False)
        earlier_association = _delete_report(connection, report_id)
        version = next_catalogue_version(connection)
        _write_contents(connection, report)
        entry = records.catalogue_entry(report, datetime.now(UTC).isoformat(timespec="seconds"))
        _write_catalogue_row(connection, entry, version, source_path, fingerprint(report))
        refresh_across(connection, {entry.association, earlier_association or entry.association})
        published = connection.execute(select(reports).where(reports.c.id == report_id)).one()
    return IndexedReport(records.read_entry(published), changed=True)


def publish_vectors(store: Store, embedder: Embedder, progress: ProgressListener) -> PublishedVectors:
    """Makes every passage findable by meaning. Does no work, and loads no model, when nothing has changed.

    Raises `StoreFullError` and `StoreError`; the index published before stays in use.
    """
    embedded = _embed_missing(store, embedder, progress)
    versions, total = _published_passages(store)
    manifest = store.manifest()
    published = bool(manifest.index_directory) and store.index_directory(manifest.index_directory).is_dir()
    if published and manifest.index_covers == versions and manifest.embedding_model == embedder.name:
        return PublishedVectors(embedded, total)
    if total:
        built = build_index(store.data_dir, _all_vectors(store, embedder.name, total, progress), total)
        _switch_index(store, embedder.name, versions, built)
    else:
        _switch_index(store, "", versions, None)
    return PublishedVectors(embedded, total)


def remove_report(report_id: str, store: Store) -> bool:
    """Withdraws a report and everything it said, also against others; False when there is none of that id.

    A reviewer's notes on its findings stay, for when it comes back.
    The dense index still holds its vectors (no texts) until the next `publish_vectors`; they are never handed out.
    """
    with store.transaction() as connection:
        association = _delete_report(connection, report_id)
        if association is None:
            return False
        refresh_across(connection, {association})
        forget_unused_vectors(connection)
        next_catalogue_version(connection)
    return True


def find_unchanged(source_path: Path, store: Store) -> ReportEntry | None:
    """The report that this file gave earlier, if neither it, its sidecar nor the reader has changed since.

    A file that cannot be opened is not known to be unchanged; reading it tells why.
    """
    try:
        source = str(source_path.resolve())
        source.encode("utf-8")
        sha256, sidecar_sha256 = _sha256(source_path), _sha256(sidecar_path(source_path))
    except (OSError, RuntimeError, UnicodeEncodeError):  # RuntimeError: a link that leads to itself (Python 3.11, 3.12)
        return None
    with store.transaction() as connection:
        row = connection.execute(select(reports).where(reports.c.source_path == source)).one_or_none()
    if row is None or not row.fingerprint:
        return None
    same = (row.sha256, row.sidecar_sha256, row.chunker_version) == (sha256, sidecar_sha256, CHUNKER_VERSION)
    return records.read_entry(row) if same else None


def _report_id(connection: Connection, report: Report, source_path: Path) -> str:
    source = str(source_path.resolve())
    known = connection.execute(select(reports.c.id).where(reports.c.source_path == source)).scalar_one_or_none()
    if known is not None:
        return str(known)
    candidate, number = report.id, 2
    while (row := connection.execute(select(reports).where(reports.c.id == candidate)).one_or_none()) is not None:
        moved = row.sha256 == report.document.sha256 and not Path(row.source_path).exists()
        if moved:
            return candidate
        candidate, number = f"{report.id}-{number}", number + 1
    return candidate


def _says_the_same(stored: str, chunker_version: str, report: Report) -> bool:
    return chunker_version == CHUNKER_VERSION and stored == fingerprint(report)


def _remember_source(connection: Connection, report_id: str, source_path: Path) -> None:
    where = {"source_path": str(source_path.resolve()), "sidecar_sha256": _sha256(sidecar_path(source_path))}
    connection.execute(reports.update().where(reports.c.id == report_id).values(where))


def _delete_report(connection: Connection, report_id: str) -> str | None:
    """The association that the report was of; None when there was none of that id."""
    of_id = reports.c.id == report_id
    association: str | None = connection.execute(select(reports.c.association).where(of_id)).scalar_one_or_none()
    fulltext.remove_report(connection, report_id)
    connection.execute(delete(reports).where(of_id))
    return association


def _write_contents(connection: Connection, report: Report) -> None:
    rows_by_table = (
        (lines, line_values(report)),
        (pages, page_values(report)),
        (sections, records.section_values(report)),
        (passages, records.passage_values(report)),
        (report_tables, records.table_values(report)),
        (table_rows, records.table_row_values(report)),
        (figures, records.figure_values(report)),
        (statements, statement_values(report)),
    )
    for table, rows in rows_by_table:
        if rows:
            connection.execute(insert(table), rows)
    write_findings(connection, report.findings, WITHIN)
    keys = [_keys_of(connection, table, report.id) for table in (passages, figures, statements)]
    fulltext.add_report(connection, report, *keys)


def _keys_of(connection: Connection, table: Table, report_id: str) -> Sequence[int]:
    in_order = select(table.c.pk).where(table.c.report_id == report_id).order_by(table.c.position)
    return connection.execute(in_order).scalars().all()


def _write_catalogue_row(connection: Connection, entry: ReportEntry, version: int, source_path: Path, content: str) -> None:
    kept_beside = {
        "version": version,
        "source_path": str(source_path.resolve()),
        "sidecar_sha256": _sha256(sidecar_path(source_path)),
        "chunker_version": CHUNKER_VERSION,
        "fingerprint": content,
    }
    connection.execute(insert(reports), [{**records.entry_values(entry), **kept_beside}])
    write_manifest(connection, replace(read_manifest(connection), chunker_version=CHUNKER_VERSION))


def _embed_missing(store: Store, embedder: Embedder, progress: ProgressListener) -> int:
    """Saves each batch as it comes: a kill loses one batch."""
    with store.transaction() as connection:
        missing = missing_texts(connection, embedder.name)
    for start in range(0, len(missing), BATCH_SIZE):
        progress(Progress(Stage.EMBEDDING, start, len(missing)))
        batch = missing[start : start + BATCH_SIZE]
        array = embedder.embed_passages([m.text for m in batch])
        with store.transaction() as connection:
            save_vectors(connection, embedder.name, batch, array)
    if missing:
        progress(Progress(Stage.EMBEDDING, len(missing), len(missing)))
    return len(missing)


def _published_passages(store: Store) -> tuple[frozenset[int], int]:
    with store.transaction() as connection:
        versions = frozenset(int(v) for v in connection.execute(select(reports.c.version)).scalars())
        total = int(connection.execute(select(func.count()).select_from(passages)).scalar_one())
    return versions, total


def _all_vectors(store: Store, model: str, total: int, progress: ProgressListener) -> Iterator[PassageVectors]:
    last, done = 0, 0
    progress(Progress(Stage.INDEXING, done, total))
    while True:
        with store.transaction() as connection:
            run = passage_vectors_after(connection, model, last, ADD_SIZE)
        if run is None:
            return
        yield run
        last, done = run.pks[-1], done + len(run.pks)
        progress(Progress(Stage.INDEXING, done, total))


def _switch_index(store: Store, model: str, covers: frozenset[int], built: BuiltIndex | None) -> None:
    with store.transaction() as connection:
        next_catalogue_version(connection)
        manifest = read_manifest(connection)
        switched = replace(
            manifest,
            embedding_model=model,
            dimension=built.dimension if built else 0,
            index_directory=built.directory.name if built else "",
            index_directory_previous=manifest.index_directory,
            index_covers=covers,
        )
        write_manifest(connection, switched)


def _sha256(path: Path) -> str:
    """ "" when there is no such regular file; a pipe or a device is never opened."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
