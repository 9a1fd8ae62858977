"""What Prometheus is told of this program: how many questions, how they ended, how long they took, and what is loaded.

Never a question's text, a report's or a person's name: labels are words of the fixed lists here. Counted in this process
alone, and from nought with every start; Prometheus adds up.
"""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Literal, get_args

from prometheus_client import (
    CONTENT_TYPE_PLAIN_0_0_4,
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from assistant.answer import CallOutcome, Intervention, NotPhrased, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from prometheus_client.registry import Collector

    from assistant.answer import Answer, Phrasing

    Listener = Callable[[Answer, float, "Channel"], None]

METRICS_TYPE = CONTENT_TYPE_PLAIN_0_0_4
Channel = Literal["api", "web", "mcp"]
CHANNELS: tuple[Channel, ...] = get_args(Channel)
Reason = Literal["busy", "rate", "too_slow", "invalid", "failed"]
REFUSALS: tuple[Reason, ...] = get_args(Reason)
# What other assistants call (`ui.mcp.tool_calls.TOOLS`), and whatever else they may try.
TOOL_NAMES = ("find_figures", "calculate", "compare", "trend", "search_passages", "findings", "list_reports", "ask", "other")
# Seconds. An answer from words and figures takes some ten milliseconds; the longest that is waited for is half a minute.
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0)
# What a language model is asked for, as `assistant.answer.ModelCall` names it.
PURPOSES = ("read", "repair", "phrase", "rephrase")
# A model of a few words a second needs many of them for an answer.
_MODEL_BUCKETS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0)
_DISTRIBUTION = "finsam-assistant"


class Metrics:
    """Counts; safe to share between threads. `text` is what `/metrics` answers."""

    def __init__(self) -> None:
        # A registry of its own: the package's global one would be shared by every application in a process.
        self._registry = CollectorRegistry()
        self._listeners: tuple[Listener, ...] = ()
        disable_created_metrics()  # type: ignore[no-untyped-call]  # else each counter comes with a second series of when it was made
        ProcessCollector(registry=self._registry)
        GCCollector(registry=self._registry)
        Info("finsam_build", "Version of the program and of Python.", registry=self._registry).info(
            {"version": program_version(), "python": platform.python_version()}
        )
        self._questions = Counter(
            "finsam_questions", "Questions that got an answer.", ("outcome", "channel"), registry=self._registry
        )
        self._refusals = Counter("finsam_refusals", "Questions that got no answer.", ("reason",), registry=self._registry)
        self._interventions = Counter(
            "finsam_gate_interventions",
            "Answers in which something was dropped, or that were refused, because no source bears it out.",
            ("kind",),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "finsam_answer_seconds",
            "Seconds from the question to the whole answer.",
            ("channel",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._tools = Counter(
            "finsam_tool_calls", "Tools that other assistants called.", ("tool", "outcome"), registry=self._registry
        )
        self._model = _ModelMetrics(self._registry)
        self._show_noughts()

    def listen(self, heard: Listener) -> None:
        """Tells `heard` too of every answer that is counted."""
        self._listeners = (*self._listeners, heard)

    def answered(self, answer: Answer, seconds: float, channel: Channel) -> None:
        """Counts an answer that was given, and how long it took altogether."""
        for heard in self._listeners:
            heard(answer, seconds, channel)
        self._questions.labels(answer.status.value, channel).inc()
        self._seconds.labels(channel).observe(seconds)
        if answer.intervention is not Intervention.NONE:
            self._interventions.labels(answer.intervention.value).inc()
        if answer.phrasing is not None:
            self._model.count(answer.phrasing)

    def refused(self, reason: Reason) -> None:
        """Counts a question that got no answer."""
        self._refusals.labels(reason).inc()

    def used_tool(self, tool: str, outcome: Literal["answered"] | Reason) -> None:
        """Counts a call of one of `TOOL_NAMES` by another assistant, and how it ended."""
        self._tools.labels(tool, outcome).inc()

    def add(self, collector: Collector) -> None:
        """Shows also what a collector gives each time `text` is asked for."""
        self._registry.register(collector)

    def text(self) -> bytes:
        """Everything there is now, in Prometheus' text format 0.0.4."""
        return generate_latest(self._registry)

    def _show_noughts(self) -> None:
        """A series that only begins with its first event would hide that event from `rate` and `increase`."""
        for channel in CHANNELS:
            self._seconds.labels(channel)
            for status in Status:
                self._questions.labels(status.value, channel)
        for reason in REFUSALS:
            self._refusals.labels(reason)
        for tool in TOOL_NAMES:
            for outcome in ("answered", *REFUSALS):
                self._tools.labels(tool, outcome)
        for kind in Intervention:
            if kind is not Intervention.NONE:
                self._interventions.labels(kind.value)


class _ModelMetrics:
    """How the language model does. Noughts for ever where none is configured."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._calls = Counter("finsam_model_calls", "Calls of the language model.", ("purpose", "outcome"), registry=registry)
        self._seconds = Histogram(
            "finsam_model_seconds",
            "Seconds that a call of the language model took.",
            ("purpose",),
            buckets=_MODEL_BUCKETS,
            registry=registry,
        )
        self._not_phrased = Counter(
            "finsam_model_not_phrased", "Answers that the program phrased itself all the same.", ("reason",), registry=registry
        )
        self._dropped = Counter(
            "finsam_model_dropped_sentences", "Sentences of the language model that no source bears out.", registry=registry
        )
        for purpose in PURPOSES:
            self._seconds.labels(purpose)
            for outcome in CallOutcome:
                self._calls.labels(purpose, outcome.value)
        for reason in NotPhrased:
            self._not_phrased.labels(reason.value)

    def count(self, phrasing: Phrasing) -> None:
        """Counts the model's part in an answer."""
        for call in phrasing.calls:
            self._calls.labels(call.purpose, call.outcome.value).inc()
            self._seconds.labels(call.purpose).observe(call.seconds)
        if phrasing.reason is not None:
            self._not_phrased.labels(phrasing.reason.value).inc()
        self._dropped.inc(phrasing.dropped)


def program_version() -> str:
    """The version that is installed."""
    try:
        return version(_DISTRIBUTION)
    except PackageNotFoundError:  # run from a folder, without having been installed
        return "unknown"
