"""Swedish sentences, lists and broken lines."""

from __future__ import annotations

import pytest

from ingest.domain import Line, UnitKind
from ingest.layout import ends_in_figures
from ingest.sentences import cut_pieces, split_sentences


def _lines(text: str) -> list[Line]:
    return [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Det kan t.ex. handla om kompetensutveckling.",
        "Brister fanns i bl.a. Karlskoga och resp. Degerfors.",
        "Insatsen startade fr.o.m. 1 april och pågår t.o.m. Juni.",
        "Kostnaden var ca. 4 530 kr per deltagare p.g.a. Pandemin.",
        "Ev. ESF-ansökan inkl. Moms hanteras senare.",
        "Mötet hålls kl. 09.00 den 26.01.2022 i Kumla.",
        "Redovisningen följer avsnitt 1.5. God ekonomisk hushållning.",
        "Ordförande är A. Svensson och vice ordförande B. Karlsson.",
        "De s.k. Mottagningsteamen arbetar vidare.",
        "Medelvärdet var 1.7 för kvinnor.",
        "Se 5. Driftredovisning sid 27.",
        "Rapporten finns på www.finsam.se för alla.",
    ],
)
def test_an_abbreviation_or_a_number_does_not_end_a_sentence(sentence: str) -> None:
    assert split_sentences(sentence) == (sentence,)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Målet är nått. Arbetet fortsätter.", ("Målet är nått.", "Arbetet fortsätter.")),
        ("Är målet nått? Ja!", ("Är målet nått?", "Ja!")),
        ("Så var det 2021. Nu är det bättre.", ("Så var det 2021.", "Nu är det bättre.")),
        ("Andelen var 41%. 50% skrevs ut.", ("Andelen var 41%.", "50% skrevs ut.")),
        ("Budgeten är 30 000 kr. Utfallet är noll.", ("Budgeten är 30 000 kr.", "Utfallet är noll.")),
        ('Hen sa "vi klarar det." Sedan var det klart.', ('Hen sa "vi klarar det."', "Sedan var det klart.")),
        ("Vi har kurser, mässor m.m. Alla är välkomna.", ("Vi har kurser, mässor m.m.", "Alla är välkomna.")),
        ("32% har stöd. (Jämfört 2020 - 29%) Fler söker nu.", ("32% har stöd. (Jämfört 2020 - 29%) Fler söker nu.",)),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: tuple[str, ...]) -> None:
    assert split_sentences(text) == sentences


def test_wrapped_lines_are_joined_by_one_blank() -> None:
    pieces = cut_pieces(_lines("Projektet ägdes av  \nRegion Örebro län. När det\nslutade fortsatte vi."), wrapped=True)

    assert [(p.text, p.line_first, p.line_last) for p in pieces] == [
        ("Projektet ägdes av Region Örebro län.", 1, 2),
        ("När det slutade fortsatte vi.", 2, 3),
    ]


def test_a_hyphen_at_the_line_end_is_kept_as_printed() -> None:
    pieces = cut_pieces(_lines("kunskapen bland myndighets- \naktörerna ökade."), wrapped=True)

    assert pieces[0].text == "kunskapen bland myndighets- aktörerna ökade."


def test_a_sentence_runs_over_an_empty_line_that_a_page_end_left() -> None:
    pieces = cut_pieces(_lines("Det har minskat och är nu nere på en nivå i\n\nstort som före pandemin."), wrapped=True)

    assert [p.text for p in pieces] == ["Det har minskat och är nu nere på en nivå i stort som före pandemin."]


def test_an_empty_line_parts_finished_paragraphs() -> None:
    pieces = cut_pieces(_lines("Målet är uppfyllt\n\nResultatet är gott"), wrapped=True)

    assert [p.text for p in pieces] == ["Målet är uppfyllt", "Resultatet är gott"]


def test_an_introduction_and_its_items_are_one_list() -> None:
    pieces = cut_pieces(
        _lines("Visionen är klar.\nDen bygger på tre hörnstenar:\n\n- Behov\n- Insatser\n- Fokus."), wrapped=False
    )

    assert [(p.text, p.kind, p.line_first, p.line_last) for p in pieces] == [
        ("Visionen är klar.", UnitKind.SENTENCE, 1, 1),
        ("Den bygger på tre hörnstenar: - Behov - Insatser - Fokus.", UnitKind.LIST, 2, 6),
    ]


def test_numbered_items_are_kept_as_printed() -> None:
    pieces = cut_pieces(_lines("Förbundet beslutar:\n\n1. Godkänna planen.\n2. Fastställa budgeten."), wrapped=False)

    assert [p.text for p in pieces] == ["Förbundet beslutar: 1. Godkänna planen. 2. Fastställa budgeten."]


def test_items_without_an_introduction_are_units_of_their_own() -> None:
    pieces = cut_pieces(_lines("- 19% av deltagarna\n- 56% tillhör målgruppen"), wrapped=False)

    assert [p.text for p in pieces] == ["19% av deltagarna", "56% tillhör målgruppen"]


def test_an_item_goes_on_after_the_empty_line_that_the_converter_left() -> None:
    pieces = cut_pieces(_lines("✓ De insatser som\n\nfinansieras ska följas upp.\n✓ Svara för budget."), wrapped=True)

    assert [p.text for p in pieces] == ["De insatser som finansieras ska följas upp.", "Svara för budget."]


def test_a_negative_amount_is_no_list_item() -> None:
    pieces = cut_pieces(_lines("-38 774 kr blev resultatet"), wrapped=False)

    assert pieces[0].text == "-38 774 kr blev resultatet"


def test_a_footnote_mark_at_a_sentence_end_and_the_note_itself_are_left_out() -> None:
    text = "Insatsen motverkar detta[footnoteRef:1]. Den fortsätter. [1:  http://example.se/a.aspx]"

    assert [p.text for p in cut_pieces(_lines(text), wrapped=False)] == ["Insatsen motverkar detta", "Den fortsätter."]


def test_a_bookmark_before_a_sentence_is_left_out() -> None:
    pieces = cut_pieces(_lines("[bookmark: _Hlk1][bookmark: _Hlk2]Under perioden har 180 ärenden registrerats."), wrapped=False)

    assert [p.text for p in pieces] == ["Under perioden har 180 ärenden registrerats."]


def test_what_stands_on_both_sides_of_a_line_left_out_is_not_joined() -> None:
    lines = [Line(1, "En mening som ännu inte är avslutad utan fortsätter på nästa sida där"), Line(3, "den sedan tar slut.")]

    assert len(cut_pieces(lines, wrapped=False)) == 2


@pytest.mark.parametrize(
    ("text", "shares", "figures"),
    [
        ("Summa 123 456", False, True),
        ("Summa -1 234  +56 ", False, True),
        ("Andel 12 % 34%", True, True),
        ("Andel 12 % 34%", False, False),
        ("Summa 123", False, False),
        ("Summa 12 3-4", False, False),
        ("123 456 789", False, False),
        ("hej 1 2 x", False, False),
        ("", True, False),
    ],
)
def test_a_row_of_figures_has_words_and_ends_in_two_numerals(text: str, shares: bool, figures: bool) -> None:
    assert ends_in_figures(text, shares) is figures


@pytest.mark.parametrize(
    "text", ["hej 123 456 ord " * 20_000, "1 2 3 - " * 20_000 + "x", "t.ex. " * 20_000, "x" * 200_000, "." * 50_000 + "x"]
)
def test_a_giant_line_is_cut_into_readable_units_word_for_word(text: str) -> None:
    pieces = cut_pieces([Line(1, text), Line(2, "Slut.")], wrapped=False)

    assert max(len(piece.text) for piece in pieces) <= 3000
    assert all(piece.text in f"{' '.join(text.split())} Slut." for piece in pieces)
    assert "".join(piece.text for piece in pieces).replace(" ", "") == "".join(f"{text}Slut.".split())


def test_a_text_of_very_many_lines_is_cut_line_for_line() -> None:
    pieces = cut_pieces([Line(n, f"Detta är rad nummer {n}.") for n in range(1, 50_001)], wrapped=True)

    assert [pieces[-1].line_first, pieces[-1].line_last] == [50_000, 50_000]
    assert len(pieces) == 50_000
