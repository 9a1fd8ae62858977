"""What reading the figures costs: `finsam ingest --no-embed` and `finsam figures`, each beside its floor, in one run.

The floor of the ingest decodes the same files and finds the numbers in their lines, nothing else; the floor of the
listing is a new process that reads as many rows with Python's own sqlite3 and prints them as JSON. A longer report,
one of the samples many times over, shows whether the time grows with the length or faster.

Usage: python -m bench.figures [REPORTS]
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
import tempfile
from pathlib import Path

from bench.processes import ROOT, Part, median_seconds, peak_mb, row, run_command, timed

RUNS = 3
TIMES_LONGER = 8
INGEST_GOAL_S, LISTING_GOAL_S = 10, 2


def main() -> int:
    if sys.argv[1:2] == ["--part"]:
        part, path = sys.argv[2:]
        {"words": scan_numbers, "rows": print_rows}[part](Path(path))
        return 0
    reports = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "reports"
    with tempfile.TemporaryDirectory(prefix="finsam-bench-") as folder:
        measure(reports, Path(folder))
    return 0


def measure(reports: Path, folder: Path) -> None:
    ingested, scanned, listed, dumped = [], [], [], []
    for run in range(RUNS):
        data = folder / f"var{run}"
        ingested.append(run_command("ingest", str(reports), "--no-embed", "--data", str(data)))
        scanned.append(run_part("words", reports))
        listed.append(run_command("figures", "--format", "jsonl", "--data", str(data)))
        dumped.append(run_part("rows", data))
    print(f"{len(listed[-1].printed.splitlines())} figures\n")
    print(f"{'':40}{'measured':>10}{'floor':>10}{'ratio':>8}")
    row(f"ingest --no-embed, s (goal {INGEST_GOAL_S})", median_seconds(ingested), median_seconds(scanned))
    row(f"figures, s (goal {LISTING_GOAL_S})", median_seconds(listed), median_seconds(dumped))
    row("peak memory of the ingest, MB", peak_mb(ingested), peak_mb(scanned))
    row("peak memory of the listing, MB", peak_mb(listed), peak_mb(dumped))
    for path in sorted(reports.glob("*.txt")):
        row(f"{path.stem[:24]} x {TIMES_LONGER}, s/copy", *seconds_per_copy(path, folder))


def seconds_per_copy(path: Path, folder: Path) -> tuple[float, float]:
    """The seconds that a report many times as long takes for each copy, and those of the report itself."""
    sidecar = path.with_suffix(".toml")
    seconds = []
    for copies in (TIMES_LONGER, 1):
        inbox = folder / f"{path.stem}-{copies}"
        inbox.mkdir()
        (inbox / path.name).write_bytes(path.read_bytes() * copies)
        if sidecar.exists():
            (inbox / sidecar.name).write_bytes(sidecar.read_bytes())
        part = run_command("ingest", str(inbox), "--no-embed", "--data", str(inbox / "var"))
        seconds.append(part.seconds / copies)
    return seconds[0], seconds[1]


def run_part(part: str, path: Path) -> Part:
    return timed([sys.executable, "-m", "bench.figures", "--part", part, str(path)])


def scan_numbers(reports: Path) -> None:
    """Decodes every text file and finds its numbers line by line."""
    number = re.compile(r"[-−–]?\d+(?:[ \u00a0]\d{3})*(?:,\d+)?")
    print(sum(len(number.findall(line)) for p in reports.glob("*.txt") for line in p.read_text("utf-8").splitlines()))


def print_rows(data: Path) -> None:
    """Prints every row of the store's table of figures as JSON."""
    [database] = data.glob("*.sqlite*")
    with sqlite3.connect(database) as connection:
        for values in connection.execute("SELECT * FROM figures"):
            print(json.dumps(values))


if __name__ == "__main__":
    sys.exit(main())
