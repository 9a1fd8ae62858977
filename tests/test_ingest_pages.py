"""Page marks: form feeds, and the single blank that stands for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.domain import Document
from ingest.pages import mark_pages
from ingest.textfile import load

# Read off the two samples that have marks: the lines that open a page.
OCR_PAGE_STARTS = [
    1, 45, 94, 137, 215, 269, 320, 400, 476, 544, 624, 674, 675, 694, 745,
    797, 837, 888, 909, 912, 931, 983, 1003, 1029, 1047, 1090, 1129,
]  # fmt: skip
PDF_PAGE_STARTS = [
    1, 56, 187, 238, 288, 319, 343, 380, 430, 486, 539, 642, 665, 684, 733,
    906, 1012, 1123, 1149, 1171, 1222, 1283, 1400, 1442, 1504, 1586,
]  # fmt: skip


def _starts(document: Document) -> list[int]:
    pages = [line.page for line in document.lines]
    return [number for number, (before, page) in enumerate(zip([None, *pages], pages, strict=False), 1) if page != before]


def _sample(folder: Path, name: str) -> Document:
    return load(folder / f"{name}.txt", 10_000_000)


@pytest.mark.parametrize(
    ("name", "starts"),
    [
        ("finsam-lekeberg-orebro_delarsredovisning_2021-06", OCR_PAGE_STARTS),
        ("finsam-degerfors-karlskoga_arsredovisning_2023", PDF_PAGE_STARTS),
    ],
)
def test_pages_begin_where_one_blank_stands_for_the_mark(reports_folder: Path, name: str, starts: list[int]) -> None:
    assert _starts(_sample(reports_folder, name)) == starts


def test_the_income_statement_of_2023_stands_on_the_24th_page(reports_folder: Path) -> None:
    document = _sample(reports_folder, "finsam-degerfors-karlskoga_arsredovisning_2023")

    assert document.lines[1458 - 1].page == 24


@pytest.mark.parametrize(
    "name",
    [
        "finsam-degerfors-karlskoga_arsredovisning_2021",
        "sydnarke_verksamhetsplan-budget_2022",
        "insjoriket_delarsrapport_2021-08",
    ],
)
def test_a_report_without_marks_has_no_pages(reports_folder: Path, name: str) -> None:
    document = _sample(reports_folder, name)

    assert (document.page_count, {line.page for line in document.lines}) == (0, {None})


def test_a_form_feed_opens_a_page_and_leaves_the_text() -> None:
    lines, count = mark_pages(["ett", "\ftvå", "mer", "\ftre"])

    assert ([(line.text, line.page) for line in lines], count) == ([("ett", 1), ("två", 2), ("mer", 2), ("tre", 3)], 3)


def test_a_form_feed_inside_a_line_turns_the_page_after_it() -> None:
    lines, count = mark_pages(["slutet av sidan\fbörjan", "nästa rad"])

    assert ([(line.text, line.page) for line in lines], count) == ([("slutet av sidan början", 1), ("nästa rad", 2)], 2)


def test_a_form_feed_at_the_very_start_opens_page_one() -> None:
    lines, count = mark_pages(["\fett", "\ftvå"])

    assert ([line.page for line in lines], count) == ([1, 2], 2)


def test_the_mark_that_ends_the_last_page_opens_none() -> None:
    lines, count = mark_pages(["ett", "\ftvå", "\f"])

    assert ([line.page for line in lines], count) == ([1, 2, 2], 2)


def test_an_empty_page_counts() -> None:
    lines, count = mark_pages(["ett", "\f\ftre"])

    assert ([line.page for line in lines], count) == ([1, 3], 3)


def test_form_feeds_win_over_leading_blanks(reports_folder: Path) -> None:
    texts = [line.text for line in _sample(reports_folder, "finsam-degerfors-karlskoga_arsredovisning_2023").lines]

    _, count = mark_pages([*texts, "\fsista sidan"])

    assert count == 2


def test_a_few_indented_lines_are_no_pages() -> None:
    texts = ["Rubrik", " indraget", " mer indraget", "text"] + ["rad"] * 200

    assert mark_pages(texts)[1] == 0


def test_a_text_indented_by_one_blank_has_no_pages() -> None:
    assert mark_pages([" rad"] * 300)[1] == 0


def test_a_row_of_years_below_its_caption_is_no_page() -> None:
    page = ["text"] * 40
    texts = [" Start", *page, " Andra", *page, " Tredje", *page, "Översikt", " 2023 2022 2021", *page]

    assert mark_pages(texts)[1] == 3


def _short_report(before_economy: str, economy_page: int) -> list[str]:
    """A cover, a table of contents and short chapters, each page opened by one blank."""
    contents = [
        " Innehåll",
        "1. Verksamhet ................ 3",
        "1.2. Insatser ................ 4",
        f"2. Ekonomi ................... {economy_page}",
        "3. Noter ..................... 6",
    ]
    chapters = [" 1. Verksamhet", *["text"] * 60, "1.1. Mål", *["text"] * 9, " 1.2. Insatser", *["text"] * 8, "1.3. Team"]
    economy = [*["text"] * 5, before_economy, " 2. Ekonomi", *["text"] * 8, " 3. Noter", "text", "3.1. Lån", *["text"] * 20]
    return [" Årsredovisning 2024", "Finsam Berget", *contents, *chapters, *economy]


def test_marks_before_most_headings_of_a_short_report_are_pages() -> None:
    texts = _short_report("text", 5)

    lines, count = mark_pages(texts)

    assert (count, lines[texts.index(" 2. Ekonomi")].page) == (6, 5)


def test_a_marked_heading_after_an_empty_line_opens_a_page_where_the_contents_count_it() -> None:
    texts = _short_report("", 5)

    lines, count = mark_pages([*texts, " 4. Underskrift", "text"])

    assert (count, lines[texts.index(" 3. Noter")].page) == (7, 6)


def test_marks_that_the_contents_contradict_are_no_pages() -> None:
    assert mark_pages(_short_report("text", 9))[1] == 0
