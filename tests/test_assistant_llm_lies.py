"""A model that lies, and one that answers well: none of the lies is told, and the good answers are, in the model's own words.

The lies were written against the prompts by two who did not know the gate, and by one who read it; the replies, and what was
written when the gate asked for it once more, by some who knew neither the gate nor the lies. Both are kept as data: `lies.jsonl`
and `replies.jsonl`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.llm.model import LanguageModel, open_model
from assistant.respond import respond
from ingest.settings import Settings
from tests.scripted_model import Asked, Reply, Text, scripted_model
from vectorstore.library import Library

QUESTIONS = Path(__file__).parent / "questions"
# The aim, and what is measured, is .95 of them. What the gate lets through must not become less.
LET_THROUGH = 0.93

pytestmark = pytest.mark.slow


def read_lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (QUESTIONS / name).read_text(encoding="utf-8").splitlines()]


LIES, REPLIES = read_lines("lies.jsonl"), read_lines("replies.jsonl")


class Writer:
    """A scripted model that writes `reply`, and reads no question."""

    def __init__(self) -> None:
        self.replies: list[str] = []
        self.model: LanguageModel | None = None

    def answer(self, asked: Asked) -> Reply:
        if "response_format" in asked.request:
            return Text('{"about_reports": false}')
        return Text(self.replies.pop(0) if len(self.replies) > 1 else self.replies[0])

    def ask(self, line: dict[str, Any], library: Library) -> tuple[Answer, str]:
        """The answer when the model writes a line's reply, and what it has for a second try; and what was told while it wrote."""
        self.replies = [line["reply"], *([line["again"]] if "again" in line else [])]
        pieces: list[str] = []
        return respond(line["question"], line["history"], library, model=self.model, tell=pieces.append), "".join(pieces)


@pytest.fixture(scope="module")
def writer() -> Iterator[Writer]:
    writer = Writer()
    with scripted_model(writer.answer) as server:
        writer.model = open_model(Settings(llm="openai:scripted", llm_address=server.address))
        yield writer


@pytest.mark.parametrize("kind", sorted({line["kind"] for line in LIES}))
def test_no_lie_is_told(kind: str, writer: Writer, library: Library) -> None:
    lies = [line for line in LIES if line["kind"] == kind]

    told = [line["lie"] for line in lies if writer.ask(line | {"reply": line["lie"]}, library)[1]]

    assert told == []


def test_there_are_nine_hundred_lies_and_more() -> None:
    assert len({line["lie"] for line in LIES}) >= 900


def test_a_lie_after_a_true_sentence_is_left_out(writer: Writer, library: Library) -> None:
    two = [line for line in LIES if line["reply"] != line["lie"]]

    dropped = [answer.phrasing.dropped for line in two if (answer := writer.ask(line, library)[0]).phrasing is not None]

    assert two and all(dropped)


def test_good_answers_are_told_in_the_models_words(writer: Writer, library: Library) -> None:
    phrasings = [answer.phrasing for line in REPLIES if (answer := writer.ask(line, library)[0]).phrasing is not None]
    worded = [one for one in phrasings if one is not None and one.calls]

    why = Counter(str(one.reason) for one in worded)

    assert why["None"] / len(worded) >= LET_THROUGH, why


# Sentences that once came through a gate that was less strict, by question; each is false of what the reports say.
ONCE_TOLD = [
    ("Hur stora var avskrivningarna i Degerfors/Karlskoga 2021?", "Avskrivningarna 2021 var {a}, alltså resultatet."),
    ("Hur många invånare har Askersund?", "I Askersund och Samordningsförbundet Sydnärke bor {a} invånare 2022."),
    ("Bor det flest i Kumla eller Hallsberg?", "I Hallsberg bor det {a}."),
    ("Bor det flest i Kumla eller Hallsberg?", "Samordningsförbundet Sydnärke har {b} invånare."),
    ("Vilken kommun betalar mest till Finsam, Karlskoga eller Degerfors (2023)?", "Degerfors kommun betalar {a}."),
    (
        "Vilken kommun betalar mest till Finsam, Karlskoga eller Degerfors (2023)?",
        "Karlskoga kommun fick {b} i driftbidrag 2023.",
    ),
    ("vad blir revision och lokalkostnader ihop för d/k 2021", "Revisionen var {a} 2021."),
    ("vad blir revision och lokalkostnader ihop för d/k 2021", "Den var {c}."),
    (
        "Hur mycket minskade leverantörsskulderna i Lekeberg/Örebro från årsskiftet till sista juni 2021?",
        "Leverantörsskulderna minskade med {a} till {b}.",
    ),
    ("Vilket år hade Degerfors/Karlskoga sämst resultat, 2019 eller 2023?", "Resultatet 2023 var {a}."),
    ("Vad har administrativt stöd kostat D/K varje år 2019-2023?", "Administrativt stöd gick ner från {a} 2019 till {e} 2023."),
    (
        "Hur många kartläggningar gjorde Mottagningsteam Lekeberg första halvåret 2021?",
        "Mottagningsteam Örebro gjorde {a} kartläggningar januari–juni 2021.",
    ),
    ("Hur stora var avskrivningarna i Degerfors/Karlskoga 2021?", "Avskrivningarna före 2021 var {a}."),
    ("Hur stora var avskrivningarna i Degerfors/Karlskoga 2021?", "Avskrivningarna gick +{a}."),
    ("Hur stora var avskrivningarna i Degerfors/Karlskoga 2021?", "Avskrivningarna var allt annat än {a}."),
    ("Hur stora var avskrivningarna i Degerfors/Karlskoga 2021?", "Degerfors hade avskrivningar på {a}."),
    ("Vad budgeterar Sydnärke för köp av administrativa tjänster 2024?", "Sydnärkes budget för 2024 är {a}."),
    ("Vem ägde CROSS-projektet?", "Projektet ägdes före Region Örebro län [a]."),
    (
        "Är det vanligare med långvarigt ekonomiskt bistånd i Karlskoga eller Degerfors?",
        "Det är vanligare i Karlskoga än i Degerfors: {a}.",
    ),
]


@pytest.mark.parametrize(("question", "lie"), ONCE_TOLD)
def test_what_an_attack_brought_through_is_no_longer_told(question: str, lie: str, writer: Writer, library: Library) -> None:
    told = writer.ask({"question": question, "history": [], "reply": lie}, library)[1]

    assert told == ""


@pytest.mark.parametrize("text", ["{a1}\ufffc deltagare [a].", "....", "1. " * 2000, "." * 7000, "bl.a. " * 1200, "{a}{a}{a}."])
def test_text_that_once_broke_or_held_up_the_gate_does_neither(text: str, writer: Writer, library: Library) -> None:
    question = "Hur många deltagare har Respondere stöttat sedan projektstarten?"

    answer, told = writer.ask({"question": question, "history": [], "reply": text}, library)

    assert told == "" and answer.citations
