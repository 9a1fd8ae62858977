"""The one adapter to LangChain: the toolbox as tools, for models and agents.

A tool answers with JSON for a model to read and, as artifact, with the result itself. What cannot be done is answered
too, as `{"error": "..."}` in Swedish, so that a model can ask better; in a tool message its status is "error".
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant import tools_json
from assistant.operations import Operation
from assistant.toolbox import Toolbox
from ingest.domain import Scenario
from ingest.errors import UsageError
from vectorstore.library import Library

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool

MEASURE = "måttet med rapporternas eller vardagens ord, t.ex. 'årets resultat'"
ASSOCIATION = "förbundets namn"
PERIOD = "t.ex. '2021', 'januari-juni 2021', '2021-12-31'"
SCENARIO = "utfall, budget, avvikelse, mål, prognos eller andel"


class Arguments(BaseModel):
    """What a tool is called with; anything else is refused."""

    model_config = ConfigDict(extra="forbid")


class FindFiguresArgs(Arguments):
    """What figure is looked for. Only `measure` is needed."""

    measure: str = Field(min_length=1, max_length=300, description=MEASURE)
    association: str | None = Field(default=None, description=ASSOCIATION)
    period: str | None = Field(default=None, description=PERIOD)
    scenario: Scenario | None = Field(default=None, description=SCENARIO)


class CalculateArgs(Arguments):
    """What is computed, over the keys of figures in order."""

    operation: Operation = Field(
        description="sum: alla ihop; difference: den sista minus den första; product: gånger; ratio: den första delad med "
        "den sista; percent_of: den första, en procentsats, av den sista; change_percent: förändring från den första till "
        "den sista i procent; share: den första i procent av den sista; average: genomsnitt"
    )
    keys: tuple[str, ...] = Field(min_length=2, max_length=50, description="nycklar från find_figures, i ordning")
    allow_mixed: bool = Field(
        default=False,
        description="räkna fast siffrorna är av olika slag (utfall och budget, period och dag, olika enheter i en kvot): "
        "bara när det uttryckligen är det som efterfrågas",
    )


class CompareArgs(Arguments):
    """What is put side by side. Only `measures` is needed: then for all associations, and all times they state."""

    measures: tuple[Annotated[str, Field(min_length=1, max_length=300)], ...] = Field(
        min_length=1, max_length=10, description=f"ett eller flera: {MEASURE}"
    )
    associations: tuple[str, ...] | None = Field(default=None, max_length=20, description="förbundens namn; utan: alla")
    periods: tuple[str, ...] | None = Field(default=None, max_length=30, description=f"{PERIOD}; utan: alla som finns")
    scenario: Scenario | None = Field(default=None, description=f"{SCENARIO}; utan: utfall")


class TrendArgs(Arguments):
    """What is followed over time."""

    measure: str = Field(min_length=1, max_length=300, description=MEASURE)
    association: str = Field(description=ASSOCIATION)
    scenario: Scenario | None = Field(default=None, description=f"{SCENARIO}; utan: utfall om det finns")


class SearchPassagesArgs(Arguments):
    """What is looked up in the running text."""

    text: str = Field(min_length=1, max_length=500, description="frågan eller orden som söks")
    association: str | None = Field(default=None, description=ASSOCIATION)
    period: str | None = Field(default=None, description="t.ex. '2021'")


def make_tools(library: Library) -> tuple[BaseTool, ...]:
    """`find_figures`, `calculate`, `compare`, `trend` and `search_passages` over one library."""
    box = Toolbox(library)
    return (
        _tool(
            box.find_figures,
            tools_json.found_figures,
            FindFiguresArgs,
            "Söker tryckta siffror i rapporternas tabeller, bäst först. Ger nyckel, värde, enhet, period, plats, citat och skäl.",
        ),
        _tool(
            box.calculate,
            tools_json.computed,
            CalculateArgs,
            "Räknar exakt på siffror som hittats, med uträkning och källor. Belopp räknas i kronor.",
        ),
        _tool(
            box.compare,
            tools_json.comparison,
            CompareArgs,
            "Ställer mått, förbund och perioder bredvid varandra. Det som saknas sägs saknas, med skälet.",
        ),
        _tool(
            box.trend,
            tools_json.trend,
            TrendArgs,
            "Följer ett mått för ett förbund över tid, med förändringen från varje period till nästa.",
        ),
        _tool(
            box.search_passages,
            tools_json.found_quotes,
            SearchPassagesArgs,
            "Söker ordagranna meningar i rapporternas text. Ger nyckel, citat och plats.",
        ),
    )


def _tool(ability: Callable[..., Any], fields: Callable[[Any], object], arguments: type[BaseModel], description: str) -> BaseTool:
    """An ability under its own name, its result told by `fields`."""
    from langchain_core.tools import StructuredTool, ToolException

    def answer(**given: Any) -> tuple[str, object]:
        try:
            result = ability(**given)
        except UsageError as refused:
            raise ToolException(refused.message_sv) from refused
        return json.dumps(fields(result), ensure_ascii=False), result

    return StructuredTool.from_function(
        answer,
        name=ability.__name__,
        description=description,
        args_schema=arguments,
        response_format="content_and_artifact",
        handle_tool_error=lambda refused: _error(str(refused)),
        handle_validation_error=lambda invalid: _error(_say_invalid(invalid, arguments)),
    )


def _error(message: str) -> str:
    return json.dumps({"error": message}, ensure_ascii=False)


def _say_invalid(invalid: ValidationError, arguments: type[BaseModel]) -> str:
    """The first argument that cannot be used, and what to do about it."""
    first = invalid.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    if first["type"] == "missing":
        return f"Argumentet {name} saknas. Ange det."
    if first["type"] == "extra_forbidden":
        return f"Argumentet {name} finns inte. Argumenten är: {', '.join(arguments.model_fields)}."
    described = arguments.model_fields[name].description if name in arguments.model_fields else None
    return f"Argumentet {name} går inte att använda som det är ({first['msg']}). Ange {described or 'något annat'}."
