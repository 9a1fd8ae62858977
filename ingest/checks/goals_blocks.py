"""Goals with what was reached and the verdict, gathered from where they stand together: table rows, cards, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.checks.goals_lines import line_goals
from ingest.checks.goals_verdicts import Verdict, sentences_in, verdicts_in
from ingest.checks.goals_words import Outcome, Target, outcomes_in, target_of_figures, targets_in
from ingest.checks.sheets import Sheet, SheetRow
from ingest.domain import Certainty, Figure, Finding, FindingKind, Locator, Place, Report, Severity, TextUnit, UnitKind
from ingest.language import fold, stem, words

_CARD_LAYOUTS = ("card", "named")
_GOAL_HEAD = re.compile(r"^(?:\w+ )?(?:del|etapp|inriktnings)?mal(?:sattning|et|en|varde|niva)?\b(?! ?grupp)(?!uppf)")
_OUTCOME_HEAD = re.compile(r"^(?:utfall|resultat)\b")
_VERDICT_HEAD = re.compile(r"\b(?:bedomning|maluppfyllelse|status|uppnatt|uppfyllt|uppfyllelse)\b")
_GOAL_BESIDE_RESULT = re.compile(r"^(?:del)?mal(?:sattning)?(?:ar)? +(?:resultat|utfall)\b")
# A verdict stands within this many sentences of its goal, and the outcome of the verdict.
_REACH = 4
_SAYS_GOAL = re.compile(r"\b(?:ska|skall|malet (?:ar|var) att|malsattningen|mal:)\b")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to cite."""

    quote: str
    locator: Locator


@dataclass(frozen=True, slots=True)
class Block:
    """Goals and outcomes that one verdict, or several, judge. `spots` has the place of the verdict first.

    `unmeasured` counts the goals beside these that have no number to hold against.
    """

    name: str
    targets: tuple[Target, ...]
    outcomes: tuple[Outcome, ...]
    verdicts: tuple[Verdict, ...]
    spots: tuple[Spot, ...]
    is_row: bool = False
    unmeasured: int = 0


def blocks_of(report: Report, sheets: Sequence[Sheet]) -> Iterator[Block]:
    for sheet in sheets:
        yield from _blocks_of_card(sheet) if sheet.table.layout in _CARD_LAYOUTS else _blocks_of_table(sheet)
    yield from _blocks_of_lines(report)
    for units in sentences_by_section(report):
        yield from _blocks_of_text(units)


def _blocks_of_table(sheet: Sheet) -> Iterator[Block]:
    heads = [fold(header) for header in headers_of(sheet)]
    judged = [n for n, head in enumerate(heads) if _VERDICT_HEAD.search(head)]
    if not judged:
        return
    reached = [n for n, head in enumerate(heads) if _OUTCOME_HEAD.match(head)]
    aims = [n for n, head in enumerate(heads) if _GOAL_HEAD.match(head)]
    for row in sheet.rows:
        verdicts = tuple(verdict for n in judged for verdict in verdicts_in(row.row.cells[n].text))
        if not verdicts:
            continue
        spot = Spot(row.row.quote, Locator(sheet.table.locator.section, row.row.page, None, row.row.lines))
        targets, outcomes = _of_numbers(row, aims, reached)
        if not targets:
            goal_texts = [row.label, *(row.row.cells[n].text for n in aims)]
            targets = tuple(target for text in goal_texts for target in targets_in(text, is_goal=True))
            told = [row.row.cells[n].text for n in ([reached[0]] if reached else judged)]
            outcomes = tuple(outcome for text in told for outcome in outcomes_in(text))
        yield Block(row.label, targets, outcomes, verdicts, (spot,), is_row=True)


def headers_of(sheet: Sheet) -> tuple[str, ...]:
    """The value columns' headers; the first row's cells where the reader took a head of nothing but words for a row."""
    if any(sheet.table.columns) or not sheet.rows:
        return sheet.table.columns
    first = sheet.rows[0].row
    return sheet.table.columns if any(re.search(r"\d", cell.text) for cell in first.cells) else tuple(c.text for c in first.cells)


def _of_numbers(row: SheetRow, aims: Sequence[int], reached: Sequence[int]) -> tuple[tuple[Target, ...], tuple[Outcome, ...]]:
    """Target and outcome of a row where both are bare figures, each in its column."""
    aim = _only_figure(row, aims[:1])
    if aim is None:
        return (), ()
    ends = [figure for n in reached if (figure := _only_figure(row, [n])) is not None]
    same_time = [figure for figure in ends if figure.period == aim.period] if len(ends) > 1 else ends
    target = target_of_figures(row.label, aim.value, aim.unit)
    return (target,), tuple(
        Outcome(figure.value, target.unit, target.nouns, target.stems, figure.raw)
        for figure in same_time
        if figure.unit == aim.unit
    )


def _only_figure(row: SheetRow, columns: Sequence[int]) -> Figure | None:
    figures = [figure for n in columns for figure in row.cells[n]]
    return figures[0] if len(figures) == 1 and not any(flag.startswith("column-uncertain") for flag in figures[0].flags) else None


def _blocks_of_card(sheet: Sheet) -> Iterator[Block]:
    texts = [(row, fold(row.label).strip(" :"), " ".join(cell.text for cell in row.row.cells)) for row in sheet.rows]
    targets: list[Target] = []
    outcomes: list[Outcome] = []
    verdicts: list[Verdict] = []
    unmeasured = 0
    judged: list[Spot] = []
    other: list[Spot] = []
    for row, label, text in texts:
        spot = Spot(row.row.quote, Locator(sheet.table.locator.section, row.row.page, None, row.row.lines))
        if _VERDICT_HEAD.search(label):
            verdicts += verdicts_in(text)
            outcomes += outcomes_in(text)
            judged.append(spot)
        elif _OUTCOME_HEAD.match(label):
            outcomes += outcomes_in(text)
            other.append(spot)
        elif _GOAL_HEAD.match(label):
            measured = list(targets_in(text, is_goal=True))
            targets += measured
            unmeasured += len(sentences_in(text)) - len(measured)
            other.append(spot)
        elif (count := _counted_in_card(label, text)) is not None:
            outcomes.append(count)
    if verdicts and targets:
        yield Block(sheet.table.title, tuple(targets), tuple(outcomes), tuple(verdicts), (*judged, *other), unmeasured=unmeasured)


def _counted_in_card(label: str, text: str) -> Outcome | None:
    """What "Antal deltagare: 138, fördelat på …" counts: the goal may be "120 deltagare under året"."""
    match = re.match(r"(\d{1,3}(?: \d{3})*)(?!\d|[ ]?(?:%|procent|kr|tkr|mnkr)\b)(?!,\d)", text)
    nouns = frozenset(stem(word) for word in words(label) if word != "antal")
    return Outcome(Decimal(match[1].replace(" ", "")), "", nouns, nouns, text) if match and nouns else None


def sentences_by_section(report: Report) -> Iterator[tuple[TextUnit, ...]]:
    """The sentences of each section in the order of the text, each once; table rows are left out."""
    sections: dict[str, dict[tuple[tuple[int, int] | None, str], TextUnit]] = {}
    for passage in report.passages:
        for unit in passage.units:
            if unit.kind is not UnitKind.ROW:
                sections.setdefault(unit.locator.section, {}).setdefault((unit.locator.lines, unit.text), unit)
    for units in sections.values():
        yield tuple(sorted(units.values(), key=lambda unit: unit.locator.lines or (0, 0)))


def _blocks_of_lines(report: Report) -> Iterator[Block]:
    for goal in line_goals(report):
        lines = (goal.line.number, goal.line.number)
        section = next((s.label for s in reversed(report.sections) if s.line_first <= goal.line.number), "")
        spot = Spot(" ".join(goal.line.text.split()), Locator(section, goal.line.page, None, lines))
        yield Block(goal.label, (goal.target,), (goal.outcome,), goal.verdicts, (spot,), is_row=True)


def _blocks_of_text(units: Sequence[TextUnit]) -> Iterator[Block]:
    """Goal, verdict and outcome in sentences that follow each other, as a table of two columns reads when it is unrolled."""
    verdicts = [(n, verdicts_in(unit.text)) for n, unit in enumerate(units)]
    said = [(n, found[0]) for n, found in verdicts if len(found) == 1]
    goals = [_goal_before(units, n, said[k - 1][0] if k else -1) for k, (n, _) in enumerate(said)]
    for k, ((at, verdict), goal) in enumerate(zip(said, goals, strict=True)):
        if goal is None:
            continue
        end = next((later for later in goals[k + 1 :] if later is not None), len(units))
        end = min(end, said[k + 1][0] if k + 1 < len(said) else end, at + 1 + _REACH)
        targets = tuple(targets_in(units[goal].text, is_goal=True))
        told = _first_that_tells(units[goal + 1 : at], targets) or _first_that_tells(units[at + 1 : end], targets)
        if told is None:
            continue
        outcomes = tuple(outcomes_in(told.text))
        spots = tuple(Spot(unit.text, unit.locator) for unit in (units[at], units[goal], told))
        yield Block(_short(units[goal].text), targets, outcomes, (verdict,), spots)


def _goal_before(units: Sequence[TextUnit], at: int, previous: int) -> int | None:
    """The goal that the verdict at `at` judges: the nearest measured sentence before it that says what shall be."""
    first = max(previous + 1, at - _REACH, 0)
    beside = any(_GOAL_BESIDE_RESULT.match(fold(unit.text)) for unit in units[:at])
    measured = [n for n in range(first, at) if next(targets_in(units[n].text, is_goal=True), None)]
    for n in reversed(measured):
        if _SAYS_GOAL.search(fold(units[n].text)):
            return n
        if beside and units[n].text[:1].isdigit() and re.search(r"\b\w+s\b", units[n].text):
            return n
    return None


def _first_that_tells(units: Sequence[TextUnit], targets: Sequence[Target]) -> TextUnit | None:
    wanted = {target.unit for target in targets}
    for unit in units:
        if _SAYS_GOAL.search(fold(unit.text)):
            return None
        if any(outcome.unit in wanted for outcome in outcomes_in(unit.text)):
            return unit
    return None


def _short(text: str) -> str:
    return text if len(text) <= 90 else text[:90].rsplit(" ", 1)[0] + " …"


def goal_finding(
    report: Report,
    spots: Sequence[Spot],
    what: str,
    stated: Decimal | int | None,
    computed: Decimal | int | None,
    unit: str,
    certainty: Certainty,
    severity: Severity,
) -> Finding:
    return Finding(
        id="",
        report=report.id,
        kind=FindingKind.GOAL,
        severity=severity,
        certainty=certainty,
        what=what,
        places=tuple(Place(report.id, report.document.source_file, spot.locator, spot.quote) for spot in spots),
        period=report.metadata.period,
        stated=None if stated is None else Decimal(stated),
        computed=None if computed is None else Decimal(computed),
        unit=unit,
    )
