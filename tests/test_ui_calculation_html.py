""" "Så räknades det": every number of an expression is named, and followed to the place that prints it."""

from __future__ import annotations

import html
import re

import pytest

from assistant.answer import Answer, AnswerFigure, Citation, Status
from assistant.respond import respond
from ui.calculation_html import calculations_html
from vectorstore.library import Library

MARKS = "#kalla-0-"


def figure(
    value: str, label: str, period: str | None, citations: tuple[int, ...], unit: str = "kr", expression: str | None = None
) -> AnswerFigure:
    return AnswerFigure(value, unit, label, "Finsam Norrdal", period, "utfall", expression, citations)


def source(n: int, quote: str) -> Citation:
    return Citation(n, f"r{n}", "Finsam Norrdal", "Årsredovisning", "r.txt", 1, None, "2 Räkning", (n, n), None, quote, "/x")


def answer(*figures: AnswerFigure, quotes: tuple[str, ...] = ("Resultat | 5", "Resultat | 7")) -> Answer:
    return Answer(Status.ANSWERED, "sv", "…", figures, tuple(source(n, quote) for n, quote in enumerate(quotes, 1)))


def rows(shown: str) -> list[list[str]]:
    """The cells of every input, as a reader sees them."""
    found = []
    for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", shown):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        found.append([html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in cells])
    return found


def test_a_change_in_percent_names_both_years_and_what_was_rounded(library_without_vectors: Library) -> None:
    question = "Hur mycket ändrades årets resultat i Degerfors/Karlskoga från 2021 till 2023 i procent?"

    shown = calculations_html(respond(question, (), library_without_vectors), MARKS)

    assert "(−795\u00a0108 − (−38\u00a0774)) / 38\u00a0774 × 100 = −1\u00a0950,6216\u00a0%" in shown
    assert rows(shown) == [
        ["Årets resultat", "2023", "−795\u00a0108\u00a0kr", "2"],
        ["Årets resultat", "2021", "−38\u00a0774\u00a0kr", "1"],
    ]
    assert "I svaret är det avrundat till −1\u00a0950,6\u00a0%." in shown


def test_an_amount_in_thousands_is_one_input_and_not_two(library_without_vectors: Library) -> None:
    question = (
        "Kostade de individinriktade insatserna i D/K mer eller mindre än budgeterat 2023, "
        "och hur mycket var utfall och budget?"
    )

    shown = calculations_html(respond(question, (), library_without_vectors), MARKS)

    assert [row[2] for row in rows(shown)] == ["−4\u00a0847\u00a0000\u00a0kr", "4\u00a0323\u00a0000\u00a0kr"]


def test_a_damaged_print_is_read_and_not_computed(library_without_vectors: Library) -> None:
    shown = calculations_html(respond("Vad var verksamhetens kostnader i Lekeberg?", (), library_without_vectors), MARKS)

    assert "Så lästes talet" in shown
    assert "läses som −3\u00a0881\u00a0096\u00a0kr" in shown


@pytest.mark.parametrize(
    ("expression", "value", "named"),
    [
        ("5 + 7", "12", ["5", "7"]),
        ("(5 + 7) / 2", "6", ["5", "7"]),
        ("7 - (-5)", "12", ["7", "−5"]),
        ("5 / 100 * 7", "0.35", ["5", "7"]),
    ],
)
def test_counts_and_factors_are_no_inputs(expression: str, value: str, named: list[str]) -> None:
    five = "-5" if "−5" in named else "5"
    inputs = (figure(five, "A", "2021", (1,), "antal"), figure("7", "B", "2022", (2,), "antal"))

    shown = calculations_html(answer(figure(value, "Summa", None, (1, 2), "antal", expression), *inputs), MARKS)

    assert [row[2] for row in rows(shown)] == named


def test_a_figure_that_two_places_print_is_one_input_with_both_sources() -> None:
    twice = (figure("5", "A", "2021", (1,)), figure("5", "A", "2021", (2,)), figure("7", "B", "2021", (2,)))

    shown = calculations_html(answer(figure("12", "Summa", "2021", (1, 2), expression="5 + 7"), *twice), MARKS)

    assert rows(shown) == [["A", "2021", "5\u00a0kr", "1 2"], ["B", "2021", "7\u00a0kr", "2"]]


def test_a_number_that_is_no_figure_of_the_answer_is_found_in_its_quote() -> None:
    shown = calculations_html(
        answer(figure("12000", "Summa", "2021", (1, 2), expression="5000 + 7000"), quotes=("Lön | 5", "Hyra | 7 000")), MARKS
    )

    assert rows(shown) == [["Lön", "", "5\u00a0000", "1"], ["Hyra", "", "7\u00a0000", "2"]]


def test_the_labels_of_reports_are_never_markup() -> None:
    shown = calculations_html(
        answer(figure("5", "<b>A</b>", "2021", (1,)), figure("10", "<i>", None, (1,), expression="5 * 2")), MARKS
    )

    assert "<b>" not in shown
    assert "<i>" not in shown


def test_nothing_computed_is_nothing_shown() -> None:
    assert calculations_html(answer(figure("5", "A", "2021", (1,))), MARKS) == ""
