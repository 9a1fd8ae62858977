"""The store's own facts: which schema, which index, made with what, covering which reports."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, insert, select

from vectorstore.schema import SCHEMA_VERSION
from vectorstore.schema import manifest as manifest_table


@dataclass(frozen=True, slots=True)
class Manifest:
    """`store_id` is new whenever the database is begun anew; `catalogue_version` counts publications and withdrawals.

    `index_directory` is a name under `chroma/`, "" when there is no index; `index_covers` are the versions of the
    reports whose passages it holds.
    """

    store_id: str = ""
    schema_version: str = SCHEMA_VERSION
    catalogue_version: int = 0
    chunker_version: str = ""
    embedding_model: str = ""
    dimension: int = 0
    index_directory: str = ""
    index_directory_previous: str = ""
    index_covers: frozenset[int] = frozenset()


def read_manifest(connection: Connection) -> Manifest:
    found = {str(row.key): str(row.value) for row in connection.execute(select(manifest_table))}
    return Manifest(
        store_id=found.get("store_id", ""),
        schema_version=found.get("schema_version", ""),
        catalogue_version=int(found.get("catalogue_version", "0")),
        chunker_version=found.get("chunker_version", ""),
        embedding_model=found.get("embedding_model", ""),
        dimension=int(found.get("dimension", "0")),
        index_directory=found.get("index_directory", ""),
        index_directory_previous=found.get("index_directory_previous", ""),
        index_covers=frozenset(json.loads(found.get("index_covers", "[]"))),
    )


def write_manifest(connection: Connection, manifest: Manifest) -> None:
    values = {
        "store_id": manifest.store_id,
        "schema_version": manifest.schema_version,
        "catalogue_version": str(manifest.catalogue_version),
        "chunker_version": manifest.chunker_version,
        "embedding_model": manifest.embedding_model,
        "dimension": str(manifest.dimension),
        "index_directory": manifest.index_directory,
        "index_directory_previous": manifest.index_directory_previous,
        "index_covers": json.dumps(sorted(manifest.index_covers)),
    }
    connection.execute(delete(manifest_table))
    connection.execute(insert(manifest_table), [{"key": key, "value": value} for key, value in values.items()])


def next_catalogue_version(connection: Connection) -> int:
    """Counts one publication or withdrawal, so that readers notice it."""
    manifest = read_manifest(connection)
    version = manifest.catalogue_version + 1
    write_manifest(connection, replace(manifest, catalogue_version=version))
    return version
