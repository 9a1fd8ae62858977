"""How long a person waits, and what of it is not ours: every figure beside its floor, in one run.

The floor of an answer is embedding the question and asking Chroma, alone; the floor of an ingest is the time it spends
on embedding, alone. Ratios to the floor are what holds on another machine. Parts run in processes of their own, so that
start-up and peak memory are each part's own; a part and its floor alternate, so that both meet the same load.

Usage: python -m bench.first_answer [REPORTS [QUESTIONS.jsonl]]
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vectorstore.embedder import Embedder
    from vectorstore.vectors import FloatArray

from bench.floors import FLOOR_PASSAGES, open_published_index
from bench.processes import ROOT, Part, median_seconds, peak_mb, row, run_command, timed

COLD_RUNS = 3
FIGURE_QUESTION = "Vad var årets resultat?"
TEXT_QUESTION = "Varför behövs samverkan?"


def main() -> int:
    if sys.argv[1:2] == ["--part"]:
        part, *rest = sys.argv[2:]
        {"ingest": ingest, "warm": warm, "floor": cold_floor}[part](*(Path(r) for r in rest))
        return 0
    reports = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "reports"
    questions = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "tests" / "questions" / "dev.jsonl"
    with tempfile.TemporaryDirectory(prefix="finsam-bench-") as folder:
        measure(reports, questions, Path(folder) / "var")
    return 0


def measure(reports: Path, questions: Path, data: Path) -> None:
    ingested = run_part("ingest", reports, data)
    figure_asked, text_asked, floor = [], [], []
    for _ in range(COLD_RUNS):
        figure_asked.append(run_command("ask", FIGURE_QUESTION, "--data", str(data)))
        text_asked.append(run_command("ask", TEXT_QUESTION, "--data", str(data)))
        floor.append(run_part("floor", data))
    answers, floors = json.loads(run_part("warm", data, questions).printed)
    ingest_s, embed_s = json.loads(ingested.printed)
    floor_s, floor_mb = median_seconds(floor), peak_mb(floor)

    print(f"{len(answers)} questions, {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}\n")
    print(f"{'':40}{'measured':>10}{'floor':>10}{'ratio':>8}")
    row("cold start to first answer, figure, s", median_seconds(figure_asked), floor_s)
    row("cold start to first answer, text, s", median_seconds(text_asked), floor_s)
    row("warm answer p50, ms", 1000 * percentile(answers, 50), 1000 * percentile(floors, 50))
    row("warm answer p95, ms", 1000 * percentile(answers, 95), 1000 * percentile(floors, 95))
    row("ingest (floor: its embedding), s", ingest_s, embed_s)
    row("peak memory of an answer, figure, MB", peak_mb(figure_asked), floor_mb)
    row("peak memory of an answer, text, MB", peak_mb(text_asked), floor_mb)
    row("peak memory of an ingest, MB", ingested.peak_mb, floor_mb)


def percentile(seconds: list[float], percent: int) -> float:
    """The smallest measured value that is not below `percent` of all."""
    return sorted(seconds)[max(0, -(-len(seconds) * percent // 100) - 1)]


def run_part(part: str, *paths: Path) -> Part:
    return timed([sys.executable, "-m", "bench.first_answer", "--part", part, *map(str, paths)])


def ingest(reports: Path, data: Path) -> None:
    """Prints the seconds that an ingest takes as `finsam ingest` does it, and those of them spent on embedding."""
    from ingest.read import find_files, read
    from ingest.settings import Settings
    from vectorstore.embedder import SentenceTransformerEmbedder
    from vectorstore.index import index_report, publish_vectors
    from vectorstore.store import open_store

    settings = Settings(data_dir=data)
    embedder = TimedEmbedder(SentenceTransformerEmbedder(settings.embedding_model))
    started = time.perf_counter()
    with open_store(settings) as store:
        for path in find_files([reports]):
            index_report(read(path, settings), path, store)
        publish_vectors(store, embedder, lambda _: None)
    print(json.dumps([time.perf_counter() - started, embedder.seconds]))


class TimedEmbedder:
    """An embedder that counts the seconds spent in it, loading the model included."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.seconds = 0.0

    @property
    def name(self) -> str:
        return self._embedder.name

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    def embed_passages(self, texts: Sequence[str]) -> FloatArray:
        started = time.perf_counter()
        try:
            return self._embedder.embed_passages(texts)
        finally:
            self.seconds += time.perf_counter() - started

    def embed_query(self, text: str) -> FloatArray:
        started = time.perf_counter()
        try:
            return self._embedder.embed_query(text)
        finally:
            self.seconds += time.perf_counter() - started


def cold_floor(data: Path) -> None:
    """Embeds one question and asks Chroma, from nothing."""
    ask_chroma = floor_of(data)
    ask_chroma(TEXT_QUESTION)


def warm(data: Path, questions: Path) -> None:
    """Prints two lists of seconds, one value a question: the answers', and their floors'."""
    from assistant.respond import respond
    from ingest.settings import Settings
    from vectorstore.library import Library

    asked = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines() if line]
    library = Library.open(Settings(data_dir=data))
    ask_chroma = floor_of(data)
    respond(TEXT_QUESTION, (), library)
    ask_chroma(TEXT_QUESTION)
    answers, floors = [], []
    for question in asked:
        started = time.perf_counter()
        respond(question["question"], question.get("history", ()), library)
        answered = time.perf_counter()
        ask_chroma(question["question"])
        answers.append(answered - started)
        floors.append(time.perf_counter() - answered)
    print(json.dumps([answers, floors]))


def floor_of(data: Path) -> Callable[[str], None]:
    """What embeds a question and asks the published Chroma index for passages, and does nothing else."""
    from ingest.settings import Settings
    from vectorstore.embedder import SentenceTransformerEmbedder

    index = open_published_index(data)
    embedder = SentenceTransformerEmbedder(Settings().embedding_model)

    def ask_chroma(question: str) -> None:
        index.nearest(embedder.embed_query(question), FLOOR_PASSAGES)

    return ask_chroma


if __name__ == "__main__":
    raise SystemExit(main())
