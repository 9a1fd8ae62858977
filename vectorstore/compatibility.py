"""Whether what is stored fits this program and these settings; if not, which command makes it fit."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import IndexMismatchError
from ingest.settings import Settings
from ingest.version import CHUNKER_VERSION
from vectorstore.manifest import Manifest
from vectorstore.schema import SCHEMA_VERSION

OUTDATED_FLAG = "outdated-reading: the file is gone and was read by an earlier version"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report came from and which version of the reader cut it."""

    path: Path
    chunker_version: str

    @property
    def outdated(self) -> bool:
        return self.chunker_version != CHUNKER_VERSION


def refuse_mismatch(manifest: Manifest, sources: Sequence[Source], settings: Settings) -> None:
    """Raises `IndexMismatchError` when the index or the texts were made otherwise than they would be made now.

    A report whose file is gone cannot be read again and counts as it is.
    """
    if manifest.schema_version != SCHEMA_VERSION:
        raise IndexMismatchError(
            f"Det som sparats i {settings.data_dir} gjordes av en annan version av programmet. "
            f"Bygg om det: {_command(settings, (), rebuild=True)} (mappen med rapporterna).",
            f"schema {manifest.schema_version} is not {SCHEMA_VERSION}",
        )
    if manifest.index_directory and manifest.embedding_model != settings.embedding_model:
        raise IndexMismatchError(
            f'Sökindexet är byggt med modellen "{manifest.embedding_model}" men inställningen embedding_model är '
            f'"{settings.embedding_model}". Bygg om det: {_command(settings, [s.path for s in sources])}',
            f"index model {manifest.embedding_model}",
        )
    outdated = [s.path for s in sources if s.outdated and s.path.is_file()]
    if outdated:
        raise IndexMismatchError(
            f"Rapporterna lästes in av en tidigare version av programmet. Läs in dem igen: {_command(settings, outdated)}",
            f"{len(outdated)} reports were not read by chunker {CHUNKER_VERSION}",
        )


def _command(settings: Settings, files: Iterable[Path], *, rebuild: bool = False) -> str:
    """The command as it can be pasted, with the folders that hold the files."""
    folders = sorted({_shown(path.parent) for path in files if path.is_file()})
    words = ["finsam", "ingest"]
    if rebuild:
        words.append("--rebuild")
    if settings.data_dir != Settings.model_fields["data_dir"].default:
        words += ["--data", str(settings.data_dir)]
    return " ".join([shlex.join(words), shlex.join(folders) if folders else "MAPP"])


def _shown(folder: Path) -> str:
    here = Path.cwd()
    return str(folder.relative_to(here)) if folder.is_relative_to(here) else str(folder)
