"""The accounts against each other: what breaks a relation of the data is found, and a difference of scope is not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ingest.checks.accounts import account_relations
from ingest.checks.diagnose import diagnose
from ingest.checks.facts import facts_of
from ingest.checks.rules import load_rules, parse_rules
from ingest.checks.sheets import lay_out
from ingest.domain import Finding, Report, Severity
from ingest.errors import UsageError
from ingest.lexicon import load_concepts
from ingest.read import read
from ingest.settings import Settings
from tests.accounts_report import report_with

INVENTED = Path(__file__).parent / "reports" / "invented"


def found_in(report: Report) -> list[Finding]:
    """The findings above rounding."""
    relations = account_relations(report, lay_out(report.tables, report.figures))
    return [f for f in diagnose(relations, {report.id: "r.txt"}) if f.severity is not Severity.ROUNDING]


def stated(findings: list[Finding]) -> list[tuple[Decimal | None, Decimal | None]]:
    return [(finding.stated, finding.computed) for finding in findings]


def test_right_accounts_are_left_alone_and_many_relations_hold(tmp_path: Path) -> None:
    report = report_with(tmp_path)
    relations = list(account_relations(report, lay_out(report.tables, report.figures)))

    assert [relation for relation in relations if not relation.holds] == []
    assert len(relations) > 30


@pytest.mark.parametrize(
    ("old", "new", "wrong", "right"),
    [
        ("Verksamhetens resultat\t\t112 000", "Verksamhetens resultat\t\t121 000", 121_000, 112_000),
        ("Verksamhetens kostnader\t2\t-4 876 000", "Verksamhetens kostnader\t2\t-4 867 000", -4_867_000, -4_876_000),
        (
            "Kassaflöde för den löpande verksamheten\t-80 000",
            "Kassaflöde för den löpande verksamheten\t-202 000",
            -202_000,
            -80_000,
        ),
        ("Ökning/minskning kortfristiga skulder\t-190 000", "Ökning/minskning kortfristiga skulder\t190 000", 190_000, -190_000),
        ("Likvida medel vid årets slut\t1 500 000", "Likvida medel vid årets slut\t1 600 000", 1_600_000, 1_500_000),
        ("Ingående eget kapital\t\t990 000", "Ingående eget kapital\t\t980 000", 980_000, 990_000),
        ("Årets resultat blev 110 000 kr", "Årets resultat blev 101 000 kr", 101_000, 110_000),
    ],
)
def test_one_wrong_number_gives_one_finding_with_what_should_stand_there(
    tmp_path: Path, old: str, new: str, wrong: int, right: int
) -> None:
    assert stated(found_in(report_with(tmp_path, (old, new)))) == [(Decimal(wrong), Decimal(right))]


def test_the_total_of_the_assets_is_what_the_other_side_adds_up_to(tmp_path: Path) -> None:
    findings = found_in(
        report_with(tmp_path, ("Summa eget kapital och skulder\t\t1 900 000", "Summa eget kapital och skulder\t\t1 920 000"))
    )

    assert stated(findings) == [(Decimal(1_920_000), Decimal(1_900_000))]


def test_the_solidity_is_equity_over_the_balance_total(tmp_path: Path) -> None:
    findings = found_in(report_with(tmp_path, ("Soliditet\t58 %", "Soliditet\t85 %")))

    assert [(f.kind.value, f.stated) for f in findings] == [("andel", Decimal(85))]


def test_costs_with_depreciation_here_and_without_there_contradict_nothing(tmp_path: Path) -> None:
    report = report_with(tmp_path, ("4 890 000 kr\t4 850 000 kr", "4 888 000 kr\t4 848 000 kr"))

    assert found_in(report) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Årets resultat blev 110 000 kr, vilket är bättre än 2021 då resultatet var -50 000 kr.",
        "Helårsprognosen visade ett resultat på 80 000 kr.",
        "Jämfört med 2021 blev resultatet 160 000 kr bättre.",
        "Resultatet blev 65 tkr bättre än budget.",
    ],
)
def test_a_sentence_that_speaks_of_another_year_or_a_plan_contradicts_nothing(tmp_path: Path, sentence: str) -> None:
    assert found_in(report_with(tmp_path, ("Årets resultat blev 110 000 kr.", sentence))) == []


def test_a_subtotal_that_no_row_explains_is_left_alone_where_other_items_stand_between(tmp_path: Path) -> None:
    report = report_with(tmp_path, ("Avskrivningar\t\t-12 000\t-8 000", "Jämförelsestörande poster\t\t-12 000\t-8 000"))

    assert not [f for f in found_in(report) if "Verksamhetens resultat" in f.what]


def test_six_months_are_not_compared_with_a_year() -> None:
    report = read(INVENTED / "grasjo-hallnas_delarsrapport_2024-04.txt", Settings())
    relations = account_relations(report, lay_out(report.tables, report.figures))

    assert all(relation.holds for relation in relations)


def test_a_side_printed_negative_is_the_same_side() -> None:
    report = read(INVENTED / "havsbandet_delarsrapport_2023-08.txt", Settings())
    relations = [r for r in account_relations(report, lay_out(report.tables, report.figures)) if r.rule == "summa tillgångar"]

    assert len(relations) == 2
    assert all(relation.holds and relation.stated.value < 0 < relation.terms[0].figure.value for relation in relations)


def test_the_kind_of_a_table_is_known_by_its_title_its_lines_or_its_section(tmp_path: Path) -> None:
    report = report_with(tmp_path, ("3 Balansräkning", "3 Ställningen"))
    facts = facts_of(lay_out(report.tables, report.figures), load_rules())

    assert {"income", "balance", "cash", "operating", "overview", "note"} <= {fact.statement for fact in facts}


_INCOME = '[statements]\nincome = ["resultaträkning"]\n[[relation]]\nin = ["income"]\nrule = "x"\n'


@pytest.mark.parametrize(
    "text",
    [
        "odd = 1\n",
        _INCOME + 'stated = ["arets_resultat"]\n',
        _INCOME.replace('in = ["income"]', 'in = ["balance"]') + 'stated = ["arets_resultat"]\nterms = [["+ avskrivningar"]]\n',
        _INCOME + 'stated = ["nonsens"]\nterms = [["+ avskrivningar"]]\n',
        _INCOME + 'stated = ["arets_resultat"]\nterms = [["avskrivningar"]]\n',
        '[lines]\nny = ["Årets resultat"]\n',
    ],
)
def test_relations_that_cannot_be_meant_are_refused_when_loaded(text: str) -> None:
    with pytest.raises(UsageError, match=r"relations\.toml"):
        parse_rules(text, load_concepts())
