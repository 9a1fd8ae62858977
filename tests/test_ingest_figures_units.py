"""In which unit a printed number is: by its row, its column, its table, and by the report's other tables."""

from __future__ import annotations

import pytest

from ingest.domain import Table
from tests.hand_tables import figures_of, one_figure, table


def units(*tables: Table) -> list[str]:
    """The units of the last table's figures, in order."""
    return [f.unit for f in figures_of(*tables) if f.table == tables[-1].title]


def units_and_flags(*tables: Table) -> set[tuple[str, tuple[str, ...]]]:
    return {(f.unit, f.flags) for f in figures_of(*tables) if f.table == tables[-1].title}


@pytest.mark.parametrize(
    ("label", "text", "unit"),
    [
        ("Bemanning", "4,5 årsarbetare", "årsarbetare"),
        ("Kötid", "33 dagar", "dagar"),
        ("Träffar", "12 personer", "antal"),
        ("Nöjdhet (%)", "85", "%"),
        ("Antal timmar", "120", "timmar"),
        ("Antal sjukdagar", "12", "dagar"),
        ("Inskrivningstid (månader)", "9,4", "månader"),
        ("Genomsnittlig ålder", "34", "år"),
        ("Antal tjänster", "2", "årsarbetare"),
        ("Nöjd-medarbetar-index", "78", "poäng"),
        ("Andel i arbete, %", "48", "%"),
        ("Kostnad per deltagare och månad", "2 300", "kr"),
        ("Kostnad/deltagare", "14 000", "kr"),
        ("Eget kapital, tkr", "1 230", "tkr"),
        ("Resultat (Mkr)", "-0,3", "mnkr"),
    ],
)
def test_the_word_beside_a_number_or_its_row_names_the_unit(label: str, text: str, unit: str) -> None:
    assert one_figure(label, "2022", text).unit == unit


def test_a_table_in_thousands_keeps_its_rows_of_shares_heads_and_posts() -> None:
    overview = table(
        "Femårsöversikt",
        ("2022",),
        ("Intäkter", "5 262"),
        ("Något eget", "41"),
        ("Soliditet", "54"),
        ("Deltagare", "214"),
        ("varav kvinnor", "126"),
        ("Årsarbetare", "2,5"),
        unit="tkr",
    )
    assert units(overview) == ["tkr", "tkr", "%", "antal", "antal", "årsarbetare"]


@pytest.mark.parametrize(
    "money",
    [
        table("Insatser", ("Budget 2022", "Utfall 2022"), ("Steget", "600", "640")),
        table("Kassafl6desanalys", ("2022",), ("Justering för annat", "13 680")),
        table("Not 4. Övrigt", ("2022",), ("Porto", "41")),
        table("Finansierade insatser, kostnad och andel", ("2022",), ("Steget", "2 162 940 (55%)")),
        table("Poster", ("2022",), ("Personalkostnader", "-812"), ("Lokalkostnader", "-74"), ("Porto", "-4")),
        table("Övrigt", ("Belopp",), ("Alfa", "12")),
    ],
    ids=lambda t: t.title,
)
def test_a_money_table_is_money_in_every_row(money: Table) -> None:
    assert set(units(money)) - {"%"} == {"kr"}


@pytest.mark.parametrize(
    "counts",
    [
        table("Antal deltagare per insats", ("Budget 2022", "Utfall 2022"), ("Steget", "60", "64")),
        table("Antal ärenden per område", ("2022",), ("Administration", "12"), ("Personal", "2")),
        table("Försörjning vid start", ("2022",), ("Bidrag", "1 500"), ("Sjukpenning", "2 000")),
        table("Not 10 Medelantal anställda", ("2022",), ("Kvinnor", "1"), ("Män", "1")),
        table("Insatser", ("Kvinnor", "Män"), ("Steget", "40", "20")),
    ],
    ids=lambda t: t.title,
)
def test_a_table_that_counts_counts_in_every_row(counts: Table) -> None:
    assert {(f.unit, f.concept) for f in figures_of(counts)} == {("antal", None)}


def test_each_column_has_its_own_unit_where_the_columns_are_about_different_things() -> None:
    activities = table(
        "Insatser 2022", ("Deltagare", "Budget", "Kr/deltagare", "Andel"), ("Steget", "60", "2 900 000", "48 333", "44,0 %")
    )
    assert units(activities) == ["antal", "kr", "kr", "%"]


def test_a_column_of_shares_that_holds_amounts_is_no_column_of_shares() -> None:
    assert units(table("Medlemsbidrag", ("Kommunens andel",), ("2022", "520 000"))) == ["kr"]


def test_a_part_of_one_is_no_per_cent() -> None:
    assert units(table("Fördelning", ("Andel",), ("Granby", "0,40"), ("Ekby", "0,60"))) == ["andel", "andel"]


def test_a_fact_box_with_an_amount_counts_where_its_row_names_no_money() -> None:
    box = table(
        "Steget",
        ("",),
        ("Syfte", "Att ge stöd till unga vuxna"),
        ("Budget", "400 tkr"),
        ("Rådgivningar", "93"),
        ("Utfall", "388"),
    )
    assert units(box) == ["tkr", "antal", "tkr"]


@pytest.mark.parametrize("title", ["Enkät, medelvärde på en skala 1-10", "Nöjdhet, snittbetyg"])
def test_means_on_a_scale_are_points(title: str) -> None:
    assert units(table(title, ("Kvinnor", "Män"), ("Bemötande", "8,2", "8,4"), ("Inflytande", "7", "7,4"))) == ["poäng"] * 4


def test_small_decimals_under_posts_are_full_time_posts() -> None:
    staff = table("Bemanning", ("",), ("Granby kommun", "1,75"), ("Regionen", "0,80"), ("Summa tjänster", "2,55"))
    assert units(staff) == ["årsarbetare"] * 3


def test_a_count_with_decimals_that_nothing_explains_is_flagged() -> None:
    assert units_and_flags(table("Alfa", ("2022",), ("Beta", "12,5"))) == {("antal", ("unit-assumed",))}


# --- the report's other tables ---------------------------------------------------------------------------------------

IN_THOUSANDS = table("Resultaträkning (tkr)", ("2022",), ("Personalkostnader", "-812"), ("Köpta tjänster", "-2 015"), unit="tkr")
IN_KRONOR = table(
    "Resultaträkning", ("2022",), ("Verksamhetens intäkter", "5 262 118"), ("Årets resultat", "-324 118"), unit="kr"
)
UNSAID = table("Not 2 Övrigt", ("2022",), ("Porto", "-41"), ("Kaffe", "-17"))


def test_a_note_whose_sum_stands_in_thousands_in_the_statement_is_in_thousands() -> None:
    note = table("Not 1 Personalkostnader", ("2022",), ("Löner", "-590"), ("Pensioner", "-222"), ("Summa", "-812"))
    ((unit, (flag,)),) = units_and_flags(IN_THOUSANDS, note)
    assert (unit, flag.startswith("unit-inferred")) == ("tkr", True)


def test_amounts_a_thousand_times_the_statement_s_are_kronor_without_a_flag() -> None:
    note = table("Not 3 Insatser", ("2022",), ("Köpta tjänster", "-2 015 300"), ("Porto", "-1 400"))
    assert units_and_flags(IN_THOUSANDS, note) == {("kr", ())}


def test_a_table_that_states_nothing_has_the_unit_of_the_report_s_tables_and_a_flag_where_that_is_thousands() -> None:
    assert units_and_flags(IN_THOUSANDS, UNSAID) == {("tkr", ("unit-assumed",))}


def test_a_table_that_states_nothing_is_in_kronor_where_most_tables_state_kronor() -> None:
    balance = table("Balansräkning (kr)", ("2022-12-31",), ("Fordringar", "310 200"), unit="kr")
    assert units_and_flags(IN_THOUSANDS, IN_KRONOR, balance, UNSAID) == {("kr", ())}


def test_kronor_are_flagged_where_as_many_tables_state_thousands() -> None:
    rent = table("Hyra", ("2022",), ("Hyra", "9 200 kr"))
    assert units_and_flags(IN_THOUSANDS, rent, UNSAID) == {("kr", ("unit-assumed",))}


def test_a_report_that_states_no_unit_is_in_kronor_where_its_amounts_can_be_nothing_else() -> None:
    assert units_and_flags(table("Resultaträkning", ("2022",), ("Köpta tjänster", "-2 015 300")), UNSAID) == {("kr", ())}


def test_a_report_that_states_no_unit_is_in_thousands_where_its_totals_are_too_small_for_kronor() -> None:
    statement = table("Resultaträkning", ("2022",), ("Verksamhetens intäkter", "5 262"), ("Årets resultat", "-324"))
    assert units_and_flags(statement) == units_and_flags(statement, UNSAID) == {("tkr", ("unit-assumed",))}


def test_a_report_wholly_in_thousands_contradicts_no_header_of_its_own() -> None:
    overview = table("Översikt", ("2022",), ("Personalkostnader", "-812"), ("Köpta tjänster", "-2 015"))
    assert units_and_flags(overview, IN_THOUSANDS) == {("tkr", ())}


def test_a_header_in_thousands_over_amounts_to_the_krona_is_overruled() -> None:
    wrong = table(
        "Driftredovisning", ("Utfall 2022",), ("Verksamhetens intäkter", "5 262 118"), ("Årets resultat", "-324 118"), unit="tkr"
    )
    assert units_and_flags(IN_KRONOR, wrong) == {("kr", ("unit-contradiction: header says tkr",))}


def test_a_header_in_kronor_over_the_same_amounts_in_thousands_is_overruled() -> None:
    wrong = table("Översikt", ("2022",), ("Verksamhetens intäkter", "5 262"), ("Årets resultat", "-324"), unit="kr")
    assert units_and_flags(IN_KRONOR, wrong) == {("tkr", ("unit-contradiction: header says kr",))}


def test_one_amount_in_kronor_tells_that_a_statement_without_a_unit_is_in_thousands() -> None:
    proof = table("Balanskravsutredning", ("2022",), ("Årets resultat", "-324 118 kr"))
    statement = table("Resultaträkning", ("2022",), ("Verksamhetens intäkter", "5 262"), ("Årets resultat", "-324"))
    assert {unit for unit, _ in units_and_flags(proof, statement)} == {"tkr"}


def test_millions_with_one_decimal_are_told_by_the_same_rows_in_kronor() -> None:
    assert units(IN_KRONOR, table("Översikt", ("2022",), ("Verksamhetens intäkter", "5,3"), ("Årets resultat", "-0,32"))) == [
        "mnkr",
        "mnkr",
    ]


def test_a_cost_for_each_participant_is_in_kronor_in_a_table_in_thousands() -> None:
    overview = table("Nyckeltal", ("2022",), ("Kostnad per deltagare", "15 400"), unit="tkr")
    assert units_and_flags(overview) == {("kr", ("unit-contradiction: header says tkr",))}


def test_a_unit_that_a_heading_states_for_amounts_is_that_of_money_tables_only() -> None:
    costs = table("Kostnader per insats", ("2022",), ("Steget", "600"), amounts_unit="tkr")
    heads = table("Deltagare per insats", ("2022",), ("Steget", "60"), amounts_unit="tkr")
    assert (units(costs), units(heads)) == (["tkr"], ["antal"])


def test_a_percentage_in_a_label_is_no_unit_among_amounts() -> None:
    sheet = table(
        "Budget för kansliet (tkr)",
        ("2025", "2026"),
        ("Förbundschef", "745", "765"),
        ("Processledare 50 %", "335", "345"),
        unit="tkr",
    )

    assert {figure.unit for figure in figures_of(sheet)} == {"tkr"}
