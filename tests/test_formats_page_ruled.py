"""Tables whose cells are drawn: the lines say which words share a cell."""

from __future__ import annotations

from ingest.formats.page_ruled import find_ruled_tables
from ingest.formats.page_words import Ruling
from tests.printed_pages import Print, document, grid, header_rows, page, right, tables, text, texts

XS, YS = (60.0, 240.0, 420.0, 530.0), (90.0, 115.0, 160.0, 205.0)
CELLS = (
    Print("Mål", 65, 105),
    Print("Utfall", 245, 105),
    Print("Andel", 425, 105),
    *text(130, "Fler i arbete", "eller studier", x=65, pitch=12),
    *text(130, "Målet är nått i", "tre kommuner av fyra", x=245, pitch=12),
    Print("75 %", 425, 130),
    *text(175, "Bättre hälsa", x=65),
    *text(175, "Följs upp nästa år", x=245),
    Print("40 %", 425, 175),
)


def _rows(*given: Print | tuple[Print, ...], rulings: tuple[Ruling, ...]) -> list[list[str]]:
    return [
        [" | ".join(cell.text for cell in row.cells) for row in table.rows]
        for table in find_ruled_tables(page(*given, rulings=rulings))
    ]


def test_wrapped_words_of_a_drawn_cell_are_one_cell() -> None:
    assert _rows(*CELLS, rulings=grid(XS, YS)) == [
        [
            "Mål | Utfall | Andel",
            "Fler i arbete eller studier | Målet är nått i tre kommuner av fyra | 75 %",
            "Bättre hälsa | Följs upp nästa år | 40 %",
        ]
    ]


def test_a_drawn_table_of_words_is_a_table_with_its_header() -> None:
    made = document(page(*CELLS, rulings=grid(XS, YS)))

    assert header_rows(made) == [1]
    assert tables(made)[0][1] == "Fler i arbete eller studier\tMålet är nått i tre kommuner av fyra\t75 %"


def test_text_above_and_below_a_drawn_table_keeps_its_order() -> None:
    made = document(page(text(60, "Målen följs upp här."), *CELLS, text(240, "Så var det."), rulings=grid(XS, YS)))

    assert [texts(made)[0], texts(made)[-1]] == ["Målen följs upp här.", "Så var det."]


def test_a_line_drawn_in_pieces_that_nearly_meet_is_one() -> None:
    pieces = tuple(Ruling(a, y, b, y) for y in YS for a, b in ((60, 238.5), (240.5, 419), (421, 530)))
    sides = tuple(ruling for ruling in grid(XS, YS) if not ruling.is_horizontal)

    assert len(_rows(*CELLS, rulings=(*pieces, *sides))[0]) == 3


def test_an_empty_drawn_cell_is_an_empty_cell() -> None:
    left_out = [cell for cell in CELLS if cell.text != "75 %"]

    assert _rows(*left_out, rulings=grid(XS, YS))[0][1].endswith("tre kommuner av fyra | ")


def test_a_cell_over_two_columns_stands_in_the_first_of_them() -> None:
    rulings = (*(r for r in grid(XS, YS) if r.is_horizontal or r.x0 != 240.0), Ruling(240, 115, 240, 205))
    over_two = Print("Mål och utfall", 150, 105)
    rest = [cell for cell in CELLS if cell.text not in ("Mål", "Utfall")]

    assert _rows(over_two, *rest, rulings=rulings)[0][0] == "Mål och utfall |  | Andel"


def test_a_column_that_nothing_is_written_in_is_none() -> None:
    rulings = grid((60.0, 240.0, 420.0, 530.0, 550.0), YS)

    assert _rows(*CELLS, rulings=rulings)[0][0] == "Mål | Utfall | Andel"


def test_lines_between_rows_alone_draw_no_cells() -> None:
    rulings = tuple(r for r in grid(XS, YS) if r.is_horizontal)

    assert find_ruled_tables(page(*CELLS, rulings=rulings)) == ()


def test_one_frame_around_text_is_no_table() -> None:
    assert find_ruled_tables(page(text(110, "Ett faktum i en ruta."), rulings=grid((60.0, 530.0), (90.0, 205.0)))) == ()


def test_a_frame_around_columns_of_values_leaves_their_rows_apart() -> None:
    rows = [
        cell
        for at, label in enumerate(["Kassa", "Bank", "Lån"])
        for cell in (
            Print(label, 65, 130 + 14 * at),
            right(f"{at + 1} 000", 400, 130 + 14 * at),
            right(f"{at + 1} 500", 500, 130 + 14 * at),
        )
    ]
    head = (right("2021", 400, 105), right("2020", 500, 105))
    made = document(page(*head, *rows, rulings=grid((60.0, 300.0, 410.0, 530.0), (90.0, 115.0, 205.0))))

    assert tables(made) == [["\t2021\t2020", "Kassa\t1 000\t1 500", "Bank\t2 000\t2 500", "Lån\t3 000\t3 500"]]


def test_two_drawn_tables_apart_from_each_other_are_two() -> None:
    below = tuple(Print(cell.text, cell.x, cell.y + 300) for cell in CELLS)
    rulings = (*grid(XS, YS), *grid(XS, tuple(y + 300 for y in YS)))

    assert [len(rows) for rows in _rows(*CELLS, *below, rulings=rulings)] == [3, 3]


def test_a_page_without_lines_has_no_drawn_table() -> None:
    assert find_ruled_tables(page(*CELLS)) == ()
