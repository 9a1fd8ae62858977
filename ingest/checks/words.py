"""How a finding says its numbers, its rows and its times in Swedish."""

from __future__ import annotations

import re
from decimal import Decimal

from ingest.checks.column_sense import column_sense
from ingest.domain import Figure, Locator, Scenario
from ingest.periods import span_of

_MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()
_NO_UNIT_SAID = {"antal", ""}
_MAX_LABEL, _MAX_TABLE, _MAX_SENSE = 90, 50, 30
# Rows whose name says nothing without the table that they stand in.
_SAYS_LITTLE = re.compile(r"(?:(?:del)?summa|totalt?|sammanlagt|netto|resultat|raden utan namn)$", re.IGNORECASE)
# Words that begin a row and no name: small inside a sentence.
_ROW_WORDS = frozenset(
    "summa totalt totala årets periodens verksamhetens kassaflöde likvida eget utgående ingående resultat medel ökning "
    "kostnad kostnader intäkter nettokostnad antal övriga kortfristiga långfristiga andel budget utfall".split()
)


def say_value(value: Decimal, unit: str) -> str:
    """ "5 612 774 kr", "−38,5 %", "223"."""
    whole, _, decimals = f"{abs(value):f}".partition(".")
    groups = f"{int(whole):,}".replace(",", " ") if len(whole) > 3 else whole
    number = ("−" if value < 0 else "") + groups + (f",{decimals}" if decimals else "")
    return number if unit in _NO_UNIT_SAID else f"{number} {unit}"


def say_figure(figure: Figure) -> str:
    """ "Årets resultat 2021", "Summa i Not 3, kvinnor (budget 2022)": which figure it is, without its value.

    What a sentence says of a share is cited: "har försörjningsstöd" is no name.
    """
    label, time = _name_of(figure), say_period(figure.period)
    if figure.scenario in (Scenario.BUDGET, Scenario.TARGET, Scenario.FORECAST, Scenario.DEVIATION):
        return f"{label} ({figure.scenario.value}{' ' + time if time else ''})"
    if figure.scenario is Scenario.SHARE and figure.unit == "%":
        return f"{label} (andel{' ' + time if time else ''})"
    return f"{label} {time}" if time and time not in label else label


def _name_of(figure: Figure) -> str:
    if figure.table is None:
        return f"”{say_label(figure.row)}”" if figure.unit == "%" else say_label(figure.row)
    label, sense = say_label(figure.row), say_sense(figure.column)
    if _SAYS_LITTLE.match(label) and figure.table:
        label = f"{label} i {_shortened(figure.table)}"
    return f"{label}, {sense}" if sense and sense.lower() not in label.lower() else label


def say_sense(header: str) -> str:
    """What a column's header says beside time, scenario and unit: "kvinnor"; "" for nothing, and for a whole question."""
    kept = [word for word in header.split() if column_sense(word)]
    sense = " ".join(kept).strip(" ,.:-–").lower()
    return sense if len(sense) <= _MAX_SENSE else ""


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """For the middle of a sentence; a name or an abbreviation keeps its capital."""
    return text[:1].lower() + text[1:] if text[1:2].islower() and text.split(" ")[0].lower() in _ROW_WORDS else text


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MAX_TABLE else text[:_MAX_TABLE].rsplit(" ", 1)[0] + " …"


def say_label(row: str) -> str:
    """The row's own name; its parent too where the name alone says little."""
    parts = row.split(" › ")
    name = parts[-1] if len(parts) == 1 or len(parts[-1]) > 12 else " › ".join(parts[-2:])
    name = " ".join(name.split()).strip(" :.") or "Raden utan namn"
    return name if len(name) <= _MAX_LABEL else name[:_MAX_LABEL].rsplit(" ", 1)[0] + " …"


def say_period(period: str | None) -> str:
    """ "2021", "31 december 2021", "januari–augusti 2021"; "" where it is not known."""
    if period is None or len(period) == 4:
        return period or ""
    span = span_of(period)
    if span.start is None:
        return f"{span.end.day} {_MONTHS[span.end.month - 1]} {span.end.year}"
    if (span.start.year, span.start.month) == (span.end.year, span.end.month):
        return f"{_MONTHS[span.end.month - 1]} {span.end.year}"
    if span.start.year == span.end.year:
        return f"{_MONTHS[span.start.month - 1]}–{_MONTHS[span.end.month - 1]} {span.end.year}"
    return f"{span.start.year}–{span.end.year}"


def say_place(locator: Locator) -> str:
    """ "i avsnitt 3 Balansräkning", "på rad 77": where the other print stands."""
    if locator.section:
        return f"i avsnittet {locator.section.rsplit(' › ', 1)[-1]}"
    return f"på rad {locator.lines[0]}" if locator.lines else "på ett annat ställe"
