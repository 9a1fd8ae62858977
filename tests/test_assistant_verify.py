"""The gate: nothing passes that its source does not say."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from assistant.answer import Status
from assistant.draft import Draft, mark
from assistant.evidence import FigureEvidence, QuoteEvidence
from assistant.find_figures import find_figures
from assistant.find_quotes import find_quotes
from assistant.understand import understand
from assistant.verify import is_printed_so, verify
from vectorstore.library import Library

QUESTION = "Vad var årets resultat i Degerfors/Karlskoga 2021?"


@pytest.fixture(scope="module")
def library(library_without_vectors: Library) -> Library:
    return library_without_vectors


@pytest.fixture(scope="module")
def figure(library: Library) -> FigureEvidence:
    query = understand(QUESTION, (), library)
    return find_figures(query.measures[0], query, library)[0]


@pytest.fixture(scope="module")
def quote(library: Library) -> QuoteEvidence:
    return find_quotes(understand("Vad är arbetsträning?", (), library), library)[0]


def draft_of(text: str, *figures: FigureEvidence, quotes: tuple[QuoteEvidence, ...] = ()) -> Draft:
    return Draft(Status.ANSWERED, "sv", text, figures, (), quotes)


def test_a_figure_that_its_row_prints_passes(library: Library, figure: FigureEvidence) -> None:
    answer = verify(draft_of(f"Resultatet var −38 774 kr {mark(figure.key)}.", figure), QUESTION, library)
    assert (answer.status, answer.text) == (Status.ANSWERED, "Resultatet var −38 774 kr [1].")


def test_a_number_that_no_source_has_is_refused(library: Library, figure: FigureEvidence) -> None:
    answer = verify(draft_of(f"Resultatet var −99 774 kr {mark(figure.key)}.", figure), QUESTION, library)
    assert (answer.status, answer.figures, answer.citations) == (Status.DECLINED, (), ())


def test_a_changed_value_is_refused_though_its_row_is_cited(library: Library, figure: FigureEvidence) -> None:
    changed = replace(figure.stored.figure, value=Decimal(-99774), raw="-99 774")
    forged = replace(figure, stored=replace(figure.stored, figure=changed))
    answer = verify(draft_of(f"Resultatet var −99 774 kr {mark(forged.key)}.", forged), QUESTION, library)
    assert answer.status is Status.DECLINED


def test_a_value_that_its_own_print_does_not_give_is_refused(library: Library, figure: FigureEvidence) -> None:
    changed = replace(figure.stored.figure, value=Decimal(-99774))
    forged = replace(figure, stored=replace(figure.stored, figure=changed))
    answer = verify(draft_of(f"Resultatet var −99 774 kr {mark(forged.key)}.", forged), QUESTION, library)
    assert answer.status is Status.DECLINED


def test_a_quote_that_does_not_stand_at_its_place_is_refused(library: Library, quote: QuoteEvidence) -> None:
    forged = replace(quote, unit=replace(quote.unit, text="Arbetsträning är förbjuden."))
    answer = verify(
        draft_of(f"”Arbetsträning är förbjuden.” {mark(forged.key)}", quotes=(forged,)), "Vad är arbetsträning?", library
    )
    assert answer.status is Status.DECLINED


def test_an_invented_key_is_dropped(library: Library, figure: FigureEvidence) -> None:
    answer = verify(draft_of(f"Resultatet var −38 774 kr {mark(figure.key)} {mark('påhittad')}.", figure), QUESTION, library)
    assert "påhittad" not in answer.text and len(answer.citations) == 1


def test_an_answer_without_any_source_is_refused(library: Library) -> None:
    assert verify(draft_of("Allt gick bra."), QUESTION, library).status is Status.DECLINED


def test_a_number_from_the_question_may_be_repeated(library: Library, figure: FigureEvidence) -> None:
    text = f"Inte 12 345 kr utan −38 774 kr {mark(figure.key)}."
    assert verify(draft_of(text, figure), "Var resultatet 12 345 kr?", library).status is Status.ANSWERED


def test_every_figure_of_the_reports_is_printed_so_in_its_own_quote(library: Library) -> None:
    assert [s.figure.key for s in library.figures() if not is_printed_so(s.figure)] == []


@pytest.mark.parametrize(
    "forged_quote", ["Årets resultat | 774", "resultat | 8 774", "arets RESULTAT | -38 774", "Årets resultat | -38"]
)
def test_a_quote_that_cuts_a_number_or_bends_a_letter_is_refused(
    library: Library, figure: FigureEvidence, forged_quote: str
) -> None:
    changed = replace(figure.stored.figure, quote=forged_quote, raw=forged_quote.rpartition(" | ")[2], value=Decimal(774))
    forged = replace(figure, stored=replace(figure.stored, figure=changed))
    assert verify(draft_of(f"Resultatet {mark(forged.key)}.", forged), QUESTION, library).status is Status.DECLINED


def test_a_figure_that_the_text_does_not_cite_backs_nothing(library: Library, figure: FigureEvidence) -> None:
    query = understand("Vad var medlemsbidraget i Degerfors/Karlskoga 2021?", (), library)
    other = find_figures(query.measures[0], query, library)[0]
    text = f"Resultatet var −38 774 kr {mark(figure.key)} och bidraget 5 574 000 kr."
    assert verify(draft_of(text, figure, other), QUESTION, library).status is Status.DECLINED


def test_a_mark_that_no_source_has_is_a_number_without_a_source(library: Library, figure: FigureEvidence) -> None:
    assert verify(draft_of(f"Det blev [500] kr {mark(figure.key)}.", figure), QUESTION, library).status is Status.DECLINED


def declining(text: str, *near: FigureEvidence) -> Draft:
    return Draft(Status.DECLINED, "sv", text, near)


def test_what_a_declining_answer_says_is_near_has_its_source(library: Library, figure: FigureEvidence) -> None:
    answer = verify(declining(f"Det framgår inte. Närmast är −38 774 kr {mark(figure.key)}.", figure), QUESTION, library)
    assert (answer.status, answer.figures[0].value, len(answer.citations)) == (Status.DECLINED, "-38774", 1)


def test_what_a_declining_answer_says_is_near_must_be_backed(library: Library, figure: FigureEvidence) -> None:
    answer = verify(declining(f"Det framgår inte. Närmast är −99 774 kr {mark(figure.key)}.", figure), QUESTION, library)
    assert (answer.text, answer.citations) == ("Det framgår inte av rapporterna.", ())


def test_a_table_keeps_the_blanks_that_line_it_up(library: Library, figure: FigureEvidence) -> None:
    row = f"| 2021 |   −38 774 kr | {mark(figure.key)} |"
    assert verify(draft_of(row, figure), QUESTION, library).text == "| 2021 |   −38 774 kr | [1] |"
