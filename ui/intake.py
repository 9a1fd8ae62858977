"""`finsam ingest`: files become findable reports, one after the other, and a failed one never stops the rest."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from ingest.errors import FinsamError, InputError
from ingest.read import find_files, read
from ingest.settings import Settings
from ui.border import say
from ui.journal import LOG_FILE, record
from ui.listing import unread_words
from ui.progress import ShowProgress, shown_progress
from vectorstore.catalogue_changes import read_as_put_right
from vectorstore.embedder import SentenceTransformerEmbedder
from vectorstore.entries import ReportEntry
from vectorstore.index import Progress, ProgressListener, Stage, find_unchanged, index_report, publish_vectors
from vectorstore.store import Store, open_store

READING = "Läser rapporter"
STAGES = {Stage.EMBEDDING: "Beräknar vektorer", Stage.INDEXING: "Bygger sökindex"}


def take_in(paths: Sequence[Path], settings: Settings, *, embed: bool, rebuild: bool) -> int:
    """Ingests files and folders, prints a line for each file, and returns how many files failed.

    Raises `NoReportsError` when the paths hold nothing to read, and the store's errors; what was taken in
    before an error is kept.
    """
    found = find_files(paths)
    with open_store(settings, rebuild=rebuild) as store, shown_progress() as show:
        failed = 0
        for number, path in enumerate(found):
            show(READING, number, len(found))
            failed += not _take_in_file(path, store, settings)
        show(READING, len(found), len(found))
        if embed:
            publish_vectors(store, SentenceTransformerEmbedder(settings.embedding_model), _listener(show))
    if failed:
        rest = "de andra är inlästa" if failed < len(found) else "ingenting har ändrats"
        say(f"{failed} av {len(found)} filer kunde inte läsas in; {rest}.")
    return failed


def _take_in_file(path: Path, store: Store, settings: Settings) -> bool:
    """Ingests one file and prints what came of it; False when it failed, with the reason on stderr."""
    began = time.monotonic()
    try:
        entry = find_unchanged(path, store)
        changed = entry is None
        if entry is None:
            report = read_as_put_right(path, store, lambda file: read(file, settings))
            indexed = index_report(report, path, store)
            entry, changed = indexed.entry, indexed.changed
    except InputError as exc:
        say(f"{path.name}: {exc.message_sv}")
        return False
    except (FinsamError, BrokenPipeError):
        raise  # the store cannot go on, or nobody listens: no use in trying the next file
    except Exception as exc:
        # One file must not take the others with it, whatever is in it.
        say(f"{path.name}: gick inte att läsa in av ett oväntat skäl (fel-id {record(exc)}; detaljerna står i {LOG_FILE}).")
        return False
    print(summary_line(entry, time.monotonic() - began, changed=changed), flush=True)
    return True


def summary_line(entry: ReportEntry, seconds: float, *, changed: bool) -> str:
    """Association, kind, period, counts and seconds of one ingested file, on one line."""
    parts = (
        entry.association,
        entry.kind,
        entry.period,
        pages_words(entry),
        f"{entry.sections} avsnitt",
        f"{entry.tables} tabeller",
        f"{entry.figures} siffror",
        f"{entry.passages} stycken",
        f"{seconds:.1f} s".replace(".", ","),
    )
    return " · ".join(parts) + ("" if changed else " · oförändrad")


def pages_words(entry: ReportEntry) -> str:
    """ "18 sidor", "18 sidor (2 olästa)", or that they are not known."""
    if not entry.pages:
        return "sidor okända"
    return f"{entry.pages} {'sida' if entry.pages == 1 else 'sidor'}{unread_words(entry)}"


def _listener(show: ShowProgress) -> ProgressListener:
    def listen(progress: Progress) -> None:
        show(STAGES[progress.stage], progress.done, progress.total)

    return listen
