"""Uploaded files on disk: where they lie, what they may be called, and what a killed server left behind."""

from __future__ import annotations

import logging
import re
import shutil
import time
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from ingest.errors import EmptyStoreError, FinsamError, UsageError
from ui.desk import Desk
from ui.reports.form import checked_value, refuse_backward
from vectorstore.corrections import Correction, corrected, sidecar_toml

UPLOADS_FOLDER = "uploads"
LONGEST_STEM = 80
# What may be said of a report along with its file; whether it is public is not for the sender to say.
SENDER_SAYS = ("association", "orgnr", "kind", "title", "period_start", "period_end")
_ABANDONED_S = 24 * 3600  # another server's waiting files are younger
_NOT_IN_NAMES = re.compile(r"[^\w .,()+&-]+")

_log = logging.getLogger(__name__)


def upload_folder(data_dir: Path, job_id: str) -> Path:
    """The folder of one job's file."""
    return data_dir / UPLOADS_FOLDER / job_id


def sidecar_text(fields: Mapping[str, str]) -> str:
    """What the sender says about the report, as the sidecar that lies beside its file. Empty fields say nothing.

    Raises `UsageError` for a field that is not in `SENDER_SAYS`, and for a value that the form would not take.
    """
    unknown = next((name for name in fields if name not in SENDER_SAYS), None)
    if unknown is not None:
        raise UsageError(f"Okänt fält: {unknown}. Fälten är: {', '.join(SENDER_SAYS)}.")
    said = {name: checked_value(name, value.strip(), name) for name, value in fields.items() if value.strip()}
    if "period_start" in said and "period_end" in said:
        refuse_backward(said["period_start"], said["period_end"])
    return sidecar_toml(corrected(None, [Correction(name, value, "", "", "") for name, value in said.items()]))


def clean_stem(file_name: str) -> str:
    """A file name's stem as it may stand in the file system and on the page: letters, digits, blanks, simple marks."""
    name = unicodedata.normalize("NFC", file_name.replace("\\", "/").rsplit("/", 1)[-1])
    stem = name.rsplit(".", 1)[0] if "." in name.lstrip(".") else name
    cleaned = " ".join(_NOT_IN_NAMES.sub(" ", stem).split()).strip(" .-")
    return cleaned[:LONGEST_STEM].strip(" .-") or "rapport"


def remove_upload(source_path: Path, data_dir: Path) -> None:
    """Removes a report's file where it was uploaded here; one that was read from elsewhere is left alone."""
    if is_uploaded(source_path, data_dir):
        shutil.rmtree(source_path.parent, ignore_errors=True)


def is_uploaded(source_path: Path, data_dir: Path) -> bool:
    """Whether a report's file is one that was uploaded."""
    return source_path.parent.parent == (data_dir / UPLOADS_FOLDER).resolve()


def remove_abandoned(data_dir: Path, desk: Desk) -> None:
    """Removes what a killed server left under `uploads/`: old folders whose file is no report."""
    folder = data_dir / UPLOADS_FOLDER
    if not folder.is_dir():
        return
    try:
        kept = desk.library().source_folders()
    except FinsamError as exc:
        if not isinstance(exc, EmptyStoreError):
            _log.warning("uploads are left as they are: %s", exc)
            return
        kept = frozenset()
    try:
        for path in folder.iterdir():
            if path.resolve() not in kept and time.time() - path.stat().st_mtime > _ABANDONED_S:
                shutil.rmtree(path, ignore_errors=True)
    except OSError as exc:  # another server may be at the same
        _log.warning("uploads are left as they are: %s", exc)
