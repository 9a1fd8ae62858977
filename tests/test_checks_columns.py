"""Columns of one row, and percentages inside one table: signs are found, rounding is rounding."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from ingest.checks.columns import row_relations
from ingest.checks.percentages import percent_relations, share_findings
from ingest.checks.relation import Relation
from ingest.checks.sheets import Sheet, lay_out
from ingest.domain import Finding, FindingKind, Severity
from ingest.read import read
from ingest.settings import Settings
from tests.hand_tables import figures_of, table

REPORTS = Path(__file__).parent.parent / "reports"
INVENTED = Path(__file__).parent / "reports" / "invented"
THREE = ("Budget 2022", "Utfall 2022", "Differens")


def sheets_of(columns: Sequence[str], *rows: Sequence[str], title: str = "Budget och utfall (kr)") -> tuple[Sheet, ...]:
    made = table(title, columns, *rows)
    return lay_out((made,), figures_of(made))


def broken(relations: Sequence[Relation]) -> list[tuple[str, Decimal, Decimal]]:
    return [(r.stated.row, r.stated.value, r.expected) for r in relations if not r.holds]


def shares_in(path: Path) -> list[Finding]:
    report = read(path, Settings())
    return list(share_findings(lay_out(report.tables, report.figures), report))


def test_a_result_row_may_turn_the_sign_that_positive_costs_have() -> None:
    rows = (
        ("Hyra", "100 000", "90 000", "10 000"),
        ("Löner", "500 000", "520 000", "-20 000"),
        ("Resultat", "-50 000", "40 000", "90 000"),
    )
    relations = list(row_relations(sheets_of(THREE, *rows)))
    assert len(relations) == 3
    assert broken(relations) == []


def test_a_deviation_with_a_wrong_digit_is_found() -> None:
    rows = (
        ("Hyra", "100 000", "90 000", "10 000"),
        ("Löner", "500 000", "520 000", "-20 000"),
        ("Resor", "50 000", "11 000", "29 000"),
    )
    assert broken(list(row_relations(sheets_of(THREE, *rows)))) == [("Resor", Decimal(29000), Decimal(39000))]


def test_a_deviation_whose_sign_no_other_cost_has_is_found() -> None:
    rows = (
        ("Hyra", "100 000", "90 000", "10 000"),
        ("Löner", "500 000", "520 000", "-20 000"),
        ("Resor", "50 000", "11 000", "-39 000"),
    )
    assert broken(list(row_relations(sheets_of(THREE, *rows)))) == [("Resor", Decimal(-39000), Decimal(39000))]


def test_women_and_men_make_the_total_of_their_year() -> None:
    rows = (("Verkstan", "12", "11", "23"), ("Kompassen", "20", "31", "51"), ("Spåret", "8", "9", "16"))
    relations = list(row_relations(sheets_of(("Kvinnor", "Män", "Totalt"), *rows, title="Deltagare")))
    assert {r.kind for r in relations} == {FindingKind.SEX_SPLIT}
    assert broken(relations) == [("Spåret", Decimal(16), Decimal(17))]


def test_quarters_make_the_year() -> None:
    rows = (
        ("Hyra", "100", "110", "120", "130", "460"),
        ("Lön", "900", "910", "920", "930", "3 660"),
        ("Resor", "10", "20", "30", "40", "110"),
    )
    relations = list(row_relations(sheets_of(("Kv 1", "Kv 2", "Kv 3", "Kv 4", "Helår"), *rows, title="Kostnader (kr)")))
    assert broken(relations) == [("Resor", Decimal(110), Decimal(100))]


def test_percentages_that_make_99_are_rounded_and_those_that_make_90_are_not() -> None:
    rows = (("Arbete", "33%", "30%"), ("Studier", "33%", "30%"), ("Rehab", "33%", "30%"), ("Totalt", "100%", "100%"))
    relations = list(percent_relations(sheets_of(("2022", "2021"), *rows, title="Avslut")))
    assert broken(relations) == [("Totalt", Decimal(100), Decimal(90))]


def test_a_share_that_its_amount_does_not_give_is_found_and_a_rounded_one_is_not() -> None:
    (finding,) = shares_in(REPORTS / "finsam-degerfors-karlskoga_arsredovisning_2021.txt")
    assert (finding.kind, finding.stated, finding.computed, finding.severity) == (
        FindingKind.SHARE,
        Decimal(18),
        Decimal(19),
        Severity.MINOR,
    )


def test_shares_that_follow_from_their_amounts_are_left_alone() -> None:
    assert [f for path in sorted(INVENTED.glob("*.txt")) for f in shares_in(path)] == []


def test_a_difference_known_to_be_wrong_in_a_note_is_found() -> None:
    report = read(REPORTS / "finsam-lekeberg-orebro_delarsredovisning_2021-06.txt", Settings())
    found = broken(list(row_relations(lay_out(report.tables, report.figures))))
    assert (Decimal(40807), Decimal(50807)) in [(stated, expected) for _, stated, expected in found]


def test_a_total_that_is_not_a_hundred_though_its_parts_are_is_found() -> None:
    parts = (("Arbete", "61 %"), ("Studier", "24 %"), ("Annat", "15 %"))
    assert not broken(list(percent_relations(sheets_of(("Andel",), *parts, ("Totalt", "100 %")))))
    assert broken(list(percent_relations(sheets_of(("Andel",), *parts, ("Totalt", "110 %"))))) == [
        ("Totalt", Decimal(110), Decimal(100))
    ]


def test_one_of_several_changes_between_an_opening_and_a_closing_balance_is_not_their_difference() -> None:
    columns = ("Belopp vid årets ingång", "Disposition", "Förändring under året", "Belopp vid årets utgång")
    rows = (
        ("Insatser", "5 000", "0", "0", "5 000"),
        ("Fond", "2 000", "0", "800", "2 800"),
        ("Balanserat resultat", "-3 000", "-400", "-800", "-4 200"),
        ("Årets resultat", "-400", "400", "-700", "-700"),
    )
    assert broken(list(row_relations(sheets_of(columns, *rows, title="Förändringar i eget kapital (kr)")))) == []
