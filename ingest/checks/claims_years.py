"""Words about this year that only last year's figures bear out: "dagens kostnad", the cost per participant, "positiv trend"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.checks.claims_findings import cite, claim_finding
from ingest.checks.relation import in_base_unit
from ingest.checks.sheets import Sheet, is_doubtful
from ingest.checks.words import say_value
from ingest.domain import Certainty, Figure, Finding, Report, Scenario, Severity, TextUnit
from ingest.language import fold
from ingest.periods import shift, span_of, span_text
from ingest.unit_words import MONEY_UNITS

_MILLION = Decimal(1_000_000)
_TODAY = re.compile(
    r"\b(?:dagens|arets) kostnad(?:er)?(?: pa| om| ar)? (?:ca |cirka )?(?P<amount>\d+,\d+)(?P<unit> ?(?:miljoner|mnkr|mkr))?"
)
_PER_HEAD = re.compile(
    r"\b(?:ars)?kostnad(?:en)? per deltagare\b[^.]{0,50}? till (?:ca |cirka )?(?P<amount>\d{1,3}(?:[  ]\d{3})+|\d{4,6})(?![\d,])"
)
_PEOPLE = re.compile(r"\b(?:deltagare|individer|personer)\b")
_POSITIVE = re.compile(
    r"\bpositiv (?:trend|utveckling)\b[^.]{0,30}\b(?:majoritet\w*|flertal\w*|de flesta|merparten)\b"
    r"[^.]{0,60}\b(?:indikator|fragor)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
# How many sentences back a section still speaks of the row it named.
_NAMED_BEFORE = 8
_SAME_SHARE = Decimal("0.01")
_OTHER_SHARE = Decimal("0.05")
_FEWEST_ANSWERS = 6


@dataclass(frozen=True, slots=True)
class _TwoYears:
    now: Figure
    before: Figure


def year_findings(report: Report, sheets: Sequence[Sheet], units: Sequence[TextUnit]) -> Iterator[Finding]:
    """`units` are the sentences of one section, in order."""
    folded = [" ".join(fold(unit.text).split()) for unit in units]
    for n, (unit, sentence) in enumerate(zip(units, folded, strict=True)):
        around = " ".join(folded[max(0, n - _NAMED_BEFORE) : n + 1])
        if match := _TODAY.search(sentence):
            yield from _todays_cost(report, unit, sentence, match, around)
        if match := _PER_HEAD.search(sentence):
            yield from _per_head(report, unit, match, around)
        if _POSITIVE.search(sentence):
            yield from _positive_trend(report, sheets, unit)


def _costs_named(report: Report, around: str) -> list[_TwoYears]:
    """The two years' cost of each row that the text around names."""
    period = report.metadata.period
    before_span = shift(span_of(period), -1)
    if before_span is None:
        return []
    costs = [
        figure
        for figure in report.figures
        if figure.scenario is Scenario.OUTCOME
        and figure.unit in MONEY_UNITS
        and not is_doubtful(figure)
        and len(name := fold(figure.row.split(" › ")[-1]).strip(" :")) > 5
        and re.search(rf"\b{re.escape(name)}\b", around)
    ]
    return [
        _TwoYears(now, before)
        for now in costs
        for before in costs
        if now.period == period and before.period == span_text(before_span) and (now.row, now.table) == (before.row, before.table)
    ]


def _todays_cost(report: Report, unit: TextUnit, sentence: str, match: re.Match[str], around: str) -> Iterator[Finding]:
    if not match["unit"] and "miljoner" not in sentence:
        return
    said = Decimal(match["amount"].replace(",", "."))
    for pair in _costs_named(report, around):
        now, before = (abs(in_base_unit(f.value, f.unit)) / _MILLION for f in (pair.now, pair.before))
        if _rounds_to(before, said) and not _rounds_to(now, said) and abs(now - said) > _OTHER_SHARE * said:
            year = (pair.before.period or "")[:4]
            what = f"Kostnaden sägs i dag vara {say_value(said, 'mnkr')}, men den är {say_value(pair.now.value, pair.now.unit)};"
            what += f" {say_value(said, 'mnkr')} var den {year}."
            yield claim_finding(
                report,
                unit,
                what,
                Certainty.CERTAIN,
                Severity.MATERIAL,
                against=[pair.now],
                stated=said,
                computed=round(now, 2),
                unit="mnkr",
                cause=f"beloppet är {year} års",
            )
            return


def _rounds_to(value: Decimal, said: Decimal) -> bool:
    return abs(value - said) <= Decimal(1).scaleb(int(said.as_tuple().exponent)) / 2


def _per_head(report: Report, unit: TextUnit, match: re.Match[str], around: str) -> Iterator[Finding]:
    """A cost per participant that is last year's cost through last year's participants, and not this year's."""
    said = Decimal(re.sub(r"\s", "", match["amount"]))
    for costs in _costs_named(report, around):
        for people in _people_of_both(report, costs):
            now = abs(in_base_unit(costs.now.value, costs.now.unit)) / people.now.value
            before = abs(in_base_unit(costs.before.value, costs.before.unit)) / people.before.value
            if abs(before - said) <= _SAME_SHARE * said and abs(now - said) > _OTHER_SHARE * said:
                year = (costs.before.period or "")[:4]
                what = (
                    f"”{cite(unit.text, 80)}”: {say_value(costs.now.value, costs.now.unit)} för {people.now.value} deltagare är"
                )
                what += f" {say_value(Decimal(round(now)), 'kr')} per deltagare."
                yield claim_finding(
                    report,
                    unit,
                    what,
                    Certainty.CERTAIN,
                    Severity.MATERIAL,
                    against=[costs.now, people.now],
                    stated=said,
                    computed=Decimal(round(now)),
                    unit="kr",
                    cause=f"beloppet är {year} års",
                )
                return


def _people_of_both(report: Report, costs: _TwoYears) -> Iterator[_TwoYears]:
    """Participants of both years as one sentence gives them."""
    told = [
        f
        for f in report.statements
        if f.unit in ("antal", "deltagare", "personer") and f.value > 1 and _PEOPLE.search(fold(f.row))
    ]
    for now in told:
        if now.period == costs.now.period:
            yield from (_TwoYears(now, one) for one in told if one.raw == now.raw and one.period == costs.before.period)


def _positive_trend(report: Report, sheets: Sequence[Sheet], unit: TextUnit) -> Iterator[Finding]:
    """ "En positiv trend inom en majoritet av indikatorområdena", against the questions' shares of this year and the last."""
    year = report.metadata.period_end.year
    changes: list[tuple[Figure, Figure]] = []
    for sheet in sheets:
        if "?" in "".join((*sheet.table.columns, *(row.label for row in sheet.rows))):
            changes += _answers_of_both(sheet, str(year), str(year - 1))
    up = sum(now.value > before.value for now, before in changes)
    down = sum(now.value < before.value for now, before in changes)
    if up + down >= _FEWEST_ANSWERS and down > up:
        what = f"Texten säger att trenden är positiv för en majoritet av frågorna, men sedan {year - 1} har {up} ökat och"
        what += f" {down} minskat."
        against = list({now.quote: now for now, _ in changes}.values())
        yield claim_finding(report, unit, what, Certainty.CERTAIN, Severity.MATERIAL, against=against)


def _answers_of_both(sheet: Sheet, now: str, before: str) -> Iterator[tuple[Figure, Figure]]:
    rows = {label: n for n, row in enumerate(sheet.rows) if _YEAR.fullmatch(label := row.label.strip())}
    if now in rows and before in rows:
        pairs = [(sheet.share(rows[now], n), sheet.share(rows[before], n)) for n in sheet.columns]
    else:
        columns = {found[0]: n for n, header in enumerate(sheet.table.columns) if len(found := _YEAR.findall(header)) == 1}
        if now not in columns or before not in columns:
            return
        pairs = [(sheet.share(n, columns[now]), sheet.share(n, columns[before])) for n, _ in enumerate(sheet.rows)]
    yield from ((one, other) for one, other in pairs if one is not None and other is not None)
