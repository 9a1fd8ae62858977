"""The assistant's abilities as LangChain tools: typed arguments in, JSON with every source out, refusals as answers."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from langchain_core.messages import ToolMessage
from langchain_core.utils.function_calling import convert_to_openai_tool

from assistant import tools_json
from assistant.tools import make_tools
from vectorstore.entries import Explanation
from vectorstore.library import Library

DEGERFORS = "Finsam Degerfors/Karlskoga"
INSJORIKET = "Samordningsförbundet Insjöriket"


@pytest.fixture(scope="module")
def tools(library_without_vectors: Library) -> dict[str, Any]:
    return {tool.name: tool for tool in make_tools(library_without_vectors)}


def answer(tool: Any, **arguments: object) -> Any:
    return json.loads(tool.invoke(arguments))


def message(tool: Any, **arguments: object) -> ToolMessage:
    """What a model gets that has called the tool."""
    told = tool.invoke({"type": "tool_call", "id": "1", "name": tool.name, "args": arguments})
    assert isinstance(told, ToolMessage)
    return told


def key_of(tools: dict[str, Any], **arguments: object) -> str:
    return str(answer(tools["find_figures"], **arguments)["items"][0]["key"])


def test_the_tools_are_these(tools: dict[str, Any]) -> None:
    assert list(tools) == [
        "find_figures",
        "calculate",
        "compare",
        "trend",
        "search_passages",
        "findings",
        "list_reports",
    ]


def test_a_model_is_told_what_every_argument_means(tools: dict[str, Any]) -> None:
    described = {
        (name, argument): schema.get("description")
        for name, tool in tools.items()
        for argument, schema in convert_to_openai_tool(tool)["function"]["parameters"]["properties"].items()
    }
    assert [argument for argument, text in described.items() if not text] == []


def test_figures_are_found_with_their_values(tools: dict[str, Any]) -> None:
    found = answer(tools["find_figures"], measure="årets resultat", association=DEGERFORS, period="2021")["items"]
    assert (found[0]["value"], found[0]["unit"], found[0]["scenario"]) == ("-38774", "kr", "utfall")


def test_a_figure_comes_with_its_source(tools: dict[str, Any]) -> None:
    first = answer(tools["find_figures"], measure="årets resultat", association=DEGERFORS, period="2021")["items"][0]
    told = {name: first[name] for name in ("report", "section", "page", "page_label", "lines", "quote", "flags")}
    assert told == {
        "report": "finsam-degerfors-karlskoga_arsredovisning_2021",
        "section": "2 Resultaträkning",
        "page": None,
        "page_label": "29",
        "lines": [528, 528],
        "quote": "Årets resultat | -38 774 | 487 600",
        "flags": ["page-from-toc"],
    }


def test_a_figure_of_a_part_of_the_time_says_so_among_its_reasons(tools: dict[str, Any]) -> None:
    found = answer(tools["find_figures"], measure="verksamhetens intäkter", association=INSJORIKET, period="2021")
    assert "tiden är januari–augusti 2021, inte just den som söks" in found["items"][0]["reasons"]


def test_what_is_kept_together_by_a_name_is_one_measure(tools: dict[str, Any]) -> None:
    found = answer(tools["find_figures"], measure="kostnad per deltagare", association=DEGERFORS, period="2021")
    assert found["items"][0]["label"].endswith("Kostnad per deltagare")


def test_a_town_is_not_answered_by_the_region_of_its_name(tools: dict[str, Any]) -> None:
    assert answer(tools["find_figures"], measure="Driftbidrag från Örebro kommun", association=DEGERFORS)["items"] == []


def test_found_figures_are_computed_with_by_their_keys(tools: dict[str, Any]) -> None:
    days = ("2020-08-31", "2021-08-31")
    keys = [key_of(tools, measure="leverantörsskulder", association=INSJORIKET, period=day) for day in days]
    result = answer(tools["calculate"], operation="difference", keys=keys)
    assert (result["value"], result["unit"], result["expression"]) == ("-1041867", "kr", "306063 - 1347930")


def test_a_result_names_the_source_of_every_input(tools: dict[str, Any]) -> None:
    keys = [key_of(tools, measure="årets resultat", association=DEGERFORS, period=year) for year in ("2020", "2021")]
    inputs = answer(tools["calculate"], operation="sum", keys=keys)["inputs"]
    assert [(one["key"], one["lines"], one["raw"]) for one in inputs] == [
        (keys[0], [528, 528], "487 600"),
        (keys[1], [528, 528], "-38 774"),
    ]


def test_half_a_year_is_not_computed_with_a_year_without_a_word(tools: dict[str, Any]) -> None:
    periods = ("2020", "januari-juni 2021")
    keys = [key_of(tools, measure="årets resultat", association="Finsam Lekeberg Örebro", period=p) for p in periods]
    warnings = answer(tools["calculate"], operation="difference", keys=keys)["warnings"]
    assert "Siffrorna gäller olika långa tider: 2020, januari–juni 2021." in warnings


def test_a_budget_is_held_against_an_outcome_only_outright(tools: dict[str, Any]) -> None:
    found = [
        key_of(tools, measure="medlemsbidrag", association=DEGERFORS, period="2021", scenario=kind)
        for kind in ("budget", "utfall")
    ]
    refused = answer(tools["calculate"], operation="difference", keys=found)
    allowed = answer(tools["calculate"], operation="difference", keys=found, allow_mixed=True)
    assert "budget, utfall" in refused["error"] and allowed["mixed"] == ["budget, utfall"]


def test_a_comparison_gives_figures_and_says_what_is_missing(tools: dict[str, Any]) -> None:
    rows = answer(tools["compare"], measures=["årets resultat"], associations=["D/K", "Sydnärke"], periods=["2021"])["items"]
    told = [(row["period"], row["status"], row.get("reason") or row["figure"]["value"]) for row in rows]
    assert told == [("2021", "figure", "-38774"), ("2021", "missing", "Finns bara som budget (2022, 2023, 2024).")]


def test_a_trend_tells_each_change_with_its_expression(tools: dict[str, Any]) -> None:
    told = answer(tools["trend"], measure="medlemsbidrag", association=DEGERFORS)
    first = told["changes"][0]
    assert (told["points"][0]["figure"]["period"], first["difference"]["expression"], first["percent"]["value"][:6]) == (
        "2017",
        "5936000 - 6171616",
        "-3.817",
    )


def test_passages_are_found_as_sentences_that_stand_in_the_report(tools: dict[str, Any]) -> None:
    found = answer(tools["search_passages"], text="vad är arbetsträning")["items"]
    assert "arbetsträning" in found[0]["quote"].lower() and found[0]["lines"]


def test_a_model_gets_the_result_itself_as_artifact(tools: dict[str, Any]) -> None:
    told = message(tools["find_figures"], measure="årets resultat", association=DEGERFORS, period="2021")
    assert (told.status, str(told.artifact[0].stored.figure.value)) == ("success", "-38774")


def test_a_model_is_told_of_an_invented_key(tools: dict[str, Any]) -> None:
    told = message(tools["calculate"], operation="sum", keys=["rapport:f1", "rapport:f2"])
    assert (told.status, json.loads(str(told.content))) == (
        "error",
        {"error": "Nyckeln 'rapport:f1' finns inte. Använd en nyckel som find_figures har gett."},
    )


def test_an_unknown_association_is_refused_with_the_known_ones(tools: dict[str, Any]) -> None:
    told = answer(tools["find_figures"], measure="resultat", association="Finsam Malmö")["error"]
    assert told.startswith("Finsam Malmö är inget av förbunden. De är: Finsam Degerfors/Karlskoga, ")


def test_a_short_name_of_an_association_is_enough(tools: dict[str, Any]) -> None:
    assert answer(tools["trend"], measure="soliditet", association="d/k")["association"] == DEGERFORS


def test_an_unknown_argument_is_refused_with_the_known_ones(tools: dict[str, Any]) -> None:
    told = answer(tools["find_figures"], measure="resultat", år="2021")["error"]
    assert told == "Argumentet år finns inte. Argumenten är: measure, association, period, scenario."


def test_a_missing_argument_is_asked_for(tools: dict[str, Any]) -> None:
    assert answer(tools["trend"], measure="resultat")["error"] == "Argumentet association saknas. Ange det."


def test_an_impossible_value_is_refused_with_what_is_possible(tools: dict[str, Any]) -> None:
    told = answer(tools["find_figures"], measure="resultat", scenario="gissning")["error"]
    assert "Argumentet scenario" in told and "Ange utfall, budget, avvikelse, mål, prognos eller andel." in told


def test_findings_come_with_their_places_and_addresses(tools: dict[str, Any]) -> None:
    first = answer(tools["findings"], association=DEGERFORS, kind="summa")["items"][0]
    assert (first["kind"], first["association"]) == ("summa", DEGERFORS)
    assert first["places"][0]["quote"] and first["places"][0]["source_url"].startswith(f"/api/source/{first['report']}?")


def test_a_finding_about_a_day_is_found_by_its_year(tools: dict[str, Any]) -> None:
    told = answer(tools["findings"], association=DEGERFORS, period="2021")["items"]
    periods = {one["period"] for one in told}
    assert periods and all("2021" in period for period in periods)


def test_a_finding_does_not_say_who_explained_it(library_without_vectors: Library) -> None:
    stored = replace(library_without_vectors.findings()[0], explained=Explanation("Så här.", "Siv", "2026-01-01T00:00:00+00:00"))
    told = tools_json.findings([stored])["items"]
    assert isinstance(told, list) and told[0]["explained"] == {"note": "Så här.", "by": None, "at": "2026-01-01T00:00:00+00:00"}


def test_reports_are_listed_by_a_short_name(tools: dict[str, Any]) -> None:
    told = answer(tools["list_reports"], association="Insjöriket")["items"]
    assert [(one["association"], one["period"]) for one in told] == [(INSJORIKET, "2021-01-01/2021-08-31")]


def test_a_figure_tells_where_it_is_shown(tools: dict[str, Any]) -> None:
    first = answer(tools["find_figures"], measure="årets resultat", association=DEGERFORS, period="2021")["items"][0]
    assert first["source_url"] == "/api/source/finsam-degerfors-karlskoga_arsredovisning_2021?lines=528-528"


def test_a_long_list_is_cut_off_and_says_by_how_much(library_without_vectors: Library) -> None:
    many = library_without_vectors.findings()[:1] * 150
    told = tools_json.findings(many)
    assert isinstance(told["items"], list)
    shown = len(told["items"])
    assert 0 < shown <= tools_json.MOST_ITEMS and told["not_shown"] == 150 - shown
    assert len(json.dumps(told["items"], ensure_ascii=False)) <= tools_json.MOST_CHARS + 1000
