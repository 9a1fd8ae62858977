"""Goals checked: a verdict must follow from the outcome and the target, and a summary from the verdicts in the detail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.checks.goals_blocks import Block, Spot, blocks_of, goal_finding, sentences_by_section
from ingest.checks.goals_missing import missing_findings
from ingest.checks.goals_summaries import summary_findings
from ingest.checks.goals_verdicts import Verdict
from ingest.checks.goals_words import Bound, Outcome, Target, matched, reached_percent
from ingest.checks.sheets import Sheet
from ingest.checks.words import say_value
from ingest.domain import Certainty, Finding, Report, Severity

# "Delvis" may be said of a goal that is reached by half, "nästan" of one reached to four fifths; what is off by less than a
# twentieth is a small matter.
_PARTLY_SHARE = 50
_NEARLY_SHARE = 80
_NEAR_SHARE = 95


def goal_findings(report: Report, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """A finding for each verdict that the print beside it contradicts; goals without outcome or verdict give none."""
    blocks = tuple(blocks_of(report, sheets))
    judged = [finding for block in blocks for finding in _judge(report, block)]
    yield from judged
    sections = tuple(sentences_by_section(report))
    yield from summary_findings(report, sections, blocks, [place for finding in judged for place in finding.places])
    yield from missing_findings(report, sections)


def _judge(report: Report, block: Block) -> Iterator[Finding]:
    if len(set(block.verdicts)) > 1:
        if block.is_row or len(block.targets) == 1:
            said = " och ".join(f"”{verdict}”" for verdict in dict.fromkeys(block.verdicts))
            what = f"Samma mål, ”{_name(block)}”, får två bedömningar: {said}."
            yield goal_finding(report, block.spots, what, None, None, "", Certainty.INTERPRETATION, Severity.MINOR)
        return
    verdict = block.verdicts[0]
    pairs = [
        (target, outcomes) for target, outcomes in matched(block.targets, block.outcomes) if _is_comparable(target, outcomes)
    ]
    missed = [(target, outcomes) for target, outcomes in pairs if all(target.is_missed_by(one.value) for one in outcomes)]
    met = [(target, outcomes) for target, outcomes in pairs if all(target.is_met_by(one.value) for one in outcomes)]
    all_known = len(pairs) == len(block.targets) + block.unmeasured
    if verdict is Verdict.MET:
        yield from (_contradicted(report, block, target, outcomes, verdict) for target, outcomes in missed)
    elif all_known and pairs and len(met) == len(pairs):
        yield _contradicted(report, block, *met[0], verdict)
    elif all_known and pairs and len(missed) == len(pairs):
        limit = {Verdict.PARTLY: _PARTLY_SHARE, Verdict.NEARLY: _NEARLY_SHARE}.get(verdict, 0)
        far = [
            (target, outcomes)
            for target, outcomes in missed
            # fourteen of eighteen visits made are a part of them
            if all(reached_percent(target, one) < limit and not (one.is_part and limit) for one in outcomes)
        ]
        if len(far) == len(missed):
            yield _contradicted(report, block, *far[0], verdict)


def _is_comparable(target: Target, outcomes: Sequence[Outcome]) -> bool:
    """Whether each outcome decides: "fler än 90 %" tells nothing about a target of 95 %."""
    return all(not one.is_floor or (target.bound is Bound.AT_LEAST) == target.is_met_by(one.value) for one in outcomes)


def _contradicted(report: Report, block: Block, target: Target, outcomes: Sequence[Outcome], verdict: Verdict) -> Finding:
    outcome = outcomes[0]
    unit = target.unit
    bound = f"{target.bound.value} " if target.is_plain or target.bound is Bound.AT_MOST else ""
    reached = " och ".join(say_value(one.value, unit) for one in outcomes)
    what = f"Målet ”{_name(block, target)}” bedöms som {verdict.value}, men målet är {bound}{say_value(target.value, unit)}"
    what += f" och utfallet {reached}."
    # a goal called met that was missed misleads whatever the measure; a finer shade of "delvis" does not
    is_near = reached_percent(target, outcome) >= _NEAR_SHARE
    is_shade = verdict is Verdict.NEARLY or (verdict is Verdict.PARTLY and target.is_met_by(outcome.value))
    severity = Severity.MINOR if is_near or is_shade else Severity.MATERIAL
    is_plain = verdict is Verdict.MET and (target.is_plain or target.bound is Bound.AT_LEAST)
    certainty = Certainty.CERTAIN if is_plain else Certainty.INTERPRETATION
    return goal_finding(
        report, _spots_of(block, target, outcome), what, outcome.value, target.value, unit or "antal", certainty, severity
    )


def _spots_of(block: Block, target: Target, outcome: Outcome) -> tuple[Spot, ...]:
    """The verdict's place, then those where this goal and its outcome stand."""
    told = tuple(spot for spot in block.spots[1:] if target.text in spot.quote or outcome.text in spot.quote)
    return (block.spots[0], *(told or block.spots[1:]))


def _name(block: Block, target: Target | None = None) -> str:
    text = " ".join((target.text if target else block.name).split()).strip(" .:")
    return text if len(text) <= 90 else text[:90].rsplit(" ", 1)[0] + " …"
