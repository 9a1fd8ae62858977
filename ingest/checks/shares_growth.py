"""The percent beside an amount of change ("har vuxit med 147 300 kr, det vill säga 2,5 %"), against what it grew from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ingest.checks.relation import factor_to
from ingest.checks.sentences_said import Said, before, counted_at, figure_of, said_finding
from ingest.checks.shares_amounts import SHARE, is_near
from ingest.checks.words import say_value
from ingest.checks.year_rows import YearRow, shares_a_word, telling_stems, year_rows
from ingest.domain import Certainty, Figure, Finding, FindingKind, Report, TextUnit
from ingest.statements_numbers import Mention

_NOUN = r"(?:uppgang|nedgang|okning|minskning|hojning|sankning|tillvaxt)"
_THAT_IS = (
    rf"(?:det vill saga|dvs\.?|d\.v\.s\.?|alltsa|motsvarar|motsvarande|eller|en {_NOUN} (?:med|pa|om)"
    rf"|vilket (?:ar|ger|motsvarar|innebar|utgor)(?: en {_NOUN} (?:med|pa|om))?)"
)
_TIED = re.compile(rf"^[^.;\d%]{{0,45}}?(?:[,(]| )(?:{_THAT_IS} |\()(?:cirka |ca |drygt |knappt )?$")
_CHANGED_BY = re.compile(
    r"\b(?:ok(?:at|ade|ar)|minsk(?:at|ade|ar)|stigit|steg|vuxit|vaxte|sjunkit|sjonk|hoj(?:ts|des)|san(?:kts|ktes)|okning\w*|minskning\w*"
    r"|hojning\w*)\b[^.;]{0,60}?\b(?:med|pa|om) (?:ca )?$"
)
_MORE = re.compile(r"^ ?(?:[a-z]+ )?(?:fler|farre|hogre|lagre|mer|mindre)\b")
_DOWN = re.compile(r"\b(?:minsk|sjunk|sjonk|sank|farre\b|lagre\b|mindre\b|nedgang)")
# What the percentage is of, where it is not of what was before.
_OF = re.compile(r" ?av\b")


@dataclass(frozen=True, slots=True)
class _Base:
    """What was before the change; `figure` where a table prints it, `said` the sentence where one tells it."""

    value: Decimal
    figure: Figure | None = None
    said: Said | None = None


def growth_shares(report: Report, sentences: Sequence[Said]) -> Iterator[Finding]:
    """Only where two years' amounts that are printed, in a row that the sentence names or beside it, differ by the change."""
    rows = year_rows(report)
    for said in sentences:
        for match in re.finditer(SHARE, said.folded):
            change = _change_before(said, match)
            if change is None or _OF.match(said.folded, match.end()):
                continue
            bases = [*_in_rows(change, rows, telling_stems(_paragraph(report, said))), *_in_text(said, change, sentences)]
            share, hedge = _decimal(match["share"]), match["hedge"] or ""
            exact = [100 * abs(change.value) / base.value for base in bases]
            if bases and not any(is_near(one, share, hedge, match["share"]) for one in exact):
                yield _finding(report, said, match, change, bases[0], exact[0])


def _decimal(print_: str) -> Decimal:
    return Decimal(print_.replace(" ", "").replace(",", "."))


def _change_before(said: Said, match: re.Match[str]) -> Mention | None:
    """The number right before a percentage that says by how much something has changed."""
    at = match.start()
    known = [m for m in said.mentions if m.end <= at and m.unit != "%"]
    if not known or known[-1].hedge or known[-1].unit == "procentenheter":
        return None
    change = known[-1]
    is_change = _CHANGED_BY.search(said.folded[: change.start]) or _MORE.match(said.folded[change.end :])
    return change if is_change and _TIED.match(said.folded[change.end : at]) else None


def _paragraph(report: Report, said: Said) -> str:
    """The sentence and what stands right before it, with digits or without."""
    lines = said.locator.lines or (0, 0)
    near = [u.text for p in report.passages if p.id == said.passage for u in p.units if _ends_at(u, lines)]
    return " ".join((*near, said.sentence.text))


def _ends_at(unit: TextUnit, lines: tuple[int, int]) -> bool:
    return unit.locator.lines is not None and 0 <= lines[0] - unit.locator.lines[1] <= 1


def _in_rows(change: Mention, rows: Sequence[YearRow], told: frozenset[str]) -> Iterator[_Base]:
    for row in rows:
        factor = factor_to(change.unit or "antal", row.before)
        if factor is None or not row.before.value or not shares_a_word(row, told):
            continue
        if abs(abs(row.now.value) - abs(row.before.value)) * factor == abs(change.value):
            yield _Base(abs(row.before.value) * factor, figure=row.before)


def _in_text(said: Said, change: Mention, sentences: Sequence[Said]) -> Iterator[_Base]:
    """Two numbers told beside it that differ by the change: the smaller was before where it has risen."""
    near = (said, *before(said, sentences, 2))
    told = [(m, one) for one in near for m in one.mentions if m.unit == change.unit and m is not change and not m.hedge]
    is_down = bool(_DOWN.search(said.folded))
    for at, (one, where) in enumerate(told):
        for other, elsewhere in told[at + 1 :]:
            smaller, larger = sorted(((one, where), (other, elsewhere)), key=lambda pair: pair[0].value)
            if larger[0].value - smaller[0].value == abs(change.value) and smaller[0].value > 0:
                old = larger if is_down else smaller
                yield _Base(old[0].value, said=old[1])


def _finding(report: Report, said: Said, match: re.Match[str], change: Mention, base: _Base, exact: Decimal) -> Finding:
    share = next((m for m in said.mentions if m.start == match.start("share")), None) or counted_at(
        1, match.start("share"), match.end("share"), "%"
    )
    computed = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    unit = change.unit or ""
    figures = [figure_of(report, said, share)] if share.unit == "%" else []
    return said_finding(
        report,
        FindingKind.SHARE,
        f"Ändringen {say_value(abs(change.value), unit)} av {say_value(base.value, unit)} är {say_value(computed, '%')}, "
        f"men {match['share']} % anges.",
        [said, *([base.said] if base.said is not None else [])],
        _decimal(match["share"]),
        computed,
        "%",
        certainty=Certainty.CERTAIN,
        figures=[*figures, *([base.figure] if base.figure is not None else [])],
    )
