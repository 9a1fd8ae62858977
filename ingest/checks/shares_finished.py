"""The share of the participants who have finished, year by year, against the counts that the text gives for the years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from ingest.checks.sentences_said import Said, said_finding
from ingest.checks.shares_amounts import is_near
from ingest.domain import Certainty, Figure, Finding, FindingKind, Report, Severity
from ingest.language import fold

_FINISHED = re.compile(r"\b(?:avslutats|avslutades|skrevs(?: \d+ \w+)? ut|skrivits ut|avslutade)\b")
_FINISHED_SHARE = re.compile(
    r"^(?:av )?(?:deltagar(?:e|na) )?(?:har )?(?:avslutats|avslutades|skrevs ut|skrivits ut)(?: (?:19|20)\d\d)?$"
)
_ALL = re.compile(r"\binskriv\w*|\btotalt\b")
_PEOPLE = ("deltagare", "individer", "personer", "antal deltagare")
# How many lines the counts may stand from the share: the same chapter about the same team.
_NEAR_LINES = 150


def finished_shares(report: Report, sentences: Sequence[Said]) -> Iterator[Finding]:
    """Only where the share of another year in the same sentence agrees with its counts: then they are what it is of."""
    told: dict[tuple[int, int], list[Figure]] = {}
    for figure in report.statements:
        if figure.unit == "%" and figure.period and figure.locator.lines and _FINISHED_SHARE.match(fold(figure.row).strip()):
            told.setdefault(figure.locator.lines, []).append(figure)
    for lines, shares in told.items():
        exact = {share.key: _exact(report, share, lines) for share in shares}
        agree = [s for s in shares if (e := exact[s.key]) is not None and is_near(e[0], s.value, "", f"{s.value:f}")]
        for share in shares if agree else ():
            known = exact[share.key]
            if known is None or share in agree:
                continue
            computed = known[0].quantize(Decimal("0.1"), ROUND_HALF_UP)
            said = [s for s in sentences if s.quote == share.quote]
            what = (
                f"{share.value:f} % av deltagarna sägs ha avslutats {share.period}, men {known[1].value:f} av "
                f"{known[2].value:f} är {str(computed).replace('.', ',')} %."
            )
            yield said_finding(
                report,
                FindingKind.SHARE,
                what,
                [*said, *(s for f in known[1:] for s in sentences if s.quote == f.quote)],
                share.value,
                computed,
                "%",
                certainty=Certainty.INTERPRETATION,
                severity=Severity.MATERIAL if abs(share.value - computed) > 2 else Severity.MINOR,
                figures=(share,),
            )


def _exact(report: Report, share: Figure, lines: tuple[int, int]) -> tuple[Decimal, Figure, Figure] | None:
    """The share that the year's counts give, with those who finished and all; None where they are not told just once."""
    near = [
        f
        for f in report.statements
        if f.unit == "antal"
        and f.period == share.period
        and fold(f.row) in _PEOPLE
        and f.locator.lines
        and abs(f.locator.lines[0] - lines[0]) <= _NEAR_LINES
    ]
    finished = {f.value: f for f in near if _FINISHED.search(fold(f.quote))}
    everyone = {f.value: f for f in near if not _FINISHED.search(fold(f.quote)) and _is_of_all(f, report)}
    if len(finished) != 1 or len(everyone) != 1:
        return None
    (part,), (whole,) = finished.values(), everyone.values()
    return (100 * part.value / whole.value, part, whole) if 0 < part.value <= whole.value else None


def _is_of_all(figure: Figure, report: Report) -> bool:
    """Whether a count is called a total, in its own sentence or in another on its lines (a comparison in brackets)."""
    return any(s.locator.lines == figure.locator.lines and _ALL.search(fold(s.quote)) for s in report.statements)
