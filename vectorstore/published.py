"""One published state of the catalogue, as readers hold it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, select

from ingest.errors import EmptyStoreError
from vectorstore import records
from vectorstore.compatibility import OUTDATED_FLAG, Source
from vectorstore.entries import ReportEntry, Scope
from vectorstore.manifest import Manifest
from vectorstore.schema import reports


@dataclass(frozen=True, slots=True)
class CataloguedReport:
    """A catalogue row with what only the store needs: `version` is never given twice, not even to the same report."""

    entry: ReportEntry
    version: int
    source: Source


@dataclass(frozen=True, slots=True)
class Published:
    """`catalogue` is sorted by association and the period's start."""

    manifest: Manifest
    catalogue: tuple[CataloguedReport, ...]
    by_id: dict[str, ReportEntry]

    @property
    def state(self) -> tuple[str, int]:
        """Differs whenever anything was published or withdrawn in between."""
        return self.manifest.store_id, self.manifest.catalogue_version

    def admitted(self, scope: Scope) -> list[str] | None:
        """The report ids of a scope in catalogue order; None when it is everything there is."""
        ids = [one.entry.report for one in self.catalogue if scope.admits(one.entry)]
        return None if len(ids) == len(self.catalogue) else ids

    def passages_in(self, ids: Sequence[str]) -> int:
        return sum(self.by_id[report].passages for report in ids)


def read_published(connection: Connection, manifest: Manifest) -> Published:
    rows = connection.execute(select(reports).order_by(reports.c.association, reports.c.period_start, reports.c.id))
    catalogue = []
    for row in rows:
        source = Source(Path(row.source_path), row.chunker_version)
        entry = records.read_entry(row)
        if source.outdated:
            entry = replace(entry, flags=(*entry.flags, OUTDATED_FLAG))
        catalogue.append(CataloguedReport(entry, int(row.version), source))
    return Published(manifest, tuple(catalogue), {one.entry.report: one.entry for one in catalogue})


def empty_store(data_dir: Path) -> EmptyStoreError:
    return EmptyStoreError(
        "Inga rapporter är inlästa än. Läs in dem först: finsam ingest MAPP (mappen med rapporterna).",
        f"no reports in {data_dir}",
    )
