"""Findings as rows and back, and those of a scope as they are published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, insert, select

from ingest.domain import Certainty, Finding, FindingKind, Place, Severity
from vectorstore.entries import Explanation, Scope, StoredFinding
from vectorstore.published import Published
from vectorstore.records import STRINGS, as_json
from vectorstore.schema import explanations, findings

WITHIN = "within"
ACROSS = "across"

_places: TypeAdapter[tuple[Place, ...]] = TypeAdapter(tuple[Place, ...])


def write_findings(connection: Connection, found: Sequence[Finding], scope: str) -> None:
    """Adds findings of one scope, in their order. `scope` is `WITHIN` or `ACROSS`."""
    rows = [
        {
            "report_id": f.report,
            "scope": scope,
            "position": position,
            "id": f.id,
            "kind": f.kind.value,
            "severity": f.severity.value,
            "certainty": f.certainty.value,
            "what": f.what,
            "places": as_json(_places, f.places),
            "period": f.period,
            "stated": _as_text(f.stated),
            "computed": _as_text(f.computed),
            "unit": f.unit,
            "cause": f.cause,
            "consequences": as_json(STRINGS, f.consequences),
            "figures": as_json(STRINGS, f.figures),
            "terms": as_json(STRINGS, f.terms),
            "expression": f.expression,
        }
        for position, f in enumerate(found)
    ]
    if rows:
        connection.execute(insert(findings), rows)


def findings_in(
    connection: Connection, published: Published, scope: Scope, across_anew: Mapping[str, Sequence[Finding]]
) -> tuple[StoredFinding, ...]:
    """The order is that of `Library.findings`. `across_anew` gives for associations what their reports are to be told to say
    against each other, in its order, instead of what is stored. A reviewer's note was written to what is stored: one that is
    told otherwise goes without.
    """
    order = {one.entry.report: at for at, one in enumerate(published.catalogue) if scope.admits(one.entry)}
    noted = {row.finding_id: Explanation(row.note, row.by, row.at) for row in connection.execute(select(explanations))}
    rows = connection.execute(select(findings).where(findings.c.report_id.in_(order)))
    stored = [((order[row.report_id], row.scope != WITHIN, row.position), _read_finding(row)) for row in rows]
    by_id = {finding.id: finding for _, finding in stored}
    told = [one for one in stored if not (one[0][1] and published.by_id[one[1].report].association in across_anew)]
    for anew in across_anew.values():
        told += [((order[finding.report], True, at), finding) for at, finding in enumerate(anew) if finding.report in order]
    return tuple(
        StoredFinding(
            finding, published.by_id[finding.report], noted.get(finding.id) if by_id.get(finding.id) == finding else None
        )
        for _, finding in sorted(told, key=lambda one: one[0])
    )


def _read_finding(row: Row[tuple[object, ...]]) -> Finding:
    return Finding(
        id=row.id,
        report=row.report_id,
        kind=FindingKind(row.kind),
        severity=Severity(row.severity),
        certainty=Certainty(row.certainty),
        what=row.what,
        places=_places.validate_json(row.places),
        period=row.period,
        stated=_as_number(row.stated),
        computed=_as_number(row.computed),
        unit=row.unit,
        cause=row.cause,
        consequences=STRINGS.validate_json(row.consequences),
        figures=STRINGS.validate_json(row.figures),
        terms=STRINGS.validate_json(row.terms),
        expression=row.expression,
    )


def _as_text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _as_number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
