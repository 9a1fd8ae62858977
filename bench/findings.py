"""How many seeded errors the checks find, and what they find in reports that are arithmetically right.

`python -m bench.findings` seeds errors into the right reports of the tests and into every invented one in which nothing
is found, reads each changed text anew, and prints for each kind of error how many were found, then what is found in the
reports that are right. `--missed` names those that were not found.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.processes import ROOT
from bench.seeds import Seed, SeedKind, seeds_of
from ingest.checks.check import relations_of
from ingest.domain import Finding, Report, Severity
from ingest.errors import InputError
from ingest.read import read
from ingest.settings import Settings

RIGHT = ROOT / "tests" / "reports" / "right"
INVENTED = ROOT / "tests" / "reports" / "invented"
_CHANCE = 20_241
_WORKERS = 2
# Of each kind; the headers of few tables can be swapped so that a relation breaks.
_CASES = {SeedKind.DIGIT: 200, SeedKind.ROW: 130, SeedKind.COLUMNS: 110, SeedKind.HEADERS: 30, SeedKind.SIGN: 130}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a seed: whether it was found, and all that was found anew."""

    seed: Seed
    is_found: bool
    new: tuple[str, ...]


def above_rounding(report: Report) -> tuple[Finding, ...]:
    return tuple(finding for finding in report.findings if finding.severity is not Severity.ROUNDING)


def sound_reports() -> list[Path]:
    """The right reports, and the invented ones in which nothing is found."""
    invented = [path for path in sorted(INVENTED.glob("*.txt")) if not above_rounding(_read(path))]
    return [*sorted(RIGHT.glob("*.txt")), *invented]


def draw_seeds(paths: Sequence[Path]) -> list[Seed]:
    """The cases: the same for the same reports and relations."""
    chance = random.Random(_CHANCE)
    by_kind: dict[SeedKind, list[Seed]] = {kind: [] for kind in SeedKind}
    for path in paths:
        report = _read(path)
        for seed in seeds_of(report, path, relations_of(report), chance):
            by_kind[seed.kind].append(seed)
    return [seed for kind, seeds in by_kind.items() for seed in chance.sample(seeds, min(_CASES[kind], len(seeds)))]


def try_seed(seed: Seed) -> Verdict:
    """Reads the changed text. Where it is refused, nothing is found in it."""
    original = _read(seed.path)
    lines = seed.edited([line.text for line in original.document.lines])
    with tempfile.TemporaryDirectory() as folder:
        changed = Path(folder) / seed.path.name
        changed.write_text("\n".join(lines) + "\n", encoding="utf-8")
        try:
            report = read(changed, Settings())
        except InputError as error:
            return Verdict(seed, False, (str(error),))
    known = {finding.id for finding in original.findings}
    new = [finding for finding in above_rounding(report) if finding.id not in known]
    telling = seed.lines_that_tell()
    return Verdict(seed, any(_lines_of(finding) & telling for finding in new), tuple(finding.what for finding in new))


@cache
def _read(path: Path) -> Report:
    return read(path, Settings())


def _lines_of(finding: Finding) -> set[int]:
    spans = [place.locator.lines for place in finding.places if place.locator.lines]
    return {number for first, last in spans for number in range(first, last + 1)}


def print_verdicts(verdicts: Sequence[Verdict]) -> None:
    print(f"{'error':32}{'cases':>7}{'found':>7}{'share':>8}")
    for kind in SeedKind:
        of_kind = [verdict for verdict in verdicts if verdict.seed.kind is kind]
        _print_row(kind, of_kind)
    _print_row("all", verdicts)


def _print_row(name: str, verdicts: Sequence[Verdict]) -> None:
    found = sum(verdict.is_found for verdict in verdicts)
    print(f"{name:32}{len(verdicts):7}{found:7}{found / max(1, len(verdicts)):8.3f}")


def print_missed(verdicts: Sequence[Verdict]) -> None:
    for verdict in verdicts:
        if not verdict.is_found:
            seed = verdict.seed
            print(f"\n{seed.kind}: {seed.path.name}")
            for number, text in sorted(seed.texts.items()):
                print(f"  {number}: {_read(seed.path).document.lines[number - 1].text.strip()!r} -> {text and text.strip()!r}")
            for line in (*(f"broken: {relation}" for relation in seed.broken), *(f"found: {what}" for what in verdict.new)):
                print(f"  {line}")


def print_false(paths: Sequence[Path]) -> None:
    """What is found in the right reports: all of it is false."""
    for path in paths:
        report = _read(path)
        false = above_rounding(report)
        print(f"{path.name}: {len(relations_of(report))} relations, {len(false)} false findings")
        for finding in false:
            print(f"  {finding.severity}, {finding.kind}: {finding.what}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missed", action="store_true", help="name the errors that were not found")
    arguments = parser.parse_args()
    seeds = draw_seeds(sound_reports())
    with ProcessPoolExecutor(_WORKERS) as pool:
        verdicts = list(pool.map(try_seed, seeds, chunksize=10))
    if arguments.missed:
        print_missed(verdicts)
    print_verdicts(verdicts)
    print_false(sorted(RIGHT.glob("*.txt")))


if __name__ == "__main__":
    main()
