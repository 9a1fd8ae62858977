"""What `finsam eval` prints: the result by kind, role and report, the misses, and what changed since an earlier run."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from typing import TextIO

from assistant.answer import Status
from ui.evaluation_runs import Change, Comparison
from ui.scoring import Score, in_print

HEADINGS = ("Frågor", "Rätt", "Fel", "Avböjda", "Utan stöd", "Citatfel", "Median ms", "p95 ms")
GROUPINGS: tuple[tuple[str, Callable[[Score], tuple[str, ...]]], ...] = (
    ("Slag", lambda one: (one.type,)),
    ("Roll", lambda one: (one.persona,) if one.persona else ()),
    ("Rapport", lambda one: one.reports),
)
TEXT_TYPES = ("text", "list")
NO_GROUP = "ingen"
INDENT = "  "
COLUMN_GAP = "  "

Line = tuple[str, ...]


def print_scores(scores: Sequence[Score], out: TextIO, *, detail: bool) -> None:
    """Prints the misses (with `detail`), then a table: a line per kind, role and report, and the total.

    A question about several reports counts under each of them.
    """
    missed = [one for one in scores if not one.right or one.ungrounded or one.bad_citations]
    if detail and missed:
        out.writelines(f"{one.id} ({one.type}): {_remarks(one)}\n" for one in missed)
        out.write("\n")
    lines: list[Line] = []
    for heading, names_of in GROUPINGS:
        lines.append((heading,))
        lines += [_line(INDENT + name, group) for name, group in _groups(scores, names_of)]
    _print_table([*lines, _line("Totalt", scores)], out)
    out.write(f"\n{_notes(scores)}\n")


def print_comparison(comparison: Comparison, earlier: str, out: TextIO) -> None:
    """Prints the totals of the questions that both runs hold, before and after, and each that changed with the reason."""
    shared = comparison.shared
    out.write(f"\nJämfört med {earlier}; frågor i båda körningarna: {len(shared)}, ")
    out.write(f"bara i den här: {comparison.only_after}, bara i den tidigare: {comparison.only_before}\n")
    if not shared:
        return
    before, after = [change.before for change in shared], [change.after for change in shared]
    _print_table([_line("Förut", before), _line("Nu", after)], out)
    _print_changes("Blev rätt", [change for change in shared if change.became_right], out)
    _print_changes("Blev sämre", [change for change in shared if change.became_worse], out)


def _print_changes(heading: str, changes: Sequence[Change], out: TextIO) -> None:
    out.write(f"\n{heading}: {len(changes)}\n")
    for change in changes:
        after = change.after
        out.write(f"{INDENT}{after.id} ({after.type}): förut {_outcome(change.before)}, nu {_outcome(after)}\n")


def _groups(scores: Sequence[Score], names_of: Callable[[Score], tuple[str, ...]]) -> list[tuple[str, list[Score]]]:
    """The scores under each name, by name; those without any name last."""
    groups: dict[str, list[Score]] = {}
    for one in scores:
        for name in names_of(one) or (NO_GROUP,):
            groups.setdefault(name, []).append(one)
    return sorted(groups.items(), key=lambda item: (item[0] == NO_GROUP, item[0]))


def _line(name: str, scores: Sequence[Score]) -> Line:
    times = sorted(one.elapsed_ms for one in scores)
    counts = (
        len(scores),
        sum(one.right for one in scores),
        sum(one.wrong for one in scores),
        sum(one.declined for one in scores),
        sum(bool(one.ungrounded) for one in scores),
        sum(one.bad_citations for one in scores),
        round(statistics.median(times)),
        times[math.ceil(0.95 * len(times)) - 1],
    )
    return (name, *map(str, counts))


def _print_table(lines: Sequence[Line], out: TextIO) -> None:
    """Names to the left, counts to the right under their headings; a line of one cell is a heading of its own."""
    grid = [("", *HEADINGS), *lines]
    widths = [max(len(line[at]) for line in grid if at < len(line)) for at in range(len(HEADINGS) + 1)]
    for name, *counts in grid:
        cells = (name.ljust(widths[0]), *(count.rjust(width) for count, width in zip(counts, widths[1:], strict=False)))
        out.write(COLUMN_GAP.join(cells).rstrip() + "\n")


def _notes(scores: Sequence[Score]) -> str:
    citations = sum(one.citations for one in scores)
    notes = f"Utan stöd: svar med tal som källan inte styrker. Citatfel: citat, av {citations}, som inte står i källan."
    if any(len(one.reports) > 1 for one in scores):
        notes += "\nEn fråga om flera rapporter räknas under var och en av dem."
    lengths = [one.characters for one in scores if one.type in TEXT_TYPES and one.status is Status.ANSWERED]
    if lengths:
        notes += f"\nTextsvar ({', '.join(TEXT_TYPES)}): {len(lengths)}, median {statistics.median(lengths):.0f} tecken."
    return notes


def _outcome(one: Score) -> str:
    """ "rätt", "fel" or "inte rätt", with what there is to remark in brackets."""
    outcome = "rätt" if one.right else "fel" if one.wrong else "inte rätt"
    remarks = _remarks(one)
    return f"{outcome} ({remarks})" if remarks else outcome


def _remarks(one: Score) -> str:
    remarks = list(one.misses)
    if one.ungrounded:
        remarks.append("tal utan stöd: " + "; ".join(map(in_print, one.ungrounded)))
    if one.bad_citations:
        remarks.append(f"{one.bad_citations} citat som inte står i källan")
    return "; ".join(remarks)
