"""The reports of one association against each other: a year's figure stays what it was when a later report prints it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ingest.checks.check import with_ids
from ingest.checks.column_sense import column_sense
from ingest.checks.diagnose import diagnose
from ingest.checks.facts import time_of
from ingest.checks.relation import Relation, Term, factor_to, is_counted, step_of
from ingest.checks.sheets import is_doubtful
from ingest.domain import SIDE_PRINTED_NEGATIVE, Certainty, Figure, Finding, FindingKind, Scenario, Severity
from ingest.language import fold
from ingest.lexicon import fold_label
from ingest.periods import is_period
from ingest.unit_words import MONEY_UNITS

_BRACKETS = re.compile(r"\([^)]*\)")
_TITLE_NOISE = re.compile(r"\bnot\s*\d+|\d|\btabell\b|[^\w\s]")
# A statement that prints a year again prints all of it: two rows that agree tell that both tables are the same one.
_MIN_AGREEING = 2
# From how many times as many agreeing rows as differing ones a table is the same and not one counted otherwise.
_MOST = 2
_MEANS_LITTLE = 10
# What these lines tell is the whole association's, in whatever table they stand.
_OF_THE_WHOLE = (
    "arets_resultat",
    "eget_kapital",
    "soliditet",
    "summa_tillgangar",
    "summa_eget_kapital_och_skulder",
    "kassa_bank",
)
_WHOLE = "hela förbundet"
# A sentence must name its subject with this many words to be known again.
_MIN_WORDS = 3

# Columns that count everybody, under any name.
_EVERYBODY = re.compile(r"^(?:totalt?|alla|samtliga|summa|sammanlagt)$")

# What a figure tells in its table: the row, the time, the scenario, what the column says beside these, the kind of unit.
Meaning = tuple[str, tuple[date | None, date], Scenario, str, str]


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """What a published report says in numbers. `period` is the report's own, `figures` those of its tables and sentences,
    `title` what it is called ("Årsredovisning 2021")."""

    report: str
    source_file: str
    period: str
    figures: tuple[Figure, ...]
    title: str = "den tidigare rapporten"


def check_across(reports: Sequence[ReportFigures]) -> tuple[Finding, ...]:
    """The contradictions between the reports of one association, whatever the order they are given in.

    A fact is the same where row, column and time are, in two tables of which most agree: a table is known by what it
    prints again, not by its title, and one that is counted in another way is no contradiction. The later report is the
    one in doubt, unless a third agrees with it. Of several earlier ones the latest is compared. What differs by rounding
    is left out: the report itself tells that.
    """
    ordered = sorted(reports, key=lambda one: (_end_of(one), one.report))
    files = {one.report: one.source_file for one in ordered}
    tables = [_tables_of(report) for report in ordered]
    relations: list[Relation] = []
    for at in range(len(ordered)):
        told: set[str] = set()
        for before in reversed(range(at)):
            made = _restated(tables[at], tables[before], ordered[before].title)
            found = [relation for relation in made if relation.stated.key not in told]
            told.update(relation.stated.key for relation in found)
            relations += found
    found_across = [finding for finding in diagnose(relations, files) if finding.severity is not Severity.ROUNDING]
    return with_ids(sorted(found_across, key=lambda finding: (finding.report, finding.figures)))


def _end_of(report: ReportFigures) -> str:
    return report.period.rpartition("/")[2][:10].ljust(10, "9")


def _tables_of(report: ReportFigures) -> dict[str, dict[Meaning, Figure]]:
    """What each table tells once, or several times alike; sentences by their section, and the whole association's lines."""
    tables: dict[str, dict[Meaning, Figure]] = {}
    twice: set[tuple[str, Meaning]] = set()
    for figure in report.figures:
        for name, meaning in _meanings_of(figure):
            if tables.setdefault(name, {}).setdefault(meaning, figure).value != figure.value:
                twice.add((name, meaning))
    for name, meaning in twice:
        del tables[name][meaning]
    return tables


def _meanings_of(figure: Figure) -> Iterator[tuple[str, Meaning]]:
    """What a figure tells, in words that another year's report has too; nothing where that is in doubt."""
    time = time_of(figure)
    is_rough = any(flag.startswith("approximate") for flag in figure.flags)
    if time is None or is_rough or is_doubtful(figure) or figure.scenario is Scenario.DEVIATION:
        return
    unit = "pengar" if figure.unit in MONEY_UNITS else figure.unit
    # where years head the rows, the column names the fact
    parts = [fold_label(" ".join(_BRACKETS.sub(" ", part).split())) for part in figure.row.split(" › ")]
    row = next((part for part in reversed(parts) if not is_period(part)), "")
    if figure.table is None:
        section = _words_of(figure.locator.section.rpartition(" › ")[2])
        if len(row.split()) >= _MIN_WORDS and not _is_assumed(figure):
            yield f"text {section}", (row, time, figure.scenario, "", unit)
        return
    sense = _EVERYBODY.sub("", column_sense(figure.column))
    if row or sense:
        yield f"{figure.table} {figure.locator.section}", (row, time, figure.scenario, sense, unit)
    if figure.concept in _OF_THE_WHOLE and figure.scenario is Scenario.OUTCOME and not sense and not _is_assumed(figure):
        yield _WHOLE, (str(figure.concept), time, figure.scenario, "", figure.unit)


def _is_assumed(figure: Figure) -> bool:
    return any(flag.startswith("period-") for flag in figure.flags)


def _words_of(title: str) -> str:
    return " ".join(_TITLE_NOISE.sub(" ", fold(title)).split())


def _restated(
    later: Mapping[str, Mapping[Meaning, Figure]], earlier: Mapping[str, Mapping[Meaning, Figure]], title: str
) -> Iterator[Relation]:
    """The relations of a report's facts to those of an earlier one, table by table."""
    for name, said in later.items():
        for other, known in earlier.items():
            if name != other and (_stands_alone(name) or _stands_alone(other)):
                continue
            made = [
                relation for meaning in said if meaning in known and (relation := _same(said[meaning], known[meaning], title))
            ]
            agreeing = [r for r in made if r.holds and abs(r.stated.value) >= _MEANS_LITTLE]
            broken = [relation for relation in made if not relation.holds]
            if name == _WHOLE or len({r.stated.row for r in agreeing}) >= max(_MIN_AGREEING, _MOST * len(broken)):
                yield from made


def _stands_alone(name: str) -> bool:
    """Whether what has this name is only compared with what has the same name."""
    return name == _WHOLE or name.startswith("text ")


def _same(later: Figure, earlier: Figure, title: str) -> Relation | None:
    """The later figure as what the earlier one says; None for units of two kinds."""
    factor = factor_to(later.unit, earlier)
    if factor is None:
        return None
    # one report may print a whole side, or its costs, with a minus, the next without
    is_side = (SIDE_PRINTED_NEGATIVE in later.flags) != (SIDE_PRINTED_NEGATIVE in earlier.flags)
    slack = Decimal(0) if is_counted(later.unit) else max(step_of(later), step_of(earlier) * factor)
    term = Term(earlier, -factor if is_side else factor)
    words = f"samma uppgift i {title}"
    return Relation(FindingKind.CONTRADICTION, later, (term,), words, Certainty.CERTAIN, slack)
