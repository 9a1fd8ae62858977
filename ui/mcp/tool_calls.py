"""A tool that another assistant calls: done in its turn, for whoever asks, within what they may see; or refused in one line."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import Field

from assistant.abilities import ABILITIES
from assistant.ability_arguments import ASSOCIATION, Arguments, Words, read_arguments
from assistant.answer_json import to_json
from assistant.limits import NO_LIMITS, Limits
from assistant.request import read_association
from assistant.toolbox import Toolbox
from ingest.errors import EmptyStoreError, UsageError
from ui.access.proxies import Proxies
from ui.api.errors import problem_of, reason_of
from ui.api.rates import caller_of, held_off_question
from ui.api.visitors import scope_of
from ui.mcp.addresses import with_whole_addresses
from ui.told_text import ToldText

if TYPE_CHECKING:
    from starlette.requests import Request

    from assistant.answer import Answer
    from ui.api.capacity import Capacity
    from ui.desk import Desk
    from ui.operations.metrics import Metrics, Reason
    from vectorstore.entries import Scope
    from vectorstore.library import Library

ASK = "ask"
# What no model reads to its end; the lists in it are shortened long before.
MOST_CHARS = 400_000
_TOO_LONG = "Svaret blev för långt att skicka. Fråga om färre förbund, perioder eller siffror i taget."
_MOST_HISTORY = 50


class AskArgs(Arguments):
    """A question, with what the same person has asked before."""

    question: str = Field(min_length=1, description="frågan, på svenska eller engelska")
    history: tuple[str, ...] = Field(
        default=(), max_length=_MOST_HISTORY, description="tidigare frågor i samma samtal, den äldsta först"
    )
    association: Words | None = Field(
        default=None, description=f"{ASSOCIATION}: svaret hämtas bara ur dess rapporter; utan: alla"
    )


@dataclass(frozen=True, slots=True)
class Tool:
    """What is told of a tool."""

    name: str
    title: str
    description: str
    arguments: type[Arguments]


TOOLS: tuple[Tool, ...] = (
    *(Tool(one.name, one.title, one.description, one.arguments) for one in ABILITIES),
    Tool(
        ASK,
        "Ställ en fråga",
        "Svarar på en fråga ur rapporterna, med varje siffra och citat belagt. Säger att underlag saknas hellre än att gissa.",
        AskArgs,
    ),
)
_ABILITIES = {one.name: one for one in ABILITIES}
_ARGUMENTS = {one.name: one.arguments for one in TOOLS}


@dataclass(frozen=True, slots=True)
class Told:
    """The result as fields and as the same JSON in text; of a refusal only the Swedish line, and no fields."""

    text: str
    fields: Mapping[str, Any] | None = None


class ToolCalls:
    """Does what the tools are called for. `Capacity` says how many at once, together with all other public questions."""

    def __init__(self, desk: Desk, capacity: Capacity, metrics: Metrics) -> None:
        self._desk, self._capacity, self._metrics = desk, capacity, metrics
        self._proxies = Proxies.of(desk.settings)

    async def call(self, name: str, given: Mapping[str, Any], request: Request) -> Told:
        """What a tool of `TOOLS` gives; never raises but when it is cancelled, as when the caller leaves.

        Counts as a question of whoever sent the request, and is refused as one.
        """
        held_off = held_off_question(request)
        if held_off is not None:
            return self._refused(name, "rate", held_off)
        try:
            told = await self._done(name, given, request)
        except Exception as exc:
            return self._refused(name, reason_of(exc), json.loads(bytes(problem_of(exc).body))["detail"])
        self._metrics.used_tool(name, "answered")
        return told

    def unknown(self) -> None:
        """Counts a call of a tool that is not there."""
        self._metrics.used_tool("other", "invalid")

    async def _done(self, name: str, given: Mapping[str, Any], request: Request) -> Told:
        begun = time.monotonic()
        arguments = read_arguments(_ARGUMENTS[name], given)
        scope, caller, base = scope_of(request), caller_of(request, self._proxies), self._base(request)
        if name != ASK:
            ability = _ABILITIES[name]

            def use() -> Told:
                return _told(ability.tell(ability.work(Toolbox(self._seen(scope)), **arguments)), base)

            return await self._capacity.run(use, caller)

        def answer() -> tuple[Answer, Told]:
            found = self._answer(scope, growing, **arguments)
            return found, _told(json.loads(to_json(found)), base)

        growing = ToldText(lambda: None)
        try:
            found, told = await self._capacity.run(answer, caller)
        finally:
            growing.leave()  # also when it took too long, or the caller has gone: a model need not write on
        self._metrics.answered(found, time.monotonic() - begun, "mcp")
        return told

    def _answer(
        self, scope: Scope, growing: ToldText, question: str, history: tuple[str, ...], association: str | None
    ) -> Answer:
        asked, before = self._desk.checked(question), self._desk.checked_history(history)
        library = self._seen(scope)
        limits = NO_LIMITS if association is None else Limits(read_association(association, library))
        return self._desk.answer(asked, before, limits, scope, growing.tell)

    def _seen(self, scope: Scope) -> Library:
        """Raises `EmptyStoreError` also where there are only reports that whoever asks may not know of."""
        library = self._desk.library().within(scope)
        if not library.reports():
            raise EmptyStoreError("", "no report in the visitor's scope")
        return library

    def _refused(self, name: str, reason: Reason, line: str) -> Told:
        self._metrics.used_tool(name, reason)
        if name == ASK:
            self._metrics.refused(reason)
        return Told(line)

    def _base(self, request: Request) -> str:
        """Where the addresses in a result lead: as the settings say, else as the caller wrote it."""
        if self._desk.settings.public_url:
            return self._desk.settings.public_url.rstrip("/")
        return f"http{'s' if self._proxies.secure(request) else ''}://{request.url.netloc}"


def _told(fields: object, base: str) -> Told:
    """Raises `UsageError` where it is too long."""
    text = json.dumps(with_whole_addresses(fields, base), ensure_ascii=False)
    if len(text) > MOST_CHARS:
        raise UsageError(_TOO_LONG)
    return Told(text, json.loads(text))  # the same in both: decimals as text, nothing but JSON's own types
