"""The content of a meeting brief: every figure is the store's, every quote stands in its report, and silence is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from assistant.answer import Citation
from assistant.brief.budget import BudgetRow
from assistant.brief.compose import Wanted, build_brief
from assistant.brief.content import Brief, Cell, Paragraph, Question, Quote, Section, SectionKey, Stated, TableBlock
from assistant.brief.extent import read_extent
from assistant.brief.quotes import stands_alone
from assistant.numbers import numbers_in
from ingest.domain import Scenario
from ingest.errors import UsageError
from ingest.textfile import read_text
from tests.conftest import REPORTS
from vectorstore.library import Library

KRONOR = {"kr": 1, "tkr": 1000, "mnkr": 1_000_000}
SAMPLES = (
    ("Finsam Degerfors/Karlskoga", "2023"),
    ("Finsam Degerfors/Karlskoga", "2021"),
    ("Finsam Lekeberg Örebro", None),
    ("Samordningsförbundet Insjöriket", None),
    ("Samordningsförbundet Sydnärke", None),
)


@pytest.fixture(scope="module")
def briefs(library_without_vectors: Library) -> dict[tuple[str, str | None], Brief]:
    """The brief of each sample report, made once."""
    return {sample: build_brief([Wanted(*sample)], library_without_vectors) for sample in SAMPLES}


@pytest.fixture(params=SAMPLES, ids=["dk-2023", "dk-2021", "lekeberg", "insjoriket", "sydnarke"])
def brief(request: pytest.FixtureRequest, briefs: dict[tuple[str, str | None], Brief]) -> Brief:
    return briefs[request.param]


@pytest.fixture(scope="module")
def judged(briefs: dict[tuple[str, str | None], Brief]) -> Brief:
    """The brief that the work is judged by."""
    return briefs[SAMPLES[0]]


def stated_in(brief: Brief) -> Iterator[tuple[str, Stated]]:
    """Every figure of a brief with the text that says it."""
    for block in brief.blocks():
        if isinstance(block, TableBlock):
            yield from ((cell.text, cell.stated) for row in block.rows for cell in row if cell.stated is not None)
        elif isinstance(block, Paragraph | Question):
            said = f"{block.text} {block.reason}" if isinstance(block, Question) else block.text
            yield from ((said, one) for one in block.stated)


def values_by_key(library: Library) -> dict[str, Decimal]:
    """The store's values in the base unit."""
    figures = (one.figure for one in library.figures())
    return {figure.key: figure.value * KRONOR.get(figure.unit, 1) for figure in figures}


def section(brief: Brief, key: SectionKey) -> Section:
    return next(one for _, one in brief.sections() if one.key == key)


def table(brief: Brief, key: SectionKey, place: int = 0) -> TableBlock:
    return [block for block in section(brief, key).blocks if isinstance(block, TableBlock)][place]


def row(block: TableBlock, name: str) -> tuple[Cell, ...]:
    return next(cells for cells in block.rows if cells[0].text == name)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


# Figures


def test_every_printed_figure_is_that_of_the_store(brief: Brief, library_without_vectors: Library) -> None:
    known = values_by_key(library_without_vectors)

    # the side of a balance sheet that is printed with a minus is shown without it
    wrong = [
        (text, one)
        for text, one in stated_in(brief)
        if not one.expression and abs(known[one.keys[0]]) != abs(one.value * KRONOR.get(one.unit, 1))
    ]

    assert wrong == []


def test_every_figure_is_said_with_the_digits_it_has(brief: Brief) -> None:
    unsaid = [
        (text, one) for text, one in stated_in(brief) if not one.expression and abs(one.value) not in numbers_in(plain(text))
    ]

    assert unsaid == []


def test_every_computed_figure_follows_from_the_figures_that_it_names(brief: Brief, library_without_vectors: Library) -> None:
    known = values_by_key(library_without_vectors)
    for _, one in (pair for pair in stated_in(brief) if pair[1].expression):
        used = {abs(known[key]) for key in one.keys} | {abs(known[key]) / 1000 for key in one.keys} | {Decimal(100)}
        assert set(map(abs, map(Decimal, re.findall(r"\d+(?:\.\d+)?", one.expression)))) <= used


def test_every_cell_with_a_figure_has_its_place(brief: Brief) -> None:
    bare = [
        cell.text
        for block in brief.blocks()
        if isinstance(block, TableBlock)
        for cells in block.rows
        for cell in cells
        if cell.stated is not None and not cell.citations
    ]

    assert bare == []


def test_every_mark_has_its_place(brief: Brief) -> None:
    texts = [
        text
        for block in brief.blocks()
        for text in (
            [note.text for note in block.notes]
            if isinstance(block, TableBlock)
            else [block.text, block.reason]
            if isinstance(block, Question)
            else [block.text]
        )
    ]

    marked = {int(number) for text in texts for number in re.findall(r"\[(\d+)\]", text)}

    assert marked <= {citation.n for citation in brief.citations}


def test_the_years_of_a_measure_come_from_one_printed_row(judged: Brief) -> None:
    found = row(table(judged, SectionKey.FIVE_YEARS), "Årets resultat")

    said = [plain(cell.text) for cell in found[1:6]]
    assert said == ["−1 030 512 kr ⚠", "487 600 kr ⚠", "−38 774 kr", "243 398 kr", "−795 108 kr"]


def test_a_contested_figure_is_marked_and_both_values_are_told(judged: Brief) -> None:
    block = table(judged, SectionKey.FIVE_YEARS)

    contested = [cell for cells in block.rows for cell in cells if cell.contested]
    notes = plain(" ".join(note.text for note in block.notes))

    assert len(contested) == 3
    assert "−184 120 kr" in notes
    assert "−1 030 512 kr" in notes


def test_the_rows_that_are_drawn_are_of_one_unit_and_of_like_size(judged: Brief) -> None:
    block = table(judged, SectionKey.FIVE_YEARS)

    assert block.chart is not None
    assert [block.rows[at][0].text for at in block.chart.rows] == ["Årets resultat", "Eget kapital"]


def test_a_measure_of_fewer_than_three_periods_is_not_drawn(briefs: dict[tuple[str, str | None], Brief]) -> None:
    block = table(briefs[SAMPLES[3]], SectionKey.FIVE_YEARS)

    assert block.chart is not None
    assert [block.rows[at][0].text for at in block.chart.rows] == ["Periodens resultat"]


def test_what_is_drawn_of_a_plan_is_called_its_budget(briefs: dict[tuple[str, str | None], Brief]) -> None:
    chart = table(briefs[SAMPLES[4]], SectionKey.FIVE_YEARS).chart

    assert chart is not None
    assert chart.kind == "Budget"


def test_half_a_year_is_not_compared_with_a_whole_one(briefs: dict[tuple[str, str | None], Brief]) -> None:
    found = row(table(briefs[SAMPLES[2]], SectionKey.ECONOMY), "Verksamhetens intäkter")

    assert plain(found[2].text) == "8 013 773 kr (helår 2020)"
    assert found[3].text == "–"


def test_a_budget_of_the_year_beside_half_a_year_says_what_is_used_of_it(briefs: dict[tuple[str, str | None], Brief]) -> None:
    block = table(briefs[SAMPLES[2]], SectionKey.BUDGET)

    assert plain(row(block, "Insatser: summa")[4].text) == "49 %"


def test_a_cost_beyond_its_budget_is_said_as_more_whatever_its_sign(judged: Brief) -> None:
    found = row(table(judged, SectionKey.BUDGET), "Individinriktad")

    assert plain(found[4].text) == "+524 tkr (+12 %)"


# Quotes


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def source_text(citation: Citation) -> str:
    lines = read_text((REPORTS / citation.source_file).read_bytes(), citation.source_file).lines
    first, last = citation.lines or (1, 0)
    return folded(" ".join(line.text for line in lines[first - 1 : last]))


def test_every_quote_stands_in_its_report_word_for_word(brief: Brief) -> None:
    places = {citation.n: citation for citation in brief.citations}
    quotes = [block for block in brief.blocks() if isinstance(block, Quote)]

    torn = [quote.text for quote in quotes if quote.text not in source_text(places[quote.citation])]

    assert torn == []


def test_every_quoted_cell_stands_in_its_report_word_for_word(brief: Brief) -> None:
    places = {citation.n: citation for citation in brief.citations}
    cells = [
        cell for block in brief.blocks() if isinstance(block, TableBlock) for cells in block.rows for cell in cells if cell.quoted
    ]

    torn = [c.text for c in cells if folded(c.text).removesuffix(" …") not in source_text(places[c.citations[0]])]

    assert torn == []


def test_no_quote_is_said_twice(brief: Brief) -> None:
    quotes = [block.text for block in brief.blocks() if isinstance(block, Quote)]

    assert len(set(quotes)) == len(quotes)


@pytest.mark.parametrize(
    "text",
    [
        "Det ger goda förutsättningar för våra medborgare i hela området.",  # what "det" is stands before
        "Årets resultat 2023 och 2022 samt utvecklingen",  # no end
        "Kvinnor | 12 personer | deltog i den första gruppen under året.",  # a row
        "Projektmål: bidra till en minskad arbetslöshet bland unga vuxna.",  # a label and half a sentence
        "Diagrammet ovan visar antalet avslutade deltagare över tid.",  # the diagram is not there
        "Styrelsens ledamöter och ersättare under året.",  # no verb
        "83% upplever - att samverkande parter vet vad teamet kan tillföra.",  # items of a list
        "Vi redovisar (som inte fallit mellan stolarna, utan hamnat under ) utfallet var gott.",
    ],
)
def test_a_fragment_is_no_quote(text: str) -> None:
    assert not stands_alone(text)


def test_a_whole_sentence_is_a_quote() -> None:
    assert stands_alone("Förbundet hamnade på ett underskott på 267 tkr mot årets budget.")


# Questions, silence, contradictions


def test_every_question_has_its_reason(brief: Brief) -> None:
    questions = section(brief, SectionKey.QUESTIONS).blocks

    assert 0 < len(questions) <= 10
    assert all(isinstance(one, Question) and one.text.endswith("?") and one.reason for one in questions)


def test_a_loss_is_asked_about_first(judged: Brief) -> None:
    first = section(judged, SectionKey.QUESTIONS).blocks[0]

    assert isinstance(first, Question)
    assert "årets resultat blev negativt" in first.text
    assert "−795 108 kr" in plain(first.reason)


def test_goals_that_the_report_calls_unmet_are_asked_about(judged: Brief) -> None:
    reasons = " ".join(one.reason for one in section(judged, SectionKey.QUESTIONS).blocks if isinstance(one, Question))

    assert "Målet är ej uppfyllt" in reasons
    assert "Målet är inte uppfyllt" in reasons


def test_what_a_report_does_not_say_is_said(briefs: dict[tuple[str, str | None], Brief]) -> None:
    block = section(briefs[SAMPLES[4]], SectionKey.EVENTS).blocks[0]

    assert isinstance(block, Paragraph)
    assert block.text == "Rapporten säger inget om väsentliga händelser."


def test_what_could_not_be_read_out_is_not_called_unsaid(briefs: dict[tuple[str, str | None], Brief]) -> None:
    block = section(briefs[SAMPLES[3]], SectionKey.GOALS).blocks[0]

    assert isinstance(block, Paragraph)
    assert block.text.startswith("Programmet har inte kunnat läsa ut hur målen har uppfyllts.")


def test_a_report_that_has_lost_its_letters_is_said_to(briefs: dict[tuple[str, str | None], Brief]) -> None:
    assert "tappat å, ä och ö" in briefs[SAMPLES[2]].notes[0]


def test_the_gravest_contradictions_come_first(judged: Brief) -> None:
    judgements = [cells[3].text for cells in table(judged, SectionKey.CONTRADICTIONS).rows]

    assert judgements == sorted(judgements, key=lambda one: ("Mindre" in one, "tolkning" in one))


# What is chosen


def test_the_same_store_gives_the_same_brief(judged: Brief, library_without_vectors: Library) -> None:
    assert build_brief([Wanted(*SAMPLES[0])], library_without_vectors) == judged


def test_a_part_of_the_name_is_enough(library_without_vectors: Library) -> None:
    assert build_brief([Wanted("sydnärke")], library_without_vectors).chapters[0].association == SAMPLES[4][0]


def test_without_a_period_it_is_the_latest_with_accounts(library_without_vectors: Library) -> None:
    assert build_brief([Wanted("Degerfors")], library_without_vectors).chapters[0].period == "2023"


def test_a_part_of_a_year_is_found_as_the_library_writes_it(library_without_vectors: Library) -> None:
    period = "2021-01-01/2021-06-30"

    assert build_brief([Wanted("Lekeberg", period)], library_without_vectors).chapters[0].period == period


def test_only_the_chosen_sections_are_written(library_without_vectors: Library) -> None:
    made = build_brief([Wanted("Degerfors")], library_without_vectors, [SectionKey.QUESTIONS])

    assert [one.key for _, one in made.sections()] == [SectionKey.QUESTIONS]


def test_several_associations_are_set_side_by_side(library_without_vectors: Library) -> None:
    made = build_brief([Wanted("Degerfors"), Wanted("Lekeberg")], library_without_vectors, [SectionKey.ECONOMY])

    assert made.comparison is not None
    assert len(made.chapters) == 2
    found = made.comparison.blocks[0]
    assert isinstance(found, TableBlock)
    assert [plain(cell.text) for cell in row(found, "Årets resultat")[1:3]] == ["−795 108 kr", "156 640 kr"]


def test_an_unknown_association_names_those_there_are(library_without_vectors: Library) -> None:
    with pytest.raises(UsageError) as refused:
        build_brief([Wanted("Finsam Ingenstans")], library_without_vectors)

    assert "Samordningsförbundet Sydnärke" in refused.value.message_sv


def test_an_unknown_period_names_those_there_are(library_without_vectors: Library) -> None:
    with pytest.raises(UsageError) as refused:
        build_brief([Wanted("Degerfors", "2020")], library_without_vectors)

    assert refused.value.message_sv == (
        "Det finns ingen rapport från Finsam Degerfors/Karlskoga för 2020. Det finns för 2021, 2023."
    )


# Questions and budgets that change under a draft


def test_a_question_keeps_its_id_when_another_is_gone(judged: Brief, library_without_vectors: Library) -> None:
    ids = [one.id for one in judged.blocks() if isinstance(one, Question)]

    assert len(ids) == len(set(ids))
    assert not any(one.rpartition(":")[2].isdigit() and len(one.rpartition(":")[2]) < 3 for one in ids)


@pytest.mark.parametrize("label", ["Balanskravsresultat", "Överskott/underskott", "Förändring av eget kapital", "Finansnetto"])
def test_of_a_row_whose_sign_is_meant_no_size_beyond_the_budget_is_said(label: str, library_without_vectors: Library) -> None:
    outcome = next(one for one in library_without_vectors.figures() if one.figure.unit == "tkr" and one.figure.value < 0)
    figure = replace(outcome.figure, row=label, concept=None, value=Decimal(-40))
    budget = replace(figure, key="budget", value=Decimal(50), scenario=Scenario.BUDGET)

    row = BudgetRow(replace(outcome, figure=figure), replace(outcome, figure=budget), None)

    assert row.over() is None


def test_every_report_of_the_library_has_a_brief_under_its_own_period(library_without_vectors: Library) -> None:
    for entry in library_without_vectors.reports():
        extent = read_extent(entry.association, entry.period, library_without_vectors)
        assert extent.period == entry.period
