"""The measuring tools of the score: numbers in text, quotes in sources, expressions."""

from __future__ import annotations

import pytest

from ui.grounding import evaluated, folded, has, number_words, numbers, rounded_forms, stands


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("−38 774 kr", [-38774]),
        ("6\u00a0400\u00a0000 kr", [6400000]),
        ("76,0 %", [76]),
        ("11.900 kr", [11900]),
        ("545 tkr", [545000, 545]),
        ("5,6 miljoner", [5600000, 5.6]),
        ("åren 2021-2023", [2021, 2023]),
        ("från -1 till -2", [-1, -2]),
        ("ingen siffra", []),
    ],
)
def test_numbers_are_read_as_swedish_prints_them(text: str, found: list[float]) -> None:
    assert numbers(text) == pytest.approx(found)


def test_small_numbers_may_be_words() -> None:
    assert number_words("Två av åtta mål, ingen risk") == [2, 8, 0]


def test_the_sign_does_not_matter_when_numbers_are_matched() -> None:
    assert has([-38774], 38774, 0)


def test_a_rounded_million_counts_when_it_rounds_a_figure() -> None:
    assert rounded_forms([5612774], "ungefär 5,6 miljoner") == pytest.approx([5.6, 5600000])
    assert rounded_forms([5712774], "ungefär 5,6 miljoner") == []


BODY = folded("2.Resultaträkning\nÅrets resultat\t\t-38 774\t487 600\n\nDen första meningen.  Den\nandra meningen.")


@pytest.mark.parametrize(
    "quote",
    [
        "Årets resultat | -38 774 | 487 600",
        "Årets resultat\t-38 774\t487 600",
        "Den andra meningen.",
        "Den första … meningen.",
    ],
)
def test_a_quote_stands_with_its_white_space_folded_and_its_cells_joined(quote: str) -> None:
    assert stands(quote, BODY)


@pytest.mark.parametrize(
    "quote", ["Årets resultat | 38 775", "487 600 | Årets resultat", "Den andra meningen!", " | ", "Årets resultat | 7"]
)
def test_a_quote_that_is_changed_reordered_or_cut_inside_a_number_does_not_stand(quote: str) -> None:
    assert not stands(quote, BODY)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("5574000 - 5612774", -38774),
        ("(5574000 - 5612774) / 5612774 * 100", -0.690817),
        ("5574000 / 12", 464500),
        ("-(5574000)", -5574000),
    ],
)
def test_an_expression_over_printed_numbers_has_a_value(expression: str, value: float) -> None:
    assert evaluated(expression, [5574000, 5612774]) == pytest.approx(value)


@pytest.mark.parametrize("expression", [None, "", "5574000 - 17", "__import__('os')", "5574000 / 0", "(5574000", "5574000 ** 2"])
def test_any_other_expression_has_none(expression: str | None) -> None:
    assert evaluated(expression, [5574000, 0]) is None
