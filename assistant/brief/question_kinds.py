"""What gives reason for a question to the board: each function yields weight, question, reason and the figures it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.brief.budget import BudgetRow, read_budget, used_share
from assistant.brief.content import SectionKey, Stated
from assistant.brief.contested import cited_places
from assistant.brief.contradictions import open_findings
from assistant.brief.goals import place_of, read_goals
from assistant.brief.indicators import read_indicators
from assistant.brief.material import Material
from assistant.brief.silence import speaks_of
from assistant.brief.sources import marks
from assistant.brief.stated import change_percent, difference, printed_value, said, stated
from assistant.brief.wording import amount, concept_label, lower_first, percent, period_words, tied, upper_first
from assistant.timespans import parse_period
from ingest.checks.goals_verdicts import Verdict
from ingest.checks.words import say_figure, say_value
from ingest.domain import Certainty, Finding, FindingKind, Severity
from vectorstore.entries import StoredFigure


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its weight, its reason and the figures it rests on. `about` tells it from the others of its kind and
    stays the same when figures or other questions change."""

    weight: float
    about: str
    text: str
    why: str
    stated: tuple[Stated, ...] = ()


_LARGE_CHANGE_PERCENT = 20  # of equity, liquid assets and debts, which swing more than costs do
_CHANGE_PERCENT = 10  # of income and costs
_SOLIDITY_POINTS = 10
_BUDGET_PERCENT = 10
_PART_YEAR_POINTS = 20  # how far from its share of the year a budget's use may be before it is asked about
_FALLEN_POINTS = 5  # of an indicator: less is within what a few answers move
_LONGEST_GOAL = 170
_MOST_BUDGET_PERCENT = 1000  # beyond that the budget was a token sum
# What a change is asked about, where it goes down and where it goes up; {} is the measure's name.
_DOWN_UP: dict[str, tuple[str, str]] = {
    "verksamhetens_intakter": (
        "Vad beror de lägre intäkterna på, och hur påverkas de insatser som förbundet finansierar?",
        "Vad beror de högre intäkterna på, och är de varaktiga?",
    ),
    "verksamhetens_kostnader": (
        "Vad ligger bakom de lägre kostnaderna: mindre verksamhet eller samma verksamhet till lägre kostnad?",
        "Vad ligger bakom de högre kostnaderna, och väntas de bestå?",
    ),
    "likvida_medel": (
        "Varför har de likvida medlen minskat, och räcker de för de åtaganden som finns?",
        "Varför har de likvida medlen ökat, och hur är de tänkta att användas?",
    ),
    "kortfristiga_skulder": (
        "Vad beror det på att de kortfristiga skulderna har minskat?",
        "Vad beror det på att de kortfristiga skulderna har ökat?",
    ),
    "medlemsbidrag": (
        "Hur möter förbundet de lägre medlemsbidragen?",
        "Vad ska de högre medlemsbidragen användas till?",
    ),
}
_LIMITS = {
    "verksamhetens_intakter": _CHANGE_PERCENT, "verksamhetens_kostnader": _CHANGE_PERCENT, "medlemsbidrag": 3,
    "likvida_medel": _LARGE_CHANGE_PERCENT, "kortfristiga_skulder": _LARGE_CHANGE_PERCENT,
}  # fmt: skip


def ask_about_result(material: Material) -> Iterator[Asked]:
    """A loss, and equity that has gone down or up by much."""
    result = _at(material, "arets_resultat", 0)
    name = lower_first(concept_label("arets_resultat", material.extent.entry))
    if result is not None and printed_value(result) < 0:
        before = None if material.extent.is_plan else _at(material, "arets_resultat", 1)
        why = f"{_told(material, 'arets_resultat', result)}{_before(material, before)}"
        if material.extent.is_plan:
            text = f"Budgeten visar ett underskott. Hur länge räcker det egna kapitalet om {name} blir som budgeterat?"
        else:
            text = f"Vad är styrelsens förklaring till att {name} blev negativt, och hur ska underskottet täckas?"
        yield Asked(100, "arets_resultat", text, why, tuple(stated(one) for one in (result, before) if one))
    equity, earlier = _at(material, "eget_kapital", 0), _at(material, "eget_kapital", 1)
    share = change_percent(equity, earlier) if equity and earlier else None
    if equity and earlier and share is not None and abs(share.value) >= _LARGE_CHANGE_PERCENT:
        why = _changed(material, "eget_kapital", equity, earlier) + _solidity(material)
        low = "Hur stort eget kapital behöver förbundet, och hur ser planen ut om det fortsätter att minska?"
        high = "Hur är det tänkt att det ökade egna kapitalet ska användas?"
        rests_on = (difference(equity, earlier), share)
        yield Asked(95 if share.value < 0 else 70, "eget_kapital", low if share.value < 0 else high, why, rests_on)


def _solidity(material: Material) -> str:
    now, before = _at(material, "soliditet", 0), _at(material, "soliditet", 1)
    if now is None or before is None or abs(difference(now, before).value) < _SOLIDITY_POINTS:
        return ""
    place = marks(material.sources.figure(now), material.sources.figure(before))
    return f" Soliditeten gick från {said(before)} till {said(now)}{place}."


def ask_about_changes(material: Material) -> Iterator[Asked]:
    """What has changed by much since the time before that is of the same length."""
    if material.extent.is_plan:
        return
    for concept, (down, up) in _DOWN_UP.items():
        now, before = _at(material, concept, 0), _at(material, concept, 1)
        share = change_percent(now, before) if now and before else None
        if now is None or before is None or share is None or abs(share.value) < _LIMITS[concept]:
            continue
        weight = 50 + float(min(abs(share.value), Decimal(40))) / 2
        why = _changed(material, concept, now, before)
        yield Asked(weight, concept, down if share.value < 0 else up, why, (difference(now, before), share))


def ask_about_budget(material: Material) -> Iterator[Asked]:
    """The rows furthest from their budget in kronor, where it is a tenth or more of it."""
    rows = read_budget(material)
    over = [(row, row.over(), row.over_percent()) for row in rows]
    far = [(r, o, p) for r, o, p in over if o and p is not None and _BUDGET_PERCENT <= abs(p) <= _MOST_BUDGET_PERCENT]
    for place, (row, beyond, share) in enumerate(sorted(far, key=lambda one: -abs(one[1].value))):
        more = "högre" if beyond.value > 0 else "lägre"
        text = f"Vad förklarar att utfallet för {_quoted(row)} blev {amount(abs(beyond.value), beyond.unit)} {more} än budget?"
        why = (
            f"Utfallet var {_size(row.outcome)} och budgeten {_size(row.budget)}, en skillnad på {percent(abs(share))}"
            f"{marks(material.sources.figure(row.outcome), material.sources.figure(row.budget))}."
        )
        yield Asked(85 - 8 * place, row.outcome.figure.key, text, why, (beyond,))
    yield from _part_year_use(material, rows)


def _part_year_use(material: Material, rows: tuple[BudgetRow, ...]) -> Iterator[Asked]:
    """Of a part of the year: what has used much more or less of its budget than its share of the months."""
    found = []
    for row in rows:
        outcome, budget = row.outcome.figure, row.budget.figure
        months = _months(outcome.period)
        if row.same_time or row.is_total or budget.value <= 0 or outcome.value < 0 or outcome.unit != budget.unit or not months:
            continue
        share, due = outcome.value / budget.value * 100, Decimal(months * 100) / 12
        if abs(share - due) >= _PART_YEAR_POINTS:
            found.append((abs(outcome.value - budget.value * months / 12), row, share))
    for rank, (_, row, share) in enumerate(sorted(found, key=lambda one: -one[0])):
        used = used_share(row)
        text = f"Hur ser prognosen för helåret ut för {_quoted(row)}?"
        place = marks(*(material.sources.figure(one) for one in (row.outcome, row.budget)))
        why = (
            f"{upper_first(period_words(row.outcome.figure.period or ''))} har {percent(share)} av årets budget använts: "
            f"{said(row.outcome)} av {said(row.budget)}{place}."
        )
        yield Asked(64 - 4 * rank, row.outcome.figure.key, text, why, (used,) if used else ())


def ask_about_goals(material: Material) -> Iterator[Asked]:
    """The goals that the report itself calls unmet, then those it calls partly met."""
    weights = {Verdict.MISSED: 90.0, Verdict.PARTLY: 76.0, Verdict.NEARLY: 74.0}
    for place, one in enumerate(goal for goal in read_goals(material) if not goal.is_met):
        text = f"Vad krävs för att målet ”{_shortened(one.goal.unit.text)}” ska nås?"
        reached = f" Som utfall anger den: ”{_shortened(one.reached.unit.text)}”." if one.reached else ""
        why = f"Rapporten bedömer: ”{_shortened(one.judged.unit.text)}”.{reached}{marks(place_of(material, one))}"
        yield Asked(weights[one.verdict] - place / 10, one.goal.unit.text, text, why)


def ask_about_contradictions(material: Material) -> Iterator[Asked]:
    """The grave findings, those on figures first; of one row and of one place only the first."""
    seen: set[object] = set()
    names = {one.figure.key: say_figure(one.figure) for one in material.figures()}
    for finding in open_findings(material):
        about = [names[key].rsplit(" ", 1)[0] for key in finding.figures if key in names]
        place = finding.places[0].locator.lines
        if finding.severity is not Severity.MATERIAL or place in seen or (about and about[0] in seen):
            continue
        seen |= {place, *(about[:1])}
        weight = 82 if finding.certainty is Certainty.CERTAIN else 73
        weight += 4 if finding.unit in ("kr", "tkr", "mnkr") else 0
        weight -= 12 if _is_sign_only(finding) or finding.stated is None else 0
        weight -= 10 if finding.period and finding.period[:4] != material.extent.period[:4] else 0
        why = f"{tied(finding.what.rstrip('.'))}{cited_places(finding, material.sources)}."
        yield Asked(weight, finding.id, _which(finding), why)


def _which(finding: Finding) -> str:
    if finding.kind is FindingKind.GOAL:
        return "Hur har styrelsen kommit fram till bedömningen av målet?"
    if finding.stated is None or finding.computed is None or _is_sign_only(finding):
        return "Hur ska uppgiften i rapporten förstås?"
    both = f"{say_value(finding.stated, finding.unit)} eller {say_value(finding.computed, finding.unit)}"
    subject, stated_at, _ = finding.what.replace(" › ", ": ").partition(" anges till ")
    about = f" för ”{subject}”" if stated_at and len(subject) <= _LONGEST_GOAL and "”" not in subject else ""
    return tied(f"Vilken uppgift gäller{about}: {both}?")


def _is_sign_only(finding: Finding) -> bool:
    return finding.stated is not None and finding.computed is not None and abs(finding.stated) == abs(finding.computed)


def ask_about_indicators(material: Material) -> Iterator[Asked]:
    """The question whose share has fallen most since the year before."""
    now, before = material.periods[0], material.periods[1]
    fallen = []
    for title, questions in read_indicators(material):
        for one in questions:
            last, first = one.shares.get(now), one.shares.get(before)
            if last and first and first.figure.value - last.figure.value >= _FALLEN_POINTS:
                fallen.append((first.figure.value - last.figure.value, title, one.text, first, last))
    for points, _, text, first, last in sorted(fallen, key=lambda one: -one[0])[:1]:
        why = (
            f"Andelen gick från {said(first)} {period_words(before)} till {said(last)} {period_words(now)}"
            f"{marks(material.sources.figure(first), material.sources.figure(last))}."
        )
        yield Asked(
            60 + float(min(points, Decimal(10))),
            text,
            f"Hur tolkar styrelsen att andelen har sjunkit på frågan ”{text.rstrip(' ?')}”?",
            why,
            (difference(last, first),),
        )


def ask_about_missing(material: Material) -> Iterator[Asked]:
    """What a member council needs to know and the reports do not say with a word."""
    subject = "Rapporten" if len(material.extent.main) == 1 else "Rapporterna"
    if not speaks_of(material, SectionKey.PARTICIPANTS):
        text = "Hur många deltagare har insatserna nått, eller beräknas de nå?"
        yield Asked(45, SectionKey.PARTICIPANTS, text, f"{subject} säger inget om antalet deltagare.")
    if not material.extent.is_plan and not speaks_of(material, SectionKey.BUDGET):
        yield Asked(40, SectionKey.BUDGET, "Hur förhåller sig utfallet till budgeten?", f"{subject} nämner inte någon budget.")
    if not speaks_of(material, SectionKey.GOALS):
        yield Asked(42, SectionKey.GOALS, "Vilka mål gäller, och hur följs de upp?", f"{subject} nämner inte några mål.")


def _at(material: Material, concept: str, place: int) -> StoredFigure | None:
    series = material.series.get(concept)
    return series.figures.get(material.periods[place]) if series else None


def _told(material: Material, concept: str, figure: StoredFigure) -> str:
    name = concept_label(concept, material.extent.entry)
    verb = "är enligt budgeten" if material.extent.is_plan else "var"
    return f"{name} {period_words(material.periods[0])} {verb} {said(figure)}{marks(material.sources.figure(figure))}."


def _before(material: Material, figure: StoredFigure | None) -> str:
    if figure is None:
        return ""
    return f" {upper_first(period_words(material.periods[1]))} var det {said(figure)}{marks(material.sources.figure(figure))}."


def _changed(material: Material, concept: str, now: StoredFigure, before: StoredFigure) -> str:
    """ "Eget kapital gick från 1 517 926 kr (31 december 2022) till 722 819 kr (31 december 2023), −52 % [4]." """
    share = change_percent(now, before)
    added = f", {'+' if share.value > 0 else ''}{percent(share.value)}" if share else ""
    place = marks(material.sources.figure(before), material.sources.figure(now))
    name = concept_label(concept, material.extent.entry)
    return (
        f"{name} gick från {said(before)} ({period_words(before.figure.period or '')}) till {said(now)} "
        f"({period_words(now.figure.period or '')}){added}{place}."
    )


def _quoted(row: BudgetRow) -> str:
    return f"”{row.label}”"


def _size(one: StoredFigure) -> str:
    return amount(abs(one.figure.value), one.figure.unit)


def _months(period: str | None) -> int:
    span = parse_period(period) if period else None
    return (
        0 if span is None or span.is_instant else (span.end.year - span.start.year) * 12 + span.end.month - span.start.month + 1
    )


def _shortened(text: str) -> str:
    bare = text.rstrip(". ")
    if len(bare) <= _LONGEST_GOAL:
        return bare
    cut = bare[:_LONGEST_GOAL].rsplit(" ", 1)[0]
    return (cut[: cut.rindex("(")].rstrip() if cut.count("(") > cut.count(")") else cut) + " …"
