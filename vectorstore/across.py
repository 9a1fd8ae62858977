"""What the reports of one association say against each other, kept up to date by whatever changes one of them.

What only public reports say against each other is found when it is asked for: a contradiction that was found with internal
reports beside them tells of these by its numbers and its words, even where no place of it is theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import ColumnElement, Connection, ScalarSelect, delete, func, select, update

from ingest.checks.across import ReportFigures, check_across
from ingest.domain import Finding, Visibility
from vectorstore.findings import ACROSS, write_findings
from vectorstore.records import read_figure
from vectorstore.schema import figures, findings, reports, statements
from vectorstore.statement_records import read_statement


def refresh_across(connection: Connection, associations: Collection[str]) -> None:
    """Finds anew what the reports of each association say against each other, within the caller's transaction.

    The findings depend on what is stored, not on the order in which it came. Counts the reports' findings anew too.
    """
    for association in sorted(set(associations)):
        ids = select(reports.c.id).where(reports.c.association == association)
        connection.execute(delete(findings).where(findings.c.report_id.in_(ids), findings.c.scope == ACROSS))
        compared = tuple(_reports_of(connection, association))
        if len(compared) > 1:
            write_findings(connection, check_across(compared), ACROSS)
        connection.execute(update(reports).where(reports.c.association == association).values(findings=_count()))


def findings_among_public(connection: Connection, association: str) -> tuple[Finding, ...]:
    """What the association's public reports say against each other, as if there were no others. Nothing is written."""
    compared = tuple(_reports_of(connection, association, reports.c.visibility == Visibility.PUBLIC.value))
    return check_across(compared) if len(compared) > 1 else ()


def _reports_of(connection: Connection, association: str, *admitted: ColumnElement[bool]) -> Iterator[ReportFigures]:
    of_association = select(reports).where(reports.c.association == association, *admitted)
    for row in connection.execute(of_association.order_by(reports.c.period_start, reports.c.id)).all():
        printed = select(figures).where(figures.c.report_id == row.id).order_by(figures.c.position)
        said = select(statements).where(statements.c.report_id == row.id).order_by(statements.c.position)
        told = (*map(read_figure, connection.execute(printed)), *map(read_statement, connection.execute(said)))
        yield ReportFigures(row.id, row.source_file, row.period, told, row.title)


def _count() -> ScalarSelect[int]:
    of_report = select(func.count()).select_from(findings).where(findings.c.report_id == reports.c.id)
    return of_report.correlate(reports).scalar_subquery()
