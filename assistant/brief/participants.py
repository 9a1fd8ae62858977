"""The section "Insatser och deltagare": how many took part, in the tables and the sentences of the reports."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.brief.content import Block, Cell, SectionKey, TableBlock
from assistant.brief.contested import doubt_notes
from assistant.brief.material import Material
from assistant.brief.quotes import EVENTS, Said, as_quotes, in_section, said_in, spread, stands_alone
from assistant.brief.series import is_sure, rows_of
from assistant.brief.stated import figure_cell, source_cell
from assistant.brief.wording import period_words, row_label
from ingest.domain import Scenario
from ingest.language import fold

_PEOPLE = r"(?:deltagare|individer|personer|arenden|medborgare|kvinnor|remisser|kartlaggningar)"
_COUNTS = re.compile(rf"\b\d[\d ]*(?: [a-z]+){{0,2}} {_PEOPLE}\b|\b{_PEOPLE}\w* (?:\w+ ){{0,3}}\d")
# What a member council asks first: how many in all, how many left, and to what.
_TELLING = re.compile(
    r"\b(?:totalt|sammanlagt|sammantaget|inskriv\w*|avsluta\w*|skrevs ut|skrivits ut|antal\w*|unika|registrer\w*)\b"
)
_AIM = re.compile(r"\b(?:ska|skall|malet|malsattning\w*)\b")
_MOST_QUOTES, _MOST_ROWS = 6, 14


def participants_blocks(material: Material) -> tuple[Block, ...]:
    table = _table(material)
    found = [said for said in said_in(material) if _tells(said)]
    in_all = [said for said in found if _TELLING.search(fold(said.unit.text))]
    # of equally telling ones those that name the participants of an intervention, not those who came to an event
    in_all.sort(key=lambda said: "inskriv" not in fold(said.unit.text) and "avsluta" not in fold(said.unit.text))
    chosen = {said.unit.text for said in spread(material, [replace(said, starts=True) for said in in_all], _MOST_QUOTES)}
    kept = [said for said in found if said.unit.text in chosen]
    return (*((table,) if table else ()), *as_quotes(material, kept, SectionKey.PARTICIPANTS))


def _tells(said: Said) -> bool:
    folded = fold(said.unit.text)
    return (
        _COUNTS.search(folded) is not None
        and not _AIM.search(folded)
        and not in_section(said.unit.locator.section, EVENTS)
        and stands_alone(said.unit.text)
    )


def _table(material: Material) -> TableBlock | None:
    """The rows that count participants, each under the intervention that its table is about."""
    figures = [
        one
        for one in material.figures()
        if one.figure.concept == "deltagare"
        and one.figure.scenario is Scenario.OUTCOME
        and one.figure.period == material.extent.period
        and one.figure.unit == "antal"
        and is_sure(one)
    ]
    rows = [row for row in rows_of(figures) if len(row) == 1][:_MOST_ROWS]
    if not rows:
        return None
    body = []
    for row in rows:
        parents = row[0].figure.row.rpartition(" › ")[0]
        cells = (
            Cell(parents.replace(" › ", ": ") or row_label(row[0].figure)),
            figure_cell(row[0], material.sources, material.doubts),
        )
        body.append((*cells, source_cell(cells)))
    prefix = f"{material.id}:deltagare"
    return TableBlock(
        f"{prefix}:tabell",
        f"Antal deltagare, {period_words(material.extent.period)}",
        ("Insats", "Antal deltagare", "Källa"),
        tuple(body),
        f"Antal deltagare i {len(body)} insatser." if len(body) > 1 else "Antal deltagare i en insats.",
        doubt_notes(material.doubts.of(row[0] for row in rows), prefix, material.sources),
    )
