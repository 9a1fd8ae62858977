"""What each ability is called with by another program, described for a model that reads it; anything else is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.operations import Operation
from ingest.domain import FindingKind, Scenario, Severity
from ingest.errors import UsageError

MEASURE = "måttet med rapporternas eller vardagens ord, t.ex. 'årets resultat'"
ASSOCIATION = "förbundets namn"
PERIOD = "t.ex. '2021', 'januari-juni 2021', '2021-12-31'"
SCENARIO = "utfall, budget, avvikelse, mål, prognos eller andel"
# Whole names and times have room; what is longer only costs time.
LONGEST = 300
_LONGEST_NAME = 60

Words = Annotated[str, Field(min_length=1, max_length=LONGEST)]


class Arguments(BaseModel):
    """What a tool is called with; anything else is refused."""

    model_config = ConfigDict(extra="forbid")


class FindFiguresArgs(Arguments):
    """What figure is looked for. Only `measure` is needed."""

    measure: Words = Field(description=MEASURE)
    association: Words | None = Field(default=None, description=ASSOCIATION)
    period: Words | None = Field(default=None, description=PERIOD)
    scenario: Scenario | None = Field(default=None, description=SCENARIO)


class CalculateArgs(Arguments):
    """What is computed, over the keys of figures in order."""

    operation: Operation = Field(
        description="sum: alla ihop; difference: den sista minus den första; product: gånger; ratio: den första delad med "
        "den sista; percent_of: den första, en procentsats, av den sista; change_percent: förändring från den första till "
        "den sista i procent; share: den första i procent av den sista; average: genomsnitt"
    )
    keys: tuple[Words, ...] = Field(min_length=2, max_length=50, description="nycklar från find_figures, i ordning")
    allow_mixed: bool = Field(
        default=False,
        description="räkna fast siffrorna är av olika slag (utfall och budget, period och dag, olika enheter i en kvot): "
        "bara när det uttryckligen är det som efterfrågas",
    )


class CompareArgs(Arguments):
    """What is put side by side. Only `measures` is needed: then for all associations, and all times they state."""

    measures: tuple[Words, ...] = Field(min_length=1, max_length=5, description=f"ett eller flera: {MEASURE}")
    associations: tuple[Words, ...] | None = Field(default=None, max_length=20, description="förbundens namn; utan: alla")
    periods: tuple[Words, ...] | None = Field(default=None, max_length=30, description=f"{PERIOD}; utan: alla som finns")
    scenario: Scenario | None = Field(default=None, description=f"{SCENARIO}; utan: utfall")


class TrendArgs(Arguments):
    """What is followed over time."""

    measure: Words = Field(description=MEASURE)
    association: Words = Field(description=ASSOCIATION)
    scenario: Scenario | None = Field(default=None, description=f"{SCENARIO}; utan: utfall om det finns")


class SearchPassagesArgs(Arguments):
    """What is looked up in the running text."""

    text: str = Field(min_length=1, max_length=500, description="frågan eller orden som söks")
    association: Words | None = Field(default=None, description=ASSOCIATION)
    period: Words | None = Field(default=None, description="t.ex. '2021'")


class FindingsArgs(Arguments):
    """Which findings are looked at; none of it is needed."""

    association: Words | None = Field(default=None, description=f"{ASSOCIATION}; utan: alla")
    period: Words | None = Field(default=None, description=f"{PERIOD}; också fynd om en del av tiden; utan: alla")
    kind: FindingKind | None = Field(default=None, description=f"slaget: {', '.join(FindingKind)}; utan: alla")
    severity: Severity | None = Field(default=None, description=f"hur stort: {', '.join(Severity)}; utan: alla")


class ListReportsArgs(Arguments):
    """Whose reports are listed."""

    association: Words | None = Field(default=None, description=f"{ASSOCIATION}; utan: alla")


def read_arguments(kind: type[Arguments], given: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments, those that were not given by their defaults. Raises `UsageError` for what cannot be used."""
    try:
        read = kind.model_validate(given)
    except ValidationError as invalid:
        raise UsageError(say_invalid(invalid.errors(include_url=False), kind)) from None
    return {name: getattr(read, name) for name in kind.model_fields}


def say_invalid(errors: Sequence[Mapping[str, Any]], kind: type[BaseModel]) -> str:
    """The first argument that cannot be used, and what to do about it. Of what was given only the name is repeated."""
    first = errors[0]
    name = _shortened(str(first["loc"][0])) if first["loc"] else ""
    if first["type"] == "missing":
        return f"Argumentet {name} saknas. Ange det."
    if first["type"] == "extra_forbidden":
        return f"Argumentet {name} finns inte. Argumenten är: {', '.join(kind.model_fields)}."
    described = kind.model_fields[name].description if name in kind.model_fields else None
    return f"Argumentet {name} går inte att använda som det är{_limit(first)}. Ange {described or 'något annat'}."


def _limit(error: Mapping[str, Any]) -> str:
    limits: Mapping[str, Any] = error.get("ctx", {})
    if error["type"] == "string_too_long":
        return f" (högst {limits['max_length']} tecken)"
    if error["type"] == "too_long":
        return f" (högst {limits['max_length']} stycken)"
    return f" (minst {limits['min_length']} stycken)" if error["type"] == "too_short" else ""


def _shortened(name: str) -> str:
    """Anything may be sent as a name."""
    return "".join(sign for sign in name if sign.isprintable())[:_LONGEST_NAME]
