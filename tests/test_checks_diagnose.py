"""Broken relations become findings: one for each cause, the blame where most speaks for it."""

from __future__ import annotations

from decimal import Decimal

from ingest.checks.diagnose import diagnose
from ingest.checks.relation import Relation, Term
from ingest.domain import Certainty, Figure, Finding, FindingKind, Locator, Scenario, Severity


def figure(name: str, value: str, unit: str = "kr", column: str = "2023", table: str = "Resultaträkning") -> Figure:
    line = sum(map(ord, name + column)) % 900 + 1
    place = Locator(section="2 Resultaträkning", lines=(line, line))
    quote = f"{name} | {value}"
    return Figure(
        f"r:{name}{column}{table}", table, name, column, Decimal(value), unit, value, "2023", Scenario.OUTCOME, None, quote, place
    )


def total(stated: Figure, *terms: Figure, kind: FindingKind = FindingKind.SUM) -> Relation:
    return Relation(kind, stated, tuple(Term(term) for term in terms), "summan av raderna ovanför")


def findings(*relations: Relation) -> tuple[Finding, ...]:
    return diagnose(relations, {"r": "r.txt"})


def test_a_total_that_is_not_the_sum_of_its_parts_is_stated_with_what_they_make() -> None:
    (found,) = findings(total(figure("Summa", "150"), figure("Lön", "70"), figure("Hyra", "60")))
    assert (found.stated, found.computed, found.difference) == (Decimal(150), Decimal(130), Decimal(20))
    assert found.expression == "70 + 60"
    assert found.what == "Summa i Resultaträkning 2023 anges till 150 kr, men summan av raderna ovanför ger 130 kr."


def test_a_sum_that_holds_makes_no_finding() -> None:
    assert not findings(total(figure("Summa", "130"), figure("Lön", "70"), figure("Hyra", "60")))


def test_one_krona_for_each_addend_is_rounding() -> None:
    (found,) = findings(total(figure("Summa", "132"), figure("Lön", "70"), figure("Hyra", "60")))
    assert found.severity is Severity.ROUNDING


def test_people_are_never_rounded() -> None:
    women, men = figure("kvinnor", "53", "antal"), figure("män", "43", "antal")
    (found,) = findings(total(figure("deltagare", "95", "antal"), women, men, kind=FindingKind.SEX_SPLIT))
    assert found.severity is Severity.MATERIAL


def test_a_part_that_is_wrong_in_two_sums_is_one_finding_with_a_consequence() -> None:
    wrong = figure("Hyra", "6000")
    by_column = total(figure("Summa", "1300"), figure("Lön", "700"), wrong)
    by_row = total(figure("Hela året", "1000", column="år"), wrong, figure("Andra halvåret", "400"))
    (found,) = findings(by_column, by_row)
    assert (found.stated, found.computed) == (Decimal(6000), Decimal(600))
    assert found.cause == "en nolla för mycket"
    assert len(found.consequences) == 1


def test_what_another_relation_confirms_is_not_blamed() -> None:
    result = figure("Resultat", "100")
    broken = total(result, figure("Intäkt", "500"), figure("Kostnad", "-4000"))
    holding = total(figure("Eget kapital", "300"), figure("Ingående", "200"), result)
    (found,) = findings(broken, holding)
    assert (found.stated, found.computed, found.cause) == (Decimal(-4000), Decimal(-400), "en nolla för mycket")


def test_where_any_of_several_parts_may_be_wrong_only_the_whole_is_spoken_of() -> None:
    result = figure("Summa", "1000")
    broken = total(result, figure("A", "311"), figure("B", "322"), figure("C", "333"))
    confirmed = [total(figure(f"Rad {n}", f"{n}000"), result, figure(f"Rest {n}", f"{n - 1}000")) for n in (2, 3)]
    (found,) = findings(broken, *confirmed)
    assert (found.stated, found.computed) == (Decimal(1000), Decimal(966))


def test_a_total_printed_twice_in_a_table_is_wrong_in_both_prints_at_once() -> None:
    net, result = figure("Nettokostnad", "-38954"), figure("Verksamhetens resultat", "-38954")
    after = total(figure("Årets resultat", "-38774"), result, figure("Ränta", "-180"))
    (found,) = findings(total(net, figure("Intäkt", "500000"), figure("Kostnad", "-538594")), total(result, net), after)
    assert (found.computed, found.cause) == (Decimal(-38594), "siffror omkastade")


def test_a_slip_that_the_total_carries_is_a_consequence() -> None:
    wrong, whole = figure("Lokaler", "40807", column="Differens"), figure("Totalt", "50807", column="Differens")
    column = total(whole, wrong, figure("Övrigt", "10000", column="Differens"))
    row = total(wrong, figure("Lokaler", "62100", column="Budget"), figure("Lokaler", "-11293", column="Utfall"))
    last = total(whole, figure("Totalt", "72100", column="Budget"), figure("Totalt", "-11293", column="Utfall"))
    (found,) = findings(column, row, last)
    assert (found.stated, found.computed) == (Decimal(40807), Decimal(50807))
    assert len(found.consequences) == 1


def test_a_flipped_sign_is_a_sign_error() -> None:
    (found,) = findings(total(figure("Resultat", "800"), figure("Intäkt", "11157"), figure("Kostnad", "-11957")))
    assert (found.kind, found.cause) == (FindingKind.SIGN, "fel tecken")


def test_thousands_and_kronor_agree_when_they_round_to_each_other() -> None:
    in_thousands, exact = figure("Intäkter", "10281", "tkr", table="Översikt"), figure("Intäkter", "10280547")
    same = Relation(FindingKind.CONTRADICTION, in_thousands, (Term(exact, Decimal("0.001")),), "samma uppgift", Certainty.CERTAIN)
    assert not findings(same)


def test_a_fact_stated_twice_puts_both_prints_in_doubt() -> None:
    one, other = figure("Resultat", "462600"), figure("Resultat", "487600", table="Översikt")
    relation = Relation(FindingKind.CONTRADICTION, one, (Term(other),), "samma uppgift i avsnittet Översikt")
    (found,) = findings(relation)
    assert found.figures == (one.key, other.key)
    assert found.expression == ""
