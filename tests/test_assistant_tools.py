"""The assistant's abilities as LangChain tools."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from assistant.tools import make_tools
from ingest.errors import UsageError
from vectorstore.library import Library


@pytest.fixture(scope="module")
def tools(library_without_vectors: Library) -> dict[str, Any]:
    return {tool.name: tool for tool in make_tools(library_without_vectors)}


def test_figures_are_found_with_keys_and_places(tools: dict[str, Any]) -> None:
    arguments = {"measure": "årets resultat", "association": "Finsam Degerfors/Karlskoga", "period": "2021"}
    found = json.loads(tools["find_figures"].invoke(arguments))
    assert (found[0]["value"], found[0]["unit"], found[0]["lines"]) == ("-38774", "kr", [528, 528])


def test_found_figures_are_computed_with_by_their_keys(tools: dict[str, Any]) -> None:
    found = [
        json.loads(
            tools["find_figures"].invoke(
                {"measure": "leverantörsskulder", "association": "Samordningsförbundet Insjöriket", "period": day}
            )
        )
        for day in ("2020-08-31", "2021-08-31")
    ]
    result = json.loads(tools["calculate"].invoke({"operation": "difference", "keys": [f[0]["key"] for f in found]}))
    assert (result["value"], result["expression"]) == ("-1041867", "306063 - 1347930")


def test_an_invented_key_is_refused(tools: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="unknown figure key") as refused:
        tools["calculate"].invoke({"operation": "sum", "keys": ["rapport:f1", "rapport:f2"]})
    assert "Nyckeln finns inte" in refused.value.message_sv


def test_an_unknown_association_is_refused_with_the_known_ones(tools: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as refused:
        tools["find_figures"].invoke({"measure": "resultat", "association": "Finsam Malmö"})
    assert "Samordningsförbundet Insjöriket" in refused.value.message_sv


def test_passages_are_found_as_sentences_that_stand_in_the_report(tools: dict[str, Any]) -> None:
    found = json.loads(tools["search_passages"].invoke({"text": "vad är arbetsträning"}))
    assert "arbetsträning" in found[0]["quote"].lower() and found[0]["lines"]


def test_an_unknown_argument_is_refused(tools: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        tools["find_figures"].invoke({"measure": "resultat", "år": "2021"})
