"""What people have put right about a report, kept by the file's digest: it says more than a sidecar, and outlives a rebuild.

See docs/decisions/0020-corrections.md. The table stands beside those of the schema and is made with the first correction, so
that a store from before it needs no rebuilding.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Column, Connection, MetaData, Table, Text, delete, insert, inspect, select

from ingest.domain import Report, ReportKind, Visibility
from ingest.sidecar import KEYS, Sidecar
from vectorstore.schema import reports

# A table of its own kind: `schema.metadata` is what a store of this version must have.
_own = MetaData()
corrections = Table(
    "corrections",
    _own,
    Column("sha256", Text, primary_key=True),
    Column("field", Text, primary_key=True),  # one of `ingest.sidecar.KEYS`
    Column("value", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
)
# Of these no text, figure or finding knows: to put them right nothing is read again.
CATALOGUE_FIELDS = frozenset({"visibility", "aliases", "orgnr"})


@dataclass(frozen=True, slots=True)
class Correction:
    """One field put right. `value` and `before` as `Sidecar` text: a day is ISO 8601, aliases a JSON list; `before` is what was
    there without the correction, "" for nothing. `at` is UTC, ISO 8601 to the second."""

    field: str
    value: str
    before: str
    by: str
    at: str


def read_corrections(connection: Connection, sha256: str) -> tuple[Correction, ...]:
    """Those of the file with this digest, in the order of `KEYS`."""
    if not inspect(connection).has_table(corrections.name):
        return ()
    columns = (corrections.c.field, corrections.c.value, corrections.c.before, corrections.c.by, corrections.c.at)
    found = connection.execute(select(*columns).where(corrections.c.sha256 == sha256))
    return tuple(sorted((Correction(*row) for row in found), key=lambda one: KEYS.index(one.field)))


def write_corrections(connection: Connection, sha256: str, said: Sequence[Correction]) -> None:
    """Puts these in the place of all that stood there, within the caller's transaction."""
    _own.create_all(connection)
    connection.execute(delete(corrections).where(corrections.c.sha256 == sha256))
    if said:
        rows = [{"sha256": sha256, "field": c.field, "value": c.value, "before": c.before, "by": c.by, "at": c.at} for c in said]
        connection.execute(insert(corrections), rows)


def forget_unused_corrections(connection: Connection) -> None:
    """Removes what was said of files that no report is read from."""
    if inspect(connection).has_table(corrections.name):
        connection.execute(delete(corrections).where(corrections.c.sha256.not_in(select(reports.c.sha256))))


def corrected(sidecar: Sidecar | None, said: Sequence[Correction]) -> Sidecar:
    """What is said of a report altogether: a correction wins over the sidecar, field by field."""
    values: Mapping[str, object] = {one.field: _value(one) for one in said}
    return replace(sidecar or Sidecar(), **values)  # type: ignore[arg-type]


def shown_as_put_right(connection: Connection, report: Report, earlier_sha256: str | None) -> Report:
    """The report with the visibility that was put right last, also while its file was being read.

    A report that somebody has hidden stays hidden when a new edition of its file comes (`earlier_sha256` is that of the one
    before): what nobody has looked at does not become public by itself.
    """
    sha256 = report.document.sha256
    said = {one.field: one for one in read_corrections(connection, sha256)}
    if earlier_sha256 not in (None, sha256) and "visibility" not in said:
        earlier = {one.field: one for one in read_corrections(connection, earlier_sha256 or "")}.get("visibility")
        if earlier is not None and earlier.value == Visibility.INTERNAL.value:
            said["visibility"] = earlier
            write_corrections(connection, sha256, tuple(said.values()))
    if "visibility" not in said:
        return report
    visibility = Visibility(said["visibility"].value)
    return replace(report, metadata=replace(report.metadata, visibility=visibility))


def said_text(field: str, value: object) -> str:
    """A field's value as it stands in a `Correction`; "" for nothing."""
    if field == "aliases":
        return json.dumps(list(value), ensure_ascii=False) if isinstance(value, tuple) and value else ""
    return value.isoformat() if isinstance(value, date) else str(value or "")


def sidecar_toml(said: Sidecar) -> str:
    """The sidecar as the file that says it."""
    lines = []
    for field in KEYS:
        value = getattr(said, field)
        if value in (None, ()):
            continue
        if isinstance(value, date):
            lines.append(f"{field} = {value.isoformat()}\n")
        elif isinstance(value, tuple):
            lines.append(f"{field} = [{', '.join(_toml_string(one) for one in value)}]\n")
        else:
            lines.append(f"{field} = {_toml_string(str(value))}\n")
    return "".join(lines)


def _value(one: Correction) -> object:
    if one.field == "aliases":
        return tuple(json.loads(one.value)) if one.value else ()
    if one.field in ("period_start", "period_end"):
        return date.fromisoformat(one.value)
    if one.field == "kind":
        return ReportKind(one.value)
    return Visibility(one.value) if one.field == "visibility" else one.value


def _toml_string(value: str) -> str:
    """A basic string of TOML: JSON's, but for the one control character that JSON lets stand."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
