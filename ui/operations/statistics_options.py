"""The options of `finsam statistics`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class StatisticsFormat(StrEnum):
    TABLE = "table"
    CSV = "csv"
    JSONL = "jsonl"


StatisticsFormatOption = Annotated[
    StatisticsFormat,
    typer.Option("--format", metavar="table|csv|jsonl", help="En tabell att läsa (table), csv, eller en JSON-rad per grupp."),
]
ForgetOption = Annotated[bool, typer.Option("--forget", help="Ta bort all statistik som har sparats.")]
