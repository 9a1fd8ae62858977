"""A brief as files and as a draft: Word and PDF are well made, changes are kept, and nothing that is written runs."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.brief.compose import Wanted, build_brief
from assistant.brief.content import (
    Brief,
    Cell,
    Chapter,
    Chart,
    Paragraph,
    Question,
    Quote,
    Section,
    SectionKey,
    Stated,
    TableBlock,
)
from ingest.errors import UsageError
from ingest.settings import Settings
from ui.access.person import Person, Role
from ui.brief.chart import TableChart, chart_of_table
from ui.brief.drafting import change, make, open_source, reopen, show_choices
from ui.brief.drafts import keep_new, kept_draft, kept_drafts
from ui.brief.edits import (
    Added,
    Draft,
    add_own,
    apply,
    change_text,
    leave_out,
    move,
    order_of_sections,
    place_of,
    read_draft,
    take_back,
)
from ui.brief.exports import add_briefs
from ui.brief.pdf import brief_pdf
from ui.brief.preview_html import preview_html
from ui.brief.source_list import column_shares, source_lines
from ui.brief.word import brief_docx
from ui.cli import main
from ui.desk import Desk
from ui.web import new_app
from vectorstore.library import Library

TODAY = date(2026, 11, 22)
ANNA, BO = Person("anna", Role.READER), Person("bo", Role.READER)
HOSTILE = '<script>alert(1)</script> #read("/etc/passwd") $x$ *fet* ]] \\'


@pytest.fixture(scope="module")
def made(library_without_vectors: Library) -> Brief:
    """The brief that the work is judged by."""
    return build_brief([Wanted("Finsam Degerfors/Karlskoga", "2023")], library_without_vectors)


@pytest.fixture(scope="module")
def word(made: Brief) -> bytes:
    return brief_docx(made, TODAY)


@pytest.fixture(scope="module")
def pdf(made: Brief) -> bytes:
    return brief_pdf(made, TODAY)


@pytest.fixture
def desk(stored_without_vectors: Settings, tmp_path: Path) -> Iterator[Desk]:
    """A desk over the sample reports with a workplace of its own."""
    opened = Desk(stored_without_vectors)
    opened.workplace = type(opened.workplace)(tmp_path)
    yield opened
    opened.close()


def small(*blocks: Paragraph | Quote | TableBlock | Question) -> Brief:
    section = Section(SectionKey.ECONOMY, "Ekonomi i korthet", blocks)
    return Brief("Underlag", (Chapter("Finsam <X>", "2023", "2023", ("Årsredovisning 2023",), (section,)),), ())


def texts(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


# Word


def test_the_word_file_has_the_title_and_swedish_as_its_language(word: bytes, made: Brief) -> None:
    properties = Document(BytesIO(word)).core_properties

    assert (properties.title, properties.language) == (made.title, "sv-SE")


def test_every_section_has_a_heading_of_a_heading_style(word: bytes, made: Brief) -> None:
    headings = [one.text for one in Document(BytesIO(word)).paragraphs if one.style and one.style.name == "Heading 1"]

    assert headings == [*(section.title for _, section in made.sections()), "Källor"]


def test_every_table_repeats_its_header_row_and_tells_what_it_shows(word: bytes) -> None:
    tables = Document(BytesIO(word)).tables

    assert tables
    assert all(len(list(table.rows[0]._tr.iter(qn("w:tblHeader")))) == 1 for table in tables)
    assert all(one.get(qn("w:val")) for table in tables for one in table._tbl.tblPr.iter(qn("w:tblDescription")))


def test_the_footer_counts_the_pages(word: bytes) -> None:
    footer = Document(BytesIO(word)).sections[0].footer._element

    fields = [one.text.strip() for one in footer.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_every_mark_leads_to_a_line_of_the_source_list(word: bytes) -> None:
    body = Document(BytesIO(word)).element.body

    links = {one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))}
    anchors = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    assert links
    assert links <= anchors


def test_the_parts_of_a_table_stand_in_the_order_of_the_schema(word: bytes) -> None:
    order = ["tblStyle", "tblW", "jc", "tblLayout", "tblLook", "tblCaption", "tblDescription"]
    for table in Document(BytesIO(word)).tables:
        names = [child.tag.rpartition("}")[2] for child in table._tbl.tblPr]
        assert names == [name for name in order if name in names]


def test_the_same_brief_gives_the_same_word_file(word: bytes, made: Brief) -> None:
    assert brief_docx(made, TODAY) == word


def test_libreoffice_opens_the_word_file_and_has_all_of_it(word: bytes, made: Brief, tmp_path: Path) -> None:
    _require(shutil.which("soffice") is not None, "LibreOffice is missing (Debian: libreoffice-writer-nogui)")
    (tmp_path / "underlag.docx").write_bytes(word)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"

    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "underlag.docx")],
        check=True,
        capture_output=True,
        timeout=180,
    )

    printed = texts((tmp_path / "underlag.pdf").read_bytes())
    assert all(section.title in printed for _, section in made.sections())


def _require(present: bool, missing: str) -> None:
    if not present and os.environ.get("FINSAM_TEST_ALL") == "1":
        pytest.fail(missing)
    if not present:
        pytest.skip(missing)


def test_control_characters_do_not_break_the_word_file() -> None:
    content = brief_docx(small(Paragraph("p", "ett\x00två\x0ctre")), TODAY)

    assert "ett två tre" in [one.text for one in Document(BytesIO(content)).paragraphs]


# PDF


def test_the_pdf_is_tagged_and_says_its_language_and_title(pdf: bytes, made: Brief) -> None:
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert bool(opened.Root.MarkInfo.Marked)
        assert str(opened.Root.Lang) == "sv-SE"
        assert str(opened.docinfo["/Title"]) == made.title
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)


def test_the_pdf_says_that_it_keeps_to_the_standard_for_accessibility(pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf)) as opened, opened.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_headings_and_table_headers_are_tagged_as_such(pdf: bytes, made: Brief) -> None:
    with pikepdf.open(BytesIO(pdf)) as opened:
        kinds = [str(one.S) for one in _elements(opened.Root.StructTreeRoot)]

    tables = [block for block in made.blocks() if isinstance(block, TableBlock)]
    assert kinds.count("/H1") == len(list(made.sections())) + 1
    assert kinds.count("/Table") == kinds.count("/Caption") == len(tables)
    assert kinds.count("/TH") == sum(len(block.columns) for block in tables)


def _elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every element of a structure tree."""
    children: pikepdf.Object = node.get("/K", pikepdf.Array())
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _elements(child)


def test_the_pdf_holds_every_figure_of_the_first_table(pdf: bytes, made: Brief) -> None:
    printed = texts(pdf).replace("\u00a0", " ")
    table = next(block for block in made.blocks() if isinstance(block, TableBlock))

    assert all(cell.text.replace("\u00a0", " ") in printed for row in table.rows for cell in row if cell.numeric)


def test_the_same_brief_gives_the_same_pdf(pdf: bytes, made: Brief) -> None:
    assert brief_pdf(made, TODAY) == pdf


def test_what_a_report_says_does_not_run_in_the_pdf() -> None:
    printed = texts(brief_pdf(small(Quote("q", HOSTILE, 1)), TODAY))

    assert '#read("/etc/passwd")' in printed
    assert "*fet*" in printed


@pytest.mark.parametrize("before", range(31, 36))
def test_a_heading_and_a_caption_go_with_their_table_to_the_next_page(before: int) -> None:
    filler = Section("fore", "Före", tuple(Paragraph(f"p{n}", f"Stycke {n}.") for n in range(before)))
    brief = replace(small(), chapters=(replace(small().chapters[0], sections=(filler, small(YEARS).chapters[0].sections[0])),))

    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(brief_pdf(brief, TODAY))]

    assert ["Ekonomi i korthet" in page for page in pages] == ["Årets resultat" in page for page in pages]
    assert ["Utfall 2021" in page for page in pages] == ["Årets resultat" in page for page in pages]


def test_a_caption_and_a_header_row_stay_with_what_follows_in_word(word: bytes) -> None:
    document = Document(BytesIO(word))

    captions = [one for one in document.paragraphs if one.style and one.style.name == "Caption"]
    headers = [cell.paragraphs[0] for table in document.tables for cell in table.rows[0].cells]
    assert captions
    assert all(one.paragraph_format.keep_with_next for one in (*captions, *headers))


# The chart


def yearly(name: str, *values: int) -> tuple[Cell, ...]:
    cells = (Cell(f"{value} kr", (1,), Stated((f"{name}{value}",), Decimal(value), "kr"), numeric=True) for value in values)
    return (Cell(name), *cells, Cell("[1]", (1,)))


YEARS = TableBlock(
    "ar", "Utfall 2021–2023", ("Mått", "2021", "2022", "2023", "Källa"), (yearly("Årets resultat", 5, -2, 3),), "Ett mått."
)
CHARTED = replace(YEARS, chart=Chart("Utfall", (0,)))


def charted(brief: Brief) -> TableBlock:
    return next(block for block in brief.blocks() if isinstance(block, TableBlock) and block.chart is not None)


def chart_of(brief: Brief) -> TableChart:
    chart = chart_of_table(charted(brief))
    assert chart is not None
    return chart


def test_every_value_of_the_chart_is_one_of_its_table(made: Brief) -> None:
    rows = {row[0].text: row for row in charted(made).rows}

    drawn = chart_of(made).data

    assert [one.name for one in drawn.series] == ["Årets resultat", "Eget kapital"]
    for one in drawn.series:
        assert one.values == tuple(cell.stated and cell.stated.value for cell in rows[one.name][1:-1])


def test_times_that_the_table_marks_as_contested_are_marked_in_the_chart(made: Brief) -> None:
    chart = chart_of(made)

    assert chart.data.labels == ("2019 ⚠", "2020 ⚠", "2021", "2022", "2023")
    assert "⚠ Motsägs i rapporterna: Årets resultat 2019 och 2020." in chart.words


def test_a_figure_changed_by_hand_is_not_drawn() -> None:
    brief = small(replace(CHARTED, columns=("Mått", "2021", "2022", "2023", "2024", "Källa"), rows=(yearly("A", 1, 2, 3, 4),)))

    changed = apply(change_text(Draft((), ()), brief, "ar", "7 kr", cell="0:2"), brief)

    chart = chart_of(changed)
    assert chart.data.series[0].values == (1, None, 3, 4)
    assert "Värden som är ändrade för hand ritas inte." in chart.words


def test_fewer_than_three_values_are_not_drawn() -> None:
    brief = small(CHARTED)

    changed = apply(change_text(Draft((), ()), brief, "ar", "7 kr", cell="0:2"), brief)

    assert chart_of_table(charted(changed)) is None


def test_a_table_that_is_left_out_takes_its_chart_along(made: Brief) -> None:
    draft = leave_out(Draft((), ()), charted(made).id)

    assert "fs-brief-chart" not in preview_html(made, draft, "x")


def test_the_picture_in_the_word_file_tells_its_words(word: bytes, made: Brief) -> None:
    document = Document(BytesIO(word))

    told = [one.get("descr") for one in document.element.body.iter(qn("wp:docPr"))]
    assert told == [chart_of(made).words]


def test_the_picture_in_the_word_file_is_sharp_in_print(word: bytes) -> None:
    shape = Document(BytesIO(word)).inline_shapes[0]
    image = shape._inline.graphic.graphicData.pic.blipFill.blip.embed

    pixels = Document(BytesIO(word)).part.related_parts[image].image.px_width
    assert pixels / shape.width.inches >= 200


def test_the_picture_in_the_pdf_is_a_figure_with_its_words(pdf: bytes, made: Brief) -> None:
    with pikepdf.open(BytesIO(pdf)) as opened:
        figures = [one for one in _elements(opened.Root.StructTreeRoot) if str(one.S) == "/Figure"]
        told = [str(one.Alt) for one in figures]

    assert told == [chart_of(made).words]


def test_the_preview_has_the_picture_for_both_themes_and_its_words(made: Brief) -> None:
    html = preview_html(made, Draft((), ()), "x")

    assert html.count('src="data:image/svg+xml;base64,') == 2
    assert html.count(f'alt="{chart_of(made).words}"') == 2


def test_what_is_written_as_a_name_does_not_run_in_a_chart() -> None:
    brief = small(replace(CHARTED, rows=(yearly(HOSTILE, 5, -2, 3),)))

    printed = texts(brief_pdf(brief, TODAY))

    assert '#read("/etc/passwd")' in printed
    assert "<script>" not in preview_html(brief, Draft((), ()), "x")
    assert Document(BytesIO(brief_docx(brief, TODAY))).inline_shapes[0]._inline.docPr.get("descr").count(HOSTILE) > 0


# Layout and sources


@pytest.mark.parametrize("sign", ["\uf0b7", "😀", "中", "ไ", "\x00", "✓", "−"])
def test_a_sign_that_the_fonts_lack_does_not_cost_the_pdf(sign: str) -> None:
    content = brief_pdf(small(Paragraph("p", f"Förbundet bedömer {sign} risken.")), TODAY)

    assert "Förbundet bedömer" in texts(content)


def test_the_shares_of_a_table_add_up_to_its_width(made: Brief) -> None:
    for block in made.blocks():
        if isinstance(block, TableBlock):
            assert abs(sum(column_shares(block)) - 1) < 1e-9


def test_what_is_left_out_takes_its_sources_along(made: Brief) -> None:
    draft = leave_out(Draft((), ()), "0:motsagelser")

    assert len(source_lines(apply(draft, made))) < len(source_lines(made))


# Changes


TABLE = TableBlock("t", "Tabell", ("Mått", "2023"), ((Cell("Resultat"), Cell("5 kr", (1,), numeric=True)),), "En tabell.")


def test_a_changed_figure_loses_its_source_and_says_so() -> None:
    brief = small(Paragraph("p", "Resultatet var 5 kr [1]."))

    changed = apply(change_text(Draft((), ()), brief, "p", "Resultatet var 6 kr [1]."), brief)

    assert next(changed.blocks()) == Paragraph("p", "Resultatet var 6 kr.", by_hand=True)


def test_changed_words_around_the_same_figure_keep_its_source() -> None:
    brief = small(Paragraph("p", "Resultatet var 5 kr [1]."))

    changed = apply(change_text(Draft((), ()), brief, "p", "Året slutade på 5 kr [1]."), brief)

    assert next(changed.blocks()) == Paragraph("p", "Året slutade på 5 kr [1].", by_hand=True)


@pytest.mark.parametrize(
    "text",
    [
        "Intäkterna var 6 kr [1] och kostnaderna 5 kr [2].",
        "Intäkterna var 5 tkr [1] och kostnaderna 6 kr [2].",
        "Intäkterna var 5 kr [2] och kostnaderna 6 kr [1].",
        "Intäkterna var 5 kr [1] och kostnaderna 6 kr [2] [7].",
    ],
)
def test_figures_that_change_places_or_units_or_get_other_marks_have_no_source(text: str) -> None:
    brief = small(Paragraph("p", "Intäkterna var 5 kr [1] och kostnaderna 6 kr [2]."))

    shown = next(apply(change_text(Draft((), ()), brief, "p", text), brief).blocks())

    assert isinstance(shown, Paragraph)
    assert "[" not in shown.text


@pytest.mark.parametrize("kind", list(Added))
def test_a_mark_in_what_a_person_adds_points_nowhere_and_is_gone(kind: Added) -> None:
    brief = small(Paragraph("p", "Ett."))

    *_, own = apply(add_own(Draft((), ()), "0:ekonomi", kind, "Det blev 99 kr [1] och [999]."), brief).blocks()

    assert isinstance(own, Paragraph | Question)
    assert own.text == "Det blev 99 kr och."


def test_a_row_with_a_changed_cell_keeps_neither_its_source_nor_what_was_computed_from_it() -> None:
    change_cell = Cell("+2 kr", (1, 2), Stated(("a", "b"), Decimal(2), "kr", "5 - 3"), numeric=True)
    row = (
        Cell("Resultat"),
        Cell("5 kr", (1,), numeric=True),
        Cell("3 kr", (2,), numeric=True),
        change_cell,
        Cell("[1] [2]", (1, 2)),
    )
    brief = small(TableBlock("t", "Tabell", ("Mått", "2023", "2022", "Förändring", "Källa"), (row,), "En tabell."))

    shown = next(apply(change_text(Draft((), ()), brief, "t", "7 kr", cell="0:1"), brief).blocks())

    assert isinstance(shown, TableBlock)
    assert [cell.text for cell in shown.rows[0]] == ["Resultat", "7 kr (ändrad för hand)", "3 kr", "–", "–"]


def test_the_source_of_a_row_cannot_be_rewritten() -> None:
    row = (Cell("Resultat"), Cell("5 kr", (1,), numeric=True), Cell("[1]", (1,)))
    brief = small(TableBlock("t", "Tabell", ("Mått", "2023", "Källa"), (row,), "En tabell."))

    shown = next(apply(change_text(Draft((), ()), brief, "t", "[2]", cell="0:2"), brief).blocks())

    assert isinstance(shown, TableBlock)
    assert shown.rows == (row,)


def test_the_sections_of_one_chapter_change_places_without_moving_those_of_another() -> None:
    sections = tuple(Section(key, key, (Paragraph(key, "Text."),)) for key in (SectionKey.ECONOMY, SectionKey.EVENTS))
    chapters = tuple(Chapter(name, "2023", "2023", (), sections) for name in ("Finsam A", "Finsam B"))
    brief = Brief("Underlag", chapters, ())
    draft = Draft((), ())
    for chapter in (0, 1):
        ids = [place_of(chapter, section) for section in sections]
        draft = move(draft, order_of_sections(chapter), ids, ids[1], -1)

    shown = apply(draft, brief)

    assert [[one.key for one in chapter.sections] for chapter in shown.chapters] == [[SectionKey.EVENTS, SectionKey.ECONOMY]] * 2


def test_a_rewritten_reason_whose_figures_were_read_anew_says_so() -> None:
    draft = change_text(Draft((), ()), small(Question("q", "Varför?", "Det var 50 kr.")), "q", "Varför då?", "Det var 50 kr då.")

    shown = next(apply(draft, small(Question("q", "Varför?", "Det var 70 kr."))).blocks())

    assert isinstance(shown, Question)
    assert "har lästs in på nytt" in shown.text


def test_a_changed_quote_is_no_quote_any_more() -> None:
    brief = small(Quote("q", "Allt gick bra.", 1))

    changed = apply(change_text(Draft((), ()), brief, "q", "Allt gick mycket bra."), brief)

    assert isinstance(next(changed.blocks()), Paragraph)


def test_a_changed_cell_is_marked_and_loses_its_source() -> None:
    brief = small(TABLE)

    changed = next(apply(change_text(Draft((), ()), brief, "t", "7 kr", cell="0:1"), brief).blocks())

    assert isinstance(changed, TableBlock)
    assert changed.rows[0][1] == Cell("7 kr (ändrad för hand)", numeric=True, by_hand=True)


def test_the_own_text_again_takes_the_change_back() -> None:
    brief = small(Paragraph("p", "Ett."))
    changed = change_text(Draft((), ()), brief, "p", "Två.")

    assert change_text(changed, brief, "p", "Ett.") == Draft((), ())


def test_a_change_of_what_has_been_read_anew_says_so() -> None:
    draft = change_text(Draft((), ()), small(Paragraph("p", "Ett.")), "p", "Två.")

    shown = next(apply(draft, small(Paragraph("p", "Tre."))).blocks())

    assert isinstance(shown, Paragraph)
    assert shown.text == "Två. (Rapporten har lästs in på nytt sedan texten ändrades.)"


def test_blocks_change_places() -> None:
    brief = small(Paragraph("a", "A."), Paragraph("b", "B."))

    moved = apply(move(Draft((), ()), "0:ekonomi", ["a", "b"], "b", -1), brief)

    assert [block.id for block in moved.blocks()] == ["b", "a"]


def test_what_is_left_out_can_be_taken_back() -> None:
    brief = small(Paragraph("a", "A."), Paragraph("b", "B."))
    without = leave_out(Draft((), ()), "a")

    assert [block.id for block in apply(without, brief).blocks()] == ["b"]
    assert apply(take_back(without, "a"), brief) == brief


def test_an_own_question_is_the_last_of_its_section() -> None:
    draft = add_own(Draft((), ()), "0:ekonomi", Added.QUESTION, " Hur går det? ")

    blocks = list(apply(draft, small(Paragraph("a", "A."))).blocks())

    assert blocks[-1] == Question("egen:1", "Hur går det?", "", by_hand=True)


def test_an_empty_text_is_refused() -> None:
    with pytest.raises(UsageError, match="tom"):
        change_text(Draft((), ()), small(Paragraph("p", "Ett.")), "p", "  ")


def test_a_draft_is_read_as_it_was_written() -> None:
    draft = add_own(Draft((("Finsam X", "2023"),), ("ekonomi",)), "0:ekonomi", Added.NOTE, HOSTILE)

    assert read_draft(draft.to_json()) == draft


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"wanted": 3}', '{"wanted": [], "sections": ["x"]}'])
def test_what_is_no_draft_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_draft(text)

    assert refused.value.message_sv.startswith("Utkastet går inte att läsa.")


# At the desk


def test_a_draft_is_made_changed_and_reopened(desk: Desk) -> None:
    made = make(desk, ANNA, '[["Finsam Degerfors/Karlskoga", "2023"]]', '["ekonomi"]')
    kept = kept_drafts(desk.workplace, ANNA)[0]
    block = next(brief_block(desk).blocks())

    change(desk, ANNA, kept.id, {"what": "text", "target": block.id, "text": "Min egen text."})

    assert "fs-brief-title" in made.preview
    assert "Min egen text." in reopen(desk, ANNA, kept.id).preview


def test_two_windows_that_change_a_draft_at_once_lose_nothing(desk: Desk) -> None:
    make(desk, ANNA, '[["Finsam Degerfors/Karlskoga", "2023"]]', '["ekonomi"]')
    kept = kept_drafts(desk.workplace, ANNA)[0]
    blocks = [block.id for block in brief_block(desk).blocks()][:2]
    asked = [{"what": "drop", "target": block} for block in blocks]

    with ThreadPoolExecutor() as windows:
        list(windows.map(lambda one: change(desk, ANNA, kept.id, one), asked))

    assert sorted(kept_draft(desk.workplace, ANNA, kept.id).left_out) == sorted(blocks)


def brief_block(desk: Desk) -> Brief:
    return build_brief([Wanted("Finsam Degerfors/Karlskoga", "2023")], desk.library(), [SectionKey.ECONOMY])


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"what": "drop", "target": "9:finns-inte"}, "Stycket finns inte längre i underlaget."),
        ({"what": "restore", "target": "x"}, "Stycket finns inte längre i underlaget."),
        ({"what": "own", "target": "7:fragor", "text": "Varför?"}, "Avsnittet finns inte längre i underlaget."),
        ({"what": "own", "target": "", "text": "Varför?"}, "Avsnittet finns inte längre i underlaget."),
        ({"what": "cells", "target": "x", "cells": "{"}, "Det som skickades från sidan går inte att läsa."),
        ({"what": "cells", "target": "x", "cells": "[1]"}, "Det som skickades från sidan går inte att läsa."),
        ({"what": "cells", "target": "x", "cells": '{"0:0": null}'}, "Det som skickades från sidan går inte att läsa."),
        ({"what": "cells", "target": "x", "cells": "[" * 100_000}, "Det som skickades från sidan går inte att läsa."),
    ],
)
def test_a_change_of_what_is_not_there_or_cannot_be_read_is_told_and_changes_nothing(
    desk: Desk, asked: dict[str, str], told: str
) -> None:
    make(desk, ANNA, '[["Finsam Degerfors/Karlskoga", "2023"]]', '["ekonomi"]')
    kept = kept_drafts(desk.workplace, ANNA)[0]
    before = kept_draft(desk.workplace, ANNA, kept.id)

    shown = change(desk, ANNA, kept.id, asked)

    assert told in shown.preview
    assert "Ladda om sidan" in shown.preview
    assert kept_draft(desk.workplace, ANNA, kept.id) == before


def test_a_cell_of_what_is_no_table_is_refused() -> None:
    with pytest.raises(UsageError, match="Cellen finns inte"):
        change_text(Draft((), ()), small(Paragraph("p", "Ett stycke.")), "p", "Nytt.", cell="0:0")


@pytest.mark.parametrize(
    ("wanted", "sections"), [("{", "[]"), ("[1]", "[]"), ("null", "[]"), ('[["A", "2023"]]', '["inget"]'), ("[" * 100_000, "[]")]
)
def test_a_choice_of_a_brief_that_cannot_be_read_is_told(desk: Desk, wanted: str, sections: str) -> None:
    assert "Det som skickades från sidan går inte att läsa." in make(desk, ANNA, wanted, sections).preview


def test_a_draft_is_its_owners_alone(desk: Desk) -> None:
    draft_id = keep_new(desk.workplace, ANNA, "Underlag", Draft((("Finsam X", "2023"),), ("ekonomi",)))

    with pytest.raises(UsageError, match="finns inte längre"):
        kept_draft(desk.workplace, BO, draft_id)
    assert kept_drafts(desk.workplace, BO) == ()


def test_nothing_chosen_is_a_calm_line(desk: Desk) -> None:
    assert "Välj minst ett förbund" in make(desk, ANNA, "[]", '["ekonomi"]').preview


def test_an_empty_library_says_how_to_fill_it(tmp_path: Path) -> None:
    opened = Desk(Settings(data_dir=tmp_path))

    assert "Inga rapporter är inlästa än" in show_choices(opened, ANNA).form
    opened.close()


def test_a_source_opens_at_the_cited_row(desk: Desk) -> None:
    make(desk, ANNA, '[["Finsam Degerfors/Karlskoga", "2023"]]', '["ekonomi"]')
    draft_id = kept_drafts(desk.workplace, ANNA)[0].id

    assert "<mark>-795 108</mark>" in open_source(desk, ANNA, draft_id, 1)


def test_what_is_written_is_shown_and_does_not_run() -> None:
    brief = replace(small(Paragraph("p", HOSTILE), Quote("q", HOSTILE, 1)), title=HOSTILE)

    html = preview_html(brief, Draft((), ()), HOSTILE)

    assert "<script>" not in html
    assert "&lt;script&gt;" in html


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    app: FastAPI = add_briefs(new_app(), desk)
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000)) as opened:
        yield opened


@pytest.mark.parametrize(("ending", "begins"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_a_draft_is_fetched_as_a_file(client: TestClient, desk: Desk, ending: str, begins: bytes) -> None:
    draft = Draft((("Finsam Degerfors/Karlskoga", "2023"),), ("ekonomi",))
    draft_id = keep_new(desk.workplace, Person("lokal användare", Role.ADMINISTRATOR), "Underlag", draft)

    answer = client.get(f"/underlag.{ending}", params={"utkast": draft_id})

    assert answer.status_code == 200
    assert answer.content.startswith(begins)


def test_an_unknown_draft_is_a_calm_line(client: TestClient) -> None:
    answer = client.get("/underlag.pdf", params={"utkast": "nej"})

    assert (answer.status_code, answer.text) == (400, "Utkastet finns inte längre. Gör ett nytt underlag.")


# The command


@pytest.mark.parametrize("ending", [".docx", ".pdf"])
def test_the_command_writes_the_file(stored_without_vectors: Settings, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"underlag{ending}"

    code = main(["--data", str(stored_without_vectors.data_dir), "brief", "--association", "Sydnärke", "--out", str(out)])

    assert code == 0
    assert out.stat().st_size > 10_000


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--association", "Ingenstans", "--out", "x.docx"], "Ingenstans är inget av förbunden."),
        (["--association", "Sydnärke", "--period", "1999", "--out", "x.docx"], "Det finns ingen rapport från"),
        (["--association", "Sydnärke", "--out", "x.odt"], "Filen ska sluta på .docx eller .pdf."),
        (["--association", "Sydnärke", "--out", "saknas/x.pdf"], "Mappen saknas finns inte."),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(
    stored_without_vectors: Settings, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    code = main(["--data", str(stored_without_vectors.data_dir), "brief", *arguments])

    said = capsys.readouterr().err
    assert code == 2
    assert said.startswith(told)
    assert said.count("\n") == 1
