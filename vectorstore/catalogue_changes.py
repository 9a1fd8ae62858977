"""Changes to a report that is in the catalogue: put right, read again, shown or hidden, withdrawn.

Each is one transaction: until its commit the old state answers, from then on the new one, and a kill leaves one or the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, select, update

from ingest.domain import Report, Visibility
from ingest.errors import UsageError
from ingest.sidecar import KEYS, Sidecar, read_sidecar, sidecar_path
from vectorstore import records
from vectorstore.corrections import (
    CATALOGUE_FIELDS,
    Correction,
    corrected,
    forget_unused_corrections,
    read_corrections,
    said_text,
    write_corrections,
)
from vectorstore.entries import ReportEntry
from vectorstore.index import IndexedReport, index_report, remove_report
from vectorstore.manifest import next_catalogue_version, read_manifest, write_manifest
from vectorstore.originals import original_path, remove_unused_originals
from vectorstore.reading_room import digest_of_file, laid_out
from vectorstore.schema import reports
from vectorstore.store import Store

ReadPath = Callable[[Path], Report]


@dataclass(frozen=True, slots=True)
class HeldReport:
    """A report with what the store knows of it beyond its catalogue row.

    `sidecar` is what a person said of it outside the page: in the file beside the source, or when it was uploaded. Where that
    file is gone, it is what the catalogue has: nobody can tell any more what of it had been said.
    """

    entry: ReportEntry
    version: int
    source_path: Path
    sidecar: Sidecar
    sidecar_sha256: str
    sidecar_is_gone: bool
    corrections: tuple[Correction, ...]


class _InOneTransaction(Store):
    """A store whose transactions are parts of one that is open already."""

    def __init__(self, data_dir: Path, connection: Connection) -> None:
        super().__init__(data_dir, connection.engine)
        self._connection = connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        yield self._connection


def hold(report_id: str, store: Store) -> HeldReport:
    """The report as it is now. Raises `UsageError` for an unknown id, `SidecarError` for a sidecar that cannot be read."""
    with store.transaction() as connection:
        row = connection.execute(select(reports).where(reports.c.id == report_id)).one_or_none()
        if row is None:
            raise _unknown(report_id)
        entry, said = records.read_entry(row), read_corrections(connection, row.sha256)
    source = Path(row.source_path)
    beside = sidecar_path(source)
    digest = digest_of_file(beside)
    counts = digest == row.sidecar_sha256 or digest_of_file(source) == row.sha256
    if counts:
        return HeldReport(entry, int(row.version), source, read_sidecar(source) or Sidecar(), digest, False, said)
    return HeldReport(entry, int(row.version), source, _as_catalogued(entry, said), row.sidecar_sha256, True, said)


def read_again(held: HeldReport, said: Sequence[Correction], data_dir: Path, read_path: ReadPath) -> Report:
    """The report as its kept original reads, with these corrections. Nothing is published.

    Raises the `InputError` of the reader, and as `laid_out`.
    """
    sidecar = corrected(held.sidecar, said)
    with laid_out(original_path(data_dir, held.entry.sha256), held.entry.source_file, sidecar, data_dir) as path:
        return read_path(path).with_id(held.entry.report)


def read_as_put_right(source_path: Path, store: Store, read_path: ReadPath) -> Report:
    """A file as `read_path` reads it, with what has been put right about it before. Raises the `InputError` of the reader."""
    with store.transaction() as connection:
        said = read_corrections(connection, digest_of_file(source_path))
    if not said:
        return read_path(source_path)
    sidecar = corrected(read_sidecar(source_path), said)
    with laid_out(source_path, source_path.name, sidecar, store.data_dir) as path:
        return read_path(path)


def republish(report: Report, held: HeldReport, said: Sequence[Correction], store: Store) -> IndexedReport:
    """Publishes what `read_again` gave, and keeps the corrections, in one transaction.

    Raises `UsageError` when the report has been changed or withdrawn since it was held.
    """
    entry = held.entry
    original = original_path(store.data_dir, entry.sha256)
    with laid_out(original, entry.source_file, Sidecar(), store.data_dir) as path, store.transaction() as connection:
        _refuse_changed(connection, held)
        of_report = reports.c.id == entry.report
        # `index_report` knows a report by the file it is read from: within this transaction that is the one laid out.
        connection.execute(update(reports).where(of_report).values(source_path=str(path.resolve())))
        indexed = index_report(report, path, _InOneTransaction(store.data_dir, connection))
        source = {"source_path": str(held.source_path), "sidecar_sha256": held.sidecar_sha256}
        connection.execute(update(reports).where(of_report).values(source))
        write_corrections(connection, entry.sha256, said)
        if not indexed.changed:
            next_catalogue_version(connection)
    return indexed


def put_right_in_catalogue(held: HeldReport, said: Sequence[Correction], store: Store) -> ReportEntry:
    """Publishes corrections of `CATALOGUE_FIELDS` only: nothing is read again, and the vectors stay as they are.

    Raises `UsageError` as `republish`.
    """
    wanted = _catalogue_values(held, said)
    entry = replace(
        held.entry,
        visibility=(wanted.visibility or Visibility.INTERNAL).value,
        aliases=wanted.aliases,
        orgnr=wanted.orgnr,
    )
    with store.transaction() as connection:
        _refuse_changed(connection, held)
        # A new version: whatever keeps something of this report must see that it is another now.
        version = next_catalogue_version(connection)
        values = {key: value for key, value in records.entry_values(entry).items() if key in CATALOGUE_FIELDS}
        connection.execute(update(reports).where(reports.c.id == entry.report).values({**values, "version": version}))
        manifest = read_manifest(connection)
        if held.version in manifest.index_covers:  # the same passages: the dense index holds them already
            covers = manifest.index_covers - {held.version} | {version}
            write_manifest(connection, replace(manifest, index_covers=covers))
        write_corrections(connection, entry.sha256, said)
    return entry


def withdraw(report_id: str, store: Store) -> HeldReport:
    """Takes a report out of the catalogue with all it said, also against others, and what was put right of it; then its
    original, unless another report is read from the same bytes. For the one who holds the lock. Raises `UsageError`."""
    with store.transaction() as connection:
        row = connection.execute(select(reports).where(reports.c.id == report_id)).one_or_none()
        if row is None:
            raise _unknown(report_id)
        entry, said = records.read_entry(row), read_corrections(connection, row.sha256)
        remove_report(report_id, _InOneTransaction(store.data_dir, connection))
        forget_unused_corrections(connection)
        named = frozenset(str(sha256) for sha256 in connection.execute(select(reports.c.sha256)).scalars())
    remove_unused_originals(named, store.data_dir)
    return HeldReport(entry, int(row.version), Path(row.source_path), Sidecar(), row.sidecar_sha256, False, said)


def _refuse_changed(connection: Connection, held: HeldReport) -> None:
    version = connection.execute(select(reports.c.version).where(reports.c.id == held.entry.report)).scalar_one_or_none()
    if version is None:
        raise _unknown(held.entry.report)
    if int(version) != held.version:
        raise UsageError("Rapporten har ändrats av någon annan under tiden. Öppna den igen och gör om ändringen.")


def _as_catalogued(entry: ReportEntry, said: Sequence[Correction]) -> Sidecar:
    """All that the catalogue says of the report, less what the corrections say: that part as it was before them."""
    before = {one.field: one for one in said}
    catalogued = [before[field].before if field in before else said_text(field, getattr(entry, field)) for field in KEYS]
    stand_in = [Correction(field, value, "", "", "") for field, value in zip(KEYS, catalogued, strict=True) if value]
    return corrected(None, stand_in)


def _catalogue_values(held: HeldReport, said: Sequence[Correction]) -> Sidecar:
    """The fields of the catalogue alone with these corrections: one that is taken back is as it was before it."""
    entry, earlier, now = held.entry, {one.field: one for one in held.corrections}, {one.field: one for one in said}
    values = {
        field: now[field].value
        if field in now
        else earlier[field].before
        if field in earlier
        else said_text(field, getattr(entry, field))
        for field in sorted(CATALOGUE_FIELDS)
    }
    return corrected(None, [Correction(field, value, "", "", "") for field, value in values.items() if value])


def _unknown(report_id: str) -> UsageError:
    return UsageError(f"Det finns ingen rapport med id {report_id}. Alla rapporter med sina id: finsam reports --format jsonl")
