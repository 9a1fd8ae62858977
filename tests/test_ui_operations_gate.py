"""What the gate did to a draft is known to those who run the program, and to nobody outside."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from assistant.answer import Answer, Intervention, Status
from assistant.answer_json import read_kept_json, to_json, to_kept_json
from assistant.draft import Draft, mark
from assistant.evidence import FigureEvidence
from assistant.find_figures import find_figures
from assistant.respond import respond
from assistant.understand import understand
from assistant.verify import verify
from vectorstore.library import Library

QUESTION = "Vad var årets resultat i Degerfors/Karlskoga 2021?"


@pytest.fixture(scope="module")
def figure(library_without_vectors: Library) -> FigureEvidence:
    query = understand(QUESTION, (), library_without_vectors)
    return find_figures(query.measures[0], query, library_without_vectors)[0]


def gated(text: str, figure: FigureEvidence, library: Library) -> Intervention:
    return verify(Draft(Status.ANSWERED, "sv", text, (figure,), (), ()), QUESTION, library).intervention


def test_a_draft_that_passes_whole_is_left_alone(library_without_vectors: Library, figure: FigureEvidence) -> None:
    said = f"Resultatet var −38 774 kr {mark(figure.key)}."

    assert gated(said, figure, library_without_vectors) is Intervention.NONE


def test_a_mark_without_a_source_is_told_as_dropped(library_without_vectors: Library, figure: FigureEvidence) -> None:
    said = f"Resultatet var −38 774 kr {mark(figure.key)} {mark('påhittad')}."

    assert gated(said, figure, library_without_vectors) is Intervention.DROPPED


def test_a_number_without_a_source_is_told_as_refused(library_without_vectors: Library, figure: FigureEvidence) -> None:
    said = f"Resultatet var −99 774 kr {mark(figure.key)}."

    assert gated(said, figure, library_without_vectors) is Intervention.REFUSED


@pytest.mark.parametrize("question", [QUESTION, "Vad är samverkan?", "Vad kostade glassen på Mallorca 2021?"])
def test_in_everyday_work_the_gate_need_not_step_in(library_without_vectors: Library, question: str) -> None:
    assert respond(question, (), library_without_vectors).intervention is Intervention.NONE


def test_it_is_no_part_of_the_contracts_object() -> None:
    told = to_json(Answer(Status.DECLINED, "sv", "…", intervention=Intervention.REFUSED))

    assert "intervention" not in json.loads(told)


def test_it_is_kept_with_an_answer() -> None:
    answer = Answer(Status.DECLINED, "sv", "…", intervention=Intervention.REFUSED)

    assert read_kept_json(to_kept_json(answer)) == answer


def test_an_answer_kept_before_there_was_any_is_read_back() -> None:
    answer = Answer(Status.DECLINED, "sv", "…")
    before = {name: kept for name, kept in json.loads(to_kept_json(answer)).items() if name != "intervention"}

    assert read_kept_json(json.dumps(before)) == replace(answer, intervention=Intervention.NONE)
