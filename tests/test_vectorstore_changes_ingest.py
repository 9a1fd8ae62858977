"""What was put right about a report outlives what an ingest makes anew: a rebuild, another version's store, a new edition."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from ingest.read import read
from ingest.settings import Settings
from tests.test_vectorstore_changes import ASSOCIATION, PLAN, RENAMED, held_now, library, put_right, said, settings, source
from ui.intake import take_in
from vectorstore.catalogue_changes import hold, put_right_in_catalogue, read_again
from vectorstore.database import DATABASE_FILE
from vectorstore.index import index_report
from vectorstore.library import Library
from vectorstore.manifest import read_manifest, write_manifest
from vectorstore.schema import reports
from vectorstore.store import open_store

__all__ = ["library", "settings", "source"]  # fixtures: a real plan, ingested

NAME = said("association", RENAMED, ASSOCIATION)
PUBLIC, HIDDEN = said("visibility", "public", "internal"), said("visibility", "internal", "public")


def hide(settings: Settings) -> None:
    with open_store(settings) as store:
        put_right_in_catalogue(hold(PLAN, store), (HIDDEN,), store)


def entry_of(settings: Settings) -> tuple[str, str]:
    """Association and visibility as they are published."""
    entry = held_now(settings).entry
    return entry.association, entry.visibility


def test_a_correction_outlives_a_rebuild(library: Library, settings: Settings, source: Path) -> None:
    put_right(settings, NAME, PUBLIC)

    assert take_in([source], settings, embed=False, rebuild=True) == 0

    assert entry_of(settings) == (RENAMED, "public")


def test_a_correction_wins_over_a_sidecar_that_came_later(library: Library, settings: Settings, source: Path) -> None:
    put_right(settings, NAME)
    source.with_suffix(".toml").write_text('association = "Finsam Annat"\ntitle = "Planen"\n', encoding="utf-8")

    take_in([source], settings, embed=False, rebuild=False)

    held = held_now(settings)
    assert (held.entry.association, held.entry.title) == (RENAMED, "Planen")


def test_a_correction_outlives_a_store_of_another_version(library: Library, settings: Settings, source: Path) -> None:
    put_right(settings, NAME)
    with open_store(settings) as store, store.transaction() as connection:
        write_manifest(connection, replace(read_manifest(connection), schema_version="0"))

    take_in([source], settings, embed=False, rebuild=True)

    assert entry_of(settings) == (RENAMED, "internal")


def test_a_store_that_cannot_be_read_at_all_is_built_anew(library: Library, settings: Settings, source: Path) -> None:
    put_right(settings, NAME)
    library.close()
    (settings.data_dir / DATABASE_FILE).write_bytes(b"not a database" * 100)

    take_in([source], settings, embed=False, rebuild=True)

    assert entry_of(settings) == (ASSOCIATION, "internal")


def test_what_is_hidden_while_its_file_is_being_read_stays_hidden(library: Library, settings: Settings, source: Path) -> None:
    source.with_suffix(".toml").write_text('visibility = "public"\n', encoding="utf-8")
    with open_store(settings) as store:
        report = read_again(hold(PLAN, store), (PUBLIC,), settings.data_dir, lambda path: read(path, settings))
        with store.transaction() as connection:
            connection.execute(update(reports).values(fingerprint=""))
    hide(settings)

    with open_store(settings) as store:
        index_report(report, source, store)

    assert entry_of(settings)[1] == "internal"


@pytest.mark.parametrize("word", ["public", "internal"])
def test_a_hidden_report_stays_hidden_in_a_new_edition(library: Library, settings: Settings, source: Path, word: str) -> None:
    hide(settings)
    source.with_suffix(".toml").write_text(f'visibility = "{word}"\n', encoding="utf-8")
    source.write_text(source.read_text(encoding="utf-8") + "\nEn rad till.\n", encoding="utf-8")

    take_in([source], settings, embed=False, rebuild=False)

    assert entry_of(settings)[1] == "internal"


def test_a_new_edition_of_a_public_report_is_what_its_folder_says(library: Library, settings: Settings, source: Path) -> None:
    put_right(settings, PUBLIC)
    source.write_text(source.read_text(encoding="utf-8") + "\nEn rad till.\n", encoding="utf-8")

    take_in([source], settings, embed=False, rebuild=False)

    assert entry_of(settings)[1] == "internal"
