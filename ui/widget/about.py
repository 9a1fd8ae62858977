"""What the public chat tells of itself: what it can answer from, what is stored, whom to turn to. Of public reports only."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ingest.errors import EmptyStoreError
from ui.access.login_page import PRODUCT
from ui.widget.tried_examples import of_association
from vectorstore.entries import PUBLIC

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.widget.tried_examples import TriedExamples
    from vectorstore.entries import ReportEntry

LANGUAGES = ("sv", "en")


@dataclass(frozen=True, slots=True)
class Covered:
    """An association with the periods of its public reports, in order, each once."""

    name: str
    periods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class About:
    """`associations` is empty where nothing is public; `examples` may be empty for the first seconds. `statistics` tells
    whether anonymous counts are kept; questions never are. `sends_questions` tells whether a language model that phrases
    answers is another machine's, so that questions leave this one."""

    name: str
    contact: str
    associations: tuple[Covered, ...]
    examples: tuple[str, ...]
    max_question_chars: int
    stores_questions: bool
    statistics: bool
    languages: tuple[str, ...]
    language_model: str | None = None
    sends_questions: bool = False

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def about(desk: Desk, tried: TriedExamples, association: str = "") -> About:
    """Raises what opening the library raises, but for an empty one: that has nothing public. An `association` is a name of
    the catalogue; an unknown one is like one that has published nothing."""
    entries = of_association(_public(desk), association)
    model = desk.model()
    return About(
        name=PRODUCT,
        contact=desk.settings.contact.strip(),
        associations=_covered(entries),
        examples=tried.questions(association, entries),
        max_question_chars=desk.settings.max_question_chars,
        stores_questions=False,
        statistics=desk.settings.statistics_days > 0,
        languages=LANGUAGES,
        language_model=model.name if model else None,
        sends_questions=model is not None and not model.is_local,
    )


def _public(desk: Desk) -> tuple[ReportEntry, ...]:
    try:
        return desk.library().reports(PUBLIC)
    except EmptyStoreError:
        return ()


def _covered(entries: Iterable[ReportEntry]) -> tuple[Covered, ...]:
    periods: dict[str, dict[str, None]] = {}
    for entry in entries:  # the catalogue's order: by association, then by time
        periods.setdefault(entry.association, {})[entry.period] = None
    return tuple(Covered(name, tuple(named)) for name, named in periods.items())
