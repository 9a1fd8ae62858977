"""The one list of what other programs may have done: each ability's name, description, arguments and the form of its result.

Both doors are made from it, the tools for LangChain and those for other assistants, so that they never differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assistant import tools_json
from assistant.ability_arguments import (
    Arguments,
    CalculateArgs,
    CompareArgs,
    FindFiguresArgs,
    FindingsArgs,
    ListReportsArgs,
    SearchPassagesArgs,
    TrendArgs,
)
from assistant.toolbox import Toolbox


@dataclass(frozen=True, slots=True)
class Ability:
    """`work` is a method of the toolbox, which takes what `arguments` has by keyword; `tell` makes its result JSON's fields."""

    work: Callable[..., Any]
    tell: Callable[[Any], tools_json.Fields]
    arguments: type[Arguments]
    title: str
    description: str

    @property
    def name(self) -> str:
        return self.work.__name__


ABILITIES: tuple[Ability, ...] = (
    Ability(
        Toolbox.find_figures,
        tools_json.found_figures,
        FindFiguresArgs,
        "Sök siffror",
        "Söker tryckta siffror i rapporternas tabeller, bäst först. Ger nyckel, värde, enhet, period, plats, citat och skäl.",
    ),
    Ability(
        Toolbox.calculate,
        tools_json.computed,
        CalculateArgs,
        "Räkna på siffror",
        "Räknar exakt på siffror som hittats, med uträkning och källor. Belopp räknas i kronor.",
    ),
    Ability(
        Toolbox.compare,
        tools_json.comparison,
        CompareArgs,
        "Jämför",
        "Ställer mått, förbund och perioder bredvid varandra. Det som saknas sägs saknas, med skälet.",
    ),
    Ability(
        Toolbox.trend,
        tools_json.trend,
        TrendArgs,
        "Följ över tid",
        "Följer ett mått för ett förbund över tid, med förändringen från varje period till nästa.",
    ),
    Ability(
        Toolbox.search_passages,
        tools_json.found_quotes,
        SearchPassagesArgs,
        "Sök i texten",
        "Söker ordagranna meningar i rapporternas text. Ger nyckel, citat och plats.",
    ),
    Ability(
        Toolbox.findings,
        tools_json.findings,
        FindingsArgs,
        "Granskningens fynd",
        "Listar var rapporterna säger emot sig själva eller varandra: vad som står, vad som följer av resten, och ställena.",
    ),
    Ability(
        Toolbox.list_reports,
        tools_json.reports,
        ListReportsArgs,
        "Lista rapporter",
        "Listar rapporterna som kan läsas: förbund, slag, period, titel och hur mycket de innehåller.",
    ),
)
