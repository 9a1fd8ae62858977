"""What a file's layout says of headings, tables and furniture is taken as said: nobody guesses it from the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.domain import Box, Document, Line, PrintedCell, PrintedHeading, PrintedLayout, PrintedTable, Section
from ingest.furniture import find_furniture
from ingest.headings import find_headings
from ingest.sections import find_sections
from ingest.tables_grid import Grid
from ingest.tables_tabs import CARD_LAYOUT, read_printed_tables


def _document(lines: Sequence[str], layout: PrintedLayout) -> Document:
    numbered = tuple(Line(number, words, 1) for number, words in enumerate(lines, 1))
    return Document("rapport.pdf", "0" * 64, "utf-8", numbered, 1, (), "pdf", layout=layout)


def _headed(*headings: tuple[str, int]) -> Document:
    """A document of headings with their levels, a line of text after each."""
    lines = [line for title, _ in headings for line in (title, "Löpande text följer här.")]
    printed = tuple(PrintedHeading(1 + 2 * at, 1 + 2 * at, level) for at, (_, level) in enumerate(headings))
    return _document(lines, PrintedLayout(printed))


def _labels(*headings: tuple[str, int]) -> list[str]:
    return [section.label for section in find_sections(_headed(*headings))]


def _section(title: str, *headings: tuple[str, int]) -> Section:
    (found,) = (section for section in find_sections(_headed(*headings)) if section.title == title)
    return found


# --- furniture -------------------------------------------------------------------------------------------------------


def test_furniture_is_what_the_layout_says() -> None:
    made = _document(["Sida 3", "Text", "Sida 4"], PrintedLayout(furniture=frozenset({2})))

    assert find_furniture(made) == {2}


# --- headings --------------------------------------------------------------------------------------------------------


def test_a_line_that_looks_like_a_heading_and_is_not_set_as_one_is_none() -> None:
    made = _document(["2 Ekonomi", "Text följer."], PrintedLayout())

    assert find_headings(made)[0] == ()


def test_a_heading_over_two_lines_is_one() -> None:
    made = _document(["Samverkan mellan", "parterna", "Text."], PrintedLayout((PrintedHeading(1, 2, 1),)))
    (heading,) = find_headings(made)[0]

    assert (heading.title, heading.line_first, heading.line_last) == ("Samverkan mellan parterna", 1, 2)


def test_a_number_with_a_dot_is_the_heading_s_number() -> None:
    (heading,) = find_headings(_headed(("2.1 Intäkter", 2)))[0]

    assert (heading.kind, heading.number, heading.title, heading.level) == ("numbered", "2.1", "Intäkter", 2)


def test_a_note_s_heading_is_told_as_one() -> None:
    (heading,) = find_headings(_headed(("Not 3 Personalkostnader", 2)))[0]

    assert (heading.kind, heading.title) == ("note", "Not 3 Personalkostnader")


def test_a_heading_without_words_is_none() -> None:
    assert find_headings(_headed(("", 1)))[0] == ()


# --- sections --------------------------------------------------------------------------------------------------------


def test_a_smaller_heading_stands_below_the_larger_one_before_it() -> None:
    assert _labels(("Ekonomi", 1), ("Resultat", 2)) == ["Ekonomi", "Ekonomi › Resultat"]


def test_headings_of_one_level_stand_beside_each_other() -> None:
    assert _labels(("Ekonomi", 1), ("Personal", 1)) == ["Ekonomi", "Personal"]


def test_a_level_may_be_left_out() -> None:
    assert _section("Resultat", ("Ekonomi", 1), ("Resultat", 4)).level == 2


def test_a_larger_heading_ends_the_ones_below() -> None:
    assert _labels(("Ekonomi", 1), ("Resultat", 2), ("Personal", 1), ("Löner", 2)) == [
        "Ekonomi",
        "Ekonomi › Resultat",
        "Personal",
        "Personal › Löner",
    ]


def test_a_number_that_goes_on_with_another_stands_below_it_whatever_its_size() -> None:
    assert _section("Intäkter", ("2. Ekonomi", 1), ("2.1 Intäkter", 1)).parent == 0


def test_the_label_of_a_numbered_heading_is_its_own() -> None:
    assert _labels(("2. Ekonomi", 1), ("2.1 Intäkter", 2)) == ["2 Ekonomi", "2.1 Intäkter"]


def test_a_cover_s_title_of_a_low_level_is_no_parent_of_the_chapters() -> None:
    assert _section("Ekonomi", ("Årsredovisning 2021", 9), ("Ekonomi", 1)).parent is None


def test_the_text_before_the_first_heading_is_a_section_of_level_0() -> None:
    made = _document(["Text först.", "Ekonomi", "Text."], PrintedLayout((PrintedHeading(2, 2, 1),)))
    first, second = find_sections(made)

    assert (first.level, first.title, first.line_first, first.line_last) == (0, "", 1, 1)
    assert (second.line_first, second.line_last) == (2, 3)


def test_a_file_without_headings_is_one_section() -> None:
    (section,) = find_sections(_document(["Text.", "Mer."], PrintedLayout()))

    assert (section.line_first, section.line_last) == (1, 2)


def test_sections_cover_every_line_once() -> None:
    sections = find_sections(_headed(("Ekonomi", 1), ("Resultat", 2), ("Personal", 1)))

    assert [n for s in sections for n in range(s.line_first, s.line_last + 1)] == list(range(1, 7))


# --- tables ----------------------------------------------------------------------------------------------------------

STATEMENT = ["\t2021\t2020", "Intäkter\t5 000\t4 000", "Kostnader\t-3 000\t-2 500", "\t2 000\t1 500"]


def _grids(lines: Sequence[str], *tables: PrintedTable, furniture: frozenset[int] = frozenset()) -> list[Grid]:
    layout = PrintedLayout(tables=tables or (PrintedTable(1, len(lines), 1),), furniture=furniture)
    return read_printed_tables(_document(lines, layout), layout, furniture)


def _cells(grid: Grid) -> list[tuple[str, tuple[str, ...]]]:
    return [(row.label, row.texts) for row in grid.rows]


def test_each_line_of_a_printed_table_is_a_row() -> None:
    (grid,) = _grids(STATEMENT)

    assert grid.columns == ("2021", "2020")
    assert _cells(grid) == [("Intäkter", ("5 000", "4 000")), ("Kostnader", ("-3 000", "-2 500")), ("", ("2 000", "1 500"))]


def test_an_empty_cell_stays_under_its_own_column() -> None:
    (grid,) = _grids(["\t2021\t2020", "Intäkter\t5 000\t", "Kostnader\t\t-2 500"])

    assert _cells(grid) == [("Intäkter", ("5 000", "")), ("Kostnader", ("", "-2 500"))]


def test_a_column_of_references_to_notes_holds_no_values() -> None:
    (grid,) = _grids(["\tNot\t2021\t2020", "Intäkter\t2\t5 000\t4 000", "Kostnader\t3\t-3 000\t-2 500"])

    assert _cells(grid)[0] == ("Intäkter", ("5 000", "4 000"))


def test_lines_of_furniture_are_no_rows() -> None:
    lines = [STATEMENT[0], STATEMENT[1], "Sida 3", STATEMENT[0], STATEMENT[2]]
    (grid,) = _grids(lines, furniture=frozenset({3, 4}))

    assert [row.label for row in grid.rows] == ["Intäkter", "Kostnader"]


def test_the_boxes_of_a_row_are_those_of_its_values() -> None:
    boxes = tuple(Box(1, x, 120, x + 30, 132) for x in (70, 370, 470))
    layout = PrintedLayout(tables=(PrintedTable(1, 3, 1),))
    made = _document(STATEMENT[:3], layout)
    cells = tuple(PrintedCell(box) for box in boxes)
    made = replace(made, lines=tuple(replace(line, cells=cells) for line in made.lines))
    (grid,) = read_printed_tables(made, layout, frozenset())

    assert grid.rows[0].cell_boxes == boxes[1:]


def test_further_readings_of_a_cell_are_further_readings_of_its_row() -> None:
    layout = PrintedLayout(tables=(PrintedTable(1, 3, 1),))
    made = _document(STATEMENT[:3], layout)
    cells = (PrintedCell(), PrintedCell(others=("6 000",)), PrintedCell())
    made = replace(made, lines=(made.lines[0], replace(made.lines[1], cells=cells), made.lines[2]))
    (grid,) = read_printed_tables(made, layout, frozenset())

    assert grid.rows[0].readings == (("5 000", "4 000"), ("6 000", "4 000"))


def test_a_table_of_headers_alone_is_none() -> None:
    assert _grids(STATEMENT[:1]) == []


def test_a_list_of_keys_and_what_they_announce_is_a_card() -> None:
    lines = ["Projektnamn\tVägen till arbete", "Målgrupp\tUnga 16–29 år", "Projektägare\tKommunen", "Deltagare\t25"]
    (grid,) = _grids(lines, PrintedTable(1, 4, 0))

    assert grid.layout == CARD_LAYOUT


def test_two_lines_of_words_without_a_header_are_no_table() -> None:
    assert _grids(["Anna Andersson\tordförande", "Bo Berg\tledamot"], PrintedTable(1, 2, 0)) == []


def test_tables_are_read_in_order() -> None:
    grids = _grids([*STATEMENT, "", *STATEMENT], PrintedTable(1, 4, 1), PrintedTable(6, 9, 1))

    assert [grid.lines for grid in grids] == [(1, 4), (6, 9)]


def test_a_row_whose_label_goes_on_keeps_its_boxes_and_doubts() -> None:
    PrintedLayout(tables=(PrintedTable(1, 3, 1),))
    made = _document([*STATEMENT[:2], "varav bidrag\t\t", STATEMENT[2]], PrintedLayout(tables=(PrintedTable(1, 4, 1),)))
    cells = (
        PrintedCell(),
        PrintedCell(Box(1, 370, 120, 400, 132), ("low-confidence: read from an image, 61 of 100",)),
        PrintedCell(),
    )
    made = replace(made, lines=(made.lines[0], replace(made.lines[1], cells=cells), *made.lines[2:]))
    assert made.layout is not None
    (grid,) = read_printed_tables(made, made.layout, frozenset())

    assert grid.rows[0].cell_flags == (cells[1].flags, ())
