"""Source cards, and the report's text with the cited words marked."""

from __future__ import annotations

import re
from datetime import date

import pytest

from assistant.answer import Citation
from ingest.domain import Line
from ui.reading import Excerpt
from ui.source_html import cards_html, quoted_spans, reader_html
from vectorstore.entries import ReportEntry

ENTRY = ReportEntry(
    report="x", association="Finsam <X>", orgnr=None, kind="årsredovisning", title="Årsredovisning 2021", period="2021",
    period_start=date(2021, 1, 1), period_end=date(2021, 12, 31), source_file="x.txt", sha256="", visibility="public", aliases=(),
    pages=0, pages_unread=0, sections=0, tables=0, figures=0, passages=0, findings=0, ingested_at="", flags=(),
)  # fmt: skip
LINES = (
    Line(526, "Resultat efter finansiella poster\t\t-38 774\t487 600"),
    Line(527, ""),
    Line(528, "Årets resultat\t\t-38 774\t487 600"),
    Line(529, ""),
    Line(530, ""),
    Line(531, "3.Balans<räkning>"),
)


def citation(quote: str = "Årets resultat | -38 774", page: int | None = None, page_label: str | None = "29") -> Citation:
    return Citation(
        n=1, report="x", association="Finsam <X>", title="Årsredovisning 2021", source_file="x.txt", page=page,
        page_label=page_label, section="2 Resultaträkning", lines=(528, 528), box=None, quote=quote, source_url="",
    )  # fmt: skip


def reader(quote: str = "Årets resultat | -38 774") -> str:
    excerpt = Excerpt(ENTRY, "2 Resultaträkning", LINES, cited=(528, 528), cut_before=False, cut_after=True)
    return reader_html(citation(quote), excerpt)


def test_a_card_names_association_title_section_place_and_quote() -> None:
    html = cards_html((citation(),), 0)

    for part in (
        "Finsam &lt;X&gt;",
        "Årsredovisning 2021",
        "2 Resultaträkning",
        "s. 29 enligt innehållsförteckningen · rad 528",
        "-38 774",
    ):
        assert part in html


def test_a_physical_page_is_told_apart_from_a_printed_one() -> None:
    assert "s. 24 (tryckt 22)" in cards_html((citation(page=24, page_label="22"),), 0)


def test_the_quoted_cells_are_marked_and_the_cell_after_them_is_not() -> None:
    cells = re.findall('<span class="fs-tx[^"]*">(.*?)</span>', reader().partition("fs-cited")[2].partition("</div>")[0])

    assert cells == ["<mark>Årets resultat</mark>", "", "<mark>-38 774</mark>", "487 600"]


def test_the_same_words_outside_the_cited_lines_are_not_marked() -> None:
    assert reader().count("<mark>-38 774</mark>") == 1


def test_the_whole_cited_line_is_marked_when_the_quote_is_not_found_in_it() -> None:
    assert re.findall("<mark>(.*?)</mark>", reader("något annat")) == ["Årets resultat", "-38 774", "487 600"]


def test_the_report_text_is_escaped() -> None:
    assert "3.Balans&lt;räkning&gt;" in reader()


def test_of_several_blank_lines_one_is_shown() -> None:
    assert ">529<" in reader()
    assert ">530<" not in reader()


def test_a_section_that_goes_on_says_so() -> None:
    assert "avsnittet fortsätter" in reader()


@pytest.mark.parametrize(
    ("quote", "marked"),
    [
        ("en mening som fortsätter på nästa rad.", {1: "en mening som", 2: "fortsätter på nästa rad."}),
        ("Här … nästa", {1: "Här", 2: "nästa"}),
    ],
)
def test_a_quote_over_two_lines_is_marked_on_both(quote: str, marked: dict[int, str]) -> None:
    lines = (Line(1, "Här är en mening som "), Line(2, "  fortsätter på nästa rad. Slut."))

    spans = quoted_spans(lines, (1, 2), quote)

    assert {n: lines[n - 1].text[first:last] for n, ((first, last),) in spans.items()} == marked
