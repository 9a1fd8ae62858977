"""Figures of the five sample reports: values read off the page by eye, and what must hold for all of them."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest

from ingest.domain import Figure, Report, Scenario
from ingest.read import read
from ingest.settings import Settings

REPORTS = Path(__file__).parent.parent / "reports"
A = "finsam-degerfors-karlskoga_arsredovisning_2021"
B = "finsam-lekeberg-orebro_delarsredovisning_2021-06"
C = "sydnarke_verksamhetsplan-budget_2022"
D = "finsam-degerfors-karlskoga_arsredovisning_2023"
E = "insjoriket_delarsrapport_2021-08"
ALL = [A, B, C, D, E]
HALF = "2021-01-01/2021-06-30"
AUG = "2021-01-01/2021-08-31"
AUG_BEFORE = "2020-01-01/2020-08-31"


@lru_cache
def report(name: str) -> Report:
    return read(REPORTS / f"{name}.txt", Settings())


def at(name: str, line: int) -> list[Figure]:
    return [f for f in report(name).figures if f.locator.lines and f.locator.lines[0] == line]


# file, first line of the row, which figure of the row, value, unit, period, scenario, concept: read from the page by eye
READ_BY_EYE = [
    (A, 64, 0, "7175545", "kr", "2021", "utfall", "verksamhetens_intakter"),
    (A, 64, 4, "6894510", "kr", "2017", "utfall", "verksamhetens_intakter"),
    (A, 65, 2, "7293915", "kr", "2019", "utfall", "verksamhetens_kostnader"),
    (A, 66, 0, "-38774", "kr", "2021", "utfall", "arets_resultat"),
    (A, 67, 1, "50.7", "%", "2020-12-31", "utfall", "soliditet"),
    (A, 68, 0, "1", "antal", "2021", "utfall", "antal_anstallda"),
    (A, 75, 3, "5936000", "kr", "2018", "utfall", "medlemsbidrag"),
    (A, 76, 3, "5821961", "kr", "2018", "utfall", "verksamhetens_kostnader"),
    (A, 77, 2, "-184120", "kr", "2019", "utfall", "arets_resultat"),
    (A, 78, 0, "1274528", "kr", "2021-12-31", "utfall", "eget_kapital"),
    (A, 78, 1, "22.9", "%", "2021-12-31", "andel", "eget_kapital"),
    (A, 79, 2, "527631", "kr", "2019", "utfall", "andra_projektmedel"),
    (A, 135, 1, "76", "%", "2021", "andel", "individinriktade_insatser"),
    (A, 143, 1, "707751", "kr", "2020", "utfall", None),
    (A, 147, 0, "73600", "kr", "2021", "utfall", "revision"),
    (A, 223, 0, "4262576", "kr", "2021", "budget", None),
    (A, 223, 1, "19115", "kr", "2021", "utfall", "kostnad_per_deltagare"),
    (A, 279, 3, "11", "antal", "2021", "utfall", None),
    (A, 312, 3, "98", "%", "2020", "utfall", None),
    (A, 326, 1, "96", "%", "2020", "utfall", None),
    (A, 374, 0, "95", "antal", "2021", "utfall", "deltagare"),
    (A, 428, 0, "200", "antal", "2021", "utfall", "deltagare"),
    (A, 429, 0, "25310", "kr", "2021", "budget", None),
    (A, 441, 0, "4530", "kr", "2021", "budget", None),
    (A, 469, 0, "-38774", "kr", "2021", "utfall", "balanskravsresultat"),
    (A, 521, 0, "-39986", "kr", "2021", "utfall", "avskrivningar"),
    (A, 525, 0, "-180", "kr", "2021", "utfall", "finansiella_kostnader"),
    (A, 537, 1, "2165203", "kr", "2020-12-31", "utfall", "kassa_bank"),
    (A, 561, 0, "2165203", "kr", "2020-12-31", "utfall", "likvida_medel_ingaende"),
    (A, 562, 0, "2657685", "kr", "2021-12-31", "utfall", "likvida_medel"),
    (A, 567, 1, "-6224000", "kr", "2021", "budget", "verksamhetens_nettokostnad"),
    (A, 569, 2, "611226", "kr", "2021", "avvikelse", "arets_resultat"),
    (A, 582, 0, "2787000", "kr", "2021", "utfall", "driftbidrag_stat"),
    (A, 589, 1, "7078387", "kr", "2020", "utfall", "verksamhetens_intakter"),
    (A, 602, 0, "412625", "kr", "2021-12-31", "utfall", "leverantorsskulder"),
    (A, 615, 2, "-1764", "kr", "2021", "avvikelse", "administration"),
    (B, 764, 2, "27", "%", HALF, "utfall", None),
    (B, 992, 1, "8013773", "kr", "2020", "utfall", "verksamhetens_intakter"),
    (B, 994, 0, "-3881096", "kr", HALF, "utfall", "verksamhetens_kostnader"),
    (B, 1002, 0, "156640", "kr", HALF, "utfall", "arets_resultat"),
    (B, 1012, 0, "3272655", "kr", "2021-06-30", "utfall", "kassa_bank"),
    (B, 1024, 0, "1379857", "kr", "2021-06-30", "utfall", "leverantorsskulder"),
    (B, 1024, 1, "1718627", "kr", "2020-12-31", "utfall", "leverantorsskulder"),
    (B, 1045, 1, "3951659", "kr", "2019-12-31", "utfall", "likvida_medel_ingaende"),
    (B, 1061, 1, "4000000", "kr", "2020", "utfall", "driftbidrag_stat"),
    (B, 1062, 1, "1900000", "kr", "2020", "utfall", None),
    (B, 1100, 0, "56519", "kr", "2021-06-30", "utfall", "semesterloneskuld"),
    (B, 1111, 0, "1314700", "kr", "2021", "budget", None),
    (B, 1112, 1, "235909", "kr", HALF, "utfall", None),
    (C, 324, 0, "5637", "antal", "2022", "utfall", "invanare"),
    (C, 326, 1, "39.67", "%", "2022", "andel", None),
    (C, 325, 2, "382733", "kr", "2021", "budget", "medlemsbidrag"),
    (C, 332, 1, "5234000", "kr", "2021", "budget", "medlemsbidrag"),
    (C, 345, 2, "-30000", "kr", "2023", "budget", None),
    (C, 354, 0, "5234000", "kr", "2022", "budget", "medlemsbidrag"),
    (C, 358, 0, "-4469000", "kr", "2022", "budget", None),
    (C, 359, 2, "-326700", "kr", "2024", "budget", "administrativt_stod"),
    (C, 367, 0, "-40000", "kr", "2022", "budget", None),
    (C, 372, 1, "-647000", "kr", "2023", "budget", "arets_resultat"),
    (D, 82, 1, "7067268", "kr", "2022", "utfall", "verksamhetens_intakter"),
    (D, 110, 0, "32.7", "%", "2023-12-31", "utfall", "soliditet"),
    (D, 138, 0, "461127", "kr", "2022", "utfall", None),
    (D, 1339, 1, "112551", "kr", "2022", "utfall", "administrativt_stod"),
    (D, 1458, 0, "-795108", "kr", "2023", "utfall", "arets_resultat"),
    (D, 1470, 0, "562942", "kr", "2023-12-31", "utfall", "fordringar"),
    (D, 1497, 0, "350721", "kr", "2023", "utfall", None),
    (D, 1502, 0, "2176061", "kr", "2022-12-31", "utfall", "likvida_medel_ingaende"),
    (D, 1559, 1, "1443339", "kr", "2022", "utfall", "projektmedel_esf"),
    (D, 1583, 0, "184448", "kr", "2023-12-31", "utfall", "mervardesskattefordran"),
    (E, 64, 0, "10281", "tkr", AUG, "utfall", "verksamhetens_intakter"),
    (E, 82, 1, "22", "%", "2020-08-31", "utfall", "soliditet"),
    (E, 88, 2, "3", "antal", "2019-08-31", "utfall", "antal_anstallda"),
    (E, 285, 1, "21", "antal", AUG, "utfall", None),
    (E, 360, 3, "57", "timmar", "2021-03-01/2021-03-31", "utfall", None),
    (E, 420, 1, "-10517458", "kr", AUG_BEFORE, "utfall", "verksamhetens_kostnader"),
    (E, 459, 1, "-7912113", "kr", "2020-08-31", "utfall", "kortfristiga_skulder"),
    (E, 484, 0, "5756188", "kr", "2020-12-31", "utfall", "likvida_medel_ingaende"),
    (E, 498, 1, "11957", "tkr", AUG, "budget", "verksamhetens_nettokostnad"),
    (E, 498, 3, "15373", "tkr", "2020", "utfall", "verksamhetens_nettokostnad"),
    (E, 505, 2, "-876", "tkr", AUG, "avvikelse", "medlemsbidrag"),
    (E, 548, 1, "836897", "kr", AUG_BEFORE, "utfall", "projektmedel_esf"),
    (E, 550, 0, "32736", "kr", AUG, "utfall", "ovriga_intakter"),
    (E, 572, 0, "22583", "kr", "2021-08-31", "utfall", "mervardesskattefordran"),
    (E, 583, 0, "21006", "kr", "2021-08-31", "utfall", "semesterloneskuld"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "line", "which", "value", "unit", "period", "scenario", "concept"), READ_BY_EYE)
def test_a_figure_is_what_the_page_prints(
    name: str, line: int, which: int, value: str, unit: str, period: str, scenario: str, concept: str | None
) -> None:
    figure = at(name, line)[which]
    assert (figure.value, figure.unit, figure.period, figure.scenario, figure.concept) == (
        Decimal(value), unit, period, scenario, concept,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "line", "count"),
    [(A, 224, 0), (A, 221, 0), (A, 452, 1), (A, 110, 0), (C, 355, 0), (C, 419, 0), (C, 347, 1), (E, 291, 0),
     (E, 321, 1), (E, 421, 1)],
)  # fmt: skip
def test_dashes_empty_cells_dates_and_prose_give_no_figure(name: str, line: int, count: int) -> None:
    assert len(at(name, line)) == count


def test_a_card_s_figures_stand_under_the_card_s_title() -> None:
    assert [f.row for f in at(A, 223)] == ["Coachingteamet › Budget", "Coachingteamet › Kostnad per deltagare"]


def test_the_parts_of_a_count_are_named() -> None:
    assert [(f.row, f.value) for f in at(A, 374)] == [
        ("Mottagningsteamet › Antal deltagare", 95),
        ("Mottagningsteamet › Antal deltagare › kvinnor", 53),
        ("Mottagningsteamet › Antal deltagare › män", 43),
    ]


def test_a_child_row_is_named_with_its_parent() -> None:
    assert at(A, 147)[0].row == "Administration › Revision"


def test_a_unit_that_the_report_s_other_tables_contradict_is_overruled_and_flagged() -> None:
    assert all("unit-contradiction: header says tkr" in f.flags and f.unit == "kr" for f in at(A, 571))


def test_amounts_in_thousands_without_a_unit_are_told_by_the_same_rows_in_kronor() -> None:
    (flag,) = (flag for flag in at(E, 64)[0].flags if flag.startswith("unit-inferred"))
    assert "tkr" in flag


def test_a_true_header_in_thousands_stands() -> None:
    assert {f.unit for f in at(E, 512)} == {"tkr"}


def test_a_figure_without_any_date_has_the_report_s_period_and_says_so() -> None:
    figure = at(C, 324)[0]
    assert (figure.period, "period-assumed" in figure.flags) == ("2022", True)


def test_a_figure_whose_column_is_lost_has_no_column_and_no_period() -> None:
    figure = at(B, 792)[0]
    assert (figure.column, figure.period, figure.flags) == ("", None, ("column-uncertain",))


def test_a_repaired_figure_keeps_its_print_and_says_what_was_done() -> None:
    figure = at(A, 76)[3]
    assert (figure.raw, [flag for flag in figure.flags if flag.startswith("repaired")]) == (
        "5 82 1961",
        ['repaired: "5 82 1961" read as 5821961 (the column\'s difference confirms it)'],
    )


def test_a_page_known_from_the_contents_is_a_label_and_flagged() -> None:
    figure = at(A, 528)[0]
    assert (figure.locator.page, figure.locator.page_label, "page-from-toc" in figure.flags) == (None, "29", True)


def test_a_figure_stands_on_the_physical_page_that_the_text_marks() -> None:
    assert at(D, 1458)[0].locator.page == report(D).document.lines[1457].page


@pytest.mark.parametrize("name", ALL)
def test_every_raw_print_stands_within_its_lines(name: str) -> None:
    lines = report(name).document.lines
    lost = []
    for figure in report(name).figures:
        assert figure.locator.lines is not None
        first, last = figure.locator.lines
        source = " ".join(" ".join(line.text for line in lines[first - 1 : last]).split())
        if " ".join(figure.raw.split()) not in source:
            lost.append((figure.raw, figure.locator.lines))
    assert lost == []


@pytest.mark.parametrize("name", ALL)
def test_every_quote_stands_in_the_source(name: str) -> None:
    source = "".join("".join(line.text for line in report(name).document.lines).split())
    lost = []
    for figure in report(name).figures:
        at_ = 0
        for piece in ("".join(p.split()) for p in figure.quote.split("|")):
            at_ = source.find(piece, at_)
            if at_ < 0:
                lost.append(figure.quote)
                break
    assert lost == []


@pytest.mark.parametrize("name", ALL)
def test_keys_count_the_figures_in_the_order_of_the_text(name: str) -> None:
    assert [f.key for f in report(name).figures] == [f"{name}:f{i}" for i in range(len(report(name).figures))]


# file, lines of the parts, line of the total, columns: the print adds up there, read by eye
ADDS_UP = [
    (A, range(582, 589), 589, 2),
    (A, range(594, 597), 597, 2),
    (A, range(602, 604), 604, 2),
    (A, range(536, 538), 538, 2),
    (A, range(611, 614), 614, 3),
    (B, range(1061, 1066), 1066, 2),
    (B, range(1081, 1083), 1083, 2),
    (B, range(1087, 1089), 1089, 2),
    (B, range(1098, 1104), 1104, 2),
    (B, range(1010, 1013), 1013, 2),
    (B, range(1017, 1019), 1019, 2),
    (B, range(1024, 1027), 1027, 2),
    (B, range(1110, 1118), 1118, 3),
    (B, (1045, 1044), 1046, 2),
    (C, range(341, 348), 348, 5),
    (C, range(358, 368), 368, 3),
    (D, range(1555, 1562), 1562, 2),
    (D, range(1571, 1575), 1575, 2),
    (D, range(1582, 1585), 1585, 2),
    (D, range(1590, 1592), 1592, 2),
    (E, range(541, 551), 551, 2),
    (E, range(558, 565), 565, 2),
    (E, range(570, 575), 575, 2),
    (E, range(580, 586), 586, 2),
    (E, (419, 420, 421), 422, 2),
    (E, range(442, 445), 445, 2),
]


def by_column(name: str, line: int) -> dict[str, Decimal]:
    return {f.column: f.value for f in at(name, line) if f.scenario is not Scenario.SHARE}


@pytest.mark.parametrize(("name", "parts", "total", "columns"), ADDS_UP)
def test_columns_add_up_to_their_total_where_the_print_does(name: str, parts: range, total: int, columns: int) -> None:
    stated = by_column(name, total)
    sums = {column: sum((by_column(name, line).get(column, Decimal(0)) for line in parts), Decimal(0)) for column in stated}
    assert len(stated) == columns
    assert sums == stated
