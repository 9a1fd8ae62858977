"""The log under the data directory, and the id that ties a calm sentence to the details in it."""

from __future__ import annotations

import logging
import secrets
import sys
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Literal, TextIO

from ui.operations.log_lines import JsonLines, TextLines

LOG_FILE = "finsam.log"
ACCESS_LOG = "finsam.access"
MAX_LOG_BYTES = 2_000_000

_log = logging.getLogger("finsam")


class _LogFile(RotatingFileHandler):
    """Creates its folder with the first line written, so that a command that only reads leaves no trace."""

    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()


class _LogStream(logging.StreamHandler[TextIO]):
    """A type of its own, so that opening the log again leaves others' handlers alone."""


def open_log(data_dir: Path, form: Literal["text", "json"] = "text") -> None:
    """Sends what the program and its libraries log, and Python's warnings, to `data_dir/finsam.log`."""
    handler = _LogFile(data_dir / LOG_FILE, maxBytes=MAX_LOG_BYTES, backupCount=1, encoding="utf-8", delay=True)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    handler.setLevel(logging.WARNING)  # the lines about each request would push the errors out
    _add(handler)
    # A full disk must not turn a calm error line into logging's own stack trace.
    logging.raiseExceptions = False
    if not sys.warnoptions:
        logging.captureWarnings(True)


def log_to_stderr() -> None:
    """Sends the log to stderr too, as JSON and with a line for each request, for what collects it there (systemd, Docker)."""
    handler = _LogStream(sys.stderr)
    handler.setFormatter(JsonLines())
    _add(handler)
    logging.getLogger(ACCESS_LOG).setLevel(logging.INFO)


def _add(handler: logging.Handler) -> None:
    """In place of the one of its kind that is there."""
    root = logging.getLogger()
    for other in [one for one in root.handlers if type(one) is type(handler)]:
        root.removeHandler(other)
        other.close()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)


def record(error: BaseException) -> str:
    """Logs an unexpected error with its stack under a new id (six characters), and returns the id.

    Before the log is open it is left out, rather than printed to the person by logging's last resort.
    """
    error_id = secrets.token_hex(3)
    if not _log.hasHandlers():
        return error_id
    _log.error("error %s", error_id, exc_info=error)
    return error_id


def unexpected_text(error: Exception) -> str:
    """A calm sentence about an error that nobody foresaw, with the id under which it is logged."""
    return f"Något gick fel (fel-id {record(error)}). Försök igen. Hjälper det inte, ge fel-id till den som sköter programmet."
