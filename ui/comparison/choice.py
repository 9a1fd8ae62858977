"""What a person wants compared: the choice of the page *Jämför*, of its events, its links and its exports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from assistant.comparison_measures import measure_of
from assistant.query import Span
from assistant.timespans import parse_period
from ingest.errors import UsageError

# More tables than anyone reads, and more than one answer of the page should take.
MOST_MEASURES, MOST_ASSOCIATIONS, MOST_PERIODS = 12, 60, 40
_UNREADABLE = "Länken går inte att läsa. Gå till sidan Jämför och hämta filen därifrån."


class View(StrEnum):
    """What stands in the squares."""

    OUTCOME = "utfall"
    BUDGET = "budget"
    AGAINST = "avvikelse"
    PER_PARTICIPANT = "deltagare"
    CHANGES = "forandring"


class Drawn(StrEnum):
    LINES = "linjer"
    BARS = "staplar"


@dataclass(frozen=True, slots=True)
class Choice:
    """`measures` are keys of `assistant.comparison_measures`, `associations` names of the catalogue; `periods` are in the
    contract's form, none for every time that is printed."""

    measures: tuple[str, ...] = ()
    associations: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    view: View = View.OUTCOME
    drawn: Drawn = Drawn.LINES

    @property
    def spans(self) -> tuple[Span, ...]:
        """The times asked for, oldest first."""
        return tuple(sorted(map(parse_period, self.periods), key=lambda span: (span.end, span.start)))

    @property
    def is_empty(self) -> bool:
        return not self.measures or not self.associations

    def to_query(self) -> str:
        """The choice as the query of an address; `from_query` reads it."""
        return urlencode(
            [
                *(("matt", key) for key in self.measures),
                *(("forbund", name) for name in self.associations),
                *(("period", period) for period in self.periods),
                ("visa", self.view.value),
                ("diagram", self.drawn.value),
            ]
        )

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]]) -> Choice:
        """A choice from the values of each name in a query. Raises `UsageError` for what says nothing, or says too much."""
        measures, associations, periods = (_distinct(query.get(name, ())) for name in ("matt", "forbund", "period"))
        for kind, given, most in (
            ("mått", measures, MOST_MEASURES),
            ("förbund", associations, MOST_ASSOCIATIONS),
            ("perioder", periods, MOST_PERIODS),
        ):
            if len(given) > most:
                raise UsageError(f"Välj högst {most} {kind} åt gången, så blir jämförelsen läsbar.", f"{len(given)} {kind}")
        try:
            for key in measures:
                measure_of(key)
            for period in periods:
                parse_period(period)
            view, drawn = (next(iter(query.get(name, ())), "") for name in ("visa", "diagram"))
            return cls(measures, associations, periods, View(view or View.OUTCOME), Drawn(drawn or Drawn.LINES))
        except ValueError as exc:
            raise UsageError(_UNREADABLE, str(exc)) from exc


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
