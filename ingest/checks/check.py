"""The story of the checks: what a report says twice, adds up, compares or promises must agree with itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ingest.checks.accounts import account_relations
from ingest.checks.claims import claim_findings
from ingest.checks.columns import row_relations
from ingest.checks.deviations_said import deviation_relations
from ingest.checks.diagnose import diagnose
from ingest.checks.goals import goal_findings
from ingest.checks.goals_told import goals_told
from ingest.checks.misprints import misprint_findings
from ingest.checks.outline import outline_findings
from ingest.checks.people import people_findings, people_relations
from ingest.checks.percentages import percent_relations, share_findings
from ingest.checks.periods_said import period_findings
from ingest.checks.relation import Relation, in_base_unit
from ingest.checks.repeats import without_repeats
from ingest.checks.restated import restated_figures, restated_findings
from ingest.checks.sentences_said import sentences_said
from ingest.checks.series_said import series_relations
from ingest.checks.sheets import Sheet, lay_out
from ingest.checks.slips_said import slip_relations
from ingest.checks.stated_shares import stated_share_findings
from ingest.checks.sums import column_sums
from ingest.checks.units_said import unit_findings
from ingest.domain import Finding, Report, Severity

_ID_DIGITS = 10
_MOST_CELLS = 3000
# In percentage points: a share of a corrected amount, printed without decimals.
_SHARE_ROOM = Decimal("0.5")


def check_report(report: Report) -> tuple[Finding, ...]:
    """Every contradiction inside one report, in the order of the text; ids stay the same when the text does."""
    sheets = _sheets(report)
    diagnosed = diagnose(_relations(report, sheets), {report.id: report.document.source_file})
    found = [
        *diagnosed,
        *_without_consequences(share_findings(sheets, report), diagnosed),
        *restated_findings(report, sheets),
        *people_findings(report),
        *stated_share_findings(report),
        *goal_findings(report, sheets),
        *claim_findings(report, sheets),
        *outline_findings(report),
        *period_findings(report),
        *unit_findings(report, sheets),
        *misprint_findings(report, sheets),
    ]
    return with_ids(sorted(without_repeats(found), key=_place_in_text))


def _without_consequences(shares: Iterable[Finding], diagnosed: Sequence[Finding]) -> Iterator[Finding]:
    """Less the shares that are right once an amount found wrong is put right: one cause is told once."""
    right = {
        finding.figures[0]: in_base_unit(finding.computed, finding.unit)
        for finding in diagnosed
        if finding.figures and finding.computed is not None and finding.severity is not Severity.ROUNDING
    }
    for finding in shares:
        part, whole = finding.terms[0], Decimal(finding.expression.split(" / ")[1].split(" ")[0])
        exact = 100 * right[part] / whole if part in right and whole else None
        if exact is None or finding.stated is None or abs(exact - finding.stated) > _SHARE_ROOM:
            yield finding


def relations_of(report: Report) -> tuple[Relation, ...]:
    """What must follow from what among the printed figures of a report, whether it holds or not."""
    return tuple(_relations(report, _sheets(report)))


def _sheets(report: Report) -> tuple[Sheet, ...]:
    """The tables to check: one of more cells than any statement has is data, and trying its sums would take minutes."""
    sheets = lay_out(report.tables, report.figures)
    return tuple(sheet for sheet in sheets if len(sheet.rows) * len(sheet.columns) <= _MOST_CELLS)


def _relations(report: Report, sheets: Sequence[Sheet]) -> Iterator[Relation]:
    yield from column_sums(sheets)
    yield from row_relations(sheets)
    yield from percent_relations(sheets)
    yield from account_relations(report, sheets)
    yield from restated_figures(report, sheets)
    yield from people_relations(report)
    yield from series_relations(report.statements)
    yield from slip_relations(report)
    sentences = sentences_said(report)
    yield from deviation_relations(report, sentences)
    yield from goals_told(report, sentences)


def _place_in_text(finding: Finding) -> tuple[int, int]:
    return next((place.locator.lines for place in finding.places if place.locator.lines), (0, 0))


def _print_of(finding: Finding) -> tuple[str, ...]:
    """The name of the row in doubt, or the sentence; what stands there and against it where no number tells them apart."""
    if finding.stated is None:
        return tuple(place.quote for place in finding.places[:2])
    return tuple(place.quote.split(" | ")[0] for place in finding.places[:1])


def with_ids(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings with ids that depend on what is printed, not on where: lines, pages and the other cells of a row may change."""
    taken: dict[str, int] = {}
    named: list[Finding] = []
    for finding in findings:
        print_ = "\n".join((finding.kind, str(finding.stated), str(finding.period), *_print_of(finding)))
        name = f"{finding.report}:{hashlib.sha256(print_.encode()).hexdigest()[:_ID_DIGITS]}"
        taken[name] = taken.get(name, 0) + 1
        named.append(replace(finding, id=name if taken[name] == 1 else f"{name}-{taken[name]}"))
    return tuple(named)
