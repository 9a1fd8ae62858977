"""How often the passage that answers is among the first that a search gives, and how that compares with simpler searches.

The same questions go to every search in one run: LangChain's quick start, dense vectors alone over our passages, words
alone, both without filters, and the library's own search with what understanding the question finds: the words that
tell, the associations and the periods. A hit is a passage of the right report whose lines overlap one of the question's
places. A follow-up is asked as it would be without the conversation. The quick start needs the extra `bench`; without
it the run says so.

Usage: python -m bench.retrieval [--reports DIR] [--data DIR] [--misses] [QUESTIONS.jsonl ...]
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.floors import open_dense
from bench.processes import ROOT, run_command
from bench.questions import QUESTION_FILES, Asked, Place, read_questions
from bench.quickstart import open_quickstart

if TYPE_CHECKING:
    from assistant.query import Query
    from vectorstore.entries import PassageHit
    from vectorstore.library import Library

DEPTH = 10
OUR_SEARCH = "hybrid within filters (ours)"


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a set, and how it is understood."""

    asked: Asked
    query: Query


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("questions", nargs="*", type=Path, default=QUESTION_FILES)
    options.add_argument("--reports", type=Path, default=ROOT / "reports")
    options.add_argument("--data", type=Path, help="reports already ingested; else they are ingested into a folder of their own")
    options.add_argument("--misses", action="store_true", help="name the questions whose passage is not among the first five")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="finsam-bench-") as folder:
        data = given.data or Path(folder) / "var"
        if given.data is None:
            run_command("ingest", str(given.reports), "--data", str(data))
        measure(given.reports, data, given.questions, given.misses)


def measure(reports: Path, data: Path, files: Sequence[Path], name_misses: bool) -> None:
    from assistant.understand import understand
    from ingest.settings import Settings
    from vectorstore.library import Library

    library = Library.open(Settings(data_dir=data))
    answerable = [asked for asked in read_questions(files) if asked.sources]
    questions = [Question(asked, understand(asked.question, asked.history, library)) for asked in answerable]
    print(f"{len(questions)} questions, {library.passage_count()} passages\n")
    ranks = {name: [_rank(q.asked, search(q)) for q in questions] for name, search in _searches(reports, data, library).items()}
    print(f"{'':34}{'recall@1':>10}{'@5':>8}{'@10':>8}{'MRR':>8}")
    for name, found in ranks.items():
        print(f"{name:34}{_recall(found, 1):10.3f}{_recall(found, 5):8.3f}{_recall(found, 10):8.3f}{_mrr(found):8.3f}")
    _print_by_kind(questions, ranks)
    if name_misses:
        for question, rank in zip(questions, ranks[OUR_SEARCH], strict=True):
            if rank is None or rank > 5:
                print(f"{rank or '-'}\t{question.asked.kind}\t{question.query.question}")


def _searches(reports: Path, data: Path, library: Library) -> dict[str, Callable[[Question], list[Place]]]:
    """By name; each gives the places it finds, best first, `DEPTH` at most."""
    from assistant.search import search_as_understood

    searches: dict[str, Callable[[Question], list[Place]]] = {}
    try:
        quickstart = open_quickstart(reports)
        searches["LangChain quick start, MiniLM"] = lambda q: quickstart(q.query.question, DEPTH)
    except ImportError as missing:
        print(f"without LangChain's quick start ({missing}): pip install '.[bench]'\n")
    nearest = open_dense(data, library.embed_query)
    searches["dense alone"] = lambda q: nearest(q.query.question, DEPTH)
    searches["words alone"] = lambda q: _places(library.search_passages(q.query.question, limit=DEPTH, by_meaning=False))
    searches["hybrid, the bare question"] = lambda q: _places(library.search_passages(q.query.question, limit=DEPTH))
    searches[OUR_SEARCH] = lambda q: _places(search_as_understood(q.query, library, limit=DEPTH))
    return searches


def _places(hits: Sequence[PassageHit]) -> list[Place]:
    return [Place(hit.report.report, *hit.passage.locator.lines) for hit in hits if hit.passage.locator.lines is not None]


def _rank(asked: Asked, found: Sequence[Place]) -> int | None:
    """The 1-based rank of the first place found that meets one of the question's; None when none does."""
    return next((rank for rank, place in enumerate(found, start=1) if any(place.meets(source) for source in asked.sources)), None)


def _recall(ranks: Sequence[int | None], first: int) -> float:
    return sum(rank is not None and rank <= first for rank in ranks) / len(ranks)


def _mrr(ranks: Sequence[int | None]) -> float:
    """The mean reciprocal rank; what is not among the first `DEPTH` counts 0."""
    return sum(1 / rank for rank in ranks if rank) / len(ranks)


def _print_by_kind(questions: Sequence[Question], ranks: dict[str, list[int | None]]) -> None:
    kinds = sorted({question.asked.kind for question in questions})
    print(f"\n{'recall@5 by type':34}" + "".join(f"{kind[:12]:>14}" for kind in kinds))
    for name, found in ranks.items():
        of_kind = [[r for q, r in zip(questions, found, strict=True) if q.asked.kind == kind] for kind in kinds]
        print(f"{name:34}" + "".join(f"{_recall(some, 5):8.3f} ({len(some):3})" for some in of_kind))
    print()


if __name__ == "__main__":
    main()
