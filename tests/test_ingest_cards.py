"""Fact cards in every layout that exports print them in: what is read, whose it is, and what is left alone."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.domain import Document, Figure, Line, Metadata, ReportKind
from ingest.figures import read_figures
from ingest.figures_cards import read_card
from ingest.passages import cut_passages
from ingest.sections import find_sections
from ingest.tables import read_tables

YEAR = Metadata("Finsam Ärla", None, ReportKind.ANNUAL_REPORT, "Årsredovisning 2022", date(2022, 1, 1), date(2022, 12, 31))
TO_AUGUST = Metadata("Finsam Ärla", None, ReportKind.INTERIM_REPORT, "Delårsrapport", date(2022, 1, 1), date(2022, 8, 31))


def document_of(text: str) -> Document:
    return Document("made.txt", "", "utf-8", tuple(Line(i + 1, line) for i, line in enumerate(text.split("\n"))), 0)


def figures_of(text: str, metadata: Metadata = YEAR) -> tuple[Figure, ...]:
    document = document_of(text)
    return read_figures("made", read_tables(document, find_sections(document)), metadata)


def printed(text: str) -> list[str]:
    """ "row: value unit" of every figure, in order."""
    return [f"{f.row}: {f.value} {f.unit}" for f in figures_of(text)]


# --- the text of one key ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("Antal deltagare", "138, fördelat på 79 kvinnor och 59 män.", ["138", "kvinnor 79", "män 59"]),
        ("Antal deltagare", "138 deltagare. 61 avslutade under året.", ["138", "avslutade 61"]),
        ("Deltagare", "76 personer: 47 kvinnor, 29 män", ["76", "kvinnor 47", "män 29"]),
        ("Deltagare", "45 (25 kvinnor och 20 män)", ["45", "kvinnor 25", "män 20"]),
        ("Antal deltagare", "105 st varav 61 kvinnor (58 %)", ["105", "kvinnor 61", "kvinnor 58%"]),
        ("Antal deltagare", "kvinnor 79, män 59", ["kvinnor 79", "män 59"]),
        ("Antal deltagare", "12 nya deltagare, 30 pågående", ["nya deltagare 12", "pågående 30"]),
        ("Antal deltagare", "45 deltagare, 12 fler än 2021", ["45"]),
        ("Besök", "3 412 besök under året", ["3412"]),
        ("Rådgivningsärenden", "93", ["93"]),
        ("Avslutade till arbete/studier", "11 personer (52 %)", ["11", "52%"]),
        ("Varav kvinnor/män", "84/56", ["kvinnor 84", "män 56"]),
        ("Antal deltagare (kvinnor/män)", "140 (84/56)", ["140", "kvinnor 84", "män 56"]),
        ("Könsfördelning", "57 % kvinnor, 43 % män", ["kvinnor 57%", "män 43%"]),
        ("Genomsnittlig tid", "9,4 månader", ["9.4"]),
        ("Kvantitativa mål", "40 deltagare", ["deltagare 40"]),
    ],
)
def test_the_counts_of_a_text_are_read_with_the_names_of_their_parts(key: str, text: str, expected: list[str]) -> None:
    found = [f"{a.label} {a.numeral.value}{'%' if a.numeral.unit else ''}".strip() for a in read_card(key, text)]

    assert found == expected


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("Budget", "1 100 000 kr.", ["1100000 kr"]),
        ("Budget", "ca 500 000 kr, varav hälften är statsbidrag", ["500000 kr"]),
        ("Budget 2022 (förbrukat)", "2 900 tkr (98 %)", ["2900 tkr", "98 %"]),
        ("Budget (förbrukat %)", "569 866 kr (41%). Kostnaden avser förbundets del.", ["569866 kr", "41 %"]),
        ("Kostnad per deltagare", "26 214 kr per år", ["26214 kr"]),
        ("Kostnad per deltagare", "20,6 tkr", ["20.6 tkr"]),
        ("Budget/utfall", "400 000 kr/380 000 kr", ["Budget 400000 kr", "utfall 380000 kr"]),
        ("Budget", "4 262 576 kr Kostnad per deltagare 19 115 kr/år", ["4262576 kr", "Kostnad per deltagare 19115 kr"]),
    ],
)
def test_an_amount_is_read_where_the_text_begins_with_it(key: str, text: str, expected: list[str]) -> None:
    assert [f"{a.label} {a.numeral.value} {a.numeral.unit}".strip() for a in read_card(key, text)] == expected


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("Antal deltagare", "84/56"),
        ("Antal deltagare", "45 av 60"),
        ("Antal deltagare", "45–60 deltagare"),
        ("Antal deltagare", "45, 40 och 38"),
        ("Antal deltagare", "2021: 45, 2022: 60"),
        ("Antal deltagare", "12 mars"),
        ("Antal deltagare", "drygt 100"),
        ("Besök", "25 per månad"),
        ("Budget", "400 000 kr av 500 000 kr"),
        ("Budget", "20 000 kr per månad"),
        ("Budget", "45 deltagare"),
        ("Budget/utfall", "500/480 tkr"),
        ("Måluppfyllelse", "200 deltagare besökte mässan. Efter den gjordes en utvärdering."),
        ("Måluppfyllelse", "41% uppnådde målet egen försörjning. 50% skrevs ut."),
        ("Målgrupp", "18–64 år"),
        ("Startår", "2019"),
        ("Projekttid", "2022–2024"),
        ("Telefon", "019 21 10 00"),
    ],
)
def test_a_number_that_is_not_what_the_key_names_is_left_alone(key: str, text: str) -> None:
    assert read_card(key, text) == ()


def test_a_count_that_a_year_announces_is_of_that_year() -> None:
    whole, *parts = read_card("Antal deltagare", "Utifrån behov. Resultat 2021: 223 fördelat på 129 kvinnor och 94 män")

    assert (whole.numeral.value, whole.time) == (223, "2021")
    assert [(p.label, p.time) for p in parts] == [("kvinnor", "2021"), ("män", "2021")]


# --- layouts ---------------------------------------------------------------------------------------------------------

WANTED = [
    "Ljuset › Antal deltagare: 45 antal",
    "Ljuset › Antal deltagare › kvinnor: 25 antal",
    "Ljuset › Budget: 400000 kr",
    "Ljuset › Budget: 95 %",
]
TABS = """Ljuset\t
Målgrupp\tUnga
Antal deltagare\t45, varav 25 kvinnor
Budget\t400 000 kr (95 %)"""
CELLS = """Ljuset

\tMålgrupp
\tUnga

\tAntal deltagare
\t45, varav 25 kvinnor

\tBudget
\t400 000 kr (95 %)"""
CELLS_WITHOUT_BLANKS = CELLS.replace("\n\n", "\n")
COLONS = """Ljuset
Målgrupp: Unga
Antal deltagare: 45, varav 25 kvinnor
Budget: 400 000 kr (95 %)"""
BULLETS = """Ljuset

- **Målgrupp:** Unga
- **Antal deltagare:** 45, varav 25 kvinnor
- **Budget:** 400 000 kr (95 %)"""
BARS = """Ljuset

Målgrupp | Unga
Antal deltagare | 45, varav
25 kvinnor
Budget | 400 000 kr (95 %)"""
FRAMED = """Ljuset

| Målgrupp | Unga |
|---|---|
| Antal deltagare | 45, varav 25 kvinnor |
| Budget | 400 000 kr (95 %) |"""
WIDE_GAPS = """Ljuset

Målgrupp            Unga
Antal deltagare     45, varav 25 kvinnor
Budget              400 000 kr (95 %)"""
BY_TURNS = """Ljuset

Målgrupp

Unga mellan 16 och 29 år.

Antal deltagare

45, varav 25 kvinnor

Budget

400 000 kr (95 %)"""
LABELS_FIRST = """Ljuset

Målgrupp:
Antal deltagare
Budget:

Unga mellan 16 och 29 år.

45 deltagare, varav 25 kvinnor

400 000 kr (95 %). Beloppet avser förbundets del."""
OVER_A_PAGE = LABELS_FIRST.replace("Unga mellan 16 och 29 år.\n", "Unga mellan 16 och 29 år.\n\nSida 7\n")


@pytest.mark.parametrize(
    "text", [TABS, CELLS, CELLS_WITHOUT_BLANKS, COLONS, BULLETS, BARS, FRAMED, WIDE_GAPS, BY_TURNS, LABELS_FIRST, OVER_A_PAGE]
)
def test_one_card_is_read_alike_in_every_layout(text: str) -> None:
    assert printed(f"{text}\n\nDet var en bra insats.") == WANTED


@pytest.mark.parametrize("text", [TABS, CELLS, COLONS, BULLETS, BARS, FRAMED, WIDE_GAPS, BY_TURNS, LABELS_FIRST])
def test_every_piece_of_a_card_s_quote_stands_in_the_source(text: str) -> None:
    source = " ".join(text.split())

    assert all(piece in source for figure in figures_of(text) for piece in figure.quote.split(" | "))


def test_a_share_beside_what_it_is_a_share_of_is_a_share() -> None:
    assert [f.scenario.value for f in figures_of(TABS)] == ["utfall", "utfall", "budget", "andel"]


def test_a_goal_that_is_a_count_is_a_target() -> None:
    figures = figures_of("Ljuset\t\nMålgrupp\tUnga\nKvantitativa mål\t40 deltagare\nAntal deltagare\t45")

    assert [(f.value, f.scenario.value) for f in figures] == [(40, "mål"), (45, "utfall")]


def test_heads_beside_money_are_no_money() -> None:
    text = "Ljuset\nDeltagare\t76\nBesök\t3 412\nRådgivningsärenden\t93\nBudget\t1 100 000 kr\nUtfall\t1 118 tkr"

    assert [f.unit for f in figures_of(text)] == ["antal", "antal", "antal", "kr", "tkr"]


def test_the_budget_of_the_whole_year_in_an_interim_report_is_the_year_s() -> None:
    text = "Ljuset\t\nMålgrupp\tUnga\nBudget helår\t400 000 kr\nFörbrukat t.o.m. augusti\t250 000 kr"

    assert [f.period for f in figures_of(text, TO_AUGUST)] == ["2022", "2022-01-01/2022-08-31"]


def test_a_year_is_no_header_over_the_keys_below_it() -> None:
    text = "Ljuset\t\nStartår\t2019\nProjekttid\t2019–2023\nMålgrupp\tUnga\nAntal deltagare 2022 (2021)\t45 (38)"

    assert [(f.column, f.value, f.period) for f in figures_of(text)] == [("", 45, "2022"), ("", 38, "2021")]


def test_a_word_over_the_values_heads_them() -> None:
    figures = figures_of("Nyckeltal\tBudget\nAntal deltagare\t45\nAntal besök\t60\nKostnad per deltagare\t8 889 kr")

    assert [(f.column, f.value, f.scenario.value) for f in figures] == [
        ("Budget", 45, "budget"),
        ("Budget", 60, "budget"),
        ("Budget", 8889, "budget"),
    ]


# --- labels first, values later --------------------------------------------------------------------------------------


def test_a_wrapped_label_is_one_label() -> None:
    text = """Ljuset

Syfte:
Antal deltagare:
Budget 2022 (förbrukat
delår %):
Genomsnittskostnad
per deltagare:

Att ge stöd åt den som står långt från arbete.

45 deltagare
400 000 kr (41%)
8 889 kr"""

    assert printed(text) == [
        "Ljuset › Antal deltagare: 45 antal",
        "Ljuset › Budget 2022 (förbrukat delår %): 400000 kr",
        "Ljuset › Budget 2022 (förbrukat delår %): 41 %",
        "Ljuset › Genomsnittskostnad per deltagare: 8889 kr",
    ]


def test_a_value_that_stands_between_the_parts_of_its_label_is_the_label_s() -> None:
    text = "Ljuset\n\nSyfte: | Att ge stöd\nAntal deltagare: | 45\nBudget 2022 (förbrukat\n\n400 000 kr (53%).\n\ndelår %):"

    assert printed(text)[1:] == [
        "Ljuset › Budget 2022 (förbrukat delår %): 400000 kr",
        "Ljuset › Budget 2022 (förbrukat delår %): 53 %",
    ]


def test_a_text_that_stands_in_for_a_value_keeps_its_place() -> None:
    text = "Ljuset\n\nSyfte:\nBudget:\nKostnad per deltagare:\n\nAtt ge stöd.\n\n400 000 kr\n\nRedovisas i helårsrapporten"

    assert printed(text) == ["Ljuset › Budget: 400000 kr"]


@pytest.mark.parametrize(
    "values",
    [
        "400 000 kr",  # of the budget or a head?
        "400 000 kr\n\n8 889 kr\n\n90 000 kr",
        "Att ge stöd.",
    ],
)
def test_values_that_are_not_as_many_as_their_labels_are_left_alone(values: str) -> None:
    assert printed(f"Ljuset\n\nSyfte:\nBudget:\nKostnad per deltagare:\n\n{values}") == []


def test_values_in_another_order_than_their_labels_are_left_alone() -> None:
    assert printed("Ljuset\n\nSyfte:\nAntal deltagare:\nBudget:\n\nAtt ge stöd.\n\n400 000 kr\n\n45 deltagare") == []


# --- where a card begins and ends ------------------------------------------------------------------------------------


def test_cards_below_each_other_keep_their_own_titles() -> None:
    card = "Antal deltagare: {}\nBudget: {} 000 kr\nUtfall: {} 500 kr"

    assert [
        f.row.split(" › ")[0] for f in figures_of(f"Ljuset\n{card.format(45, 400, 380)}\n\nMörkret\n{card.format(12, 9, 8)}")
    ] == [
        *["Ljuset"] * 3,
        *["Mörkret"] * 3,
    ]


def test_the_same_names_again_without_a_title_are_nobody_s() -> None:
    card = "Antal deltagare: {}\nBudget: {} 000 kr\nUtfall: {} 500 kr"

    assert len(printed(f"Ljuset\n{card.format(45, 400, 380)}\n\n{card.format(12, 9, 8)}")) == 3


def test_headings_of_prose_are_no_labels_of_a_card() -> None:
    text = """Syfte

Förbundets syfte är att samordna.

Mål

100 deltagare ska få stöd.

Budget

Budgeten för 2022 är 5 200 000 kr.

Antal deltagare

Under året deltog 45 personer, 12 av dem fick arbete."""

    assert printed(text) == []


def test_a_word_with_a_colon_in_prose_is_no_label() -> None:
    assert printed("Styrelsen beslutade följande.\nBudget: 400 000 kr ska räcka.\nMer om detta på sidan 4.") == []


def test_the_prose_of_a_card_is_still_there_to_be_found() -> None:
    document = document_of(LABELS_FIRST)
    sections = find_sections(document)
    passages = cut_passages("made", document, sections, read_tables(document, sections), YEAR)
    text = " ".join(passage.text for passage in passages)

    assert "Unga mellan 16 och 29 år." in text
    assert "Beloppet avser förbundets del." in text


# --- cells on lines of their own, counts without row labels, named amounts -------------------------------------------


def test_labels_with_one_value_each_need_no_header() -> None:
    text = "Bemanning\n\n\tKommunen\n\t1,00\n\n\tRegionen\n\t0,50\n\n\tStaten\n\t2,00\n\nMer text."

    assert [(f.row, str(f.value)) for f in figures_of(text)] == [("Kommunen", "1.00"), ("Regionen", "0.50"), ("Staten", "2.00")]


def test_a_page_s_foot_inside_a_table_of_cells_is_no_part_of_it() -> None:
    text = "Deltagare\n\n\tInsats\n\tKvinnor\n\tMän\n\n\tLjuset\n\t10\n\t12\n\nSida 7\n\n\tMörkret\n\t3\n\t4\n"

    assert [(f.row, f.column, f.value) for f in figures_of(text)] == [
        ("Ljuset", "Kvinnor", 10),
        ("Ljuset", "Män", 12),
        ("Mörkret", "Kvinnor", 3),
        ("Mörkret", "Män", 4),
    ]


def test_the_word_that_counts_share_is_their_row_s_label_below_a_card_too() -> None:
    text = """Ljuset\t
Målgrupp\tUnga
Budget\t400 tkr

Avslutsorsak 2022

Arbete\tStudier\tFlytt
6 kvinnor\t4 kvinnor\t2 kvinnor
5 män\t2 män\t1 man
Totalt 11\tTotalt 6\tTotalt 3"""

    counts = figures_of(text)[1:]

    assert [f.row for f in counts] == [*["kvinnor"] * 3, *["män"] * 3, *["Totalt"] * 3]
    assert [f.value for f in counts if f.column == "Studier"] == [4, 2, 6]


def test_amounts_under_a_caption_stand_under_it() -> None:
    text = "Budgetmål:\n- Ljuset - 143 000:-\n- Mörkret: 20 000 kr (5 %)"

    assert printed(text) == ["Budgetmål › Ljuset: 143000 kr", "Budgetmål › Mörkret: 20000 kr", "Budgetmål › Mörkret: 5 %"]
    assert figures_of(text)[0].scenario.value == "budget"
