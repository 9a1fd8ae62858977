"""The one adapter to LangChain: the abilities as tools, for models and agents.

A tool answers with JSON for a model to read and, as artifact, with the result itself. What cannot be done is answered
too, as `{"error": "..."}` in Swedish, so that a model can ask better; in a tool message its status is "error".
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from assistant.abilities import ABILITIES, Ability
from assistant.ability_arguments import say_invalid
from assistant.toolbox import Toolbox
from ingest.errors import UsageError
from vectorstore.library import Library

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool


def make_tools(library: Library) -> tuple[BaseTool, ...]:
    """Every one of `ABILITIES` over one library, in their order."""
    return tuple(map(partial(_tool, box=Toolbox(library)), ABILITIES))


def _tool(ability: Ability, box: Toolbox) -> BaseTool:
    """An ability under its own name, its result told as JSON."""
    from langchain_core.tools import StructuredTool, ToolException

    def answer(**given: Any) -> tuple[str, object]:
        try:
            result = ability.work(box, **given)
        except UsageError as refused:
            raise ToolException(refused.message_sv) from refused
        return json.dumps(ability.tell(result), ensure_ascii=False), result

    return StructuredTool.from_function(
        answer,
        name=ability.name,
        description=ability.description,
        args_schema=ability.arguments,
        response_format="content_and_artifact",
        handle_tool_error=lambda refused: _error(str(refused)),
        handle_validation_error=lambda invalid: _error(say_invalid(invalid.errors(), ability.arguments)),
    )


def _error(message: str) -> str:
    return json.dumps({"error": message}, ensure_ascii=False)
