"""The places of a square's figures as numbered sources."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answer import Citation
from assistant.evidence import FigureEvidence
from assistant.source_url import source_url
from ui.comparison.squares import Square


def figures_of(square: Square) -> tuple[FigureEvidence, ...]:
    """The prints behind a square, then what else is printed of it, each once."""
    return tuple({e.key: e for e in (*square.inputs, *square.printed, *square.others)}.values())


def citations_of(figures: Iterable[FigureEvidence]) -> tuple[Citation, ...]:
    """Where the figures stand, numbered from 1 in their order; two figures of one row share a place."""
    rows = dict[object, FigureEvidence]()
    for one in figures:
        figure = one.stored.figure
        rows.setdefault((one.stored.report.report, figure.locator.lines, figure.quote), one)
    return tuple(_citation(n, e) for n, e in enumerate(rows.values(), 1))


def _citation(n: int, evidence: FigureEvidence) -> Citation:
    figure, report = evidence.stored.figure, evidence.stored.report
    where = figure.locator
    return Citation(
        n=n,
        report=report.report,
        association=report.association,
        title=report.title,
        source_file=report.source_file,
        page=where.page,
        page_label=where.page_label,
        section=where.section,
        lines=where.lines,
        box=where.box,
        quote=figure.quote,
        source_url=source_url(report.report, where.page, where.lines, where.box),
    )
