"""How long a warm answer takes but for embedding the question, beside the two bare queries that it cannot do without.

The floor is one query to Chroma, with the vector given, and one to SQLite's full text, in the same process right after
the answer. Every question is asked twice: the first time finds what earlier questions have warmed, as in a web
service that has run for a while; the second finds everything about itself warm.

Usage: python -m bench.warm_answers [--reports DIR] [--data DIR] [--profile] [QUESTIONS.jsonl ...]
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.first_answer import TimedEmbedder, percentile
from bench.floors import FLOOR_PASSAGES, open_published_index, open_words
from bench.processes import ROOT, row, run_command
from bench.questions import QUESTION_FILES, Asked, read_questions

GOAL = 2.0
PROFILED = 15


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("questions", nargs="*", type=Path, default=QUESTION_FILES)
    options.add_argument("--reports", type=Path, default=ROOT / "reports")
    options.add_argument("--data", type=Path, help="reports already ingested; else they are ingested into a folder of their own")
    options.add_argument("--profile", action="store_true", help="also print the functions that take the most time themselves")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="finsam-bench-") as folder:
        data = given.data or Path(folder) / "var"
        if given.data is None:
            run_command("ingest", str(given.reports), "--data", str(data))
        measure(read_questions(given.questions), data, given.profile)


def measure(questions: Sequence[Asked], data: Path, profiled: bool) -> None:
    """Prints the median and the 95th percentile of the answers and of their floors, in ms, and the ratios."""
    from assistant.respond import respond
    from ingest.settings import Settings
    from vectorstore.embedder import SentenceTransformerEmbedder
    from vectorstore.library import Library

    settings = Settings(data_dir=data)
    embedder = TimedEmbedder(SentenceTransformerEmbedder(settings.embedding_model))
    library = Library.open(settings, embedder)
    index, search_words = open_published_index(data), open_words(data)
    vectors = [embedder.embed_query(asked.question) for asked in questions]  # also loads the model
    profile = cProfile.Profile()
    print(f"{len(questions)} questions; goal: p95 at most {GOAL:.0f} times the floor\n")
    print(f"{'':40}{'measured':>10}{'floor':>10}{'ratio':>8}")
    for times in ("asked for the first time", "asked again"):
        answers, floors = [], []
        for asked, vector in zip(questions, vectors, strict=True):
            embedded = embedder.seconds
            started = time.perf_counter()
            respond(asked.question, asked.history, library)
            answered = time.perf_counter()
            index.nearest(vector, FLOOR_PASSAGES)
            search_words(asked.question)
            floors.append(time.perf_counter() - answered)
            answers.append(answered - started - (embedder.seconds - embedded))
        for percent in (50, 95):
            what = f"warm answer, {times}, p{percent}, ms"
            row(what, 1000 * percentile(answers, percent), 1000 * percentile(floors, percent))
    if profiled:
        profile.enable()
        for asked in questions:
            respond(asked.question, asked.history, library)
        profile.disable()
        pstats.Stats(profile).sort_stats("tottime").print_stats(PROFILED)


if __name__ == "__main__":
    main()
