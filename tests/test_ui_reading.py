"""The part of a report that is shown around a cited place."""

from __future__ import annotations

import pytest

from ingest.errors import UsageError
from ui.reading import MOST_LINES_AROUND, excerpt
from vectorstore.library import Library

REPORT = "finsam-degerfors-karlskoga_arsredovisning_2021"


def test_a_short_section_is_shown_whole(library_without_vectors: Library) -> None:
    # "2.Resultaträkning" stands on line 515, "3.Balansräkning" on line 530.
    shown = excerpt(library_without_vectors, REPORT, (528, 528))

    assert shown.section == "2 Resultaträkning"
    assert shown.lines[0].text == "2.Resultaträkning"
    assert shown.lines[-1].number <= 529
    assert (shown.cut_before, shown.cut_after) == (False, False)


def test_of_a_long_section_the_lines_around_the_place_are_shown(library_without_vectors: Library) -> None:
    longest = max(library_without_vectors.sections(REPORT), key=lambda s: s.line_last - s.line_first)
    middle = (longest.line_first + longest.line_last) // 2

    shown = excerpt(library_without_vectors, REPORT, (middle, middle))

    assert len(shown.lines) <= 2 * MOST_LINES_AROUND + 1
    assert middle in {line.number for line in shown.lines}


def test_a_report_that_is_gone_is_said_to_be(library_without_vectors: Library) -> None:
    with pytest.raises(UsageError) as error:
        excerpt(library_without_vectors, "no-such-report", (1, 1))

    assert "Det finns ingen inläst rapport som heter no-such-report." in error.value.message_sv
