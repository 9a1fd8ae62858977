"""The sections "Ekonomi i korthet" and "Utveckling fem år": the measures of the lexicon that the reports state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.amounts import base_value
from assistant.brief.charted import charted_rows
from assistant.brief.content import Block, Cell, Chart, Paragraph, SectionKey, TableBlock
from assistant.brief.contested import doubt_notes
from assistant.brief.material import Material
from assistant.brief.quotes import quotes_of_section
from assistant.brief.series import Series
from assistant.brief.sources import marks
from assistant.brief.stated import change_cell, evidence, figure_cell, printed_value, said_with_doubt, source_cell, stated
from assistant.brief.wording import concept_label, lower_first, period_words, tied, upper_first
from assistant.timespans import parse_period
from ingest.domain import Finding, Scenario
from vectorstore.entries import StoredFigure

_IN_SHORT = (
    "medlemsbidrag", "verksamhetens_intakter", "verksamhetens_kostnader", "arets_resultat", "balanskravsresultat",
    "eget_kapital", "soliditet", "likvida_medel", "kortfristiga_skulder",
)  # fmt: skip
_OVER_TIME = (
    "medlemsbidrag", "verksamhetens_intakter", "verksamhetens_kostnader", "arets_resultat", "eget_kapital", "soliditet",
    "antal_anstallda",
)  # fmt: skip
_LEAD = ("arets_resultat", "verksamhetens_intakter", "verksamhetens_kostnader", "eget_kapital")
_FEWEST_ROWS = 2
_A_THOUSAND = 1000
_MOST_QUOTES = 3
_STATEMENT = ("viktiga forhallanden for resultat och ekonomisk stallning",)


def economy_blocks(material: Material) -> tuple[Block, ...]:
    """A sentence on each main measure, a table with the year before, and what the report itself says of it."""
    rows = _chosen(material, _IN_SHORT)
    if not rows:
        return ()
    blocks: list[Block] = [_lead(material)] if any(c in material.series for c in _LEAD) else []
    blocks.append(_short_table(material, rows))
    blocks += quotes_of_section(material, _STATEMENT, SectionKey.ECONOMY, _MOST_QUOTES)
    return tuple(blocks)


def _chosen(material: Material, concepts: Iterable[str]) -> list[Series]:
    """The series there are; cash and bank stand for the liquid assets where a report has no cash flow statement."""
    named = [c if c != "likvida_medel" or c in material.series else "kassa_bank" for c in concepts]
    found = [material.series[c] for c in named if c in material.series]
    # the result that the balance requirement looks at is told where it is another
    results = [one.figures.get(material.periods[0]) for one in found if one.concept in ("arets_resultat", "balanskravsresultat")]
    same = len(results) == 2 and results[0] and results[1] and _is_same_amount(results[0], results[1])
    return [one for one in found if not (same and one.concept == "balanskravsresultat")]


def _is_same_amount(one: StoredFigure, other: StoredFigure) -> bool:
    """Whether two figures are the same amount, one perhaps printed in thousands."""
    return abs(base_value(evidence(one)) - base_value(evidence(other))) < _A_THOUSAND


def _lead(material: Material) -> Paragraph:
    period, entry = material.periods[0], material.extent.entry
    parts: list[str] = []
    told: list[StoredFigure] = []
    for concept in _LEAD:
        figure = material.series[concept].figures.get(period) if concept in material.series else None
        if figure is None:
            continue
        told.append(figure)
        label = concept_label(concept, entry)
        budget = " enligt budgeten" if figure.figure.scenario is Scenario.BUDGET else ""
        when = period_words(figure.figure.period or period)
        time = f" den {when}" if len(figure.figure.period or "") == 10 else f" {when}" if not parts else ""
        amount_said = said_with_doubt(figure, material.doubts)
        verb = "är" if budget else "var"
        parts.append(f"{label}{time} {verb}{budget} {amount_said}{marks(material.sources.figure(figure))}.")
    return Paragraph(f"{material.id}:ekonomi:lead", " ".join(parts), tuple(stated(one) for one in told))


def _short_table(material: Material, rows: list[Series]) -> TableBlock:
    period, before = material.periods[0], material.periods[1]
    is_plan = material.extent.is_plan
    entry = material.extent.entry
    body: list[tuple[Cell, ...]] = []
    doubts: list[Finding] = []
    for one in rows:
        now, then = one.figures.get(period), one.figures.get(before)
        added = ""
        if then is None and not is_plan:
            then, added = _nearest(material, one)
        comparable = then if not added or len((then.figure.period if then else "") or "") == 10 else None
        cells = (
            Cell(concept_label(one.concept, entry)),
            figure_cell(now, material.sources, material.doubts),
            figure_cell(then, material.sources, material.doubts, added),
            change_cell(comparable, now, material.sources) if is_plan else change_cell(now, comparable, material.sources),
        )
        body.append((*cells, source_cell(cells)))
        doubts += material.doubts.of(f for f in (now, then) if f is not None)
    head = "Budget" if is_plan else "Utfall"
    said_now, said_then = period_words(period), period_words(before)
    notes = [*doubt_notes(doubts, f"{material.id}:ekonomi", material.sources), *reading_notes(rows, f"{material.id}:ekonomi")]
    return TableBlock(
        f"{material.id}:ekonomi:tabell",
        f"Ekonomi i korthet, {said_now}",
        ("Mått", f"{head} {said_now}", f"{head} {said_then}", "Förändring", "Källa"),
        tuple(body),
        f"{len(body)} mått för {said_now} med jämförelse mot {said_then} och förändringen mellan dem.",
        tuple(notes),
    )


def _nearest(material: Material, series: Series) -> tuple[StoredFigure | None, str]:
    """The figure of the same row for the nearest earlier time that is not of the same length, with its time in brackets."""
    now = series.figures.get(material.periods[0])
    if now is None:
        return None, ""
    figures = [
        one
        for one in material.figures()
        if one.figure.quote == now.figure.quote
        and one.figure.locator.lines == now.figure.locator.lines
        and one.figure.scenario is now.figure.scenario
        and one.figure.unit == now.figure.unit
        and one.figure.period
        and parse_period(one.figure.period).end < parse_period(now.figure.period or material.periods[0]).end
    ]
    if not figures:
        return None, ""
    last = max(figures, key=lambda one: parse_period(one.figure.period or "").end)
    words = period_words(last.figure.period or "")
    return last, f" ({'helår ' if len(last.figure.period or '') == 4 else ''}{words})"


def reading_notes(rows: Sequence[Series], prefix: str) -> list[Paragraph]:
    """What a reader must know of how the rows are printed: signs, and units that the table itself does not tell."""
    figures = [figure for one in rows for figure in one.figures.values()]
    notes = []
    if any(one.turned for one in rows):
        notes.append("Rapporten trycker eget kapital och skulder med minustecken i balansräkningen; här visas beloppen utan.")
    costs = [one for one in rows if "kostnad" in one.concept or one.concept == "kortfristiga_skulder"]
    if any(printed_value(figure) < 0 for one in costs for figure in one.figures.values()):
        notes.append("Kostnader visas med det minustecken som rapporten trycker.")
    if any(flag.startswith(("unit-inferred", "unit-assumed")) for one in figures for flag in one.figure.flags):
        notes.append("Enheten är inte utskriven vid alla belopp i rapporten. Den följer av uppgifter på andra ställen i den.")
    if {"kr", "tkr"} <= {one.figure.unit for one in figures}:
        notes.append("Belopp i tkr är tryckta i tusental kronor i rapporten och därför avrundade.")
    return [Paragraph(f"{prefix}:tryck{n}", tied(text)) for n, text in enumerate(notes)]


def five_year_blocks(material: Material) -> tuple[Block, ...]:
    """The measures that are stated for at least two periods, oldest period first."""
    rows = [one for one in _chosen(material, _OVER_TIME) if len(one.figures) > 1]
    periods = [p for p in sorted(material.periods) if any(p in one.figures for one in rows)]
    if len(rows) < _FEWEST_ROWS or len(periods) < 2:
        return ()
    body = []
    for one in rows:
        cells = [figure_cell(one.figures.get(p), material.sources, material.doubts) for p in periods]
        body.append((Cell(concept_label(one.concept, material.extent.entry)), *cells, source_cell(cells)))
    doubts = material.doubts.of(figure for one in rows for figure in one.figures.values())
    prefix = f"{material.id}:femar"
    kind = "Budget" if material.extent.is_plan else "Utfall"
    first, last = period_words(periods[0]), period_words(periods[-1])
    drawn = charted_rows(rows)
    table = TableBlock(
        f"{prefix}:tabell",
        f"{kind} {first} till {last}" if len(material.periods[0]) > 4 else f"{kind} {first}–{last}",
        ("Mått", *(period_words(p) for p in periods), "Källa"),
        tuple(body),
        f"{len(body)} mått för {len(periods)} perioder, från {first} till {last}.",
        (*doubt_notes(doubts, prefix, material.sources), *reading_notes(rows, prefix)),
        Chart(kind, drawn) if drawn else None,
    )
    return (*_told(material, rows, periods), table)


def _told(material: Material, rows: list[Series], periods: list[str]) -> list[Paragraph]:
    """How often the result was negative, and the highest and lowest of the years for what has changed."""
    result = next((one for one in rows if one.concept == "arets_resultat"), None)
    if result is None or material.extent.is_plan or len(result.figures) < 3:
        return []
    losses = [p for p in periods if p in result.figures and result.figures[p].figure.value < 0]
    place = marks(*(material.sources.figure(result.figures[p]) for p in periods if p in result.figures))
    label = lower_first(concept_label("arets_resultat", material.extent.entry))
    count = f"{len(result.figures)} {'år' if len(periods[0]) == 4 else 'perioder'}"
    named = ", ".join(period_words(p) for p in losses)
    often = f"negativt {len(losses)} av {count} ({named})" if losses else f"inte negativt något av {count}"
    text = f"{upper_first(label)} var {often}{place}."
    return [Paragraph(f"{material.id}:femar:resultat", text)]
