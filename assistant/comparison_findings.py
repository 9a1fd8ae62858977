"""What the checks have found about a figure that is compared: it is shown as contested, with what the finding says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from assistant.compare import Entry, EntryStatus
from assistant.evidence import FigureEvidence
from ingest.domain import Severity
from vectorstore.entries import StoredFinding

_ROUNDING_ALONE = Severity.ROUNDING

FindingsByFigure = Mapping[str, tuple[StoredFinding, ...]]


def by_figure(findings: Iterable[StoredFinding]) -> FindingsByFigure:
    """The findings under the key of each figure that they doubt, but for mere rounding; a figure nobody doubts has none."""
    found: dict[str, list[StoredFinding]] = defaultdict(list)
    for one in findings:
        if one.finding.severity is not _ROUNDING_ALONE:
            for key in one.finding.figures:
                found[key].append(one)
    return {key: tuple(ones) for key, ones in found.items()}


def open_findings(figures: Iterable[FigureEvidence], findings: FindingsByFigure) -> tuple[StoredFinding, ...]:
    """Those about any of the figures that no reviewer has explained, each once."""
    of_them = (one for e in figures for one in findings.get(e.key, ()) if one.explained is None)
    return tuple({one.finding.id: one for one in of_them}.values())


def is_contested(entry: Entry, findings: FindingsByFigure) -> bool:
    """Whether the reports contradict the entry's figure: by what else they print of its concept, or as a check has found.

    Rows that merely share a name in several tables ("Kvinnor") may be about different people, and accuse nobody.
    """
    if entry.choice is None:
        return False
    of_a_concept = entry.choice.best.stored.figure.concept is not None
    return (entry.status is EntryStatus.CONFLICT and of_a_concept) or bool(open_findings([entry.choice.best], findings))
