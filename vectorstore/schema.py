"""The tables of the store: everything a report consists of, in SQL.

SQL holds all there is; the Chroma index is built from it and can be thrown away. Only `fulltext` knows SQLite's
full text, so that another database needs another `fulltext` and nothing else. Nested values (units, cells, places)
are JSON text, read back by `records`.
"""

from __future__ import annotations

from sqlalchemy import Column, Date, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

# Raised when a table changes its shape: a store of another version is rebuilt, not migrated.
SCHEMA_VERSION = "6"

metadata = MetaData()


def _of_report() -> Column[str]:
    """The report a row belongs to. Checked at commit: the catalogue row is written last."""
    rule = ForeignKey("reports.id", ondelete="CASCADE", deferrable=True, initially="DEFERRED")
    return Column("report_id", Text, rule, nullable=False)


manifest = Table("manifest", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

reports = Table(
    "reports",
    metadata,
    Column("id", Text, primary_key=True),
    Column("version", Integer, nullable=False, unique=True),  # never reused: tells a replaced report from its successor
    Column("source_path", Text, nullable=False, unique=True),
    Column("sidecar_sha256", Text, nullable=False),
    Column("chunker_version", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("association", Text, nullable=False),
    Column("orgnr", Text),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("period_start", Date, nullable=False),
    Column("period_end", Date, nullable=False),
    Column("source_file", Text, nullable=False),
    Column("sha256", Text, nullable=False),  # names the original under `originals/`
    Column("format", Text, nullable=False),
    Column("visibility", Text, nullable=False),
    Column("aliases", Text, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("pages_unread", Integer, nullable=False),
    Column("sections", Integer, nullable=False),
    Column("tables", Integer, nullable=False),
    Column("figures", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("findings", Integer, nullable=False),
    Column("ingested_at", Text, nullable=False),
    Column("flags", Text, nullable=False),
)

lines = Table(
    "lines",
    metadata,
    _of_report(),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("page", Integer),
    Column("box", Text),  # null where the format has no places
    Column("cells", Text),  # null where nothing is known of the line's cells
    Index("lines_of_report", "report_id", "number", unique=True),
)

# Every page of a paged format, also those that could not be read.
pages = Table(
    "pages",
    metadata,
    _of_report(),
    Column("number", Integer, nullable=False),
    Column("label", Text),
    Column("width", Float, nullable=False),
    Column("height", Float, nullable=False),
    Column("source", Text, nullable=False),
    Column("note", Text, nullable=False),
    Index("pages_of_report", "report_id", "number", unique=True),
)

sections = Table(
    "sections",
    metadata,
    _of_report(),
    Column("position", Integer, nullable=False),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("parent", Integer),
    Column("line_first", Integer, nullable=False),
    Column("line_last", Integer, nullable=False),
    Column("page_label", Text),
    Column("flags", Text, nullable=False),
    Index("sections_of_report", "report_id", "position", unique=True),
)

passages = Table(
    "passages",
    metadata,
    Column("pk", Integer, primary_key=True),
    _of_report(),
    Column("position", Integer, nullable=False),
    Column("id", Text, nullable=False, unique=True),
    Column("header", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("content_hash", Text, nullable=False, index=True),
    Column("units", Text, nullable=False),
    Column("locator", Text, nullable=False),
    Index("passages_of_report", "report_id", "position", unique=True),
    sqlite_autoincrement=True,  # a key is never reused: the index may still hold a replaced passage
)

report_tables = Table(
    "report_tables",
    metadata,
    _of_report(),
    Column("position", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("columns", Text, nullable=False),
    Column("layout", Text, nullable=False),
    Column("unit", Text),
    Column("locator", Text, nullable=False),
    Column("flags", Text, nullable=False),
    Index("tables_of_report", "report_id", "position", unique=True),
)

table_rows = Table(
    "table_rows",
    metadata,
    _of_report(),
    Column("table_position", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("parents", Text, nullable=False),
    Column("cells", Text, nullable=False),
    Column("quote", Text, nullable=False),
    Column("line_first", Integer, nullable=False),
    Column("line_last", Integer, nullable=False),
    Column("page", Integer),
    Column("flags", Text, nullable=False),
    Index("rows_of_report", "report_id", "table_position", "position", unique=True),
)

figures = Table(
    "figures",
    metadata,
    Column("pk", Integer, primary_key=True),
    _of_report(),
    Column("position", Integer, nullable=False),
    Column("key", Text, nullable=False, unique=True),
    Column("table", Text, nullable=False),
    Column("row", Text, nullable=False),
    Column("column", Text, nullable=False),
    Column("value", Text, nullable=False),  # a decimal as text: no binary fraction ever touches it
    Column("unit", Text, nullable=False),
    Column("raw", Text, nullable=False),
    Column("period", Text),
    Column("scenario", Text, nullable=False),
    Column("concept", Text),
    Column("quote", Text, nullable=False),
    Column("locator", Text, nullable=False),
    Column("flags", Text, nullable=False),
    Index("figures_of_report", "report_id", "position", unique=True),
    sqlite_autoincrement=True,
)

# What running text states. The sentence is the print, the quote and all the context there is.
statements = Table(
    "statements",
    metadata,
    Column("pk", Integer, primary_key=True),
    _of_report(),
    Column("position", Integer, nullable=False),
    Column("key", Text, nullable=False, unique=True),
    Column("row", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("period", Text),
    Column("scenario", Text, nullable=False),
    Column("concept", Text),
    Column("sentence", Text, nullable=False),
    Column("locator", Text, nullable=False),
    Column("flags", Text, nullable=False),
    Index("statements_of_report", "report_id", "position", unique=True),
    sqlite_autoincrement=True,
)

# What contradicts itself: `scope` is "within" a report, or "across" the reports of an association. The former are written
# with the report, the latter anew whenever a report of the association is published or withdrawn.
findings = Table(
    "findings",
    metadata,
    Column("pk", Integer, primary_key=True),
    _of_report(),
    Column("scope", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("id", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("certainty", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("places", Text, nullable=False),
    Column("period", Text),
    Column("stated", Text),
    Column("computed", Text),
    Column("unit", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("consequences", Text, nullable=False),
    Column("figures", Text, nullable=False),
    Column("terms", Text, nullable=False),
    Column("expression", Text, nullable=False),
    Index("findings_of_report", "report_id", "scope", "position", unique=True),
)

# A reviewer's notes, the one thing here that no report holds. They belong to what is printed, not to a row: no foreign
# key, so that they are there again when a report is read again, or withdrawn and brought back.
explanations = Table(
    "explanations",
    metadata,
    Column("finding_id", Text, primary_key=True),
    Column("note", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
)

# Vectors outlive the passages they were made for: text that comes back needs no embedding.
vectors = Table(
    "vectors",
    metadata,
    Column("model", Text, primary_key=True),
    Column("content_hash", Text, primary_key=True),
    Column("vector", LargeBinary, nullable=False),  # float32, little endian, normalised
)
