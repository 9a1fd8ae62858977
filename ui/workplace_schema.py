"""The tables of `workplace.sqlite`: what people add at work, which no report holds and no ingest touches."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Table, Text

WORKPLACE_SCHEMA_VERSION = "1"

workplace = MetaData()

facts = Table("facts", workplace, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

# Who did what to the library and the accounts. `at` is UTC, ISO 8601 to the second; rows are only added.
audit = Table(
    "audit",
    workplace,
    Column("pk", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
)
