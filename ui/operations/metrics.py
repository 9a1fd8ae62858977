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

from assistant.answer import Intervention, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from prometheus_client.registry import Collector

    from assistant.answer import Answer

    Listener = Callable[[Answer, float, "Channel"], None]

METRICS_TYPE = CONTENT_TYPE_PLAIN_0_0_4
Channel = Literal["api", "web"]
CHANNELS: tuple[Channel, ...] = ("api", "web")
Reason = Literal["busy", "rate", "too_slow", "invalid", "failed"]
REFUSALS: tuple[Reason, ...] = get_args(Reason)
# Seconds. An answer from words and figures takes some ten milliseconds; the longest that is waited for is half a minute.
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0)
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
            {"version": _version(), "python": platform.python_version()}
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

    def refused(self, reason: Reason) -> None:
        """Counts a question that got no answer."""
        self._refusals.labels(reason).inc()

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
        for kind in Intervention:
            if kind is not Intervention.NONE:
                self._interventions.labels(kind.value)


def _version() -> str:
    try:
        return version(_DISTRIBUTION)
    except PackageNotFoundError:  # run from a folder, without having been installed
        return "unknown"
