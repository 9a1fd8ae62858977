"""The section "Måluppfyllelse": each goal with the report's own verdict and what it says was reached, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.brief.content import Block, Cell, Quote, SectionKey, TableBlock
from assistant.brief.contested import SIGN, doubt_notes
from assistant.brief.material import Material
from assistant.brief.quotes import Said, as_quotes, said_in, spread, stands_alone
from ingest.checks.goals_verdicts import Verdict, sentences_in, verdicts_in
from ingest.domain import Finding, Locator, Row, UnitKind
from ingest.language import fold
from vectorstore.entries import ReportEntry

# A verdict stands within this many units of its goal, and the outcome of the verdict.
_REACH = 4
_AIM_HEAD = re.compile(r"^(?:kvantitativa |kvalitativa |overgripande )?mal(?:et|en|sattning(?:ar)?)?\b(?! ?grupp)(?!uppf)")
_MET_HEAD = re.compile(r"^(?:maluppfyllelse|uppfyllelse av mal)\b")
_GOAL = re.compile(r"\b(?:ska|skall|malet ar|(?:far|kan) (?:endast|bara|inte))\b")
# A goal that is written as what is to be done.
_TO_DO = re.compile(
    r"^(?:\w+ )?(?:undvika|minska|oka|starka|utveckla|bidra|skapa|verka|framja|forbattra|rapportera|folja upp|sakerstalla"
    r"|underlatta|bevara|uppna|halla|sprida|erbjuda|stodja|forebygga)\b"
)
_AIM_STATED = re.compile(r"\b(?:mal(?:et|en)? (?:ar|for)|overgripande mal|prioriterade omraden|huvudmal)\b")
_VERDICT_ONLY = re.compile(r"^mal(?:et|en) (?:ar|har|anses|bedoms)\b")
_OUTCOME = re.compile(r"\d|\bingen\b|\binga\b")
_UP_TO = re.compile(r"^uppfoljning\b|^redovisning\b|^malsattning\b|^resultat\b")
_LONGEST, _MOST_ROWS, _MOST_QUOTES = 330, 24, 4


@dataclass(frozen=True, slots=True)
class JudgedGoal:
    """A goal in its own words, the verdict and what it was judged by, as they stand; `reached` is None where nothing does."""

    goal: Said
    verdict: Verdict
    judged: Said
    reached: Said | None
    row: Said | None = None  # the table row that goal and verdict are cells of

    @property
    def is_met(self) -> bool:
        return self.verdict is Verdict.MET


def _is_aim(folded: str) -> bool:
    return bool(_GOAL.search(folded) or _TO_DO.search(folded))


def read_goals(material: Material) -> tuple[JudgedGoal, ...]:
    """The goals of the period's reports that are judged, in the order of the text; each goal once."""
    found = [*_judged_in_rows(material), *_judged(said_in(material))]
    return tuple({fold(one.goal.unit.text): one for one in reversed(found)}.values())[::-1][:_MOST_ROWS]


def _judged_in_rows(material: Material) -> Iterator[JudgedGoal]:
    """Rows of a table that has the goal first and, in a later cell, a sentence that judges it."""
    for contents in material.contents:
        for unit in (unit for passage in contents.passages for unit in passage.units if unit.kind is UnitKind.ROW):
            goal, *others = unit.text.split(" | ")
            said = [(one, verdicts_in(one)) for cell in others for one in sentences_in(cell)]
            judged = [(one, found[0]) for one, found in said if len(found) == 1 and len(one) <= _LONGEST and "<" not in one]
            if judged and _is_whole(goal) and "<" not in goal and not verdicts_in(goal):
                text, verdict = judged[-1]
                cells = [Said(replace(unit, text=one), contents.report, True) for one in (goal, text)]
                yield JudgedGoal(cells[0], verdict, cells[1], None, Said(unit, contents.report, True))


def _judged(units: Sequence[Said]) -> Iterator[JudgedGoal]:
    """A goal, its verdict and the outcome in units that follow each other, as a table of two columns reads when unrolled."""
    last = -1
    for at, said in enumerate(units):
        verdicts = verdicts_in(said.unit.text)
        if len(verdicts) != 1 or not _VERDICT_ONLY.match(fold(said.unit.text)):
            continue
        section = said.unit.locator.section
        before = [n for n in range(max(last + 1, at - _REACH), at) if units[n].unit.locator.section == section]
        goal = _goal_of([units[n] for n in before])
        if goal is not None:
            yield JudgedGoal(goal, verdicts[0], said, _reached(units[at + 1 : at + 1 + _REACH], section))
        last = at


def _goal_of(before: Sequence[Said]) -> Said | None:
    """The nearest whole sentence that says what shall be; else the nearest that is a sentence at all."""
    whole = [said for said in before if _is_whole(said.unit.text) and not verdicts_in(said.unit.text)]
    aims = [said for said in whole if _is_aim(fold(said.unit.text))]
    measured = [said for said in whole if re.match(r"\d+ ?%", said.unit.text)]
    found = aims or measured or whole
    return found[-1] if found else None


def _is_whole(text: str) -> bool:
    return len(text.split()) >= 4 and len(text) <= _LONGEST and not _UP_TO.match(fold(text)) and "|" not in text


def _reached(after: Sequence[Said], section: str) -> Said | None:
    """What the report says came of it: the first sentence with a number, else the first whole one."""
    first: Said | None = None
    for said in after:
        folded = fold(said.unit.text)
        if verdicts_in(said.unit.text) or _is_aim(folded) or said.unit.locator.section != section:
            break
        if _UP_TO.match(folded):
            break
        if _is_whole(said.unit.text):
            if _OUTCOME.search(folded):
                return said
            first = first or said
    return first


def goals_blocks(material: Material) -> tuple[Block, ...]:
    goals = read_goals(material)
    taken = {fold(said.unit.text) for one in goals for said in (one.goal, one.judged, one.reached) if said is not None}
    cards = read_goal_cards(material)
    quotes = _other_sentences(material, taken, aims=not goals and not cards)
    tables = (*((_table(material, goals),) if goals else ()), *((_card_table(material, cards),) if cards else ()))
    return (*tables, *quotes)


def _table(material: Material, goals: Sequence[JudgedGoal]) -> TableBlock:
    body, doubted = [], []
    reached = any(one.reached for one in goals)
    for one in goals:
        n = place_of(material, one)
        doubts = [f for f in material.doubts.on_text(one.judged.report.report, _lines(one), _together(one)) if _is_of(f, one)]
        shown = (one.goal, one.judged, one.reached) if reached else (one.goal, one.judged)
        texts = [said.unit.text if said else "" for said in shown]
        cells = [Cell(text, (n,), quoted=True) if text else Cell("–") for text in texts]
        body.append((*cells, Cell(f"[{n}]{f' {SIGN}' if doubts else ''}", (n,), contested=bool(doubts))))
        material.quoted.extend(text for text in texts if text)
        doubted += doubts
    met = sum(one.is_met for one in goals)
    prefix = f"{material.id}:mal"
    return TableBlock(
        f"{prefix}:tabell",
        "Mål som rapporten bedömer",
        ("Mål", "Rapportens bedömning", *(("Vad rapporten säger är uppnått",) if reached else ()), "Källa"),
        tuple(body),
        f"{len(goals)} mål med rapportens egen bedömning, ordagrant: {met} av dem sägs vara uppfyllda.",
        doubt_notes(doubted, prefix, material.sources),
    )


@dataclass(frozen=True, slots=True)
class GoalCard:
    """What the fact box of an intervention says of its goals and of how they were met: the rows as printed."""

    name: str
    report: ReportEntry
    section: str
    goals: tuple[Row, ...]
    met: Row


def read_goal_cards(material: Material) -> tuple[GoalCard, ...]:
    found = []
    for contents in material.contents:
        for table in material.library.tables(contents.report.report):
            aims = tuple(row for row in table.rows if _AIM_HEAD.match(fold(row.label)))
            met = [row for row in table.rows if _MET_HEAD.match(fold(row.label)) and any(cell.text for cell in row.cells)]
            if aims and len(met) == 1:
                found.append(GoalCard(table.title, contents.report, table.locator.section, aims, met[0]))
    return tuple(found)


def _card_table(material: Material, cards: Sequence[GoalCard]) -> TableBlock:
    body: list[tuple[Cell, ...]] = []
    doubted: list[Finding] = []
    for card in cards:
        aim = (card.goals[1:] or card.goals)[0]  # the overall aim comes first; the ones that can be measured follow
        aims = _cut(_text_of(aim))
        met = _cut(_text_of(card.met))
        places = tuple(material.sources.quote(card.report, _place(card, row), row.quote) for row in (aim, card.met))
        doubts = material.doubts.on_text(card.report.report, card.met.lines, _text_of(card.met))
        source = Cell(" ".join(f"[{n}]" for n in places) + (f" {SIGN}" if doubts else ""), places, contested=bool(doubts))
        doubted += doubts
        body.append((Cell(card.name), Cell(aims, places[:1], quoted=True), Cell(met, places[1:], quoted=True), source))
        material.quoted.extend((aims, met))
    return TableBlock(
        f"{material.id}:mal:insatser",
        "Mål och måluppfyllelse per insats",
        ("Insats", "Mål", "Måluppfyllelse enligt rapporten", "Källa"),
        tuple(body),
        f"{len(body)} insatser med mål och vad rapporten säger om hur de uppfyllts, ordagrant.",
        doubt_notes(doubted, f"{material.id}:mal:insatser", material.sources),
    )


def _text_of(row: Row) -> str:
    return " ".join(" ".join(cell.text for cell in row.cells if cell.text).split())


def _cut(text: str) -> str:
    """At most so much of a text as ends with a sentence; what is left out is marked."""
    if len(text) <= _LONGEST:
        return text
    kept = ""
    for sentence in re.split(r"(?<=[.!?]) ", text):
        if len(kept) + len(sentence) > _LONGEST:
            break
        kept = f"{kept} {sentence}".strip()
    return f"{kept or text[:_LONGEST].rsplit(' ', 1)[0]} …"


def _place(card: GoalCard, row: Row) -> Locator:
    boxes = [cell.box for cell in row.cells if cell.box is not None]
    return Locator(card.section, row.page, None, row.lines, boxes[0] if boxes else None)


def _is_of(finding: Finding, goal: JudgedGoal) -> bool:
    """Whether the finding's first place, what is in doubt, lies within the goal's own lines."""
    first, (start, end) = finding.places[0].locator.lines, _lines(goal)
    return first is not None and start <= first[0] and first[1] <= end


def place_of(material: Material, goal: JudgedGoal) -> int:
    """The one place of goal, verdict and outcome, its parts joined as cells are."""
    where = replace(goal.goal.unit.locator, lines=_lines(goal))
    return material.sources.quote(goal.goal.report, where, _together(goal))


def _together(goal: JudgedGoal) -> str:
    if goal.row is not None:
        return goal.row.unit.text
    return " | ".join(said.unit.text for said in _parts(goal))


def _parts(goal: JudgedGoal) -> list[Said]:
    return [said for said in (goal.goal, goal.judged, goal.reached) if said is not None]


def _lines(goal: JudgedGoal) -> tuple[int, int]:
    spans = [said.unit.locator.lines for said in _parts(goal) if said.unit.locator.lines]
    return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else (0, 0)


def _other_sentences(material: Material, taken: set[str], aims: bool) -> list[Quote]:
    """Sentences that judge a goal in themselves; where nothing is judged, as in a plan, those that state the aims."""
    found = [
        said
        for said in said_in(material)
        if fold(said.unit.text) not in taken
        and stands_alone(said.unit.text)
        and (_judges(said.unit.text) or (aims and _AIM_STATED.search(fold(said.unit.text))))
    ]
    judging = [said for said in found if _judges(said.unit.text)]
    return as_quotes(material, spread(material, judging or found, _MOST_QUOTES), SectionKey.GOALS)


def _judges(text: str) -> bool:
    return len(verdicts_in(text)) == 1 and len(text.split()) > 7
