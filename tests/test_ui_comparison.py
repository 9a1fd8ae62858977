"""The page *Jämför*: the choice, how squares read, the charts, the exports, and the page in a real browser."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import parse_qs
from urllib.request import urlopen
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from PIL import Image

from assistant.evidence import FigureEvidence
from assistant.timespans import year_span
from ingest.errors import UsageError
from ingest.settings import Settings
from tests.fakes import library_of, printed_figure, report_of_figures
from tests.test_ui_chat import IN_SIGHT, LAPTOP, PHONE, browser, served
from ui.comparison.chart import chart_png, chart_svg
from ui.comparison.chart_data import ChartData, Series, chart_of, chart_text
from ui.comparison.choice import MOST_MEASURES, Choice, Drawn, View
from ui.comparison.choices_html import measures_html
from ui.comparison.comparison import CHOOSE_MORE, NOTHING_INGESTED, open_card, open_page, open_square
from ui.comparison.export_rows import SOURCE_COLUMNS, VALUE_COLUMNS
from ui.comparison.exports import comparison_csv
from ui.comparison.lay_out import compare_chosen
from ui.comparison.places import citations_of
from ui.comparison.square_words import summary_text, value_text, working_texts
from ui.comparison.squares import ComparedTable, Square
from ui.comparison.table_html import comparison_html
from ui.comparison.workbook import comparison_xlsx
from ui.desk import Desk
from vectorstore.library import Library

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser"]  # a fixture: Chromium, as the tests of the chat drive it

DEGERFORS, LEKEBERG = "Finsam Degerfors/Karlskoga", "Finsam Lekeberg Örebro"
INSJORIKET, SYDNARKE = "Samordningsförbundet Insjöriket", "Samordningsförbundet Sydnärke"
RESULT, COACHING = "begrepp:arets_resultat", "rad:Coachingteamet¦"
YEARS = ("2020", "2021", "2022", "2023")
CHOICE = Choice((RESULT,), (DEGERFORS, LEKEBERG), YEARS)
EVIL = "<img src=x onerror=alert(1)>"


def tables_of(library: Library, **changes: object) -> tuple[ComparedTable, ...]:
    return compare_chosen(Choice(**{"measures": (RESULT,), "associations": (DEGERFORS,), **changes}), library)  # type: ignore[arg-type]


def square_of(library: Library, row: int = 0, column: int = 0, **changes: object) -> Square:
    square = tables_of(library, **changes)[0].square(row, column)
    assert square is not None
    return square


@pytest.fixture(scope="module")
def desk(stored_without_vectors: Settings) -> Iterator[Desk]:
    opened = Desk(stored_without_vectors)
    yield opened
    opened.close()


# The choice


def test_a_choice_is_read_back_from_its_address() -> None:
    choice = Choice((RESULT, COACHING), (DEGERFORS,), ("2021", "2021-01-01/2021-06-30"), View.AGAINST, Drawn.BARS)
    assert Choice.from_query(parse_qs(choice.to_query())) == choice


@pytest.mark.parametrize("query", [{"period": ["igår"]}, {"visa": ["allt"]}, {"diagram": ["tårta"]}])
def test_an_address_that_says_nothing_is_refused(query: dict[str, list[str]]) -> None:
    with pytest.raises(UsageError) as refused:
        Choice.from_query(query)
    assert refused.value.message_sv == "Länken går inte att läsa. Gå till sidan Jämför och hämta filen därifrån."


def test_more_measures_than_anyone_reads_are_refused() -> None:
    with pytest.raises(UsageError) as refused:
        Choice.from_query({"matt": [f"rad:Rad {n}¦" for n in range(MOST_MEASURES + 1)]})
    assert refused.value.message_sv == "Välj högst 12 mått åt gången, så blir jämförelsen läsbar."


# How squares read


def test_a_figure_stands_without_the_unit_that_the_table_states(library_without_vectors: Library) -> None:
    assert value_text(square_of(library_without_vectors, periods=("2021",)), "kr") == "−38\u00a0774"


def test_what_is_missing_is_called_so_and_tells_why(library_without_vectors: Library) -> None:
    square = square_of(library_without_vectors, periods=("2015",))
    assert (value_text(square), square.why) == ("saknas", "Finns bara för 2017, 2018, 2019, 2020, 2021, 2022, 2023.")


def test_a_contested_figure_shows_what_else_is_stated(library_without_vectors: Library) -> None:
    square = square_of(library_without_vectors, periods=("2020",))
    stated = {e.stored.figure.value for e in square.others}
    assert (square.is_contested, square.value, stated) == (True, Decimal(487600), {Decimal(462600)})


def test_a_figure_in_thousands_is_brought_to_kronor_and_says_so(library_without_vectors: Library) -> None:
    square = square_of(library_without_vectors, associations=(INSJORIKET,), periods=("2018-01-01/2018-08-31",))
    assert (square.value, square.unit, square.beside) == (Decimal(703000), "kr", ("avrundat till tkr",))


def test_a_computed_square_tells_how_it_was_computed(library_without_vectors: Library) -> None:
    square = square_of(library_without_vectors, measures=(COACHING,), periods=("2021",), view=View.PER_PARTICIPANT)
    assert working_texts(square)[0].replace("\u00a0", " ") == "4 262 576 / 223 = 19 114,69 kr"


def test_a_deviation_has_its_sign_said(library_without_vectors: Library) -> None:
    square = square_of(library_without_vectors, column=2, periods=("2021",), view=View.AGAINST)
    assert value_text(square).replace("\u00a0", " ") == "+611 226 kr"


def test_half_a_year_beside_a_year_is_said(library_without_vectors: Library) -> None:
    table = tables_of(library_without_vectors, associations=(DEGERFORS, LEKEBERG))[0]
    assert "Perioderna är olika långa. Jämför bara det som gäller lika lång tid." in table.notes


def test_without_times_only_those_that_show_something_get_a_column(library_without_vectors: Library) -> None:
    table = tables_of(library_without_vectors, associations=(LEKEBERG,))[0]
    assert table.columns == ("2020", "januari–juni 2021")


def test_the_summary_counts_values_gaps_and_contradictions(library_without_vectors: Library) -> None:
    assert summary_text(compare_chosen(CHOICE, library_without_vectors)) == (
        "1 mått, 2 förbund: 5 värden, 3 saknas, 1 motsägs av andra uppgifter."
    )


def test_markup_in_a_report_is_shown_as_text(tmp_path: Path) -> None:
    report = report_of_figures(printed_figure(EVIL, "5", "2021"), association=f"Finsam {EVIL}")
    with library_of(tmp_path, report) as library:
        choice = Choice((f"rad:{EVIL}¦",), (f"Finsam {EVIL}",))
        html = comparison_html(compare_chosen(choice, library), choice) + measures_html((), choice.measures, EVIL)
    assert "&lt;img" in html
    assert "<img src=x" not in html


def test_rows_that_only_share_a_name_are_not_said_to_contradict_each_other(library_without_vectors: Library) -> None:
    question = "rad:¦Är du med och bestämmer vilket stöd du skall få?"
    square = square_of(library_without_vectors, measures=(question,), periods=("2021",))
    assert (square.is_contested, square.is_ambiguous) == (False, True)


# The page's parts


def test_before_the_first_ingest_the_page_says_how_to_ingest(tmp_path: Path) -> None:
    desk = Desk(Settings(data_dir=tmp_path))
    assert NOTHING_INGESTED.split(":")[0] in open_page(desk).result
    desk.close()


def test_at_first_the_page_shows_something(desk: Desk) -> None:
    page = open_page(desk)
    assert page.choice.measures == (RESULT,)
    assert "−38\u00a0774" in page.result


def test_without_a_measure_the_page_says_what_to_choose(desk: Desk) -> None:
    assert CHOOSE_MORE in open_page(desk, Choice((), (DEGERFORS,))).result


def test_an_association_that_is_gone_is_left_out(desk: Desk) -> None:
    assert open_page(desk, Choice((RESULT,), (DEGERFORS, "Finsam Borta"))).choice.associations == (DEGERFORS,)


def test_words_typed_find_rows_by_parts_of_their_words(desk: Desk) -> None:
    page = open_page(desk, CHOICE, search="coach team")
    assert 'value="rad:Coachingteamet¦"' in page.measures
    assert "Soliditet" not in page.measures


def test_a_figure_opens_at_its_row_with_the_print_marked(desk: Desk) -> None:
    _, reader = open_square(desk, CHOICE, "0.0.1")
    assert "<mark>-38 774</mark>" in reader


def test_a_contested_square_tells_both_values_before_a_source_is_opened(desk: Desk) -> None:
    cards, reader = open_square(desk, CHOICE, "0.0.0")
    assert ("462\u00a0600\u00a0kr" in cards, "487\u00a0600\u00a0kr" in cards, reader) == (True, True, "")


def test_each_source_of_a_computed_square_opens(desk: Desk) -> None:
    choice = Choice((COACHING,), (DEGERFORS,), ("2021",), View.PER_PARTICIPANT)
    readers = [open_card(desk, choice, "0.0.0", n) for n in (1, 2, 3)]
    assert [re.findall("<mark>([^<]*)</mark>", reader)[-1] != "" for reader in readers] == [True, True, True]


def test_budget_and_outcome_of_one_row_are_one_source(desk: Desk) -> None:
    choice = Choice(("begrepp:summa_insatser",), (DEGERFORS,), ("2021",), View.AGAINST)
    cards, _ = open_square(desk, choice, "0.0.2")
    assert cards.count('class="fs-card"') == 1


def test_sources_are_numbered_in_the_order_of_their_first_figure(tmp_path: Path) -> None:
    report = report_of_figures(*(printed_figure(row, "1", "2021") for row in ("Norrby", "Söderby")))
    with library_of(tmp_path, report) as library:
        first, second = (FigureEvidence(stored.figure.key, stored, 1.0) for stored in library.figures())
    found = citations_of((first, second, first))
    assert [(one.n, one.quote) for one in found] == [(1, "Norrby | 1"), (2, "Söderby | 1")]


@pytest.mark.parametrize("at", ["", "0", "9.9.9", "0.0.99", "a.b.c", "-1.0.0", "0.0.0.0"])
def test_a_square_that_does_not_exist_is_told_calmly(desk: Desk, at: str) -> None:
    assert "Rutan finns inte längre." in open_square(desk, CHOICE, at)[1]


def test_an_association_that_prints_neither_budget_nor_outcome_has_one_row_that_says_so(library_without_vectors: Library) -> None:
    table = tables_of(library_without_vectors, associations=(DEGERFORS, SYDNARKE), periods=YEARS[:2], view=View.AGAINST)[0]
    assert [row.header for row in table.rows] == [f"{DEGERFORS}, 2020", f"{DEGERFORS}, 2021", SYDNARKE]
    assert {square.value for square in table.rows[-1].squares} == {None}


# Charts

LINES = ChartData(
    "Resultat", "kr", ("2019", "2020", "2021"),
    (Series("Norrby", (Decimal(-1000), None, Decimal(2500))), Series("_Söder & <b>", (Decimal(1), Decimal(2), Decimal(3)))),
    "Källa: Norrby: Årsredovisning 2021.", True,
)  # fmt: skip


def texts_in(svg: bytes) -> list[str]:
    return ["".join(node.itertext()) for node in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_text_in_a_chart_is_text(library_without_vectors: Library) -> None:
    assert {"Resultat", "Norrby", "Söder & <b>", "2019", "Källa: Norrby: Årsredovisning 2021."} <= set(texts_in(chart_svg(LINES)))


def test_numbers_on_an_axis_are_swedish() -> None:
    big = ChartData("R", "kr", ("a", "b"), (Series("x", (Decimal(-1500000), Decimal(2500000))),), "", False)
    assert {"−1,5", "2,5", "mnkr"} <= set(texts_in(chart_svg(big)))


def test_the_same_chart_is_the_same_file() -> None:
    assert chart_svg(LINES) == chart_svg(LINES)


def test_a_chart_is_told_in_words_with_its_gaps() -> None:
    assert chart_text(LINES).startswith(
        "Linjediagram: Resultat, 2019 till 2021. Norrby: 2019 −1 000 kr, 2021 2 500 kr. Saknas för 2020."
    )


def test_a_chart_as_png_has_the_width_asked_for() -> None:
    with Image.open(BytesIO(chart_png(LINES, 800))) as image:
        assert (image.format, image.width) == ("PNG", 800)


def test_a_chart_shows_only_times_of_one_length(library_without_vectors: Library) -> None:
    chart = chart_of(tables_of(library_without_vectors, associations=(DEGERFORS, LEKEBERG))[0], Drawn.LINES)
    assert chart is not None
    assert (chart.labels, chart.note) == (
        ("2017", "2018", "2019", "2020", "2021", "2022", "2023"),
        "Bara perioder av samma längd visas.",
    )


def test_a_single_value_has_no_chart(library_without_vectors: Library) -> None:
    assert chart_of(tables_of(library_without_vectors, periods=("2021",))[0], Drawn.LINES) is None


def test_what_is_not_printed_for_any_time_has_no_chart(library_without_vectors: Library) -> None:
    tables = tables_of(library_without_vectors, view=View.PER_PARTICIPANT)
    assert (chart_of(tables[0], Drawn.LINES), "saknas" in comparison_html(tables, CHOICE)) == (None, True)


def test_costs_are_drawn_by_their_size_whatever_sign_they_are_printed_with(library_without_vectors: Library) -> None:
    costs = tables_of(library_without_vectors, measures=("begrepp:verksamhetens_kostnader",), associations=(DEGERFORS, LEKEBERG))
    chart = chart_of(costs[0], Drawn.LINES)
    assert chart is not None
    assert all(value is None or value > 0 for one in chart.series for value in one.values)
    assert "Beloppens storlek visas" in chart.note


def test_years_are_the_only_ones_compared_in_a_bar_chart_of_budget_and_outcome(library_without_vectors: Library) -> None:
    table = tables_of(library_without_vectors, view=View.AGAINST, measures=("begrepp:strukturovergripande_insatser",))[0]
    chart = chart_of(table, Drawn.LINES)
    assert chart is not None
    assert ([one.name for one in chart.series], chart.lines) == (["Budget", "Utfall"], False)


# Exports


def csv_blocks(tables: tuple[ComparedTable, ...]) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    text = comparison_csv(tables).decode("utf-8-sig")
    values, sources = text.split("\r\n\r\n")
    return tuple(list(csv.DictReader(StringIO(part, newline=""), delimiter=";")) for part in (values, sources))  # type: ignore[return-value]


def test_the_csv_opens_in_swedish_excel(library_without_vectors: Library) -> None:
    content = comparison_csv(tables_of(library_without_vectors, measures=("begrepp:soliditet",)))
    assert content.startswith(b"\xef\xbb\xbfRuta;")
    assert ";40,7;%;" in content.decode("utf-8-sig")


def test_every_value_in_the_csv_has_its_source(library_without_vectors: Library) -> None:
    values, sources = csv_blocks(compare_chosen(CHOICE, library_without_vectors))
    by_number = {one["Källa"]: one for one in sources}
    first = next(one for one in values if one["Kolumn"] == "2021")
    source = by_number[first["Källor"]]
    expected = ("-38774", "'-38 774", "1.1", "66")  # the print begins like a formula: it is made harmless
    assert (first["Värde"], source["Som tryckt"], source["Avsnitt"][:3], source["Rader i filen"]) == expected
    assert all(one["Källor"] for one in values if one["Värde"])


def test_a_computed_value_in_the_csv_has_its_expression(library_without_vectors: Library) -> None:
    values, sources = csv_blocks(
        tables_of(library_without_vectors, measures=(COACHING,), periods=("2021",), view=View.PER_PARTICIPANT)
    )
    assert (values[0]["Värde"], values[0]["Uträkning"]) == ("19114,6906", "4262576 / 223")
    assert [one["Som tryckt"] for one in sources[:2]] == ["4 262 576 kr", "223"]


def test_a_formula_in_a_report_is_not_executed(tmp_path: Path) -> None:
    with library_of(tmp_path, report_of_figures(printed_figure('=HYPERLINK("http://a.example")', "5", "2021"))) as library:
        tables = compare_chosen(Choice(('rad:=HYPERLINK("http://a.example")¦',), ("Finsam Norrdal",)), library)
        text = comparison_csv(tables).decode("utf-8-sig")
        book = load_workbook(BytesIO(comparison_xlsx(tables)))
    assert ";=HYPERLINK" not in text
    assert ';"=HYPERLINK' not in text
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "inlineStr", "n"}


def test_numbers_in_the_workbook_are_numbers(library_without_vectors: Library) -> None:
    book = load_workbook(BytesIO(comparison_xlsx(compare_chosen(CHOICE, library_without_vectors))))
    assert book.sheetnames == ["Jämförelse", "Värden", "Källor"]
    assert [cell.value for cell in book["Jämförelse"][3]] == [DEGERFORS, 487600, -38774, 243398, -795108]
    assert ([c.value for c in book["Värden"][1]], [c.value for c in book["Källor"][1]]) == (
        list(VALUE_COLUMNS),
        list(SOURCE_COLUMNS),
    )


def test_a_series_over_years_is_of_years(library_without_vectors: Library) -> None:
    assert tables_of(library_without_vectors)[0].spans == tuple(year_span(year) for year in range(2017, 2024))


# The page in a browser


@pytest.fixture(scope="module")
def address(stored_without_vectors: Settings) -> Iterator[str]:
    with served(stored_without_vectors.data_dir) as url:
        yield url


@contextmanager
def compared(browser: Browser, address: str, size: dict[str, int] = LAPTOP) -> Iterator[Page]:
    """The page Jämför as a new visitor sees it."""
    context = browser.new_context(viewport={"width": size["width"], "height": size["height"]}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(address)
    page.get_by_role("tab", name="Jämför").click()
    page.wait_for_selector("#fs-compared table")
    try:
        yield page
    finally:
        context.close()


def square_named(page: Page, text: str) -> str:
    """The selector of the first square that shows a text."""
    at = page.locator(".fs-cmp-cell", has_text=text).first.get_attribute("data-at")
    return f'.fs-cmp-cell[data-at="{at}"]'


@pytest.mark.browser
def test_a_square_opens_its_source_with_the_row_marked(browser: Browser, address: str) -> None:
    with compared(browser, address) as page:
        page.click(square_named(page, "−38\u00a0774"))
        page.wait_for_selector("#fs-compare-side .fs-reader mark")

        assert "-38 774" in page.locator("#fs-compare-side .fs-reader mark").all_inner_texts()
        assert page.locator("#fs-compare-side .fs-reader mark").first.evaluate(IN_SIGHT)


@pytest.mark.browser
def test_the_keyboard_opens_a_square_and_escape_goes_back_to_it(browser: Browser, address: str) -> None:
    with compared(browser, address) as page:
        square = square_named(page, "−38\u00a0774")
        page.focus(square)
        page.keyboard.press("Enter")
        page.wait_for_selector("#fs-compare-side .fs-reader mark")

        page.keyboard.press("Escape")

        page.wait_for_selector("#fs-compare-side .fs-reader", state="detached")
        assert page.evaluate("document.activeElement.dataset.at") == page.locator(square).get_attribute("data-at")


@pytest.mark.browser
def test_a_row_is_found_by_typing_and_compared_by_ticking(browser: Browser, address: str) -> None:
    with compared(browser, address) as page:
        page.fill("#fs-measure-search", "coachingteamet")
        page.check('input[value="rad:Coachingteamet¦"]')

        page.wait_for_selector('h3:has-text("Coachingteamet")')
        assert page.locator("#fs-compared .fs-compared h3").count() == 2


@pytest.mark.browser
def test_budget_and_outcome_are_shown_with_their_deviation_and_its_working(browser: Browser, address: str) -> None:
    with compared(browser, address) as page:
        page.check('input[name="fs-visa"][value="avvikelse"]')
        page.wait_for_selector('th:has-text("Avvikelse")')
        page.click(square_named(page, "+611\u00a0226"))
        page.wait_for_selector(".fs-cmp-working")

        working = page.inner_text(".fs-cmp-working").replace("\u00a0", " ")
        assert "−38 774 − (−650 000) = +611 226 kr" in working


@pytest.mark.browser
def test_a_new_comparison_closes_the_square_of_the_old_one(browser: Browser, address: str) -> None:
    with compared(browser, address) as page:
        page.click(square_named(page, "−38\u00a0774"))
        page.wait_for_selector("#fs-compare-side .fs-reader mark")

        page.check('input[name="fs-visa"][value="avvikelse"]')

        page.wait_for_selector("#fs-compare-side .fs-reader", state="detached")
        assert page.locator("#fs-compare-side .fs-card").count() == 0


@pytest.mark.browser
def test_a_missing_square_tells_why(browser: Browser, address: str) -> None:
    with compared(browser, address) as page:
        page.locator(".fs-cmp-cell.fs-cmp-none").first.click()
        page.wait_for_selector(".fs-cmp-square-why")

        assert page.inner_text(".fs-cmp-square-why").startswith("Saknas. Finns bara")


@pytest.mark.browser
def test_the_chart_is_shown_with_words_and_can_be_fetched(browser: Browser, address: str) -> None:
    with compared(browser, address) as page:
        image = page.locator(".fs-cmp-chart img:visible")
        image.scroll_into_view_if_needed()
        page.wait_for_function("document.querySelector('.fs-cmp-chart img.fs-cmp-light').naturalWidth > 0")
        with page.expect_download() as download:
            page.click("text=Diagram som PNG")

        assert image.count() == 1
        assert (image.get_attribute("alt") or "").startswith("Linjediagram: Årets resultat, ")
        with Image.open(download.value.path()) as png:
            assert png.width == 1600


@pytest.mark.browser
def test_on_a_phone_the_page_does_not_scroll_sideways(browser: Browser, address: str) -> None:
    with compared(browser, address, PHONE) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.browser
def test_the_exports_answer_and_refuse_calmly(address: str) -> None:
    query = CHOICE.to_query()
    with urlopen(f"{address}/jamfor.xlsx?{query}") as answer:
        assert answer.headers["Content-Type"].startswith("application/vnd.openxmlformats-officedocument.spreadsheetml")
    with urlopen(f"{address}/jamfor/diagram.svg?{query}&nr=0") as answer:
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    for wrong in ("jamfor.csv?visa=allt", f"jamfor/diagram.svg?{query}&nr=7", "jamfor.csv?matt=rad:x&forbund=Borta"):
        with pytest.raises(HTTPError) as refused:
            urlopen(f"{address}/{wrong}")
        refused.value.close()
        assert (refused.value.code, refused.value.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")
