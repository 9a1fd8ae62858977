"""Amounts of the plan in a sentence: a thousandth of the table's, costs and income that do not give the result beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ingest.checks.claims_findings import cite, claim_finding
from ingest.checks.claims_money import MONEY, amount, step
from ingest.checks.relation import factor_to, in_base_unit
from ingest.checks.sheets import is_doubtful
from ingest.checks.words import say_value
from ingest.domain import Certainty, Figure, Finding, FindingKind, Report, Scenario, Severity, TextUnit
from ingest.language import fold, stem, words
from ingest.unit_words import MONEY_UNITS

_BARE_KR = re.compile(r"(?<![\d,.] )(?<![\d,.])(?P<amount>\d{2,4}) (?P<unit>kr|kronor)\b(?! ?(?:/|per\b|i timmen|i manaden))")
_RESULT_BEFORE = re.compile(
    r"\b(?:over|under)skott(?:et)?(?: \w+){0,3} $|\bresultat(?:et)?(?: \w+){0,4} $|\b(?:eget|egna) kapital(?:et)?(?: \w+){0,3} $"
)
_PER_HEAD = re.compile(r"\b(?:per|avgift|timme\w*|dygn|manad\w*|arvode\w*|biljett\w*|timpris)\b")
_TO = r"(?: \w+){0,3}? (?:pa|om|till|uppgar till|ar) (?:cirka |ca |omkring |drygt |knappt )?"
_SIDE = rf"\b(?P<side>intakter|medlemsbidrag|kostnader)(?:na|en)?{_TO}{MONEY}"
_SIDES = re.compile(_SIDE)
_SO = re.compile(
    rf"\b(?:alltsa|det vill saga|dvs\.?|vilket ger|vilket innebar|och darmed|saledes|ger)(?: \w+){{0,2}} (?P<sign>over|under)"
    rf"skott(?:et)? (?:pa|om) (?:cirka |ca |omkring |drygt |knappt )?{MONEY}"
)
_PLAN = re.compile(r"\b(?P<plan>(?:hel\w*)?prognos\w*|budget(?:en)?)\b")
_SIDE_ROWS = {"intakter": "intakt", "kostnader": "kostn"}
# Financial income and costs stand beside the two sides and move the result this little.
_BESIDE_SHARE = Decimal("0.03")


def amount_findings(report: Report, unit: TextUnit) -> Iterator[Finding]:
    folded = " ".join(fold(unit.text).split())
    yield from _thousandth(report, unit, folded)
    forecast = list(_forecast(report, unit, folded))
    yield from forecast or _sides(report, unit, folded)


def _thousandth(report: Report, unit: TextUnit, folded: str) -> Iterator[Finding]:
    """ "Ett underskott på 100 kr", where the table has 100 tkr and nothing has 100 kr."""
    if _PER_HEAD.search(folded):
        return
    said_words = {stem(word) for word in words(folded)}
    for match in _BARE_KR.finditer(folded):
        kronor = Decimal(match["amount"])
        if any(f.unit == "kr" and abs(f.value) == kronor for f in report.figures):
            continue
        is_result = _RESULT_BEFORE.search(folded[: match.start()]) is not None
        meant = [
            f
            for f in report.figures
            if f.unit == "tkr"
            and abs(f.value) == kronor
            and not is_doubtful(f)
            and (is_result and f.concept in ("arets_resultat", "eget_kapital") or _is_named(f, said_words))
        ]
        if meant:
            what = f"”{cite(unit.text, 90)}”: beloppet {say_value(kronor, 'kr')} är i tabellen {say_value(kronor, 'tkr')}."
            yield claim_finding(
                report,
                unit,
                what,
                Certainty.INTERPRETATION,
                Severity.MATERIAL,
                against=meant[:2],
                stated=kronor,
                computed=kronor * 1000,
                unit="kr",
                kind=FindingKind.UNIT,
                cause="tkr och kr förväxlade",
            )


def _is_named(figure: Figure, said: set[str]) -> bool:
    own = {stem(word) for word in words(figure.row.split(" › ")[-1])}
    return bool(own) and max(len(word) for word in own) > 4 and own <= said


def _sides(report: Report, unit: TextUnit, folded: str) -> Iterator[Finding]:
    """ "Intäkter på 9 915 tkr och kostnader på 9 650 tkr, alltså ett överskott på 310 tkr"."""
    sides = {"kostnader" if match["side"] == "kostnader" else "intakter": match for match in _SIDES.finditer(folded)}
    so = _SO.search(folded)
    if len(sides) != 2 or so is None or so.start() < max(match.end() for match in sides.values()):
        return
    if len(list(_SIDES.finditer(folded))) != 2:
        return
    income, cost = (_in_kr(sides[side]) for side in ("intakter", "kostnader"))
    said = _in_kr(so) * (1 if so["sign"] == "over" else -1)
    rough = Decimal(2 * _step(sides["intakter"]) + _step(so))
    apart = abs(income - cost - said)
    if apart > max(rough, _BESIDE_SHARE * abs(said)):
        in_unit = amount(so)[1]
        real = (income - cost) / in_base_unit(Decimal(1), in_unit)
        stated = said / in_base_unit(Decimal(1), in_unit)
        what = f"”{cite(unit.text)}”: intäkterna minus kostnaderna är {say_value(real, in_unit)}."
        yield claim_finding(
            report,
            unit,
            what,
            Certainty.INTERPRETATION,
            Severity.MATERIAL,
            stated=stated,
            computed=real,
            unit=in_unit,
            kind=FindingKind.DIFFERENCE,
        )


def _forecast(report: Report, unit: TextUnit, folded: str) -> Iterator[Finding]:
    """What the forecast, or the budget, is said to be of all income or cost, against the table's own column of it."""
    plans = {match["plan"] for match in _PLAN.finditer(folded)}
    if len(plans) != 1:
        return
    scenario = Scenario.BUDGET if next(iter(plans)).startswith("budget") else Scenario.FORECAST
    year = str(report.metadata.period_end.year)
    if re.search(r"\b(?:19|20)\d\d\b", folded.replace(year, "")):
        return
    for match in (found for found in _SIDES.finditer(folded) if found["side"] in _SIDE_ROWS):
        rows = [
            f
            for f in report.figures
            if f.scenario is scenario and f.unit in MONEY_UNITS and not is_doubtful(f) and _is_whole(f, match["side"])
        ]
        rows = [f for f in rows if (f.period or "")[:4] == year]
        said, in_unit = amount(match)
        values = {abs(f.value) * (factor_to(in_unit, f) or Decimal(0)) for f in rows}
        room = step(said) + max((factor_to(in_unit, f) or Decimal(0) for f in rows), default=Decimal(0))
        if len(values) != 1 or abs(next(iter(values)) - said) <= room:
            continue
        real = next(iter(values))
        side = "intäkter" if match["side"] == "intakter" else "kostnader"
        plan = "prognosen" if scenario is Scenario.FORECAST else "budgeten"
        what = f"Enligt texten har {plan} {side} på {say_value(said, in_unit)},"
        what += f" men tabellen har {say_value(real, in_unit)}."
        yield claim_finding(
            report,
            unit,
            what,
            Certainty.INTERPRETATION,
            Severity.MATERIAL,
            against=rows[:2],
            stated=said,
            computed=real,
            unit=in_unit,
        )


def _is_whole(figure: Figure, side: str) -> bool:
    """Whether a row is all income, or all cost: its name says so and nothing more."""
    named = re.findall(r"[a-z]+", fold(figure.row.split(" › ")[-1]))
    rest = [word for word in named if not word.startswith(_SIDE_ROWS[side])]
    return len(rest) < len(named) and all(word in ("summa", "totalt", "totala", "verksamhetens", "samtliga") for word in rest)


def _in_kr(match: re.Match[str]) -> Decimal:
    return in_base_unit(*amount(match))


def _step(match: re.Match[str]) -> Decimal:
    """One of the last printed digit, in kr."""
    value, in_unit = amount(match)
    return in_base_unit(step(value), in_unit)
