"""How many there were in all, in a sentence beside the table whose last row counts them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.checks.causes import likely_cause
from ingest.checks.people_by_label import kinds_of
from ingest.checks.people_left import everyone
from ingest.checks.printed_by_label import Labelled, printed_by_label
from ingest.checks.relation import Relation, Term
from ingest.checks.sentences_said import Said, figure_of
from ingest.checks.sheets import lay_out
from ingest.checks.words import say_place
from ingest.checks.year_rows import are_alike
from ingest.domain import Certainty, Figure, FindingKind, Report
from ingest.language import fold, stem
from ingest.statements_numbers import Mention

# "201 deltagare", "183 personer har deltagit": the outcome beside a goal for all who take part
_OUTCOME = re.compile(
    r"^\W*(?:utfall:? ?)?(?:totalt )?(?P<all>\d+) (?:deltagare|personer|individer)(?: (?:har deltagit|deltog|har fatt stod))?"
    r"(?:\.|$)(?: ?bedomning\b.*)?$"
)
_GOAL_OF_ALL = re.compile(
    r"\b\d+ (?:deltagare|personer|individer) (?:ska|skall) (?:delta|fa stod|ta del)[^.;]*?\b(?:individ\w*)?insats(?:er|erna)?\b"
)
_ALL = re.compile(r"\b(?:totalt|sammanlagt|tillsammans|under (?:aret|perioden))\b")
_OTHER = re.compile(
    r"\b(?:varav|ytterligare|unika|olika|jamfort|forra|foregaende|mal|malet|budget\w*|tidigare|fler|farre|fram till|sedan"
    r"|plats\w*|procent)\b|%|\b(?:19|20)\d\d\b"
)
_NEAR_LINES = 12
_SMALLEST = 20
_APART = 8
_SHORTEST_NOUN = 5


def totals_against_tables(report: Report, sentences: Sequence[Said]) -> Iterator[Relation]:
    """Only where no other sentence nearby tells the table's total, and the two are a slip of the pen apart."""
    for printed in printed_by_label(report, lay_out(report.tables, report.figures)):
        total = printed.total
        if total is None or total.value < _SMALLEST:
            continue
        near = [said for said in sentences if _is_near(said, printed)]
        if any(count.value == total.value for said in near for count in said.counts):
            continue
        told = [(said, count) for said in near if (count := _counts_all(said, printed, total)) is not None]
        if len(told) == 1:
            rule = f"tabellens summa {say_place(total.locator)}"
            stated = figure_of(report, *told[0])
            yield Relation(FindingKind.CONTRADICTION, stated, (Term(total),), rule, Certainty.INTERPRETATION)


def goals_against_all(report: Report, sentences: Sequence[Said]) -> Iterator[Relation]:
    """The outcome of a goal for all participants is the number of all participants, where it is not far off."""
    of_all = everyone(report)
    for at, said in enumerate(sentences):
        match = _OUTCOME.match(said.folded)
        in_cell = said.passage.startswith("cell:")
        goal = fold(said.quote) if in_cell else " ".join(one.folded for one in sentences[max(0, at - 1) : at])
        if match is None or of_all is None or not _GOAL_OF_ALL.search(goal):
            continue
        count = next((m for m in said.counts if m.start == match.start("all")), None)
        if count is not None and (abs(count.value - of_all.value) * 3 <= of_all.value or likely_cause(count.value, of_all.value)):
            rule = f"deltagarna {say_place(of_all.locator)}"
            stated = figure_of(report, said, count)
            yield Relation(FindingKind.CONTRADICTION, stated, (Term(of_all),), rule, Certainty.INTERPRETATION)


def _is_near(said: Said, printed: Labelled) -> bool:
    lines = said.locator.lines
    in_text = lines is not None and not said.passage.startswith("cell:") and said.heading == printed.heading
    return in_text and lines is not None and -_NEAR_LINES <= lines[0] - printed.lines[1] <= _NEAR_LINES


def _counts_all(said: Said, printed: Labelled, total: Figure) -> Mention | None:
    """The sentence's first count, where it is said to be of all and of what the table counts, and not far off."""
    if not said.counts or not _ALL.search(said.folded) or _OTHER.search(said.folded):
        return None
    count = said.counts[0]
    apart = abs(count.value - total.value)
    is_slip = apart * _APART <= total.value or bool(likely_cause(count.value, total.value))
    same_people = kinds_of(said.folded) == kinds_of(printed.words)
    is_named = any(are_alike(stem(word), stem(other)) for word in _behind(said, count) for other in printed.words.split())
    return count if is_slip and same_people and is_named and count.value not in printed.values else None


def _behind(said: Said, count: Mention) -> list[str]:
    return [word.text.lower() for word in said.sentence.words_after(count.end, 2) if len(word.text) >= _SHORTEST_NOUN]
