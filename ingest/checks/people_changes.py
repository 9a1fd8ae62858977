"""Differences that sentences state: how many more than the year before, how much better than budget, how many are left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.checks.relation import Relation, Term, factor_to
from ingest.checks.sentences_said import Said, before, figure_of
from ingest.domain import Certainty, Figure, FindingKind, Report, Scenario
from ingest.statements_numbers import MONEY, Mention

_MORE = r"fler|mer|hogre|battre|storre"
_LESS = r"farre|mindre|lagre|samre"
_UP = re.compile(r"\b(?:okade|okat|okar|okning|hojdes|hojts|hojning|steg|stigit|vaxt|vuxit|uppgang|fler)\w*")
_DOWN = re.compile(r"\b(?:minskade|minskat|minskar|minskning|sanktes|sankts|sankning|sjonk|sjunkit|nedgang|farre)\w*")
_FROM_TO = re.compile(r"^[^.;]{0,60}?,? fran (?:ca )?$")
_TO = re.compile(r"^[a-z ]{0,25}till (?:ca )?$")
_BY = re.compile(
    r"^[^.;\d]{0,25}?[,(] ?(?:(?:alltsa|dvs\.?|det vill saga|och darmed|vilket (?:ar|ger|innebar|motsvarar)) )?"
    r"(?:med|en (?:okning|minskning|uppgang|nedgang|hojning|sankning|skillnad) (?:med|pa|om)|plus|minus|\+) ?$"
)
_THAN = re.compile(rf"^ ?(?:[a-z]+ )?(?P<way>{_MORE}|{_LESS}) an [^.;]{{0,40}}?\b(?:da|nar|som var|vilka var|\()[^.;]{{0,50}}$")
_THAN_BUDGET = re.compile(rf"^ ?(?P<way>{_MORE}|{_LESS}) (?:an|mot) (?:budget|vantat|plan|beraknat|budgeterat)")
_SO = re.compile(r"\b(?:alltsa|saledes|darmed|sa utfallet|sa resultatet)\b")
_CHANGE_IS = re.compile(r"^\W*(?:okningen|minskningen|skillnaden|differensen) (?:ar|var|blev|uppgar till|uppgick till) $")
_GAP = re.compile(r"\b(?:en |alltsa |dvs\.? )(?:skillnad|differens|forbattring|forsamring|avvikelse) (?:pa|om|med) $")
# How many letters before an amount its "överskott" stands.
_BESIDE = 25
_REST = re.compile(r"\b(?:ovriga|resterande|aterstaende) $")
_BELOW_ZERO = re.compile(r"\bunderskott|\bminus\b|\bnegativ|\bforlust")
_MIXED = re.compile(r"\boverskott|\bpositiv")


def difference_relations(report: Report, sentences: Sequence[Said]) -> Iterator[Relation]:
    """Numbers that say a difference, with both numbers that they part in the same sentence or right before."""
    for said in sentences:
        exact = [m for m in said.mentions if not m.hedge and m.unit != "%" and m.unit not in ("procentenheter", "år")]
        for at, mention in enumerate(exact):
            found = (
                _between_from_and_to(said, exact, at)
                or _after_from_and_to(said, exact, at)
                or _than_another_year(said, exact, at, sentences)
                or _than_budget(said, exact, at, sentences)
                or _change_is(said, mention, sentences)
                or _the_gap(said, exact, at, sentences)
                or _the_rest(said, exact, at, sentences)
            )
            if found is not None:
                yield from _relation(report, said, mention, *found)
    yield from _change_since_last_year(report)


_Parts = tuple[tuple[tuple[Said, Mention, int], ...], str, Certainty]


def _relation(
    report: Report, said: Said, stated: Mention, parts: Sequence[tuple[Said, Mention, int]], rule: str, certainty: Certainty
) -> Iterator[Relation]:
    figure = figure_of(report, said, stated)
    terms: list[Term] = []
    for where, mention, sign in parts:
        other = figure_of(report, where, mention)
        factor = factor_to(figure.unit, other)
        if factor is None or other.key == figure.key:
            return
        terms.append(Term(other, factor * sign))
    yield Relation(FindingKind.DIFFERENCE, figure, tuple(terms), rule, certainty)


def _between_from_and_to(said: Said, exact: Sequence[Mention], at: int) -> _Parts | None:
    """ "har ökat med 28 personer, från 151 till 179"."""
    if at + 2 >= len(exact):
        return None
    change, old, new = exact[at : at + 3]
    tied = _FROM_TO.match(said.folded[change.end : old.start]) and _TO.match(said.folded[old.end : new.start])
    if not tied or not re.search(r"\bmed (?:ca )?$", said.folded[: change.start]):
        return None
    sign = _direction(said.folded[: change.start])
    return (((said, new, sign), (said, old, -sign)), "talet efter minus talet före", Certainty.CERTAIN) if sign else None


def _after_from_and_to(said: Said, exact: Sequence[Mention], at: int) -> _Parts | None:
    """ "ökade från 161 till 183, alltså med 22 personer"."""
    if at < 2:
        return None
    old, new, change = exact[at - 2 : at + 1]
    to = re.fullmatch(r"[^.;\d]{0,25}(?:(?:19|20)\d\d)?\)?[^.;\d]{0,12}\btill (?:ca )?", said.folded[old.end : new.start])
    if not to or not re.search(r"\bfran $", said.folded[: old.start]) or not _BY.match(said.folded[new.end : change.start]):
        return None
    sign = _direction(said.folded[: old.start])
    return (((said, new, sign), (said, old, -sign)), "talet efter minus talet före", Certainty.CERTAIN) if sign else None


def _direction(folded: str) -> int:
    ups, downs = list(_UP.finditer(folded)), list(_DOWN.finditer(folded))
    last_up, last_down = (ups[-1].start() if ups else -1), (downs[-1].start() if downs else -1)
    return 0 if last_up == last_down else 1 if last_up > last_down else -1


def _than_another_year(said: Said, exact: Sequence[Mention], at: int, sentences: Sequence[Said]) -> _Parts | None:
    """ "243 personer deltog. Det är 16 fler än 2022, då 227 deltog"."""
    if at + 1 >= len(exact) or _BELOW_ZERO.search(said.folded):
        return None
    change, old = exact[at], exact[at + 1]
    than = _THAN.match(said.folded[change.end : old.start])
    if than is None:
        return None
    if at:
        new: tuple[Said, Mention] | None = (said, exact[at - 1])
    else:
        earlier = before(said, sentences, 1)
        new = (
            (earlier[0], earlier[0].mentions[0]) if earlier and earlier[0].mentions and not earlier[0].mentions[0].hedge else None
        )
    if new is None or not re.search(r"\b(?:det|vilket|som) ar (?:alltsa )?$", said.folded[: change.start]):
        return None
    sign = 1 if re.fullmatch(_MORE, than["way"]) else -1
    return ((*new, sign), (said, old, -sign)), "skillnaden mellan åren", Certainty.CERTAIN


def _than_budget(said: Said, exact: Sequence[Mention], at: int, sentences: Sequence[Said]) -> _Parts | None:
    """ "… 522 600 kr, att jämföra med budgetens 290 000 kr. Det är alltså 232 600 kr bättre än budget"."""
    change = exact[at]
    if not _THAN_BUDGET.match(said.folded[change.end :]) or not _SO.search(said.folded[: change.start]):
        return None
    earlier = before(said, sentences, 1)
    told = [(said, m) for m in exact[:at]]
    if len(told) < 2 and earlier:
        told = [(earlier[0], m) for m in earlier[0].mentions if not m.hedge and m.unit == change.unit] + told
    words = " ".join([*(s.folded for s in earlier), said.folded])
    if len(told) != 2 or (_BELOW_ZERO.search(words) and _MIXED.search(words)):
        return None
    larger, smaller = sorted(told, key=lambda one: one[1].value, reverse=True)
    return ((*larger, 1), (*smaller, -1)), "skillnaden mellan utfall och budget", Certainty.CERTAIN


def _change_is(said: Said, change: Mention, sentences: Sequence[Said]) -> _Parts | None:
    """ "Kostnaderna är 120 kr. Förra året var de 100 kr. Ökningen är 20 kr"."""
    if not _CHANGE_IS.match(said.folded[: change.start]):
        return None
    earlier = before(said, sentences, 2)
    amounts = [[m for m in other.mentions if m.unit == change.unit] for other in earlier]
    if len(amounts) != 2 or len(amounts[0]) != 1 or not amounts[1] or amounts[0][0].hedge or amounts[1][0].hedge:
        return None
    sign = -1 if said.folded.lstrip().startswith("minskning") else 1
    new, old = (earlier[1], amounts[1][0], sign), (earlier[0], amounts[0][0], -sign)
    return (new, old), "skillnaden mellan de två beloppen före", Certainty.INTERPRETATION


def _the_gap(said: Said, exact: Sequence[Mention], at: int, sentences: Sequence[Said]) -> _Parts | None:
    """ "Budgeten pekade på ett underskott på 100 tkr. I stället blev det ett överskott på 464 tkr, en skillnad på 564 tkr"."""
    gap = exact[at]
    if gap.unit not in MONEY or not _GAP.search(said.folded[: gap.start]):
        return None
    told = [(said, m) for m in exact[:at] if m.unit in MONEY]
    for other in before(said, sentences, 1) if len(told) < 2 else ():
        told = [(other, m) for m in other.mentions if m.unit in MONEY and not m.hedge] + told
    signs = [_sign_of(*one) for one in told]
    if len(told) != 2 or 0 in signs:
        return None
    (first, one), (second, other_one) = told
    apart = signs[1] * abs(other_one.value) - signs[0] * abs(one.value)
    way = 1 if apart >= 0 else -1
    return ((second, other_one, way * signs[1]), (first, one, -way * signs[0])), "skillnaden mellan de två", Certainty.CERTAIN


def _sign_of(said: Said, mention: Mention) -> int:
    """What a surplus or a deficit right before an amount makes of it; 0 where neither is named."""
    words = said.folded[max(0, mention.start - _BESIDE) : mention.start]
    if mention.value < 0:
        return -1
    return -1 if _BELOW_ZERO.search(words) else 1 if _MIXED.search(words) else 0


def _the_rest(said: Said, exact: Sequence[Mention], at: int, sentences: Sequence[Said]) -> _Parts | None:
    """ "Av 179 deltagare är 96 nya. Övriga 83 …"; "200 000 kr. Av det avser 150 000 kr 2024 och resterande 50 000 kr 2025"."""
    rest = exact[at]
    if not _REST.search(said.folded[: rest.start]):
        return None
    told = [(said, m) for m in exact[:at] if m.unit == rest.unit]
    earlier = before(said, sentences, 1)
    if len(told) < 2 and earlier:
        told = [(earlier[0], m) for m in earlier[0].mentions if m.unit == rest.unit] + told
    of = re.match(r"\W*av\b", said.folded) or (earlier and re.match(r"\W*av\b", earlier[0].folded))
    if len(told) != 2 or not of or any(m.hedge for _, m in told) or told[0][1].value <= told[1][1].value:
        return None
    return ((*told[0], 1), (*told[1], -1)), "helheten minus den andra delen", Certainty.INTERPRETATION


def _change_since_last_year(report: Report) -> Iterator[Relation]:
    """ "Totalt antal deltagare 223 … har ökat med 20 personer (jämförelse 2020: 203 deltagare)", told in one paragraph."""
    counts = [f for f in report.statements if f.unit == "antal" and "›" not in f.row and f.period and len(f.period) == 4]
    for change in counts:
        sign = _direction(change.row.lower().replace("ö", "o"))
        if change.scenario is not Scenario.DEVIATION or not sign or not change.locator.lines:
            continue
        near = [
            f for f in counts if f.scenario is Scenario.OUTCOME and f.locator.lines == change.locator.lines and _alike(f, change)
        ]
        now = [f for f in near if f.period == change.period]
        then = [f for f in near if f.period == str(int(change.period or "0") - 1)]
        if len(now) == len(then) == 1:
            terms = (Term(now[0], Decimal(sign)), Term(then[0], Decimal(-sign)))
            yield Relation(FindingKind.DIFFERENCE, change, terms, "skillnaden mellan åren", Certainty.CERTAIN)


def _alike(one: Figure, other: Figure) -> bool:
    """Whether two statements count the same people: a word of the one begins like one of the other."""
    mine, theirs = ({word[:7] for word in f.row.lower().split() if len(word) >= 7} for f in (one, other))
    return bool(mine & theirs)
