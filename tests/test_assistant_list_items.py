"""Lists that run over several sentences, headings or rows: quoted whole with the sentence that announces them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.evidence import QuoteEvidence
from assistant.list_items import rows_alike, rows_under_heading, with_items
from assistant.report_index import indexes_of
from assistant.understand import understand
from ingest.domain import Line, Locator, Passage, Report, Section, TextUnit, UnitKind
from tests.fakes import library_of, small_report
from vectorstore.entries import EVERYTHING
from vectorstore.library import Library


def quote_of(beginning: str, library: Library) -> QuoteEvidence:
    """The unit that begins so, as evidence."""
    for index in indexes_of(library).open(library, EVERYTHING):
        for one in index.units.units:
            if one.unit.text.startswith(beginning):
                key = f"{one.passage.id}/{one.position}"
                return QuoteEvidence(key, one.unit, one.passage, one.position, index.report, 0.5, 1.0)
    raise AssertionError(f"no unit begins with {beginning!r}")


def listed(question: str, texts: tuple[str, ...], data_dir: Path) -> str | None:
    """The quote of the first text with the items that the others hold."""
    with library_of(data_dir, small_report(texts=texts)) as library:
        found = with_items(quote_of(texts[0], library), understand(question, (), library), library)
    return found.unit.text if found is not None else None


STEPS = (
    "Arbetet följer 2 steg mot arbete.",
    "Steg 1 – Kartläggning av nuläget.",
    "Den görs i grupp.",
    "Steg 2 – Praktik hos arbetsgivare.",
    "Alla steg följs upp.",
)


def test_numbered_items_are_quoted_without_the_sentences_between(tmp_path: Path) -> None:
    assert listed("Vilka två steg följer arbetet?", STEPS, tmp_path) == f"{STEPS[0]} … {STEPS[1]} … {STEPS[3]}"


def test_an_announcement_of_something_else_has_no_items(tmp_path: Path) -> None:
    assert listed("Vilka fyra orter täcker arbetet?", STEPS, tmp_path) is None


@pytest.mark.parametrize("announcement", ["Vi har följande mål:", "Nedanstående mål gäller."])
def test_bullets_follow_their_announcement(announcement: str, tmp_path: Path) -> None:
    texts = (announcement, "- Fler i arbete.", "- Fler i studier.", "Målen beslutas av styrelsen.")
    assert listed("Vilka mål har Norrdal?", texts, tmp_path) == f"{announcement} … - Fler i arbete. … - Fler i studier."


def test_the_next_sentence_may_name_what_is_counted(tmp_path: Path) -> None:
    texts = ("I nätverket möts fyra kommuner.", "Deltagande kommuner är Alby, Boda, Cedby och Dala.")
    assert listed("Vilka kommuner möts i nätverket?", texts, tmp_path) == " … ".join(texts)


def test_a_next_sentence_that_names_one_thing_is_no_list(tmp_path: Path) -> None:
    texts = ("I nätverket möts fyra kommuner.", "Alby är en av dessa kommuner.")
    assert listed("Vilka kommuner möts i nätverket?", texts, tmp_path) is None


def with_groups_below(report: Report) -> Report:
    """The report with its first section called "1 Målgrupper" and two headings below it."""
    lines = [*report.document.lines[:2], Line(3, "1.1 Unga vuxna"), Line(4, "Text."), Line(5, "1.2 Äldre"), Line(6, "Text.")]
    sections = (
        Section(0, "1", "Målgrupper", "1 Målgrupper", 1, None, 1, 2),
        Section(1, "1.1", "Unga vuxna", "1.1 Unga vuxna", 2, 0, 3, 4),
        Section(2, "1.2", "Äldre", "1.2 Äldre", 2, 0, 5, 6),
    )
    place = Locator("1 Målgrupper", lines=(2, 2))
    text = report.document.lines[1].text
    passage = Passage(f"{report.id}:p0", "Norrdal", text, (TextUnit(text, UnitKind.SENTENCE, place),), place)
    document = replace(report.document, lines=tuple(lines))
    return replace(report, document=document, sections=sections, passages=(passage,), tables=(), figures=())


def test_the_groups_below_may_be_headings(tmp_path: Path) -> None:
    report = with_groups_below(small_report(texts=("Förbundet prioriterar nedanstående grupper:",)))
    with library_of(tmp_path, report) as library:
        query = understand("Vilka målgrupper prioriterar Norrdal?", (), library)
        found = with_items(quote_of("Förbundet", library), query, library)
    assert found is not None
    assert found.unit.text == "Förbundet prioriterar nedanstående grupper: … 1.1 Unga vuxna … 1.2 Äldre"
    assert found.unit.locator.lines == (2, 5)


def test_all_rows_with_the_role_asked_for_are_given(tmp_path: Path) -> None:
    report = small_report(texts=("Ada Ek | Alby | Ordförande", "Bo Al | Boda | Ersättare", "Cia Lind | Cedby | Ersättare"))
    units = tuple(replace(p.units[0], kind=UnitKind.ROW) for p in report.passages)
    board = replace(report.passages[0], units=units, text="\n".join(u.text for u in units))
    with library_of(tmp_path, replace(report, passages=(board,))) as library:
        query = understand("Vilka är ersättare i Norrdal?", (), library)
        rows = rows_alike(quote_of("Cia", library), query, library)
    assert [row.unit.text for row in rows] == ["Bo Al | Boda | Ersättare", "Cia Lind | Cedby | Ersättare"]
    assert len({row.key for row in rows}) == 2


@pytest.mark.parametrize(
    ("question", "rows"), [("Vilka sitter i styrelsen i Norrdal?", 2), ("Vilka bygger skolor i Norrdal?", 0)]
)
def test_a_table_is_given_whole_where_its_heading_is_what_is_asked_for(question: str, rows: int, tmp_path: Path) -> None:
    report = small_report(texts=("Ada Ek | Alby | Ordförande", "Bo Al | Boda | Ledamot"))
    units = [replace(p.units[0], kind=UnitKind.ROW) for p in report.passages]
    units = [replace(u, locator=replace(u.locator, section="1 Verksamheten › Styrelse 2021")) for u in units]
    board = replace(report.passages[0], units=tuple(units), text="\n".join(u.text for u in units))
    with library_of(tmp_path, replace(report, passages=(board,))) as library:
        found = rows_under_heading((quote_of("Ada", library),), understand(question, (), library), library)
    assert len(found) == rows
