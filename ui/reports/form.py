"""What a person puts right about a report: the fields of the form, checked, become corrections."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ingest.domain import ReportKind
from ingest.errors import UsageError
from ingest.said_limits import LONGEST_ALIAS, MOST_ALIASES, ORGNR_FAULT, day_fault, plain_orgnr, text_fault
from ingest.sidecar import KEYS
from ui.reports.words import FIELD_WORDS
from ui.visibility_words import VISIBILITY_WORDS
from vectorstore.catalogue_changes import HeldReport
from vectorstore.corrections import Correction, said_text

FORM_FIELDS = tuple(field for field in KEYS if field != "visibility")  # which has a switch of its own
DAYS = frozenset({"period_start", "period_end"})


def checked(form: Mapping[str, str]) -> dict[str, str]:
    """The fields as a `Correction` has them. Raises `UsageError` that names the field and says what it takes."""
    values = {field: checked_value(field, str(form.get(field, "")).strip(), FIELD_WORDS[field]) for field in FORM_FIELDS}
    refuse_backward(values["period_start"], values["period_end"])
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


def refuse_backward(period_start: str, period_end: str) -> None:
    """Raises `UsageError` for a period, in days as `checked_value` gives them, that ends before it begins."""
    if period_start > period_end:
        raise UsageError("Periodens första dag ligger efter den sista. Rätta datumen.")


def checked_value(field: str, value: str, name: str) -> str:
    """One field as a `Correction` has it. Raises `UsageError`, which calls the field `name`."""
    if field == "aliases":
        return said_text(field, _aliases(value))
    if field == "orgnr":
        return _orgnr(value)
    if not value:
        raise UsageError(f"{name} är tomt. Fyll i det.")
    if field == "kind":
        return _kind(name, value)
    if field in DAYS:
        return _day(name, value)
    fault = text_fault(value)
    if fault is not None:
        raise UsageError(f"{name} {fault}")
    return value


def _kind(name: str, value: str) -> str:
    if value not in [kind.value for kind in ReportKind]:
        raise UsageError(f"{name}: välj något av {', '.join(kind.value for kind in ReportKind)}.")
    return value


def _day(name: str, value: str) -> str:
    """A day as YYYY-MM-DD."""
    try:
        day = date.fromisoformat(value)
    except ValueError as exc:
        raise UsageError(f"{name} ska vara ett datum, till exempel 2024-01-01.", str(exc)) from exc
    fault = day_fault(day)
    if fault is not None:
        raise UsageError(f"{name} {fault}")
    return day.isoformat()


def checked_visibility(value: str) -> str:
    """The contract's word for it; the Swedish one is taken too. Raises `UsageError` for what is neither public nor internal."""
    said = value.strip().lower()
    wanted = next((word for word, swedish in VISIBILITY_WORDS.items() if said in (word, swedish.lower())), None)
    if wanted is None:
        raise UsageError("Synligheten ska vara public (publik) eller internal (intern).")
    return wanted


def _orgnr(value: str) -> str:
    plain = plain_orgnr(value)
    if value and plain is None:
        raise UsageError(f"Organisationsnumret {ORGNR_FAULT}")
    return plain or ""


def _aliases(value: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(" ".join(line.split()) for line in value.splitlines() if line.strip()))
    if len(names) > MOST_ALIASES or any(len(name) > LONGEST_ALIAS for name in names):
        raise UsageError(f"Andra namn: högst {MOST_ALIASES} rader med högst {LONGEST_ALIAS} tecken på varje.")
    if any(text_fault(name) for name in names):
        raise UsageError("Andra namn: skriv ett namn på varje rad, med bokstäver och utan styrtecken.")
    return names
