"""What a language model changes: how many answers are right, wrong and declined with it and without, and what it costs.

Beside the embedded default, in one run over the same questions: the outcomes, who worded the answers, numbers without backing,
calls per answer, the time outside the model's calls as a share of the time inside, and how long a sentence waits for the gate
as a share of the time until it was written.

Usage: python -m bench.language_model --address http://127.0.0.1:8000/v1 --model NAME [--seconds S] [--data DIR] [QUESTIONS ...]
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from assistant.answer import Answer, Phrasing, Status
from assistant.llm.model import LanguageModel, open_model
from assistant.respond import respond
from bench.first_answer import percentile
from bench.processes import ROOT, run_command
from ingest.settings import Settings
from ui.evaluation import read_questions, source_texts
from ui.scoring import Score, score
from vectorstore.library import Library

DEV = ROOT / "tests" / "questions" / "dev.jsonl"
GOAL_OUTSIDE, GOAL_RELEASED = 0.15, 0.15


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("questions", nargs="*", type=Path, default=[DEV])
    options.add_argument("--address", required=True, help="an address that speaks OpenAI's language")
    options.add_argument("--model", required=True)
    options.add_argument("--seconds", type=float, default=120, help="the longest time for the model in an answer")
    options.add_argument("--data", type=Path, help="reports already ingested; else they are ingested into a folder of their own")
    given = options.parse_args()
    settings = Settings(llm=f"openai:{given.model}", llm_address=given.address, llm_seconds=given.seconds)
    model = open_model(settings)
    assert model is not None
    with _ingested(given.data) as data:
        measure(given.questions, data, model)


@contextmanager
def _ingested(data: Path | None) -> Iterator[Path]:
    if data is not None:
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="finsam-bench-") as folder:
        run_command("ingest", str(ROOT / "reports"), "--data", folder)
        yield Path(folder)


def measure(files: Sequence[Path], data: Path, model: LanguageModel) -> None:
    library = Library.open(Settings(data_dir=data))
    bodies = source_texts(library)
    questions = [question for file in files for question in read_questions(file)]
    with_model: list[Answer] = []
    scores: dict[str, list[Score]] = {"embedded": [], "with the model": []}
    for question in questions:
        alone = respond(question.question, question.history, library)
        answer = respond(question.question, question.history, library, model=model)
        with_model.append(answer)
        scores["embedded"].append(score(question, alone, bodies))
        scores["with the model"].append(score(question, answer, bodies))
    print(f"{len(questions)} questions, {model.name}\n")
    for who, scored in scores.items():
        right, wrong, declined = (sum(kind) for kind in zip(*((s.right, s.wrong, s.declined) for s in scored), strict=True))
        unbacked = sum(bool(one.ungrounded) for one in scored)
        print(f"{who:16} right {right}, wrong {wrong}, declined {declined}, with a number that nothing backs {unbacked}")
    _print_phrasings([answer for answer in with_model if answer.phrasing is not None])


def _print_phrasings(answers: Sequence[Answer]) -> None:
    phrasings = [answer.phrasing for answer in answers if answer.phrasing is not None]
    worded = Counter("the model" if p.reason is None else str(p.reason) for p in phrasings)
    calls = Counter(f"{call.purpose} {call.outcome}" for p in phrasings for call in p.calls)
    asked = [p for p in phrasings if p.calls]
    print(f"worded by        {dict(worded)}; answered {sum(a.status is Status.ANSWERED for a in answers)}")
    print(f"calls            {dict(calls)}, {sum(len(p.calls) for p in phrasings) / len(phrasings):.2f} per answer")
    print(f"dropped          {sum(p.dropped for p in phrasings)} sentences")
    if not asked:
        return
    outside = [p.outside_s / _inside(p) for p in asked]
    released = [p.released_s / _inside(p) for p in asked]
    for what, shares, goal in (("outside / inside", outside, GOAL_OUTSIDE), ("release / inside", released, GOAL_RELEASED)):
        print(f"{what}  median {median(shares):.3f}, p95 {percentile(shares, 95):.3f} (goal: at most {goal})")
    print(f"seconds inside   median {median(map(_inside, asked)):.2f}, p95 {percentile([_inside(p) for p in asked], 95):.2f}")


def _inside(phrasing: Phrasing) -> float:
    return sum(call.seconds for call in phrasing.calls)


if __name__ == "__main__":
    main()
