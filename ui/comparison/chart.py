"""The one adapter to matplotlib: a chart as SVG or PNG, in Swedish, told apart without colour.

Only its object interface is used, without a display. Its settings are the process's: one chart is drawn at a time.
"""

from __future__ import annotations

import textwrap
import threading
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from assistant.wording import say_number
from ui.comparison.chart_data import ChartData
from ui.xml_text import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDTH_IN, _HEIGHT_IN = 9.0, 4.8
_DASHES = ("-", "--", ":", "-.", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 3)), (0, (8, 3)))
_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
_HATCHES = ("", "///", "...", "xxx", "\\\\\\", "---", "++", "oo")
_LABEL_CHARS, _TITLE_CHARS, _SOURCE_CHARS = 20, 70, 118
_SCALES = (("mnkr", Decimal(1_000_000)), ("tkr", Decimal(1000)))
_FULL_SCALE = 4  # an axis of four digits or less is read without a coarser unit
_one_at_a_time = threading.Lock()
_SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "finsam",
    "font.family": ["DejaVu Sans"],
    "axes.unicode_minus": True,
    "hatch.linewidth": 0.7,
    "text.parse_math": False,
}


@dataclass(frozen=True, slots=True)
class _Look:
    """The colours of the page in one of its themes; those of the series differ in lightness too."""

    paper: str
    ink: str
    soft: str
    grid: str
    series: tuple[str, ...]


_LIGHT = _Look(
    "#ffffff", "#1c2b33", "#52636c", "#d9dfe1",
    ("#0f5257", "#b4540a", "#4a3f8f", "#7a8b00", "#a3201d", "#3d7ea6", "#6b4a2b", "#52636c"),
)  # fmt: skip
_DARK = _Look(
    "#18242a", "#e8eeef", "#a9b8bd", "#34444b",
    ("#7fd1c7", "#ffb36b", "#b9aefc", "#d6e36a", "#ff9d94", "#8cc9ee", "#d9b48f", "#c3ced2"),
)  # fmt: skip


def chart_svg(chart: ChartData, *, dark: bool = False) -> bytes:
    """The chart as SVG whose text is text."""
    return _drawn(chart, _DARK if dark else _LIGHT, "svg", 72)


def chart_png(chart: ChartData, width_px: int = 1600) -> bytes:
    """The chart as PNG on white."""
    return _drawn(chart, _LIGHT, "png", width_px / _WIDTH_IN)


def _drawn(chart: ChartData, look: _Look, kind: str, dots_per_inch: float) -> bytes:
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    out = BytesIO()
    with _one_at_a_time, rc_context(_SETTINGS):  # type: ignore[arg-type]
        figure = Figure(figsize=(_WIDTH_IN, _HEIGHT_IN), dpi=dots_per_inch, facecolor=look.paper, layout="constrained")
        (FigureCanvasSVG if kind == "svg" else FigureCanvasAgg)(figure)
        _draw(figure, chart, look)
        # without a date in it, the same chart is the same file
        metadata = {
            "Title": _drawable(chart.title),
            **({"Date": None, "Creator": "Finsam-assistenten"} if kind == "svg" else {}),
        }
        figure.savefig(out, format=kind, metadata=metadata)
    return out.getvalue()


def _draw(figure: Figure, chart: ChartData, look: _Look) -> None:
    axes = figure.add_subplot()
    axes.set_facecolor(look.paper)
    scale_name, scale = _scale(chart)
    (_lines if chart.lines else _bars)(axes, chart, look, scale)
    labels = [_wrapped(label, _LABEL_CHARS) for label in chart.labels]
    axes.set_xticks(range(len(labels)), labels, fontsize=9 if len(labels) <= 8 else 7.5)
    axes.yaxis.set_major_formatter(lambda value, _: say_number(Decimal(f"{value:.10g}")).replace(" ", "\u00a0"))
    axes.set_ylabel(scale_name, color=look.soft)
    axes.tick_params(colors=look.ink, length=0)
    axes.grid(axis="y", color=look.grid, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(look.soft)
    axes.axhline(0, color=look.soft, linewidth=0.9)
    title = _wrapped(chart.title, _TITLE_CHARS)
    figure.suptitle(title, x=0.01, ha="left", color=look.ink, fontsize=13, fontweight="bold")
    if len(chart.series) > 1:
        legend = axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False, fontsize=9, handlelength=3.4)
        for text in legend.get_texts():
            text.set_color(look.ink)
    under = " ".join(part for part in (chart.note, chart.source) if part)
    figure.supxlabel(_wrapped(under, _SOURCE_CHARS), fontsize=8, color=look.soft, x=0.01, ha="left")


def _wrapped(text: str, chars: int) -> str:
    return "\n".join(textwrap.wrap(_drawable(text), chars))


def _drawable(text: str) -> str:
    """Text that XML can hold; the legend leaves out what begins with an underscore."""
    return printable(text).lstrip("_ ")


def _scale(chart: ChartData) -> tuple[str, Decimal]:
    """The unit of the axis: kronor in thousands or millions where the numbers are long."""
    largest = max((abs(value) for one in chart.series for value in one.values if value is not None), default=Decimal(0))
    if chart.unit != "kr" or len(str(int(largest))) <= _FULL_SCALE:
        return chart.unit, Decimal(1)
    return next(((name, scale) for name, scale in _SCALES if largest >= scale), _SCALES[-1])


def _lines(axes: Axes, chart: ChartData, look: _Look, scale: Decimal) -> None:
    for at, one in enumerate(chart.series):
        values = [float(value / scale) if value is not None else float("nan") for value in one.values]
        style = {"color": look.series[at], "linestyle": _DASHES[at], "marker": _MARKERS[at], "markersize": 6.5, "linewidth": 2}
        axes.plot(range(len(values)), values, label=_drawable(one.name), **style)  # type: ignore[arg-type]
    axes.set_xlim(-0.4, len(chart.labels) - 0.6)


def _bars(axes: Axes, chart: ChartData, look: _Look, scale: Decimal) -> None:
    width = 0.8 / len(chart.series)
    for at, one in enumerate(chart.series):
        places = [n - 0.4 + width * (at + 0.5) for n, value in enumerate(one.values) if value is not None]
        heights = [float(value / scale) for value in one.values if value is not None]
        bars = axes.bar(places, heights, width * 0.92, label=_drawable(one.name), color=look.series[at], hatch=_HATCHES[at])
        for bar in bars:
            bar.set_edgecolor(look.paper)
