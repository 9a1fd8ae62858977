"""What the library holds, read anew each time Prometheus asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from ingest.domain import Visibility
from ingest.errors import FinsamError

if TYPE_CHECKING:
    from ui.desk import Desk


class LibraryFigures(Collector):
    """Reports by visibility, findings, and whether what answers need is in memory. It loads nothing by itself."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def describe(self) -> tuple[Metric, ...]:
        """Nothing: else the registry would read the library as soon as this is added."""
        return ()

    def collect(self) -> Iterator[Metric]:
        loaded = GaugeMetricFamily("finsam_index_loaded", "1 when the reports can be read and answers need wait for nothing.")
        try:
            held = self._held() if self._desk.is_warm() else ()
        except FinsamError:  # the probe of /readyz tells the log why
            held = ()
        loaded.add_metric((), bool(held))
        yield from (loaded, *held)

    def _held(self) -> tuple[Metric, ...]:
        reports = GaugeMetricFamily("finsam_reports", "Reports in the library.", labels=("visibility",))
        counted = Counter(entry.visibility for entry in self._desk.library().reports())
        for visibility in Visibility:
            reports.add_metric((visibility.value,), counted[visibility])
        return reports, GaugeMetricFamily("finsam_findings", "Findings in the reports.", value=len(self._desk.findings()))
