"""The page *Granskning*: what is chosen, how it reads, what is exported, and the page in a real browser."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import parse_qs
from urllib.request import urlopen

import pytest
from docx import Document
from docx.oxml.ns import qn
from sqlalchemy import text

from ingest.domain import Certainty, Finding, FindingKind, Locator, Place, Severity
from ingest.errors import UsageError
from ingest.settings import Settings
from tests.test_ui_chat import IN_SIGHT, LAPTOP, PHONE, browser, served
from ui.access.person import LOCAL
from ui.desk import Desk
from ui.review import close_finding, list_findings, open_place, reopen_finding
from ui.review_choice import Choice, choose
from ui.review_export import CSV_COLUMNS, WORD_COLUMNS_CM, findings_csv, findings_docx, harmless
from ui.review_html import PAGE_SIZE, PLACES_AT_ONCE, review_html
from ui.review_words import calculation_text, difference_text, summary_text
from vectorstore.entries import Explanation, ReportEntry, StoredFinding

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser"]  # a fixture: Chromium, as the tests of the chat drive it

REPORT_FILE = "finsam-exempel_arsredovisning_2021.txt"
TODAY = date(2026, 11, 22)
EXPLAINED = Explanation("Den ena är utan moms.", "Eva <b>Ek</b>", "2026-11-22T10:00:00+00:00")


def entry(report: str = "x-2021", association: str = "Finsam <X>", title: str = "Årsredovisning 2021") -> ReportEntry:
    return ReportEntry(
        report=report, association=association, orgnr=None, kind="årsredovisning", title=title, period="2021",
        period_start=date(2021, 1, 1), period_end=date(2021, 12, 31), source_file=f"{report}.txt", sha256="", visibility="public",
        aliases=(), pages=0, pages_unread=0, sections=0, tables=0, figures=0, passages=0, findings=0, ingested_at="", flags=(),
    )  # fmt: skip


HERE, LATER = entry(), entry("x-2023", title="Årsredovisning 2023")
BOTH = (HERE, LATER)


def place(report: ReportEntry = HERE, quote: str = "Resultat | -184 120", lines: tuple[int, int] = (77, 77)) -> Place:
    return Place(report.report, report.source_file, Locator("1.1 Översikt", None, "4", lines), quote)


FINDING = Finding(
    id="x-2021:1", report="x-2021", kind=FindingKind.DIFFERENCE, severity=Severity.MATERIAL, certainty=Certainty.CERTAIN,
    what="Resultat 2019 anges till −184 120 kr, men intäkter minus kostnader ger −1 084 120 kr.", places=(place(),),
    period="2019", stated=Decimal(-184120), computed=Decimal(-1084120), unit="kr", cause="en nolla saknas",
    consequences=("Eget kapital stämmer inte.",), expression="5608000 - 6692120",
)  # fmt: skip


def stored(number: int = 1, report: ReportEntry = HERE, explained: Explanation | None = None, **changes: object) -> StoredFinding:
    finding = replace(FINDING, id=f"{report.report}:{number}", report=report.report, **changes)  # type: ignore[arg-type]
    return StoredFinding(finding, report, explained)


def page_of(findings: Sequence[StoredFinding], choice: Choice | None = None, page: int = 1) -> str:
    return review_html(findings, choice or Choice(), page, BOTH)


def csv_rows(findings: Sequence[StoredFinding]) -> list[dict[str, str]]:
    text = findings_csv(findings, Choice(explained=True), BOTH).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))


def word_rows(findings: Sequence[StoredFinding]) -> list[list[str]]:
    document = Document(BytesIO(findings_docx(findings, Choice(explained=True), BOTH, TODAY)))
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows[1:]]


# What is chosen


def test_rounding_and_what_is_explained_are_left_out_at_first() -> None:
    found = [stored(1), stored(2, severity=Severity.ROUNDING), stored(3, explained=EXPLAINED)]

    assert [one.finding.id for one in choose(found, Choice())] == ["x-2021:1"]


@pytest.mark.parametrize(
    "choice",
    [
        Choice(association="Finsam <X>"),
        Choice(report="x-2021"),
        Choice(kind=FindingKind.DIFFERENCE),
        Choice(severities=frozenset({Severity.MATERIAL})),
        Choice(certainties=frozenset({Certainty.CERTAIN})),
    ],
    ids=["association", "report", "kind", "severity", "certainty"],
)
def test_each_filter_keeps_what_it_names_and_nothing_else(choice: Choice) -> None:
    other = StoredFinding(
        replace(
            FINDING, id="y:1", report="y", kind=FindingKind.SUM, severity=Severity.MINOR, certainty=Certainty.INTERPRETATION
        ),
        entry("y", "Finsam Y"),
        None,
    )  # fmt: skip

    assert [one.finding.id for one in choose([stored(1), other], choice)] == ["x-2021:1"]


def test_of_each_report_the_worst_comes_first() -> None:
    found = [stored(1, severity=Severity.MINOR), stored(2), stored(3, LATER), stored(4, severity=Severity.MINOR)]

    assert [one.finding.id for one in choose(found, Choice())] == ["x-2021:2", "x-2021:1", "x-2021:4", "x-2023:3"]


def test_a_choice_is_the_same_after_its_way_through_an_address() -> None:
    choice = Choice("Finsam & Co", "x", FindingKind.SEX_SPLIT, frozenset({Severity.ROUNDING}), frozenset(), True)

    assert Choice.from_query(parse_qs(choice.to_query())) == choice


def test_an_address_with_an_unknown_word_is_refused() -> None:
    with pytest.raises(UsageError) as error:
        Choice.from_query({"allvar": ["dödlig"]})

    assert "Länken går inte att läsa" in error.value.message_sv


def test_a_report_of_another_association_is_no_longer_chosen() -> None:
    assert Choice(association="Finsam Y", report="x-2021").among([HERE, entry("y", "Finsam Y")]).report == ""


# How it reads


def test_the_summary_counts_each_severity_and_tells_what_is_closed() -> None:
    found = [stored(1), stored(2), stored(3, severity=Severity.MINOR)]

    assert summary_text(found, left_out=3) == "3 fynd: 2 väsentliga och 1 mindre. 3 förklarade visas inte."


def test_a_finding_tells_what_is_stated_computed_and_the_difference() -> None:
    html = page_of([stored()]).replace("\u00a0", " ")

    for part in ("−184 120 kr", "−1 084 120 kr", "+900 000 kr", "Väsentlig", "en nolla saknas", "Eget kapital stämmer inte."):
        assert part in html


def test_the_calculation_is_shown_with_the_printed_numbers() -> None:
    assert calculation_text(FINDING) == "5 608 000 − 6 692 120"


def test_a_difference_of_percentages_is_in_percentage_points() -> None:
    finding = replace(FINDING, unit="%", stated=Decimal("22.9"), computed=Decimal("23.4"))

    assert difference_text(finding) == "−0,5 procentenheter"


def test_a_value_that_stands_elsewhere_is_not_called_computed() -> None:
    html = page_of([stored(kind=FindingKind.CONTRADICTION, expression="")])

    assert "På annan plats:" in html
    assert "Räknat" not in html


def test_a_finding_without_numbers_shows_none() -> None:
    html = page_of([stored(stated=None, computed=None, unit="")])

    assert "Anges" not in html


def test_markup_of_a_report_is_shown_and_not_run() -> None:
    evil = '<img src=x onerror="alert(1)">'
    html = page_of([stored(what=evil, cause=evil, consequences=(evil,), places=(place(quote=evil),), explained=EXPLAINED)],
                   Choice(explained=True))  # fmt: skip

    assert "<img" not in html
    assert "<b>Ek" not in html
    assert html.count("&lt;img") == 4


def test_a_place_in_another_report_names_that_report() -> None:
    html = page_of([stored(places=(place(), place(LATER)))])

    assert "Årsredovisning 2023 · s. 4" in html


def test_many_places_are_folded_and_can_all_be_opened() -> None:
    html = page_of([stored(places=tuple(place(lines=(n, n)) for n in range(1, 10)))])

    assert html.count('class="fs-place-link"') == 9
    assert f"och {9 - PLACES_AT_ONCE} platser till" in html


def test_an_explained_finding_shows_note_name_and_day_and_no_form() -> None:
    html = page_of([stored(explained=EXPLAINED)], Choice(explained=True))

    assert "Förklarad av Eva &lt;b&gt;Ek&lt;/b&gt;, 22 november 2026: Den ena är utan moms." in html
    assert "<form" not in html


def test_without_findings_a_calm_sentence_says_so_and_there_is_nothing_to_fetch() -> None:
    html = page_of([])

    assert "Rapporterna säger inte emot sig själva" in html
    assert "/granskning.docx" not in html


def test_two_hundred_findings_come_a_page_at_a_time() -> None:
    found = [stored(number) for number in range(200)]

    html = page_of(found, page=2)

    assert html.count("<article") == PAGE_SIZE
    assert f"Fynd {PAGE_SIZE + 1}–{2 * PAGE_SIZE} av 200" in html
    assert len(html) < 200_000


def test_a_page_that_is_no_longer_there_is_the_last_one() -> None:
    assert "Fynd 26–30 av 30" in page_of([stored(number) for number in range(30)], page=9)


# CSV


def test_the_csv_opens_in_swedish_excel() -> None:
    content = findings_csv([stored()], Choice(), BOTH)

    assert content.startswith("\ufeffId;Förbund;".encode())
    assert b"\r\n" in content


def test_the_csv_holds_numbers_as_numbers() -> None:
    (row,) = csv_rows([stored(stated=Decimal("-38.5"), computed=Decimal("1"), unit="%")])

    assert tuple(row) == CSV_COLUMNS
    assert (row["Anges"], row["Räknat"], row["Skillnad"]) == ("-38,5", "1", "-39,5")


@pytest.mark.parametrize("cell", ["=1+1", "+46 70", "-38 774", "@SUM(A1)", "\t=1", "  =1", "＝1", "-1+cmd|' /C calc'!A0"])
def test_what_begins_like_a_formula_is_not_executed(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-38774", "+12,5", "12", "Resultat = 5", ""])
def test_numbers_and_text_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


def test_a_quote_with_semicolons_and_quotation_marks_stays_one_cell() -> None:
    quote = '=HYPERLINK("http://a.example";"här")'

    (row,) = csv_rows([stored(places=(place(quote=quote),))])

    assert row["Citat"] == f"'{quote}"


# Word


def test_the_document_has_title_day_and_choice() -> None:
    document = Document(BytesIO(findings_docx([stored()], Choice(report="x-2021"), BOTH, TODAY)))

    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for part in ("Granskning av rapporter", "22 november 2026", "Finsam <X>, Årsredovisning 2021", "1 fynd: 1 väsentlig."):
        assert part in text


def test_the_document_has_a_table_for_each_report() -> None:
    document = Document(BytesIO(findings_docx([stored(1), stored(2, LATER)], Choice(), BOTH, TODAY)))

    assert [len(table.rows) for table in document.tables] == [2, 2]
    assert [cell.text for cell in document.tables[0].rows[0].cells] == [name for name, _ in WORD_COLUMNS_CM]


def test_a_row_tells_place_quote_values_and_cause_and_leaves_room_for_a_comment() -> None:
    ((_, what, where, stated, computed, cause, comment),) = word_rows([stored()])

    assert "Väsentlig · differens · säker" in what
    assert "s. 4 enligt innehållsförteckningen, 1.1 Översikt, rad 77:\n”Resultat | -184 120”" in where
    assert (stated, computed, cause) == ("−184 120 kr", "−1 084 120 kr\nSkillnad: +900 000 kr", "en nolla saknas")
    assert comment == ""


def test_an_explained_finding_has_its_note_for_a_comment() -> None:
    (row,) = word_rows([stored(explained=EXPLAINED)])

    assert row[-1] == "Förklarad av Eva <b>Ek</b>, 22 november 2026: Den ena är utan moms."


def test_the_document_is_a_landscape_a4_that_the_columns_fill() -> None:
    section = Document(BytesIO(findings_docx([stored()], Choice(), BOTH, TODAY))).sections[0]

    width = section.page_width.cm - section.left_margin.cm - section.right_margin.cm
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (29.7, 21.0)
    assert sum(cm for _, cm in WORD_COLUMNS_CM) == pytest.approx(width, abs=0.05)


def test_the_document_is_swedish_and_repeats_its_header_row() -> None:
    document = Document(BytesIO(findings_docx([stored()], Choice(), BOTH, TODAY)))

    assert {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))} == {"sv-SE"}
    assert document.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_a_form_feed_in_a_quote_does_not_stop_the_document() -> None:
    (row,) = word_rows([stored(places=(place(quote="Summa\x0c\x00 | 5"),))])

    assert "Summa" in row[2]


def test_without_findings_the_document_says_so() -> None:
    document = Document(BytesIO(findings_docx([], Choice(), (), TODAY)))

    assert "Inga fynd." in [paragraph.text for paragraph in document.paragraphs]


# A store with findings, and the page in a browser


def ingest_with_findings(data_dir: Path, file: Path, findings: Sequence[Finding]) -> None:
    """One report with the given findings in place of its own: what is looked at is the page, not the checks."""
    from ingest.read import read
    from vectorstore.index import index_report
    from vectorstore.store import open_store

    settings = Settings(data_dir=data_dir)
    report = read(file, settings)
    of_report = [
        replace(one, id=f"{report.id}:{at}", report=report.id,
                places=tuple(replace(p, report=report.id, source_file=file.name) for p in one.places))
        for at, one in enumerate(findings)
    ]  # fmt: skip
    with open_store(settings) as store:
        index_report(replace(report, findings=tuple(of_report)), file, store)


def store_with_findings(folder: Path) -> Path:
    """The data directory of a store with one short report and 31 findings, one of them material."""
    file = folder / REPORT_FILE
    rows = "".join(f"Rad {number}.\n" for number in range(1, 60))
    file.write_text(f"Årsredovisning 2021\nFinsam Exempel\nOrg.nr 222000-1234\n{rows}\nÅrets resultat är -184 120 kr.\n", "utf-8")
    quoted = place(quote="Årets resultat är -184 120 kr.", lines=(64, 64))
    findings = [replace(FINDING, places=(quoted, replace(quoted, quote="Rad 5.", locator=Locator(lines=(8, 8)))))]
    findings += [replace(FINDING, what=f"Fynd nummer {n}.", severity=Severity.MINOR, places=(quoted,)) for n in range(30)]
    ingest_with_findings(folder / "var", file, findings)
    return folder / "var"


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return store_with_findings(tmp_path)


@pytest.fixture
def desk(data_dir: Path) -> Iterator[Desk]:
    opened = Desk(Settings(data_dir=data_dir))
    yield opened
    opened.close()


def test_a_place_opens_with_its_words_marked_and_all_places_as_cards(desk: Desk) -> None:
    finding = desk.findings()[0].finding.id

    cards, reader = open_place(desk, finding, 1)

    assert cards.count('class="fs-card"') == 2
    assert "<mark>Årets resultat är -184 120 kr.</mark>" in reader


def test_a_place_of_a_finding_that_is_gone_says_so(desk: Desk) -> None:
    _, reader = open_place(desk, "borta", 1)

    assert "Fyndet finns inte längre" in reader


def test_an_explanation_is_told_as_saved_also_when_the_log_of_changes_cannot_be_written(desk: Desk) -> None:
    with desk.workplace.transaction() as connection:
        connection.execute(text("DROP TABLE audit"))

    saved, told = close_finding(desk, desk.findings()[0].finding.id, "Annan grund.", "Eva", LOCAL)

    assert saved
    assert "Sparat" in told


def test_a_finding_is_explained_and_reopened(desk: Desk) -> None:
    finding = desk.findings()[0].finding.id

    saved, _ = close_finding(desk, finding, "Annan grund.", "Eva", LOCAL)
    explained = list_findings(desk, Choice(explained=True)).html
    left_out = list_findings(desk, Choice()).html
    reopened, _ = reopen_finding(desk, finding, LOCAL)

    assert (saved, reopened) == (True, True)
    assert "Förklarad av Eva" in explained
    assert "Ett förklarat visas inte." in left_out
    assert desk.findings()[0].explained is None


@pytest.mark.parametrize(("note", "by"), [(" ", "Eva"), ("Annan grund.", ""), ("x" * 2001, "Eva")])
def test_an_explanation_needs_a_note_and_a_name_of_a_decent_length(desk: Desk, note: str, by: str) -> None:
    saved, told = close_finding(desk, desk.findings()[0].finding.id, note, by, LOCAL)

    assert not saved
    assert 'role="alert"' in told
    assert desk.findings()[0].explained is None


def test_before_the_first_ingest_the_list_says_how_to_ingest(tmp_path: Path) -> None:
    assert "finsam ingest MAPP" in list_findings(Desk(Settings(data_dir=tmp_path)), Choice()).html


@contextmanager
def reviewing(browser: Browser, address: str, size: dict[str, int] = LAPTOP) -> Iterator[Page]:
    """A visitor who has chosen the tab *Granskning* and sees the list."""
    context = browser.new_context(viewport={"width": size["width"], "height": size["height"]})
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(address)
    page.wait_for_selector(".fs-hello")
    page.get_by_role("tab", name="Granskning").click()
    page.wait_for_selector(".fs-summary")
    try:
        yield page
    finally:
        context.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose store no test changes."""
    with served(store_with_findings(tmp_path_factory.mktemp("review"))) as url:
        yield url


@pytest.mark.browser
def test_a_place_is_opened_and_closed_with_the_keyboard(browser: Browser, address: str) -> None:
    with reviewing(browser, address) as page:
        page.locator(".fs-place-link").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".fs-reader mark")
        in_sight = page.locator(".fs-reader mark").first.evaluate(IN_SIGHT)
        page.keyboard.press("Escape")
        page.wait_for_selector(".fs-reader", state="detached")

        assert in_sight
        assert page.locator("#fs-review-side .fs-card").count() == 2
        assert page.evaluate("document.activeElement.className") == "fs-place-link"


@pytest.mark.browser
def test_a_finding_is_explained_in_its_own_form_and_leaves_the_list(browser: Browser, data_dir: Path) -> None:
    with served(data_dir) as url, reviewing(browser, url) as page:
        page.locator(".fs-explain summary").first.click()
        page.wait_for_function("document.activeElement.name === 'note'")
        page.keyboard.type("Annan grund.")
        page.locator('.fs-explain[open] [name="by"]').fill("Eva")
        page.get_by_role("button", name="Spara förklaringen").first.click()
        page.wait_for_selector("#fs-told p")
        page.wait_for_function("document.querySelector('.fs-summary').innerText.includes('förklarat')")
        without = page.inner_text(".fs-summary")
        page.get_by_label("Visa förklarade").check()
        page.wait_for_selector(".fs-explained")

        assert without == "30 fynd: 30 mindre. Ett förklarat visas inte."
        assert "Förklarad av Eva" in page.inner_text(".fs-explained")


@pytest.mark.browser
def test_the_filters_and_the_pages_change_the_list(browser: Browser, address: str) -> None:
    with reviewing(browser, address) as page:
        page.get_by_role("button", name="Nästa").click()
        page.wait_for_function("document.querySelectorAll('.fs-finding').length === 6")
        turned = page.inner_text(".fs-pager span")
        page.get_by_label("Mindre").uncheck()
        page.wait_for_function("document.querySelectorAll('.fs-finding').length === 1")

        assert turned == "Fynd 26–31 av 31"
        assert page.inner_text(".fs-summary") == "1 fynd: 1 väsentlig."


@pytest.mark.browser
def test_the_files_hold_the_choice_that_is_shown(browser: Browser, address: str) -> None:
    with reviewing(browser, address) as page:
        page.get_by_label("Mindre").uncheck()
        page.wait_for_function("document.querySelectorAll('.fs-finding').length === 1")
        with page.expect_download() as word:
            page.get_by_role("link", name="Word").click()
        with page.expect_download() as excel:
            page.get_by_role("link", name="Excel").click()

        assert word.value.suggested_filename == "granskning.docx"
        assert len(Document(str(word.value.path())).tables[0].rows) == 2
        assert excel.value.path().read_text("utf-8-sig").count("\n") == 2


@pytest.mark.browser
def test_findings_of_another_ingest_are_shown_after_a_refresh(browser: Browser, data_dir: Path) -> None:
    with served(data_dir) as url, reviewing(browser, url) as page:
        first = data_dir.parent / REPORT_FILE
        other = first.with_name("finsam-annat_arsredovisning_2022.txt")
        other.write_text(first.read_text("utf-8").replace("Exempel", "Annat").replace("2021", "2022"), "utf-8")
        ingest_with_findings(data_dir, other, [replace(FINDING, what="Ett nytt fynd.")])
        page.get_by_role("button", name="Uppdatera").click()
        page.wait_for_function("document.querySelector('.fs-summary').innerText.startsWith('32 fynd')")

        assert page.locator(".fs-of-report").first.inner_text().startswith("Finsam Annat")


@pytest.mark.browser
def test_on_a_phone_nothing_is_wider_than_the_screen_and_a_place_fills_it(browser: Browser, address: str) -> None:
    with reviewing(browser, address, PHONE) as page:
        width = page.evaluate("document.documentElement.scrollWidth")
        page.locator(".fs-place-link").first.click()
        page.wait_for_selector(".fs-reader mark")
        reader = page.locator(".fs-reader").bounding_box()

        assert width <= PHONE["width"]
        assert reader is not None
        assert reader["width"] == PHONE["width"]


@pytest.mark.browser
def test_the_review_reports_no_error_in_the_browser(browser: Browser, address: str) -> None:
    with reviewing(browser, address) as page:
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.locator(".fs-place-link").first.click()
        page.wait_for_selector(".fs-reader mark")
        page.get_by_label("Öresavrundning").check()
        page.wait_for_timeout(500)

        assert errors == []


@pytest.mark.browser
def test_a_link_that_cannot_be_read_is_refused_with_a_calm_line(address: str) -> None:
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{address}/granskning.docx?allvar=x")

    assert refused.value.code == 400
    assert "Länken går inte att läsa" in refused.value.read().decode()
