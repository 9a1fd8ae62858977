"""Fits the weights of `assistant/data/ranking.toml` on question sets, and says how good they are on questions held out.

A candidate (a unit of text, a figure) is right when it stands at a place that the question names as its source and states
what is expected. Fitted is the probability that a right one is chosen among all, with "nothing answers" as one of the
candidates: right for questions that cannot be answered, and for each question once more with its answer taken away.
Questions that are computed, and those whose answer is no single candidate, are left out. Quadratic penalty on the
standardised weights; its strength is chosen by cross-validation. The sets that are only scored are never read.

Usage: python -m bench.fit_ranking [--write]
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from assistant.amounts import KRONOR
from assistant.figure_signals import FIGURE_SIGNALS
from assistant.query import Query
from assistant.ranking import NOTHING_SIGNALS, Signals, gather_signals
from assistant.stem_table import BoolArray, FloatArray
from assistant.understand import understand
from assistant.unit_signals import UNIT_SIGNALS
from bench.processes import ROOT, run_command
from bench.questions import QUESTIONS
from ingest.domain import Figure
from ingest.settings import load_settings
from ui.grounding import folded, has, number_words, numbers
from vectorstore.library import Library

# The reports, and the sets of questions about them that are there to work with.
WORKED_WITH = (
    ("reports", ("dev.jsonl", "everyday.jsonl", "worked.jsonl")),
    ("tests/reports/invented", ("invented.jsonl",)),
)
WEIGHTS = ROOT / "assistant" / "data" / "ranking.toml"
FOLDS = 6
PENALTIES = (3.0, 10.0, 30.0)
CANDIDATES = 200
# How much an example counts from which the answer was taken away.
TAKEN_AWAY = 0.5
# A source's lines may be off by one in a question set.
NEAR_LINES = 1
NAMES = (*UNIT_SIGNALS, *FIGURE_SIGNALS, *NOTHING_SIGNALS)
# Questions that are computed from several figures have no single right candidate.
COMPUTED = frozenset({"computed", "compare", "trend"})


@dataclass(frozen=True, slots=True)
class Example:
    """`signals` has shape (candidates, len(NAMES)), "nothing" last; `right` is 1 where the candidate answers;
    `stands` marks those at a place that the question names, right or not."""

    id: str
    type: str
    signals: FloatArray
    right: FloatArray
    stands: BoolArray
    weight: float = 1.0


def main() -> int:
    fitted: dict[str, list[Example]] = {"by_words": [], "by_meaning": []}
    with tempfile.TemporaryDirectory(prefix="finsam-fit-") as folder:
        for number, (reports, sets) in enumerate(WORKED_WITH):
            data = Path(folder) / str(number)
            run_command("ingest", str(ROOT / reports), "--data", str(data))
            library = Library.open(load_settings(data_dir=data))
            for name, by_meaning in (("by_words", False), ("by_meaning", True)):
                fitted[name] += [e for one in sets for e in read_examples(QUESTIONS / one, library, by_meaning)]
    weights = {name: fit_best(name, examples) for name, examples in fitted.items()}
    if "--write" in sys.argv:
        write(weights)
    return 0


def fit_best(name: str, examples: Sequence[Example]) -> FloatArray:
    """The weights with the penalty that does best on questions held out."""
    print(f"{name}: {len(examples)} examples")
    best = max(PENALTIES, key=lambda penalty: cross_validated(examples, penalty))
    weights = fit(examples, best)
    print(f"penalty {best:g}; on the questions themselves {share_right(examples, weights):.3f} right", flush=True)
    return weights


def read_examples(path: Path, library: Library, by_meaning: bool) -> list[Example]:
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        asked = json.loads(line)
        query = understand(asked["question"], asked.get("history") or [], library)
        answerable = asked.get("answerable", True)
        if not query.terms or (answerable and asked["type"] in COMPUTED):
            continue
        example = make_example(asked, query, library, by_meaning)
        if example.right.any():
            found.append(example)
        if answerable:
            found.append(without_answer(example))
    return found


def without_answer(example: Example) -> Example:
    """The same question over reports that do not say: without the right candidates, and with "nothing" being right."""
    kept = ~(example.right > 0) & ~example.stands
    kept[-1] = True
    right = np.zeros(int(kept.sum()))
    right[-1] = 1.0
    return replace(example, type="taken away", signals=example.signals[kept], right=right, stands=kept[kept], weight=TAKEN_AWAY)


def make_example(asked: dict, query: Query, library: Library, by_meaning: bool) -> Example:  # type: ignore[type-arg]
    signals = gather_signals(query, library, by_meaning)
    places = [(s["doc"], *s["lines"]) for s in asked.get("sources") or []]
    rows, right, stands = candidates_of(signals, asked.get("expect") or {}, places)
    nothing = np.zeros(len(NAMES))
    nothing[-len(NOTHING_SIGNALS) :] = signals.nothing
    answerable = asked.get("answerable", True)
    return Example(
        asked["id"],
        asked["type"],
        np.vstack([rows, nothing]),
        np.array([*(right if answerable else 0 * right), float(not answerable)]),
        np.array([*stands, False]),
    )


def candidates_of(
    signals: Signals, expect: dict, places: Sequence[tuple[str, int, int]]
) -> tuple[FloatArray, FloatArray, BoolArray]:  # type: ignore[type-arg]
    """The candidates that meet most of the question, which of them are right, and which stand where the answer does."""
    rows, right, stands = [], [], []
    for of_kind, offset, met in ((signals.units, 0, "all"), (signals.figures, len(UNIT_SIGNALS), "figure_all")):
        at = NAMES.index(met) - offset
        kept = sorted(((-found[n, at], r, n) for r, found in enumerate(of_kind) for n in range(len(found))))[:CANDIDATES]
        for _, r, n in kept:
            row = np.zeros(len(NAMES))
            row[offset : offset + of_kind[r].shape[1]] = of_kind[r][n]
            rows.append(row)
            index = signals.opened[r]
            item = index.figures.figures[n].figure if offset else index.units.units[n].unit
            stands.append(stands_there(item.locator.lines, index.report.report, places))
            right.append(stands[-1] and (is_expected(item, expect) if offset else states(item.text, expect)))
    return np.array(rows), np.array(right, dtype=np.float64), np.array(stands, dtype=np.bool_)


def stands_there(lines: tuple[int, int] | None, report: str, places: Sequence[tuple[str, int, int]]) -> bool:
    return lines is not None and any(
        report == doc and lines[0] <= last + NEAR_LINES and first - NEAR_LINES <= lines[1] for doc, first, last in places
    )


def states(text: str, expect: dict) -> bool:  # type: ignore[type-arg]
    """Whether a text states all that is expected."""
    low, said = folded(text), numbers(text) + numbers(re.sub(r"\t|\|", " ; ", text)) + number_words(text)
    wanted = [has(said, float(f["value"]), float(f.get("tolerance") or 0)) for f in expect.get("figures") or []]
    wanted += [folded(p) in low for p in expect.get("must_contain") or []]
    groups = [[g] if isinstance(g, str) else g for g in expect.get("any_of") or []]
    wanted += [any(folded(p) in low for p in group) for group in groups]
    return bool(wanted) and all(wanted)


def is_expected(figure: Figure, expect: dict) -> bool:  # type: ignore[type-arg]
    """Whether a figure is the one that is expected."""
    value = float(figure.value * KRONOR.get(figure.unit, 1))
    wanted = expect.get("figures") or []
    return len(wanted) == 1 and has([value], float(wanted[0]["value"]), float(wanted[0].get("tolerance") or 0))


def fit(examples: Sequence[Example], penalty: float) -> FloatArray:
    every = np.concatenate([e.signals for e in examples])
    spread = every.std(axis=0)
    spread[spread == 0] = np.inf  # a signal that never varies gets no weight
    spread[NAMES.index("constant")] = 1.0
    scaled = [(e.signals / spread, e.right, e.weight) for e in examples]

    def loss(weights: FloatArray) -> tuple[float, FloatArray]:
        total, slope = penalty * float(weights @ weights) / 2, penalty * weights
        for signals, right, weight in scaled:
            scores = signals @ weights
            odds = np.exp(scores - scores.max())
            shares = odds / odds.sum()
            chosen = shares * right
            total -= weight * float(np.log(chosen.sum() + 1e-12))
            slope = slope + weight * (signals.T @ shares - signals.T @ (chosen / (chosen.sum() + 1e-12)))
        return total, slope

    found = minimize(loss, np.zeros(len(NAMES)), jac=True, method="L-BFGS-B", options={"maxiter": 400})
    return np.asarray(found.x / spread, dtype=np.float64)


def share_right(examples: Sequence[Example], weights: FloatArray) -> float:
    return float(np.mean([e.right[np.argmax(e.signals @ weights)] > 0 for e in examples])) if examples else 0.0


def cross_validated(examples: Sequence[Example], penalty: float) -> float:
    """The mean share right of questions that were not fitted on; printed by kind of question."""
    ids = list(dict.fromkeys(e.id for e in examples))
    fold_of = {ids[at]: n % FOLDS for n, at in enumerate(np.random.RandomState(0).permutation(len(ids)))}
    order = range(len(examples))
    hits: dict[str, list[bool]] = {}
    chance = 0.0
    for fold in range(FOLDS):
        held = {i for i in order if fold_of[examples[i].id] == fold}
        weights = fit([examples[i] for i in order if i not in held], penalty)
        for i in held:
            scores = examples[i].signals @ weights
            odds = np.exp(scores - scores.max())
            chance += float(np.log((odds * examples[i].right).sum() / odds.sum() + 1e-9))
            hits.setdefault(examples[i].type, []).append(bool(examples[i].right[np.argmax(scores)] > 0))
    every = [hit for of_type in hits.values() for hit in of_type]
    by_type = ", ".join(f"{name} {np.mean(of_type):.2f}" for name, of_type in sorted(hits.items()))
    print(f"penalty {penalty:g}: {np.mean(every):.3f} right, log chance {chance / len(examples):.3f} ({by_type})")
    return chance / len(examples)


def write(fitted: dict[str, FloatArray]) -> None:
    parts = (("units", UNIT_SIGNALS), ("figures", FIGURE_SIGNALS), ("nothing", NOTHING_SIGNALS))
    lines = ["# Fitted by bench/fit_ranking.py; not written by hand."]
    for kind, weights in fitted.items():
        place = iter(weights)
        for title, names in parts:
            lines += ["", f"[{kind}.{title}]", *(f"{name} = {next(place):.4f}" for name in names)]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
