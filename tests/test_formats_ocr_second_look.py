"""The second look at doubtful numbers of a scanned table: which are looked at, and which reading is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PIL import Image

from ingest.formats.ocr_second_look import look_again
from ingest.formats.page_lines import print_lines
from ingest.formats.page_words import Word
from tests.printed_pages import Print, page, right, row

SCALE = 2.0
PAPER = Image.new("L", (1190, 1684), 255)
HEADER = (right("2021", 400, 100), right("2020", 500, 100))


class Recognition:
    """Reads the cells of a strip, from the top, as it is told; remembers how many strips it was shown."""

    def __init__(self, *texts: str, confidence: float = 97.0) -> None:
        self._texts, self._confidence, self.strips = texts, confidence, 0

    def __call__(self, strip: Image.Image) -> Sequence[tuple[str, float, float]]:
        self.strips += 1
        pitch = (strip.height - 26) / len(self._texts)
        return [(text, 26 + pitch * (at + 0.5) - 13, self._confidence) for at, text in enumerate(self._texts) if text]


def _table(doubtful: str, confidence: float = 50.0) -> tuple[Word, ...]:
    """A table whose second row has one value read with little confidence; "" where nothing was read."""
    cells = (replace(right(doubtful, 400, 134), confidence=confidence),) if doubtful else ()
    kept = (Print("Bidrag", 70, 134), *cells, right("900", 500, 134))
    return page(HEADER, row(120, "Intäkter", "5 000", "4 000"), kept, row(148, "Räntor", "12", "11")).words


def _seen(words: Sequence[Word], recognition: Recognition) -> tuple[Word, ...]:
    return look_again(tuple(words), PAPER, SCALE, recognition)


def _row(words: Sequence[Word]) -> str:
    (line,) = (line for line in print_lines(words) if line.text.startswith("Bidrag"))
    return line.text


def _cell(words: Sequence[Word], text: str) -> Word:
    (word,) = (word for word in words if word.text == text)
    return word


def test_a_table_of_sure_numbers_is_not_looked_at_again() -> None:
    recognition = Recognition("800")
    words = _table("800", confidence=96.0)

    assert _seen(words, recognition) == words
    assert recognition.strips == 0


def test_a_number_that_both_looks_read_alike_is_sure() -> None:
    assert _cell(_seen(_table("800"), Recognition("800")), "800").confidence == 95.0


def test_a_number_that_the_looks_read_differently_stays_and_is_in_doubt() -> None:
    word = _cell(_seen(_table("800"), Recognition("300")), "800")

    assert word.confidence == 50.0
    assert word.others == ("300",)


def test_a_number_that_the_first_look_was_nearly_sure_of_is_in_doubt_too_once_the_second_differs() -> None:
    assert _cell(_seen(_table("800", confidence=87.0), Recognition("300")), "800").confidence == 60.0


def test_what_is_no_number_gives_way_to_the_number_that_the_second_look_reads() -> None:
    word = _cell(_seen(_table("8oo"), Recognition("800")), "800")

    assert word.confidence <= 60.0


def test_a_cell_that_seemed_empty_is_filled_with_little_confidence() -> None:
    seen = _seen(_table(""), Recognition("800"))

    assert _row(seen) == "Bidrag\t800\t900"
    assert _cell(seen, "800").confidence == 60.0


def test_a_cell_that_is_empty_stays_empty() -> None:
    assert _row(_seen(_table(""), Recognition("", ""))) == "Bidrag\t900"


def test_a_number_in_groups_is_one_word_after_a_second_look() -> None:
    assert _cell(_seen(_table("8 000"), Recognition("8 000")), "8 000").confidence == 95.0


def test_a_dash_of_one_kind_or_another_is_the_same_minus() -> None:
    assert _cell(_seen(_table("–800"), Recognition("-800")), "–800").confidence == 95.0


def test_a_lost_minus_is_a_difference_between_the_looks() -> None:
    assert _cell(_seen(_table("800"), Recognition("-800")), "800").others == ("-800",)


def test_a_dash_for_nothing_is_left_alone() -> None:
    assert _row(_seen(_table("–"), Recognition("1"))) == "Bidrag\t–\t900"


def test_a_second_look_that_reads_no_number_changes_nothing() -> None:
    words = _table("800")

    assert _seen(words, Recognition("--")) == words


def test_the_other_words_of_the_table_stay_as_they_were() -> None:
    seen = _seen(_table("800"), Recognition("300"))

    assert {word.text for word in seen} == {word.text for word in _table("800")}


def test_words_outside_tables_are_not_looked_at() -> None:
    recognition = Recognition("5")
    words = page(Print("Styrelsen hade 5 möten", 70, 100, confidence=30.0)).words

    assert _seen(words, recognition) == words
    assert recognition.strips == 0


# --- rows that are labelled by years ---------------------------------------------------------------------------------


def _by_years(label: str, *values: str, confidence: float = 50.0) -> tuple[Word, ...]:
    """A table of percentages whose first row has a label and values read with little confidence."""
    heads = (right("Stöd", 400, 100), right("Tid", 500, 100))
    first = tuple(replace(word, confidence=confidence) for word in page(row(120, label, *values)).words)
    return (*page(heads).words, *first, *page(row(134, "2020", "95%", "93%"), row(148, "2019", "92%", "89%")).words)


def _first_row(words: Sequence[Word]) -> str:
    (line,) = (line for line in print_lines(words) if abs(line.baseline - 120) < 1)
    return line.text


def test_a_label_among_years_that_is_none_is_read_again() -> None:
    seen = _seen(_by_years("20815", "96%", "91%", confidence=50.0), Recognition("2021", "96%", "91%"))

    assert _first_row(seen) == "2021\t96%\t91%"


def test_a_label_among_years_that_was_not_seen_at_all_is_looked_for() -> None:
    seen = _seen(_by_years("", "96%", "91%", confidence=96.0), Recognition("2021"))

    assert _first_row(seen) == "2021\t96%\t91%"


def test_a_word_among_years_stays_where_the_second_look_sees_no_year() -> None:
    seen = _seen(_by_years("Totalt", "96%", "91%"), Recognition("7012", "96%", "91%"))

    assert _first_row(seen) == "Totalt\t96%\t91%"


def test_a_percent_sign_read_as_digits_is_put_right_in_a_column_of_percentages() -> None:
    word = _cell(_seen(_by_years("2021", "9696", "91%"), Recognition("96%", "91%")), "96%")

    assert word.confidence <= 60.0
    assert word.others == ()
