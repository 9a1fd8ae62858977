"""The section "Motsägelser i rapporterna": the open findings of the period's reports, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.brief.content import Block, Cell, Paragraph, TableBlock
from assistant.brief.contested import MOST_PLACES
from assistant.brief.material import Material
from assistant.brief.stated import source_cell
from assistant.brief.wording import tied
from ingest.checks.words import say_value
from ingest.domain import Certainty, Finding, FindingKind, Severity

MOST_ROWS = 14  # besides the grave ones, which are all told
# Slips of the pen, headings and numbering: for whoever writes the next report, not for the meeting.
_OF_FORM = (FindingKind.MISPRINT, FindingKind.OUTLINE, FindingKind.PERIOD)


def open_findings(material: Material) -> list[Finding]:
    """Those that nobody has explained and that are more than rounding: grave and certain ones first, then in text order."""
    found = [one.finding for one in material.findings if one.explained is None and one.finding.severity is not Severity.ROUNDING]
    return sorted(found, key=lambda one: (one.severity is not Severity.MATERIAL, one.certainty is not Certainty.CERTAIN))


def contradiction_blocks(material: Material) -> tuple[Block, ...]:
    found = open_findings(material)
    told = [one for one in found if one.kind not in _OF_FORM or one.severity is Severity.MATERIAL]
    blocks: list[Block] = [Paragraph(f"{material.id}:motsagelser:antal", _counted(found, told, _explained(material)))]
    if told:
        blocks.append(_table(material, told[: _shown(told)]))
    return tuple(blocks)


def _counted(found: Sequence[Finding], told: Sequence[Finding], explained: int) -> str:
    if not found:
        return "I det som har kontrollerats säger rapporterna inte emot sig själva eller varandra." + _closed(explained)
    grave = sum(one.severity is Severity.MATERIAL for one in found)
    minor = len(found) - grave
    said_grave = f"{grave} väsentlig{'a' if grave > 1 else ''}"
    counts = " och ".join(part for part in (said_grave if grave else "", f"{minor} mindre" if minor else "") if part)
    left = len(found) - _shown(told)
    more = f" {left} av dem, mest skrivfel och mindre skillnader, står inte i tabellen utan under Granskning." if left else ""
    more = " De visas under Granskning." if left == len(found) else more
    places = "ett ställe" if len(found) == 1 else f"{len(found)} ställen"
    return f"Rapporterna säger emot sig själva eller varandra på {places}: {counts}.{more}{_closed(explained)}"


def _shown(told: Sequence[Finding]) -> int:
    return min(len(told), max(MOST_ROWS, sum(one.severity is Severity.MATERIAL for one in told)))


def _closed(explained: int) -> str:
    if not explained:
        return ""
    return " Ett fynd har granskats och förklarats." if explained == 1 else f" {explained} fynd har granskats och förklarats."


def _explained(material: Material) -> int:
    return sum(one.explained is not None for one in material.findings)


def _table(material: Material, findings: Iterable[Finding]) -> TableBlock:
    body = []
    for finding in findings:
        cells = (
            Cell(tied(finding.what), _places(material, finding)),
            Cell(_value(finding, stated=True), numeric=True),
            Cell(_value(finding, stated=False), numeric=True),
            Cell(f"{finding.severity.value.capitalize()}, {finding.certainty.value}"),
        )
        body.append((*cells, source_cell(cells)))
    return TableBlock(
        f"{material.id}:motsagelser:tabell",
        "Motsägelser, de viktigaste först",
        ("Vad som inte stämmer", "Anges", "Räknat eller på annan plats", "Bedömning", "Källa"),
        tuple(body),
        f"{len(body)} ställen där rapporterna säger emot sig själva eller varandra.",
        (
            Paragraph(
                f"{material.id}:motsagelser:ord", "”Säker”: trycket självt visar det. ”Tolkning”: det beror på hur trycket läses."
            ),
        ),
    )


def _places(material: Material, finding: Finding) -> tuple[int, ...]:
    numbers = (material.sources.place(place) for place in finding.places[:MOST_PLACES])
    return tuple(dict.fromkeys(n for n in numbers if n is not None))


def _value(finding: Finding, stated: bool) -> str:
    value = finding.stated if stated else finding.computed
    return "–" if value is None else tied(say_value(value, finding.unit))
