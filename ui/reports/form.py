"""What a person puts right about a report: the fields of the form, checked, become corrections."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from ingest.domain import ReportKind, Visibility
from ingest.errors import UsageError
from ingest.plain_text import is_plain_line
from ingest.sidecar import KEYS
from ui.reports.words import FIELD_WORDS
from vectorstore.catalogue_changes import HeldReport
from vectorstore.corrections import Correction, said_text

FORM_FIELDS = tuple(field for field in KEYS if field != "visibility")  # which has a switch of its own
DAYS = frozenset({"period_start", "period_end"})
LONGEST_TEXT, LONGEST_ALIAS, MOST_ALIASES = 200, 100, 20
_ORGNR = re.compile(r"(\d{6})[-–−]?(\d{4})")


def checked(form: Mapping[str, str]) -> dict[str, str]:
    """The fields as a `Correction` has them. Raises `UsageError` that names the field and says what it takes."""
    values = {field: _checked(field, str(form.get(field, "")).strip()) for field in FORM_FIELDS}
    if values["period_start"] > values["period_end"]:
        raise UsageError("Periodens första dag ligger efter den sista. Rätta datumen.")
    return values


def corrections_of(held: HeldReport, wanted: Mapping[str, str], by: str, at: str) -> tuple[Correction, ...]:
    """All that is put right about the report when the fields of `wanted` shall be so.

    What is wanted as it is stays as it was, put right or not; what is wanted as it was before it was put right is no longer
    so. Raises `UsageError` for a value that cannot be taken away.
    """
    earlier = {one.field: one for one in held.corrections}
    said = []
    for field in KEYS:
        one, now = earlier.get(field), current(held, field)
        value = wanted.get(field, now)
        if value == now:
            said += [one] if one is not None else []
        elif one is not None and value in ("", one.before):
            continue
        elif not value:
            raise UsageError(f"{FIELD_WORDS[field]} går att rätta men inte att ta bort. Skriv det som gäller.")
        else:
            said.append(Correction(field, value, one.before if one is not None else now, by, at))
    return tuple(said)


def current(held: HeldReport, field: str) -> str:
    """What a field of the report says now, as a `Correction` has it."""
    return said_text(field, getattr(held.entry, field))


def _checked(field: str, value: str) -> str:
    name = FIELD_WORDS[field]
    if field == "aliases":
        return said_text(field, _aliases(value))
    if len(value) > LONGEST_TEXT or not is_plain_line(value):
        raise UsageError(f"{name}: skriv på en rad, med högst {LONGEST_TEXT} tecken.")
    if field == "orgnr":
        return _orgnr(value)
    if not value:
        raise UsageError(f"{name} är tomt. Fyll i det.")
    if field == "kind":
        return checked_kind(name, value)
    return checked_day(name, value) if field in DAYS else value


def checked_kind(name: str, value: str) -> str:
    """Raises `UsageError`, which calls the field `name`, for what is no kind of report."""
    if value not in [kind.value for kind in ReportKind]:
        raise UsageError(f"{name}: välj något av {', '.join(kind.value for kind in ReportKind)}.")
    return value


def checked_day(name: str, value: str) -> str:
    """A day as YYYY-MM-DD. Raises `UsageError`, which calls the field `name`, for what is none."""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as exc:
        raise UsageError(f"{name} ska vara ett datum, till exempel 2024-01-01.", str(exc)) from exc


def checked_visibility(value: str) -> str:
    """Raises `UsageError` for what is neither public nor internal."""
    if value not in [one.value for one in Visibility]:
        raise UsageError("Synligheten ska vara public (publik) eller internal (intern).")
    return value


def _orgnr(value: str) -> str:
    found = _ORGNR.fullmatch(value)
    if value and found is None:
        raise UsageError("Organisationsnumret ska ha tio siffror, till exempel 222000-0000.")
    return f"{found[1]}-{found[2]}" if found else ""


def _aliases(value: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(" ".join(line.split()) for line in value.splitlines() if line.strip()))
    if len(names) > MOST_ALIASES or any(len(name) > LONGEST_ALIAS for name in names):
        raise UsageError(f"Andra namn: högst {MOST_ALIASES} rader med högst {LONGEST_ALIAS} tecken på varje.")
    if not all(map(is_plain_line, names)):
        raise UsageError("Andra namn: skriv ett namn på varje rad, utan styrtecken.")
    return names
