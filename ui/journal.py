"""The log under the data directory, and the id that ties a calm sentence to the details in it."""

from __future__ import annotations

import logging
import secrets
import sys
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

LOG_FILE = "finsam.log"
MAX_LOG_BYTES = 2_000_000

_log = logging.getLogger("finsam")


class _LogFile(RotatingFileHandler):
    """Creates its folder with the first line written, so that a command that only reads leaves no trace."""

    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()


def open_log(data_dir: Path) -> None:
    """Sends what the program and its libraries log, and Python's warnings, to `data_dir/finsam.log`."""
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h, _LogFile)]:
        root.removeHandler(handler)
        handler.close()
    handler = _LogFile(data_dir / LOG_FILE, maxBytes=MAX_LOG_BYTES, backupCount=1, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    # A full disk must not turn a calm error line into logging's own stack trace.
    logging.raiseExceptions = False
    if not sys.warnoptions:
        logging.captureWarnings(True)


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
