"""How a line of the log looks: as text or as JSON, with the request's id, and without anybody's personal identity number.

Masked is the finished line, so that nothing gets past: not what is put into a message, not a stack with a question in it.
"""

from __future__ import annotations

import logging
from contextvars import ContextVar
from datetime import UTC, datetime

from pythonjsonlogger.json import JsonFormatter

from ui.operations.masking import masked

# The id of the request that is being answered, "" outside of one. Set by `ui.operations.request_ids`.
REQUEST_ID: ContextVar[str] = ContextVar("finsam_request_id", default="")


class TextLines(logging.Formatter):
    """`TIME LEVEL LOGGER: [REQUEST] MESSAGE`, followed by the stack of an error."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(request)s%(message)s")

    def format(self, record: logging.LogRecord) -> str:
        request_id = REQUEST_ID.get()
        record.request = f"[{request_id}] " if request_id else ""
        return masked(super().format(record))


class JsonLines(JsonFormatter):
    """One object a line: `time` (UTC, ISO 8601), `level`, `logger`, `message`, within a request `request_id`, of an error
    `exception`, and what the caller gave as `extra`."""

    def __init__(self) -> None:
        names = {"levelname": "level", "name": "logger", "exc_info": "exception", "stack_info": "stack"}
        super().__init__(("levelname", "name", "message"), rename_fields=names, json_ensure_ascii=True)

    def add_fields(self, log_data: dict[str, object], record: logging.LogRecord, message_dict: dict[str, object]) -> None:
        """The time first, then the request, then the rest."""
        log_data["time"] = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        if REQUEST_ID.get():
            log_data["request_id"] = REQUEST_ID.get()
        super().add_fields(log_data, record, message_dict)

    def process_log_record(self, log_data: dict[str, object]) -> dict[str, object]:
        """What was asked for, masked while it is still text: in JSON, signs that are written out could part a number."""
        return {name: _masked_within(value) for name, value in log_data.items()}


def _masked_within(value: object) -> object:
    """The same with every text in it masked; what JSON knows nothing of becomes text first."""
    if isinstance(value, dict):
        return {masked(str(name)): _masked_within(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_masked_within(inner) for inner in value]
    return value if value is None or isinstance(value, bool | int | float) else masked(str(value))
