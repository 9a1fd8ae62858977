"""`GET /api/reports`, `/api/figures` and `/api/findings`: what the commands print, filtered and in parts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.timespans import parse_period
from ingest.errors import EmptyStoreError, UsageError
from ingest.language import fold
from ui.api.errors import problem_of
from ui.api.list_items import Items
from ui.api.paging import part_of
from ui.api.unknown_names import unknown_names
from ui.api.visitors import scope_of
from ui.listing import report_json

if TYPE_CHECKING:
    from ui.desk import Desk
    from vectorstore.entries import ReportEntry, Scope
    from vectorstore.library import Library

DEFAULT_ITEMS, MOST_ITEMS = 100, 1000
_LONGEST = 300
_PERIOD = r"^([0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}(/[0-9]{4}-[0-9]{2}-[0-9]{2})?)?$"
_NO_PERIOD = "Parametern period ska vara ett år (2021), en dag (2021-12-31) eller två dagar (2021-01-01/2021-06-30)."
_JSON = "application/json"
T = TypeVar("T")


class Wanted(BaseModel):
    """Which items somebody wants to see; an empty text means all."""

    model_config = ConfigDict(extra="forbid")

    association: str = Field("", max_length=_LONGEST, description="Förbundets namn, precis som i listan.")
    period: str = Field(
        "",
        max_length=_LONGEST,
        description="Perioden, precis som den står i `period`: 2021, 2021-12-31, 2021-01-01/2021-06-30.",
        json_schema_extra={"pattern": _PERIOD},
    )
    report: str = Field("", max_length=_LONGEST, description="Rapportens id.")
    q: str = Field(
        "",
        max_length=_LONGEST,
        description="Ord som alla ska finnas, hela eller som del av ord; stora och små bokstäver, accenter och prickar spelar "
        "ingen roll. I rapporter söks förbund, titel, slag, period, id och filnamn; i siffror förbund, tabell, rad, kolumn och "
        "avsnitt; i fynd förbund, slag, beskrivning, orsak, följder och avsnitt.",
    )
    limit: int = Field(DEFAULT_ITEMS, ge=1, le=MOST_ITEMS, description="Så många visas högst.")
    cursor: str = Field("", max_length=_LONGEST, description="Det som stod i `next`, för att få nästa del av samma lista.")


def list_of(desk: Desk, items: Items[T]) -> Callable[[Request, Wanted], Response]:
    """The handler that lists items of a kind."""

    def handle(request: Request, wanted: Annotated[Wanted, Query()]) -> Response:
        scope = scope_of(request)
        try:
            _refuse_repeated(request)
            _refuse_no_period(wanted.period)
            told = _listed(desk, items, wanted, scope)
        except Exception as exc:
            return problem_of(exc)
        # What somebody signed in sees must not be kept where another person reads.
        kept = "no-cache" if scope.only_public else "no-store"
        headers = {"Cache-Control": kept, "X-Content-Type-Options": "nosniff", "Vary": "Cookie"}
        return Response(json.dumps(told, ensure_ascii=False), HTTPStatus.OK, headers, _JSON)

    return handle


def _listed(desk: Desk, items: Items[T], wanted: Wanted, scope: Scope) -> dict[str, object]:
    try:
        library = desk.library().within(scope)
    except EmptyStoreError:  # told like a store in which nothing is public
        found: Sequence[T] = ()
        entries: Sequence[ReportEntry] = ()
        state = ""
    else:
        entries = library.reports()
        found, state = _chosen(library, items, wanted), "\n".join(map(report_json, entries))
    conditions = wanted.model_dump(exclude={"limit", "cursor"})
    part, following = part_of(found, wanted.limit, wanted.cursor, json.dumps([items.name, conditions]), state)
    told: dict[str, object] = {"items": [items.tell(item, scope.only_public) for item in part], "next": following}
    unknown = unknown_names({"association": wanted.association, "report": wanted.report}, entries)
    return {**told, "unknown": unknown} if unknown else told


def _chosen(library: Library, items: Items[T], wanted: Wanted) -> list[T]:
    """What the conditions admit."""
    words = fold(wanted.q).split()
    return [
        item
        for item, text in library.keeping(("listed", items.name), lambda: _with_text(library, items))
        if (not wanted.association or items.report(item).association == wanted.association)
        and (not wanted.report or items.report(item).report == wanted.report)
        and (not wanted.period or items.period(item) == wanted.period)
        and all(word in text for word in words)
    ]


def _with_text(library: Library, items: Items[T]) -> tuple[tuple[T, str], ...]:
    return tuple((item, fold(items.searched(item))) for item in items.read(library))


def _refuse_no_period(period: str) -> None:
    """Raises `UsageError` for what no period is written like."""
    if not period:
        return
    try:
        if not re.fullmatch(_PERIOD, period):
            raise ValueError(period)
        parse_period(period)
    except ValueError as exc:
        raise UsageError(_NO_PERIOD) from exc


def _refuse_repeated(request: Request) -> None:
    names = [name for name, _ in request.query_params.multi_items()]
    repeated = next((name for name in names if names.count(name) > 1), None)
    if repeated is not None:
        raise UsageError(f"Parametern {repeated} står flera gånger. Skriv den en gång.")
