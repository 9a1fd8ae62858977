"""Pages in two columns of running text are read column by column; what only looks so is not."""

from __future__ import annotations

from tests.printed_pages import Print, document, page, right, row, tables, text, texts

LEFT = [f"vänster {n} förbundet har under året" for n in "abcdefgh"]
RIGHT = [f"höger {n} styrelsen har under året" for n in "abcdefgh"]


def _columns(y: float = 150.0) -> tuple[Print, ...]:
    return (*text(y, *LEFT, x=60), *text(y, *RIGHT, x=320))


def test_the_left_column_is_read_before_the_right_one() -> None:
    assert texts(document(page(_columns()))) == [*LEFT, *RIGHT]


def test_lines_of_the_two_columns_at_different_heights_are_parted_too() -> None:
    made = document(page(text(150, *LEFT, x=60), text(156, *RIGHT, x=320)))

    assert texts(made) == [*LEFT, *RIGHT]


def test_a_title_across_the_page_stands_before_the_columns_and_a_line_below_after_them() -> None:
    title = "Förvaltningsberättelsen beskriver hela årets arbete i förbundet och dess kommuner"
    end = "Här slutar den text som är satt i spalter, och sidans hela bredd tas i bruk igen"
    made = document(page(text(100, title), _columns(), text(330, end)))

    assert texts(made) == [title, *LEFT, *RIGHT, end]


def test_a_table_is_not_read_column_by_column() -> None:
    rows = tuple(row(120 + 14 * at, f"Kostnad för {name}", "5 000", "4 000") for at, name in enumerate("abcdefgh"))

    assert tables(document(page(right("2021", 400, 100), right("2020", 500, 100), *rows)))[0][1] == "Kostnad för a\t5 000\t4 000"


def test_text_over_the_whole_width_is_read_line_by_line() -> None:
    lines = [f"Rad {n} går från den vänstra marginalen ända till den högra utan något mellanrum" for n in "abcdefgh"]

    assert texts(document(page(text(150, *lines)))) == lines


def test_a_few_short_lines_beside_each_other_are_no_columns() -> None:
    made = document(page(text(150, "Anna Andersson", "ordförande", x=60), text(150, "Bo Berg", "ledamot", x=320)))

    assert texts(made) == ["Anna Andersson\tBo Berg", "ordförande\tledamot"]
