"""How many of a role a sentence counts, against the list of who holds it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.checks.claims_findings import claim_finding
from ingest.checks.number_words import SPELLED_OR_DIGITS, number_of
from ingest.domain import Certainty, Finding, Line, Locator, Report, Severity, TextUnit
from ingest.language import fold

_ROLES = (
    ("ordforande", re.compile(r"^(?:(?:1:?e |2:?e |forste |andre )?vice )?ordforande$")),
    ("ledamot", re.compile(r"^(?:ordinarie )?ledamot$|^ordinarie$")),
    ("ersattare", re.compile(r"^(?:ersattare|suppleant)$")),
)
_COUNTED = re.compile(
    rf"(?<!\S)(?P<count>{SPELLED_OR_DIGITS}) (?P<sort>ordinarie )?(?P<what>ledamoter|ersattare|suppleanter)\b"
    r"(?! (?:fran|for|per|var))"
)
# A count of one member's seats, of those present, or of those who came and went, is none of the board.
_NARROWED = re.compile(
    r"\b(?:kommun(?:en|erna)?|regionen|region|arbetsformedlingen|forsakringskassan|landstinget|staten|vardera|varje|per"
    r"|var och en|nya|ny|avgatt|avgick|lamnat|lamnade|narvar\w*|deltog|deltagit|kvinn\w*|man|utbildning\w*|kvorum|beslutsfor)\b"
)
_WHOLE_BOARD = re.compile(r"\b(?:bestar|bestod|bestatt) av\b|\bstyrelse (?:med|pa)\b")
_AS_MANY = re.compile(r"\b(?:lika manga|samma antal) (?:[a-z]+a )?(?:ersattare|suppleanter)\b")
_MOVED = re.compile(r"\d|\b(?:tom|from|t\.o\.m|fr\.o\.m|vakant|avgick|avgatt|till och med|fran och med|ersatt av)\b")
_FEWEST = 4
_CELLS = re.compile(r"\s{2,}|\t")


def board_findings(report: Report, sections: Sequence[Sequence[TextUnit]]) -> Iterator[Finding]:
    """One list of the board, whose every holder has the whole period; a sentence of its section that counts otherwise."""
    lists = list(_lists(report.document.lines))
    if len(lists) != 1 or any(_MOVED.search(fold(line.text)) for _, line in lists[0]):
        return
    rows = lists[0]
    counts = Counter(role for role, _ in rows)
    section = next((s for s in reversed(report.sections) if s.line_first <= rows[0][1].number), None)
    if section is None:
        return
    main = section.label.split(" › ")[0]
    for unit in (unit for units in sections for unit in units if unit.locator.section.split(" › ")[0] == main):
        folded = " ".join(fold(unit.text).split())
        if _NARROWED.search(folded) and not _WHOLE_BOARD.search(folded):
            continue
        matches = list(_COUNTED.finditer(folded))
        said_of = [(number_of(match["count"]), not match["what"].startswith("led")) for match in matches]
        if len(said_of) == 1 and not said_of[0][1] and _AS_MANY.search(folded, matches[0].end()):
            said_of.append((said_of[0][0], True))
        for said, is_deputy in said_of:
            role = "ersattare" if is_deputy else "ledamot"
            whole = counts["ledamot"] + counts["ordforande"]
            fair = {counts["ersattare"]} if is_deputy else {counts["ledamot"], whole, sum(counts.values())}
            if said is None or said < 2 or not counts[role] or said in fair:
                continue
            real = counts[role] if is_deputy else whole
            word = "ersättare" if is_deputy else "ledamöter"
            what = f"Texten räknar {said} {word}, men listan ”{section.title}” har {real}."
            yield claim_finding(
                report,
                unit,
                what,
                Certainty.INTERPRETATION,
                Severity.MINOR,
                against=[
                    _place(section.label, line) for one, line in rows if one == role or (not is_deputy and one == "ordforande")
                ],
                stated=said,
                computed=real,
                unit="personer",
            )


def _lists(lines: Sequence[Line]) -> Iterator[list[tuple[str, Line]]]:
    """Runs of lines that give a name, maybe who chose it, and a role; blank lines do not end a run."""
    run: list[tuple[str, Line]] = []
    for line in (line for line in lines if line.text.strip()):
        cells = [cell for cell in _CELLS.split(line.text.strip()) if cell]
        roles = [role for cell in cells if (role := _role(cell))]
        if len(roles) == 1 and len(cells) > 1:
            run.append((roles[0], line))
            continue
        if len(run) >= _FEWEST:
            yield run
        run = []
    if len(run) >= _FEWEST:
        yield run


def _role(text: str) -> str:
    folded = " ".join(fold(text).split())
    return next((role for role, pattern in _ROLES if pattern.match(folded)), "")


def _place(section: str, line: Line) -> tuple[str, Locator]:
    return " ".join(line.text.split()), Locator(section, line.page, None, (line.number, line.number))
