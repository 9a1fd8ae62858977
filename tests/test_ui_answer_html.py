"""Answers and questions as HTML: nothing in them is ever markup."""

from __future__ import annotations

import re

from assistant.answer import Answer, Citation, Status
from ui.answer_html import answer_html, growing_texts, notice_html, question_html, text_html

CITATION = Citation(
    1, "x", "Finsam X", "Årsredovisning 2021", "x.txt", None, None, "1 X", (5, 5), None, "Se not [7]", "/api/source/x"
)


def test_a_question_is_shown_as_written_and_never_as_markup() -> None:
    assert question_html("<b>Vad?</b>\n![x](http://a.b)") == (
        '<div class="fs-question">&lt;b&gt;Vad?&lt;/b&gt;<br>![x](http://a.b)</div>'
    )


def test_report_text_in_an_answer_is_never_markup() -> None:
    assert "<script>" not in text_html("Så här: ”<script>alert(1)</script>” [1]", 0)


def test_a_citation_mark_leads_to_its_source_of_its_own_answer() -> None:
    assert 'href="#kalla-3-1"' in text_html("Resultatet var −38 774 kr [1].", 3)


def test_a_mark_of_several_sources_leads_to_each() -> None:
    html = text_html("Det står på två ställen [1, 2].", 0)

    assert 'href="#kalla-0-1"' in html
    assert 'href="#kalla-0-2"' in html


def test_lines_with_bullets_become_a_list_between_paragraphs() -> None:
    assert text_html("Åren:\n- 2021\n- 2023\nSlut.", 0) == "<p>Åren:</p><ul><li>2021</li><li>2023</li></ul><p>Slut.</p>"


def test_lines_with_bars_become_a_table_with_a_head() -> None:
    html = text_html("| Mått | 2021 |\n|---|---|\n| Resultat | −38 774 |", 0)

    assert '<th scope="col">Mått</th>' in html
    assert "<td>−38\u00a0774</td>" in html
    assert "---" not in html


def test_a_negative_number_first_in_a_line_is_no_bullet() -> None:
    assert text_html("-38 774 kr", 0) == "<p>-38\u00a0774\u00a0kr</p>"


def test_a_number_and_its_unit_stay_on_one_line() -> None:
    html = text_html("Av 1 234 567 kr gick 12 % till 3 insatser 2021 och 45 tkr till annat.", 0)

    assert html == ("<p>Av 1\u00a0234\u00a0567\u00a0kr gick 12\u00a0% till 3 insatser 2021 och 45\u00a0tkr till annat.</p>")


def test_a_declined_answer_and_a_warning_say_so_in_words() -> None:
    html = answer_html(Answer(Status.DECLINED, "sv", "Det framgår inte.", warnings=("Rapporterna skriver olika.",)), 0)

    assert "Står inte i rapporterna" in html
    assert "<strong>Observera</strong> Rapporterna skriver olika." in html


def test_an_answer_is_one_line_so_that_the_chat_does_not_read_it_as_markdown() -> None:
    assert "\n" not in answer_html(Answer(Status.ANSWERED, "sv", "Ett.\n\n    två\n\n# tre"), 0)


def test_a_text_grows_sentence_by_sentence_to_the_whole() -> None:
    text = "Första meningen [1]. Andra meningen.\n- en rad"

    pieces = list(growing_texts(text))

    assert [piece.strip() for piece in pieces] == ["Första meningen [1].", "Första meningen [1]. Andra meningen.", text]


def test_a_notice_is_escaped() -> None:
    assert "<i>" not in notice_html("<i>fel</i>")


def test_a_note_of_the_report_itself_is_no_mark_of_a_source() -> None:
    answer = Answer(Status.ANSWERED, "sv", "”Se not [7] och [1, 8].” [1]", citations=(CITATION,), warnings=("Se [9].",))

    html = answer_html(answer, 0)

    assert re.findall(r'href="#kalla-0-(\d+)"', html) == ["1"]
    assert "Se not [7] och [1, 8].” " in html.replace("\u2060", "").replace("\u00a0", " ")
