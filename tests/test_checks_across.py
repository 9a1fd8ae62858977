"""Reports of one association against each other: what a later report says of an earlier year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from ingest.checks.across import ReportFigures, check_across
from ingest.domain import Metadata
from ingest.figures import read_figures
from tests.hand_tables import ANNUAL, table

Rows = Sequence[Sequence[str]]
OVERVIEW: Rows = (
    ("Verksamhetens intäkter", "7 175 545", "7 078 387"),
    ("Verksamhetens kostnader", "7 214 319", "6 590 787"),
    ("Årets resultat", "-38 774", "487 600"),
    ("Medlemsbidrag", "5 574 000", "5 608 000"),
)


def report(name: str, years: tuple[str, ...], rows: Rows, title: str = "Översikt över utvecklingen (kr)") -> ReportFigures:
    made = table(title, years, *rows, unit="kr")
    year = int(years[0])
    metadata: Metadata = replace(
        ANNUAL, period_start=ANNUAL.period_start.replace(year=year), period_end=ANNUAL.period_end.replace(year=year)
    )
    return ReportFigures(name, f"{name}.txt", years[0], read_figures(name, (made,), metadata))


def next_year(**changed: str) -> Rows:
    """The overview a year later, with the year before as it was, but for the rows named."""
    new = ("5 990 036", "6 785 144", "-795 108", "5 560 000")
    return [(row[0], value, changed.get(row[0].split()[-1], row[1])) for row, value in zip(OVERVIEW, new, strict=True)]


def test_years_printed_again_as_they_were_give_no_finding() -> None:
    assert check_across([report("a", ("2021", "2020"), OVERVIEW), report("b", ("2022", "2021"), next_year())]) == ()


def test_a_year_printed_otherwise_is_a_contradiction_of_the_later_report() -> None:
    reports = [report("a", ("2021", "2020"), OVERVIEW), report("b", ("2022", "2021"), next_year(kostnader="7 241 319"))]
    (finding,) = check_across(reports)

    assert (finding.report, finding.kind.value, finding.stated, finding.computed) == (
        "b",
        "motsägelse",
        Decimal(7_241_319),
        Decimal(7_214_319),
    )
    assert [(place.report, place.source_file) for place in finding.places] == [("b", "b.txt"), ("a", "a.txt")]
    assert finding.period == "2021"
    assert finding.id.startswith("b:")


def test_the_order_of_the_reports_changes_nothing() -> None:
    reports = [
        report("c", ("2023", "2022"), (("Verksamhetens intäkter", "1", "5 990 036"), ("Årets resultat", "2", "-759 108"))),
        report("a", ("2021", "2020"), OVERVIEW),
        report("b", ("2022", "2021"), next_year(intäkter="7 157 545")),
    ]
    results = {check_across(ordered) for ordered in permutations(reports)}

    assert len(results) == 1
    assert {finding.report for finding in results.pop()} == {"b", "c"}


def test_a_table_that_agrees_in_nothing_is_counted_otherwise() -> None:
    other = [("Verksamhetens intäkter", "1 000", "2 000"), ("Verksamhetens kostnader", "3 000", "4 000")]

    assert check_across([report("a", ("2021", "2020"), OVERVIEW), report("b", ("2022", "2021"), other)]) == ()


def test_the_result_of_a_year_is_one_in_whatever_table_it_stands() -> None:
    later = report("b", ("2022", "2021"), [("Årets resultat", "-795 108", "-83 774")], title="Balanskravsresultat")
    (finding,) = check_across([report("a", ("2021", "2020"), OVERVIEW), later])

    assert (finding.report, finding.stated, finding.computed) == ("b", Decimal(-83_774), Decimal(-38_774))


def test_what_differs_by_rounding_is_not_told_again() -> None:
    reports = [report("a", ("2021", "2020"), OVERVIEW), report("b", ("2022", "2021"), next_year(intäkter="7 175 546"))]

    assert check_across(reports) == ()


def test_the_one_report_that_differs_from_two_others_is_the_one_in_doubt() -> None:
    reports = [
        report("a", ("2021", "2020"), OVERVIEW),
        report("b", ("2022", "2021"), next_year(kostnader="7 214 999")),
        report("c", ("2022", "2021"), next_year()),
    ]
    (finding,) = check_across(reports)

    assert (finding.report, finding.stated, finding.computed) == ("b", Decimal(7_214_999), Decimal(7_214_319))
    assert finding.places[0].report == "b"
    (before,) = check_across(reports[:2])
    assert finding.id == before.id
