"""`finsam remove` and `finsam set`: a report taken away, shown or hidden from the terminal, and written to the log of changes."""

from __future__ import annotations

import getpass
import os

from ui.access.audit import Action
from ui.access.person import Person, Role
from ui.desk import Desk
from ui.reports.actions import show_or_hide
from ui.reports.change_log import note_change
from ui.upload_files import is_uploaded, remove_upload
from vectorstore.catalogue_changes import withdraw
from vectorstore.embedder import SentenceTransformerEmbedder
from vectorstore.index import publish_vectors
from vectorstore.store import open_store


def remove_report(desk: Desk, report: str) -> str:
    """Takes a report away and says so. Raises `UsageError` for an unknown one, and what `open_store` raises."""
    settings = desk.settings
    with open_store(settings) as store:
        held = withdraw(report, store)
        stays = held.source_path.is_file() and not is_uploaded(held.source_path, settings.data_dir)
        remove_upload(held.source_path, settings.data_dir)
        note_change(desk, _at_the_terminal(), Action.DELETED, held.entry, held.entry.source_file)
        if store.manifest().index_directory:  # a library that is searched by words alone stays so
            publish_vectors(store, SentenceTransformerEmbedder(settings.embedding_model), lambda _: None)
    told = f"{held.entry.association}, {held.entry.title} är borttagen."
    return f"{told} Filen {held.source_path} ligger kvar: läses den in igen kommer rapporten tillbaka." if stays else told


def set_visibility(desk: Desk, report: str, visibility: str) -> str:
    """Makes a report public or internal and says so. Raises `UsageError` for an unknown report or word, `StoreError`."""
    return show_or_hide(desk, report, visibility, _at_the_terminal()).told


def _at_the_terminal() -> Person:
    """Whoever can write in the data directory may do everything there."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container may run under an id without a name
        user = str(os.getuid())
    return Person(f"{user} (terminalen)", Role.ADMINISTRATOR)
