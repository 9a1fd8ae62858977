"""Figures that running text states: what is counted or measured, when, and what is left out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.domain import (
    Document,
    Figure,
    Line,
    Locator,
    Metadata,
    Passage,
    Report,
    ReportKind,
    Scenario,
    TextUnit,
    UnitKind,
)
from ingest.read import find_files, read
from ingest.settings import Settings
from ingest.statements import read_statements

INTERIM = "2021-01-01/2021-08-31"


def _metadata(period: str, kind: ReportKind = ReportKind.ANNUAL_REPORT) -> Metadata:
    start, _, end = period.partition("/")
    first, last = (start, end) if end else (f"{start}-01-01", f"{start}-12-31")
    return Metadata("Finsam Norrdal", None, kind, "Rapport", date.fromisoformat(first), date.fromisoformat(last))


def _stated(*lines: str, period: str = "2023", kind: ReportKind = ReportKind.ANNUAL_REPORT) -> tuple[Figure, ...]:
    """The statements of a paragraph, a sentence a line."""
    numbered = tuple(Line(number, text) for number, text in enumerate(lines, 1))
    units = tuple(
        TextUnit(line.text, UnitKind.SENTENCE, Locator("1 Verksamheten", None, None, (line.number,) * 2)) for line in numbered
    )
    document = Document("rapport.txt", "", "utf-8", numbered, 0)
    passage = Passage("r:p0", "", "\n".join(lines), units, Locator())
    return read_statements("r", document, (passage,), _metadata(period, kind))


def _rows(*lines: str, period: str = "2023") -> list[tuple[str, str, str]]:
    return [(f.row, str(f.value), f.unit) for f in _stated(*lines, period=period)]


def _times(*lines: str, period: str = "2023") -> dict[str, str | None]:
    return {str(f.value): f.period for f in _stated(*lines, period=period)}


def test_a_count_its_parts_and_the_year_before_are_told_apart() -> None:
    text = (
        "Totalt har 183 deltagare varit inskrivna under hela 2023 fördelat på 114 kvinnor/ 69 män."
        " (2022 - 255 individer 147 kvinnor /108 män)"
    )

    assert [(f.row, f.value, f.unit, f.period) for f in _stated(text)] == [
        ("deltagare", Decimal(183), "antal", "2023"),
        ("deltagare › kvinnor", Decimal(114), "antal", "2023"),
        ("deltagare › män", Decimal(69), "antal", "2023"),
        ("individer", Decimal(255), "antal", "2022"),
        ("individer › kvinnor", Decimal(147), "antal", "2022"),
        ("individer › män", Decimal(108), "antal", "2022"),
    ]


def test_a_statement_has_no_table_and_its_sentence_as_print_and_quote() -> None:
    text = "Under året har 41 ungdomar påbörjat insatsen."

    (figure,) = _stated(text)

    assert (figure.table, figure.column, figure.raw, figure.quote) == (None, "", text, text)
    assert (figure.key, figure.locator.lines, figure.locator.section) == ("r:s0", (1, 1), "1 Verksamheten")


@pytest.mark.parametrize(
    ("text", "row", "value", "unit"),
    [
        ("Resultatet blev -12 774 kr.", "Resultatet", "-12774", "kr"),
        ("Resultatet blev **-12 774 kr**", "Resultatet", "-12774", "kr"),
        ("Resultatet blev − 12 774 kr.", "Resultatet", "-12774", "kr"),
        ("Föreningen fick ett bidrag om 1,2 miljoner kronor.", "bidrag", "1.2", "mnkr"),
        ("Under våren uppgick kostnaderna för lokaler till 45 tkr.", "kostnaderna för lokaler", "45", "tkr"),
        ("Hyran är 12 500:-.", "Hyran", "12500", "kr"),
        ("Kostnaden per deltagare var i genomsnitt 18 500 kr.", "Kostnaden per deltagare", "18500", "kr"),
        ("Staten bidrar med 2 800 000 kr.", "Staten bidrar", "2800000", "kr"),
        ("Styrelsen beslutade att anslå 310 000 kr för kansliet.", "anslå för kansliet", "310000", "kr"),
        ("280 miljoner kronor har avsatts för samverkan.", "har avsatts för samverkan", "280", "mnkr"),
    ],
)
def test_an_amount_is_what_its_subject_or_its_noun_says(text: str, row: str, value: str, unit: str) -> None:
    assert _rows(text) == [(row, value, unit)]


@pytest.mark.parametrize(
    ("text", "row", "value"),
    [
        ("62 % av deltagarna har gått vidare till arbete.", "deltagarna har gått vidare till arbete", "62"),
        ("Endast 17% tycker att tiden räcker.", "tycker att tiden räcker", "17"),
        ("Av samtliga svarande är 92% nöjda med stödet.", "svarande › nöjda med stödet", "92"),
        ("Kvinnor är nöjda till 93%.", "Kvinnor är nöjda", "93"),
        ("Samordnaren har en tjänst på 80 procent.", "tjänst", "80"),
        ("De flesta går vidare till studier (44 %) efter insatsen.", "flesta går vidare till studier", "44"),
        ("Soliditeten uppgick vid årets slut till 78,4 %.", "Soliditeten", "78.4"),
        ("Enkäten nådde alla (svarsfrekvens 62 %).", "svarsfrekvens", "62"),
    ],
)
def test_a_percentage_is_of_whom_and_what_is_told_of_them(text: str, row: str, value: str) -> None:
    assert _rows(text) == [(row, value, "%")]


def test_what_is_told_of_several_parts_is_told_of_each() -> None:
    assert _rows("100% av styrelsen och 66% av beredningen upplever att stödet når fram.") == [
        ("styrelsen upplever att stödet når fram", "100", "%"),
        ("beredningen upplever att stödet når fram", "66", "%"),
    ]


def test_a_count_without_its_noun_is_what_is_told_of_it() -> None:
    assert _rows("27 har remitterats från Norrdal, 12 från Sunnerby och 9 från Åsele.") == [
        ("har remitterats från Norrdal", "27", "antal"),
        ("har remitterats från Sunnerby", "12", "antal"),
        ("har remitterats från Åsele", "9", "antal"),
    ]


def test_equal_counts_are_told_apart_by_what_follows_them() -> None:
    rows = _rows("Det var 275 personer som svarat, 231 personer från Norrdal och 44 personer från Sunnerby.")

    assert [row for row, _, _ in rows] == ["personer som svarat", "personer från Norrdal", "personer från Sunnerby"]


def test_a_number_in_words_counts_where_its_noun_is_known() -> None:
    assert _rows("Styrelsen har haft fyra sammanträden och två av dem digitalt.") == [("sammanträden", "4", "antal")]


def test_a_scan_without_its_swedish_letters_is_read_like_the_rest() -> None:
    text = "Till och med sista juni 2021 har forbundets kostnader uppgatt till 3 881 096 kr, och 22 % star i ko."

    assert [(f.row, f.value, f.period) for f in _stated(text, period="2021-01-01/2021-06-30")] == [
        ("forbundets kostnader", Decimal(3881096), "2021-01-01/2021-06-30"),
        ("star i ko", Decimal(22), "2021-01-01/2021-06-30"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Beslutet fattades den 12 maj 2023 och gäller från 2023-06-01.",
        "Förbundet bildades enligt lagen (2003:1210) om finansiell samordning, 7 § och 12 §.",
        "Mål 1 och delmål 3 följs upp i avsnitt 4.2, tabell 2 och not 7.",
        "Målgruppen är ungdomar 16-29 år och personer i åldern 30–64 år.",
        "Kansliet nås på telefon 010-123 45 67, organisationsnummer 222000-1234.",
        "Besöksadress: Storgatan 4, 692 80 Kumla.",
        "Mötet hålls kl. 13.00-15.30 vecka 46.",
        "Deltagarna skattar sin hälsa till 3,4 på en skala 0 – 10.",
        "9 av 10 deltagare är nöjda.",
        "Under Covid 19 ställdes mässan in.",
        "Det saknas 3 deltagare.",
        "Alla får ett möte inom 10 dagar.",
        "Insatsen 7steg och 2010-talets erfarenheter.",
        "Kommunen ligger vid 30-35 procent.",
        "Mellan 8 och 12 deltagare kom varje gång.",
        "Två eller tre personer får plats.",
        "Budget 3901 113 kr.",
        "Insatsmedel om 4 4 69 000 kr.",
        "En miljon invånare, 3 miljoner besökare.",
        "Tjänsterna köptes för 400 000 kr vardera.",
        "Andelen har varierat mellan 30% och som mest 48%.",
        "Norrdal 12 34 56 | 78",
        "FÖRBUNDETS MEDEL UPPGICK TILL 799 238 KR",
    ],
)
def test_what_points_dates_or_can_be_read_in_two_ways_states_nothing(text: str) -> None:
    assert _rows(text) == []


def test_two_values_for_one_measure_and_time_state_nothing() -> None:
    assert _rows("Hyran är 12 000 kr, hyran är 15 000 kr.") == []


def test_a_bracket_after_another_clause_is_about_that_clause() -> None:
    # the years' shares are of those who lack an education, not of those with a degree
    assert _rows("8% har examen, och lika stor andel saknar utbildning. (2021 – 21%, 2022 - 17%).") == [("har examen", "8", "%")]


def test_a_dash_between_a_year_and_a_number_is_no_minus() -> None:
    assert _rows("(Jämförelse 2020 -203 deltagare)") == [("deltagare", "203", "antal")]


@pytest.mark.parametrize(
    ("text", "hedge"),
    [("Drygt 300 personer deltog.", "Drygt"), ("Ett 70-tal personer deltog.", "tal"), ("Vi nådde över 40 företag.", "över")],
)
def test_what_softens_a_number_is_flagged(text: str, hedge: str) -> None:
    (figure,) = _stated(text)

    assert f"approximate: {hedge}" in figure.flags


@pytest.mark.parametrize(
    ("text", "scenario"),
    [
        ("75 % av deltagarna ska uppleva att stödet hjälper.", Scenario.TARGET),
        ("Mål: ca 200 personer har deltagit.", Scenario.TARGET),
        ("Vi når inte målet om 50 nya insatser.", Scenario.TARGET),
        ("Att arbeta med 40 deltagare löpande under året.", Scenario.TARGET),
        ("Attarbeta med 35 arenden under verksamhetsaret.", Scenario.TARGET),
        ("Attityden hos 40 deltagare har ändrats.", Scenario.OUTCOME),
        ("Åtgärder för 40 deltagare har satts in.", Scenario.OUTCOME),
        ("Intäkterna beräknas till 18 miljoner kronor.", Scenario.FORECAST),
        ("Inför 2024 räknar förbundet med 260 deltagare.", Scenario.FORECAST),
        ("Styrelsen har budgeterat kostnaderna till 900 tkr.", Scenario.BUDGET),
        ("Budgeten var lagd med ett underskott på 528 tkr.", Scenario.BUDGET),
        ("Året slutade med ett underskott på 267 tkr mot årets budget.", Scenario.DEVIATION),
        ("Antalet deltagare ökade med 20 personer.", Scenario.DEVIATION),
        ("Bidraget har räknats upp med 50 000 kr.", Scenario.DEVIATION),
        ("Hyran minskade med 7,5 procent.", Scenario.DEVIATION),
        ("Kostnaderna blev 900 tkr.", Scenario.OUTCOME),
        ("Resultatet blev 410 tkr jämfört med budget.", Scenario.OUTCOME),
    ],
)
def test_the_sentence_tells_whether_it_was_so_or_is_meant_to_be(text: str, scenario: Scenario) -> None:
    assert [f.scenario for f in _stated(text)] == [scenario]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Antalet deltagare har ökat med 20 personer.", "Antalet deltagare har ökat"),
        ("Under året har antalet deltagare minskat med 14 %.", "antalet deltagare minskat"),
        ("Det är en ökning med 18 individer.", "ökning › individer"),
        ("Statens tilldelning minskade med 60 000 kr.", "Statens tilldelning minskade"),
    ],
)
def test_a_change_is_of_what_has_changed(text: str, row: str) -> None:
    assert [f.row for f in _stated(text)] == [row]


def test_a_percentage_behind_a_count_is_its_share() -> None:
    assert [(f.row, f.value, f.scenario) for f in _stated("Totalt 40 deltagare (25 %) bor i Norrdal.")] == [
        ("deltagare", Decimal(40), Scenario.OUTCOME),
        ("deltagare", Decimal(25), Scenario.SHARE),
    ]


def test_without_a_printed_time_the_period_is_the_reports_and_says_so() -> None:
    (figure,) = _stated("Insatsen har 20 deltagare.")

    assert (figure.period, figure.flags) == ("2023", ("period-assumed",))


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Under 2022 deltog 40 personer.", {"40": "2022"}),
        ("31% har arbete (2022–33%, 2021–35%)", {"31": "2023", "33": "2022", "35": "2021"}),
        ("3% har arbete (30% 2022).", {"3": "2023", "30": "2022"}),
        ("Förra året deltog 40 personer.", {"40": "2022"}),
        ("2022 skrevs 114 deltagare ut, och 2021 skrevs 68 deltagare ut.", {"114": "2022", "68": "2021"}),
        ("Sedan starten har 288 deltagare fått stöd.", {"288": None}),
        ("Hösten 2022 deltog 40 personer.", {"40": None}),
        ("Jämfört med 2022 är 40 deltagare i arbete.", {"40": "2023"}),
        ("Andelen kvinnor har ökat från 18 till 22 %.", {"18": None, "22": "2023"}),
    ],
)
def test_the_period_is_the_time_that_the_number_stands_with(text: str, times: dict[str, str | None]) -> None:
    assert _times(text) == times


def test_an_interim_reports_year_is_the_months_it_reports_but_its_goals_are_the_years() -> None:
    assert _times("Under 2021 har 40 personer deltagit.", period=INTERIM) == {"40": INTERIM}
    assert _times("Under 2021 ska 60 personer delta.", period=INTERIM) == {"60": "2021"}
    assert _times("Sjukfrånvaron var 3,4 % (1,9 % samma period 2020).", period=INTERIM)["1.9"] == "2020-01-01/2020-08-31"


def test_printed_days_hold_for_the_paragraph_and_of_those_for_the_sentence_before() -> None:
    project = "Projektet Spåret (2021-02-01 – 2023-02-28) är avslutat."
    (figure,) = _stated(project, "Sammanlagt har 47 deltagare varit inskrivna.")

    assert (figure.period, figure.flags) == ("2021-02-01/2023-02-28", ("period-from-context",))
    assert _times("Under 2022 kom 67 remisser.", "Av dessa har 7 personer avböjt.") == {"67": "2022", "7": "2022"}


@pytest.mark.parametrize(
    ("text", "concept", "period"),
    [
        ("Årets resultat blev 12 tkr.", "arets_resultat", "2023"),
        ("Resultatet blev 12 tkr.", "arets_resultat", "2023"),
        ("Soliditeten uppgick till 78 %.", "soliditet", "2023-12-31"),
        ("Likvida medel uppgick per 2023-12-31 till 1 234 567 kr.", "likvida_medel", "2023-12-31"),
        ("Förbundets kostnader uppgick till 900 tkr.", "verksamhetens_kostnader", "2023"),
        ("Kostnaden för mässan blev 90 tkr.", None, "2023"),
        ("Året slutade med ett underskott på 267 tkr.", None, "2023"),
        ("63 deltagare skrevs ut.", None, "2023"),
    ],
)
def test_a_label_means_a_concept_where_it_names_the_whole(text: str, concept: str | None, period: str) -> None:
    assert [(f.concept, f.period) for f in _stated(text)] == [(concept, period)]


def test_an_item_of_a_list_of_goals_is_a_goal_on_its_own_line() -> None:
    lines = (Line(1, "Målen för året är:"), Line(2, "- 40 deltagare i insatsen."), Line(3, "- 60 % i arbete."))
    unit = TextUnit(" ".join(line.text for line in lines), UnitKind.LIST, Locator("", None, None, (1, 3)))
    passage = Passage("r:p0", "", unit.text, (unit,), Locator())

    found = read_statements("r", Document("r.txt", "", "utf-8", lines, 0), (passage,), _metadata("2023"))

    assert [(f.quote, f.locator.lines, f.scenario) for f in found] == [
        ("40 deltagare i insatsen.", (2, 2), Scenario.TARGET),
        ("60 % i arbete.", (3, 3), Scenario.TARGET),
    ]


def test_table_rows_state_nothing() -> None:
    unit = TextUnit("Totalt | 40 deltagare", UnitKind.ROW, Locator("", None, None, (1, 1)))
    passage = Passage("r:p0", "", unit.text, (unit,), Locator())

    assert read_statements("r", Document("r.txt", "", "utf-8", (Line(1, "x"),), 0), (passage,), _metadata("2023")) == ()


# --- the sample reports: values read off the page by eye -----------------------------------------------------------


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    folder = Path(__file__).resolve().parent.parent / "reports"
    return {path.stem: read(path, Settings()) for path in find_files([folder])}


@pytest.mark.parametrize(
    ("report", "line", "row", "value", "unit", "period"),
    [
        ("finsam-degerfors-karlskoga_arsredovisning_2021", 226, "antal deltagare", "223", "antal", "2021"),
        ("finsam-degerfors-karlskoga_arsredovisning_2021", 274, "deltagare › män", "33", "antal", "2021"),
        ("finsam-degerfors-karlskoga_arsredovisning_2021", 260, "deltagarna har försörjningsstöd", "22", "%", "2019"),
        ("finsam-degerfors-karlskoga_arsredovisning_2021", 633, "Periodens resultat", "-38774", "kr", "2021"),
        ("finsam-degerfors-karlskoga_arsredovisning_2023", 646, "deltagare", "183", "antal", "2023"),
        ("finsam-degerfors-karlskoga_arsredovisning_2023", 216, "deltagare", "47", "antal", "2021-02-01/2023-02-28"),
        ("finsam-degerfors-karlskoga_arsredovisning_2023", 189, "förbundets kostnader", "6785", "tkr", "2023"),
        ("finsam-degerfors-karlskoga_arsredovisning_2023", 1598, "Periodens resultat", "-795108", "kr", "2023"),
        ("finsam-lekeberg-orebro_delarsredovisning_2021-06", 704, "deltagare", "63", "antal", "2021-01-01/2021-06-30"),
        ("finsam-lekeberg-orebro_delarsredovisning_2021-06", 27, "resultat", "3762", "kr", "2021"),
        ("insjoriket_delarsrapport_2021-08", 15, "ärenden › kvinnor", "111", "antal", INTERIM),
        ("insjoriket_delarsrapport_2021-08", 15, "har varit aktuella i Primus", "17", "antal", INTERIM),
        ("insjoriket_delarsrapport_2021-08", 355, "deltagare", "288", "antal", None),
        ("sydnarke_verksamhetsplan-budget_2022", 267, "personer", "200", "antal", "2022"),
    ],
)
def test_the_sample_reports_state_what_a_reader_sees(
    reports: dict[str, Report], report: str, line: int, row: str, value: str, unit: str, period: str | None
) -> None:
    found = [s for s in reports[report].statements if s.locator.lines is not None and s.locator.lines[0] == line]

    assert (row, Decimal(value), unit, period) in [(s.row, s.value, s.unit, s.period) for s in found]


def test_every_statement_stands_on_its_lines_and_outside_the_tables(reports: dict[str, Report]) -> None:
    wrong = []
    for report in reports.values():
        cells = [cell for table in report.tables for row in table.rows for cell in row.cells if cell.text]
        printed = {(n, cell.text) for cell in cells for n in range(cell.lines[0], cell.lines[1] + 1)}
        for statement in report.statements:
            first, last = statement.locator.lines or (0, 0)
            text = " ".join(" ".join(line.text for line in report.document.lines[first - 1 : last]).split())
            in_a_cell = any(first <= n <= last and cell in statement.quote for n, cell in printed)
            if statement.quote not in text or in_a_cell:
                wrong.append((report.id, first, statement.quote))

    assert sum(len(report.statements) for report in reports.values()) > 400
    assert wrong == []


def test_a_mean_on_a_scale_that_prints_a_percent_sign_is_no_share(reports: dict[str, Report]) -> None:
    statements = reports["finsam-lekeberg-orebro_delarsredovisning_2021-06"].statements

    assert [s.quote for s in statements if s.unit == "%" and s.value in (Decimal("2.83"), Decimal("3.4"))] == []


def test_statement_keys_are_counted_and_follow_the_reports_id(reports: dict[str, Report]) -> None:
    report = reports["insjoriket_delarsrapport_2021-08"].with_id("annan")

    assert [s.key for s in report.statements] == [f"annan:s{i}" for i in range(len(report.statements))]
