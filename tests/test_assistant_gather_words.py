"""Answers in the words of the reports: several parts, contradictions, several associations, and what is no answer."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Status
from assistant.compose_parts import compose_parts
from assistant.conflicting_words import contradicting
from assistant.draft import Draft
from assistant.find_quotes import quotes_of
from assistant.gather import gather
from assistant.ranking import rank_by_words
from assistant.respond import respond
from assistant.understand import understand
from ingest.domain import Report
from ingest.statements import read_statements
from tests.fakes import library_of, printed_figure, report_of_figures, small_report
from vectorstore.library import Library

GROUP = "Under 2021 deltog 41 personer i trädgårdsgruppen."


def told(texts: Sequence[str], **of: str) -> Report:
    """A report of these sentences, with what they state."""
    report = small_report(texts=texts, **of)  # type: ignore[arg-type]  # only names of text are given here
    return replace(report, statements=read_statements(report.id, report.document, report.passages, report.metadata))


def library_with(tmp_path: Path, *texts: str) -> AbstractContextManager[Library]:
    return library_of(tmp_path, told(texts))


def contradicted_by(question: str, library: Library) -> list[str]:
    query = understand(question, (), library)
    quotes = quotes_of(rank_by_words(query, library), query)
    best = [quote for quote in quotes if quote.unit.text == GROUP]
    return [quote.unit.text for quote in contradicting(best, quotes, query, library)]


@pytest.mark.parametrize(
    ("other", "contradicts"),
    [
        ("43 deltagare fanns i trädgårdsgruppen under 2021.", True),
        ("41 deltagare fanns i trädgårdsgruppen under 2021.", False),
        ("Under 2020 deltog 38 personer i trädgårdsgruppen.", False),
        ("Under 2021 deltog 12 kvinnor i trädgårdsgruppen.", False),
        ("Under 2021 deltog 60 personer i körsångsgruppen.", False),
        ("Under 2021 ska 50 personer delta i trädgårdsgruppen.", False),
    ],
)
def test_only_another_number_for_the_same_thing_and_time_contradicts(other: str, contradicts: bool, tmp_path: Path) -> None:
    with library_with(tmp_path, GROUP, other, "Styrelsen har haft fem möten.") as library:
        found = contradicted_by("Hur många personer deltog i trädgårdsgruppen 2021?", library)
    assert found == ([other] if contradicts else [])


def test_the_figure_that_a_sentence_states_counts_for_the_sentence(tmp_path: Path) -> None:
    with library_with(tmp_path, GROUP, "Styrelsen har haft fem möten.") as library:
        query = understand("Hur många personer deltog i trädgårdsgruppen 2021?", (), library)
        ranking = rank_by_words(query, library)
        unit = next(u.probability for u in ranking.units if u.one.unit.text == GROUP)
        stated = sum(f.probability for f in ranking.figures if f.stored.figure.raw == GROUP)
        quote = next(q for q in quotes_of(ranking, query) if q.unit.text == GROUP)
    assert stated > 0 and quote.score == pytest.approx(unit + stated)


@pytest.mark.parametrize(
    ("question", "text", "answers"),
    [
        ("Hur många personer deltog i trädgårdsgruppen?", "50 personer ska delta i trädgårdsgruppen.", False),
        ("Hur många personer ska delta i trädgårdsgruppen?", "50 personer ska delta i trädgårdsgruppen.", True),
        ("Hur många personer deltog i trädgårdsgruppen?", "Deltagandet i trädgårdsgruppen har ingen tidsgräns.", False),
        ("Hur många personer deltog i trädgårdsgruppen?", "Ingen person deltog i trädgårdsgruppen.", True),
        ("Hur många personer saknas i trädgårdsgruppen?", "41 personer deltog i trädgårdsgruppen.", False),
    ],
)
def test_a_sentence_of_another_mode_is_no_count(question: str, text: str, answers: bool, tmp_path: Path) -> None:
    with library_with(tmp_path, text, "Styrelsen har haft fem möten.") as library:
        query = understand(question, (), library)
        assert (text in [q.unit.text for q in quotes_of(rank_by_words(query, library), query)]) is answers


def test_a_number_of_several_associations_is_asked_back(tmp_path: Path) -> None:
    other = told((GROUP.replace("41", "17"),), report_id="sunnerby", association="Finsam Sunnerby")
    with library_of(tmp_path, told((GROUP,)), other) as library:
        answer = respond("Hur många deltog i trädgårdsgruppen?", (), library)
    assert answer.status is Status.CLARIFY
    assert "Finsam Norrdal" in answer.text and "Finsam Sunnerby" in answer.text


def drafted(question: str, library: Library) -> Draft:
    query = understand(question, (), library)
    return compose_parts(query, [(part, gather(part, library)) for part in query.parts])


def test_each_of_two_questions_in_one_is_answered(tmp_path: Path) -> None:
    figures = (printed_figure("Lokaler", "49000", "2021"), printed_figure("Resor", "1200", "2021"))
    with library_of(tmp_path, report_of_figures(*figures)) as library:
        draft = drafted("Vad kostade lokaler 2021 och vad kostade resor 2021?", library)
    assert [str(e.stored.figure.value) for e in draft.figures] == ["49000", "1200"]
    assert len(draft.text.split("\n")) == 2


def test_a_part_that_no_report_answers_is_said_to_be_missing(tmp_path: Path) -> None:
    with library_of(tmp_path, report_of_figures(printed_figure("Lokaler", "49000", "2021"))) as library:
        draft = drafted("Vad kostade lokaler 2021 och vem är ordförande?", library)
    assert draft.status is Status.ANSWERED and "Om ”vem är ordförande” står inget" in draft.text


def test_parts_that_no_report_answers_are_declined(tmp_path: Path) -> None:
    with library_of(tmp_path, report_of_figures(printed_figure("Lokaler", "49000", "2021"))) as library:
        draft = drafted("Vad är fotosyntes och vem är påve?", library)
    assert draft.status is Status.DECLINED


@pytest.mark.parametrize("question", ["1", "Vad kostar det?", "Vad är 2+2?"])
def test_what_cannot_be_looked_up_is_answered_by_what_can_be_asked(question: str, tmp_path: Path) -> None:
    with library_with(tmp_path, GROUP) as library:
        answer = respond(question, (), library)
    assert answer.status is Status.DECLINED and "Skriv en fråga om rapporterna" in answer.text
