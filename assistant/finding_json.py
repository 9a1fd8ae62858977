"""A finding as the contract's object: numbers as decimal strings, what is not known as null."""

from __future__ import annotations

from decimal import Decimal

from assistant.answer_json import box_json
from ingest.domain import Place
from vectorstore.entries import Explanation, StoredFinding


def finding_object(stored: StoredFinding) -> dict[str, object]:
    """The fields in the contract's order. `period` is that of what is found, where it has none of its own the report's."""
    finding, entry = stored.finding, stored.report
    return {
        "id": finding.id,
        "report": entry.report,
        "association": entry.association,
        "period": finding.period or entry.period,
        "source_file": entry.source_file,
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "certainty": finding.certainty.value,
        "what": finding.what,
        "stated": _number(finding.stated),
        "computed": _number(finding.computed),
        "difference": _number(finding.difference),
        "unit": finding.unit or None,
        "cause": finding.cause or None,
        "consequences": list(finding.consequences),
        "places": [place_object(place) for place in finding.places],
        "explained": _explanation(stored.explained) if stored.explained else None,
    }


def place_object(place: Place) -> dict[str, object]:
    """A place that a finding points to."""
    where = place.locator
    return {
        "source_file": place.source_file,
        "page": where.page,
        "page_label": where.page_label,
        "section": where.section,
        "lines": list(where.lines) if where.lines and not where.box else None,
        "quote": place.quote,
        "box": box_json(where.box),
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _explanation(explained: Explanation) -> dict[str, object]:
    return {"note": explained.note, "by": explained.by, "at": explained.at}
